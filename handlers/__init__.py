"""What comes in from Telegram becomes commands: parse, submit, answer."""

from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.delivery.gateway import Gateway
from bot.service import Clock, Service
from handlers.enrolling import Door
from handlers.gate import Gate, Say
from handlers.leaving import Leaving
from handlers.membership import Membership
from handlers.messages import Messages
from handlers.order import Line
from handlers.tap import Taps

__all__ = ["Leaving", "handlers"]


def handlers(
    *, service: Service, gateway: Gateway, leaving: Leaving, say: Say, clock: Clock, secret: bytes
) -> list[BaseHandler[Any, Any, Any]]:
    """All handlers, for one application. Channel posts are not listened to."""
    gate = Gate(service=service, say=say, leaving=leaving)
    line = Line()
    door = Door(gate=gate, clock=clock, secret=secret)
    return [
        CallbackQueryHandler(Taps(gate=gate, gateway=gateway, line=line)),
        MessageHandler(filters.UpdateType.MESSAGES, Messages(gate=gate, door=door, clock=clock, line=line)),
        ChatMemberHandler(Membership(gate=gate, line=line), ChatMemberHandler.MY_CHAT_MEMBER),
    ]
