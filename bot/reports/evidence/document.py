"""The evidence pack as a PDF: cover, summary, what was missed, then a chapter a clause of the plan."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from bot.cards.writing import clip
from bot.paper.render import render
from bot.reports.evidence.duties import condensed
from bot.reports.evidence.pack import MISSED, Kind, Pack, Row, Status, Tally
from bot.reports.evidence.wording import columns, cover, figures, heading, moment, remarks, rules, what
from config.texts import Texts, texts

_LISTED: Final = 300  # rows of one kind under one clause; more are shown round by round
_MISSED: Final = 200  # rows in the list of what was missed
_NAMES: Final = 12
_NOTE: Final = 400  # characters of a note; the spreadsheet has all
_WHAT: Final = 160
_WHO: Final = 60


def document(pack: Pack) -> bytes:
    """The bytes of the PDF, in the unit's language. Raises PaperError."""
    return render("evidence", layout(pack))


def layout(pack: Pack) -> dict[str, Any]:
    """What the template is given."""
    t = texts(pack.plan.language)
    missed = [row for row in pack.rows if row.status in MISSED and row.kind is not Kind.EXERCISE]
    missed.sort(key=lambda row: (moment(row.due or row.asked, pack), row.clause))
    return {
        "lang": pack.plan.language,
        "title": t("evidence.title"),
        "unit": pack.plan.name,
        "span": t("evidence.span", since=pack.since, until=pack.until),
        "page": t("evidence.page", page="{page}", pages="{pages}"),
        "cover": cover(pack, t),
        "rules": rules(t),
        "summaries": list(_summaries(pack, t)),
        "gaps": {
            "title": t("evidence.gaps"),
            "lines": [gap.words for gap in pack.gaps] or [t("evidence.no_gaps")],
        },
        "missed": {
            "title": t("evidence.missed_count", count=len(missed)) if missed else t("evidence.missed"),
            "columns": columns(t, "evidence.missed_columns"),
            "rows": [_missed(row, pack, t) for row in missed[:_MISSED]],
            "note": _rest(len(missed), t),
        },
        "chapters": [_chapter(clause, rows, pack, t) for clause, rows in pack.by_clause.items()],
    }


def _rest(count: int, t: Texts) -> str:
    if not count:
        return t("evidence.none_missed")
    return t("evidence.more_rows", count=count - _MISSED) if count > _MISSED else ""


def _summaries(pack: Pack, t: Texts) -> Iterator[dict[str, Any]]:
    for key, exercises in (("evidence.summary", False), ("evidence.summary_exercise", True)):
        lines = figures(pack.summary(exercises=exercises), t)
        if lines:
            mark = t("exercise.mark") if exercises else ""
            rows = [[mark + str(line[0]), *map(str, line[1:])] for line in lines]
            yield {"title": mark + t(key), "columns": columns(t, "evidence.summary_columns"), "rows": rows}


def _missed(row: Row, pack: Pack, t: Texts) -> list[str]:
    due = moment(row.due or row.asked, pack)
    return [
        row.clause,
        clip(what(row), _WHAT),
        clip(row.who, _WHO),
        due,
        t(f"evidence.status_{row.status}"),
        clip(remarks(row, t), _NOTE),
    ]


def _chapter(clause: str, rows: Sequence[Row], pack: Pack, t: Texts) -> dict[str, Any]:
    words = next((one.text for one in pack.plan.clauses if one.id == clause), "")
    by_kind: dict[Kind, list[Row]] = {}
    for row in sorted(rows, key=lambda row: list(Kind).index(row.kind)):
        by_kind.setdefault(row.kind, []).append(row)
    attested = [t("evidence.attested", how=one.how) for one in pack.plan.attested if one.clause == clause]
    return {
        "title": t("evidence.clause", clause=clause, text=words),
        "lines": attested or ([] if rows else [t("evidence.nothing")]),
        "sections": [_section(kind, of_kind, pack, t) for kind, of_kind in by_kind.items()],
    }


def _section(kind: Kind, rows: Sequence[Row], pack: Pack, t: Texts) -> dict[str, Any]:
    mark = t("exercise.mark") if kind is Kind.EXERCISE else ""
    many = len(rows) > _LISTED
    ordered = sorted(rows, key=lambda row: (moment(row.due or row.asked, pack)[:10], row.what))
    tally = Tally.of(rows)
    return {
        "title": mark + heading(kind, t),
        "tally": mark + _tally(tally, t),
        "kind": "rounds" if many else "rows",
        "columns": columns(t, "evidence.rounds_columns" if many else "evidence.rows_columns"),
        "rows": list(_rounds(ordered, pack, t) if many else (_line(row, pack, t) for row in ordered)),
        "note": mark + t("evidence.in_sheet") if many else "",
    }


def _tally(tally: Tally, t: Texts) -> str:
    return t(
        "evidence.tally",
        owed=tally.owed,
        done=tally[Status.DONE],
        late=tally[Status.LATE],
        missed=tally.missed,
        open=tally[Status.OPEN],
    )


def _line(row: Row, pack: Pack, t: Texts) -> list[str]:
    times = [moment(at, pack) for at in (row.asked, row.due, row.done)]
    result = t(f"evidence.status_{row.status}")
    return [
        clip(what(row), _WHAT),
        clip(row.who, _WHO),
        *times,
        clip(row.by, _WHO),
        result,
        clip(remarks(row, t), _NOTE),
    ]


def _rounds(rows: Sequence[Row], pack: Pack, t: Texts) -> Iterator[list[str]]:
    for of_round in condensed(rows).values():
        tally, comma = Tally.of(of_round), t("list.comma")
        behind = [row for row in of_round if row.status in (*MISSED, Status.LATE)]
        names = [f"{clip(row.who, _WHO) or '—'} {t(f'evidence.status_{row.status}')}" for row in behind[:_NAMES]]
        if len(behind) > _NAMES:
            names.append(t("evidence.more", count=len(behind) - _NAMES))
        counts = [tally.owed, tally[Status.DONE], tally[Status.LATE], tally.missed, tally[Status.OPEN]]
        due = moment(of_round[0].due or of_round[0].asked, pack)
        yield [clip(what(of_round[0]), _WHAT), due, *map(str, counts), comma.join(names)]
