"""What is left in the chat of an account that somebody has no more, and which cards follow them to the new one.

The same is left with whoever leaves the roster; what is still open waits for them, should they be put back.

A phone that was lost or sold shows no buttons, no numbers of colleagues and no emergency card: of each message that
is still in use it says that it goes on elsewhere.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.cards import offline
from bot.cards.body import AttachmentBody, Body, dump, load
from bot.cards.writing import CAPTION_LIMIT, bold, writer
from bot.domain.unit import Unit

_ANSWER: Final = "answer/"  # what was asked for once is not asked for again
_OF_USE: Final = timedelta(days=7)  # to whoever is back; what is older may have ended without them


def left(unit: Unit, card: str, body: str, seen: bool) -> str | None:
    """The last that the old chat sees of a card, as a body; None for what asks for nothing and is no emergency card.

    What stands there is the body only if it was `seen`; an older one may ask for anything.
    """
    old = load(body)
    return _last(unit, card, old, "behind.why") if not seen or _usable(old) else None


def left_for_good(unit: Unit, card: str, body: str, seen: bool) -> str | None:
    """The same in the chat of whoever has left the roster; nor are others' numbers left there in words."""
    old = load(body)
    numbers = any(member.phone in old["text"] for member in unit.roster.members)
    return _last(unit, card, old, "behind.removed") if not seen or numbers or _usable(old) else None


def _usable(old: Body) -> bool:
    return "keys" in old or "ask" in old or _is_pack(old.get("attachment"))


def _is_pack(attached: AttachmentBody | None) -> bool:
    return attached is not None and attached.get("template") == offline.TEMPLATE


def _last(unit: Unit, card: str, old: Body, why: str) -> str:
    attached = old.get("attachment")
    write = writer(unit, unit.incidents.get(card.partition("/")[0]))
    new: Body = {"text": write.page([bold(write.t("behind.heading")), write.t(why)], limit=CAPTION_LIMIT)}
    if "photo" in old:
        new["photo"] = old["photo"]
    if attached is not None:
        new["attachment"] = offline.voided(attached, write) if _is_pack(attached) else attached
    return dump(new)


def anew(card: str, body: str) -> bool:
    """Whether the card is shown in the new chat as well: what is still to be answered is, a pack comes by itself."""
    return "attachment" not in load(body) and not card.startswith(_ANSWER)


def kept(card: str, _body: str) -> bool:
    """Whether the card waits for whoever has left the roster."""
    return not card.startswith(_ANSWER)


def wanted(unit: Unit, at: datetime, card: str, body: str, since: datetime) -> bool:
    """Whether the card, which waits since then, is of use to whoever is back; no other emergency card may come."""
    incident = unit.incidents.get(card.partition("/")[0])
    if incident is not None and not incident.open:
        return False
    return since >= at - _OF_USE or _is_pack(load(body).get("attachment"))
