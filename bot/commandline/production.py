"""What a rehearsal takes from the product, as values and callables: the rehearsal itself imports nothing of it."""

import sys
from datetime import datetime
from pathlib import Path

from bot.domain.incident.attempts import ChannelTried, FallbackRetried, FallbackWanted
from bot.domain.timers import timers
from bot.domain.unit import Unit
from bot.enrolment import issue, secret
from bot.rehearsal.cast import Actor, Cast, Production
from bot.service import fold
from config.loading import Unit as Files
from store.protocol import Reader, StoreError
from store.sqlite import open_reader


def production_of(files: Files) -> Production:
    """Everything that a rehearsal of this unit needs."""

    async def next_due(database: Path) -> datetime | None:
        try:
            reader = await open_reader(database, unit=files.plan.unit)
        except StoreError:
            return None
        try:
            unit, _ = await fold(reader, Unit(plan=files.plan, roster=files.roster))
        finally:
            await reader.close()
        return min((timer.when for timer in timers(unit)), default=None)

    async def unsent(database: Path) -> int:
        try:
            reader = await open_reader(database, unit=files.plan.unit)
        except StoreError:
            return 0
        try:
            waiting = sum(row.address.startswith("member:") for row in await reader.waiting())
            return waiting or (await _under_way(reader) if files.plan.channels else 0)
        finally:
            await reader.close()

    return Production(
        cast=_cast(files),
        run=(sys.executable, "-m", "bot", "run", "--unit", str(files.folder.resolve())),
        code=lambda token, member, now: issue(secret(token), member, now),
        next_due=next_due,
        unsent=unsent,
    )


async def _under_way(reader: Reader) -> int:
    """Messages through fallback channels that have no outcome yet, counted without reading what the events hold."""
    names = [record.event async for record in reader.records()]
    wanted = sum(name in (FallbackWanted.__name__, FallbackRetried.__name__) for name in names)
    return wanted - names.count(ChannelTried.__name__)


def _cast(files: Files) -> Cast:
    return Cast(
        unit=files.plan.name,
        language=files.plan.language,
        time_zone=str(files.plan.time_zone),
        actors=tuple(
            Actor(
                id=member.id,
                name=member.name,
                title=member.title,
                roles=member.roles,
                groups=member.group,
                leads=member.lead,
                tier=member.tier,
            )
            for member in files.roster.members
        ),
        succession=files.plan.succession,
    )
