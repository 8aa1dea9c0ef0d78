"""What whoever tapped reads at once: recorded, recorded already, or why not."""

from dataclasses import dataclass
from typing import Final

from bot.cards.writing import Writer, clip, utf16, writer
from bot.domain.desk import commands as desk
from bot.domain.desk.events import ActivationConfirmed
from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.commands import IncidentCommand
from bot.domain.message import Command, Event, Refused
from bot.domain.unit import Unit

LIMIT: Final = 190  # of Telegram's 200 characters
_QUIET: Final = (c.TurnPanel, desk.ProposeActivation)  # the new message says it all


@dataclass(frozen=True, kw_only=True)
class Toast:
    """The answer to a tap; an `alert` has to be closed by hand."""

    text: str
    alert: bool = False


def toast(unit: Unit, command: Command, events: tuple[Event, ...], refused: Refused | None) -> Toast:
    """`unit` is the state after the command; no events and no refusal is a repeat."""
    write = _writer(unit, command)
    if refused is not None:
        return Toast(text=_line(write, refusal(write, refused)), alert=True)
    if isinstance(command, _QUIET):
        return Toast(text="")
    if not events:
        return Toast(text=_line(write, write.t("toast.repeat")))
    return Toast(text=_line(write, _said(events[0], write)))


def refusal(write: Writer, refused: Refused) -> str:
    """Why not, in words."""
    return write.t(f"refusal.{refused.key}", **refused.values)


def _writer(unit: Unit, command: Command) -> Writer:
    if isinstance(command, IncidentCommand):
        return writer(unit, unit.incidents.get(command.number))
    proposal = unit.desk.proposals.get(getattr(command, "proposal", ""))
    return writer(unit, exercise=proposal is not None and proposal.exercise)


def _said(event: Event, write: Writer) -> str:
    t = write.t
    match event:
        case ActivationConfirmed():
            return t("toast.activated", number=event.number)
        case e.Answered():
            key = "toast.answered" if event.by == event.member else "toast.answered_for"
            return t(key, answer=t(f"answer.{event.answer}"), time=write.time(event.at))
        case e.PhoneResultLogged():
            return t("toast.phoned", result=t(f"phone.{event.result}"))
        case e.TaskDone():
            return t("toast.done", time=write.time(event.at))
        case e.TaskReopened():
            return t("toast.reopened")
        case e.TaskBlocked():
            return t("toast.blocked")
        case e.EmergencyCallLogged():
            return t("toast.called", time=write.time(event.at))
        case e.UpwardReportSent():
            return t("toast.reported", time=write.time(event.at))
        case e.StandDownAcknowledged():
            return t("toast.known")
        case e.StoodDown():
            return t("toast.stood_down")
        case _:
            return t("toast.recorded")


def _line(write: Writer, text: str) -> str:
    """One line within the limit, marked in an exercise."""
    room = LIMIT - utf16(write.mark("x")) + 1
    return write.mark(clip(" ".join(text.split()), room))
