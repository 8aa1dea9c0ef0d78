"""One row of the outbox as a value, and what a draft or an outcome makes of it. Pure; every backend uses it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from store.protocol import ASIDE, Draft, Gone, Handover, Outcome, Retry, Return, Shown, Waiting


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A card: what should be shown (`revision` and all before it) and what is shown (`shown` and all after it).

    `shown` is the newest revision that needs no sending any more; 0 before the first. `gone` says why what is
    wanted can never be shown; `problem`, why the last attempt failed.
    """

    card: str
    address: str
    lane: int
    body: str
    cause: datetime
    closed: bool
    reply: str | None
    revision: int = 1
    shown: int = 0
    chat_id: int | None = None
    message_id: int | None = None
    shown_at: datetime | None = None
    attempts: int = 0
    next_try: datetime | None = None
    problem: str | None = None
    gone: str | None = None
    gone_at: datetime | None = None

    @property
    def on_screen(self) -> bool:
        """Whether some revision of the card stands in its addressee's chat."""
        return self.message_id is not None

    @property
    def waiting(self) -> bool:
        """Whether the dispatcher still has something to do for this card."""
        return self.shown < self.revision and self.gone is None and (self.on_screen or not self.closed)

    def as_waiting(self) -> Waiting:
        """The row as the dispatcher takes it."""
        return Waiting(
            card=self.card,
            address=self.address,
            lane=self.lane,
            body=self.body,
            cause=self.cause,
            revision=self.revision,
            chat_id=self.chat_id,
            message_id=self.message_id,
            attempts=self.attempts,
            next_try=self.next_try,
        )


def want(row: Row | None, draft: Draft) -> Row:
    """The row after `draft`; the very same row when the draft changes nothing."""
    wanted = _wanted(row, draft)
    return _aside(wanted, draft.aside) if draft.aside is not None and wanted.waiting else wanted


def _wanted(row: Row | None, draft: Draft) -> Row:
    if row is None:
        return Row(
            card=draft.card,
            address=draft.address,
            lane=draft.lane,
            body=draft.body,
            cause=draft.cause,
            closed=draft.closed,
            reply=draft.reply,
        )
    moved = draft.address != row.address
    # On a card that is shown already, another lane is nothing to see and so no reason for an edit.
    news = moved or draft.body != row.body or (draft.lane != row.lane and row.waiting)
    if not news and (draft.lane, draft.closed, draft.reply) == (row.lane, row.closed, row.reply):
        return row
    wanted = replace(row, lane=draft.lane, closed=draft.closed, reply=draft.reply)
    if not news:
        return wanted
    wanted = replace(
        wanted, address=draft.address, body=draft.body, cause=draft.cause, revision=row.revision + 1, attempts=0
    )
    if moved:
        # What the old addressee sees is not this card any more, whenever the news of its showing may come in.
        wanted = replace(wanted, shown=row.revision, chat_id=None, message_id=None, shown_at=None)
    if moved or not (draft.closed or row.gone == ASIDE):
        wanted = replace(wanted, gone=None, gone_at=None)
    return wanted


def hand_over(row: Row, handover: Handover) -> tuple[Row, ...]:
    """The row after the handover and, where its message is to change, a row for that message; none if nothing is."""
    left = handover.left(row.card, row.body, row.shown == row.revision)
    if left is None:
        return ()
    # Whatever was against showing it may hold no longer: another chat, or other words.
    afresh = replace(row, attempts=0, next_try=None, problem=None, gone=None, gone_at=None)
    if row.closed:  # its last words did not reach the old chat yet, and are for no other
        return (replace(afresh, address=handover.behind, body=left, reply=None, revision=row.revision + 1),)
    behind = replace(
        afresh,
        card=f"behind/{row.card}/{row.revision}",
        address=handover.behind,
        body=left,
        closed=True,
        reply=None,
        revision=row.shown + 1,
    )
    away = replace(afresh, chat_id=None, message_id=None, shown_at=None, shown=row.revision)
    if not handover.anew(row.card, row.body):
        return behind, replace(away, closed=True)
    return behind, _aside(away, handover.aside) if handover.aside else replace(away, revision=row.revision + 1)


def put_aside(row: Row, handover: Handover) -> Row:
    """A row of which nothing was shown yet, after a handover to no other chat."""
    return _aside(row, handover.aside) if handover.aside and handover.anew(row.card, row.body) else row


def _aside(row: Row, since: datetime) -> Row:
    """In a revision that is never sent: whatever is heard of earlier ones does not take it back."""
    return replace(row, revision=row.revision + 1, attempts=0, next_try=None, problem=None, gone=ASIDE, gone_at=since)


def bring_back(row: Row, back: Return) -> Row:
    """A row that was put aside, when its addressee is back; what has ended is shown should it begin anew."""
    of_use = row.gone_at is not None and back.wanted(row.card, row.body, row.gone_at)
    return replace(row, closed=row.closed or not of_use, gone=None, gone_at=None)


def settle(row: Row, outcome: Outcome) -> Row:
    """The row after `outcome`; the very same row when the outcome is known already or overtaken.

    Raises ValueError for a revision that was never wanted.
    """
    match outcome:
        case Shown():
            return _shown(row, outcome)
        case Retry():
            if not row.waiting:
                return row
            return replace(row, attempts=outcome.attempts, next_try=outcome.next_try, problem=outcome.reason)
        case Gone():
            return _gone(row, outcome)
        case _:
            assert_never(outcome)


def _shown(row: Row, outcome: Shown) -> Row:
    if outcome.revision > row.revision:
        raise ValueError(f"card {row.card} has no revision {outcome.revision}, only {row.revision}")
    if outcome.revision <= row.shown:
        return row
    return replace(
        row,
        shown=outcome.revision,
        chat_id=outcome.chat_id,
        message_id=outcome.message_id,
        shown_at=outcome.at,
        attempts=0,
        next_try=None,
        problem=None,
        gone=None,
        gone_at=None,
    )


def _gone(row: Row, outcome: Gone) -> Row:
    if outcome.revision > row.revision:
        raise ValueError(f"card {row.card} has no revision {outcome.revision}, only {row.revision}")
    overtaken = outcome.revision < row.revision and not row.closed
    if overtaken or outcome.revision <= row.shown or row.gone is not None:
        return row
    return replace(row, gone=outcome.reason, gone_at=outcome.at, next_try=None, problem=outcome.reason)
