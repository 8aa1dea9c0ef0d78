"""What whoever tapped reads at once: recorded, recorded already, or why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards.writing import Writer, clip, utf16, writer
from bot.domain.desk import commands as desk
from bot.domain.desk.events import ActivationConfirmed, SecondAgreed, SecondAsked, SecondOpposed
from bot.domain.duty import events as d
from bot.domain.hazard import commands as hazard
from bot.domain.hazard import events as h
from bot.domain.incident import commands as c
from bot.domain.incident import events as e
from bot.domain.incident.commands import IncidentCommand
from bot.domain.meeting import commands as meeting
from bot.domain.meeting import events as m
from bot.domain.message import Command, Event, Refused
from bot.domain.unit import Unit
from bot.domain.watch import commands as watch
from bot.domain.watch import events as w

LIMIT: Final = 190  # of Telegram's 200 characters
_QUIET: Final = (
    c.TurnPanel,
    desk.ProposeActivation,
    watch.BeginSwap,
    hazard.AskHazard,
    hazard.ChooseOwner,
    hazard.ShowHazard,
    hazard.ShowRegister,
    meeting.AskMeeting,
    meeting.CallMeeting,
)  # the new message says it all
# What was wanted is so, thanks to somebody else: nothing that has to be closed by hand.
_DONE_BY_ANOTHER: Final = frozenset({"task.already_done", "call.already_made", "report.already_sent"})


@dataclass(frozen=True, kw_only=True)
class Toast:
    """The answer to a tap; an `alert` has to be closed by hand."""

    text: str
    alert: bool = False


def toast(unit: Unit, command: Command, events: tuple[Event, ...], refused: Refused | None) -> Toast:
    """`unit` is the state after the command; no events and no refusal is a repeat."""
    write = _writer(unit, command)
    if refused is not None:
        return Toast(text=_line(write, refusal(write, refused)), alert=refused.key not in _DONE_BY_ANOTHER)
    if isinstance(command, _QUIET):
        return Toast(text="")
    if not events:
        so = _so_already(unit, command, write)
        return Toast(text=_line(write, write.t("toast.repeat_state", state=so) if so else write.t("toast.repeat")))
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
        case SecondAgreed():
            return t("toast.activation_agreed")
        case SecondAsked():
            return t("toast.second_asked")
        case SecondOpposed():
            return t("toast.opposed")
        case e.CommandTaken():
            return t("toast.command_taken")
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
        case d.DutyAnswered(outcome=d.Outcome.UNABLE):
            return t("toast.duty_unable")
        case d.DutyAnswered():
            return t("toast.done", time=write.time(event.at))
        case d.DutyReopened():
            return t("toast.taken_back")
        case d.ContactConfirmed():
            return t("toast.taken_back" if event.back else "toast.confirmed")
        case d.ReminderPutOff():
            return t("toast.put_off", when=write.day_time(event.until))
        case d.RoundOpened():
            return t("toast.round_opened")
        case m.VoteChanged(finished=True):
            return t("toast.meeting_chosen")
        case m.DateFixed():
            return t("toast.meeting_fixed")
        case m.MeetingHeld():
            return t("toast.meeting_held")
        case m.ActionsAdded():
            return t("toast.meeting_given")
        case w.ShiftTakenOver():
            return t("toast.took_over", time=write.time(event.at))
        case w.SwapOffered():
            return t("toast.swap_offered")
        case w.SwapAgreed():
            return t("toast.activation_agreed")
        case w.SwapEnded(why=w.Ending.REFUSED):
            return t("toast.swap_refused")
        case w.SwapEnded(why=w.Ending.VOID):
            return t("toast.swap_void")
        case h.HazardFixed():
            return t("toast.hazard_fixed")
        case h.HazardVerified():
            return t("toast.hazard_verified")
        case h.HazardAssigned():
            return t("toast.hazard_assigned")
        case h.HazardMarkedSerious():
            return t("toast.hazard_serious")
        case _:
            return t("toast.recorded")


def _so_already(unit: Unit, command: Command, write: Writer) -> str:
    """How things stand that a repeated tap wanted to be so; empty where there is nothing to add."""
    t = write.t
    incident = unit.incidents.get(command.number) if isinstance(command, IncidentCommand) else None
    if incident is None:
        return ""
    standing = incident.roll.get(getattr(command, "member", "") or command.by)
    match command:
        case c.GiveAnswer() if standing is not None and command.answer is not e.Answer.SUPPORT:
            return _at(t(f"answer.{command.answer}"), standing.answered_at, write)
        case c.GiveAnswer():
            return t(f"answer.{command.answer}")
        case c.LogPhoneResult():
            return t(f"phone.{command.result}")
        case c.CheckTask():
            return _at(t("nag.check"), incident.tasks[command.task].done_at, write)
        case c.LogEmergencyCall():
            return _at(t("button.called"), incident.emergency_calls[command.call].at, write)
        case c.LogUpwardReport():
            return _at(t("button.reported"), incident.reports[command.ordinal - 1].at, write)
        case c.AcknowledgeStandDown() if standing is not None:
            return _at(t("button.known"), standing.stand_down_acknowledged_at, write)
        case _:
            return ""


def _at(what: str, at: datetime | None, write: Writer) -> str:
    return f"{what} {write.time(at)}" if at is not None else what


def _line(write: Writer, text: str) -> str:
    """One line within the limit, marked in an exercise."""
    room = LIMIT - utf16(write.mark("x")) + 1
    return write.mark(clip(" ".join(text.split()), room))
