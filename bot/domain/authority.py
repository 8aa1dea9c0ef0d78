"""Who may give which command: one table, read at every tap against today's roster (promise 6)."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.desk import commands as desk
from bot.domain.duty import commands as duty
from bot.domain.hazard import commands as hazard
from bot.domain.incident import attempts
from bot.domain.incident import commands as incident
from bot.domain.incident.events import View
from bot.domain.incident.state import Incident
from bot.domain.meeting import commands as meeting
from bot.domain.message import SYSTEM, Command
from bot.domain.people import absence, sign
from bot.domain.people import commands as people
from bot.domain.people.state import People
from bot.domain.privacy import commands as privacy
from bot.domain.watch import commands as watch
from config.plan import Plan
from config.roster import Member, Roster


class Right(StrEnum):
    """What a command asks of whoever gives it."""

    SYSTEM = "system"  # nobody: the clock, the delivery, the intake
    ANYONE = "anyone"  # also somebody not on the roster; the decision itself looks closer
    MEMBER = "member"  # anybody on today's roster
    GROUP = "group"  # a member of the task's group; for a first-response task any member; the command post
    COMMAND_POST = "command_post"  # the roles of the plan's command post
    AUTHORITY = "authority"  # the roles of the plan's succession: director, deputies, office head


RIGHTS: Final[dict[type[Command], Right]] = {
    people.Enrol: Right.ANYONE,
    people.LinkGroup: Right.ANYONE,
    people.LoseReach: Right.SYSTEM,
    people.RegainReach: Right.SYSTEM,
    people.NoteGroupRights: Right.SYSTEM,
    people.MoveGroup: Right.SYSTEM,
    people.LoseGroup: Right.SYSTEM,
    sign.NoteSign: Right.MEMBER,
    people.RemindInvitations: Right.SYSTEM,
    absence.GoAway: Right.MEMBER,
    absence.ComeBack: Right.MEMBER,
    absence.EndAbsence: Right.SYSTEM,
    duty.ReachDay: Right.SYSTEM,
    duty.RemindRest: Right.SYSTEM,
    duty.RemindAgain: Right.SYSTEM,
    duty.OpenRound: Right.COMMAND_POST,
    duty.AnswerDuty: Right.MEMBER,
    duty.AnswerInWords: Right.MEMBER,
    duty.FindHazard: Right.MEMBER,
    duty.ReopenDuty: Right.MEMBER,
    duty.PutOff: Right.MEMBER,
    duty.ConfirmContact: Right.MEMBER,
    duty.ShowDuties: Right.MEMBER,
    duty.DeclarePeriod: Right.COMMAND_POST,
    duty.EndPeriod: Right.COMMAND_POST,
    people.IssueRest: Right.SYSTEM,
    people.TakeUnit: Right.SYSTEM,
    people.NoteUnitFaults: Right.SYSTEM,
    desk.ReportLead: Right.MEMBER,
    desk.ExtendLead: Right.MEMBER,
    desk.JudgeLead: Right.AUTHORITY,
    desk.ProposeActivation: Right.AUTHORITY,
    desk.ConfirmActivation: Right.AUTHORITY,
    desk.WithdrawActivation: Right.AUTHORITY,
    desk.LapseActivation: Right.SYSTEM,
    desk.AgreeActivation: Right.AUTHORITY,
    desk.OpposeActivation: Right.AUTHORITY,
    desk.LapseSecond: Right.SYSTEM,
    incident.GiveAnswer: Right.MEMBER,
    incident.GiveSupport: Right.COMMAND_POST,
    incident.NoteAlertsDelivered: Right.SYSTEM,
    incident.NoteStandDownDelivered: Right.SYSTEM,
    incident.NoteUnreachable: Right.SYSTEM,
    incident.RingAgain: Right.SYSTEM,
    incident.NoticeGap: Right.SYSTEM,
    incident.DealCalls: Right.SYSTEM,
    incident.LogPhoneResult: Right.MEMBER,
    incident.Escalate: Right.SYSTEM,
    incident.ReplaceLead: Right.SYSTEM,
    incident.OfferCommand: Right.SYSTEM,
    incident.TakeCommand: Right.AUTHORITY,
    incident.AppointLead: Right.AUTHORITY,
    incident.Move: Right.AUTHORITY,
    incident.FormGroup: Right.AUTHORITY,
    incident.DissolveGroup: Right.AUTHORITY,
    incident.CheckTask: Right.GROUP,
    incident.ReopenTask: Right.GROUP,
    incident.BlockTask: Right.GROUP,
    incident.ExplainBlock: Right.GROUP,
    incident.NagTask: Right.SYSTEM,
    incident.DescribeScene: Right.MEMBER,
    incident.CountCasualties: Right.MEMBER,
    incident.TakeHeadcount: Right.MEMBER,
    incident.LogEmergencyCall: Right.MEMBER,
    incident.LogUpwardReport: Right.COMMAND_POST,
    incident.NagUpwardReport: Right.SYSTEM,
    incident.AddNote: Right.MEMBER,
    incident.IssueBulletin: Right.COMMAND_POST,
    incident.PostSummary: Right.SYSTEM,
    incident.TurnPanel: Right.MEMBER,
    incident.ProposeStandDown: Right.AUTHORITY,
    incident.WithdrawStandDown: Right.AUTHORITY,
    incident.ConfirmStandDown: Right.AUTHORITY,
    incident.AcknowledgeStandDown: Right.MEMBER,
    incident.RingStandDown: Right.SYSTEM,
    incident.CloseIncident: Right.COMMAND_POST,
    watch.TakeDutyRoster: Right.SYSTEM,
    watch.FollowRoster: Right.SYSTEM,
    watch.TakeOverShift: Right.MEMBER,  # whose shift it is, or who may say so for them, is decided with the handover
    watch.NagHandover: Right.SYSTEM,
    watch.BeginSwap: Right.MEMBER,
    watch.OfferSwap: Right.MEMBER,
    watch.AcceptSwap: Right.MEMBER,
    watch.RefuseSwap: Right.MEMBER,
    watch.WithdrawSwap: Right.MEMBER,
    watch.LapseSwap: Right.SYSTEM,
    watch.CheckDutyRoster: Right.SYSTEM,
    # Whose hazard it is, and that nobody verifies their own work, is decided with the hazard.
    hazard.ReportHazard: Right.MEMBER,
    hazard.ExtendHazard: Right.MEMBER,
    hazard.PlaceHazard: Right.MEMBER,
    hazard.MarkSerious: Right.MEMBER,
    hazard.AskHazard: Right.MEMBER,
    hazard.ChooseOwner: Right.MEMBER,
    hazard.AssignHazard: Right.MEMBER,
    hazard.AssignInWords: Right.MEMBER,
    hazard.FixHazard: Right.MEMBER,
    hazard.VerifyHazard: Right.MEMBER,
    hazard.ReturnHazard: Right.MEMBER,
    hazard.DismissHazard: Right.MEMBER,
    hazard.ShowHazard: Right.MEMBER,
    hazard.ShowRegister: Right.MEMBER,
    hazard.NagHazard: Right.SYSTEM,
    hazard.ReconcileHazard: Right.SYSTEM,
    # Whose meeting it is, and that the office and whoever chairs run it, is decided with the meeting.
    meeting.CallMeeting: Right.COMMAND_POST,
    meeting.OpenPoll: Right.COMMAND_POST,
    meeting.Vote: Right.MEMBER,
    meeting.FinishVote: Right.MEMBER,
    meeting.FixDate: Right.COMMAND_POST,
    meeting.FixDateInWords: Right.COMMAND_POST,
    meeting.WriteToMeeting: Right.MEMBER,
    meeting.CancelDate: Right.COMMAND_POST,
    meeting.GiveAttendance: Right.MEMBER,
    meeting.AddAgenda: Right.MEMBER,
    meeting.AskMeeting: Right.COMMAND_POST,
    meeting.AddMinutes: Right.COMMAND_POST,
    meeting.HoldMeeting: Right.COMMAND_POST,
    meeting.DraftActions: Right.COMMAND_POST,
    meeting.ConfirmActions: Right.COMMAND_POST,
    meeting.DropActions: Right.COMMAND_POST,
    meeting.FinishAction: Right.MEMBER,
    meeting.FailAction: Right.MEMBER,
    meeting.NoteAction: Right.MEMBER,
    meeting.FollowMeetings: Right.SYSTEM,
    meeting.ProposeMeeting: Right.SYSTEM,
    meeting.ClosePoll: Right.SYSTEM,
    meeting.RemindMeeting: Right.SYSTEM,
    meeting.NagOffice: Right.SYSTEM,
    meeting.NagAction: Right.SYSTEM,
    attempts.UseFallback: Right.SYSTEM,
    attempts.NoteChannelTried: Right.SYSTEM,
    attempts.RetryFallback: Right.SYSTEM,
    privacy.DeleteTraces: Right.SYSTEM,
    privacy.ForgetMember: Right.SYSTEM,  # whoever may use the machine: `muster forget`
}

MEMBER_VIEWS: Final = frozenset({View.CASUALTIES, View.HEADCOUNT, View.SCENE, View.PROXY, View.CLOSED})
AUTHORITY_VIEWS: Final = frozenset({View.GROUPS, View.GROUP, View.MEMBER})


def allowed(command: Command, plan: Plan, roster: Roster, running: Incident | None) -> bool:
    """Whether whoever gives the command may give it, under today's plan and roster.

    `running` is the incident that the command is addressed to, if it is to one.
    """
    right = RIGHTS[type(command)]
    if right is Right.ANYONE or command.by == SYSTEM:
        return True
    member = roster.find(command.by)
    if member is None or right is Right.SYSTEM:
        return False
    if isinstance(command, incident.TurnPanel):
        right = _right_to_view(command.view)
    if isinstance(command, absence.GoAway | absence.ComeBack) and command.who != command.by:
        right = Right.COMMAND_POST  # only those who lead, and their office, say it of somebody else
    return holds(member, right, plan) or (right is Right.GROUP and _in_group(member, command, running))


def holds(member: Member, right: Right, plan: Plan) -> bool:
    """Whether this member of the roster holds MEMBER, COMMAND_POST or AUTHORITY."""
    if right is Right.MEMBER:
        return True
    authority = any(role in plan.succession for role in member.roles)
    if right is Right.AUTHORITY:
        return authority
    return authority or any(role in plan.command_post for role in member.roles)


def holders(plan: Plan, roster: Roster, right: Right) -> tuple[Member, ...]:
    """The members who hold AUTHORITY or COMMAND_POST, in the plan's order of roles."""
    return roster.with_role(*(plan.succession if right is Right.AUTHORITY else plan.command_post))


def commander(plan: Plan, roster: Roster, people: People, at: datetime) -> str | None:
    """Who commands: the first of the succession who is not away and can be reached (clause 3).

    Where that is nobody, the first who is not away; else the first.
    """
    order = [member.id for member in holders(plan, roster, Right.AUTHORITY)]
    here = [member for member in order if not people.away(member, at)]
    reachable = [member for member in here if people.reachable(member)]
    return next(iter(reachable or here or order), None)


def _right_to_view(view: View) -> Right:
    if view in MEMBER_VIEWS:
        return Right.MEMBER
    return Right.AUTHORITY if view in AUTHORITY_VIEWS else Right.COMMAND_POST


def _in_group(member: Member, command: Command, running: Incident | None) -> bool:
    assert isinstance(command, incident.CheckTask | incident.ReopenTask | incident.BlockTask | incident.ExplainBlock)
    task = running.task_by_id.get(command.task) if running else None
    if running is None or task is None:
        return True  # the decision refuses it with a better reason
    return task.first_response or member.id in running.groups[task.group].members
