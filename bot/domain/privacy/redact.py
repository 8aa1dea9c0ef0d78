"""What a redaction leaves: of the unit's state, and of the data of a record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from bot.domain.codec import load_event
from bot.domain.desk.state import Desk, Lead
from bot.domain.incident.state import Incident, Note
from bot.domain.privacy.events import Kind, Redacted
from bot.domain.privacy.traces import BY_NAME
from config.schema import is_id

Data = Mapping[str, Any]
_SOME_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)

# What stands in a person's fields once they are forgotten; the name is the id in brackets that no Markdown touches.
_BLANK: Final = {"title": "—", "phone": "000", "account": 0}
_FREE: Final = ("email", "address")  # and whatever else says how to reach somebody
_LISTS: Final = ("channels",)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which streams (None: all) and cards a redaction is about, and what it leaves of a record's data."""

    blank: Callable[[str, str, Data], Data]
    cards: Callable[[str, str, datetime, str], bool]
    streams: tuple[str, ...] | None = None
    addresses: tuple[str, ...] = ()


def by_retention(event: Redacted) -> Chosen:
    """What the plan's time lets go of an incident or a lead, and answers to questions from before its end."""
    if event.why != "retention":
        raise ValueError(f"{event.subject} is forgotten by `muster forget`, not by the running bot")
    what, _, name = event.subject.partition("/")
    lead = name if what == "lead" else None
    prefixes = (f"desk/lead/{lead}/", f"desk/receipt/{lead}") if lead is not None else (f"{name}/",)

    def blank(kind: str, _actor: str, data: Data) -> Data:
        if lead is not None and data.get("lead") != lead:
            return data
        return _checked(kind, data, {**data, **_traces(kind, data, event.kinds)})

    def cards(card: str, _address: str, cause: datetime, _body: str) -> bool:
        old = event.since is not None and cause <= event.since
        return card.startswith(prefixes) or (old and card.startswith("answer/"))

    return Chosen(blank=blank, cards=cards, streams=("desk",) if lead is not None else (event.subject,))


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the log knows somebody by."""

    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        return Known(names=self.names | other.names, phones=self.phones | other.phones)


def known(member: str, data: Any) -> Known:
    """The names, numbers and addresses that a record's data gives this member."""
    names, phones = set(), set()
    for found in _dicts(data):
        if _is(member, found):
            names |= {str(found["name"])} if found.get("name") else set()
            phones |= {str(found[key]) for key in ("phone", *_FREE) if found.get(key)}
    return Known(names=frozenset(names - {f"〔{member}〕"}), phones=frozenset(phones - {"000"}))


def of_member(member: str, who: Known) -> Chosen:
    """Everything that says who somebody was or where; what was done stays, under the id."""
    words = {name: f"〔{member}〕" for name in who.names if len(name) > 1 and not is_id(name)}
    words |= dict.fromkeys(who.phones, "000")
    marks = {*who.names, *(escape(name, quote=False) for name in who.names), *who.phones}
    address = f"member:{member}"

    def blank(kind: str, actor: str, data: Data) -> Data:
        if kind == Redacted.__name__:
            return data
        about = data.get("member") == member
        own = (Kind.LOCATIONS, Kind.PHOTOS) if actor == member else ()
        kinds = (*own, Kind.PHONE_RESULTS) if about else own
        # The log's own words for somebody are longest first, so that one within another is not left in pieces.
        remains = forgotten({**data, **_traces(kind, data, kinds)}, member, sorted(words.items(), key=_longest))
        return _checked(kind, data, remains)

    def cards(_card: str, to: str, _cause: datetime, body: str) -> bool:
        return to in (address, f"behind:{member}") or any(mark in body for mark in marks)

    return Chosen(blank=blank, cards=cards, addresses=(address, f"behind:{member}"))


def forgotten(value: Any, member: str, words: list[tuple[str, str]]) -> Any:
    """The value of a record without what says who the member was: their own fields, and `words` in all text."""
    if isinstance(value, str):
        for word, instead in words:
            value = value.replace(word, instead)
        return value
    if isinstance(value, list | tuple):
        return [forgotten(item, member, words) for item in value]
    if not isinstance(value, Mapping):
        return value
    if _is(member, value):
        blanks = {"name": f"〔{member}〕", **_BLANK, **dict.fromkeys(_FREE)}
        value = {key: blanks[key] if key in blanks and item else item for key, item in value.items()}
        value = {key: [] if key in _LISTS and isinstance(item, list) else item for key, item in value.items()}
    elif "name" in value and "phone" in value:  # somebody else, perhaps of the same name
        return value
    return {key: forgotten(item, member, words) for key, item in value.items()}


def incident_without(incident: Incident, kinds: tuple[Kind, ...]) -> Incident:
    """The incident as the redacted log would tell it."""
    roll, tasks = incident.roll, incident.tasks
    if Kind.PHONE_RESULTS in kinds:
        roll = {member: replace(standing, phone=None) for member, standing in roll.items()}
    if Kind.WORDS in kinds:
        tasks = {id_: replace(task, why="" if task.why is not None else None) for id_, task in tasks.items()}
    return replace(incident, roll=roll, tasks=tasks, notes=tuple(_note_without(n, kinds) for n in incident.notes))


def desk_without(desk: Desk, lead: str, kinds: tuple[Kind, ...]) -> Desk:
    """The desk as the redacted log would tell it."""
    found = desk.leads.get(lead)
    return replace(desk, leads={**desk.leads, lead: _lead_without(found, kinds)}) if found else desk


def _note_without(note: Note, kinds: tuple[Kind, ...]) -> Note:
    return replace(
        note,
        text="" if Kind.WORDS in kinds else note.text,
        photo=None if Kind.PHOTOS in kinds else note.photo,
        location=None if Kind.LOCATIONS in kinds else note.location,
    )


def _lead_without(lead: Lead, kinds: tuple[Kind, ...]) -> Lead:
    return replace(
        lead,
        texts=() if Kind.WORDS in kinds else lead.texts,
        photos=() if Kind.PHOTOS in kinds else lead.photos,
        locations=() if Kind.LOCATIONS in kinds else lead.locations,
    )


def _traces(event: str, data: Data, kinds: tuple[Kind, ...]) -> dict[str, Any]:
    fields = BY_NAME.get(event, {})
    return {name: blank for name, (kind, blank) in fields.items() if kind in kinds and name in data}


def _checked(event: str, before: Data, after: Data) -> Data:
    """Nothing is taken out of the log that would keep it from being read. Raises ValueError or KeyError."""
    if after != before:
        load_event(event, after, at=_SOME_TIME, by="system")
    return after


def _is(member: str, found: Mapping[str, Any]) -> bool:
    """A person's entry, or what says something of them; a place or a group may have the same id."""
    return found.get("member") == member or (found.get("id") == member and "phone" in found)


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        return [value, *(inner for item in value.values() for inner in _dicts(item))]
    if isinstance(value, list | tuple):
        return [inner for item in value for inner in _dicts(item)]
    return []


def _longest(word: tuple[str, str]) -> int:
    return -len(word[0])
