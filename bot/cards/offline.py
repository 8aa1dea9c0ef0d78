"""The emergency card: numbers, groups, assembly points and one's own checklist, as a picture that a phone keeps.

A picture is loaded without a tap and opens without a network or a program; a long one, for whoever leads many, is a
PDF. The pack that it replaces turns into one that says so, so that nobody calls an old number.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, Literal

from bot.cards.body import AttachmentBody
from bot.cards.card import Attachment, Card, Lane
from bot.cards.ref import Ref
from bot.cards.writing import CAPTION_LIMIT, Writer, bold, writer
from bot.domain.message import Event
from bot.domain.people.events import PacksIssued
from bot.domain.people.pack import Number, Pack, Place, pack
from bot.domain.unit import Unit

TEMPLATE: Final = "offline"
_LONG: Final = 40  # lines; a longer picture would be made too small to read by Telegram


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """The new pack, and the one before it."""
    if isinstance(event, PacksIssued):
        for issue in event.issued:
            yield Ref(draw=draw, subject=issue.member, other=str(issue.accounts), ordinal=issue.number)
            if issue.number > 1:
                yield Ref(draw=draw, subject=issue.member, other=str(issue.accounts), ordinal=issue.number - 1)


def draw(unit: Unit, ref: Ref) -> Card | None:
    """The member's pack of that number, or the word that there is a newer one."""
    member, held = unit.roster.find(ref.subject), unit.people.packs.get(ref.subject)
    if member is None or held is None or str(held.accounts) != ref.other:
        return None
    write = writer(unit)
    t = write.t
    fresh = ref.ordinal == held.number
    heading, lines = t("paper.pack.heading"), [t("paper.pack.use"), t("paper.pack.keep")]
    if not fresh:
        heading, lines = t("paper.pack.void"), [t("paper.pack.see_new")]
    return Card(
        key=f"people/offline/{member.id}/{held.accounts}/{ref.ordinal}",
        to=f"member:{member.id}",
        lane=Lane.DOCUMENT,
        text=write.page([bold(heading), *lines], limit=CAPTION_LIMIT),
        attachment=_attachment(unit, write, pack(unit.plan, unit.roster, member), held.since, fresh),
        closed=not fresh,
    )


def _attachment(unit: Unit, write: Writer, content: Pack, since: datetime, fresh: bool) -> Attachment:
    t = write.t
    long = _lines(content) > _LONG
    data: dict[str, Any] = {
        "lang": unit.plan.language,
        "heading": t("paper.pack.title" if fresh else "paper.pack.void"),
        "unit": unit.plan.name,
        "name": content.name,
        "lines": list(_oneself(write, content)) if fresh else [],
        "sections": list(_sections(write, content)) if fresh else [],
        "asof": t("paper.pack.as_of", day=f"{since.astimezone(write.zone):%Y-%m-%d}", version=unit.plan.version)
        if fresh
        else "",
        "paged": long,
    }
    form: Literal["pdf", "png"] = "pdf" if long else "png"
    return Attachment(name=f"{t('paper.pack.file')}.{form}", template=TEMPLATE, data=data, form=form)


def voided(recipe: AttachmentBody, write: Writer) -> AttachmentBody:
    """The recipe of a pack's file as it is shown where the pack is of no use any more."""
    void = {"heading": write.t("paper.pack.void"), "lines": [], "sections": [], "asof": ""}
    return {**recipe, "data": {**recipe.get("data", {}), **void}}


def _lines(content: Pack) -> int:
    """How many lines the pack takes, and the same for the one that replaces it."""
    tasks = sum(len(place.tasks) for place in content.places)
    return len(content.emergency) + len(content.command) + len(content.people) + len(content.points) + tasks


def _oneself(write: Writer, content: Pack) -> Iterator[str]:
    t, comma = write.t, write.t("list.comma")
    yield content.title
    if content.roles:
        yield t("paper.pack.roles", roles=comma.join(content.roles))
    if content.places:
        groups = [t("paper.pack.lead", group=p.group) if p.leads else p.group for p in content.places]
        yield t("paper.pack.groups", groups=comma.join(groups))


def _sections(write: Writer, content: Pack) -> Iterator[dict[str, Any]]:
    t = write.t
    emergency = [[number.what, number.phone] for number in content.emergency]
    yield _section(t("paper.pack.call"), rows=emergency)
    yield _section(
        t("paper.pack.command"), rows=_rows(write, content.command), note=t("paper.pack.desk", number=content.desk)
    )
    yield _section(
        t("paper.pack.points"),
        rows=[[p, ""] for p in content.points],
        note=t("paper.pack.landmark", where=content.landmark),
    )
    for place in content.places:
        yield _tasks(write, place)
    if content.people:
        more = t("paper.pack.more", count=content.more_people) if content.more_people else ""
        yield _section(t("paper.pack.people"), rows=_rows(write, content.people), note=more)


def _tasks(write: Writer, place: Place) -> dict[str, Any]:
    return _section(write.t("paper.pack.tasks", group=place.group), items=place.tasks, note=place.safety)


def _rows(write: Writer, numbers: tuple[Number, ...]) -> list[list[str]]:
    def what(number: Number) -> str:
        return write.t("paper.pack.lead", group=number.what) if number.leads else number.what

    return [[write.t("paper.pack.who", name=number.name, what=what(number)), number.phone] for number in numbers]


def _section(title: str, *, items: Any = (), rows: Any = (), note: str = "") -> dict[str, Any]:
    return {"title": title, "rows": list(rows), "items": list(items), "note": note}
