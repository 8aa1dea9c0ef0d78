"""A hand-written roster.yaml after an import: whatever did not change reads as somebody wrote it."""

import difflib
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commandline.roster_files import import_file
from config import example_folder
from config.loading import Unit, load_unit
from config.roster import Member, Roster
from config.roster_import import rewritten
from tests.roster.test_spreadsheets import book, rows

BY_HAND = """\
# 名册，由办公室维护
members:   # 次序就是接替次序

  # —— 指挥部 ——
  - id: lin-yuan
    name: 林远          # 2024 年起
    title: 所长
    phone: 138-0000-0001
    roles:
      - director
    tier: 1

  # —— 门卫 ——
  # 夜班另有电话
  - {id: su,  name: 苏𬍛, title: 保安,  phone: 138-0000-0002,  tier: 2,  group: order, lead: true}  # 夜班
  - {id: ye, name: 叶, title: 保安员, phone: "013900000003", tier: 2, group: [order, rescue], lead: [order]}
  # 以上值班电话 8000
# 完
"""


def roster(text: str = BY_HAND) -> Roster:
    from ruamel.yaml import YAML

    return Roster.model_validate(YAML(typ="safe").load(text))


def changed(old: Roster, *members: Member | None) -> Roster:
    return Roster(members=tuple(member for member in members if member is not None))


