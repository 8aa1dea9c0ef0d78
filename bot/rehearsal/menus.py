"""Menus of commands: set for a scope and a language, and which of them a phone shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.rehearsal.chats import Chat, Json, User

SCOPES: Final = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)
ONE_CHAT: Final = frozenset({"chat", "chat_administrators", "chat_member"})


@dataclass(frozen=True, kw_only=True)
class Menu:
    """Whose menu it is; an empty `language` is for phones set to any other."""

    scope: str
    chat: int | None = None
    user: int | None = None
    language: str = ""


def shown(commands: Mapping[Menu, list[Json]], chat: Chat, user: User) -> list[Json]:
    """The menu that this person sees in this chat: the narrowest that was set, their own language before any other."""
    language = (user.language_code or "")[:2]
    for menu in _from_narrow_to_wide(chat, user):
        for code in (language, ""):
            found = commands.get(Menu(scope=menu.scope, chat=menu.chat, user=menu.user, language=code))
            if found:
                return found
    return []


def _from_narrow_to_wide(chat: Chat, user: User) -> Iterator[Menu]:
    if chat.is_private:
        yield Menu(scope="chat", chat=chat.id)
        yield Menu(scope="all_private_chats")
    else:
        yield Menu(scope="chat_member", chat=chat.id, user=user.id)
        administers = user.id in chat.members and chat.members[user.id].administers
        if administers:
            yield Menu(scope="chat_administrators", chat=chat.id)
        yield Menu(scope="chat", chat=chat.id)
        if administers:
            yield Menu(scope="all_chat_administrators")
        yield Menu(scope="all_group_chats")
    yield Menu(scope="default")
