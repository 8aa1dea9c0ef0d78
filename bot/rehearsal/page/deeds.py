"""Everything that a person can do on the page: on a phone, with the time, the weather, the others and the script."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.rehearsal.bot_api import MOST_TEXT
from bot.rehearsal.bot_process import BotFailed
from bot.rehearsal.chats import Json, Message
from bot.rehearsal.cue import Cue
from bot.rehearsal.groups import Group
from bot.rehearsal.page.crowd import Crowd
from bot.rehearsal.page.refused import Refused
from bot.rehearsal.phones import NotOnScreen, Phone
from bot.rehearsal.script import SCENES, Script
from bot.rehearsal.stage import Stage
from bot.rehearsal.weather import Disturbance

_FARTHEST: Final = timedelta(days=2 * 366)
_PIXEL: Final = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300"
    + "08" * 64
    + "ffc0000b080001000101011100ffc40014000100000000000000000000000000000000ffc40014100100000000000000000000000000"
    "000000ffda0008010100003f0037ffd9"
)


class Deeds:
    """Carries out what the page asks for: `{"do": NAME, …}`."""

    def __init__(self, stage: Stage, crowd: Crowd, *, seed: int, tell: Callable[[str, Json], None]) -> None:
        self._stage = stage
        self._crowd = crowd
        self._seed = seed
        self._tell = tell
        self._down = False
        self._slow: Disturbance | None = None
        self._script: Script | None = None
        self._playing: asyncio.Task[None] | None = None
        self._cue = Cue()
        self._once = False  # only the scene that is being played
        self._table: dict[str, Callable[[Json], Awaitable[Json | None]]] = {
            "types": self._types,
            "taps": self._taps,
            "menu": self._menu,
            "location": self._location,
            "photo": self._photo,
            "jump": self._jump,
            "day": self._day,
            "next": self._next,
            "stop": self._stop,
            "rate": self._rate,
            "weather": self._weather,
            "phone": self._phone_weather,
            "kill": self._kill,
            "restart": self._restart,
            "others": self._others,
            "script": self._scripted,
        }

    async def do(self, given: Json) -> Json:
        """Do it. Raises Refused, ValueError or BotFailed, each saying why not."""
        deed = self._table.get(str(given.get("do")))
        if deed is None:
            raise ValueError(f"nothing is called {given.get('do')!r}")
        return await deed(given) or {}

    def state(self) -> Json:
        """What the tray shows."""
        script = self._script
        blocked = [phone.id for phone in self._stage.phones.values() if self._blocks(phone)]
        scenes = script.scenes if script else []
        return {
            "down": self._down,
            "slow": self._slow is not None,
            "journey": self._way(),
            "limits": self._stage.telegram.turnstile.limits is not None,
            "off": sorted(self._crowd.off),
            "blocked": blocked,
            "script": {
                "playing": self._plays,
                "paused": self._plays and self._cue.held,
                "played": script.played if script else 0,
                "of": len(scenes) or SCENES,
                "next": scenes[script.played][0] if script and not script.finished else "",
            },
        }

    @property
    def _plays(self) -> bool:
        return self._playing is not None and not self._playing.done()

    def _way(self) -> Json | None:
        """From when to when the clock is going day by day, and how far it is."""
        journey = self._stage.journey
        if journey is None:
            return None
        at = self._stage.steering.now()
        return {"from": journey.start.timestamp(), "to": journey.to.timestamp(), "at": at.timestamp()}

    async def close(self) -> None:
        """Stop a script that plays, and days that pass."""
        await self._stop({})
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)

    # on a phone

    def _who(self, given: Json) -> Phone:
        phone = self._stage.telegram.phones.get(int(given["user"]))
        if phone is None:
            raise ValueError("nobody has that phone")
        if phone.id in self._crowd.off and given["do"] != "phone":
            raise Refused("off")
        return phone

    def _where(self, given: Json) -> Group | None:
        chat, group = int(given.get("chat") or 0), self._stage.group
        if chat >= 0:
            return None
        if group is None:
            raise Refused("no_group")
        return group

    def _message(self, given: Json, key: str) -> Message:
        chat = self._stage.telegram.world.chats.get(int(given["chat"]))
        message = chat.messages.get(int(given[key])) if chat else None
        if message is None:
            raise Refused("message_gone")
        return message

    async def _types(self, given: Json) -> None:
        text = str(given["text"]).strip()
        if not text:
            raise Refused("empty")
        phone, to = self._who(given), self._message(given, "reply_to") if given.get("reply_to") else None
        if text == "/start":
            await phone.start()
            return
        for begin in range(0, len(text), MOST_TEXT):  # what is longer goes out as several messages, as in every app
            part = text[begin : begin + MOST_TEXT]
            await (phone.replies(to, part) if to else phone.types(part, chat=self._where(given)))

    async def _taps(self, given: Json) -> Json:
        phone, message = self._who(given), self._message(given, "message")
        row, column = int(given["row"]), int(given["column"])
        try:
            button = message.buttons[row][column]
        except IndexError:
            raise Refused("button_gone") from None
        if "copy_text" in button:
            return {"copied": button["copy_text"]["text"]}
        try:
            await phone.taps(button["text"], on=message, timeout=0.1)
        except NotOnScreen:
            raise Refused("button_gone") from None
        return {}

    async def _menu(self, given: Json) -> Json:
        """What that person's phone offers in that chat: each command, and what it is said to do."""
        offered = self._who(given).menu(chat=self._where(given))
        return {"commands": [{"command": f"/{command}", "does": does} for command, does in offered.items()]}

    async def _location(self, given: Json) -> None:
        await self._who(given).sends_location(28.6829, 115.8582, chat=self._where(given))

    async def _photo(self, given: Json) -> None:
        await self._who(given).sends_photo(str(given.get("text", "")), data=_PIXEL, chat=self._where(given))

    # time

    async def _jump(self, given: Json) -> Json:
        now, zone = self._stage.steering.now(), self._stage.cast.zone
        if "minutes" in given:
            return await self._goes(now + timedelta(minutes=float(given["minutes"])))
        try:
            to = datetime.fromisoformat(str(given["to"]))
        except ValueError:
            raise Refused("no_date") from None
        to = to if to.tzinfo else to.replace(tzinfo=zone)
        if to < now:
            raise Refused("past")
        if to > now + _FARTHEST:
            raise Refused("far")
        return await self._goes(to.astimezone(UTC))

    async def _day(self, given: Json) -> Json:
        """Half past nine on the next Monday, or on the last day of the quarter, in the unit's time."""
        here = self._stage.steering.now().astimezone(self._stage.cast.zone)
        morning = here.replace(hour=9, minute=30, second=0, microsecond=0)
        if given.get("which") == "monday":
            to = morning + timedelta(days=7 - here.weekday())
        else:
            first = (here.month - 1) // 3 * 3 + 1
            after = morning.replace(year=here.year + (first == 10), month=(first + 3 - 1) % 12 + 1, day=1)
            to = after - timedelta(days=1)
        return await self._goes(max(to.astimezone(UTC), self._stage.steering.now()))

    async def _goes(self, to: datetime) -> Json:
        if self._stage.journey is not None:
            raise Refused("journey")
        try:
            stopped = not await self._stage.jump(to)
        except ValueError:  # the script moved the clock past it meanwhile
            raise Refused("past") from None
        return {"stopped": stopped, "now": self._stage.steering.now().timestamp()}

    async def _next(self, _given: Json) -> Json:
        if self._stage.journey is not None:
            raise Refused("journey")
        try:
            due = await self._stage.jump_to_next_due()
        except ValueError:  # another jump went past it meanwhile
            raise Refused("past") from None
        return {"due": due.timestamp() if due else None}

    async def _stop(self, _given: Json) -> None:
        """No further; a script whose days these were is paused, as it would let them pass on."""
        if self._script is not None and self._script.travels:
            self._cue.hold()
        if self._stage.journey is not None:
            self._stage.journey.stop()

    async def _rate(self, given: Json) -> None:
        self._stage.steering.runs(float(given["rate"]))

    # weather

    async def _weather(self, given: Json) -> None:
        telegram, on = self._stage.telegram, bool(given["on"])
        match given["what"]:
            case "down":
                self._down = on
                await (telegram.down() if on else telegram.up())
            case "slow":
                if self._slow is not None:
                    self._slow.ends()
                self._slow = telegram.weather.slows(seconds=2.0) if on else None
            case "limits":
                from bot.rehearsal.limits import TELEGRAM_LIMITS

                telegram.turnstile.limits = TELEGRAM_LIMITS if on else None
            case other:
                raise ValueError(f"no such weather: {other}")

    async def _phone_weather(self, given: Json) -> None:
        phone, on = self._who(given), bool(given["on"])
        if given["what"] == "blocks":
            await (phone.blocks() if on else phone.start())
        elif given["what"] == "off":
            self._crowd.switches(phone.id, off=on)

    def _blocks(self, phone: Phone) -> bool:
        chat = self._stage.telegram.world.chats.get(phone.id)
        return chat is not None and not chat.members[self._stage.telegram.world.me.id].present

    async def _kill(self, _given: Json) -> None:
        await self._stage.kill()

    async def _restart(self, _given: Json) -> None:
        await self._stage.restart()

    # the others, and the script

    async def _others(self, given: Json) -> None:
        manner: Any = given["manner"]
        if manner not in ("off", "prompt", "realistic"):
            raise ValueError(f"nobody behaves like that: {manner}")
        self._crowd.behave(manner, [int(user) for user in given.get("played", [])])

    async def _scripted(self, given: Json) -> None:
        """Pause before the next act, resume there, or play: a `step`, which is one scene, or `all` that is left."""
        how, resumes = given["how"], self._plays and self._cue.held
        if how not in ("pause", "resume", "step", "all"):
            raise ValueError(f"nobody plays like that: {how}")
        if how == "pause":
            self._pause()
            return
        if how == "resume" and not resumes:
            raise Refused("idle")
        if not self._stage.ready.is_set():
            raise Refused("enrolling")
        if self._plays and not resumes:
            raise Refused("playing")
        if self._stage.journey is not None:
            raise Refused("journey")
        if how != "resume":
            self._once = how == "step"
        self._cue.give()
        if resumes:
            return
        if self._script is None or self._script.finished:
            self._script = Script(self._stage, seed=self._seed, write=lambda line: None, cue=self._cue)
        self._playing = asyncio.create_task(self._play(self._script))

    def _pause(self) -> None:
        if not self._plays:
            raise Refused("idle")
        self._cue.hold()
        if self._script is not None and self._script.travels and self._stage.journey is not None:
            self._stage.journey.stop()

    async def _play(self, script: Script) -> None:
        try:
            while not script.finished:
                await script.step()
                if self._once:
                    return
        except (NotOnScreen, BotFailed) as error:
            self._tell("problem", {"text": error.complaint.said(self._stage.cast.language)})
