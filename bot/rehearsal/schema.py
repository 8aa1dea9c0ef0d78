"""A second, independent reading of the Bot API: every request is checked against aiogram's models."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bot.rehearsal.files import Upload
from bot.rehearsal.refusals import Refusal, malformed
from bot.rehearsal.wire import decode

try:
    from aiogram import methods as _methods
    from aiogram.methods import TelegramMethod
except ImportError as error:
    raise ImportError("strict rehearsal checks need aiogram: pip install 'muster[rehearsal]'") from error

Json = dict[str, Any]

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
}


class Schema:
    """The methods that aiogram knows, by lower-case name."""

    def __init__(self) -> None:
        self._models: dict[str, type[TelegramMethod[Any]]] = {}
        self._composite: dict[str, frozenset[str]] = {}
        for name in _methods.__all__:
            model = getattr(_methods, name)
            if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod:
                self._models[model.__api_method__.lower()] = model

    def check(self, method: str, params: Json) -> None:
        """Raise a refusal for the first thing wrong with the request; a method that aiogram does not know passes."""
        model = self._models.get(method)
        if model is None:
            return
        try:
            request = model.model_validate(self._decoded(method, model, params))
        except ValidationError as error:
            raise _refusal(error) from error
        for unknown in _unknown(request, ()):
            raise malformed(f"unknown field {unknown}")

    def _decoded(self, method: str, model: type[BaseModel], params: Json) -> Json:
        composite = self._composite.get(method)
        if composite is None:
            composite = frozenset(n for n, field in model.model_fields.items() if _is_composite(field.annotation))
            self._composite[method] = composite
        if not any(isinstance(value, Upload) or name in composite for name, value in params.items()):
            return params
        decoded: Json = {}
        for name, value in params.items():
            if isinstance(value, Upload):
                if name in model.model_fields or f"attach://{name}" not in params.values():
                    decoded[name] = f"attach://{name}"
            else:
                decoded[name] = decode(name, value) if isinstance(value, str) and name in composite else value
        return decoded


def _is_composite(annotation: Any) -> bool:
    """Whether only JSON can fill the field: no plain text, number or flag fits."""
    options = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    if str in options:
        return False
    return any(get_origin(o) is list or (isinstance(o, type) and issubclass(o, BaseModel)) for o in options)


def _refusal(error: ValidationError) -> Refusal:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing" and where in _MISSING:
        return malformed(_MISSING[where])
    return malformed(f"can't parse {where}: {first['msg']}")


def _unknown(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in value.model_extra or ():
            yield ".".join((*path, name))
        for name in value.model_fields_set:
            inner = getattr(value, name, None)
            if isinstance(inner, (BaseModel, list)):
                yield from _unknown(inner, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, (BaseModel, list)):
                yield from _unknown(item, (*path, str(index)))
