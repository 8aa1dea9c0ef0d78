"""Which of several things a reply is about."""

from datetime import UTC, date, datetime, time

from bot.domain.duty.commands import AnswerDuty, AnswerInWords
from bot.domain.duty.events import Item, Outcome
from bot.domain.message import Refused
from tests.duty.office import Office, liaisons, plan

WHEN = {"who": {"roles": "liaison"}, "when": [{"every": "week", "on": "monday"}], "clause": "6.1b"}
WEEKLY = {"id": "weekly", "title": "联系", **WHEN}
NUMBER = {"id": "number", "title": "统计", "answer": "number", **WHEN}
ITEMS = tuple(Item(duty=duty, period="2026-W11", subject="l0001") for duty in ("weekly", "number"))


def here() -> Office:
    made = Office(plan(duties=[WEEKLY, NUMBER]), liaisons(1), datetime(2026, 3, 5, 12, tzinfo=UTC))
    made.until(date(2026, 3, 9), time(12))
    return made


def said(made: Office, text: str, file: str | None = None) -> object:
    return made.give(AnswerInWords(by="l0001", items=ITEMS, text=text, file=file))


def answers(made: Office) -> list[tuple[str | None, str] | None]:
    parts = [made.unit.duties.find(item) for item in ITEMS]
    given = [part[1].answer if part else None for part in parts]
    return [(answer.value, answer.words) if answer else None for answer in given]


def test_nothing_but_a_number_is_the_answer_when_only_one_is_open() -> None:
    for value in ("1", "2", "3"):
        made = here()
        made.give(AnswerDuty(by="l0001", item=ITEMS[0], outcome=Outcome.DONE))
        said(made, value)
        assert answers(made) == [(None, ""), (value, value)]


def test_chinese_numerals_are_a_number_and_words_that_only_hold_one_are_not() -> None:
    made = here()
    made.give(AnswerDuty(by="l0001", item=ITEMS[0], outcome=Outcome.DONE))
    assert said(made, "一切正常") == Refused(key="duty.needs_number")
    said(made, "联系十二次")
    assert answers(made)[1] == ("12", "联系十二次")


def test_with_two_open_it_says_which_one_and_words_are_asked_for() -> None:
    made = here()
    assert said(made, "2") == Refused(key="duty.needs_number")
    assert said(made, "9") == Refused(key="duty.which")
    said(made, "２．共 12 次")
    said(made, "1 电话联系")
    assert answers(made) == [(None, "电话联系"), ("12", "共 12 次")]


def test_a_file_with_a_number_is_for_that_one_also_when_it_is_done() -> None:
    made = here()
    made.give(AnswerDuty(by="l0001", item=ITEMS[0], outcome=Outcome.DONE))
    said(made, "1", file="scan")
    found = made.unit.duties.find(ITEMS[0])
    assert found is not None
    assert [answer.file for answer in found[1].answers] == [None, "scan"]


def test_a_file_whose_name_carries_somebodys_number_is_refused_like_words() -> None:
    made = here()
    for name, key in (
        ("张某138-0000-0001.docx", "note.phone"),
        ("３６０１０２１９９００３０７４５１４.pdf", "note.identity_card"),
    ):
        given = AnswerInWords(by="l0001", items=ITEMS[:1], file="scan", file_name=name)
        assert made.give(given) == Refused(key=key)
    made.give(AnswerInWords(by="l0001", items=ITEMS[:1], file="scan", file_name="联系记录 20260309.docx"))
    assert made.unit.duties.find(ITEMS[0])[1].done
