"""How both writers put a row into words."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.reports.evidence.pack import Kind, Pack, Row, Tally
from config.texts import Texts


def columns(t: Texts, key: str) -> list[str]:
    """Headings, from a text with ` | ` between them."""
    return t(key).split(" | ")


def moment(at: date | datetime | None, pack: Pack) -> str:
    """A day, or a day with hours and minutes on the unit's clock."""
    if isinstance(at, datetime):
        return f"{at.astimezone(pack.zone):%Y-%m-%d %H:%M}"
    return at.isoformat() if at is not None else ""


def what(row: Row) -> str:
    """What was to be done, with its round; an exercise's row is marked already."""
    return " ".join(filter(None, [row.what, row.period]))


def remarks(row: Row, t: Texts) -> str:
    """Marks and notes together."""
    return t("evidence.joint").join(filter(None, [*row.marks, row.note]))


def figures(tallies: Sequence[tuple[str, Tally]], t: Texts) -> list[list[str | int]]:
    """The summary: a line a clause, then the sum."""
    lines: list[list[str | int]] = [[clause, *tally.figures()] for clause, tally in tallies]
    if lines:
        sums = [sum(int(line[at]) for line in lines) for at in range(1, len(lines[0]))]
        lines.append([t("evidence.total"), *sums])
    return lines


def cover(pack: Pack, t: Texts) -> list[list[str]]:
    """What the pack is, and by what it can be checked."""
    zone, head = pack.zone, pack.head
    versions = t("evidence.joint").join(
        t("evidence.version", version=version, day=moment(at, pack)[:10]) if at is not None else version
        for version, at in pack.versions
    )
    return [
        [t("evidence.cover_unit"), pack.plan.name],
        [t("evidence.cover_plan"), pack.plan.adopted],
        [t("evidence.cover_version"), versions],
        [t("evidence.cover_span"), t("evidence.span", since=pack.since, until=pack.until)],
        [t("evidence.cover_made"), f"{pack.made.astimezone(zone):%Y-%m-%d %H:%M} {zone.key}"],
        [t("evidence.cover_head"), t("evidence.head", seq=head.seq, time=moment(head.time, pack), hash=head.hash)],
    ]


def rules(t: Texts) -> list[str]:
    """How the figures are to be read."""
    return [t(f"evidence.{rule}") for rule in ("head_how", "rule", "rule_counts", "privacy")]


def heading(kind: Kind, t: Texts) -> str:
    """A kind's heading; exercises are marked."""
    return t(f"evidence.kind_{kind}")
