"""The evidence pack counts honestly: in time, late, corrected, missed, never asked; exercises apart."""

import io
import json
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.domain.duty.commands import ConfirmContact
from bot.domain.privacy.redact import known, of_member
from bot.reports.evidence.document import document, layout
from bot.reports.evidence.gather import NothingRecorded, evidence
from bot.reports.evidence.pack import Kind, Pack, Row, Status, Tally
from bot.reports.evidence.workbook import workbook
from config.texts import texts
from store.protocol import Record
from tests.evidence.lived import NOW, SINCE, SLY, UNTIL, Lived, month


@pytest.fixture(scope="module")
def life() -> Lived:
    return month()


@pytest.fixture(scope="module")
def records(life: Lived) -> list[Record]:
    return life.records()


@pytest.fixture(scope="module")
def pack(life: Lived, records: list[Record]) -> Pack:
    return evidence(records, life.unit.plan, SINCE, UNTIL, NOW)


def contacts(pack: Pack, period: str) -> list[Row]:
    return [row for row in pack.rows if row.kind is Kind.CONTACT and row.clause == "6.1b" and row.period == period]


def test_each_contact_is_what_became_of_it(pack: Pack) -> None:
    week = contacts(pack, "2026 年第 10 周")
    assert [row.status for row in week] == [Status.DONE, Status.DONE, Status.UNABLE, Status.DONE, Status.LATE]
    assert [row.by for row in week] == [row.who for row in week]
    assert "从对方确认" in week[0].marks[0]
    assert week[1].note == SLY
    assert (week[2].note, week[2].done) == ("出差", None)
    assert week[3].marks == ("更正 1 次", "曾撤回")
    assert isinstance(week[4].done, datetime)
    assert {row.status for row in contacts(pack, "2026 年第 11 周")} == {Status.UNANSWERED}


def test_a_confirmation_that_was_taken_back_carries_nothing_out_and_stands_there() -> None:
    life = Lived()
    life.until(date(2026, 3, 2), time(10))
    guard, item = life.first("security-officer"), life.item(0)
    life.done(ConfirmContact(by=guard, item=item), ConfirmContact(by=guard, item=item, back=True))
    life.until(date(2026, 3, 9))
    week = contacts(evidence(life.records(), life.unit.plan, SINCE, date(2026, 3, 8), life.at), "2026 年第 10 周")
    assert week[0].status is Status.UNANSWERED
    assert [mark.split("（")[0] for mark in week[0].marks][:2] == ["唐禾 从对方确认", "唐禾 撤回确认"]


def test_a_round_that_nobody_was_asked_counts_as_missed(pack: Pack) -> None:
    skipped = contacts(pack, "2026 年第 13 周")
    assert [(row.status, row.marks) for row in skipped] == [(Status.NOT_ASKED, ("程序停运，未布置",))]
    assert ["有 8 个工作日没有提醒" in gap.words for gap in pack.gaps] == [True]


def test_a_correction_in_words_after_the_day_does_not_make_it_late(life: Lived) -> None:
    other = month()
    other.writes(0, "补一句")
    told = evidence(other.records(), other.unit.plan, SINCE, UNTIL, NOW)
    first = contacts(told, "2026 年第 10 周")[0]
    assert (first.status, first.note) == (Status.DONE, "补一句")


def test_a_hazard_is_told_from_found_to_verified(pack: Pack) -> None:
    (row,) = pack.by_kind[Kind.HAZARD]
    assert (row.clause, row.what, row.status) == ("7.2", "配电房 灭火器过期", Status.LATE)
    assert [word in row.note for word in ("发现", "指派", "报整改", "核验销号")] == [True] * 4


def test_the_meeting_says_who_was_there(pack: Pack) -> None:
    (row,) = pack.by_kind[Kind.MEETING]
    assert (row.clause, row.period, row.status) == ("6.4", "2026-Q1", Status.DONE)
    assert "到会 1 人：林远" in row.note
    assert "纪要：魏岚" in row.note


def test_who_took_over_a_shift_and_who_did_not(pack: Pack) -> None:
    shifts = pack.by_kind[Kind.HANDOVER]
    assert [row.status for row in shifts if row.done] == [Status.DONE, Status.DONE]
    assert {Status.UNANSWERED, Status.NOT_ASKED} <= {row.status for row in shifts}


def test_exercises_are_marked_and_counted_apart(pack: Pack) -> None:
    assert all(row.what.startswith("【演练】") for row in pack.by_kind[Kind.EXERCISE])
    assert not any("【演练】" in row.what for row in pack.by_kind[Kind.ACTIVATION])
    live, drill = dict(pack.summary(exercises=False)), dict(pack.summary(exercises=True))
    assert live["4.2c"][Status.DONE] == drill["4.2c"][Status.DONE] == 1
    assert "6.1b" not in drill


def test_the_figures_add_up(pack: Pack) -> None:
    for _, tally in (*pack.summary(exercises=False), *pack.summary(exercises=True)):
        owed, done, late, missed, *reasons, running = tally.figures()
        assert owed == done + late + missed + running
        assert missed == sum(reasons)
    assert sum(Tally.of(rows).owed for rows in pack.by_clause.values()) == Tally.of(pack.rows).owed


