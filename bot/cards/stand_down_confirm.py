"""「解除响应」 asks once more before everybody is told."""

from collections.abc import Iterator

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.writing import bold, writer
from bot.domain.incident import events as e
from bot.domain.incident.commands import ConfirmStandDown, WithdrawStandDown
from bot.domain.incident.state import Phase
from bot.domain.message import Event
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The confirmation of whoever proposed, and of everybody who did once the response is over."""
    match event:
        case e.StandDownProposed():
            newest = unit.incidents[event.number].stand_downs[event.by].ordinal
            yield Ref(draw=draw, incident=event.number, subject=event.by, ordinal=newest)
            if newest > 1:
                yield Ref(draw=draw, incident=event.number, subject=event.by, ordinal=newest - 1)
        case e.StandDownWithdrawn():
            newest = unit.incidents[event.number].stand_downs[event.proposer].ordinal
            yield Ref(draw=draw, incident=event.number, subject=event.proposer, ordinal=newest)
        case e.StoodDown() | e.ExerciseOverridden():
            for member, proposal in unit.incidents[event.number].stand_downs.items():
                yield Ref(draw=draw, incident=event.number, subject=member, ordinal=proposal.ordinal)
        case _:
            return


def draw(unit: Unit, ref: Ref) -> Card:
    """To the author of the proposal."""
    incident = unit.incidents[ref.incident]
    proposal = incident.stand_downs[ref.subject]
    write = writer(unit, incident)
    t = write.t
    newest = proposal.ordinal == ref.ordinal
    asks = newest and proposal.open and incident.phase is Phase.RESPONSE
    if asks:
        lines = [t("stand_down.ask_what"), t("stand_down.expires", time=write.clock(proposal.expires))]
    elif not newest:
        lines = [t("stand_down.lapsed")]
    elif incident.overridden_by is not None:
        lines = [t("alert.overridden", number=incident.number, live=incident.overridden_by)]
    elif incident.stood_down_at is not None:
        lines = [t("stand_down.done")]
    else:
        lines = [t("stand_down.lapsed" if proposal.lapsed else "stand_down.withdrawn")]
    over = Button(
        text=t("button.confirm_stand_down"), command=ConfirmStandDown(number=incident.number), style=Style.DANGER
    )
    false = Button(
        text=t("button.confirm_false_alarm"), command=ConfirmStandDown(number=incident.number, false_alarm=True)
    )
    cancel = Button(text=t("button.cancel"), command=WithdrawStandDown(number=incident.number))
    return Card(
        key=f"{incident.number}/stand_down_confirm/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.ALERT,
        text=write.page([bold(t("stand_down.ask", number=incident.number)), *lines]),
        buttons=((over, false), (cancel,)) if asks else (),
        closed=not asks,
    )
