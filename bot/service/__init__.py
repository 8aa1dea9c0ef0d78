"""The one door: a command goes in; its events, and the cards that they change, are committed together.

`service` decides and commits, `drafting` turns cards into rows of the outbox, `moving` says whose chat is another,
`recording` turns events into records and `replay` folds the log.
"""

from bot.service.moving import at_home
from bot.service.recording import recorded
from bot.service.replay import fold, follow
from bot.service.service import USERNAME, Clock, Committed, Outcome, Service

__all__ = ["USERNAME", "Clock", "Committed", "Outcome", "Service", "at_home", "fold", "follow", "recorded"]
