"""/duties, what one owes or who is behind; /period, a sensitive period."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cards import answers
from bot.cards.duty_overview import overview
from bot.cards.duty_weeks import picture
from bot.domain.authority import Right
from bot.domain.duty.commands import DeclarePeriod, EndPeriod, ShowDuties
from bot.service import Service
from config.calendar import Calendar
from handlers.said import Said
from handlers.submitting import submit
from handlers.until import read_until

_END = frozenset({"end", "结束", "取消"})


async def duties(service: Service, said: Said) -> None:
    """/duties: one's own with buttons; whoever leads sees the whole picture first, the last weeks as one."""
    unit = service.unit
    leads = unit.holds(said.member, Right.COMMAND_POST)
    if leads:
        today = service.now().astimezone(unit.time_zone).date()
        pages = overview(unit, said.member, said.origin, today), picture(unit, said.member, said.origin)
        await service.show(*(page for page in pages if page is not None))
    outcome = await service.submit(ShowDuties(by=said.member), origin=said.origin)
    if not outcome.events and not leads:
        await service.show(answers.plain(service.unit, said.member, said.origin, "duty.nothing"))


async def period(service: Service, said: Said) -> None:
    """/period NAME UNTIL declares one, or prolongs the one that runs; /period end, or 结束, ends it."""
    unit, now = service.unit, service.now()
    today = now.astimezone(unit.time_zone).date()
    running = unit.duties.sensitive(today)
    if said.words.strip().lower() in _END:
        if running is not None:
            await submit(service, said, EndPeriod(by=said.member, period=running.id))
        else:
            await service.show(answers.plain(unit, said.member, said.origin, "period.none"), origin=said.origin)
        return
    read = _name_and_until(said.words, now, unit.plan.calendar, unit.time_zone)
    if read is None:
        await service.show(answers.plain(unit, said.member, said.origin, "period.how"), origin=said.origin)
        return
    name, until = read
    end = until.astimezone(unit.time_zone).date()
    await submit(service, said, DeclarePeriod(by=said.member, name=name, end=end))


def _name_and_until(words: str, now: datetime, calendar: Calendar, zone: ZoneInfo) -> tuple[str, datetime] | None:
    """The longest end of the words that is a time: "next Friday" is not this one."""
    parts = words.split()
    for at in range(1, len(parts)):
        if (until := read_until(" ".join(parts[at:]), now, calendar, zone)) is not None:
            return " ".join(parts[:at]), until
    return None
