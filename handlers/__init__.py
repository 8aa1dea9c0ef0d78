"""What comes in from Telegram becomes commands: parse, submit, answer."""

from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.delivery.gateway import Gateway
from bot.service import Clock, Service
from handlers.gate import Gate, Say
from handlers.membership import Membership
from handlers.messages import Messages
from handlers.tap import Taps


def handlers(
    *, service: Service, gateway: Gateway, say: Say, clock: Clock, secret: bytes
) -> list[BaseHandler[Any, Any, Any]]:
    """All handlers, for one application. Edited messages and channel posts are not listened to."""
    gate = Gate(service=service, say=say)
    return [
        CallbackQueryHandler(Taps(gate=gate, gateway=gateway)),
        MessageHandler(filters.UpdateType.MESSAGE, Messages(gate=gate, clock=clock, secret=secret)),
        ChatMemberHandler(Membership(gate=gate, gateway=gateway), ChatMemberHandler.MY_CHAT_MEMBER),
    ]
