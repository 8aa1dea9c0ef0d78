"""The whole bot in this process, on the emulated Telegram and a real database, with a clock that tests move."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.bootstrap import Muster, started
from bot.clock import SteeredClock
from bot.delivery.limits import TELEGRAM_LIMITS, Limits
from bot.domain.unit import Unit
from bot.enrolment import issue, secret
from bot.intake import PATIENCE, Patience
from bot.rehearsal.groups import Group
from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from bot.unit_files import LOOK
from config.loading import Unit as Files
from config.loading import load_unit
from config.settings import Settings, read_settings
from tests.example import example

TOKEN = "123456:" + "E" * 35
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Shanghai


class Steering:
    """Moves the clock of the bot, and tells the emulator the time."""

    def __init__(self, file: Path, at: datetime = NOON) -> None:
        self.file = file
        self._set(at)

    def now(self) -> datetime:
        """The time on stage."""
        return self._time + timedelta(seconds=time.time() - self._at)

    def forward(self, **units: float) -> None:
        """Let so much time pass at once."""
        self._set(self.now() + timedelta(**units))

    def _set(self, at: datetime) -> None:
        self._time, self._at = at, time.time()
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps({"time": at.isoformat(), "at": self._at, "rate": 1.0}))
        new.replace(self.file)


@dataclass(kw_only=True)
class Stage:
    """Everybody of the example unit with a phone, and the bot."""

    telegram: Telegram
    files: Files
    settings: Settings
    steering: Steering
    phones: dict[str, Phone] = field(default_factory=dict)
    group: Group | None = None
    muster: Muster | None = None
    intake: asyncio.Task[None] | None = None

    def __getitem__(self, member: str) -> Phone:
        return self.phones[member]

    def by_role(self, role: str) -> Phone:
        """The first member who holds that role."""
        return self.phones[self.files.roster.with_role(role)[0].id]

    @property
    def director(self) -> Phone:
        """The commander."""
        return self.by_role("director")

    @property
    def deputy(self) -> Phone:
        """Who follows the director."""
        return self.by_role("deputy")

    @property
    def office(self) -> Phone:
        """The head of the office."""
        return self.by_role("office-head")

    def member(self, **wanted: object) -> str:
        """The id of the first member outside the command post who fits: `group="order"`, `lead=True`."""
        plan = self.files.plan
        for member in self.files.roster.members:
            group = wanted.get("group")
            if set(member.roles) & {*plan.command_post, *plan.succession} or (
                group is not None and group not in member.group
            ):
                continue
            if "lead" in wanted and bool(member.lead) is not wanted["lead"]:
                continue
            return member.id
        raise LookupError(wanted)

    async def enrol(self, *members: str) -> None:
        """Let members open their links; without names, everybody."""
        ids = members or tuple(member.id for member in self.files.roster.members)
        for member in ids:
            await self.invite(member)
        for member in ids:
            await self.phones[member].sees(self.files.roster.by_id[member].name)

    async def invite(self, member: str) -> None:
        """A member's phone opens the link."""
        if member not in self.phones:
            self.phones[member] = self.telegram.phone(self.files.roster.by_id[member].name)
        await self.phones[member].start(issue(secret(TOKEN), member, self.steering.now()))

    async def gather(self) -> Group:
        """The group chat, with everybody in it; the director adds the bot."""
        self.group = self.telegram.group("指挥群", list(self.phones.values()))
        await self.group.adds_bot(by=self.director, pin_rights=True)
        return self.group

    @asynccontextmanager
    async def playing(
        self, limits: Limits = TELEGRAM_LIMITS, patience: Patience = PATIENCE, look: float = LOOK
    ) -> AsyncIterator[Muster]:
        """The bot runs; leaving is a clean stop. It looks at the unit's files every `look` seconds."""
        clock = SteeredClock(self.steering.file)
        async with started(
            self.settings, self.files, clock=clock, limits=limits, patience=patience, look=look
        ) as muster:
            self.muster = muster
            self.intake = asyncio.create_task(muster.intake.run())
            try:
                yield muster
            finally:
                self.intake.cancel()
                await asyncio.gather(self.intake, return_exceptions=True)
                self.muster = self.intake = None

    async def keeps(self, fact: Callable[[Unit], object], within: float = 20.0) -> Unit:
        """The bot's state once the fact holds, asked again after each commit. TimeoutError after `within` s."""
        assert self.muster is not None
        service, committed = self.muster.service, asyncio.Event()
        service.subscribe(lambda _: committed.set())
        async with asyncio.timeout(within):
            while not fact(service.unit):
                await committed.wait()
                committed.clear()
        return service.unit

    async def deaf(self, within: float = 20.0) -> None:
        """The bot counts as hearing nothing. Only time makes it so, and no event tells: it is asked again and again."""
        assert self.muster is not None
        async with asyncio.timeout(within):
            while self.muster.intake.hearing:
                await asyncio.sleep(0.01)

    async def activate(self, words: str = "/activate 图书馆 有人受伤") -> str:
        """The director activates; the number of the incident."""
        await self.director.types(words)
        await self.director.taps("开始演练" if words.startswith("/drill") else "确认启动")
        assert self.muster is not None
        unit = self.muster.service
        await self.telegram.until(lambda: unit.unit.running() is not None)
        running = unit.unit.running()
        assert running is not None
        return running.number


@asynccontextmanager
async def stage(folder: Path, *, unit: Path | None = None, **telegram: object) -> AsyncIterator[Stage]:
    """An empty stage: nobody is enrolled and the bot does not run yet. At the end no request was malformed."""
    steering = Steering(folder / "clock.json")
    async with Telegram(token=TOKEN, now=steering.now, **telegram) as emulated:
        settings = read_settings(token=TOKEN, api_url=emulated.url, database=f"sqlite:///{folder}/muster.db")
        files = load_unit(unit) if unit else example()
        yield Stage(telegram=emulated, files=files, settings=settings, steering=steering)
        assert emulated.faults == []


def environment(stage_: Stage, folder: Path) -> Mapping[str, str]:
    """For `muster` as a subprocess on this stage."""
    return {
        "MUSTER_TOKEN": TOKEN,
        "MUSTER_API_URL": stage_.telegram.url,
        "MUSTER_DATABASE": f"sqlite:///{folder}/muster.db",
        "MUSTER_UNIT": str(stage_.files.folder),
    }
