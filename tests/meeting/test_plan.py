"""What `muster check` says about meetings that are written wrongly."""

import shutil
from pathlib import Path

import pytest

from config.loading import check

SMALL = Path(__file__).parents[1] / "config" / "small"
MEETING = 'meetings:\n  - {id: analysis, clause: "3", title: 形势分析会, place: 小会议室'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("}", []),
        (", members: [ghost]}", ["role ghost"]),
        (", propose: 100}", ["100 days before its end is before the quarter begins", "write fewer days"]),
        (", propose: 5}", ["proposed 5 days before the end", "write propose: no less than ahead:"]),
        (", action_office: 4}", ["the director would hear after 3 days", "write action_director:"]),
        ('}\n  - {id: analysis, clause: "9.9", title: 会, place: 室}', ["meeting analysis", "9.9"]),
    ],
)
def test_a_slip_is_named_with_its_line_and_its_mend(tmp_path: Path, more: str, said: list[str]) -> None:
    shutil.copytree(SMALL, tmp_path / "unit")
    plan = tmp_path / "unit" / "plan.yaml"
    text = plan.read_text("utf-8")
    line = text.count("\n") + 2
    plan.write_text(f"{text}{MEETING}{more}\n", "utf-8")
    faults = "\n".join(str(fault) for fault in check(tmp_path / "unit"))
    assert bool(faults) is bool(said), faults
    for words in said:
        assert words in faults
    if said:
        assert f"plan.yaml:{line}" in faults or f"plan.yaml:{line + 1}" in faults
