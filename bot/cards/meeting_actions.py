"""What a meeting orders: the draft to look at, each owner's card, and what the office and the director hear."""

from collections.abc import Iterator

from bot.cards.card import Button, Card, Lane, Style
from bot.cards.meeting_words import heading
from bot.cards.ref import Ref
from bot.cards.writing import Writer, bold, name_of, said, writer
from bot.domain.meeting import commands as c
from bot.domain.meeting import events as e
from bot.domain.meeting.state import Action, Meeting
from bot.domain.message import Command, Event
from bot.domain.unit import Unit


def touched(unit: Unit, event: Event) -> Iterator[Ref]:
    """Questions and drafts of whoever asked; an action's cards."""
    if not isinstance(event, e.MeetingEvent):
        return
    meeting = unit.meetings.by_id.get(event.meeting)
    if meeting is None:
        return
    if (asked := meeting.asks.get(event.by)) is not None:
        for ordinal in range(max(1, asked[1] - 1), asked[1] + 1):
            yield Ref(draw=draw_question, subject=meeting.id, other=event.by, ordinal=ordinal)
    match event:
        case e.ActionsDrafted() | e.DraftDropped():
            for ordinal in range(max(1, len(meeting.drafts) - 1), len(meeting.drafts) + 1):
                yield Ref(draw=draw_draft, subject=meeting.id, ordinal=ordinal)
        case e.ActionsAdded():
            yield Ref(draw=draw_draft, subject=meeting.id, ordinal=len(meeting.drafts))
            for action in meeting.actions[event.first - 1 :]:
                yield from _of(meeting, action)
        case e.ActionDone() | e.ActionFailed() | e.ActionNoted() | e.ActionNagged():
            if (found := meeting.action(event.action)) is not None:
                yield from _of(meeting, found)


def _of(meeting: Meeting, action: Action) -> Iterator[Ref]:
    for ring in range(max(0, action.nags - 1), action.nags + 1):
        yield Ref(draw=draw_action, subject=meeting.id, other=f"{action.number}", ordinal=ring)
    for member in dict.fromkeys((*action.office_told, *action.director_told)):
        yield Ref(draw=draw_told, subject=meeting.id, other=member, ordinal=action.number)


def draw_question(unit: Unit, ref: Ref) -> Card | None:
    """To whoever has begun it: the words that are wanted, as a reply."""
    meeting = unit.meetings.by_id.get(ref.subject)
    asked = meeting.asks.get(ref.other) if meeting else None
    if meeting is None or asked is None:
        return None
    write, t = writer(unit), writer(unit).t
    question, ordinal = asked
    over = ref.ordinal != ordinal or meeting.answered.get(ref.other, 0) >= ordinal
    if over:
        lines = [heading(meeting, write), t("meeting.answered")]
    else:
        lines = [heading(meeting, write), bold(t(f"meeting.ask_{question}")), t(f"meeting.ask_{question}_how")]
    return Card(
        key=f"meeting/{meeting.id}/ask/{ref.ordinal}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.TAPPED,
        text=write.page(lines),
        reply=None if over else _wanted(meeting, question),
        ask=None if over else t(f"meeting.ask_{question}_placeholder"),
        closed=over,
    )


def _wanted(meeting: Meeting, question: e.Question) -> Command:
    match question:
        case e.Question.DATE:
            return c.FixDateInWords(meeting=meeting.id)
        case e.Question.MINUTES:
            return c.AddMinutes(meeting=meeting.id)
        case e.Question.ACTIONS:
            return c.DraftActions(meeting=meeting.id)
        case e.Question.AGENDA:
            return c.AddAgenda(meeting=meeting.id)


