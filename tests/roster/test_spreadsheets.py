"""Rosters in and out of spreadsheets, with the faults that people make."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.commandline import muster
from bot.commandline.ending import Faults
from bot.commandline.roster_files import export, import_file, template
from config import example_folder
from config.loading import Unit, load_unit
from config.roster import Member, Roster
from config.roster_import import COLUMNS, rewritten

HEAD = ["编号", "姓名", "职务", "电话", "角色", "梯队", "组", "组长", "邮箱", "备用渠道"]


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    return load_unit(folder)


def rows(unit: Unit) -> list[list[Any]]:
    file = unit.folder / "out.xlsx"
    export(unit, file)
    return [list(row) for row in load_workbook(file).worksheets[0].iter_rows(values_only=True) if any(row)]


def book(unit: Unit, table: list[list[Any]]) -> Path:
    made = Workbook()
    for row in table:
        made.active.append(row)
    made.save(unit.folder / "in.xlsx")
    return unit.folder / "in.xlsx"


@pytest.mark.parametrize("kind", ["xlsx", "csv", "yaml"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_out_and_in_again_changes_nothing(tmp_path: Path, kind: str, language: str) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(language), folder)
    unit = load_unit(folder)
    before = (folder / "roster.yaml").read_bytes()
    export(unit, tmp_path / f"out.{kind}")
    assert import_file(unit.folder, tmp_path / f"out.{kind}", write=True) == ["nothing changes"]
    assert (folder / "roster.yaml").read_bytes() == before


def test_numbers_survive_what_spreadsheets_do_to_them(unit: Unit) -> None:
    table = rows(unit)
    for row in table[1:]:
        row[3] = float(row[3].replace("-", ""))
    assert import_file(unit.folder, book(unit, table), write=False) == ["nothing changes"]
    table[1][3], table[2][3], table[3][3] = "１３９ ００００ ０００１", "+86 139—0000—0002", 8613900000003.0
    lines = import_file(unit.folder, book(unit, table), write=True)
    assert "~ lin-yuan 林远, phone: 138-0000-0001 → 139 0000 0001" in lines
    renewed = load_unit(unit.folder).roster
    assert [m.phone for m in renewed.members[:3]] == ["139 0000 0001", "+86 139-0000-0002", "+8613900000003"]


def test_titles_notes_empty_rows_and_columns_in_another_order(unit: Unit) -> None:
    table = [
        ["应急名册", *[None] * 9],
        [None] * 10,
        *rows(unit),
        [None] * 10,
        ["填表人：何青，二〇二六年三月", *[None] * 9],
    ]
    lines = import_file(unit.folder, book(unit, [list(reversed(row)) for row in table]), write=False)
    assert lines[-1] == "nothing changes"
    assert "taken for a note" in lines[0]


def test_without_ids_everybody_keeps_theirs_and_a_newcomer_gets_one(unit: Unit) -> None:
    table = [row[1:] for row in rows(unit)]
    table.append(["周弋", "门卫", "013900000099", "", 2, "秩序维护组", ""])
    lines = import_file(unit.folder, book(unit, table), write=True)
    added = [line for line in lines if line.startswith("+")]
    assert len(added) == 1
    assert "周弋, 门卫, 013900000099" in added[0]
    again = load_unit(unit.folder)
    assert [m.id for m in again.roster.members[:-1]] == [m.id for m in unit.roster.members]
    assert import_file(again.folder, unit.folder / "in.xlsx", write=False)[-1] == "nothing changes"


def test_nothing_is_written_without_being_told_to_and_the_old_file_is_kept(unit: Unit) -> None:
    before = (unit.folder / "roster.yaml").read_bytes()
    table = rows(unit)
    table[5][2] = "保卫处处长"
    assert "nothing is written yet" in import_file(unit.folder, book(unit, table), write=False)[-1]
    assert (unit.folder / "roster.yaml").read_bytes() == before
    import_file(unit.folder, unit.folder / "in.xlsx", write=True)
    assert [file.read_bytes() for file in unit.folder.glob("roster.yaml.bak-*")] == [before]
    after, old = load_unit(unit.folder).roster, unit.roster
    assert [m.model_copy(update={"title": ""}) for m in after.members] == [
        m.model_copy(update={"title": ""}) for m in old.members
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_as_programs_write_it(unit: Unit, encoding: str, sign: str) -> None:
    file = unit.folder / "in.csv"
    file.write_bytes("\r\n".join(sign.join(row) for row in rows_of_text(unit)).encode(encoding))
    assert import_file(unit.folder, file, write=False) == ["nothing changes"]


def rows_of_text(unit: Unit) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in rows(unit)]


def refused(unit: Unit, file: Path) -> str:
    before = (unit.folder / "roster.yaml").read_bytes()
    with pytest.raises(Faults) as why:
        import_file(unit.folder, file, write=True)
    assert (unit.folder / "roster.yaml").read_bytes() == before
    assert not list(unit.folder.glob("roster.yaml.bak-*"))
    return str(why.value)


def test_every_fault_is_named_by_its_row(unit: Unit) -> None:
    table = rows(unit)
    table[1][3] = "13x"
    table[6][6] = "秩序组"
    table[7][5] = "7"
    table[8][3] = table[9][3]
    table[10][1] = None
    said = refused(unit, book(unit, table))
    for row, column in ((2, "D"), (7, "G"), (8, "F"), (10, "D"), (11, "")):
        assert f"in.xlsx:{row}: Sheet!{column}" in said, said


def test_digits_that_are_gone_are_not_made_up(unit: Unit) -> None:
    table = rows_of_text(unit)
    table[1][3] = "1.39E+10"
    file = unit.folder / "in.csv"
    file.write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
    said = refused(unit, file)
    assert "in.csv:2:" in said
    assert "dropped digits: 1.39E+10" in said
    table[1][3] = "1.38E+10"  # the roster knows which
    file.write_text("\n".join(",".join(row) for row in table), encoding="utf-8")
    assert import_file(unit.folder, file, write=False) == ["nothing changes"]


def test_a_file_without_headings(unit: Unit) -> None:
    assert "no row of headings" in refused(unit, book(unit, rows(unit)[1:]))


def test_a_template_has_the_headings_and_what_may_be_written(unit: Unit) -> None:
    template(unit.plan, unit.folder / "t.xlsx")
    first, second = load_workbook(unit.folder / "t.xlsx").worksheets
    assert [cell.value for cell in first[1]] == HEAD
    assert ["order", "秩序维护组"] in [[cell.value for cell in row] for row in second.rows]


def test_a_roster_moves_to_a_folder_of_its_own_with_mail_and_channels(unit: Unit) -> None:
    export(unit, unit.folder / "out.xlsx")
    (unit.folder / "roster.yaml").unlink()
    assert import_file(unit.folder, unit.folder / "out.xlsx", write=True)[-1] == "written"
    assert load_unit(unit.folder).roster == unit.roster


def test_every_field_of_an_entry_has_a_column() -> None:
    assert set(COLUMNS) == set(Member.model_fields)


def test_channels_are_written_in_their_order_by_id_or_name_and_need_what_they_write_to(unit: Unit) -> None:
    table = rows(unit)
    table[1][8:10] = "mailto:lin@chenghu.example", "邮件；sms"
    lines = import_file(unit.folder, book(unit, table), write=True)
    assert "~ lin-yuan 林远, email: none → lin@chenghu.example" in lines
    assert "~ lin-yuan 林远, channels: none → mail, sms" in lines
    table[1][8], table[2][8], table[3][9] = None, "shen-ruo", "传真"
    (bak,) = unit.folder.glob("roster.yaml.bak-*")
    bak.unlink()
    said = refused(unit, book(unit, table))
    assert "in.xlsx:2: Sheet!J2 备用渠道: mail writes to an e-mail address, and there is none — fill in 邮箱" in said
    assert "in.xlsx:3: Sheet!I3 邮箱: not an e-mail address: shen-ruo" in said
    assert "in.xlsx:4: Sheet!J4 备用渠道: the plan has no channel 传真" in said


def test_an_address_of_ones_own_is_in_no_sheet_and_is_not_lost(unit: Unit) -> None:
    file = unit.folder / "roster.yaml"
    file.write_text(file.read_text("utf-8").replace("channels: [sms]", "channels: [{id: sms, address: 'own 7'}]", 1))
    changed = load_unit(unit.folder)
    assert export(changed, unit.folder / "out.csv") == ["addresses of channels stay in roster.yaml: lu-bo sms"]
    assert "own 7" not in (unit.folder / "out.csv").read_text("utf-8")
    assert import_file(unit.folder, unit.folder / "out.csv", write=True) == ["nothing changes"]
    table = [row[:8] for row in rows(changed)]
    assert import_file(unit.folder, book(changed, table), write=True) == ["nothing changes"]


def test_a_role_may_be_called_by_either_of_its_names_and_a_column_that_is_not_read_is_named(unit: Unit) -> None:
    table = rows(unit)
    table[1][4], table[2][4] = "所长", "副总指挥"
    table[0].append("备注")
    lines = import_file(unit.folder, book(unit, table), write=False)
    assert lines == ["column K is not read: 备注", "nothing changes"]


def test_without_a_file_the_sheet_goes_to_standard_output_and_comes_back(unit: Unit) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(muster, ["roster", *words, "--unit", str(unit.folder)])

    headings, everybody = run("template"), run("export")
    assert headings.stdout == ",".join(HEAD) + "\n"
    assert everybody.stdout.splitlines()[0] == ",".join(HEAD)
    (unit.folder / "in.csv").write_text(everybody.stdout, "utf-8")
    assert run("import", str(unit.folder / "in.csv")).stdout == "nothing changes\n"
    (unit.folder / "roster.yaml").unlink()
    assert run("template", str(unit.folder / "t.csv")).exit_code == 0
    assert (unit.folder / "t.csv").read_text("utf-8-sig") == headings.stdout


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_roster_comes_back_as_it_went_out(unit: Unit, data: st.DataObject) -> None:
    words = st.text(st.sampled_from("林远𬍛 =+'a\"<,、，"), min_size=1, max_size=12).filter(str.strip)
    phones = st.from_regex(r"\+?[0-9]{3,12}", fullmatch=True)
    members = [
        m.model_dump() | {"name": data.draw(words).strip(), "title": data.draw(words).strip()}
        for m in unit.roster.members
    ]
    members[0]["phone"] = data.draw(phones.filter(lambda phone: not phone.startswith("138")))
    roster = Roster.model_validate({"members": members})
    changed = Unit(folder=unit.folder, plan=unit.plan, roster=roster)
    written = rewritten((example_folder() / "roster.yaml").read_text("utf-8"), roster)
    assert written.kept
    (unit.folder / "roster.yaml").write_text(written.text, "utf-8")
    kind = data.draw(st.sampled_from(["xlsx", "csv"]))
    export(changed, unit.folder / f"any.{kind}")
    assert import_file(unit.folder, unit.folder / f"any.{kind}", write=False)[-1] == "nothing changes"
