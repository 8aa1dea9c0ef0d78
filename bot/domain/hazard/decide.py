"""Decisions about hazards: who may take which step, and in which order they come."""

from datetime import date, datetime, timedelta

from bot.domain.hazard import commands as c
from bot.domain.hazard import events as e
from bot.domain.hazard import nagging, rights
from bot.domain.hazard.state import REGISTER, Hazard, Hazards, Phase
from bot.domain.hazard.wording import LONGEST, owner_and_due
from bot.domain.message import Refused
from bot.domain.notes import refusal_of
from bot.domain.staff import Staff

Decision = tuple[e.HazardEvent, ...] | Refused


def decide(hazards: Hazards, staff: Staff, command: c.HazardCommand, at: datetime) -> Decision:
    """Events or a refusal; a repeated command gives no event."""
    if (key := _unfit(command)) is not None:
        return Refused(key=key)
    if isinstance(command, c.ReportHazard):
        return _report(hazards, staff, command, at)
    if isinstance(command, c.ShowRegister):
        return _register(hazards, command, at)
    hazard = hazards.by_number.get(getattr(command, "hazard", ""))
    if hazard is None:
        return Refused(key="refused.gone")
    if not hazard.open and not isinstance(command, c.ShowHazard):
        return _over(hazard, command)
    return _about(hazard, staff, command, at)


def _about(hazard: Hazard, staff: Staff, command: c.HazardCommand, at: datetime) -> Decision:
    number, by = hazard.number, command.by
    match command:
        case c.NagHazard():
            return nagging.nag(hazard, staff, command, at)
        case c.ReconcileHazard():
            if hazard.owner != command.owner or staff.roster.find(command.owner) is not None:
                return ()
            told, name = staff.office(), hazard.owner_name
            return (e.HazardUnassigned(at=at, by=by, hazard=number, owner=command.owner, told=told, name=name),)
        case c.ShowHazard():
            shown = e.HazardShown(at=at, by=by, hazard=number)
            return (shown,) if rights.concerned(staff, hazard, by) else _not_yours()
        case c.FixHazard():
            return _fix(hazard, staff, by, at)
        case c.VerifyHazard() | c.ReturnHazard():
            return _look(hazard, staff, command, at)
        case c.ExtendHazard():
            if not (command.text or command.photo):
                return Refused(key="hazard.empty")
            if not rights.concerned(staff, hazard, by):
                return _not_yours()
            return (e.HazardExtended(at=at, by=by, hazard=number, text=command.text, photo=command.photo),)
        case c.PlaceHazard() | c.MarkSerious():
            return _describe(hazard, staff, command, at)
        case c.AskHazard():
            return _ask(hazard, staff, command, at)
    if not staff.leads(by):
        return _not_yours()
    match command:
        case c.DismissHazard():
            if not command.text:
                return Refused(key="hazard.why")
            if not hazard.waiting:
                return Refused(key="hazard.fixed")
            return (e.HazardDismissed(at=at, by=by, hazard=number, reason=command.text),)
        case c.ChooseOwner():
            return _choose(hazard, staff, command, at)
        case c.AssignHazard():
            due = command.due or staff.today(at) + timedelta(days=command.days)
            return _assign(hazard, staff, by, (command.owner, due), at)
        case c.AssignInWords():
            named = owner_and_due(hazard, command, staff.roster, staff.plan, staff.today(at))
            return named if isinstance(named, Refused) else _assign(hazard, staff, by, named, at)
        case _:
            raise TypeError(f"not a command about a hazard: {command!r}")


def _unfit(command: c.HazardCommand) -> str | None:
    """Words that must not be kept."""
    words = [getattr(command, name, "") for name in ("text", "place")]
    return next((key for word in words if word and (key := refusal_of(word)) is not None), None)


def _not_yours() -> Refused:
    return Refused(key="hazard.not_yours")


def _over(hazard: Hazard, command: c.HazardCommand) -> Decision:
    """It is closed: what was wanted is so, or comes too late."""
    match command:
        case c.VerifyHazard() if hazard.phase is Phase.VERIFIED:
            return ()
        case c.NagHazard() | c.ReconcileHazard():
            return ()
    return Refused(key="hazard.over", values={"number": hazard.number})


def _report(hazards: Hazards, staff: Staff, command: c.ReportHazard, at: datetime) -> Decision:
    """Straight to the office, as clause 7.2 asks; a serious one to the director too."""
    if not (command.text or command.photo):
        return Refused(key="hazard.empty")
    again = any(
        command.source and (h.source, h.reporter, h.place, h.text) == _same(command) for h in hazards.by_number.values()
    )
    if again:
        return ()
    year, rules = staff.today(at).year, staff.plan.hazard_rules
    told = (*staff.office(), *(staff.director() if command.serious else ()))
    return (
        e.HazardReported(
            at=at,
            by=command.by,
            hazard=f"H-{year}-{hazards.last_numbers.get(year, 0) + 1:03d}",
            place=command.place,
            text=command.text,
            photo=command.photo,
            source=command.source,
            serious=command.serious,
            clause=rules.serious if command.serious else rules.clause,
            told=tuple(dict.fromkeys(told)),
            album=command.album,
        ),
    )


