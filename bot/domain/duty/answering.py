"""What people answer to duties: by a tap, in words, from the other side, and what they take back."""

import re
import unicodedata
from datetime import date
from typing import Final

from bot.domain.duty.commands import AnswerDuty, AnswerInWords, ConfirmContact, FindHazard, ReopenDuty
from bot.domain.duty.events import HAZARD, ContactConfirmed, DutyAnswered, DutyReopened, Item, Outcome
from bot.domain.duty.state import Duties, Part, Round
from bot.domain.duty.today import Today
from bot.domain.message import Refused
from bot.domain.notes import refusal_of
from bot.domain.words import days
from bot.domain.words.numbers import count, plain

Decision = tuple[DutyAnswered, ...] | tuple[DutyReopened, ...] | tuple[ContactConfirmed, ...] | Refused

_NUMBERED: Final = re.compile(r"(\d{1,2})\s*[.、．:：)）]?\s*(.*)", re.DOTALL)
_GONE: Final = Refused(key="duty.over")


def tapped(duties: Duties, command: AnswerDuty, today: Today) -> Decision:
    """「已完成」 or 「无法完成」."""
    found = duties.find(command.item)
    if found is None:
        return _GONE
    opened, part = found
    if not _may_answer(part, command.by, today):
        return Refused(key="duty.not_yours")
    if command.outcome is Outcome.DONE and opened.terms.answer != "done":
        return Refused(key=f"duty.needs_{opened.terms.answer}")
    if part.answer is not None and part.answer.outcome is command.outcome:
        return ()
    return _answered(opened, part, command.by, today, outcome=command.outcome)


def found_hazard(duties: Duties, command: FindHazard, today: Today) -> Decision:
    """The place was inspected, and something is wrong with it."""
    found = duties.find(command.item)
    if found is None:
        return _GONE
    opened, part = found
    if not _may_answer(part, command.by, today) or opened.terms.each != "key_places":
        return Refused(key="duty.not_yours")
    if part.answer is not None and part.answer.value == HAZARD:
        return ()
    return _answered(opened, part, command.by, today, outcome=Outcome.DONE, value=HAZARD)


def in_words(duties: Duties, command: AnswerInWords, today: Today) -> Decision:
    """A reply counts for the round that the message was about, however old it is."""
    chosen = _chosen(duties, command)
    if isinstance(chosen, Refused):
        return chosen
    item, words = chosen
    found = duties.find(item)
    if found is None:
        return _GONE
    opened, part = found
    if not _may_answer(part, command.by, today):
        return Refused(key="duty.not_yours")
    if (key := refusal_of(words) or refusal_of(command.file_name)) is not None:
        return Refused(key=key)
    read = _read(opened, part, words, command.file, today)
    if isinstance(read, Refused):
        return read
    outcome, value, file = read
    same = part.answer
    if same is not None and (same.outcome, same.words, same.value, same.file) == (outcome, words, value, file):
        return ()
    return _answered(opened, part, command.by, today, outcome=outcome, words=words, value=value, file=file)


def reopened(duties: Duties, command: ReopenDuty, today: Today) -> Decision:
    """Both the answer and that it was taken back are kept."""
    found = duties.find(command.item)
    if found is None:
        return _GONE
    if not _may_answer(found[1], command.by, today):
        return Refused(key="duty.not_yours")
    item = command.item
    if found[1].answer is None:
        return ()
    return (DutyReopened(at=today.at, by=command.by, duty=item.duty, period=item.period, subject=item.subject),)


def confirmed(duties: Duties, command: ConfirmContact, today: Today) -> Decision:
    """Only whoever holds the role that the duty names; only whoever confirmed it takes it back."""
    found = duties.find(command.item)
    if found is None:
        return _GONE
    member, role = today.roster.find(command.by), found[0].terms.confirm_by
    if member is None or role is None or role not in member.roles or command.by in found[1].owed.members:
        return Refused(key="duty.not_yours")
    item, by = command.item, found[1].confirmed_by
    if (by is None) is command.back:
        return ()
    if command.back and by != command.by:
        return Refused(key="duty.not_yours")
    return (
        ContactConfirmed(
            at=today.at,
            by=command.by,
            duty=item.duty,
            period=item.period,
            subject=item.subject,
            back=command.back,
        ),
    )


def _may_answer(part: Part, by: str, today: Today) -> bool:
    """Whoever owes it; or the office, for somebody who told them."""
    member = today.roster.find(by)
    return member is not None and (by in part.owed.members or today.plan.office in member.roles)


def _chosen(duties: Duties, command: AnswerInWords) -> tuple[Item, str] | Refused:
    """Which of several the words are about: by the number they begin with, or because only one is open.

    Nothing but a number is the answer itself, if only one is open.
    """
    items, text = command.items, command.text
    if not items:
        return Refused(key="duty.name_hazard")
    if len(items) == 1:
        return items[0], text
    still = [item for item in items if (found := duties.find(item)) and found[1].open]
    match = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    says = match is not None and (match[2].strip() != "" or command.file is not None)
    if match and 1 <= int(match[1]) <= len(items) and (says or len(still) != 1):
        return items[int(match[1]) - 1], match[2].strip()
    return (still[0], text) if len(still) == 1 else Refused(key="duty.which")


def _read(
    opened: Round, part: Part, words: str, file: str | None, today: Today
) -> tuple[Outcome, str | None, str | None] | Refused:
    """What the reply says, as the duty wants it answered; why not, in words, when somebody is unable."""
    why = part.answer is not None and part.answer.outcome is Outcome.UNABLE
    match opened.terms.answer:
        case "number" if (number := count(words)) is not None:
            return Outcome.DONE, str(number), file
        case "date" if (day := _date(words, today)) is not None:
            return Outcome.DONE, day.isoformat(), file
        case "file" if file is not None:
            return Outcome.DONE, None, file
        case "done" | "text" if (words or file) and not why:
            return Outcome.DONE, None, file
    if why and words:
        return Outcome.UNABLE, None, file
    return Refused(key=f"duty.needs_{'text' if opened.terms.answer == 'done' else opened.terms.answer}")


def _date(words: str, today: Today) -> date | None:
    """The day in words; what is done may lie behind."""
    found = days.find(plain(words), today.day, nearest=True, holidays=today.plan.calendar.holidays)
    return found.day if found is not None else None


def _answered(
    opened: Round,
    part: Part,
    by: str,
    today: Today,
    *,
    outcome: Outcome,
    words: str = "",
    value: str | None = None,
    file: str | None = None,
) -> tuple[DutyAnswered, ...]:
    return (
        DutyAnswered(
            at=today.at,
            by=by,
            duty=opened.duty,
            period=opened.period,
            subject=part.owed.subject,
            outcome=outcome,
            words=words,
            value=value,
            file=file,
            late=today.day > opened.due_on,
        ),
    )
