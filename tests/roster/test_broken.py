"""Rosters as offices send them, broken in three different ways: every fault by row, and the old roster untouched."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bot.commandline.ending import Faults
from bot.commandline.roster_files import import_file
from config.loading import Unit, load_unit
from tests.roster.test_spreadsheets import refused, rows, unit
from tests.watch.test_import import run

__all__ = ["unit"]


def numbers(unit: Unit) -> list[list[Any]]:
    """The roster with its phones as numbers, as a spreadsheet has them once somebody has typed them in."""
    table = rows(unit)
    for row in table[1:]:
        row[3] = float(row[3].replace("-", ""))
    return table


def save(unit: Unit, table: list[list[Any]], *merged: str, title: str = "名册") -> Path:
    made = Workbook()
    made.active.title = title
    for row in table:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    made.save(unit.folder / "in.xlsx")
    return unit.folder / "in.xlsx"


def test_numbers_that_lost_their_zeros(unit: Unit) -> None:
    table = numbers(unit)
    table[2][3] = 57188880002.0  # 0571-88880002, without its 0
    table[3][3] = 447700900003.0  # +44 …
    table[5][3] = "1.39E+10"
    table[6][3] = table[7][3]
    table[8][5] = 2.0
    table[9][5] = 2.5
    table[10][3] = 12.0
    assert refused(unit, save(unit, table)).splitlines() == [
        "in.xlsx:3: 名册!D3 电话: this number may have lost its leading 0 or +: 57188880002"
        " — write all digits, with the column formatted as text",
        "in.xlsx:4: 名册!D4 电话: this number may have lost its leading 0 or +: 447700900003"
        " — write all digits, with the column formatted as text",
        "in.xlsx:6: 名册!D6 电话: the spreadsheet has dropped digits: 1.39E+10"
        " — format the column as text, and write all digits",
        "in.xlsx:8: 名册!D8 电话: another member has this number, row 7 — write each person's own number",
        "in.xlsx:10: 名册!F10 梯队: a whole number is expected, this is 2.5 — write digits",
        "in.xlsx:11: 名册!D11 电话: not a phone number, it has 2 digits: 12 — write digits, with +86 or without",
        "nothing is written",
    ]


def test_a_title_over_merged_cells_one_id_twice_and_names_that_the_plan_does_not_know(unit: Unit) -> None:
    table = [["澄湖研究所应急名册", *[None] * 7], *rows(unit), ["填表：何青", *[None] * 7]]
    table[5][4], table[5][6] = "综治办主任、通讯员", "维稳组"
    table[6][0] = "wei-lan"
    table[7][6] = "保卫组"
    table[9][7] = "抢险救灾组"
    assert refused(unit, save(unit, table, "A1:H1")).splitlines() == [
        "in.xlsx: 名册: duty equipment is owed by tang-he, who is not on the roster"
        " — add tang-he, or mend plan.yaml line 350",
        "in.xlsx: 名册: group stability (维护稳定组) has no lead"
        " — write 是 (yes) under 组长 (lead) at one of its members",
        "in.xlsx:6: 名册!G6 组: the plan has no group 维稳组 — did you mean 维护稳定组?",
        "in.xlsx:6: 名册!E6 角色: the plan has no role 通讯员 — write one of: 总指挥（所长）, 副总指挥（副所长）,"
        " 综治办主任, 保卫处专职, 信息报送员, 联络员, 急救员, 工作人员",
        "in.xlsx:7: 名册!A7 编号: member wei-lan stands twice, first in row 6 — rename or remove one",
        "in.xlsx:8: 名册!G8 组: the plan has no group 保卫组 — write one of: 秩序维护组, 伤员救治组, 抢险救灾组,"
        " 维护稳定组, 善后处置组",
        "in.xlsx:10: 名册!H10 组长: leads rescue without being in it"
        " — add rescue under 组 (group), or take it out of 组长 (lead)",
        "nothing is written",
    ]


def test_a_csv_that_is_mended_step_by_step(unit: Unit) -> None:
    """A wrong encoding and a wrong sign hide the rest; then a column is missing, and a note stands below."""
    file, table = unit.folder / "in.csv", [[str(cell or "") for cell in row] for row in rows(unit)]
    lines = ["|".join([*row[:5], *row[6:]]) for row in table]
    lines += ["chen-xin|陈新|新人|138-0000-0099", "以上共 25 人"]
    file.write_bytes("\n".join(lines).encode("utf-8") + b"\xff\xff")
    assert refused(unit, file) == (
        "in.csv: the file is neither in UTF-8 nor in GB18030 — save it again, as .xlsx or as CSV in UTF-8"
    )
    file.write_text("\n".join(lines), "utf-8")
    assert refused(unit, file).splitlines() == [
        "in.csv: the columns are not told apart — separate them by commas, semicolons or tabs",
        "nothing is written",
    ]
    file.write_bytes("\n".join(lines).replace("|", "\t").encode("utf-16"))  # "Unicode text", as Excel calls it
    assert refused(unit, file).splitlines() == [
        "in.csv:26: 26 梯队: there is no column 梯队 (tier) — add the column, and fill it in",
        "nothing is written",
    ]
    lines[0] += "|梯队"
    lines[-2] += "||||||3"
    lines[1:-2] = [f"{line}|{row[5]}" for line, row in zip(lines[1:-2], table[1:], strict=True)]
    file.write_text("\n".join(lines).replace("|", ";"), "utf-8")
    said = import_file(unit.folder, file, write=True)
    assert said[:2] == ["row 27 is taken for a note, not read: 以上共 25 人", "+ chen-xin 陈新, 新人, 138-0000-0099"]
    assert load_unit(unit.folder).roster.by_id["chen-xin"].tier == 3


SAVED = Path(__file__).parent / "saved"


@pytest.mark.parametrize("kind", ["xls", "xlsx", "csv"])
def test_what_libreoffice_saves_is_read(unit: Unit, kind: str) -> None:
    """LibreOffice 7.4 saved these three with File, Save as: titles, merged roles and groups, phones as numbers.

    The CSV is in GB18030 and, as a CSV knows no merged cells, has every cell filled in.
    """
    assert import_file(unit.folder, SAVED / f"roster.{kind}", write=True) == [
        "row 28 is no member, not read: 填表人：何青 二〇二六年三月二日",
        "nothing changes",
    ]


@pytest.mark.parametrize("state", ["broken", "no YAML", "missing", "a folder"])
def test_a_roster_that_cannot_be_used_is_mended_by_an_import(unit: Unit, state: str) -> None:
    file, table = unit.folder / "roster.yaml", rows(unit)
    whole = file.read_text("utf-8")
    match state:
        case "broken":
            file.write_text(whole.replace("138-0000-0008", "13x"), "utf-8")
        case "no YAML":
            file.write_text(whole.replace("  - {id: lin", "\t- {id: lin"), "utf-8")
        case "missing":
            file.unlink()
        case _:
            file.unlink()
            file.mkdir()
    if state == "a folder":
        with pytest.raises(Faults, match="cannot be written: Is a directory"):
            import_file(unit.folder, save(unit, table), write=True)
        return
    said = import_file(unit.folder, save(unit, table), write=False)
    assert said[0].startswith("now: roster.yaml:"), said
    assert "nothing is written yet" in said[-1]
    import_file(unit.folder, unit.folder / "in.xlsx", write=True)
    again = load_unit(unit.folder).roster
    assert again == unit.roster
    if state == "broken":
        assert "# tier：" in file.read_text("utf-8")


def test_without_a_plan_nothing_can_be_imported(unit: Unit) -> None:
    file = save(unit, rows(unit))
    (unit.folder / "plan.yaml").write_text("groups: 7\n", "utf-8")
    assert "the plan has to be mended first" in refused(unit, file)


def test_a_roster_that_cannot_be_read_knows_nobodys_id(unit: Unit) -> None:
    table = [row[1:] for row in rows(unit)]
    (unit.folder / "roster.yaml").write_text("members:\n\t- {", "utf-8")
    said = refused(unit, save(unit, table))
    assert "roster.yaml cannot be read, so nobody's id is known from it" in said
    assert "is owed by tang-he, who is not on the roster" in said


def test_columns_that_a_sheet_leaves_out_stay_as_they_are(unit: Unit) -> None:
    """A list of names and groups is enough to regroup people."""
    table = [[row[1], row[6]] for row in rows(unit)]
    assert import_file(unit.folder, save(unit, table), write=False) == ["nothing changes"]
    table[13][1] = "善后处置组"
    said = import_file(unit.folder, save(unit, table), write=True)
    assert said[0] == "~ meng-jia 孟嘉, group: order, aftermath → aftermath"
    after = load_unit(unit.folder).roster
    assert [m.model_copy(update={"group": ()}) for m in after.members] == [
        m.model_copy(update={"group": ()}) for m in unit.roster.members
    ]


def test_a_group_written_once_over_merged_cells_is_everybodys(unit: Unit) -> None:
    table = rows(unit)
    table[6][6] = None  # below tang-he's
    assert import_file(unit.folder, save(unit, table, "G6:G7"), write=False) == ["nothing changes"]
    assert "~ lu-bo 陆柏, group: order → none" in import_file(unit.folder, save(unit, table), write=False)


def test_of_several_sheets_the_one_that_is_asked_for(unit: Unit) -> None:
    made, table = Workbook(), rows(unit)
    made.active.title = "旧"
    for sheet in (made.active, made.create_sheet("新")):
        for row in table:
            sheet.append(row)
    made["旧"]["C2"] = "前所长"
    made.save(unit.folder / "in.xlsx")
    file = unit.folder / "in.xlsx"
    assert "several sheets hold a roster: 旧, 新 — say which with --sheet NAME" in refused(unit, file)
    assert import_file(unit.folder, file, write=False, sheet="新") == ["nothing changes"]
    assert "前所长" in import_file(unit.folder, file, write=False, sheet="旧")[0]
    with pytest.raises(Faults, match=r"no sheet is called 新的 — write one of: 旧, 新"):
        import_file(unit.folder, file, write=True, sheet="新的")


def test_nobody_is_removed_whom_the_duty_roster_names(unit: Unit) -> None:
    shift = '{kind: duty, member: an-yu, start: "2026-03-02 08:00", end: "2026-03-03 08:00"}'
    (unit.folder / "duty_roster.yaml").write_text(f"shifts:\n  - {shift}\n", "utf-8")
    table = [row for row in rows(unit) if row[0] != "an-yu"]
    assert "duty_roster.yaml:2: shifts[0].member: the roster has no member an-yu" in refused(unit, save(unit, table))


def test_from_the_terminal_also_when_the_roster_is_missing(unit: Unit) -> None:
    file = save(unit, rows(unit))
    (unit.folder / "roster.yaml").unlink()
    at = ("--unit", str(unit.folder))
    code, words = run("roster", "import", str(file), "--sheet", "别的", *at)
    assert (code, words.strip()) == (1, "in.xlsx: no sheet is called 别的 — write one of: 名册\nnothing is written")
    code, words = run("roster", "import", str(file), "--sheet", "名册", "--write", *at)
    assert (code, words.splitlines()[-1]) == (0, "written")
    assert [m.id for m in load_unit(unit.folder).roster.members] == [m.id for m in unit.roster.members]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda row: [], "- lu-bo 陆柏, whose entry cannot be read"),
        (
            lambda row: ["", *row[1:]],
            "- lu-bo 陆柏, whose entry cannot be read: write lu-bo as the id of 陆柏, or 陆柏 has to be invited again",
        ),
        (lambda row: row, "lu-bo 陆柏: the entry cannot be read; channels and whatever else FILE does not say is gone"),
    ],
)
def test_nobody_is_lost_in_silence_because_their_entry_is_broken(
    unit: Unit, change: Callable[[list[Any]], list[Any]], line: str
) -> None:
    table = [change(row) if row[0] == "lu-bo" else row for row in rows(unit)]
    file, text = save(unit, table), (unit.folder / "roster.yaml").read_text(encoding="utf-8")
    phone = unit.roster.by_id["lu-bo"].phone
    (unit.folder / "roster.yaml").write_text(text.replace(phone, "12"), encoding="utf-8")
    assert line in import_file(unit.folder, file, write=False)
