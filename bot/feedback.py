"""What delivery finds out becomes commands: an alert arrived, somebody cannot be reached, the group has moved."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.delivery.answers import Reason
from bot.domain.incident.commands import NoteAlertsDelivered, NoteStandDownDelivered, NoteUnreachable
from bot.domain.message import SYSTEM, Command
from bot.domain.people.commands import LoseGroup, LoseReach, MoveGroup, NoteGroupRights
from bot.service import Service, at_home
from store.protocol import BEHIND, Reader, Shown

GROUP_CHAT: Final = "chat:group"
_MEMBER: Final = "member:"
_CHAT_IS_LOST: Final = frozenset({Reason.REMOVED, Reason.NOT_FOUND})
_DELIVERED: Final = {"alert": NoteAlertsDelivered, "stand_down": NoteStandDownDelivered}
_KEYS: Final = {str(reason): reason.name.lower() for reason in Reason}
_NEVER_ENROLLED: Final = _KEYS[Reason.NEVER_ENROLLED]


class Feedback:
    """The callbacks of the dispatcher, and the addresses that it asks for."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def chat(self, address: str) -> int | None:
        """The chat behind an address as it is now; None while there is none."""
        people = self._service.unit.people
        if address == GROUP_CHAT:
            return people.group.chat if people.group else None
        member = address.removeprefix(_MEMBER)
        enrolment = people.enrolments.get(member)
        return enrolment.account if enrolment and self._service.unit.roster.find(member) else None

    async def gone(self, card: str, address: str, reason: str) -> None:
        """Somebody, or the group, cannot be written to: the command post is told to phone them.

        A card that Telegram refuses as malformed says nothing about its reader, unless it was to alert them.
        """
        if address.startswith(BEHIND):
            return
        if reason not in _KEYS and not any(f"/{kind}/" in card for kind in _DELIVERED):
            return
        if address.startswith(_MEMBER):
            await self._all(self._unreachable(address.removeprefix(_MEMBER), _KEYS.get(reason, reason)))
            return
        group = self._service.unit.people.group
        if group is not None and reason in _CHAT_IS_LOST:
            await self._service.submit(LoseGroup(by=SYSTEM, chat=group.chat))

    async def shown(self, shown: list[Shown]) -> None:
        """Alerts and stand-downs that Telegram accepted are noted in their incident (promise 8).

        What was on its way to an account while its member took another, or left the roster, is handed over like what
        stood there.
        """
        await self._all(_delivered(shown))
        await self._hand_over((one.address, one.chat_id) for one in shown)

    async def hand_over(self, store: Reader) -> None:
        """Hand over what an earlier process noted in an account that its member has no more, or of whoever left."""
        await self._hand_over(await store.chats_in_use())

    async def catch_up(self, store: Reader) -> None:
        """Note what arrived just before an earlier process ended; what is noted already is a repeat."""
        for incident in self._service.unit.open_incidents():
            for kind, note in _DELIVERED.items():
                prefix = f"{incident.number}/{kind}/"
                cards = [card for card, _, gone in await store.delivered(prefix) if gone is None]
                members = dict.fromkeys(card.removeprefix(prefix).partition("/")[0] for card in cards)
                if members:
                    await self._service.submit(note(by=SYSTEM, number=incident.number, members=tuple(members)))

    async def migrated(self, old: int, new: int) -> None:
        """The group chat has a new number."""
        await self._service.submit(MoveGroup(by=SYSTEM, old=old, chat=new))

    async def pin_refused(self, _card: str, address: str, _reason: str) -> None:
        """Without the right to pin the card stands in the chat unpinned, and the command post says so."""
        group = self._service.unit.people.group
        if group is not None and address == GROUP_CHAT:
            await self._service.submit(NoteGroupRights(by=SYSTEM, chat=group.chat, may_pin=False))

    async def _hand_over(self, stands: Iterable[tuple[str, int]]) -> None:
        for address, chat in dict.fromkeys(stands):
            member = address.removeprefix(_MEMBER)
            if address.startswith(_MEMBER) and not at_home(self._service.unit, member, chat):
                await self._service.hand_over(member, chat)

    async def _all(self, commands: Iterator[Command]) -> None:
        await asyncio.gather(*(self._service.submit(command) for command in commands))

    def _unreachable(self, member: str, reason: str) -> Iterator[Command]:
        if self._service.unit.roster.find(member) is None:  # the change of the roster has said so
            return
        if reason == _NEVER_ENROLLED and self.chat(f"{_MEMBER}{member}") is not None:  # back meanwhile
            return
        yield LoseReach(by=SYSTEM, member=member, reason=reason)
        for incident in self._service.unit.open_incidents():
            if member in incident.roll:
                yield NoteUnreachable(by=SYSTEM, number=incident.number, member=member, reason=reason)


def _delivered(shown: Sequence[Shown]) -> Iterator[Command]:
    """One command an incident and kind, however many arrived together."""
    members: dict[tuple[str, str], list[str]] = {}
    for one in shown:
        number, _, rest = one.card.partition("/")
        kind, _, subject = rest.partition("/")
        if kind in _DELIVERED:
            members.setdefault((number, kind), []).append(subject.partition("/")[0])
    for (number, kind), found in members.items():
        yield _DELIVERED[kind](by=SYSTEM, number=number, members=tuple(dict.fromkeys(found)))
