"""What goes wrong between the bot and Telegram: it recovers, or where nothing helps says so and ends."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import started
from bot.clock import SteeredClock
from bot.delivery.limits import NO_LIMITS
from bot.intake import IntakeEnded, Patience
from bot.rehearsal.refusals import Refusal
from config.settings import read_settings
from tests.e2e.stage import TOKEN, Stage
from tests.intake.intakekit import QUICK, playing


async def is_heard(stage: Stage) -> None:
    await stage["su-long"].types("/help")
    message = await stage["su-long"].sees("你可以用：")
    await stage.telegram.until(lambda: not stage.telegram.updates.pending)
    message.chat.messages.pop(message.id)


@pytest.mark.parametrize("how", ["refused", "reset", "bad-gateway"])
async def test_an_outage_passes(quiet: Stage, how: str) -> None:
    async with playing(quiet):
        await quiet.telegram.down(how)
        await asyncio.sleep(0.3)  # so long it lasts
        await quiet.telegram.up()
        await is_heard(quiet)


async def test_the_bot_starts_while_telegram_is_away(quiet: Stage) -> None:
    await quiet.telegram.down()
    async with quiet.playing(patience=QUICK):
        await asyncio.sleep(0.3)  # so long it lasts
        await quiet.telegram.up()
        await quiet.enrol("su-long")
        await is_heard(quiet)


@pytest.mark.parametrize("code", [500, 502, 503, 504])
async def test_server_errors_pass(quiet: Stage, code: int) -> None:
    async with playing(quiet):
        quiet.telegram.weather.fails("getUpdates", code=code, times=3)
        await is_heard(quiet)


async def test_an_answer_that_was_cut_off_comes_again(quiet: Stage) -> None:
    async with playing(quiet):
        quiet.telegram.weather.cuts("getUpdates", times=2, delivered=True)
        await is_heard(quiet)


async def test_a_deaf_connection_is_noticed_and_built_anew(quiet: Stage) -> None:
    async with playing(quiet):
        quiet.telegram.weather.swallows("getUpdates", times=2)
        await is_heard(quiet)


def test_a_deaf_connection_is_noticed_within_a_minute() -> None:
    patience = Patience()
    assert patience.poll + patience.deaf + patience.most < 60


async def test_a_flood_wait_is_kept(quiet: Stage) -> None:
    async with playing(quiet):
        quiet.telegram.weather.floods(methods="getUpdates", seconds=1, times=1)
        await is_heard(quiet)


async def test_a_revoked_token_ends_the_bot_in_one_clear_line(quiet: Stage) -> None:
    async with playing(quiet):
        quiet.telegram.revokes_token()
        assert quiet.intake is not None
        with pytest.raises(IntakeEnded, match=r"revoked or mistyped.*MUSTER_TOKEN") as ended:
            await asyncio.wait_for(quiet.intake, 20)
        assert TOKEN not in str(ended.value)
        assert "\n" not in str(ended.value)


async def test_a_token_that_was_never_valid_ends_the_bot_at_the_start(quiet: Stage) -> None:
    quiet.telegram.revokes_token()
    async with started_beside(quiet) as muster:
        with pytest.raises(IntakeEnded, match="MUSTER_TOKEN"):
            await asyncio.wait_for(muster.intake.run(), 20)


async def test_one_refusal_of_the_token_is_not_believed(quiet: Stage) -> None:
    async with playing(quiet):
        quiet.telegram.weather.fails("getUpdates", code=401, times=2)
        await is_heard(quiet)


def started_beside(stage: Stage, patience: Patience = QUICK, folder: Path | None = None):
    """The parts of another bot with the same token; its intake is not running yet."""
    database = stage.settings.database if folder is None else f"sqlite:///{folder}/other.db"
    settings = read_settings(token=TOKEN, api_url=stage.telegram.url, database=database)
    clock = SteeredClock(stage.steering.file)
    return started(settings, stage.files, clock=clock, limits=NO_LIMITS, patience=patience)


QUARREL = replace(QUICK, deaf=5.0, settled=1.0, newcomer=0.5, incumbent=60.0)


async def test_of_two_bots_with_one_token_the_newcomer_gives_in(quiet: Stage, tmp_path: Path) -> None:
    async with playing(quiet, QUARREL) as incumbent:
        await asyncio.sleep(1.1)  # only time settles it
        async with started_beside(quiet, QUARREL, tmp_path) as newcomer:
            with pytest.raises(IntakeEnded, match="another bot runs with this token"):
                await asyncio.wait_for(newcomer.intake.run(), 20)
        await is_heard(quiet)
        assert incumbent.intake.hearing


async def test_a_restart_may_overlap_with_its_predecessor(quiet: Stage, tmp_path: Path) -> None:
    patience = replace(QUARREL, newcomer=5.0)
    async with playing(quiet, patience):
        async with started_beside(quiet, patience, tmp_path) as other:
            task = asyncio.create_task(other.intake.run())
            await quiet.telegram.until(lambda: [c for c in quiet.telegram.calls("getUpdates") if c.code == 409])
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await is_heard(quiet)


async def test_a_webhook_is_taken_down(quiet: Stage) -> None:
    poll = quiet.telegram.updates.poll

    async def refused(**query: object) -> str:
        if quiet.telegram.calls("deleteWebhook", ok=True):
            return await poll(**query)
        raise Refusal(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
        )

    async with playing(quiet):
        quiet.telegram.updates.poll = refused
        await is_heard(quiet)
        assert len(quiet.telegram.calls("deleteWebhook")) == 1


async def test_whoever_keeps_setting_a_webhook_is_named(quiet: Stage) -> None:
    async def refused(**_: object) -> str:
        raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")

    quiet.telegram.updates.poll = refused
    async with started_beside(quiet, replace(QUICK, newcomer=0.2)) as muster:
        with pytest.raises(IntakeEnded, match="somebody keeps setting a webhook"):
            await asyncio.wait_for(muster.intake.run(), 20)


async def test_nothing_but_the_wanted_kinds_is_asked_for(quiet: Stage) -> None:
    async with playing(quiet):
        poll = quiet.telegram.calls("getUpdates")[-1]
        assert poll.params["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
        assert quiet.telegram.calls("getUpdates")[0].params["timeout"] in (0, "0")
