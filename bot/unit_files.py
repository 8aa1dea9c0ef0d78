"""The unit's folder, looked at while the bot runs: what its files say now becomes a command.

Nothing tells us of a change on every system and every kind of disk, so the files are looked at every few seconds;
SIGHUP asks for a look at once. Files are read in a thread, so that a large roster does not make anybody wait.
"""

import asyncio
from pathlib import Path
from typing import Final

import structlog

from bot.domain.message import SYSTEM, Command
from bot.domain.people.commands import NoteUnitFaults, TakeUnit
from bot.domain.watch.commands import TakeDutyRoster
from bot.service import Service
from config.faults import Fault, UnitFaults
from config.loading import PLAN, Stamp, Unit, load_unit, stamp
from store.protocol import StoreError

log = structlog.get_logger(__name__)

LOOK: Final = 2.0  # seconds between two looks


class UnitFiles:
    """Takes the unit's files into the running bot whenever they have changed; files with faults change nothing."""

    def __init__(self, service: Service, files: Unit, *, every: float = LOOK) -> None:
        self._service = service
        self._files = files
        self._every = every
        self.taken: Stamp = files.stamp  # of the files that were taken last
        self._seen: Stamp = files.stamp  # at the last look
        self._asked = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take the files as they were read at the start, then look for changes."""
        if not await self._submit(*_commands(self._files)):
            self.taken = ()
        self._watcher = asyncio.create_task(self._watch(), name="unit-files")

    async def stop(self) -> None:
        """Look no more."""
        if self._watcher is not None:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)

    def ask(self) -> None:
        """Look at once, and read the files whether or not they seem to have changed."""
        self._asked.set()

    async def _watch(self) -> None:
        while True:
            asked = await self._next_look()
            try:
                await self._look(asked)
            except Exception:  # whatever it was, the next change must not go unseen
                log.exception("the unit's folder could not be looked at", folder=self._files.folder.name)

    async def _next_look(self) -> bool:
        try:
            await asyncio.wait_for(self._asked.wait(), self._every)
        except TimeoutError:
            return False
        self._asked.clear()
        return True

    async def _look(self, asked: bool) -> None:
        """Read what has changed, once it rests: an editor may be half-way through writing it."""
        now = stamp(self._files.folder)
        resting, self._seen = now == self._seen, now
        if not asked and (now == self.taken or not resting):
            return
        commands = await asyncio.to_thread(_taken, self._files.folder, self._files.plan.unit)
        if await self._submit(*commands):
            self.taken = now

    async def _submit(self, *commands: Command) -> bool:
        """Whether all are kept; if not, the next look tries again."""
        for command in commands:
            try:
                outcome = await self._service.submit(command)
            except StoreError as error:
                log.error("a change of the unit's files could not be kept", problem=str(error))
                return False
            for event in outcome.events:
                log.info("the unit's files", event_type=type(event).__name__)
        return True


def _commands(files: Unit) -> tuple[Command, ...]:
    """Plan and roster first: the duty roster names the roster's people."""
    return (
        TakeUnit(by=SYSTEM, plan=files.plan, roster=files.roster),
        TakeDutyRoster(by=SYSTEM, duty_roster=files.duty_roster),
    )


def _taken(folder: Path, unit: str) -> tuple[Command, ...]:
    """What the files say, as commands."""
    try:
        files = load_unit(folder)
    except UnitFaults as found:
        return (NoteUnitFaults(by=SYSTEM, faults=tuple(found.faults)),)
    if files.plan.unit != unit:
        problem = f"the unit was {unit} and is {files.plan.unit} now, but the log is that of {unit}"
        mend = f"write unit: {unit}, or start a bot of its own for {files.plan.unit}"
        fault = Fault(file=PLAN, line=0, key="unit", problem=problem, mend=mend)
        return (NoteUnitFaults(by=SYSTEM, faults=(fault,)),)
    return _commands(files)
