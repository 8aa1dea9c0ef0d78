"""The emulator is a witness: it knows nothing of the product, and what it answers is real Bot API."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from telegram import Bot

from bot import rehearsal
from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, keyboard

PRODUCT = ("bot", "handlers", "store", "config")


def imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_it_imports_nothing_of_the_product() -> None:
    sources = list(Path(rehearsal.__file__).parent.rglob("*.py"))
    assert len(sources) > 15
    foreign = [
        (source.name, name)
        for source in sources
        for name in imported(source)
        if name.split(".")[0] in PRODUCT and not name.startswith("bot.rehearsal")
    ]
    assert foreign == []


def unknown(value: Any) -> Iterator[str]:
    """Fields that aiogram's models do not know."""
    if isinstance(value, BaseModel):
        yield from (f"{type(value).__name__}.{name}" for name in value.model_extra or ())
        for name in value.model_fields_set:
            yield from unknown(getattr(value, name))
    elif isinstance(value, list):
        for each in value:
            yield from unknown(each)


async def test_every_answer_and_update_is_what_the_bot_api_says(
    telegram: Telegram, api: Api, bot: Bot, person: Phone
) -> None:
    from aiogram import methods, types  # takes seconds: not while tests are collected

    def valid(returned: Any, answer: Any) -> Any:
        assert list(unknown(TypeAdapter(returned).validate_python(answer))) == []
        return answer

    async def ask(method: str, **params: Any) -> Any:
        model = next(m for m in vars(methods).values() if getattr(m, "__api_method__", None) == method)
        return valid(model.__returning__, await api.result(method, **params))

    group = telegram.group("指挥群", [person])
    await group.adds_bot(pin_rights=True)
    here = {"chat_id": person.id}
    shown = await ask("sendMessage", **here, text="<b>x</b>", parse_mode="HTML", reply_markup=keyboard(["收到"]))
    message = {**here, "message_id": shown["message_id"]}
    await person.taps("收到")
    await person.taps("收到", inaccessible=True)
    await person.replies(person.messages[-1], "/here @muster_bot")
    photo = await person.sends_photo("现场")
    await person.sends_location(28.6, 115.8)
    await person.sends_document("a.txt", b"x")
    await person.types("/x", chat=group, anonymous=True)
    await person.forwards(person.messages[0], chat=group)
    await ask("editMessageText", **message, text="y")
    await ask("pinChatMessage", **message)
    file_id = photo.content["photo"][-1]["file_id"]
    await ask("sendPhoto", **here, photo=file_id, caption="z")
    await ask("sendLocation", **here, latitude=1.5, longitude=2)
    await ask("forwardMessage", **message, from_chat_id=person.id)
    await ask("copyMessage", **message, from_chat_id=person.id)
    await ask("getFile", file_id=file_id)
    for chat in (person.id, group.id):
        await ask("getChat", chat_id=chat)
        await ask("getChatMember", chat_id=chat, user_id=bot.id)
        await ask("getChatMemberCount", chat_id=chat)
        await ask("sendChatAction", chat_id=chat, action="typing")
    await ask("getChatMember", chat_id=group.id, user_id=person.id)
    await ask("getChatAdministrators", chat_id=group.id)
    await ask("getMe")
    await ask("getMyCommands")
    await ask("getWebhookInfo")
    await group.migrates()
    await group.removes_bot()
    await person.blocks()
    updates = valid(list[types.Update], await api.updates())
    assert len(updates) >= 15
    assert len(await bot.get_updates()) == len(updates)