def differs(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def set_(member: Member, **more: Any) -> Member:
    return member.model_copy(update=more)


@pytest.mark.parametrize("text", [BY_HAND, BY_HAND.replace("\n", "\r\n"), BY_HAND.rstrip("\n").removesuffix("# 完")])
def test_a_roster_that_is_as_it_was_is_written_as_it_was(text: str) -> None:
    assert rewritten(text, roster(text)).text == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_values_that_changed_are_written(end: str) -> None:
    text = BY_HAND.replace("\n", end)
    old = roster(text)
    lin, su, ye = old.members
    made = rewritten(
        text,
        changed(
            old,
            set_(lin, name="林远航", roles=("director", "liaison"), email="lin@a.example"),
            set_(su, phone="013800000009"),
            set_(ye, group=("order",), lead=()),
        ),
    )
    assert made.kept
    assert made.text.count(end) == made.text.count("\n")
    assert differs(text, made.text) == [
        "-    name: 林远          # 2024 年起",
        "+    name: 林远航          # 2024 年起",
        "-    roles:",
        "-      - director",
        "+    roles: [director, liaison]",
        "+    email: lin@a.example",
        "-  - {id: su,  name: 苏𬍛, title: 保安,  phone: 138-0000-0002,  tier: 2,  group: order, lead: true}  # 夜班",
        '-  - {id: ye, name: 叶, title: 保安员, phone: "013900000003", tier: 2, group: [order, rescue], lead: [order]}',
        "+  - {id: su,  name: 苏𬍛, title: 保安,  phone: '013800000009',  tier: 2,  group: order, lead: true}  # 夜班",
        '+  - {id: ye, name: 叶, title: 保安员, phone: "013900000003", tier: 2, group: [order]}',
    ]


def test_newcomers_are_written_as_their_neighbours_and_whoever_left_leaves_the_headings() -> None:
    old = roster()
    lin, _, ye = old.members
    deputy = set_(lin, id="shen-ruo", name="沈若", phone="138-0000-0004", roles=("deputy",))
    guard = set_(ye, id="zhou-yi", name="周弋", phone="138-0000-0005", lead=())
    made = rewritten(BY_HAND, changed(old, lin, deputy, ye, guard))
    assert made.kept
    assert differs(BY_HAND, made.text) == [
        "+  - id: shen-ruo",
        "+    name: 沈若",
        "+    title: 所长",
        "+    phone: 138-0000-0004",
        "+    roles: [deputy]",
        "+    tier: 1",
        "-  - {id: su,  name: 苏𬍛, title: 保安,  phone: 138-0000-0002,  tier: 2,  group: order, lead: true}  # 夜班",
        "+  - {id: zhou-yi, name: 周弋, title: 保安员, phone: 138-0000-0005, tier: 2, group: [order, rescue]}",
    ]
    assert made.orphans == (("su", "—— 门卫 —— 夜班另有电话"),)


def test_who_moves_takes_along_what_stands_above() -> None:
    old = roster()
    lin, su, ye = old.members
    made = rewritten(BY_HAND, changed(old, su, ye, lin))
    assert made.kept
    assert made.text.index("—— 门卫 ——") < made.text.index("id: su") < made.text.index("id: ye")
    assert made.text.index("id: ye") < made.text.index("—— 指挥部 ——") < made.text.index("id: lin-yuan")
    assert sorted(made.text.split("\n")) == sorted(BY_HAND.split("\n"))


def test_a_broken_entry_is_written_anew_and_the_others_stay() -> None:
    broken = BY_HAND.replace("138-0000-0002", "13x")
    old = roster()
    assert set(differs(BY_HAND, rewritten(broken, old).text)) == {
        "-  - {id: su,  name: 苏𬍛, title: 保安,  phone: 138-0000-0002,  tier: 2,  group: order, lead: true}  # 夜班",
        "+  - {id: su, name: 苏𬍛, title: 保安, phone: 138-0000-0002, tier: 2, group: [order], lead: true}",
    }


@pytest.mark.parametrize(
    "text",
    [
        "members: [{id: a, name: a, title: a, phone: 13800000001, tier: 1}]\n",
        "members:\n  -\n    id: a\n    name: a\n    title: a\n    phone: 138-0000-0001\n    tier: 1\n",
        "members: 7\n",
        "{",
        "",
        None,
    ],
)
def test_a_layout_that_cannot_be_followed_costs_the_layout_and_not_the_roster(text: str | None) -> None:
    made = rewritten(text, roster())
    assert roster(made.text) == roster()
    assert made.kept is (text is None)


word = st.text(st.sampled_from("林𬍛 #:'\"{}[],-=&*!%@x7"), min_size=1, max_size=9).map(str.strip).filter(bool)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_changes_the_file_says_it_and_keeps_every_comment(data: st.DataObject) -> None:
    old = roster()
    pool = [*old.members, *(set_(m, id=f"{m.id}-2", email="a@b.example") for m in old.members)]
    members = []
    for one in data.draw(st.lists(st.sampled_from(pool), unique_by=lambda m: m.id)):
        group = tuple(data.draw(st.lists(st.sampled_from(["order", "rescue"]), unique=True)))
        lead = tuple(g for g in group if data.draw(st.booleans()))
        more = {"name": data.draw(word), "roles": ("staff",) * data.draw(st.integers(0, 1)), "group": group}
        members.append(set_(one, lead=lead, **more) if data.draw(st.booleans()) else one)
    new = Roster(members=tuple(members))
    made = rewritten(BY_HAND, new)
    assert roster(made.text) == new
    if made.kept:
        for comment in (
            "# 名册，由办公室维护",
            "# 次序就是接替次序",
            "—— 指挥部 ——",
            "夜班另有电话",
            "# 以上值班",
            "# 完",
        ):
            assert made.text.count(comment) == 1, made.text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_an_import_keeps_the_comments_of_the_example_rosters(tmp_path: Path, language: str) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(language), folder)
    unit: Unit = load_unit(folder)
    before = (folder / "roster.yaml").read_text("utf-8")
    table = rows(unit)
    assert import_file(folder, book(unit, table), write=True) == ["nothing changes"]
    assert (folder / "roster.yaml").read_text("utf-8") == before
    table[5][2] = "7"
    table.append(["neu", "周弋", "门卫", "138-0000-0099", "", 3, "rescue", ""])
    gone = table.pop(19)[0]
    lines = import_file(folder, book(unit, table), write=True)
    assert not any("loses" in line for line in lines), lines
    after = (folder / "roster.yaml").read_text("utf-8")
    found = differs(before, after)
    assert [line for line in found if "#" in line] == []
    assert [line[0] for line in found] == ["-", "+", "-", "+"]
    assert f"id: {gone}," in found[2]
    assert [line for line in after.splitlines() if line.startswith("#")] == [
        line for line in before.splitlines() if line.startswith("#")
    ]
    assert before.count("\n\n") == after.count("\n\n")
