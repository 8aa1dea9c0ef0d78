"""Spreadsheets and calendars, good and broken: every fault by row or event, and nothing written with one."""

import shutil
from datetime import date, datetime, time

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from bot.commandline import muster
from bot.commandline.ending import Faults
from config import example_folder
from config.duty_import import changes, merged, read
from config.duty_roster import DutyRoster
from config.loading import check, load_unit

TODAY = date(2026, 3, 2)


@pytest.fixture
def unit(tmp_path):
    shutil.copytree(example_folder(), tmp_path / "unit")
    plan = tmp_path / "unit" / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").split("\nduty_roster:")[0] + "\n", "utf-8")  # without rotations
    return load_unit(tmp_path / "unit")


def imported(unit, file, **more):
    return read(file, unit.plan, unit.roster, today=TODAY, **more)


def said(found):
    return [str(fault) for fault in found.faults]


def shifts(found):
    assert said(found) == []
    return [(s.kind, s.member, f"{s.start:%m-%d %H:%M}", f"{s.end:%m-%d %H:%M}") for s in found.shifts]


def book(tmp_path, *rows, title="三月"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    made.save(tmp_path / "duty.xlsx")
    return tmp_path / "duty.xlsx"


def ics(tmp_path, *events):
    body = "\r\n".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT" for n, event in enumerate(events))
    file = tmp_path / "duty.ics"
    file.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t\r\n{body}\r\nEND:VCALENDAR\r\n", "utf-8")
    return file


def test_a_spreadsheet_as_offices_make_them(unit, tmp_path):
    file = book(
        tmp_path,
        ["2026年3月值班表"],
        [],
        ["日 期", "星期", "值班", "带班领导", "备注"],
        [date(2026, 3, 2), "一", "苏𬍛、叶桐", "沈若", ""],
        ["2026年3月3日（周二）", "二", "ye-tong", "138 0000 0003", ""],
        ["2026/3/4", "三", 13800000008.0, None, "晚到"],
        [],
        ["注：值班电话保持畅通"],
    )
    assert shifts(imported(unit, file)) == [
        ("duty", "su-long", "03-02 08:00", "03-03 08:00"),
        ("duty", "ye-tong", "03-02 08:00", "03-03 08:00"),
        ("leader", "shen-ruo", "03-02 08:00", "03-03 08:00"),
        ("duty", "ye-tong", "03-03 08:00", "03-04 08:00"),
        ("leader", "gao-ming", "03-03 08:00", "03-04 08:00"),
        ("duty", "su-long", "03-04 08:00", "03-05 08:00"),
    ]


def test_times_of_the_row_and_a_night_over_midnight(unit, tmp_path):
    file = book(
        tmp_path,
        ["date", "start", "end", "duty"],
        [date(2026, 3, 2), time(8, 0), "20:00", "su-long"],
        [date(2026, 3, 2), "20:00", "8：00", "ye-tong"],
    )
    assert shifts(imported(unit, file)) == [
        ("duty", "su-long", "03-02 08:00", "03-02 20:00"),
        ("duty", "ye-tong", "03-02 20:00", "03-03 08:00"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_encodings_and_with_the_separators_that_there_are(unit, tmp_path, encoding, delimiter):
    file = tmp_path / "duty.csv"
    rows = [["日期", "值班", "带班"], ["2026-03-02", "苏𬍛", "沈若"], ["2026-03-03", "叶桐", ""]]
    file.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert len(shifts(imported(unit, file))) == 3


def test_a_broken_spreadsheet_names_every_row(unit, tmp_path):
    file = book(
        tmp_path,
        ["日期", "值班", "带班"],
        ["3月2日", "苏𬍛", "沈若"],
        ["2026-02-30", "苏𬍛", None],
        [None, "苏𬍛", None],
        ["2026-03-05", "李四", "赵六"],
        ["2062-03-06", "叶桐", None],
        ["2026-03-07", None, None],
        ["2026-03-08", "叶桐", None],
        ["2026-03-08", "叶桐", None],
        ["随便", "叶桐", None],
    )
    found = imported(unit, file)
    assert [line.rpartition(" — ")[0] for line in said(found)] == [
        "duty.xlsx:2: 三月!A2: a date without its year: 3月2日",
        "duty.xlsx:3: 三月!A3: there is no such day: 2026-02-30",
        "duty.xlsx:4: 三月!A4: people without a date",
        "duty.xlsx:5: 三月!B5: nobody on the roster is 李四",
        "duty.xlsx:5: 三月!C5: nobody on the roster is 赵六",
        "duty.xlsx:6: 三月!A6: 2062-03-06 is more than two years from today",
        "duty.xlsx:7: 三月!A7: a day without anybody",
        "duty.xlsx:9: 三月!B9: ye-tong has a shift at this time already, line 8",
        "duty.xlsx:10: 三月!A10: not a date: 随便",
    ]


def test_a_row_with_several_faults_names_each_and_a_date_without_dashes_is_one(unit, tmp_path):
    file = book(
        tmp_path,
        ["日期", "开始", "值班", "带班"],
        ["3月2日", "8:00", "李四", "沈若"],
        [20260303, "八点", "苏𬍛、赵六", "沈若"],
        ["20260304", "8:00", "苏𬍛", "沈若"],
        [20260305.0, "8:00", "苏𬍛", None],
        [20261305, "8:00", "苏𬍛", None],
    )
    assert [line.rpartition(" — ")[0] for line in said(imported(unit, file))] == [
        "duty.xlsx:2: 三月!A2: a date without its year: 3月2日",
        "duty.xlsx:2: 三月!C2: nobody on the roster is 李四",
        "duty.xlsx:3: 三月!B3: not a time of day: 八点",
        "duty.xlsx:3: 三月!C3: nobody on the roster is 赵六",
        "duty.xlsx:6: 三月!A6: not a date: 20261305",
    ]


def test_a_csv_without_headings_with_wrong_times_or_of_no_encoding(unit, tmp_path):
    file = tmp_path / "duty.csv"
    file.write_text("日子,谁\n2026-03-02,苏𬍛\n", "utf-8")
    assert said(imported(unit, file)) == [
        "duty.csv: no heading row with a date and 值班 or 带班 — name the columns 日期, 值班, 带班 (or date, duty,"
        " leader) in one row"
    ]
    file.write_text("日期,开始,结束,值班\n2026-03-02,上午,20:00,苏𬍛\n2026-03-03,8点,25:00,苏𬍛\n", "utf-8")
    assert [line.rpartition(" — ")[0] for line in said(imported(unit, file))] == [
        "duty.csv:2: B2: not a time of day: 上午",
        "duty.csv:3: C3: not a time of day: 25:00",
    ]
    file.write_bytes(b"\xff\xff\x00\x81")
    assert "neither in UTF-8 nor in GB18030" in said(imported(unit, file))[0]
    (tmp_path / "not.xlsx").write_bytes(b"PK\x03\x04 nonsense")
    assert "not a spreadsheet" in said(imported(unit, tmp_path / "not.xlsx"))[0]
    assert "cannot be read" in said(imported(unit, tmp_path / "nowhere.csv"))[0]


def test_a_calendar_with_attendees_titles_whole_days_and_other_zones(unit, tmp_path):
    file = ics(
        tmp_path,
        "SUMMARY:值班：苏𬍛\r\nDTSTART;TZID=Asia/Shanghai:20260302T080000\r\nDTEND;TZID=Asia/Shanghai:20260303T080000\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=2",
        "SUMMARY:带班\r\nATTENDEE;CN=沈若:mailto:a@b.invalid\r\nDTSTART:20260302T000000Z\r\nDTEND:20260303T000000Z",
        "SUMMARY:on duty\r\nATTENDEE:mailto:ye-tong@b.invalid\r\n"
        "DTSTART;VALUE=DATE:20260304\r\nDTEND;VALUE=DATE:20260306",
        "SUMMARY:值班 叶桐\r\nSTATUS:CANCELLED\r\nDTSTART:20260320T000000Z\r\nDTEND:20260321T000000Z",
    )
    assert shifts(imported(unit, file)) == [
        ("duty", "su-long", "03-02 08:00", "03-03 08:00"),
        ("leader", "shen-ruo", "03-02 08:00", "03-03 08:00"),
        ("duty", "ye-tong", "03-04 08:00", "03-05 08:00"),
        ("duty", "ye-tong", "03-05 08:00", "03-06 08:00"),
        ("duty", "su-long", "03-09 08:00", "03-10 08:00"),
    ]


def test_a_series_with_one_day_moved_and_one_left_out(unit, tmp_path):
    file = ics(
        tmp_path,
        "SUMMARY:值班 苏𬍛\r\nDTSTART:20260302T000000Z\r\nDTEND:20260302T080000Z\r\nRRULE:FREQ=DAILY;COUNT=4\r\n"
        "EXDATE:20260304T000000Z",
    )
    text = file.read_text("utf-8")
    moved = (
        "BEGIN:VEVENT\r\nUID:0\r\nRECURRENCE-ID:20260303T000000Z\r\nSUMMARY:值班 叶桐\r\nDTSTART:20260303T020000Z\r\n"
        "DTEND:20260303T080000Z\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    file.write_text(text.replace("END:VCALENDAR", moved), "utf-8")
    assert shifts(imported(unit, file)) == [
        ("duty", "su-long", "03-02 08:00", "03-02 16:00"),
        ("duty", "ye-tong", "03-03 10:00", "03-03 16:00"),
        ("duty", "su-long", "03-05 08:00", "03-05 16:00"),
    ]


def test_a_broken_calendar_names_every_event(unit, tmp_path):
    at = "DTSTART:20260302T000000Z\r\nDTEND:20260303T000000Z"
    file = ics(
        tmp_path,
        "SUMMARY:值班 苏𬍛\r\nDTSTART;TZID=Nowhere/City:20260302T080000\r\nDTEND;TZID=Nowhere/City:20260303T080000",
        "SUMMARY:值班 苏𬍛\r\nDTSTART:20260232T080000\r\nDTEND:20260303T080000",
        "SUMMARY:值班 苏𬍛\r\nDTSTART:20260303T000000Z\r\nDTEND:20260302T000000Z",
        "SUMMARY:值班 苏𬍛",
        f"SUMMARY:会议 苏𬍛\r\n{at}",
        f"SUMMARY:值班\r\n{at}",
        f"SUMMARY:值班 李四\r\n{at}\r\nRRULE:FREQ=WEEKLY;COUNT=9",
    )
    found = said(imported(unit, file))
    assert [line.partition(" event ")[2][0] for line in found] == list("1234567"), found
    assert [line.split(":")[1] for line in found] == ["4", "10", "16", "22", "26", "32", "38"]
    for words, line in zip(
        (
            "unknown time zone",
            "DTSTART cannot be read",
            "before it begins",
            "no beginning",
            "does not say",
            "nobody",
            "李四",
        ),
        found,
        strict=True,
    ):
        assert words in line
    assert shifts_of_kind(unit, file.with_name("other.ics"), at) == ["duty"]


def shifts_of_kind(unit, file, at):
    file.write_text(
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:苏𬍛\r\n{at}\r\nEND:VEVENT\r\nEND:VCALENDAR", "utf-8"
    )
    return [s.kind for s in imported(unit, file, kind="duty").shifts]


@pytest.mark.parametrize(
    "text", ["", "hello", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nfoo\nEND:VCALENDAR", "BEGIN:VCALENDAR\nEND:VCALENDAR"]
)
def test_a_file_that_is_no_calendar(unit, tmp_path, text):
    file = tmp_path / "duty.ics"
    file.write_text(text)
    found = imported(unit, file)
    assert len(found.faults) == 1
    assert found.shifts == ()


def test_two_people_of_one_name_are_told_apart_by_id(unit, tmp_path):
    text = (unit.folder / "roster.yaml").read_text("utf-8").replace("name: 叶桐", "name: 苏𬍛")
    (unit.folder / "roster.yaml").write_text(text, "utf-8")
    twins = load_unit(unit.folder)
    found = imported(twins, book(tmp_path, ["日期", "值班"], [date(2026, 3, 2), "苏𬍛"]))
    assert "could be any of su-long, ye-tong" in said(found)[0]


def test_a_month_takes_the_place_of_that_month_only():
    def one(member, day, kind="duty"):
        return {"kind": kind, "member": member, "start": f"2026-{day} 08:00", "end": f"2026-{day} 20:00"}

    old = DutyRoster.model_validate({"shifts": [one("a", "02-28"), one("b", "03-02"), one("c", "03-03", "leader")]})
    new = DutyRoster.model_validate({"shifts": [one("d", "03-01"), one("e", "03-31")]})
    both = merged(old, new.shifts)
    assert [s.member for s in both.shifts] == ["a", "d", "c", "e"]
    assert [line[0] + line.split()[-1] for line in changes(old, both)] == ["+d", "-b", "+e"]


def run(*words):
    found = CliRunner().invoke(muster, words)
    if isinstance(found.exception, Faults):
        return found.exception.exit_code, found.exception.format_message()
    return found.exit_code, found.output


def test_from_the_terminal_import_show_and_check(unit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    today = datetime.now().date()  # noqa: DTZ005
    file = book(tmp_path, ["日期", "值班"], [datetime.combine(today, time()), "苏𬍛"])
    at = ("--unit", str(unit.folder))
    there = unit.folder / "duty_roster.yaml"
    assert "nothing was written" in run("duty-roster", "import", str(file), "--dry-run", *at)[1]
    assert not there.exists()
    code, words = run("duty-roster", "import", str(file), *at)
    assert (code, "su-long" in words) == (0, True)
    assert check(unit.folder) == []
    assert load_unit(unit.folder).duty_roster.shifts[0].member == "su-long"
    assert "nothing changes" in run("duty-roster", "import", str(file), *at)[1]
    before = there.read_bytes()
    bad = book(tmp_path, ["日期", "值班"], [datetime.combine(today, time()), "叶桐"], ["2026-13-01", "李四"])
    code, words = run("duty-roster", "import", str(bad), *at)
    assert code == 1
    assert "A3" in words
    assert there.read_bytes() == before
    assert "苏𬍛" in run("duty-roster", "show", *at)[1]
    assert '"member": "su-long"' in run("duty-roster", "show", "--json", *at)[1]
    there.write_text('shifts:\n  - {kind: duty, member: su-long, start: "2026-03-02 08:00", end: "2026-03-03 08:00"}\n')
    code, words = run("duty-roster", "check", *at)
    assert (code, "无人" in words) == (1, True)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            '  - {kind: duty, member: nobody, start: "2026-03-02 08:00", end: "2026-03-03 08:00"}',
            "duty_roster.yaml:2: shifts[0].member: the roster has no member nobody",
        ),
        (
            '  - {kind: duty, member: su-long, start: "2026-03-02", end: "2026-03-03 08:00"}',
            "duty_roster.yaml:2: shifts[0].start: not a date with a time: 2026-03-02",
        ),
        (
            '  - {kind: duty, member: su-long, start: "2026-03-04 08:00", end: "2026-03-03 08:00"}',
            "duty_roster.yaml:2: shifts[0]: a shift from 2026-03-04 08:00 to 2026-03-03 08:00",
        ),
        (
            '  - {kind: night, member: su-long, start: "2026-03-02 08:00", end: "2026-03-03 08:00"}',
            "duty_roster.yaml:2: shifts[0].kind: not known here: night",
        ),
        (
            '  - {kind: duty, member: su-long, start: "2026-03-02 08:00", end: "2026-03-03 08:00"}\n'
            '  - {kind: duty, member: su-long, start: "2026-03-03 07:00", end: "2026-03-03 09:00"}',
            "duty_roster.yaml:3: shifts[1]: su-long has a shift at this time already, line 2",
        ),
    ],
)
def test_a_fault_of_the_file_is_named_by_its_line(unit, text, fault):
    (unit.folder / "duty_roster.yaml").write_text(f"shifts:\n{text}\n", "utf-8")
    (found,) = check(unit.folder)
    assert str(found).startswith(fault)


@pytest.mark.parametrize(
    ("rotation", "fault"),
    [
        ("members: [nobody], start: 2026-03-01", "the roster has no member nobody"),
        ("role: nothing, start: 2026-03-01", "the plan has no role nothing"),
        ("start: 2026-03-01", "a rotation is of members: or of a role:"),
        ("role: deputy, start: soon", "not a date: soon"),
    ],
)
def test_a_fault_of_a_rotation_is_named_in_the_plan(unit, rotation, fault):
    plan = (unit.folder / "plan.yaml").read_text("utf-8").split("\nduty_roster:")[0]
    item = f"{{id: x, kind: duty, {rotation}, shifts: [{{at: '08:00', length: 24h}}]}}"
    (unit.folder / "plan.yaml").write_text(f"{plan}\nduty_roster:\n  rotations:\n    - {item}\n", "utf-8")
    assert any(fault in str(found) for found in check(unit.folder)), check(unit.folder)
