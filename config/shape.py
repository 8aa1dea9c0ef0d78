"""What pydantic finds wrong with a plan or a roster, as faults with line, key and mend."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.faults import Fault
from config.schema import REFUSED, REFUSED_TEXT
from config.slips import hint
from config.tree import Node

Model = TypeVar("Model", bound=BaseModel)
MISSING: Final = "this key is missing"
_FEW: Final = 12  # keys that a mend names; a plan has more than fit into a line


def shape(file: str, tree: Node, model: type[Model]) -> tuple[Model | None, list[Fault]]:
    """The tree as the model, or None and every fault of its shape.

    A list with a bad item is not too short as well, though pydantic counts only the good ones.
    """
    if not isinstance(tree.value, dict):
        keys = ", ".join(name for name, field in model.model_fields.items() if field.is_required())
        mend = hint(tree.value) or f"begin with a key and a colon: {keys.split(', ', 1)[0]}:"
        return None, [Fault(file=file, line=tree.line, key="", problem=f"not a map with the keys {keys}", mend=mend)]
    try:
        return model.model_validate(tree.plain()), []
    except ValidationError as error:
        errors = [e for e in error.errors(include_url=False) if e["type"] != "too_short" or not tree.at(e["loc"]).value]
        return None, [_fault(file, tree, model, e) for e in errors]
    except RecursionError:
        problem = "lists within lists beyond any sense"
        return None, [Fault(file=file, line=0, key="", problem=problem, mend="compare it with the example unit")]


def _fault(file: str, tree: Node, model: type[BaseModel], error: ErrorDetails) -> Fault:
    path = error["loc"]
    node = tree.at(path)
    key = node.key
    if error["type"] == "missing":
        key = f"{node.key}.{path[-1]}" if node.key else str(path[-1])
    problem, mend = _words(error, node, model)
    mend = mend if error["type"] in _FREE_TEXT else hint(node.value) or mend
    return Fault(file=file, line=node.line, key=key, problem=problem, mend=mend)


def _words(error: ErrorDetails, node: Node, model: type[BaseModel]) -> tuple[str, str]:
    """Problem and mend of one error; a table, for pydantic's own words are for programmers."""
    kind, limits = error["type"], error.get("ctx", {})
    name = error["loc"][-1] if error["loc"] else ""
    if kind in (REFUSED, REFUSED_TEXT):
        return limits["problem"], limits["mend"]
    if kind == "missing":
        return MISSING, f"add {name}:"
    if kind == "extra_forbidden":
        return "unknown key", hint(name) or _nearest(str(name), _keys(model, error["loc"][:-1]))
    if node.value is None or node.value in ({}, []):
        return "nothing is written here", "write a value (in quotes, if the word itself is meant), or take the key out"
    if kind in ("literal_error", "enum"):
        return f"not known here: {_shown(node)}", f"write {limits['expected']}".replace("'", "")
    match kind:
        case "string_type" | "string_unicode":
            return f"text is expected, this is {_shown(node)}", "write one text; in quotes, if need be"
        case "string_too_short" | "too_short":
            return "nothing is written here", "write at least one"
        case "string_too_long":
            length = len(node.value) if isinstance(node.value, str) else 0
            return f"too long: {length} characters, at most {limits['max_length']}", "shorten it"
        case "string_pattern_mismatch":
            return f"not in the right form: {_shown(node)}", _PATTERNS.get(
                str(name), "compare it with the example unit"
            )
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return f"a whole number is expected, this is {_shown(node)}", "write digits"
        case "greater_than_equal" | "less_than_equal":
            mend = f"write at least {limits['ge']}" if "ge" in limits else f"write at most {limits['le']}"
            return f"out of range: {_shown(node)}", mend
        case "bool_type" | "bool_parsing":
            return f"true or false is expected, this is {_shown(node)}", "write true or false"
        case "tuple_type":
            return (
                f"a list is expected, this is {_shown(node)}",
                "write [ ] around it, or each item on a line of its own after a hyphen",
            )
        case "model_type" | "model_attributes_type":
            return f"a map of keys is expected, this is {_shown(node)}", "write its keys, each with a colon and a space"
    return str(error["msg"]), "compare it with the example unit"


# Errors at texts in which full-width punctuation is right.
_FREE_TEXT = (REFUSED_TEXT, "string_too_long")
_PATTERNS = {
    "id": "write the number of the clause, like 5.1.2 or 4.2a",
    "clause": "write the number of the clause, like 5.1.2 or 4.2a",
    "number": "write 3 to 5 digits, like 120",
}


def _shown(node: Node) -> str:
    if isinstance(node.value, dict):
        return "a map of keys"
    if isinstance(node.value, list):
        return "a list"
    text = (
        {True: "true", False: "false", None: "nothing"}.get(node.value)
        if not isinstance(node.value, str)
        else node.value
    )
    return str(text)[:40]


def _nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name.lower().replace("-", "_"), known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    few = ", ".join(known[:_FEW]) + (" …" if len(known) > _FEW else "")
    return f"take it out; known here: {few}"


def _keys(model: type[BaseModel], path: Sequence[int | str]) -> list[str]:
    """The keys that the map at that path may have."""
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models(model.model_fields[part].annotation), model)
    return list(model.model_fields)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
