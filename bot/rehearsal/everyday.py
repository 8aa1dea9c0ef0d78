"""Scenes between incidents: a hazard from photo to verified, and a weekly reminder that is answered by reply."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.rehearsal.cast import Actor
from bot.rehearsal.chats import Message
from bot.rehearsal.complaints import Complaint
from bot.rehearsal.phones import NotOnScreen
from bot.rehearsal.playing import Playing

_MORNING: Final = 9, 30
_DAYS_MOST: Final = 8  # after Monday: a holiday moves what is due, or takes the week out
_REPORTED: Final = "☑ "


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """Who was reminded, by which card; `number` is the duty's on it where it lists several."""

    actor: Actor
    card: Message
    number: str


async def hazard(play: Playing, finder: Actor) -> None:
    """Found with a photo, given to somebody with a day, fixed, looked at by somebody else, closed."""
    words, stage = play.words, play.stage
    report = f"/hazard {words['hazard.place']} {words['hazard.what']}"
    await play.photographs(finder, report)
    office = await play.whoever_has("assign")
    await play.settle()
    play.tell.news()
    await play.tap(office, "assign")
    question = await play.sees(office, "hazard.owner")
    await play.settle()
    play.tell.card(office, question)
    owner = await _assigned(play, office, question)
    await play.settle()
    play.tell.news()
    await play.tap(owner, "fixed")
    card = await play.sees(owner, "hazard.what")
    await play.replies(owner, card, words["hazard.fix"])
    verifier = await play.whoever_has("verify", but=owner)
    await stage[verifier].sees(words["hazard.fix"], timeout=play.patience)
    await play.settle()
    play.tell.news()
    await play.tap(verifier, "verify")
    closed = await play.sees(finder, "hazard.closed")
    await play.settle()
    play.tell.card(finder, closed)


async def _assigned(play: Playing, office: Actor, question: Message) -> Actor:
    """The first who is offered and is not the office itself gets it, until the second of the days offered."""
    named = {actor: label for row in question.labels for label in row for actor in _called(play, label)}
    owner = next((actor for actor in named if actor is not office), None)
    if owner is None:
        raise NotOnScreen(Complaint(why="nobody_fixes"))
    await play.told(office, await play.press(office, named[owner], on=question))
    days = await play.sees(office, "hazard.days")
    labels = [label for row in days.labels for label in row]
    await play.told(office, await play.press(office, labels[min(1, len(labels) - 1)], on=days))
    return owner


def _called(play: Playing, label: str) -> list[Actor]:
    return [actor for actor in play.cast.actors if label.startswith(f"{actor.name} ")]


async def reminder(play: Playing) -> None:
    """The days pass to a Monday; somebody is reminded and answers in words; the other side confirms, if it is asked."""
    play.tell.say(f"··· {play.words['clock.monday']}")
    reminded = await _reminded(play)
    if not reminded:
        play.tell.say(play.words["duty.none"])
        return
    asked, others = reminded[0], [each.actor for each in reminded[1:]]
    actor, text = asked.actor, f"{asked.number} {play.words['duty.reply']}".strip()
    play.tell.card(actor, asked.card)
    play.tell.others(others)
    await play.replies(actor, asked.card, text)
    words = play.words["duty.answered"], play.words["duty.reply"]
    answered = await play.stage[actor].sees(*words, timeout=play.patience)
    await play.settle()
    play.tell.card(actor, answered)
    await _confirmed(play, actor, answered)


async def _confirmed(play: Playing, actor: Actor, answered: Message) -> None:
    """Where the plan asks the other side too, it says so with a tap."""
    label = _REPORTED + actor.name
    other = next((each for each in play.cast.actors if play.button_of(each, label) == label), None)
    if other is None:
        return
    play.tell.card(other, await play.stage[other].sees_button(label))
    await play.told(other, await play.press(other, label))
    await play.stage[actor].sees(play.words["duty.answered"], other.name, timeout=play.patience)
    await play.settle()
    play.tell.card(actor, answered)


async def _reminded(play: Playing) -> list[_Asked]:
    """Everybody who is asked what comes each week, on the first day from Monday on when somebody is."""
    to = _next_monday(play)
    for _ in range(1 + _DAYS_MOST):
        await play.jump(to.astimezone(UTC))
        await play.settle()
        messages = ((actor, card) for actor in play.cast.actors for card in play.stage[actor].messages)
        if found := [asked for actor, card in messages if (asked := _asked(play, actor, card)) is not None]:
            return found
        to += timedelta(days=1)
    return []


def _asked(play: Playing, actor: Actor, card: Message) -> _Asked | None:
    """Whether this is a reminder of something weekly that is still to be answered."""
    weekly = re.compile(rf"^(?:(\d+)\. )?.*{play.words['duty.week'].format(number='[0-9]+')}$", re.MULTILINE)
    found = weekly.search(card.text) if play.words["duty.heading"] in card.text else None
    if found is None:
        return None
    number = found[1] or ""
    done = f"{number} {play.words['duty.done']}".strip()
    return _Asked(actor=actor, card=card, number=number) if any(done in row for row in card.labels) else None


def _next_monday(play: Playing) -> datetime:
    here = play.stage.steering.now().astimezone(play.cast.zone)
    hour, minute = _MORNING
    return here.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=7 - here.weekday())
