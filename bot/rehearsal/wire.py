"""HTTP in and out: `/bot<token>/<method>` with a query, a form, a multipart form or JSON, all read the same way."""

import json
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from aiohttp import web
from aiohttp.web_request import FileField
from multidict import MultiDictProxy

from bot.rehearsal.chats import Json
from bot.rehearsal.files import Upload
from bot.rehearsal.refusals import Refusal, malformed

MOST_BYTES: Final = 50 * 1024 * 1024

_JSON_FIELDS: Final = frozenset(
    {
        "allowed_updates",
        "caption_entities",
        "commands",
        "entities",
        "link_preview_options",
        "media",
        "menu_button",
        "message_ids",
        "reply_markup",
        "reply_parameters",
        "scope",
    }
)
_HEADERS: Final = {"Content-Type": "application/json"}


def address(path: str) -> tuple[str, str, bool]:
    """(token, method or file path, whether it is a file) of a request path without its query. Raises the 404."""
    path = unquote(path) if "%" in path else path
    is_file = path.startswith("/file/")
    rest = path.removeprefix("/file") if is_file else path
    token, slash, what = rest.removeprefix("/bot").partition("/")
    if not rest.startswith("/bot") or not slash:
        raise Refusal(404, "Not Found")
    return token, what, is_file


async def read(request: web.BaseRequest) -> Json:
    """The parameters of a request, JSON-encoded fields decoded, files as `Upload`. Raises Refusal."""
    raw = request.raw_path
    params: Json = dict(parse_qsl(raw.partition("?")[2], keep_blank_values=True)) if "?" in raw else {}
    if request.method == "POST" and request.body_exists:
        if request.content_type == "application/json":
            params |= _json(await request.read())
        else:
            params |= _form(await request.post())
    for name, value in params.items():
        if name in _JSON_FIELDS and isinstance(value, str):
            params[name] = decode(name, value) if value else None
    return params


def decode(name: str, text: str) -> Any:
    """The value of a JSON-encoded field. Raises a refusal that names the field."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise malformed(f"can't parse {name.replace('_', ' ')} JSON object") from error


def answer(code: int, body: Json) -> web.Response:
    """A JSON answer."""
    return answer_text(code, json.dumps(body, ensure_ascii=False, separators=(",", ":")))


def answer_text(code: int, text: str) -> web.Response:
    """An answer that is JSON already."""
    return web.Response(status=code, body=text.encode(), headers=_HEADERS)


def _json(body: bytes) -> Json:
    try:
        value = json.loads(body) if body else {}
    except ValueError as error:
        raise malformed("can't parse JSON object") from error
    if not isinstance(value, dict):
        raise malformed("object expected")
    return {name: each for name, each in value.items() if each is not None}


def _form(form: MultiDictProxy[Any]) -> Json:
    return {name: _upload(value) if isinstance(value, FileField) else value for name, value in form.items()}


def _upload(field: FileField) -> Upload:
    with field.file as file:
        return Upload(name=field.filename, mime=field.content_type, data=file.read())
