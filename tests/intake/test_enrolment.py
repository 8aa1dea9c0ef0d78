"""One-time codes: whoever has no token can make none, and a code can be written in one way only."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.enrolment import LIFETIME, Unusable, digest, issue, read, secret
from tests.domain.units import ROSTER

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
KEY = secret("123456:" + "E" * 35)
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
members = st.sampled_from([member.id for member in ROSTER.members])
times = st.integers(1_700_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(members, times, st.timedeltas(timedelta(0), LIFETIME - timedelta(seconds=1)))
def test_a_code_is_its_members_for_24_hours(member: str, made: datetime, later: timedelta) -> None:
    code = issue(KEY, member, made)
    assert read(KEY, code, ROSTER, made + later) == member
    assert read(KEY, code, ROSTER, made + LIFETIME + timedelta(seconds=1)) is Unusable.EXPIRED


@given(members, times)
def test_a_code_fits_into_a_link_and_is_as_long_for_everybody(member: str, made: datetime) -> None:
    code = issue(KEY, member, made)
    assert set(code) <= set(CHARACTERS)
    assert len(code) == 36


@given(members)
def test_no_two_codes_are_the_same(member: str) -> None:
    codes = [issue(KEY, member, NOW) for _ in range(8)]
    assert len(set(codes)) == len({digest(code) for code in codes}) == 8


@given(members, st.integers(0, 35), st.sampled_from(CHARACTERS))
def test_a_code_with_one_other_character_lets_nobody_in(member: str, place: int, other: str) -> None:
    code = issue(KEY, member, NOW)
    forged = code[:place] + other + code[place + 1 :]
    assert read(KEY, forged, ROSTER, NOW) == (member if forged == code else Unusable.INVALID)


@given(st.text(max_size=80) | st.text(CHARACTERS, min_size=36, max_size=36))
def test_anything_else_is_no_code(text: str) -> None:
    assert read(KEY, text, ROSTER, NOW) is Unusable.INVALID


@pytest.mark.parametrize("junk", ["!", ".", " ", "\n", "=", "ä"])
@pytest.mark.parametrize("place", [0, 17, 36])
def test_a_spent_code_does_not_serve_again_with_something_put_into_it(junk: str, place: int) -> None:
    code = issue(KEY, "an", NOW)
    assert read(KEY, code[:place] + junk + code[place:], ROSTER, NOW) is Unusable.INVALID


def test_a_spent_code_does_not_serve_again_in_the_other_alphabet() -> None:
    code = next(code for code in iter(lambda: issue(KEY, "an", NOW), "") if "-" in code or "_" in code)
    assert read(KEY, code.replace("-", "+").replace("_", "/"), ROSTER, NOW) is Unusable.INVALID


def test_another_bots_code_is_no_code() -> None:
    assert read(KEY, issue(secret("123456:" + "F" * 35), "an", NOW), ROSTER, NOW) is Unusable.INVALID


def test_whoever_left_the_roster_has_no_code_any_more() -> None:
    code = issue(KEY, "an", NOW)
    left = ROSTER.model_copy(update={"members": tuple(m for m in ROSTER.members if m.id != "an")})
    assert read(KEY, code, left, NOW) is Unusable.INVALID
