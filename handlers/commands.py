"""The commands: parse, submit, answer. What they bring about shows on cards."""

from collections.abc import Awaitable, Callable
from typing import Final

from bot.cards import answers
from bot.cards import help as help_cards
from bot.cards import readiness as cards
from bot.domain.desk.commands import ProposeActivation, ReportLead
from bot.domain.incident.commands import GiveAnswer, ProposeStandDown
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident
from bot.domain.message import Refused
from bot.domain.words.people import called
from bot.service import Service
from handlers import absence
from handlers.duty import duties, period
from handlers.hazard import hazard, hazards
from handlers.meeting import meeting
from handlers.said import Said
from handlers.submitting import submit
from handlers.watch import swap, watch

Handler = Callable[[Service, Said], Awaitable[None]]


async def activate(service: Service, said: Said) -> None:
    """/activate [place] [what]"""
    await _propose(service, said, exercise=False)


async def drill(service: Service, said: Said) -> None:
    """/drill [place] [what]"""
    await _propose(service, said, exercise=True)


async def report(service: Service, said: Said) -> None:
    """/report with words, a picture's caption; alone, it asks."""
    if not (said.words or said.photo or said.location):
        await service.show(answers.ask_for_lead(service.unit, said.member, said.origin), origin=said.origin)
        return
    lead = ReportLead(by=said.member, text=said.words, photo=said.photo, location=said.location)
    await submit(service, said, lead)


async def here(service: Service, said: Said) -> None:
    """/here, for oneself; /here NAME, for somebody else."""
    unit = service.unit
    incident = unit.running()
    if incident is None:
        await service.show(answers.plain(unit, said.member, said.origin, "here.no_incident"), origin=said.origin)
        return
    people = called(incident.roster, said.words)
    if not said.words or len(people) == 1:
        await _arrived(service, said, incident, people[0].id if said.words else said.member)
    elif people:
        await service.show(answers.ask_who(unit, said.member, said.origin, incident, people))
    else:
        card = answers.plain(unit, said.member, said.origin, "here.unknown", incident, name=said.words)
        await service.show(card)


async def stand_down(service: Service, said: Said) -> None:
    """/standdown"""
    running = service.unit.running()
    if running is None:
        reason = Refused(key="stand_down.none")
        await service.show(answers.refused(service.unit, said.member, said.origin, reason), origin=said.origin)
        return
    await submit(service, said, ProposeStandDown(by=said.member, number=running.number), exercise=running.exercise)


async def status(service: Service, said: Said) -> None:
    """/status"""
    card = answers.status(service.unit, said.member, said.origin, service.now())
    await service.show(card, origin=said.origin)


async def readiness(service: Service, said: Said) -> None:
    """/readiness"""
    now, health = service.now(), service.health()
    await service.show(cards.readiness(service.unit, said.member, said.origin, now, health), origin=said.origin)


async def help_(service: Service, said: Said) -> None:
    """/help, and /start by somebody who is enrolled."""
    await service.show(help_cards.help_(service.unit, said.member, said.origin), origin=said.origin)


COMMANDS: Final[dict[str, Handler]] = {
    "activate": activate,
    "drill": drill,
    "report": report,
    "here": here,
    "status": status,
    "standdown": stand_down,
    "watch": watch,
    "swap": swap,
    "away": absence.go,
    "back": absence.back,
    "hazard": hazard,
    "hazards": hazards,
    "duties": duties,
    "period": period,
    "meeting": meeting,
    "readiness": readiness,
    "help": help_,
    "start": help_,
}

# Whole messages that mean a command: what people type who do not remember it.
WORDS: Final = {
    "外出": "away",
    "回来了": "back",
    "值班": "watch",
    "带班": "watch",
    "换班": "swap",
    "隐患": "hazard",
    "台账": "hazards",
    "开会": "meeting",
}


async def _arrived(service: Service, said: Said, incident: Incident, member: str) -> None:
    given = GiveAnswer(by=said.member, number=incident.number, answer=Answer.ARRIVED, member=member)
    if await submit(service, said, given, exercise=incident.exercise):
        key, name = "here.recorded" if member == said.member else "here.recorded_for", incident.name(member)
        await service.show(answers.plain(service.unit, said.member, said.origin, key, incident, name=name))


async def _propose(service: Service, said: Said, *, exercise: bool) -> None:
    place, what = (*said.words.split(maxsplit=1), "", "")[:2]
    command = ProposeActivation(by=said.member, exercise=exercise, place=place, what=what)
    await submit(service, said, command, exercise=exercise)
