"""What a keyboard may look like; the lengths here are known to no schema."""

from typing import Any, Final

from bot.rehearsal.markup import units
from bot.rehearsal.refusals import malformed

Json = dict[str, Any]

MOST_BUTTONS: Final = 100
MOST_IN_A_ROW: Final = 8
_ACTIONS: Final = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
    "disabled",
)
_STYLES: Final = ("danger", "success", "primary")


def check_markup(markup: Any, *, inline_only: bool = False) -> Json | None:
    """The reply markup, or None when there is none. Raises a refusal for what Telegram would not show."""
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise malformed("object expected as reply markup")
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif inline_only:
        raise malformed("inline keyboard expected")
    elif "force_reply" in markup or "keyboard" in markup:
        placeholder = markup.get("input_field_placeholder")
        if placeholder is not None and not 1 <= units(placeholder) <= 64:
            raise malformed("input field placeholder must have 1-64 characters")
    elif "remove_keyboard" not in markup:
        raise malformed("can't parse reply keyboard markup JSON object")
    return markup


def _check_inline(rows: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise malformed("can't parse inline keyboard: Array of Array of InlineKeyboardButton expected")
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise malformed("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise malformed('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise malformed("inline keyboard button text must be non-empty")
    actions = [action for action in _ACTIONS if action in button]
    if not actions:
        raise malformed("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise malformed(f"inline keyboard button must have exactly one action, found {', '.join(actions)}")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise malformed("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= units(str((button["copy_text"] or {}).get("text", ""))) <= 256:
        raise malformed("BUTTON_COPY_TEXT_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise malformed(f"inline keyboard button URL '{button['url']}' is invalid: Unsupported URL protocol")
    if button.get("style", "primary") not in _STYLES:
        raise malformed("inline keyboard button style must be one of danger, success, primary")


def without_callbacks(markup: Json | None) -> Json | None:
    """What is left of an inline keyboard in a forwarded message: the links."""
    rows = [[button for button in row if "url" in button] for row in (markup or {}).get("inline_keyboard", [])]
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None
