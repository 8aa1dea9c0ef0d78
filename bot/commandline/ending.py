"""How a command ends. Exit codes: 0 done, 1 found faults, 2 wrong use; a fault is told on standard error.

Faults
 └─ WrongUse
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
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
    """What the work returns. Raises Faults where the database cannot be used, click.Abort when interrupted."""
    from store.protocol import StoreError

    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(work)
    except StoreError as error:
        raise Faults(str(error)) from None
    except KeyboardInterrupt:
        raise click.Abort from None


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Raises Faults that names the target where it cannot be written."""
    try:
        yield
    except OSError as error:
        if not target.parent.is_dir():
            raise Faults(f"there is no folder {target.parent} for {target.name}: make it, or name another") from error
        raise Faults(f"{target}: {error.strerror or error}") from error


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker loop where it installs, as the benchmarks measure it; Python's own elsewhere."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
