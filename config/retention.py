"""How long personal traces are kept: part of the plan."""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator

from config.schema import Duration, Schema, refused

HALF_A_YEAR: Final = timedelta(days=180)


def _long_enough(value: timedelta) -> timedelta:
    if value < timedelta(days=1):
        raise refused("shorter than a day", "write at least 1d: the report of the incident is made from what is kept")
    return value


Kept = Annotated[Duration, AfterValidator(_long_enough)]


class Retention(Schema):
    """How long personal traces are kept after an incident is closed, or after a lead that led to nothing.

    `words` are notes, leads and what people wrote about a blocked task; without it they are kept, because they are
    what was done.
    """

    locations: Kept = HALF_A_YEAR
    photos: Kept = HALF_A_YEAR
    phone_results: Kept = HALF_A_YEAR
    words: Kept | None = None
