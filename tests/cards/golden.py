"""Golden texts: a card as somebody sees it, compared with a file. GOLDEN_UPDATE=1 writes the files anew."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.cards.card import Attachment, Button, Card

FOLDER = Path(__file__).parent / "golden"


def shown(card: Card) -> str:
    """Text, then a line for each row of buttons; what is asked, pictures, pins and the end in words."""
    lines = [card.text]
    if card.photo is not None:
        lines.append("(photo)")
    if card.attachment is not None:
        lines += [f"(file {card.attachment.name})", *_printed(card.attachment)]
    if card.location is not None:
        lines.append(f"(location {card.location[0]}, {card.location[1]})")
    lines += [" ".join(_button(button) for button in row) for row in card.buttons]
    if card.ask is not None:
        lines.append(f"(reply: {card.ask})")
    if card.pin:
        lines.append("(pinned)")
    if card.closed:
        lines.append("(closed)")
    return "\n".join([f"→ {card.to}", "", *lines, ""])


def _printed(attachment: Attachment) -> Iterator[str]:
    """What the file is made of, a line for each value or row."""
    if attachment.text is not None:
        yield from attachment.text.splitlines()
    for key, value in attachment.data.items():
        yield from (f"    {key}: {line}" for line in _flat(value))


def _flat(value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from (f"{key}: {line}" for line in _flat(inner))
        case list() | tuple() if any(isinstance(inner, dict | list | tuple) for inner in value):
            for inner in value:
                yield from _flat(inner)
        case list() | tuple():
            yield " | ".join(str(inner) for inner in value)
        case _:
            yield str(value)


def _button(button: Button) -> str:
    if button.copy is None:
        return f"[{button.text}]"
    return f"[{button.text} ⧉ {' / '.join(button.copy.splitlines())}]"


def check(card: Card, language: str, name: str) -> None:
    """Compare the card with `golden/<language>/<name>.txt`."""
    file = FOLDER / language / f"{name}.txt"
    if os.environ.get("GOLDEN_UPDATE"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shown(card), encoding="utf-8")
    assert file.exists(), f"there is no golden text {name}: run with GOLDEN_UPDATE=1 and read it"
    assert shown(card) == file.read_text("utf-8")
