"""How a command ends. Exit codes: 0 done, 1 found faults, 2 wrong use; a fault is told on standard error.

Faults
 └─ WrongUse
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import click


class Faults(click.ClickException):
    """Something was looked for and found: exit code 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """The message alone, on standard error."""
        click.echo(self.format_message(), err=True)


class WrongUse(Faults):
    """The command cannot be carried out as it was given: exit code 2."""

    exit_code = 2


def carry_out(work: Coroutine[Any, Any, Any]) -> Any:
    """What the work returns; None when it was interrupted. Raises Faults where the database cannot be used."""
    from store.protocol import StoreError

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(work)
    except StoreError as error:
        raise Faults(str(error)) from None
    except KeyboardInterrupt:
        return None


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker loop where it installs, as the benchmarks measure it; Python's own elsewhere."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
