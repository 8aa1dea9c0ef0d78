"""Who may do what, from the program's own tables: `python -m tests.privacy.permissions` renews the README."""

import dis
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Final

from bot.domain.authority import RIGHTS, Right
from bot.domain.message import Command
from handlers.commands import COMMANDS

README: Final = Path(__file__).parents[2] / "README.md"
BEGIN: Final = "<!-- permissions: written by python -m tests.privacy.permissions -->"
END: Final = "<!-- permissions end -->"

# Who holds which right; a column each.
WHO: Final = {
    "leaders": frozenset({Right.ANYONE, Right.MEMBER, Right.GROUP, Right.COMMAND_POST, Right.AUTHORITY}),
    "command post": frozenset({Right.ANYONE, Right.MEMBER, Right.GROUP, Right.COMMAND_POST}),
    "the task's group": frozenset({Right.ANYONE, Right.MEMBER, Right.GROUP}),
    "other members": frozenset({Right.ANYONE, Right.MEMBER}),
    "not on the roster": frozenset({Right.ANYONE}),
    "the bot itself": frozenset(Right),
}
_PEOPLE: Final = ("leaders", "command post", "other members", "not on the roster")


def right_of(name: str) -> Right:
    """What a command of the bot asks: the least right among what its handler can submit; showing asks membership."""
    order = list(Right)
    rights = {RIGHTS[kind] for kind in _submitted(COMMANDS[name], set())}
    return min(rights, key=order.index, default=Right.MEMBER)


def _submitted(handler: Callable[..., object], seen: set[object]) -> Iterator[type[Command]]:
    """The command types that a handler names, itself or in a function of `handlers` that it calls."""
    if handler in seen or not isinstance(handler, FunctionType):
        return
    seen.add(handler)
    module = inspect.getmodule(handler)
    names = {name for code in _codes(handler.__code__) for name in _globals(code)}
    for name in sorted(names):
        found = handler.__globals__.get(name, getattr(module, name, None))
        if isinstance(found, type) and issubclass(found, Command) and found in RIGHTS:
            yield found
        elif isinstance(found, FunctionType) and found.__module__.startswith("handlers"):
            yield from _submitted(found, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if inspect.iscode(constant):
            yield from _codes(constant)


def _globals(code: CodeType) -> Iterator[str]:
    """The names that a function takes from its module; `unit.duties` is not the function `duties`."""
    return (each.argval for each in dis.get_instructions(code) if each.opname in ("LOAD_GLOBAL", "LOAD_NAME"))


def section() -> str:
    """The tables as they stand in the README."""
    return "\n".join([BEGIN, *_bot_commands(), "", *_domain_commands(), END])


def _bot_commands() -> Iterator[str]:
    yield "| typed in private or in the unit's group | " + " | ".join(_PEOPLE) + " |"
    yield "|---|" + "---|" * len(_PEOPLE)
    for name in sorted(set(COMMANDS) - {"start"}):
        yield f"| `/{name}` | " + " | ".join(_sign(WHO[who], right_of(name)) for who in _PEOPLE) + " |"


def _domain_commands() -> Iterator[str]:
    what = "Everything that can be asked of the unit, by a button, a word, the clock or the delivery"
    yield f"<details><summary>{what}</summary>"
    yield ""
    yield "| command | means | " + " | ".join(WHO) + " |"
    yield "|---|---|" + "---|" * len(WHO)
    for kind, right in sorted(RIGHTS.items(), key=lambda item: (item[0].__module__, item[0].__name__)):
        means = re.sub(r"\s+", " ", (kind.__doc__ or "").strip().split("\n\n")[0]).replace("|", "\\|")
        yield f"| `{kind.__name__}` | {means} | " + " | ".join(_sign(rights, right) for rights in WHO.values()) + " |"
    yield ""
    yield "</details>"


def _sign(rights: frozenset[Right], right: Right) -> str:
    return "✓" if right in rights else ""


def renew() -> None:
    """Write the section into the README."""
    text = README.read_text("utf-8")
    before, rest = text.split(BEGIN, 1)
    README.write_text(before + section() + rest.split(END, 1)[1], "utf-8")


if __name__ == "__main__":
    renew()
