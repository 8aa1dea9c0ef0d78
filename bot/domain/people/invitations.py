"""Who has not enrolled yet: the office is reminded until everybody is in."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain import hours
from bot.domain.message import GRACE, SYSTEM, Timer
from bot.domain.people.commands import RemindInvitations
from bot.domain.people.events import InvitationsReminded
from bot.domain.people.state import People
from config.plan import Plan
from config.roster import Roster


def missing(people: People, roster: Roster) -> tuple[str, ...]:
    """The members who have never enrolled, in the order of the roster."""
    return tuple(member.id for member in roster.members if member.id not in people.enrolments)


def due(people: People, plan: Plan, roster: Roster) -> datetime | None:
    """When the office is reminded next: the plan's time after the last reminder, in the morning of a working day.

    Never while nobody at all is enrolled, because nobody could read it.
    """
    if plan.invite_reminder is None or not people.enrolments or not missing(people, roster):
        return None
    since = people.invitations_reminded or min(enrolment.since for enrolment in people.enrolments.values())
    day = plan.working_days.next_working(hours.local(plan, since + plan.invite_reminder).date())
    when = hours.remind_at(plan, day)
    return when if when > since else hours.next_morning(plan, since)


def decide(
    people: People, plan: Plan, roster: Roster, command: RemindInvitations, at: datetime
) -> tuple[InvitationsReminded, ...]:
    """One reminder, however late."""
    when = due(people, plan, roster)
    if when is None or at < when:
        return ()
    late = at - when > GRACE
    return (InvitationsReminded(at=at, by=command.by, missing=missing(people, roster), late=late),)


def timers(people: People, plan: Plan, roster: Roster) -> Iterator[Timer]:
    """The next reminder."""
    when = due(people, plan, roster)
    if when is not None:
        yield Timer(when=when, command=RemindInvitations(by=SYSTEM, due=when))
