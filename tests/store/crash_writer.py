"""The process that the crash test kills: callers who write without end and say what was acknowledged."""

import asyncio
import sys

from storekit import UNIT, draft, event, log

from store.protocol import Batch
from store.sqlite import open_store


async def main(file: str) -> None:
    store = await open_store(file, unit=UNIT, reserve=0)

    async def call(stream: str) -> None:
        version = len(await log(store, stream))
        while True:
            version += 1
            written = await store.write(
                Batch(events=[event(version, stream)], drafts=[draft(f"text {version}", card=stream)])
            )
            print(written.records[0].seq, written.records[0].hash, flush=True)

    await asyncio.gather(*(call(f"stream/{number}") for number in range(16)))


asyncio.run(main(sys.argv[1]))