def test_what_still_runs_is_open_and_not_missed(life: Lived, records: list[Record]) -> None:
    running = evidence(records, life.unit.plan, SINCE, date(2026, 4, 2), NOW)
    assert {row.status for row in contacts(running, "2026 年第 14 周")} <= {Status.OPEN, Status.NOT_ASKED}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_number_and_no_casualty_is_in_it(language) -> None:
    life = month(language)
    pack = evidence(life.records(), life.unit.plan, SINCE, UNTIL, NOW)
    said = json.dumps(layout(pack), ensure_ascii=False)
    assert "13900001111" not in said
    assert texts(language)("evidence.number_left_out") in said
    assert not any(member.phone in said for member in life.unit.roster.members)
    assert texts(language)("injury.injured", count=3) not in said


def test_somebody_who_was_forgotten_is_a_placeholder(life: Lived, records: list[Record], pack: Pack) -> None:
    member = life.first("liaison", 4)
    who = known(member, [dict(record.data) for record in records])
    blank = of_member(member, who).blank
    kept = [replace(record, data=blank(record.event, record.actor, record.data)) for record in records]
    plan = life.unit.plan
    said = json.dumps(layout(evidence(kept, plan, SINCE, UNTIL, NOW)), ensure_ascii=False)
    name = life.unit.roster.by_id[member].name
    assert name in json.dumps(layout(pack), ensure_ascii=False)
    assert name not in said
    assert f"〔{member}〕" in said


def test_the_document_has_a_cover_a_summary_and_a_chapter_a_clause(pack: Pack) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document(pack))).pages]
    for words in ("预案落实检查材料", "2026-03-01 至 2026-03-31", "澄湖学院高等教育研究所", pack.head.hash):
        assert words in pages[0]
    whole = "\n".join(pages)
    for clause in pack.plan.clauses:
        assert f"{clause.id}  {clause.text[:6]}" in whole or f"{clause.id} {clause.text[:6]}" in whole
    for words in ("未完成事项", "与保卫处专职人员联系", "程序停运，未布置", "苏𬍛", f"共 {len(pages)} 页"):
        assert words in whole


def test_many_rows_are_told_round_by_round_in_the_document(pack: Pack) -> None:
    rows = [replace(row, who=f"人{n}") for n in range(400) for row in contacts(pack, "2026 年第 11 周")[:1]]
    many = replace(pack, rows=rows)
    chapter = next(chapter for chapter in layout(many)["chapters"] if chapter["sections"])
    (section,) = chapter["sections"]
    assert (section["kind"], len(section["rows"])) == ("rounds", 1)
    assert section["rows"][0][2:7] == ["400", "0", "0", "400", "0"]
    assert "另 388 人" in section["rows"][0][7]


def test_the_spreadsheet_reads_back_with_days_as_days_and_words_as_words(pack: Pack) -> None:
    book = load_workbook(io.BytesIO(workbook(pack)))
    assert book.sheetnames == ["汇总", "联系", "报送", "签认", "检查", "会议", "隐患", "值班交接", "启动", "演练"]
    sheet = book["联系"]
    assert sheet.freeze_panes == "A2"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == len(pack.by_kind[Kind.CONTACT])
    sly = next(cell for row in sheet.iter_rows() for cell in row if cell.value == SLY)
    assert (sly.data_type, sly.quotePrefix) == ("s", True)
    dated = next(row for row in sheet.iter_rows(min_row=2) if row[7].value)
    assert [dated[at].is_date for at in (5, 6, 7)] == [True] * 3
    assert {row[0].data_type for row in book["隐患"].iter_rows()} == {"s"}
    assert not any(cell.data_type in "fe" for page in book for row in page.iter_rows() for cell in row)


def test_a_span_of_which_nothing_is_recorded_is_one_clear_line(life: Lived, records: list[Record]) -> None:
    with pytest.raises(NothingRecorded, match="the log begins on 2026-03-01"):
        evidence(records, life.unit.plan, date(2025, 1, 1), date(2025, 12, 31), NOW)
    with pytest.raises(NothingRecorded, match="the log is empty"):
        evidence([], life.unit.plan, SINCE, UNTIL, NOW)


@pytest.mark.parametrize("name", ["长" * 5000, "A" * 5000, "=1+1", "苏𬍛\x07", "#set page(width: 1pt)", "#N/A"])
def test_whatever_somebody_is_called_it_is_printed_and_written(pack: Pack, name: str) -> None:
    rows = [replace(row, who=name, what=name, note=name, by=name) for row in contacts(pack, "2026 年第 10 周")]
    odd = replace(pack, rows=rows)
    assert len(PdfReader(io.BytesIO(document(odd))).pages) < 12
    sheet = load_workbook(io.BytesIO(workbook(odd)))["联系"]
    kept = {cell.value for row in sheet.iter_rows(min_row=2, min_col=3, max_col=3) for cell in row}
    assert kept == {name.replace("\x07", "")}
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, min_col=3, max_col=3) for cell in row} == {"s"}


def test_of_another_year_nothing_is_told(life: Lived, records: list[Record]) -> None:
    with pytest.raises(NothingRecorded, match="nothing is recorded from 2026-03-01 to 2026-03-01"):
        evidence(records, life.unit.plan, SINCE, SINCE, NOW)
