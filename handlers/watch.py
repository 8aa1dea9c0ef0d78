"""/watch (值班) and /swap (换班): who is on duty, and giving a shift away."""

from datetime import date

from bot.cards import answers, watch_answers
from bot.domain.unit import Unit
from bot.domain.watch.commands import OfferSwap
from bot.domain.watch.schedule import Shift
from bot.domain.words import days
from bot.domain.words.numbers import plain
from bot.domain.words.people import called
from bot.service import Service
from config.roster import Member, Roster
from handlers.said import Said
from handlers.submitting import submit


async def watch(service: Service, said: Said) -> None:
    """/watch"""
    await service.show(watch_answers.watch(service.unit, said.member, said.origin), origin=said.origin)


async def swap(service: Service, said: Said) -> None:
    """/swap: which shift? /swap NAME DATE: that one, to them."""
    unit = service.unit
    name, found = _name_and_day(said.words, unit.roster, service.now().astimezone(unit.time_zone).date())
    if not said.words:
        await service.show(watch_answers.swap(unit, said.member, said.origin), origin=said.origin)
        return
    people = called(unit.roster, name) if name else []
    mine = _mine(unit, said.member, found)
    if name and len(people) != 1:
        await _say(service, said, "swap.several" if people else "swap.who", people, name)
    elif found is not None and not mine:
        day = found.day.isoformat() if found.day else plain(said.words)[found.start : found.end]
        await service.show(answers.plain(unit, said.member, said.origin, "swap.none_that_day", day=day))
    elif people and len(mine) == 1:
        await submit(service, said, OfferSwap(by=said.member, shift=mine[0].id, to=people[0].id))
    else:
        to = people[0] if people else None
        await service.show(watch_answers.swap(unit, said.member, said.origin, to=to, mine=mine), origin=said.origin)


async def _say(service: Service, said: Said, key: str, people: list[Member], name: str) -> None:
    names = "、".join(member.name for member in people[:5])
    await service.show(answers.plain(service.unit, said.member, said.origin, key, names=names, name=name))


def _name_and_day(words: str, roster: Roster, today: date) -> tuple[str, days.Found | None]:
    """The words are a name, a day, or a name and then a day."""
    words = plain(words)
    found = days.find(words, today)
    if found is None or found.end < len(words) or called(roster, words):
        return words, None
    return words[: found.start].strip(), found


def _mine(unit: Unit, member: str, found: days.Found | None) -> list[Shift]:
    """One's shifts to come; those that begin on that day, where one is named: none on a day that there is not."""
    mine = watch_answers.upcoming(unit, member)
    return [shift for shift in mine if found is None or shift.start.astimezone(unit.time_zone).date() == found.day]
