"""What the office hears of the shifts ahead: gaps, double bookings, people who cannot come. Each once."""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Card, Lane
from bot.cards.ref import Ref
from bot.cards.shifts import kind_name
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.message import Event
from bot.domain.unit import Unit
from bot.domain.watch import events as e

_MOST: Final = 30


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The newest check's card, and those of earlier ones: what is settled by now is struck off."""
    if not isinstance(event, e.DutyRosterChecked):
        return
    for ordinal in sorted(unit.watch.checks, reverse=True)[:5]:
        for member in unit.staff.office():
            yield Ref(draw=draw, subject=member, ordinal=ordinal)


def draw(unit: Unit, ref: Ref) -> Card | None:
    """To somebody of the office."""
    check = unit.watch.checks.get(ref.ordinal)
    if check is None:
        return None
    write = writer(unit)
    still = unit.watch.open_findings
    lines = [
        ("• " if finding.key in still else "✅ ") + finding_line(unit, finding, write) for finding in check.findings
    ]
    settled = not any(finding.key in still for finding in check.findings)
    last = write.t("watch.check_settled" if settled else "watch.check_mend")
    return Card(
        key=f"watch/check/{ref.ordinal}/{ref.subject}",
        to=f"member:{ref.subject}",
        lane=Lane.NAG,
        text=write.page([bold(write.t("watch.check_heading")), *write.listed(lines, most=_MOST), "", last]),
        closed=settled,
    )


def finding_line(unit: Unit, finding: e.Finding, write: Writer) -> str:
    """What is wrong, when, and with whom. Harmless in HTML."""
    start = write.day_time(finding.start)
    when = start if finding.end is None else f"{start}–{write.due(finding.end, finding.start)}"
    name = said(name_of(unit, finding.member))
    return write.t(f"watch.trouble_{finding.trouble}", when=when, kind=kind_name(write, finding.kind), name=name)