def _same(command: c.ReportHazard) -> tuple[str, str, str, str]:
    return command.source, command.by, command.place, command.text


def _describe(hazard: Hazard, staff: Staff, command: c.PlaceHazard | c.MarkSerious, at: datetime) -> Decision:
    if command.by != hazard.reporter and not staff.leads(command.by):
        return _not_yours()
    if isinstance(command, c.PlaceHazard):
        same = command.place == hazard.place
        placed = e.HazardPlaced(at=at, by=command.by, hazard=hazard.number, place=command.place)
        return () if same else (placed,)
    if hazard.serious:
        return ()
    told, clause = staff.director(), staff.plan.hazard_rules.serious
    return (e.HazardMarkedSerious(at=at, by=command.by, hazard=hazard.number, clause=clause, told=told),)


def _ask(hazard: Hazard, staff: Staff, command: c.AskHazard, at: datetime) -> Decision:
    """Begun, and not answered yet, is begun already."""
    if command.question is e.Question.RETURN:
        if refused := _may_look(hazard, staff, command.by):
            return refused
    elif not staff.leads(command.by):
        return _not_yours()
    elif not hazard.waiting:
        return Refused(key="hazard.fixed")
    ask = hazard.asks.get(command.by)
    if ask is not None and not ask.over and ask.question is command.question and not ask.owner:
        return ()
    return (e.HazardAsked(at=at, by=command.by, hazard=hazard.number, question=command.question),)


def _choose(hazard: Hazard, staff: Staff, command: c.ChooseOwner, at: datetime) -> Decision:
    if staff.roster.find(command.owner) is None:
        return Refused(key="refused.gone")
    ask = hazard.asks.get(command.by)
    if ask is None or ask.over:
        return Refused(key="refused.gone")
    if ask.owner == command.owner:
        return ()
    return (e.OwnerChosen(at=at, by=command.by, hazard=hazard.number, owner=command.owner),)


def _assign(hazard: Hazard, staff: Staff, by: str, to: tuple[str, date], at: datetime) -> Decision:
    owner, due = to
    today = staff.today(at)
    if not hazard.waiting:
        return Refused(key="hazard.fixed")
    found = staff.roster.find(owner)
    if found is None:
        return Refused(key="refused.gone")
    if due < today:
        return Refused(key="hazard.past")
    if due - today > timedelta(days=LONGEST):
        return Refused(key="hazard.too_far")
    if (hazard.owner, hazard.due) == (owner, due):
        return ()
    return (e.HazardAssigned(at=at, by=by, hazard=hazard.number, owner=owner, due=due, name=found.name),)


def _fix(hazard: Hazard, staff: Staff, by: str, at: datetime) -> Decision:
    if hazard.phase is Phase.FIXED:
        return ()
    if not rights.may_fix(staff, hazard, by):
        return _not_yours()
    verifiers = staff.office(but=(by, hazard.owner))
    late = hazard.overdue(staff.today(at))
    return (e.HazardFixed(at=at, by=by, hazard=hazard.number, verifiers=verifiers, late=late),)


def _look(hazard: Hazard, staff: Staff, command: c.VerifyHazard | c.ReturnHazard, at: datetime) -> Decision:
    """Nobody looks at their own work."""
    if refused := _may_look(hazard, staff, command.by):
        return refused
    if isinstance(command, c.VerifyHazard):
        return (e.HazardVerified(at=at, by=command.by, hazard=hazard.number),)
    if not command.text:
        return Refused(key="hazard.why")
    return (e.HazardReturned(at=at, by=command.by, hazard=hazard.number, reason=command.text),)


def _may_look(hazard: Hazard, staff: Staff, by: str) -> Refused | None:
    if hazard.phase is not Phase.FIXED:
        return Refused(key="hazard.not_fixed")
    if by in (hazard.fixed_by, hazard.owner):
        return Refused(key="hazard.own_fix")
    return None if rights.may_verify(staff, hazard, by) else _not_yours()


def _register(hazards: Hazards, command: c.ShowRegister, at: datetime) -> Decision:
    """A new register, or another page of one that was shown to the same person."""
    ordinal = command.ordinal or hazards.page_count + 1
    if command.ordinal:
        shown = hazards.pages.get(ordinal)
        if shown is None or shown.member != command.by:
            return Refused(key="refused.gone")
        if shown.page == command.page:
            return ()
    return (e.RegisterTurned(at=at, by=command.by, hazard=REGISTER, page=command.page, ordinal=ordinal),)
