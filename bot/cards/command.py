"""Who commands: the offer to take over from a silent commander, and the word that command has passed (clause 3)."""

from collections.abc import Iterator

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, said, writer
from bot.domain.incident import events as e
from bot.domain.incident import succession
from bot.domain.incident.commands import TakeCommand
from bot.domain.incident.events import Unseconded
from bot.domain.incident.state import Incident, Phase, Term
from bot.domain.message import Event
from bot.domain.unit import Unit
from config.plan import Plan
from config.roster import Member


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Offers that are made or settled, and a notice each when command is somebody else's."""
    if not isinstance(event, e.IncidentEvent):
        return
    incident, number = unit.incidents[event.number], event.number
    match event:
        case e.Activated():
            first = succession.first(incident.plan, incident.roster)
            if incident.term is not None and incident.term.member != first:
                yield Ref(draw=draw_acting, incident=number, subject=incident.term.member)
        case e.CommandTaken():
            term = len(incident.terms) - 1
            yield from _offers(incident, term - 1)
            for member in dict.fromkeys([event.by, event.previous, *(m.id for m in incident.command_post())]):
                yield Ref(draw=draw_taken, incident=number, subject=member, ordinal=term)
        case _:
            yield from _offers(incident, len(incident.terms) - 1)


def draw_offer(unit: Unit, ref: Ref) -> Card | None:
    """To whoever is next: the commander is silent, one tap takes over."""
    incident = unit.incidents[ref.incident]
    term = incident.terms[ref.ordinal]
    offer = next((offer for offer in term.offers if offer.member == ref.subject), None)
    if offer is None:
        return None
    write = writer(unit, incident)
    current = ref.ordinal == len(incident.terms) - 1
    is_open = current and incident.phase is Phase.RESPONSE and succession.offered(incident, ref.subject)
    commander = incident.roster.by_id[term.member]
    if is_open:
        since = write.time(max(term.since, incident.roll_from))
        key = "command.away" if term.member in incident.away else "command.silent"
        if succession.lost_since(incident) is not None:
            key = "command.lost"
        lines = [
            bold(write.t("command.offer_late" if offer.late else "command.offer", number=incident.number)),
            write.t(key, name=said(commander.name), phone=commander.phone, time=since),
            write.t("command.offer_how"),
        ]
    else:
        lines = [bold(_settled(incident, term, write, current=current))]
    take = Button(text=write.t("button.take_command"), command=TakeCommand(number=incident.number), style=Style.DANGER)
    return Card(
        key=f"{incident.number}/command_offer/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page(lines),
        buttons=((take,),) if is_open else (),
        closed=not is_open,
    )


def draw_taken(unit: Unit, ref: Ref) -> Card:
    """To the command post, the new commander and the one before."""
    incident = unit.incidents[ref.incident]
    write, term = writer(unit, incident), incident.terms[ref.ordinal]
    previous = said(incident.name(incident.terms[ref.ordinal - 1].member))
    key = "command.taken_you" if ref.subject == term.member else "command.taken"
    name, time = said(incident.name(term.member)), write.time(term.since)
    return _notice(incident, ref, write, key, name=name, previous=previous, time=time)


def draw_acting(unit: Unit, ref: Ref) -> Card:
    """To whoever commands from the start because those above are away or cannot be reached."""
    incident = unit.incidents[ref.incident]
    write, order = writer(unit, incident), incident.roster.with_role(*incident.plan.succession)
    above = [member for member in order if succession.ranks_above(incident, member.id, ref.subject)]
    names = write.t("list.comma").join(said(member.name) for member in above)
    return _notice(incident, ref, write, "command.acting", names=names, time=write.time(incident.activated_at))


def in_command(incident: Incident, write: Writer) -> Iterator[str]:
    """Who commands and since when, for the command post."""
    if incident.term is not None:
        name = said(incident.name(incident.term.member))
        yield write.t("command.line", name=name, role=role(incident), time=write.time(incident.term.since))


def role(incident: Incident) -> str:
    """What the plan calls the commander: for the group chat, where a role is enough. Harmless in HTML."""
    member = incident.roster.find(incident.term.member) if incident.term else None
    return role_of(incident.plan, member) if member is not None else "—"


def role_of(plan: Plan, member: Member) -> str:
    """What the plan calls whoever commands: the first of the succession's roles that they hold. Harmless in HTML."""
    found = next((role for role in plan.succession if role in member.roles), None)
    return said(plan.role_name(found)) if found is not None else "—"


def agreed(incident: Incident, write: Writer) -> Iterator[str]:
    """The second leader's word, or why it went out without one."""
    if incident.seconded_by is not None:
        yield write.t("second.by", name=said(incident.name(incident.seconded_by)))
    elif incident.unseconded is not None:
        yield bold(write.t(f"second.flag_{Unseconded(incident.unseconded)}"))


def _settled(incident: Incident, term: Term, write: Writer, *, current: bool) -> str:
    if not current:
        after = incident.terms[incident.terms.index(term) + 1]
        return write.t("command.now", name=said(incident.name(after.member)), time=write.time(after.since))
    if incident.phase is not Phase.RESPONSE:
        return write.t("command.ended", number=incident.number)
    return write.t("command.heard", name=said(incident.name(term.member)))


def _offers(incident: Incident, ordinal: int) -> Iterator[Ref]:
    for offer in incident.terms[ordinal].offers if incident.terms else ():
        yield Ref(draw=draw_offer, incident=incident.number, subject=offer.member, ordinal=ordinal)


def _notice(incident: Incident, ref: Ref, write: Writer, key: str, **values: str) -> Card:
    return Card(
        key=f"{incident.number}/command/{ref.subject}/{ref.ordinal}",
        to=f"member:{ref.subject}",
        lane=Lane.COMMAND,
        text=write.page([bold(write.t(key, number=incident.number, **values))]),
    )
