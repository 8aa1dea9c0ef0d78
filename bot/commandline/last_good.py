"""The unit as the log has it, for a start with files that cannot be used.

A running bot goes on with what it took last when somebody slips in an editor. So does one that is started again in
that moment, perhaps in the middle of an incident: alerts by last week's roster are better than none.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.domain.codec import load_event
from bot.domain.people.events import PlanChanged
from bot.domain.unit import Unit
from bot.service import fold
from config.loading import PLAN, sound_plan
from config.loading import Unit as Files
from config.plan import Plan
from config.roster import Roster
from store.protocol import Reader, StoreError
from store.sqlite import open_reader

_NAME: Final = re.compile(r"^unit:[ \t]*[\"']?([a-z0-9-]+)", re.MULTILINE)


async def last_good(database: Path, folder: Path) -> Files | None:
    """Plan and rosters as a bot last took them from that folder; None when none did, or it cannot be told.

    Raises StoreCorrupt. How to get into channels is not in the log: it comes from a plan that is not at fault.
    """
    unit = _name(folder / PLAN)
    if unit is None:
        return None
    try:
        reader = await open_reader(database, unit=unit)
    except StoreError:
        return None
    try:
        plan = await _first_plan(reader)
        if plan is None:
            return None
        known, _ = await fold(reader, Unit(plan=plan, roster=Roster(members=())))
    finally:
        await reader.close()
    if not known.people.roster_recorded:
        return None
    written = sound_plan(folder)
    if written is not None and written.without_secrets() == known.plan.without_secrets():
        known = replace(known, plan=written)
    return Files(folder=folder, plan=known.plan, roster=known.roster, duty_roster=known.duty_roster)


def _name(plan: Path) -> str | None:
    try:
        found = _NAME.search(plan.read_text("utf-8", "replace"))
    except OSError:
        return None
    return found[1] if found else None


async def _first_plan(reader: Reader) -> Plan | None:
    async for record in reader.records("people"):
        if record.event == PlanChanged.__name__:
            event = load_event(record.event, record.data, at=record.time, by=record.actor)
            assert isinstance(event, PlanChanged)
            return event.plan
    return None
