"""What every card about duties says: a round's name, whose part it is, a day."""

from typing import Final

from bot.cards.writing import Writer, said
from bot.domain.duty.rounds import UNIT
from bot.domain.duty.state import Part, Round
from bot.domain.unit import Unit

HOLIDAYS: Final = frozenset(
    {
        "new-years-day",
        "spring-festival",
        "tomb-sweeping-day",
        "labour-day",
        "dragon-boat-festival",
        "mid-autumn-festival",
        "national-day",
        "anti-fascist-70th-day",
    }
)


def named(unit: Unit, found: Round, write: Writer) -> str:
    """A duty and its round, as screens and digests call them. Harmless in HTML."""
    return write.t(
        "duty.named",
        title=said(found.terms.title),
        clause=found.terms.clause,
        period=period_name(unit, found.period, write),
    )


def period_name(unit: Unit, period: str, write: Writer) -> str:
    """What people call a period: a week's number, a month, a term's or a holiday's name. Harmless in HTML."""
    head, _, tail = period.partition("-")
    if tail.startswith("W"):
        return write.t("duty.week", week=int(tail[1:]))
    if tail.startswith("Q"):
        return write.t("duty.quarter", quarter=tail[1:])
    if len(period) == 7 and tail.isdigit():
        return write.t("duty.month", month=int(tail))
    calendar = unit.plan.calendar
    own = [span.name for span in (*calendar.terms, *calendar.holidays) if span.id == period]
    own += [declared.name for declared in unit.duties.periods if declared.id == period]
    if own:
        return said(own[0])
    key = f"holiday.{tail}"
    if head.isdigit() and tail in HOLIDAYS:
        return write.t(key)
    return said(period)


def who(part: Part, write: Writer) -> str:
    """Whose part it is: a member, a place, or whoever answers for the unit. Harmless in HTML."""
    if part.owed.subject == UNIT:
        return write.t("list.comma").join(said(name) for name in part.owed.names[:3])
    return said(part.owed.name)
