"""/readiness: what would fail if the alarm came now, each line with its mend."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.cards.answers import answer
from bot.cards.card import Card
from bot.cards.writing import Writer, bold, reached, said, writer
from bot.domain.authority import Right
from bot.domain.readiness import Finding, Health, findings
from bot.domain.unit import Unit

_MOST: Final = 40  # findings on one card; `muster status` has them all


def readiness(unit: Unit, member: str, origin: str, at: datetime, health: Health) -> Card:
    """Phone numbers only for those who lead, and their office."""
    write = writer(unit)
    phones = unit.holds(member, Right.COMMAND_POST)
    return answer(member, origin, write.page(_lines(unit, write, at, health, phones=phones)))


def line(unit: Unit, finding: Finding, write: Writer, *, phones: bool = False) -> str:
    """One finding and its mend. Harmless in HTML."""
    values = {name: said(value) for name, value in finding.values.items()}
    if "reason" in values:
        values["reason"] = reached(write, finding.values["reason"])
    member = unit.roster.find(finding.member)
    if phones and member is not None and "name" in values:
        values["name"] += f" {member.phone}"
    if finding.since is not None:
        values["since"] = f"{finding.since.astimezone(write.zone):%Y-%m-%d}"
    return write.t(f"readiness.{finding.key}", **values)


def _lines(unit: Unit, write: Writer, at: datetime, health: Health, *, phones: bool) -> Iterator[str]:
    t = write.t
    found = list(findings(unit, at, health))
    reachable = sum(unit.people.reachable(member.id) for member in unit.roster.members)
    yield bold(t("readiness.heading"))
    yield t("status.reachable", count=reachable, total=len(unit.roster.members))
    absent = [member for member in unit.roster.members if unit.people.away(member.id, at)]
    if absent:
        names = [
            t("readiness.away_until", name=said(m.name), until=write.day_time(unit.people.absences[m.id].until))
            for m in absent
        ]
        yield t("readiness.away", count=len(absent), names=t("list.comma").join(write.listed(names, most=10)))
    if unit.people.group is not None:
        yield t("status.group", title=said(unit.people.group.title))
    yield ""
    if not found:
        yield bold(t("readiness.ready"))
    yield from write.listed([line(unit, finding, write, phones=phones) for finding in found], most=_MOST)
