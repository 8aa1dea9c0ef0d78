"""What can be asked about personal traces."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.message import Command
from bot.domain.privacy.events import Kind


@dataclass(frozen=True, kw_only=True)
class PrivacyCommand(Command):
    """Takes something out of what is held."""


@dataclass(frozen=True, kw_only=True)
class DeleteTraces(PrivacyCommand):
    """The plan's time for these traces of an incident or a lead is over since `due`."""

    subject: str
    kinds: tuple[Kind, ...]
    due: datetime


@dataclass(frozen=True, kw_only=True)
class ForgetMember(PrivacyCommand):
    """Somebody has left: their personal data goes, what was done stays under their id."""

    member: str
