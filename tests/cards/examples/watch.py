"""The duty roster: handing over, swaps, what the office hears."""

from dataclasses import replace

from bot.cards.card import Card
from bot.domain.message import SYSTEM
from bot.domain.watch.commands import AcceptSwap, BeginSwap, FollowRoster, OfferSwap, RefuseSwap, TakeOverShift
from tests.cards.examples import example
from tests.cards.unit import Play
from tests.watch.rosters import DUTY, LEADER, with_rotations

HE = "duty/2026-03-03T0800/he"


def _on_duty(scene: Play, *rotations: dict[str, object], **rules: object) -> Play:
    """Nine in the morning; ye is on duty, he is next, wei leads and shen is next."""
    plan = with_rotations(*(rotations or (DUTY, LEADER)), language=scene.language, **rules)
    scene.unit = replace(scene.unit, plan=plan)
    return scene.do(FollowRoster(by=SYSTEM)).wait(seconds=1)


def _handing_over(scene: Play) -> Play:
    """Duty changes at eight, the leader at noon."""
    noon = {**LEADER, "shifts": [{"at": "12:00", "length": "24h"}]}
    return _on_duty(scene, DUTY, noon).wait(hours=3).do(TakeOverShift(by="wei", handover="1")).wait(hours=20)


@example("watch.incoming")
def _(scene: Play) -> Card:
    return _handing_over(scene).card("watch/handover/2/in/he/0")


@example("watch.incoming_nagged")
def _(scene: Play) -> Card:
    return _handing_over(scene).wait(minutes=15).card("watch/handover/2/in/he/1")


@example("watch.incoming_superseded")
def _(scene: Play) -> Card:
    return _handing_over(scene).wait(minutes=15).card("watch/handover/2/in/he/0")


@example("watch.incoming_taken")
def _(scene: Play) -> Card:
    scene = _handing_over(scene).wait(minutes=4)
    return scene.do(TakeOverShift(by="he", handover="2")).card("watch/handover/2/in/he/0")


@example("watch.incoming_never")
def _(scene: Play) -> Card:
    return _handing_over(scene).wait(hours=24).card("watch/handover/2/in/he/2")


@example("watch.incoming_late")
def _(scene: Play) -> Card:
    scene = _on_duty(scene, DUTY)
    scene.now = scene.now.replace(day=3, hour=2)
    return scene.do(FollowRoster(by=SYSTEM)).card("watch/handover/1/in/he/0")


@example("watch.outgoing")
def _(scene: Play) -> Card:
    return _handing_over(scene).card("watch/handover/2/out/ye")


@example("watch.outgoing_office_knows")
def _(scene: Play) -> Card:
    return _handing_over(scene).wait(minutes=31).card("watch/handover/2/out/ye")


@example("watch.outgoing_taken")
def _(scene: Play) -> Card:
    scene = _handing_over(scene).wait(minutes=4)
    return scene.do(TakeOverShift(by="ye", handover="2")).card("watch/handover/2/out/ye")


@example("watch.outgoing_nobody")
def _(scene: Play) -> Card:
    day = {**DUTY, "shifts": [{"at": "08:00", "length": "12h"}]}
    return _on_duty(scene, day).wait(hours=12).card("watch/handover/1/out/ye")


@example("watch.office")
def _(scene: Play) -> Card:
    return _handing_over(scene).wait(minutes=31).card("watch/handover/2/office/wei")


@example("watch.office_taken")
def _(scene: Play) -> Card:
    scene = _handing_over(scene).wait(minutes=31)
    shift = scene.unit.watch.expected("duty")[0].id
    return scene.do(TakeOverShift(by="wei", handover="2", shift=shift)).card("watch/handover/2/office/wei")


@example("watch.office_uncovered")
def _(scene: Play) -> Card:
    day = {**DUTY, "shifts": [{"at": "08:00", "length": "12h"}]}
    return _on_duty(scene, day).wait(hours=12).card("watch/handover/1/office/wei")


@example("watch_swap.choosing")
def _(scene: Play) -> Card:
    return _on_duty(scene).do(BeginSwap(by="he", shift=HE)).card("watch/swap/1/giver")


@example("watch_swap.giver")
def _(scene: Play) -> Card:
    return _on_duty(scene).do(OfferSwap(by="he", shift=HE, to="kong")).card("watch/swap/1/giver")


@example("watch_swap.asked")
def _(scene: Play) -> Card:
    return _on_duty(scene).do(OfferSwap(by="he", shift=HE, to="kong")).card("watch/swap/1/asked")


def _answered(scene: Play, *, agreed: bool) -> Play:
    scene = _on_duty(scene).do(OfferSwap(by="he", shift=HE, to="kong"))
    return scene.do((AcceptSwap if agreed else RefuseSwap)(by="kong", swap="1"))


@example("watch_swap.asked_agreed")
def _(scene: Play) -> Card:
    return _answered(scene, agreed=True).card("watch/swap/1/asked")


@example("watch_swap.result_agreed")
def _(scene: Play) -> Card:
    return _answered(scene, agreed=True).card("watch/swap/1/result")


@example("watch_swap.result_refused")
def _(scene: Play) -> Card:
    return _answered(scene, agreed=False).card("watch/swap/1/result")


@example("watch_swap.giver_lapsed")
def _(scene: Play) -> Card:
    return _on_duty(scene).do(OfferSwap(by="he", shift=HE, to="kong")).wait(hours=23).card("watch/swap/1/giver")


@example("watch_swap.office")
def _(scene: Play) -> Card:
    return _answered(scene, agreed=True).card("watch/swap/1/office/wei")


def _checked(scene: Play) -> Play:
    """Two rotations that put one person into both; nights without anybody; somebody who is not enrolled."""
    day = {**DUTY, "shifts": [{"at": "08:00", "length": "12h"}]}
    leads = {**LEADER, "members": ["wei", "ye"], "shifts": [{"at": "08:00", "length": "24h"}]}
    people = scene.unit.people
    known = {m: e for m, e in people.enrolments.items() if m != "he"}
    scene.unit = replace(scene.unit, people=replace(people, enrolments=known))
    return _on_duty(scene, day, leads, horizon="2d")


@example("watch_check.findings")
def _(scene: Play) -> Card:
    return _checked(scene).card("watch/check/1/wei")


@example("watch_check.settled")
def _(scene: Play) -> Card:
    people = scene.unit.people
    scene = _checked(scene)
    plan = with_rotations(DUTY, language=scene.language, horizon="2d")
    scene.unit = replace(scene.unit, plan=plan, people=people)
    return scene.wait(seconds=1).card("watch/check/1/wei")
