"""`muster forget`: the personal data of somebody who has left goes; what was done stays under their id.

It is done while the bot is not running: no card on its way, and nothing in its memory, can bring a name back.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.commandline.ending import Faults
from bot.domain.decide import decide
from bot.domain.message import SYSTEM, Refused
from bot.domain.privacy.commands import ForgetMember
from bot.domain.privacy.redact import Chosen, Known, known, of_member
from bot.domain.unit import Unit
from bot.service import fold, recorded
from config.loading import Unit as Files
from config.texts import texts
from store.protocol import Batch, Reader, Redaction, refuse_other_unit
from store.sqlite import open_store
from store.sqlite.opening import refuse_missing


async def forget(database: Path, files: Files, member: str, *, yes: bool) -> list[str]:
    """Say what would be deleted, or delete it; the lines to print. Raises Faults, StoreError."""
    refuse_missing(database)
    store = await open_store(database, unit=files.plan.unit)
    try:
        await refuse_other_unit(store, files.plan.unit)
        unit, versions = await fold(store, Unit(plan=files.plan, roster=files.roster))
        # Today's files count: the bot may have been stopped before it took them.
        unit = replace(unit, plan=files.plan, roster=files.roster)
        decided = decide(unit, ForgetMember(by=SYSTEM, member=member), datetime.now(UTC))
        if isinstance(decided, Refused):
            raise Faults(texts(files.plan.language)(f"refusal.{decided.key}", **decided.values))
        chosen, found = await _found(store, member)
        if not found:
            raise Faults(f"there is no personal data of {member} in the log: nothing to delete")
        lines = [f"{stream:<24} {count} records" for stream, count in sorted(found.items())]
        if not yes:
            return [*lines, f"nothing is deleted yet: muster forget {member} --yes deletes it, for good"]
        event = decided[0]
        redaction = Redaction(
            blank=chosen.blank, streams=chosen.streams, cards=chosen.cards, addresses=chosen.addresses
        )
        await store.write(Batch(events=[recorded(event, versions, redaction)]))
        await store.compact()
        return [*lines, f"deleted; what was done stays under the id {member}. Backups made before still hold it."]
    finally:
        await store.close()


async def _found(reader: Reader, member: str) -> tuple[Chosen, Mapping[str, int]]:
    """What is to go, and in how many records of each stream."""
    who = Known()
    async for record in reader.records():
        who |= known(member, record.data)
    chosen, found = of_member(member, who), Counter[str]()
    async for record in reader.records():
        found[record.stream] += chosen.blank(record.event, record.actor, record.data) != record.data
    return chosen, +found
