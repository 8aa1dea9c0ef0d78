"""When people may be asked for what is not urgent: working days, outside the quiet hours, by the unit's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.plan import Plan

_DAY = timedelta(days=1)


def local(plan: Plan, at: datetime) -> datetime:
    """That moment on the unit's clock."""
    return at.astimezone(ZoneInfo(plan.time_zone))


def moment(plan: Plan, day: date, hour: time) -> datetime:
    """That hour of the unit's day, in UTC."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(plan.time_zone)).astimezone(UTC)


def remind_at(plan: Plan, day: date) -> datetime:
    """The hour of reminding on that day."""
    return moment(plan, day, plan.calendar.remind_at)


def at_work(plan: Plan, at: datetime) -> bool:
    """Whether people may be asked at that moment."""
    here = local(plan, at)
    return plan.working_days.working(here.date()) and not plan.calendar.quiet(here.time())


def next_morning(plan: Plan, at: datetime) -> datetime:
    """The next hour of reminding on a working day, after that moment."""
    day = plan.working_days.next_working(local(plan, at).date())
    when = remind_at(plan, day)
    return when if when > at else remind_at(plan, plan.working_days.next_working(day + _DAY))


def at_work_from(plan: Plan, at: datetime) -> datetime:
    """That moment, or the next hour of reminding when it falls on quiet hours or a day off."""
    return at if at_work(plan, at) else next_morning(plan, at)


def awake(plan: Plan, at: datetime) -> datetime:
    """That moment, or the end of the quiet hours in which it lies."""
    here = local(plan, at)
    if not plan.calendar.quiet(here.time()):
        return at
    end = moment(plan, here.date(), plan.calendar.quiet_to)
    return end if end > at else moment(plan, here.date() + _DAY, plan.calendar.quiet_to)
