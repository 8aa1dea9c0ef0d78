"""Started again with files that cannot be used: the bot goes on with what it took last, and says so."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commandline import muster as command_line
from bot.commandline.last_good import last_good
from bot.delivery.limits import NO_LIMITS
from config import example_folder
from config.loading import PLAN, ROSTER, UnitFaults, load_unit
from tests.e2e.stage import Stage, stage

FEW = ("lin-yuan", "shen-ruo", "wei-lan", "su-long")
SLIPS = {ROSTER: "  - {id: su-long, name: [\n", PLAN: "nonsense: 1\n"}


def slip(made: Stage, file: str) -> None:
    """Somebody was half-way through an edit."""
    with (made.files.folder / file).open("a", encoding="utf-8") as at_the_end:
        at_the_end.write(SLIPS[file])
    with pytest.raises(UnitFaults):
        load_unit(made.files.folder)


@pytest.mark.parametrize("file", [ROSTER, PLAN])
async def test_an_incident_goes_on_after_a_restart_with_a_broken_file(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    async with stage(tmp_path, unit=folder, limits=None) as made:
        async with made.playing(NO_LIMITS, look=3600):
            await made.enrol(*FEW)
            number = await made.activate()
        slip(made, file)
        kept = await last_good(made.settings.database_path, folder)
        assert kept is not None
        assert (kept.plan == made.files.plan) is (file == ROSTER)  # else without what opens channels
        assert kept.plan.without_secrets() == made.files.plan.without_secrets()
        assert [member.id for member in kept.roster.members] == [member.id for member in made.files.roster.members]
        assert kept.duty_roster == made.files.duty_roster
        good, made.files = made.files, kept
        async with made.playing(NO_LIMITS, look=0.02) as muster:
            assert muster.service.unit.incidents[number].open
            await made["su-long"].taps("已到达")
            await made.director.sees("已到达 1")
            await made.office.sees(f"{file}")
            (folder / file).write_bytes((example_folder() / file).read_bytes())
            await muster_mended(made)
            assert muster.service.unit.plan == good.plan


async def muster_mended(made: Stage) -> None:
    assert made.muster is not None
    service = made.muster.service
    await made.telegram.until(lambda: not service.unit.people.faults)


def test_without_a_log_of_its_own_it_does_not_start(tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    shutil.copytree(example_folder(), folder)
    (folder / ROSTER).write_text("members: 3\n", "utf-8")
    words = ["run", "--unit", str(folder), "--database", f"sqlite:///{tmp_path}/muster.db", "--token", "1:" + "A" * 35]
    result = CliRunner().invoke(command_line, words)
    assert result.exit_code == 1
    assert "roster.yaml" in result.output
