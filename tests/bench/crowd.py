"""A program: an emulated Telegram with so many people who have started the bot. `crowd.py COUNT limits|free`

Prints one line of JSON, `{"url": …, "people": [chat ids]}`, and serves until its standard input is closed.
"""

import asyncio
import json
import sys

import uvloop

from bot.rehearsal.limits import TELEGRAM_LIMITS
from bot.rehearsal.telegram import Telegram


async def main(count: int, limited: bool) -> None:
    limits = TELEGRAM_LIMITS if limited else None
    async with Telegram(limits=limits, strict=False) as telegram:
        phones = [telegram.phone(f"人{number}") for number in range(count)]
        for phone in phones:
            await phone.start()
        print(json.dumps({"url": telegram.url, "people": [phone.id for phone in phones]}), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), sys.argv[2] == "limits"))
