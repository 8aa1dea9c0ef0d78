"""Whatever people do with hazards, in whatever order: every card obeys the rules, and says what is so now."""

import random
from datetime import timedelta

import pytest

from bot.cards.changes import refs
from bot.cards.ref import Ref
from bot.domain.hazard import commands as c
from bot.domain.hazard.events import Question
from bot.domain.hazard.state import REGISTER
from bot.domain.message import Command, Refused
from bot.domain.timers import timers
from tests.cards import rules
from tests.cards.unit import LANGUAGES, Play, play

WORDS = ("", "门坏", "𬍛" * 2000, "<b>&</b> {x}", "唐禾 3天", "苏𬍛", "Tang He 3 days", "x\n" * 900)
PEOPLE = ("lin", "shen", "wei", "tang", "su", "ye", "kong")


def any_command(dice: random.Random, p: Play) -> Command:
    numbers = list(p.unit.hazards.by_number) or ["H-2026-001"]
    about = {"by": dice.choice(PEOPLE), "hazard": dice.choice(numbers)}
    words, photo = dice.choice(WORDS), dice.choice((None, "file"))
    return dice.choice(
        (
            c.ReportHazard(
                by=about["by"], text=words, photo=photo, place=dice.choice(WORDS), serious=dice.random() < 0.2
            ),
            c.ExtendHazard(**about, text=words, photo=photo),
            c.PlaceHazard(**about, place=dice.choice(WORDS)),
            c.MarkSerious(**about),
            c.AskHazard(**about, question=dice.choice(list(Question))),
            c.ChooseOwner(**about, owner=dice.choice(PEOPLE)),
            c.AssignHazard(**about, owner=dice.choice(PEOPLE), days=dice.choice((0, 3, 7, 900))),
            c.AssignInWords(**about, text=words),
            c.FixHazard(**about),
            c.VerifyHazard(**about),
            c.ReturnHazard(**about, text=words),
            c.DismissHazard(**about, text=words) if dice.random() < 0.2 else c.ShowHazard(**about),
            c.ShowRegister(by=about["by"], page=dice.randrange(3), ordinal=dice.randrange(3)),
        )
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_stays_true(language: str, seed: int) -> None:
    dice, p = random.Random(seed), play(language)  # type: ignore[arg-type]
    seen: dict[str, Ref] = {}

    def give(command: Command) -> None:
        decision = p.gives(command)
        if isinstance(decision, Refused):
            return
        for ref in refs(p.unit, decision):
            card = ref.draw(p.unit, ref)
            if card is not None:
                rules.obeys(card, p.unit)
                seen[card.key] = ref

    for _ in range(120):
        command = any_command(dice, p)
        give(command)
        before = p.unit
        again = p.gives(command)
        if not isinstance(command, c.ReportHazard | c.ExtendHazard | c.ShowRegister | c.ShowHazard | c.AskHazard):
            assert again == () or isinstance(again, Refused), f"{command} counts twice"
            assert p.unit == before
        if dice.random() < 0.2:
            p.now += timedelta(hours=dice.choice((3, 20, 100)))
            for timer in [timer for timer in timers(p.unit) if timer.when <= p.now]:
                give(timer.command)
            assert not [timer for timer in timers(p.unit) if timer.when <= p.now], "a timer spins"
    for key, ref in seen.items():
        shown, now = p.screens[key], ref.draw(p.unit, ref)
        if REGISTER in key or ("/ask/" in key and now is not None and now.buttons):
            continue  # a page is of its time, and whom to suggest is no statement
        assert shown == now, f"{key} is out of date:\n{shown.text}\n\nand should be\n\n{now and now.text}"
        if not p.unit.hazards.by_number[ref.subject].open:
            assert not shown.buttons, key
