"""「唐禾 5天」: an owner and a day, in words."""

from datetime import date, timedelta
from typing import Final

from bot.domain.hazard.commands import AssignInWords
from bot.domain.hazard.state import Hazard
from bot.domain.message import Refused
from bot.domain.words import days
from bot.domain.words.numbers import plain
from bot.domain.words.people import meant, mentions, without
from config.plan import Plan
from config.roster import Member, Roster

LONGEST: Final = 366  # days; further off is a slip of the thumb
WHICH: Final = "hazard.which"
_NAMES_MOST: Final = 5


def owner_and_due(
    hazard: Hazard, command: AssignInWords, roster: Roster, plan: Plan, today: date
) -> tuple[str, date] | Refused:
    """The one whom the words name, and by when."""
    read = owners_and_due(hazard, command, roster, plan, today)
    if isinstance(read, Refused):
        return read
    owners, due = read
    if len(owners) == 1:
        return owners[0].id, due
    if owners:
        names = " / ".join(f"{one.name} ({one.id})" for one in owners[:_NAMES_MOST])
        return Refused(key=WHICH, values={"names": names})
    return Refused(key="hazard.who", values={"example": roster.members[0].name if roster.members else ""})


def owners_and_due(
    hazard: Hazard, command: AssignInWords, roster: Roster, plan: Plan, today: date
) -> tuple[list[Member], date] | Refused:
    """Everybody whom the words may mean, and by when; the plan's time where they name no day.

    A day alone is for whoever was chosen by a button before.
    """
    words = plain(command.text)
    named = mentions(words, roster)
    found = days.find(without(words, named), today, holidays=plan.calendar.holidays)
    if found is None:
        return meant(named), today + timedelta(days=plan.hazard_rules.due_default)
    if found.day is None:
        return Refused(key="hazard.no_such_day")
    ask = hazard.asks.get(command.by)
    chosen = roster.find(ask.owner) if ask is not None and not ask.over else None
    return ([chosen] if chosen is not None and not named else meant(named)), found.day
