"""Who leaves a chat and who is back in one: what a commit does to the cards that stand there."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.cards import behind
from bot.domain.message import Event
from bot.domain.people.events import Enrolled, RosterChanged
from bot.domain.unit import Unit
from store.protocol import BEHIND, Draft, Handover, Return


def handovers(before: Unit, after: Unit, events: Iterable[Event], at: datetime) -> Iterator[Handover]:
    """Whoever has a new account leaves nothing usable with the old one, nor whoever had this account before.

    Nor does whoever has left the roster.
    """
    for event in events:
        match event:
            case RosterChanged():
                gone = (one.id for one in event.removed if after.roster.find(one.id) is None)
                had = {member: before.people.enrolments.get(member) for member in gone}
            case Enrolled():
                had = {event.member: before.people.enrolments.get(event.member)}
                had |= {id_: one for id_, one in before.people.enrolments.items() if one.account == event.account}
            case _:
                continue
        for member, enrolment in had.items():
            if enrolment is not None and not at_home(after, member, enrolment.account):
                yield handover(after, member, enrolment.account, at)


def handover(unit: Unit, member: str, chat: int, at: datetime) -> Handover:
    """From that chat to the one that the member has now; where they have none, nothing goes on elsewhere."""
    off = unit.roster.find(member) is None
    return Handover(
        address=f"member:{member}",
        chat_id=chat,
        behind=f"{BEHIND}{member}",
        left=partial(behind.left_for_good if off else behind.left, unit),
        anew=behind.kept if off else behind.anew if member in unit.people.enrolments else _nothing,
        aside=at if off else None,
    )


def kept_back(unit: Unit, draft: Draft, at: datetime) -> Draft:
    """What is for somebody who has left the roster waits for their return like what they had."""
    kind, _, member = draft.address.partition(":")
    off = kind == "member" and unit.roster.find(member) is None and behind.kept(draft.card, draft.body)
    return replace(draft, aside=at) if off else draft


def at_home(unit: Unit, member: str, chat: int) -> bool:
    """Whether the member is to be found in that chat."""
    enrolment = unit.people.enrolments.get(member)
    return unit.roster.find(member) is not None and enrolment is not None and enrolment.account == chat


def returns(before: Unit, after: Unit, events: Iterable[Event], at: datetime) -> Iterator[Return]:
    """Whoever is back on the roster, or enrols after they are, finds again what is still open."""
    back: dict[str, None] = {}
    for event in events:
        if isinstance(event, RosterChanged) and not event.first:
            back |= dict.fromkeys(member.id for member in event.added)
        elif isinstance(event, Enrolled) and event.member in before.people.packs:  # they had enrolled before
            back[event.member] = None
    for member in back:
        if after.roster.find(member) is not None and member in after.people.enrolments:
            yield Return(address=f"member:{member}", wanted=partial(behind.wanted, after, at))


def _nothing(_card: str, _body: str) -> bool:
    return False
