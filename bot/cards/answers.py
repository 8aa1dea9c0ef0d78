"""Answers to commands in words: status, what is asked back, and why something was not done."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.cards.card import Button, Card, Lane
from bot.cards.command import in_command, role_of
from bot.cards.duty_leader import duty_leader
from bot.cards.group_chat import figures
from bot.cards.heading import ending, heading
from bot.cards.shifts import on_duty_lines, sees_phones
from bot.cards.toast import refusal
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.authority import commander
from bot.domain.desk.commands import ReportLead
from bot.domain.hazard.commands import ReportHazard
from bot.domain.incident.commands import GiveAnswer
from bot.domain.incident.events import Answer
from bot.domain.incident.state import Incident, Standing
from bot.domain.message import Command, Refused
from bot.domain.unit import Unit
from config.roster import Member

_NAMES_MOST: Final = 30


def status(unit: Unit, member: str, origin: str, at: datetime) -> Card:
    """Where things stand: the open incident and who commands; or that there is none, who would, and who is reached."""
    incident = unit.current(member)
    write = writer(unit, incident)
    lines = _quiet(unit, member, write, at) if incident is None else _status(incident, member, write)
    return answer(member, origin, write.page(lines))


def refused(unit: Unit, member: str, origin: str, reason: Refused, *, exercise: bool = False) -> Card:
    """Why a command had no effect."""
    write = writer(unit, exercise=exercise)
    return answer(member, origin, write.page([said(refusal(write, reason), 500)]))


def plain(unit: Unit, member: str, origin: str, key: str, incident: Incident | None = None, **values: str) -> Card:
    """One line of the catalogue; the values are made harmless here."""
    write = writer(unit, incident)
    harmless = {name: said(value) for name, value in values.items()}
    return answer(member, origin, write.page([write.t(key, **harmless)]))


def ask_for_lead(unit: Unit, member: str, origin: str) -> Card:
    """/report without a word: what has happened, where?"""
    write = writer(unit)
    return answer(
        member, origin, write.page([write.t("lead.ask")]), reply=ReportLead(), ask=write.t("lead.ask_placeholder")
    )


def ask_for_hazard(unit: Unit, member: str, origin: str) -> Card:
    """/hazard without a word: where and what is it?"""
    write = writer(unit)
    return answer(
        member, origin, write.page([write.t("hazard.ask")]), reply=ReportHazard(), ask=write.t("hazard.ask_placeholder")
    )


def ask_who(unit: Unit, member: str, origin: str, incident: Incident, found: list[Member]) -> Card:
    """/here with a name that fits several: which of them?"""
    write = writer(unit, incident)
    rows = tuple(
        (
            Button(
                text=clip(f"{one.name} {one.title}", 40),
                command=GiveAnswer(number=incident.number, answer=Answer.ARRIVED, member=one.id),
            ),
        )
        for one in found[:_NAMES_MOST]
    )
    return answer(member, origin, write.page([write.t("here.which")]), buttons=rows)


def answer(
    member: str,
    origin: str,
    text: str,
    *,
    buttons: tuple[tuple[Button, ...], ...] = (),
    reply: Command | None = None,
    ask: str | None = None,
) -> Card:
    """A card that answers one message of one member."""
    return Card(
        key=f"answer/{origin}",
        to=f"member:{member}",
        lane=Lane.TAPPED,
        text=text,
        buttons=buttons,
        reply=reply,
        ask=ask,
    )


def _quiet(unit: Unit, member: str, write: Writer, at: datetime) -> Iterator[str]:
    yield bold(write.t("status.none"))
    leader = unit.roster.find(commander(unit.plan, unit.roster, unit.people, at) or "")
    if leader is not None:
        yield write.t("status.would_command", name=said(leader.name), role=role_of(unit.plan, leader))
    reachable = sum(unit.people.reachable(member.id) for member in unit.roster.members)
    yield write.t("status.reachable", count=reachable, total=len(unit.roster.members))
    yield from on_duty_lines(unit, write, phone=sees_phones(unit, member))
    group = unit.people.group
    yield write.t("status.group", title=said(group.title)) if group else write.t("post.no_group")


def _status(incident: Incident, member: str, write: Writer) -> Iterator[str]:
    yield heading(incident, write)
    yield write.t("alert.where", place=said(incident.place) or write.t("unknown_yet"))
    yield write.t("alert.what", what=said(incident.what) or write.t("unknown_yet"))
    yield write.t("alert.assembly", place=said(incident.plan.assembly_points[0].name))
    yield from duty_leader(incident, member, write)
    yield from ending(incident, write)
    yield from in_command(incident, write)
    yield from figures(incident, write)
    standing = incident.roll.get(member)
    if standing is not None:
        yield ""
        yield _mine(incident, standing, write)
    for group in incident.groups_of(member):
        key = "alert.group_lead" if group.lead == member else "alert.group"
        yield write.t(key, group=said(incident.plan.group_by_id[group.id].name))
    if incident.in_command_post(member):
        silent = [f"{said(m.name)} {m.phone}" for m in incident.silent()]
        if silent and incident.stood_down_at is None:
            yield bold(write.t("post.silent", count=len(silent)))
            yield from write.listed(silent, most=_NAMES_MOST)


def _mine(incident: Incident, standing: Standing, write: Writer) -> str:
    """What whoever asks has answered: the alert, or the stand-down once that is what counts."""
    t = write.t
    if incident.stood_down_at is None:
        return t("status.mine", answer=t(f"answer.{standing.answer}" if standing.answer else "standing.silent"))
    known = standing.stand_down_acknowledged_at is not None
    return t("status.mine", answer=t("button.known")) if known else t("status.not_confirmed")
