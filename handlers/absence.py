"""/away and /back, for oneself or, by those who lead and their office, for somebody else."""

from bot.cards import answers, away
from bot.domain.people.absence import ComeBack, GoAway
from bot.domain.words.people import called, called_first
from bot.service import Service
from config.roster import Member
from handlers.said import Said
from handlers.submitting import submit
from handlers.until import read_until


async def go(service: Service, said: Said) -> None:
    """/away [NAME] [until]; without a time that can be read it asks back with buttons."""
    unit, now = service.unit, service.now()
    until = read_until(said.words, now, unit.plan.calendar, unit.time_zone)
    if until is not None:
        await _go(service, said, GoAway(by=said.member, until=until))
        return
    people, rest = called_first(unit.roster, said.words)
    if len(people) > 1:
        await _which(service, said, people)
        return
    about = people[0].id if people and people[0].id != said.member else ""
    until = read_until(rest, now, unit.plan.calendar, unit.time_zone)
    if people and until is not None:
        await _go(service, said, GoAway(by=said.member, until=until, member=about))
        return
    nobody = said.words.removesuffix(rest).strip() if until is not None else ""  # where a name would stand
    await service.show(away.ask(unit, said.member, said.origin, now, about=about, nobody=nobody), origin=said.origin)


async def back(service: Service, said: Said) -> None:
    """/back [NAME]"""
    people = called(service.unit.roster, said.words) if said.words else []
    if said.words and len(people) != 1:
        await _which(service, said, people)
        return
    about = people[0].id if people else said.member
    was_away = about in service.unit.people.absences
    accepted = await submit(service, said, ComeBack(by=said.member, member=about))
    if accepted and not (was_away and about == said.member):  # who is back themselves is told by their card
        key = "away.recorded_back" if was_away else "away.not_away"
        await _say(service, said, key, about)


async def _go(service: Service, said: Said, command: GoAway) -> None:
    before = service.unit.people.absences.get(command.who)
    if not await submit(service, said, command):
        return
    if command.member:
        await _say(service, said, "away.recorded_for", command.member)
    elif before is not None and before.until == command.until:
        await _say(service, said, "away.already", command.who)


async def _say(service: Service, said: Said, key: str, member: str) -> None:
    await service.show(away.recorded(service.unit, said.member, said.origin, key, member))


async def _which(service: Service, said: Said, people: list[Member]) -> None:
    if not people:
        await service.show(answers.plain(service.unit, said.member, said.origin, "away.unknown", name=said.words))
        return
    names = ", ".join(f"{one.name} ({one.id})" for one in people[:10])
    await service.show(answers.plain(service.unit, said.member, said.origin, "away.which", names=names))
