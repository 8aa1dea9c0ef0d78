"""Signs of life: who last gave one. Whatever a member does that is kept is one; a word that changes nothing is noted
once a week, so that a /help proves that somebody is there without an event for each tap.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.people.commands import PeopleCommand
from bot.domain.people.events import PeopleEvent

FRESH: Final = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class NoteSign(PeopleCommand):
    """`by` has written or tapped."""


@dataclass(frozen=True, kw_only=True)
class SignGiven(PeopleEvent):
    """`by` was there, after a week or more without a sign."""


def decide(last: datetime | None, command: NoteSign, at: datetime) -> tuple[SignGiven, ...]:
    """An event when the last sign is no longer fresh."""
    return () if last is not None and at - last < FRESH else (SignGiven(at=at, by=command.by),)
