"""How often the office is reminded of who has not enrolled: part of the plan."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator

from config.schema import Duration, refused


def _not_a_nuisance(value: timedelta) -> timedelta:
    if value < timedelta(days=1):
        raise refused("more often than once a day", "write at least 1d, like invite_reminder: 7d")
    return value


InviteReminder = Annotated[Duration, AfterValidator(_not_a_nuisance)]
