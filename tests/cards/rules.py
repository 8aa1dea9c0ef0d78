"""What every card obeys, whatever it says: Telegram's limits, harmless HTML, the marks of an exercise, privacy."""

import re
from itertools import pairwise

from bot.cards.card import Card
from bot.cards.writing import CAPTION_LIMIT, LIMIT, length, utf16
from bot.domain.unit import Unit
from config.texts import texts

_TAGS = re.compile(r"</?b>")
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot);)")
_DIGITS = re.compile(r"\D")


def obeys(card: Card, unit: Unit) -> None:
    """Fails with the rule that the card breaks."""
    _limits(card)
    _html(card.text)
    _ends(card)
    _marks(card, unit)
    if card.to == "chat:group":
        _private(card, unit)


def _limits(card: Card) -> None:
    most = CAPTION_LIMIT if card.photo is not None or card.attachment is not None else LIMIT
    assert 1 <= length(card.text) <= most, f"{card.key} has {length(card.text)} characters"
    buttons = [button for row in card.buttons for button in row]
    assert len(buttons) <= 100, f"{card.key} has {len(buttons)} buttons"
    assert all(1 <= len(row) <= 8 for row in card.buttons), f"{card.key} has an empty row or one too long"
    for button in buttons:
        assert button.text.strip(), f"a button of {card.key} says nothing"
        assert utf16(button.text) <= 64, f"{card.key}: [{button.text}] is too long"
        assert (button.command is None) != (button.copy is None)
        assert button.copy is None or 1 <= utf16(button.copy) <= 256
    assert card.ask is None or 1 <= utf16(card.ask) <= 64


def _html(text: str) -> None:
    """Telegram refuses a whole message for one sign: only <b>, each closed on its own line, nothing else unescaped."""
    for line in text.split("\n"):
        tags = _TAGS.findall(line)
        assert len(tags) % 2 == 0, line
        assert all(first != second for first, second in pairwise(tags)), line
        assert not tags or tags[0] == "<b>", line
        bare = _TAGS.sub("", line)
        assert "<" not in bare, line
        assert ">" not in bare, line
        assert not _ENTITY.search(bare), line


def _ends(card: Card) -> None:
    """A card that has ended asks for nothing; one that opens the keyboard has no buttons beside it."""
    if card.closed:
        assert not card.buttons, f"{card.key} is closed and has buttons"
        assert card.reply is None, f"{card.key} is closed and asks"
    if card.ask is not None:
        assert card.reply is not None, f"{card.key} asks for words and takes none"
        assert not card.buttons, card.key


def _marks(card: Card, unit: Unit) -> None:
    mark = texts(unit.plan.language)("exercise.mark")
    what, _, rest = card.key.partition("/")
    incident = unit.incidents.get(what)
    proposal = unit.desk.proposals.get(rest.removeprefix("proposal/").removeprefix("second/").partition("/")[0])
    about = incident or (proposal if what == "desk" else None)
    if about is not None and about.exercise:
        for line in filter(str.strip, card.text.split("\n")):
            assert line.startswith(mark), f"{card.key} does not say everywhere that it is an exercise: {line}"
    else:
        assert mark.strip() not in card.text, f"{card.key} is live and says that it is an exercise"


def _private(card: Card, unit: Unit) -> None:
    digits = _DIGITS.sub("", card.text)
    for member in unit.roster.members:
        assert _DIGITS.sub("", member.phone) not in digits, f"{member.phone} stands in the group chat"
    assert not card.buttons, "anybody in a group can press its buttons"
