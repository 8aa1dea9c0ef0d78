"""A program: the bot as `muster run` starts it, but with its own pacing off, as on a server without limits."""

import asyncio

import uvloop

from bot.bootstrap import started
from bot.clock import SystemClock
from bot.delivery.limits import NO_LIMITS
from config.loading import load_unit
from config.settings import read_settings


async def main() -> None:
    settings = read_settings()
    assert settings.unit is not None
    async with started(settings, load_unit(settings.unit), clock=SystemClock(), limits=NO_LIMITS) as muster:
        await asyncio.shield(muster.intake.run())


if __name__ == "__main__":
    uvloop.run(main())
