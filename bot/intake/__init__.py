"""Updates from Telegram, none lost: a batch is handled and committed, and only then confirmed.

Polling is our own, because the library's confirms a batch before it is handled, ends for good at one 401, and is
blocked by one update that cannot be read. `polling` speaks with Telegram, `intake` hands on and confirms, `contact`
knows since when nobody could be heard.
"""

from bot.intake.intake import Intake
from bot.intake.patience import PATIENCE, Patience
from bot.intake.polling import IntakeEnded

__all__ = ["PATIENCE", "Intake", "IntakeEnded", "Patience"]