def draw_draft(unit: Unit, ref: Ref) -> Card | None:
    """What was understood, before anybody gets it."""
    meeting = unit.meetings.by_id.get(ref.subject)
    if meeting is None or not 1 <= ref.ordinal <= len(meeting.drafts):
        return None
    write, t = writer(unit), writer(unit).t
    event = meeting.drafts[ref.ordinal - 1]
    is_open = meeting.draft_open and ref.ordinal == len(meeting.drafts)
    lines = [heading(meeting, write), bold(t("meeting.draft" if is_open else "meeting.draft_over"))]
    for draft in event.drafts:
        values = {"name": said(draft.name), "what": said(draft.what, 120), "due": write.day(draft.due)}
        lines.append(t("meeting.action_open", **values))
    if event.unread and is_open:
        lines += [t("meeting.unread"), *(f"? {said(line, 120)}" for line in event.unread), t("meeting.unread_how")]
    give = Button(
        text=t("button.meeting_give"),
        command=c.ConfirmActions(meeting=meeting.id, draft=ref.ordinal),
        style=Style.SUCCESS,
    )
    again = Button(text=t("button.meeting_again"), command=c.DropActions(meeting=meeting.id, draft=ref.ordinal))
    row = (give, again) if event.drafts else (again,)
    return Card(
        key=f"meeting/{meeting.id}/draft/{ref.ordinal}/{event.by}",
        to=f"member:{event.by}",
        lane=Lane.TAPPED,
        text=write.page(lines),
        buttons=(row,) if is_open else (),
        closed=not is_open,
    )


def draw_action(unit: Unit, ref: Ref) -> Card | None:
    """To its owner: 「已完成」「无法完成」, or words. Each nag is a new message."""
    meeting = unit.meetings.by_id.get(ref.subject)
    action = meeting.action(int(ref.other)) if meeting else None
    if meeting is None or action is None or unit.roster.find(action.owner) is None:
        return None
    write, t = writer(unit), writer(unit).t
    current = ref.ordinal == action.nags
    asks = action.open and current
    lines = [heading(meeting, write)]
    if action.open and ref.ordinal:
        late = t("meeting.late") if action.late else ""
        lines.append(bold(t("meeting.action_due" if current else "meeting.superseded", late=late)))
    else:
        lines.append(bold(t("meeting.action_yours")))
    lines += [said(action.what), t("meeting.due", day=write.day(action.due)), *_outcome(unit, action, write)]
    if asks:
        lines += ["", t("meeting.action_how")]
    done = Button(
        text=t("button.meeting_done"),
        command=c.FinishAction(meeting=meeting.id, action=action.number),
        style=Style.SUCCESS,
    )
    failed = Button(text=t("button.meeting_failed"), command=c.FailAction(meeting=meeting.id, action=action.number))
    return Card(
        key=f"meeting/{meeting.id}/action/{action.number}/{ref.ordinal}/{action.owner}",
        to=f"member:{action.owner}",
        lane=Lane.NAG,
        text=write.page(lines),
        buttons=((done, failed),) if asks else (),
        reply=c.NoteAction(meeting=meeting.id, action=action.number) if asks else None,
        closed=not asks,
    )


def draw_told(unit: Unit, ref: Ref) -> Card | None:
    """To the office, then to the director: overdue, not possible, or a word about it."""
    meeting = unit.meetings.by_id.get(ref.subject)
    action = meeting.action(ref.ordinal) if meeting else None
    if meeting is None or action is None or unit.roster.find(ref.other) is None:
        return None
    write, t = writer(unit), writer(unit).t
    owner = unit.roster.find(action.owner)
    lines = [
        heading(meeting, write),
        bold(t("meeting.action_told", name=said(action.name), due=write.day(action.due))),
        said(action.what),
        *([] if owner else [t("meeting.owner_left", name=said(action.name))]),
        *_outcome(unit, action, write),
    ]
    done = Button(text=t("button.meeting_done_for"), command=c.FinishAction(meeting=meeting.id, action=action.number))
    asks = action.done_by is None
    return Card(
        key=f"meeting/{meeting.id}/told/{action.number}/{ref.other}",
        to=f"member:{ref.other}",
        lane=Lane.NAG,
        text=write.page(lines),
        buttons=((done,),) if asks else (),
        closed=not asks,
    )


def _outcome(unit: Unit, action: Action, write: Writer) -> Iterator[str]:
    if action.done_by is not None:
        yield write.t("meeting.done_by", name=said(name_of(unit, action.done_by)))
    elif action.failed:
        yield write.t("meeting.failed")
    if action.note:
        yield write.t("meeting.note", words=said(action.note))
