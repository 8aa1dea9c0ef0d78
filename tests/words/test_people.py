"""Whom words name: names within names, people of the same name, and ids."""

from time import process_time

import pytest

from bot.domain.words.numbers import plain
from bot.domain.words.people import called, called_first, meant, mentions, without
from config.roster import Member, Roster

_NAMES = {
    "zhou": "周一帆",
    "zhang-wei": "张伟",
    "zhang-weimin": "张伟民",
    "li-ming": "李明",
    "li-ming-2": "李明",
    "ann": "Ann",
    "hannah": "Hannah Li",
    "he": "何青",
    "su": "苏𬍛",
    "zhang": "Zhang Wei",
}
ROSTER = Roster(
    members=tuple(
        Member(id=id_, name=name, title="职员", phone="0791-0000-0001", tier=2) for id_, name in _NAMES.items()
    )
)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("张伟 5天", "zhang-wei"),
        ("张伟民5天", "zhang-weimin"),
        ("张伟和张伟民", "zhang-wei zhang-weimin"),
        ("请张伟民与何青核对", "zhang-weimin he"),
        ("李明 5天", "li-ming li-ming-2"),
        ("李明 li-ming-2 5天", "li-ming-2"),
        ("li-ming 李明 5天", "li-ming"),
        ("hannah li, 5 days", "hannah"),
        ("HANNAH  LI", "hannah"),
        ("Ａｎｎ 明天", "ann"),
        ("Anna", ""),
        ("he 5 days", "he"),
        ("ask Ann before he leaves", "ann"),  # an id is a word only where no name stands
        ("li-ming-2", "li-ming-2"),
        ("苏𬍛，明天", "su"),
        ("李明 5天 李明", "li-ming li-ming-2"),
        ("", ""),
        ("𬍛" * 5000, ""),
        ("张伟" * 2500, "zhang-wei"),
    ],
)
def test_names_in_words(words: str, ids: str) -> None:
    assert [member.id for member in meant(mentions(plain(words), ROSTER))] == ids.split()


def test_a_name_is_blanked_and_the_rest_keeps_its_place() -> None:
    words = "请周一帆和Ann周二报"
    assert without(words, mentions(words, ROSTER)) == "请   和   周二报"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("张伟", "zhang-wei"),
        ("张", "zhang-wei zhang-weimin"),
        ("李明", "li-ming li-ming-2"),
        ("li-ming", "li-ming"),
        ("zhang  wei", "zhang"),
        ("ANN", "ann"),
        ("nobody", ""),
        (" ", ""),
    ],
)
def test_words_that_are_a_name(words: str, ids: str) -> None:
    assert [member.id for member in called(ROSTER, words)] == ids.split()


@pytest.mark.parametrize(
    ("words", "ids", "rest"),
    [
        ("Zhang Wei until next Friday", "zhang", "until next Friday"),
        ("周一帆 周二", "zhou", "周二"),
        ("周一 3天", "zhou", "3天"),  # part of a name, as the first word
        ("李明 明天", "li-ming li-ming-2", "明天"),
        ("3天", "", ""),
        ("", "", ""),
    ],
)
def test_a_name_and_what_else_is_said(words: str, ids: str, rest: str) -> None:
    people, left = called_first(ROSTER, words)
    assert ([one.id for one in people], left if people else "") == (ids.split(), rest)


def test_thousands_of_names_are_read_as_fast_as_one_waits() -> None:
    one = Roster(members=(Member(id="li", name="李", title="职员", phone="0791-0000-0001", tier=2),))
    began = process_time()
    found = mentions("李" * 4096, one)
    assert len(found) == 4096
    assert found == sorted(found, key=lambda name: name.start)
    assert process_time() - began < 0.5  # each against each took seconds, and nobody else was answered meanwhile
