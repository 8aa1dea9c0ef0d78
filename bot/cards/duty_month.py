"""A month of duties on paper: each round with its figures, who is behind, and the last weeks at a glance."""

from html import unescape
from typing import Any

from bot.cards.card import Attachment
from bot.cards.duty_weeks import weeks
from bot.cards.duty_words import period_name, who
from bot.cards.writing import Writer, writer
from bot.domain.duty.state import Part, Round
from bot.domain.unit import Unit


def on_paper(unit: Unit, month: str) -> Attachment:
    """The PDF of that month, `2026-11`, as it stands on the unit's day."""
    write = writer(unit)
    t = write.t
    rounds = [found for found in unit.duties.all_rounds() if f"{found.due_on:%Y-%m}" == month]
    rounds.sort(key=lambda found: (found.terms.clause, found.due_on))
    behind = [(found, [part for part in found.parts.values() if not part.done and not part.left]) for found in rounds]
    grid = weeks(unit)
    return Attachment(
        name=f"{t('evidence.month_file', month=month)}.pdf",
        template="duty_month",
        data={
            "lang": t.language,
            "unit": unit.plan.name,
            "heading": t("evidence.month_heading", year=month[:4], month=int(month[5:])),
            "asof": t("evidence.month_asof", time=unit.duties.day.isoformat() if unit.duties.day else "—"),
            "columns": t("evidence.month_columns").split(" | "),
            "rows": [_row(unit, found, write) for found in rounds],
            "behind": [
                {"title": _named(unit, found, write), "names": _names(parts, write)} for found, parts in behind if parts
            ],
            "nobody": t("evidence.month_nobody" if rounds else "evidence.month_none"),
            "weeks": {"heading": t("evidence.weeks_heading"), **grid} if grid is not None else None,
        },
    )


def _named(unit: Unit, found: Round, write: Writer) -> str:
    """Paper takes words as they are; what is harmless in HTML is put back."""
    return f"{found.terms.title} {unescape(period_name(unit, found.period, write))}"


def _names(parts: list[Part], write: Writer) -> str:
    return write.t("list.comma").join(unescape(name) for name in write.listed([who(p, write) for p in parts], most=60))


def _row(unit: Unit, found: Round, write: Writer) -> list[Any]:
    counted = [part for part in found.parts.values() if part.done or not part.left]
    done = [part for part in counted if part.done]
    late = sum(part.answer is not None and part.answer.late for part in done)
    rest = [part for part in counted if not part.done]
    today = unit.duties.day
    running = [part for part in rest if part.open and today is not None and found.due_on >= today]
    figures = (len(counted), len(done) - late, late, len(rest) - len(running), len(running))
    return [found.terms.clause, _named(unit, found, write), f"{found.due_on:%m-%d}", *map(str, figures)]
