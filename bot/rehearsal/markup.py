"""Telegram's HTML: text with tags in, plain text and entities out, offsets in UTF-16 units."""

import re
from dataclasses import dataclass
from typing import Any, Final

from bot.rehearsal.refusals import Refusal, malformed

Entity = dict[str, Any]

_KINDS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPECIAL: Final = re.compile("[<&]")
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,5}));?")
_TAG: Final = re.compile(r"<([^\s>]*)")
_CLOSING: Final = re.compile(r"</([^\s>]*)\s*")
_ATTRIBUTE: Final = re.compile(r"""([^\s=>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.\-]+))?""")
_COMMAND: Final = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w])")
_MENTION: Final = re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")


def units(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """Plain text with its entities; `loose` lists ampersands that stand for nothing, so somebody forgot to escape."""

    text: str
    entities: list[Entity]
    loose: list[str]


@dataclass(slots=True)
class _Open:
    tag: str
    at: int
    extra: dict[str, Any]


class _Reader:
    """One pass over one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.loose: list[str] = []

    def read(self) -> Parsed:
        position = 0
        while special := _SPECIAL.search(self.source, position):
            self._emit(self.source[position : special.start()])
            position = self._reference(special.start()) if special[0] == "&" else self._tag(special.start())
        self._emit(self.source[position:])
        if self.open:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return Parsed(text="".join(self.out), entities=self.entities, loose=self.loose)

    def _emit(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.offset += units(text)

    def _reference(self, at: int) -> int:
        found = _REFERENCE.match(self.source, at)
        character = _decode(found) if found else None
        if found is None or character is None:
            self.loose.append(self.source[at : at + 12])
            self._emit("&")
            return at + 1
        self._emit(character)
        return found.end()

    def _tag(self, at: int) -> int:
        return self._end(at) if self.source.startswith("</", at) else self._start(at)

    def _start(self, at: int) -> int:
        opened = _TAG.match(self.source, at)
        assert opened
        tag, position = opened[1].lower(), opened.end()
        if position >= len(self.source):
            raise _fault(f"Unclosed start tag at byte offset {self._bytes(at)}")
        if tag not in _KINDS:
            raise _fault(f'Unsupported start tag "{tag}" at byte offset {self._bytes(at)}')
        attributes: dict[str, str] = {}
        while self.source[position] != ">":
            if self.source[position].isspace():
                position += 1
            elif found := _ATTRIBUTE.match(self.source, position):
                attributes[found[1].lower()] = _unquote(found[2] or "")
                position = found.end()
            else:
                raise _fault(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(at)}')
            if position >= len(self.source):
                raise _fault(f"Unclosed start tag at byte offset {self._bytes(at)}")
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(at)}')
        self.open.append(_Open(tag, self.offset, _extra(tag, attributes)))
        return position + 1

    def _end(self, at: int) -> int:
        if not self.open:
            raise _fault(f"Unexpected end tag at byte offset {self._bytes(at)}")
        closed = _CLOSING.match(self.source, at)
        assert closed
        if not self.source.startswith(">", closed.end()):
            raise _fault(f"Unclosed end tag at byte offset {self._bytes(at)}")
        opened = self.open.pop()
        if closed[1].lower() not in ("", opened.tag):
            raise _fault(
                f"Unmatched end tag at byte offset {self._bytes(at)}, "
                f'expected "</{opened.tag}>", found "</{closed[1].lower()}>"'
            )
        if self.offset > opened.at and (kind := _kind(opened)):
            self.entities.append({"type": kind, "offset": opened.at, "length": self.offset - opened.at, **opened.extra})
        return closed.end() + 1

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())


def _fault(what: str) -> Refusal:
    return malformed(f"can't parse entities: {what}")


def _decode(reference: re.Match[str]) -> str | None:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _NAMED.get(name)
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _unquote(value: str) -> str:
    bare = value[1:-1] if value[:1] in ("'", '"') else value.lower()
    return _REFERENCE.sub(lambda found: _decode(found) or found[0], bare) if "&" in bare else bare


def _extra(tag: str, attributes: dict[str, str]) -> dict[str, Any]:
    match tag:
        case "a":
            return {"url": attributes.get("href", "")}
        case "tg-emoji":
            return {"custom_emoji_id": attributes.get("emoji-id", "")}
        case "code" if attributes.get("class", "").startswith("language-"):
            return {"language": attributes["class"].removeprefix("language-")}
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
    return {}


def _kind(opened: _Open) -> str | None:
    if opened.tag == "a":
        url = opened.extra["url"]
        return "text_link" if re.match(r"(?i)(https?|tg)://", url) else None
    return _KINDS[opened.tag]


def parse_html(source: str) -> Parsed:
    """Read Telegram HTML; surrounding white space goes, as Telegram does it.

    Raises the refusal "can't parse entities: …" with the byte offset where that is known.
    """
    parsed = _Reader(source).read() if _SPECIAL.search(source) else Parsed(text=source, entities=[], loose=[])
    return trim(parsed)


def trim(parsed: Parsed) -> Parsed:
    """Without white space around the text, entities moved along."""
    text = parsed.text.strip()
    if len(text) == len(parsed.text):
        return parsed
    lead = units(parsed.text[: len(parsed.text) - len(parsed.text.lstrip())])
    end = units(text)
    entities = []
    for entity in parsed.entities:
        start = max(0, entity["offset"] - lead)
        stop = min(end, entity["offset"] + entity["length"] - lead)
        if stop > start:
            entities.append(entity | {"offset": start, "length": stop - start})
    return Parsed(text=text, entities=entities, loose=parsed.loose)


def spoken(text: str) -> list[Entity]:
    """The entities that Telegram finds by itself in what a person typed: commands and mentions."""
    if "/" not in text and "@" not in text:
        return []
    found = [("bot_command", match) for match in _COMMAND.finditer(text)]
    found += [("mention", match) for match in _MENTION.finditer(text)]
    return [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])}
        for kind, match in sorted(found, key=lambda pair: pair[1].start())
    ]
