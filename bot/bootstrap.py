"""The one place where the parts are put together; importing it connects nothing."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from structlog.typing import Processor
from telegram import Bot
from telegram.ext import Application

from bot.channels.adapters import Channels
from bot.clock import SteeredClock, SystemClock, Waker
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.gateway import Gateway
from bot.delivery.limits import NO_LIMITS, TELEGRAM_LIMITS, Limits
from bot.delivery.notices import Notices
from bot.delivery.redaction import quieten, redacting
from bot.delivery.request import AiohttpRequest, open_sessions
from bot.enrolment import secret
from bot.fallback import Fallback
from bot.feedback import Feedback
from bot.health import read as read_health
from bot.intake import PATIENCE, Intake, Patience
from bot.menu import Menus
from bot.service import Committed, Service
from bot.token_lock import only_bot
from bot.unit_files import LOOK, UnitFiles
from config.environment import environment
from config.loading import Unit as Files
from config.settings import Settings
from handlers import Leaving, handlers
from store.protocol import Store, refuse_other_unit
from store.sqlite import open_store

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Muster:
    """The running parts."""

    service: Service
    dispatcher: Dispatcher
    intake: Intake
    unit_files: UnitFiles


async def run(
    settings: Settings, files: Files, *, clock: Path | None = None, limited: bool = True, with_parent: bool = False
) -> None:
    """Run the bot until SIGINT or SIGTERM; SIGHUP has the unit's files looked at at once.

    `with_parent`: standard input is a pipe, and its end is a reason to stop too.

    Raises IntakeEnded when Telegram will not have us, and StoreError when the database cannot be used. `clock` is
    the steering file of a rehearsal and is refused unless the Bot API is on this machine; only with it Telegram's
    limits can be left out of account (`limited`).
    """
    token = settings.token.get_secret_value() if settings.token else ""
    _write_logs(token)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    if with_parent:
        _follow(sys.stdin.fileno(), loop, stopping)
    limits = TELEGRAM_LIMITS if limited or clock is None else NO_LIMITS
    with only_bot(settings.api_url, token):
        async with started(settings, files, clock=_clock(settings, clock), limits=limits) as muster:
            loop.add_signal_handler(signal.SIGHUP, muster.unit_files.ask)
            log.info("running", unit=files.plan.unit, members=len(files.roster.members))
            intake = asyncio.create_task(muster.intake.run(), name="intake")
            stop = asyncio.create_task(stopping.wait())
            await asyncio.wait({intake, stop}, return_when=asyncio.FIRST_COMPLETED)
            stop.cancel()
            if not intake.done():
                intake.cancel()
            await asyncio.gather(intake, return_exceptions=stopping.is_set())


@asynccontextmanager
async def started(
    settings: Settings,
    files: Files,
    *,
    clock: SystemClock | SteeredClock,
    limits: Limits = TELEGRAM_LIMITS,
    patience: Patience = PATIENCE,
    look: float = LOOK,
) -> AsyncIterator[Muster]:
    """Everything but the intake is running; what waited in the outbox is already going out."""
    token = settings.token.get_secret_value() if settings.token else ""
    async with AsyncExitStack() as stack:
        store = await open_store(
            settings.database_path, unit=files.plan.unit, rehearsal=isinstance(clock, SteeredClock)
        )
        stack.push_async_callback(store.close)
        await refuse_other_unit(store, files.plan.unit)
        service = await Service.open(store, clock, files.plan, files.roster)
        stack.push_async_callback(service.close)
        service.health = lambda: read_health(settings.database_path, service.skew.value)
        sessions = await stack.enter_async_context(open_sessions(proxy=settings.proxy))
        gateway = Gateway(sessions, api_url=settings.api_url, token=token)
        stack.push_async_callback(gateway.close)
        feedback = Feedback(service)
        dispatcher = _dispatcher(service, feedback, store=store, gateway=gateway, clock=clock, limits=limits)
        await dispatcher.start()
        await feedback.catch_up(store)
        _catch_up_handovers(stack, feedback, store)
        menus = Menus(service, gateway, store, bot=f"{settings.api_url} {token.partition(':')[0]}")
        unit_files = UnitFiles(service, files, every=look)
        await unit_files.start()
        stack.push_async_callback(unit_files.stop)
        stack.push_async_callback(dispatcher.stop)
        stack.push_async_callback((await _fallback(stack, service, clock)).stop)
        leaving = Leaving(gateway)
        stack.push_async_callback(leaving.close)
        application = _application(settings, token)
        application.add_handlers(
            handlers(
                service=service,
                gateway=gateway,
                leaving=leaving,
                say=dispatcher.say,
                clock=clock,
                secret=secret(token),
            )
        )
        intake = Intake(
            application=application,
            service=service,
            clock=clock,
            request=AiohttpRequest(proxy=settings.proxy),
            base_url=f"{settings.api_url}/bot{token}",
            patience=patience,
        )
        waker = Waker(service, clock, hearing=lambda: intake.hearing)

        def heard() -> None:
            waker.wake()
            menus.ask()

        intake.on_contact = heard
        menus.start()
        stack.push_async_callback(menus.stop)
        waker.start()
        stack.push_async_callback(waker.stop)
        yield Muster(service=service, dispatcher=dispatcher, intake=intake, unit_files=unit_files)


def _dispatcher(
    service: Service,
    feedback: Feedback,
    *,
    store: Store,
    gateway: Gateway,
    clock: SystemClock | SteeredClock,
    limits: Limits,
) -> Dispatcher:
    """The dispatcher, told of every commit, and telling what it finds out."""
    dispatcher = Dispatcher(
        store=store,
        gateway=gateway,
        addresses=feedback.chat,
        clock=clock,
        on_gone=feedback.gone,
        on_shown=feedback.shown,
        on_migrated=feedback.migrated,
        on_pin_refused=feedback.pin_refused,
        limits=limits,
    )

    def committed(change: Committed) -> None:
        dispatcher.offer(change.waiting)
        dispatcher.withdraw(change.ended)

    service.subscribe(committed)
    return dispatcher


def _catch_up_handovers(stack: AsyncExitStack, feedback: Feedback, store: Store) -> None:
    """Hand over what an earlier process could not; beside everything else, so that no start waits for it."""
    notices = Notices()
    stack.push_async_callback(notices.abandon)
    notices.insist("handovers", lambda: feedback.hand_over(store))


def _application(settings: Settings, token: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """Telegram's library, for what comes in; it polls nothing and schedules nothing."""
    bot = Bot(
        token,
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AiohttpRequest(proxy=settings.proxy),
        get_updates_request=AiohttpRequest(proxy=settings.proxy),
    )
    return Application.builder().bot(bot).updater(None).job_queue(None).build()


