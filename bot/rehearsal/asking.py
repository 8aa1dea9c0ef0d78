"""The methods that ask about the bot, chats and files, or set what is not a message."""

import re

from bot.rehearsal.bot_api import BotApi, flag, integer, method
from bot.rehearsal.chats import Json, Membership, Status
from bot.rehearsal.menus import ONE_CHAT, SCOPES, Menu
from bot.rehearsal.refusals import bad_request, malformed

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


@method("getMe")
def get_me(api: BotApi, params: Json) -> Json:
    """The bot."""
    return api.me.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not api.exchange.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("deleteWebhook")
def delete_webhook(api: BotApi, params: Json) -> bool:
    """There is none; what waits may be dropped."""
    if flag(params, "drop_pending_updates"):
        api.exchange.updates.drop_all()
    return True


@method("getWebhookInfo")
def get_webhook_info(api: BotApi, params: Json) -> Json:
    """No webhook, and how much waits."""
    waiting = len(api.exchange.updates.pending)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}


@method("setWebhook")
def set_webhook(api: BotApi, params: Json) -> bool:
    """Only polling here; taking a webhook away is fine."""
    if params.get("url"):
        raise bad_request("bad webhook: webhooks are not supported here, use getUpdates")
    return True


@method("setMyCommands")
def set_my_commands(api: BotApi, params: Json) -> bool:
    """The menu of commands, for a scope and a language."""
    commands = params.get("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise malformed("can't parse commands JSON object")
    for each in commands:
        if not _COMMAND.fullmatch(str(each.get("command", "")).removeprefix("/")):
            raise malformed("BOT_COMMAND_INVALID")
        if not 1 <= len(str(each.get("description", "")).strip()) <= 256:
            raise malformed("BOT_COMMAND_DESCRIPTION_INVALID")
    api.exchange.commands[_menu(api, params)] = commands
    return True


@method("getMyCommands")
def get_my_commands(api: BotApi, params: Json) -> list[Json]:
    """The menu that was set for that scope and language."""
    return api.exchange.commands.get(_menu(api, params), [])


@method("deleteMyCommands")
def delete_my_commands(api: BotApi, params: Json) -> bool:
    """No menu any more."""
    api.exchange.commands.pop(_menu(api, params), None)
    return True


@method("sendChatAction")
def send_chat_action(api: BotApi, params: Json) -> bool:
    """ "typing…"; nobody keeps it."""
    api.chat(params)
    return True


@method("getChat")
def get_chat(api: BotApi, params: Json) -> Json:
    """All about a chat."""
    chat = api.chat(params)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    body = chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    pinned = chat.pinned_message()
    return body | {"pinned_message": pinned.as_json(nested=True)} if pinned else body


@method("getChatMember")
def get_chat_member(api: BotApi, params: Json) -> Json:
    """Somebody's place in a chat; strangers have left."""
    chat = api.chat(params)
    number = integer(params, "user_id")
    place = chat.members.get(number)
    if place is None:
        user = api.world.users.get(number)
        if user is None:
            raise bad_request("PARTICIPANT_ID_INVALID")
        place = Membership(user=user, status=Status.LEFT)
    return place.as_json()


@method("getChatAdministrators")
def get_chat_administrators(api: BotApi, params: Json) -> list[Json]:
    """The owner and the administrators."""
    chat = api.chat(params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [place.as_json() for place in chat.members.values() if place.administers]


@method("getChatMemberCount")
def get_chat_member_count(api: BotApi, params: Json) -> int:
    """How many are in a chat."""
    return sum(place.present for place in api.chat(params).members.values())


@method("leaveChat")
def leave_chat(api: BotApi, params: Json) -> bool:
    """Out of a group."""
    chat = api.chat(params)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    api.exchange.post(chat, api.me, {"left_chat_member": api.me.as_json()})
    api.exchange.change_bot(chat, api.me, Status.LEFT)
    return True


@method("getFile")
def get_file(api: BotApi, params: Json) -> Json:
    """Where a file can be fetched."""
    file = api.world.files.get(str(params.get("file_id", "")))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
        "file_path": file.path,
    }


def _menu(api: BotApi, params: Json) -> Menu:
    """Whose menu the request is about. Raises the refusal of a scope that Telegram does not know."""
    scope, language = params.get("scope") or {}, str(params.get("language_code") or "")
    kind = str(scope.get("type", "default"))
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    chat = api.chat(scope).id if kind in ONE_CHAT else None
    user = integer(scope, "user_id") if kind == "chat_member" else None
    return Menu(scope=kind, chat=chat, user=user, language=language)
