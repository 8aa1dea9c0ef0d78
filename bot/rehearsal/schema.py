"""A second, independent reading of the Bot API: every request is checked against aiogram's models."""

import types
from collections.abc import Hashable, Iterator
from typing import Any, Final, Union, get_args, get_origin

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
Shape = Hashable

_SHAPES_KEPT: Final = 10_000
_VERBATIM: Final = frozenset({"type", "source", "status"})  # these choose between variants of an object
_FREE: Final = frozenset({"text", "caption", "callback_data", "callback_query_id"})  # any text is right in these
_TELLING: Final = frozenset("0123456789-+.{[tfTFyn")  # how text begins that may stand for something else
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
        self._passed: set[Shape] = set()
        for name in _methods.__all__:
            model = getattr(_methods, name)
            if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod:
                self._models[model.__api_method__.lower()] = model

    def check(self, method: str, params: Json) -> None:
        """Raise a refusal for the first thing wrong with the request; a method that aiogram does not know passes."""
        model = self._models.get(method)
        if model is None:
            return
        # The models ask for names and types, not for values: a request of a shape that has passed passes again.
        shape = (method, _shape(params))
        if shape in self._passed:
            return
        try:
            request = model.model_validate(self._decoded(method, model, params))
        except ValidationError as error:
            raise _refusal(error) from error
        for unknown in _unknown(request, ()):
            raise malformed(f"unknown field {unknown}")
        if len(self._passed) >= _SHAPES_KEPT:
            self._passed.clear()
        self._passed.add(shape)

    def _decoded(self, method: str, model: type[BaseModel], params: Json) -> Json:
        composite = self._composite.get(method)
        if composite is None:
            composite = frozenset(n for n, field in model.model_fields.items() if _is_composite(field.annotation))
            self._composite[method] = composite
        if not any(isinstance(value, Upload) or name in composite for name, value in params.items()):
            return params
        decoded: Json = {}
        attached = str([value for value in params.values() if not isinstance(value, Upload)])
        for name, value in params.items():
            if isinstance(value, Upload):
                if name in model.model_fields or f"'attach://{name}'" not in attached:
                    decoded[name] = f"attach://{name}"
            else:
                decoded[name] = decode(name, value) if isinstance(value, str) and name in composite else value
        return decoded


def _shape(value: Any, name: str = "") -> Shape:
    """Names and types of a request. Text keeps what would let it stand for a number, a flag, JSON, or a variant."""
    if isinstance(value, dict):
        return ("{", *[(key, _shape(each, key)) for key, each in value.items()])
    if isinstance(value, list):
        return ("[", *[_shape(each) for each in value])
    if isinstance(value, str) and name not in _FREE:
        return value if name in _VERBATIM or value[:1] in _TELLING else "str"
    return type(value).__name__


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
