"""/watch (值班) and /swap (换班): who is on duty, and giving a shift away."""

import re
from datetime import date
from typing import Final

from bot.cards import answers, watch_answers
from bot.domain.unit import Unit
from bot.domain.watch.commands import OfferSwap
from bot.domain.watch.schedule import Shift
from bot.service import Service
from config.roster import Member
from handlers.finding import found
from handlers.said import Said

# 2026-03-05, 03-05, 3/5, 3月5日: with the year or without.
_DATE: Final = re.compile(r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$")


async def watch(service: Service, said: Said) -> None:
    """/watch"""
    await service.show(watch_answers.watch(service.unit, said.member, said.origin), origin=said.origin)


async def swap(service: Service, said: Said) -> None:
    """/swap: which shift? /swap NAME DATE: that one, to them."""
    unit = service.unit
    name, day = _name_and_day(said.words)
    if not said.words:
        await service.show(watch_answers.swap(unit, said.member, said.origin), origin=said.origin)
        return
    people = found(unit.roster, name) if name else []
    mine = _mine(unit, said.member, day)
    if name and len(people) != 1:
        await _say(service, said, "swap.several" if people else "swap.who", people, name)
    elif day is not None and not mine:
        await service.show(answers.plain(unit, said.member, said.origin, "swap.none_that_day", day=day.group()))
    elif people and len(mine) == 1:
        await submit(service, said, OfferSwap(by=said.member, shift=mine[0].id, to=people[0].id))
    else:
        to = people[0] if people else None
        await service.show(watch_answers.swap(unit, said.member, said.origin, to=to, mine=mine), origin=said.origin)


async def submit(service: Service, said: Said, command: OfferSwap) -> None:
    """Offer; a refusal is answered in words."""
    outcome = await service.submit(command, origin=said.origin)
    if outcome.refused is not None:
        await service.show(answers.refused(service.unit, said.member, said.origin, outcome.refused))


async def _say(service: Service, said: Said, key: str, people: list[Member], name: str) -> None:
    names = "、".join(member.name for member in people[:5])
    await service.show(answers.plain(service.unit, said.member, said.origin, key, names=names, name=name))


def _name_and_day(words: str) -> tuple[str, "re.Match[str] | None"]:
    day = _DATE.search(words)
    return (words[: day.start()].strip() if day else words.strip()), day


def _mine(unit: Unit, member: str, day: "re.Match[str] | None") -> list[Shift]:
    """One's shifts to come, on that day where one is named; without a year the day is the next of its name."""
    mine = watch_answers.upcoming(unit, member)
    if day is None:
        return mine
    year, month, of_month = (int(part) if part else 0 for part in day.groups())
    return [shift for shift in mine if _is(shift.start.astimezone(unit.time_zone).date(), year, month, of_month)]


def _is(day: date, year: int, month: int, of_month: int) -> bool:
    return (day.month, day.day) == (month, of_month) and year in (0, day.year)
