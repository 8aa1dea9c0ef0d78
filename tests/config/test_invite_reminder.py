"""How often the office hears who has not enrolled is the plan's."""

import pytest
from pydantic import TypeAdapter, ValidationError

from config.invitations import InviteReminder


@pytest.mark.parametrize("written", ["1d", "7d", "2d"])
def test_days_are_right(written: str):
    assert TypeAdapter(InviteReminder).validate_python(written).days >= 1


@pytest.mark.parametrize("written", ["1h", "10min"])
def test_more_often_than_daily_is_a_fault_with_its_mend(written: str):
    with pytest.raises(ValidationError, match="more often than once a day") as raised:
        TypeAdapter(InviteReminder).validate_python(written)
    assert "at least 1d" in str(raised.value)
