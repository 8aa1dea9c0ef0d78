"""After every command: the cards that its events touch, each drawn once from the state they left."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.cards import (
    alert,
    away,
    bulletin,
    command,
    command_post,
    duty,
    duty_upward,
    emergency_call,
    first_response,
    group,
    group_chat,
    hazard,
    hazard_ask,
    hazard_register,
    invitations,
    lead,
    meeting,
    meeting_actions,
    meeting_members,
    nag,
    notice,
    offline,
    panel,
    people,
    phone_tree,
    proposal,
    roster_change,
    second,
    stand_down,
    stand_down_confirm,
    upward_report,
    watch,
    watch_check,
    watch_swap,
)
from bot.cards.card import Card
from bot.cards.ref import Ref
from bot.domain.message import Event
from bot.domain.unit import Unit

# One entry a card. The order is the order in which cards of one lane go out.
_ROOMS: Final[tuple[Callable[[Unit, Event], Iterator[Ref]], ...]] = (
    proposal.touched,
    second.touched,
    lead.touched,
    alert.touched,
    stand_down.touched,
    stand_down_confirm.touched,
    command.touched,
    command_post.touched,
    upward_report.touched,
    phone_tree.touched,
    emergency_call.touched,
    notice.touched,
    first_response.touched,
    group.touched,
    panel.touched,
    bulletin.touched,
    group_chat.touched,
    nag.touched,
    people.touched,
    invitations.touched,
    away.touched,
    duty.touched,
    duty_upward.touched,
    watch.touched,
    watch_swap.touched,
    watch_check.touched,
    meeting_members.touched,
    meeting.touched,
    meeting_actions.touched,
    hazard.touched,
    hazard_ask.touched,
    hazard_register.touched,
    offline.touched,
    roster_change.touched,
)


def refs(
    unit: Unit, events: Sequence[Event], *, faulty: Callable[[Event, Exception], None] | None = None
) -> dict[Ref, None]:
    """The cards that the events touch, each once, in the order in which they should go out.

    With `faulty`, a room that fails over an event is reported there and leaves the other rooms' cards alone.
    """
    found: dict[Ref, None] = {}
    for room in _ROOMS:
        for event in events:
            try:
                found |= dict.fromkeys(room(unit, event))
            except Exception as error:
                if faulty is None:
                    raise
                faulty(event, error)
    return found


def changed(unit: Unit, events: Sequence[Event]) -> list[Card]:
    """The cards to show; `unit` is the state after the last of the events."""
    drawn = (ref.draw(unit, ref) for ref in refs(unit, events))
    return [card for card in drawn if card is not None]
