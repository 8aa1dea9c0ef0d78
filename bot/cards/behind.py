"""What is left in the chat of an account that somebody has no more, and which cards follow them to the new one.

A phone that was lost or sold shows no buttons, no numbers of colleagues and no emergency card: of each message that
is still in use it says that it goes on elsewhere.
"""

from typing import Final

from bot.cards import offline
from bot.cards.body import Body, dump, load
from bot.cards.writing import CAPTION_LIMIT, bold, writer
from bot.domain.unit import Unit

_ANSWER: Final = "answer/"  # what was asked for once is not asked for again


def left(unit: Unit, card: str, body: str, seen: bool) -> str | None:
    """The last that the old chat sees of a card, as a body; None for what asks for nothing and is no emergency card.

    What stands there is the body only if it was `seen`; an older one may ask for anything.
    """
    old = load(body)
    attached = old.get("attachment")
    pack = attached is not None and attached.get("template") == offline.TEMPLATE
    if seen and "keys" not in old and "ask" not in old and not pack:
        return None
    write = writer(unit, unit.incidents.get(card.partition("/")[0]))
    new: Body = {"text": write.page([bold(write.t("behind.heading")), write.t("behind.why")], limit=CAPTION_LIMIT)}
    if "photo" in old:
        new["photo"] = old["photo"]
    if attached is not None:
        new["attachment"] = offline.voided(attached, write) if pack else attached
    return dump(new)


def anew(card: str, body: str) -> bool:
    """Whether the card is shown in the new chat as well: what is still to be answered is, a pack comes by itself."""
    return "attachment" not in load(body) and not card.startswith(_ANSWER)
