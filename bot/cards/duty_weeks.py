"""Twelve weeks at a glance: who answered which round of the weekly duties, as a picture for whoever leads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.cards.card import Attachment, Card, Lane
from bot.cards.writing import Writer, clip, writer
from bot.domain.duty.rounds import UNIT
from bot.domain.duty.state import Part, Round
from bot.domain.unit import Unit

_WEEKS: Final = 12
_ROWS: Final = 40
_NAME: Final = 24  # characters
_WEEK: Final = re.compile(r"\d{4}-W\d\d")

DONE, LATE, MISSED, UNABLE, OPEN, NONE = "done", "late", "missed", "unable", "open", "none"
CELLS: Final = (DONE, LATE, MISSED, UNABLE, OPEN, NONE)


@dataclass(frozen=True, kw_only=True)
class _Row:
    duty: str
    name: str
    cells: tuple[str, ...]

    @property
    def missed(self) -> int:
        """Rounds that were not answered, or could not be done."""
        return self.cells.count(MISSED) + self.cells.count(UNABLE)

    @property
    def behind(self) -> tuple[int, int, int]:
        """Sorts whoever is furthest behind first: missed, then late; of equals, whoever missed the latest round."""
        recent = next((n for n, cell in enumerate(reversed(self.cells)) if cell in (MISSED, UNABLE)), _WEEKS)
        return -self.missed, -self.cells.count(LATE), recent


def picture(unit: Unit, member: str, origin: str) -> Card | None:
    """The picture that follows the overview; None where no weekly duty has had a round."""
    write, grid = writer(unit), weeks(unit)
    if grid is None:
        return None
    t = write.t
    return Card(
        key=f"answer/{origin}/weeks",
        to=f"member:{member}",
        lane=Lane.DOCUMENT,
        text=t.plural("evidence.weeks_caption", len(grid["weeks"])),
        attachment=Attachment(
            name=f"{t('evidence.weeks_file')}.png",
            template="duty_weeks",
            data={"lang": t.language, "unit": unit.plan.name, "heading": t("evidence.weeks_heading"), **grid},
            form="png",
        ),
    )


def weeks(unit: Unit) -> dict[str, Any] | None:
    """What the template's grid is given: weeks, groups of rows a duty, the legend, and who is not shown."""
    rounds = {
        duty: {period: found for period, found in periods.items() if _WEEK.fullmatch(period)}
        for duty, periods in unit.duties.rounds.items()
        if any(occasion.every == "week" for occasion in list(periods.values())[-1].terms.when)
    }
    periods = sorted({period for found in rounds.values() for period in found})[-_WEEKS:]
    if not periods:
        return None
    write = writer(unit)
    rows = [row for duty, found in rounds.items() for row in _rows(unit, duty, found, periods, write)]
    rows.sort(key=lambda row: row.behind)
    shown, rest = rows[:_ROWS], rows[_ROWS:]
    order = [duty.id for duty in unit.plan.duties]
    rounds = dict(sorted(rounds.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
    titles = {duty: next(reversed(list(found.values()))).terms for duty, found in rounds.items() if found}
    groups = [
        {
            "title": f"{terms.title}（{terms.clause}）"
            if write.t.language != "en"
            else f"{terms.title} ({terms.clause})",
            "rows": [{"name": row.name, "cells": list(row.cells)} for row in shown if row.duty == duty],
        }
        for duty, terms in titles.items()
    ]
    behind = sum(row.missed > 0 for row in rest)
    return {
        "weeks": [write.t("evidence.week_short", week=int(period[6:])) for period in periods],
        "groups": [group for group in groups if group["rows"]],
        "legend": [[cell, write.t(f"evidence.cell_{cell}")] for cell in CELLS],
        "rest": write.t("evidence.weeks_rest", count=len(rest), behind=behind) if rest else "",
    }


def _rows(unit: Unit, duty: str, rounds: dict[str, Round], periods: list[str], write: Writer) -> Iterator[_Row]:
    """A row each who owed one of these rounds and is still on the roster; the unit's own duty is one row."""
    subjects: dict[str, str] = {}
    for period in periods:
        for subject, part in rounds[period].parts.items() if period in rounds else ():
            subjects[subject] = _name(part, write)
            if part.left and not part.released:
                del subjects[subject]
    for subject, name in subjects.items():
        cells = tuple(_cell(unit, rounds.get(period), subject) for period in periods)
        yield _Row(duty=duty, name=name, cells=cells)


def _name(part: Part, write: Writer) -> str:
    names = part.owed.names[:2] if part.owed.subject == UNIT else (part.owed.name,)
    return clip(write.t("list.comma").join(" ".join(name.split()) for name in names), _NAME)


def _cell(unit: Unit, found: Round | None, subject: str) -> str:
    part = found.parts.get(subject) if found is not None else None
    if found is None or part is None or part.left:
        return NONE
    if part.done:
        return LATE if part.answer is not None and part.answer.late else DONE
    if part.answer is not None:
        return UNABLE
    return OPEN if unit.duties.day is None or found.due_on >= unit.duties.day else MISSED
