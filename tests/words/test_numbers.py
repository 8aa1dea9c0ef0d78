"""A number in an answer: in figures, and in Chinese numerals where they can be nothing else."""

import pytest

from bot.domain.words.numbers import count


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12", 12),
        ("１２次，一切正常", 12),
        ("本周联系 3 次", 3),
        ("零", 0),
        ("〇次", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十九。", 99),
        ("两次", 2),
        ("联系两次", 2),
        ("本周联系十二次，一切正常", 12),
        ("本周 三 次", 3),
        ("共二十一", 21),
        ("一共三次", 3),
        ("本期：五", 5),
        ("二十人左右", 20),
    ],
)
def test_the_number_that_an_answer_gives(words: str, number: int) -> None:
    assert count(words) == number


@pytest.mark.parametrize(
    "words",
    [
        "", "一切正常", "周三", "下周一", "星期三", "第三次", "上一次", "一次都没有", "没有一次", "十几次", "二十多人",
        "一百二十", "一百", "三次，另有两次", "3次，另有2次", "第十二周联系两次", "统一联系", "十二点", "两个月",
        "一下", "下周 一",
    ],
)  # fmt: skip
def test_what_gives_no_number_or_several(words: str) -> None:
    assert count(words) is None
