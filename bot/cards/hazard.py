"""A hazard on the screens of all who have to do with it: who found it, the office, the owner, who verifies it.

Everybody has one message about a hazard that says what is so now. Whoever has to move gets it anew, and their
earlier one ends.
"""

from collections.abc import Iterator
from typing import Final

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.hazard_lines import about, heading, standing
from bot.cards.ref import Ref
from bot.cards.writing import Writer, clip, name_of, said, writer
from bot.domain.hazard import commands as c
from bot.domain.hazard import events as e
from bot.domain.hazard.events import Question
from bot.domain.hazard.rights import concerned, may_verify
from bot.domain.hazard.state import Hazard, Phase
from bot.domain.message import Event
from bot.domain.staff import Staff
from bot.domain.unit import Unit

_PLACES: Final = 8
_PHOTOS: Final = 10
# After these, somebody who has not seen the pictures may have a card.
_SHOWS_PHOTOS: Final = (
    e.HazardReported,
    e.HazardExtended,
    e.HazardMarkedSerious,
    e.HazardAssigned,
    e.HazardUnassigned,
    e.HazardFixed,
    e.HazardNagged,
    e.HazardShown,
)
Row = tuple[Button, ...]


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Everybody's message about the hazard, the earlier ones that end, and pictures for who has not got them."""
    if not isinstance(event, e.HazardEvent):
        return
    hazard = unit.hazards.by_number.get(event.hazard)
    if hazard is None or isinstance(event, e.HazardAsked | e.OwnerChosen | e.NagPutOff):
        return
    for member, latest in hazard.rings.items():
        for ordinal in range(latest, 0, -1):  # the new one first; that the earlier ones end can wait
            yield Ref(draw=draw, subject=hazard.number, other=member, ordinal=ordinal)
    if isinstance(event, _SHOWS_PHOTOS):
        for member in hazard.rings:
            for ordinal, (sender, _) in enumerate(hazard.photos[:_PHOTOS]):
                if sender != member:
                    yield Ref(draw=draw_photo, subject=hazard.number, other=member, ordinal=ordinal)


def draw(unit: Unit, ref: Ref) -> Card | None:
    """To one member: what is so, and what they may do about it."""
    hazard, member = unit.hazards.by_number.get(ref.subject), ref.other
    if hazard is None:
        return None
    write, staff = writer(unit), unit.staff
    older = ref.ordinal < hazard.rings[member]
    mine = not older and hazard.open and concerned(staff, hazard, member)
    lines = [heading(hazard, write), *about(unit, hazard, write), "", *standing(unit, hazard, write)]
    if mine:
        lines += _turn(unit, staff, hazard, member, write)
    elif hazard.open:
        lines.append(write.t("hazard.older" if older else "hazard.not_yours_now"))
    return Card(
        key=f"hazard/{hazard.number}/{member}/{ref.ordinal}",
        to=f"member:{member}",
        lane=Lane.NAG if hazard.steps and not hazard.serious else Lane.COMMAND,
        text=write.page(lines),
        buttons=_buttons(unit, staff, hazard, member, write) if mine else (),
        reply=c.ExtendHazard(hazard=hazard.number) if mine else None,
        closed=not mine,
    )


def draw_photo(unit: Unit, ref: Ref) -> Card | None:
    """A picture of it, to somebody who has not sent it."""
    hazard = unit.hazards.by_number.get(ref.subject)
    if hazard is None:
        return None
    sender, photo = hazard.photos[ref.ordinal]
    write = writer(unit)
    name = said(name_of(unit, sender))
    return Card(
        key=f"hazard/{hazard.number}/{ref.other}/photo/{ref.ordinal}",
        to=f"member:{ref.other}",
        lane=Lane.COMMAND,
        text=write.mark(write.t("hazard.photo", number=hazard.number, ordinal=ref.ordinal + 1, name=name)),
        photo=photo,
        reply=c.ExtendHazard(hazard=hazard.number),
    )


def _turn(unit: Unit, staff: Staff, hazard: Hazard, member: str, write: Writer) -> Iterator[str]:
    """Whose turn it is, if it is this member's; for whoever found it, who has it."""
    t = write.t
    match hazard.phase:
        case Phase.FOUND if staff.leads(member):
            yield t("hazard.do_assign")
        case Phase.FOUND:
            names = [said(name_of(unit, one)) for one in staff.office()]
            yield t("hazard.sent_to", names=t("list.comma").join(write.listed(names, most=4)))
        case Phase.ASSIGNED if member == hazard.owner:
            yield t("hazard.do_owner")
        case Phase.FIXED if member == hazard.fixed_by and hazard.verifiers:
            yield t("hazard.do_fixed")
        case Phase.FIXED if not hazard.verifiers:
            yield t("hazard.do_no_verifier")
        case Phase.FIXED if may_verify(staff, hazard, member):
            yield t("hazard.do_verify")
    if _may_place(hazard, member) and unit.plan.key_places:
        yield t("hazard.where")


def _buttons(unit: Unit, staff: Staff, hazard: Hazard, member: str, write: Writer) -> tuple[Row, ...]:
    """What this member may do now."""
    t, number = write.t, hazard.number
    leads = staff.leads(member)
    fixed = Button(text=t("button.hazard_fixed"), command=c.FixHazard(hazard=number), style=Style.SUCCESS)
    serious = Button(text=t("button.hazard_serious"), command=c.MarkSerious(hazard=number), style=Style.DANGER)
    rows: list[Row] = []
    match hazard.phase:
        case Phase.FIXED if may_verify(staff, hazard, member):
            verify = Button(text=t("button.hazard_verify"), command=c.VerifyHazard(hazard=number), style=Style.SUCCESS)
            rows.append((verify, _asking(number, Question.RETURN, t("button.hazard_return"))))
        case Phase.ASSIGNED if member == hazard.owner:
            rows.append((fixed,))
    if hazard.waiting and leads:
        owned = hazard.phase is Phase.ASSIGNED
        name = t("button.hazard_reassign") if owned else t("button.hazard_assign")
        assign = _asking(number, Question.ASSIGN, name, None if owned else Style.PRIMARY)
        dismiss = _asking(number, Question.DISMISS, t("button.hazard_dismiss"))
        rows.append((assign, dismiss) if hazard.serious else (assign, serious, dismiss))
    elif hazard.phase is Phase.FOUND and member == hazard.reporter:
        at_once = Button(text=t("button.hazard_fixed_at_once"), command=c.FixHazard(hazard=number))
        rows.append((at_once,) if hazard.serious else (at_once, serious))
    return (*_places(unit, hazard, member), *rows)


def _asking(number: str, question: Question, text: str, style: Style | None = None) -> Button:
    return Button(text=text, command=c.AskHazard(hazard=number, question=question), style=style)


def _may_place(hazard: Hazard, member: str) -> bool:
    return not hazard.place and member == hazard.reporter and hazard.waiting


def _places(unit: Unit, hazard: Hazard, member: str) -> Iterator[Row]:
    """The plan's key places, two in a row, for whoever has not said where it is."""
    if not _may_place(hazard, member):
        return
    buttons = [
        Button(text=clip(place.name, 24), command=c.PlaceHazard(hazard=hazard.number, place=place.name))
        for place in unit.plan.key_places[:_PLACES]
    ]
    yield from (tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
