"""/hazard and /hazards: report one, and look through what is open."""

import re
import unicodedata
from dataclasses import replace
from typing import Final

from bot.cards import answers
from bot.cards.hazard_owner import which_owner
from bot.domain.hazard.commands import (
    AssignInWords,
    DismissHazard,
    ExtendHazard,
    ReportHazard,
    ReturnHazard,
    ShowRegister,
)
from bot.domain.hazard.wording import WHICH
from bot.service import Service
from config.plan import Plan
from handlers.said import Said
from handlers.submitting import submit

# What a reply to a card about a hazard may be.
WORDED = ReportHazard | ExtendHazard | AssignInWords | ReturnHazard | DismissHazard
_NUMBER: Final = re.compile(r"\s*[Hh]-?(\d{4})-(\d{3})(?!\d)[\s:,.、，。]*(.*)", re.DOTALL)


async def hazard(service: Service, said: Said) -> None:
    """/hazard [place] words, or a picture's caption; alone, it asks."""
    if said.command is None:  # the bare word: it is not what was found
        said = replace(said, words="")
    if not (said.words or said.photo):
        await service.show(answers.ask_for_hazard(service.unit, said.member, said.origin), origin=said.origin)
        return
    await _report(service, said, ReportHazard(by=said.member))


async def hazards(service: Service, said: Said) -> None:
    """/hazards"""
    await submit(service, said, ShowRegister(by=said.member))


async def reply(service: Service, said: Said, command: WORDED) -> None:
    """The words, or the picture, that somebody sent in reply to a card."""
    match command:
        case ReportHazard():
            await _report(service, said, command)
        case ExtendHazard():
            added = replace(command, text=said.words, photo=said.photo)
            if await submit(service, said, added):
                card = answers.plain(
                    service.unit, said.member, said.origin, "hazard.noted", None, number=command.hazard
                )
                await service.show(card)
        case AssignInWords():
            await _assign(service, said, replace(command, text=said.words))
        case ReturnHazard() | DismissHazard():
            if await submit(service, said, replace(command, text=said.words)):
                await service.show(answers.plain(service.unit, said.member, said.origin, "said.recorded"))


def named(service: Service, said: Said) -> tuple[ExtendHazard, Said] | None:
    """A reply to the day's message that begins with a hazard's number is about that hazard, not about a duty."""
    found = _NUMBER.match(unicodedata.normalize("NFKC", said.words))
    number = f"H-{found[1]}-{found[2]}" if found else ""
    if found is None or number not in service.unit.hazards.by_number:
        return None
    return ExtendHazard(by=said.member, hazard=number), replace(said, words=found[3].strip())


def of_album(service: Service, said: Said) -> ExtendHazard | None:
    """A further picture of the album with which its sender reported a hazard."""
    if not said.album or said.words or said.photo is None:
        return None
    mine = (h for h in service.unit.hazards.by_number.values() if (h.reporter, h.album) == (said.member, said.album))
    found = next(mine, None)
    return ExtendHazard(by=said.member, hazard=found.number, photo=said.photo) if found is not None else None


async def _report(service: Service, said: Said, command: ReportHazard) -> None:
    place, text = place_and_words(service.unit.plan, said.words)
    said_of_it = replace(command, text=text, photo=said.photo, album=said.album)
    await submit(service, said, replace(said_of_it, place=place or command.place))


async def _assign(service: Service, said: Said, command: AssignInWords) -> None:
    """Words that may mean several: which of them? By buttons, and nothing has to be written again."""
    outcome = await service.submit(command, origin=said.origin)
    unit = service.unit
    if outcome.refused is not None and outcome.refused.key == WHICH:
        today = service.now().astimezone(unit.time_zone).date()
        await service.show(which_owner(unit, said.member, said.origin, command, today), origin=said.origin)
    elif outcome.refused is not None:
        await service.show(answers.refused(unit, said.member, said.origin, outcome.refused))
    else:
        await service.show(answers.plain(unit, said.member, said.origin, "said.recorded"))


def place_and_words(plan: Plan, words: str) -> tuple[str, str]:
    """A place of the plan that the words begin with, and the rest; without one, all of it is what was found."""
    places = sorted((p.name for p in (*plan.key_places, *plan.exits)), key=len, reverse=True)
    for name in places:
        if words.lower().startswith(name.lower()):
            rest = words[len(name) :].lstrip(" ,，:：。、\n")
            return name, rest or words
    return "", words
