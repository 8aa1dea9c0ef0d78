"""A rehearsal from beginning to end: as a printed script, or as a page that stays until it is closed."""

import asyncio
import signal
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from bot.rehearsal.bot_api import Violation
from bot.rehearsal.bot_process import BotFailed
from bot.rehearsal.cast import Production
from bot.rehearsal.phones import NotOnScreen
from bot.rehearsal.script import Script
from bot.rehearsal.stage import Stage
from bot.rehearsal.strictness import Reading


class CannotRehearse(Exception):
    """What stands in the way, in words for whoever started the rehearsal."""


async def perform_script(
    production: Production, *, seed: int, database: Path | None, write: Callable[[str], None]
) -> None:
    """Play the standard incident and write what everybody sees. Raises CannotRehearse where it does not go on.

    Telegram's limits are off: which card comes in which scene is then a matter of the plan, not of the second.
    """
    async with Stage(production, database=database, limits=None) as stage, _reading(stage, write) as reading:
        reading.begins()
        try:
            await stage.curtain_up()
            await Script(stage, seed=seed, write=write).run()
            if faults := await reading.faults():
                raise CannotRehearse(_refused(faults))
        except BotFailed as error:
            raise CannotRehearse(str(error)) from error
        except NotOnScreen as error:
            raise CannotRehearse(f"the script does not go on: {error}") from error


async def serve_page(
    production: Production,
    *,
    seed: int,
    database: Path | None,
    port: int,
    browser: bool,
    write: Callable[[str], None],
) -> None:
    """Serve the page on loopback until SIGTERM or Ctrl-C. CannotRehearse: the port is taken, or the bot fails."""
    from bot.rehearsal.page.server import Page

    async with (
        Stage(production, database=database) as stage,
        Page(stage, seed=seed) as page,
        _reading(stage, write) as reading,
    ):
        try:
            url = await page.listen(port)
        except OSError as error:
            raise CannotRehearse(
                f"port {port} cannot be used ({error.strerror or error}): name another by --port"
            ) from error
        write(f"{stage.words['page.open']} {url}")
        if browser:
            _opens(url, otherwise=lambda: write(stage.words["page.no_browser"]))
        stopping = asyncio.Event()
        with suppress(NotImplementedError):  # a system without such signals has Ctrl-C alone
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
        stop = asyncio.create_task(stopping.wait())
        curtain = asyncio.create_task(stage.curtain_up())
        try:
            await asyncio.wait({curtain, stop}, return_when=asyncio.FIRST_COMPLETED)
            if curtain.done():
                await curtain
                reading.begins()
                await stop
                if faults := stage.telegram.faults:
                    raise CannotRehearse(_refused(faults))
        except BotFailed as error:
            raise CannotRehearse(str(error)) from error
        finally:
            for task in (curtain, stop):
                task.cancel()
            await asyncio.gather(curtain, stop, return_exceptions=True)


def _opens(url: str, otherwise: Callable[[], None]) -> None:
    """Open a browser, which may not come back before somebody closes it: neither page nor end wait for that."""

    def opens() -> None:
        if not webbrowser.open(url):
            otherwise()

    threading.Thread(target=opens, name="browser", daemon=True).start()


def _reading(stage: Stage, write: Callable[[str], None]) -> Reading:
    """Says so when requests cannot be read a second time."""
    reading = Reading(stage.telegram)
    if not reading.is_possible:
        write(stage.words["lenient"])
    return reading


def _refused(faults: Sequence[Violation]) -> str:
    first, more = faults[0], f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"Telegram would not have taken this from the bot: {first.method}: {first.problem}{more}"
