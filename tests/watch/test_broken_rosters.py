"""Duty rosters as they come, broken in different ways: every fault by row or event, and nothing written."""

from datetime import date
from pathlib import Path

import pytest

from config.loading import Unit
from tests.watch.test_import import book, imported, run, said, shifts, unit

__all__ = ["unit"]

SAVED = Path(__file__).parents[1] / "roster" / "saved"
AT = "DTSTART:20260302T000000Z\nDTEND:20260303T000000Z"


def calendar(folder: Path, *events: str) -> Path:
    body = "\n".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT" for n, event in enumerate(events))
    file = folder / "duty.ics"
    file.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//t\n{body}\nEND:VCALENDAR\n", "utf-8")
    return file


def refused(unit: Unit, file: Path) -> list[str]:
    """Every fault, as of March; and the terminal refuses the file: the duty roster that was there is as it was."""
    there = unit.folder / "duty_roster.yaml"
    there.write_text("# by hand\nshifts: []\n", "utf-8")
    code, _ = run("duty-roster", "import", str(file), "--unit", str(unit.folder))
    assert code == 1
    assert there.read_text("utf-8") == "# by hand\nshifts: []\n"
    assert not list(unit.folder.glob("duty_roster.yaml?*"))
    return said(imported(unit, file))


@pytest.mark.parametrize("kind", ["xls", "xlsx", "csv"])
def test_what_libreoffice_saves_is_read(unit: Unit, kind: str) -> None:
    """LibreOffice 7.4 saved these three: a title and dates over merged cells, the CSV in GB18030."""
    assert shifts(imported(unit, SAVED / f"duty.{kind}"))[:5] == [
        ("duty", "su-long", "03-02 08:00", "03-02 20:00"),
        ("leader", "shen-ruo", "03-02 08:00", "03-02 20:00"),
        ("duty", "ye-tong", "03-02 20:00", "03-03 08:00"),
        ("duty", "lu-bo", "03-03 08:00", "03-03 20:00"),
        ("leader", "gao-ming", "03-03 08:00", "03-03 20:00"),
    ]


def test_a_calendar_in_gb18030_is_read(unit: Unit, tmp_path: Path) -> None:
    file = calendar(tmp_path, f"SUMMARY:值班 苏𬍛\n{AT}")
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    assert shifts(imported(unit, file)) == [("duty", "su-long", "03-02 08:00", "03-03 08:00")]


def test_a_calendar_that_breaks_off(unit: Unit, tmp_path: Path) -> None:
    """Half a download has whole events in it, and would silently lose the rest of the month."""
    file = calendar(tmp_path, f"SUMMARY:值班 苏𬍛\n{AT}", f"SUMMARY:值班 叶桐\n{AT}")
    file.write_text(file.read_text("utf-8").partition("SUMMARY:值班 叶桐")[0], "utf-8")
    assert refused(unit, file) == ["duty.ics:11: the file breaks off here — export or download it again"]


def test_a_calendar_with_people_and_times_that_cannot_be_meant(unit: Unit, tmp_path: Path) -> None:
    file = calendar(
        tmp_path,
        f"SUMMARY:值班 苏𬍛\n{AT}",
        "SUMMARY:值班 苏𬍛\nDTSTART:20260302T120000Z\nDTEND:20260302T180000Z",
        f"SUMMARY:带班\nATTENDEE;CN=李四:mailto:li@x.invalid\n{AT}",
        "SUMMARY:值班 叶桐\nDTSTART:20260304T000000Z",
        "SUMMARY:值班 何青\nDTSTART:20260301T000000Z\nDTEND:20260430T000000Z",
    )
    assert refused(unit, file) == [
        "duty.ics:10: event 2 “值班 苏𬍛”: su-long has a shift at this time already, line 4"
        " — take one of the two out, or mend its times",
        "duty.ics:16: event 3 “带班”: nobody on the roster is 李四 — write a name, id or phone as in roster.yaml",
        "duty.ics:23: event 4 “值班 叶桐”: a shift from 2026-03-04 08:00 to 2026-03-04 08:00"
        " — write a later end, at most 31 days after the start",
        "duty.ics:28: event 5 “值班 何青”: a shift from 2026-03-01 08:00 to 2026-04-30 08:00"
        " — write a later end, at most 31 days after the start",
    ]


def test_a_calendar_whose_repetitions_cannot_be_read(unit: Unit, tmp_path: Path) -> None:
    file = calendar(
        tmp_path,
        f"SUMMARY:值班 叶桐\n{AT}\nRRULE:FREQ=NEVER",
        f"SUMMARY:值班 叶桐\n{AT}\nRRULE:FREQ=DAILY;BYDAY=99XX",
        f"SUMMARY:值班 李四、王五\n{AT}\nRRULE:FREQ=WEEKLY;COUNT=9",
    )
    assert [line.partition(" — ")[0] for line in refused(unit, file)] == [
        "duty.ics:4: event 1 “值班 叶桐”: RRULE cannot be read: Expected frequency, got: NEVER",
        "duty.ics:11: event 2 “值班 叶桐”: RRULE cannot be read: Expected weekday abbreviation, got: 99XX",
        "duty.ics:18: event 3 “值班 李四、王五”: nobody on the roster is 李四",
        "duty.ics:18: event 3 “值班 李四、王五”: nobody on the roster is 王五",
    ]


def test_a_sheet_whose_dates_are_merged_in_a_csv(unit: Unit, tmp_path: Path) -> None:
    """A CSV knows no merged cells: it is said, and not guessed, whose day it is."""
    file = tmp_path / "duty.csv"
    file.write_text("三月值班表,,\n日期,开始,值班\n2026-03-02,8:00,苏𬍛\n,20:00,叶桐\n,,\n注：李四为替班,,\n", "utf-8")
    assert refused(unit, file) == [
        "duty.csv:4: A4: people without a date — write the date in every row, also where cells were merged"
    ]


def test_two_sheets_with_faults_are_both_named(unit: Unit, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = book(tmp_path, ["日期", "值班"], [date(2026, 3, 2), "李四"], title="三月")
    made = load_workbook(file)
    april = made.create_sheet("四月")
    for row in (["值班表"], ["日期", "带班领导"], ["4月1日", "沈若"], [date(2026, 4, 2), None]):
        april.append(row)
    made.save(file)
    assert [line.partition(" — ")[0] for line in said(imported(unit, file))] == [
        "duty.xlsx:2: 三月!B2: nobody on the roster is 李四",
        "duty.xlsx:3: 四月!A3: a date without its year: 4月1日",
        "duty.xlsx:4: 四月!A4: a day without anybody",
    ]
