"""Who commands, and what a live activation needs, as plan data (clauses 3 and 4.2d)."""

from datetime import timedelta
from typing import Final, Literal

from config.schema import Duration, Schema

COMMANDER_SILENT: Final = timedelta(minutes=5)
SILENT_AFTER: Final = timedelta(days=60)


class SecondConfirmation(Schema):
    """A second leader agrees before a live activation goes out; `then` says what silence means."""

    within: Duration
    then: Literal["proceed", "stop"]
    exercises: bool = False  # whether exercises need it as well