async def _fallback(stack: AsyncExitStack, service: Service, clock: SystemClock | SteeredClock) -> Fallback:
    """The fallback channels. They never use Telegram's proxy, and in a rehearsal write to nobody outside."""
    session = await stack.enter_async_context(aiohttp.ClientSession())
    held = environment()
    missing = {name for channel in service.unit.plan.channels for name in channel.variables() if name not in held}
    if missing:
        log.warning("fallback channels will fail: these are not set", names=sorted(missing))
    fallback = Fallback(service, Channels(session, environment=environment, rehearsal=isinstance(clock, SteeredClock)))
    fallback.start()
    return fallback


def _follow(pipe: int, loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    """Stop when nobody holds the other end of the pipe any more; what comes through it means nothing."""

    def read() -> None:
        if not os.read(pipe, 4096):
            log.info("whoever started this bot is gone")
            loop.remove_reader(pipe)
            stopping.set()

    loop.add_reader(pipe, read)


class NotARehearsal(Exception):
    """Somebody tried to move the clock of a bot that talks to the real Telegram."""


def _clock(settings: Settings, file: Path | None) -> SystemClock | SteeredClock:
    if file is None:
        return SystemClock()
    if urlsplit(settings.api_url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise NotARehearsal("a clock can only be moved in a rehearsal, with a Bot API on this machine")
    return SteeredClock(file)


def _write_logs(token: str) -> None:
    """One line an event, on standard error, without the token."""
    handler = logging.StreamHandler(sys.stderr)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redacting(token),
                structlog.dev.ConsoleRenderer(colors=False),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    quieten(token)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
