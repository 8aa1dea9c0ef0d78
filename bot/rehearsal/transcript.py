"""What happened on all screens, as text to read: who wrote or tapped what, what was shown, changed and answered."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from typing import Final

from bot.rehearsal.changes import Change, Kind

Words = Mapping[str, str]

CHINESE: Final[Words] = {
    "bot": "机器人",
    "to": "→",
    "edited": "改写",
    "deleted": "删除",
    "pinned": "置顶",
    "unpinned": "取消置顶",
    "tapped": "点「{text}」",
    "toast": "弹出提示",
    "alert": "弹窗",
    "blocked": "停用了机器人",
    "unblocked": "重新启用了机器人",
    "others": "同样的消息还显示给另外 {count} 人：{names}",
    "comma": "、",
    "more": "等",
}
ENGLISH: Final[Words] = {
    "bot": "bot",
    "to": "→",
    "edited": "changes",
    "deleted": "deletes",
    "pinned": "pins",
    "unpinned": "unpins",
    "tapped": "taps [{text}]",
    "toast": "toast",
    "alert": "pop-up",
    "blocked": "blocks the bot",
    "unblocked": "unblocks the bot",
    "others": "and the like to {count} more: {names}",
    "comma": ", ",
    "more": " …",
}
_NAMED: Final = 5
_INDENT: Final = " " * 10


class Transcript:
    """Turns changes into lines, one after the other.

    The bot's message is given in full to the first who gets it; those with the same first line and the same buttons
    that follow at once are counted. `words` chooses the language, `zone` the clock.
    """

    def __init__(self, *, words: Words = CHINESE, zone: tzinfo = UTC) -> None:
        self._words = words
        self._zone = zone
        self._heading: tuple[object, ...] | None = None
        self._others: list[str] = []

    def lines(self, change: Change) -> Iterator[str]:
        """The lines that this change adds; none yet when it only repeats the one before to somebody else."""
        heading = _heading(change)
        if heading is not None and heading == self._heading:
            self._others.append(change.chat)
            return
        yield from self.rest()
        self._heading = heading
        yield f"{change.time.astimezone(self._zone):%H:%M:%S}  {self._who(change)}{self._what(change)}"
        yield from self._body(change)

    def rest(self) -> Iterator[str]:
        """What is still to be said at the end."""
        if self._others:
            names = self._words["comma"].join(self._others[:_NAMED])
            names += self._words["more"] if len(self._others) > _NAMED else ""
            yield _INDENT + "… " + self._words["others"].format(count=len(self._others), names=names)
        self._others = []
        self._heading = None

    def _who(self, change: Change) -> str:
        who = self._words["bot"] if change.by_bot else change.who
        if change.kind is Kind.TOAST:
            return f"{self._words['bot']} {self._words['to']} {change.chat if change.private else change.who}"
        if not change.private:
            return f"{who} {self._words['to']} 「{change.chat}」"
        return f"{who} {self._words['to']} {change.chat if change.by_bot else self._words['bot']}"

    def _what(self, change: Change) -> str:
        if change.kind is Kind.SENT:
            return ""
        if change.kind is Kind.TAPPED:
            return "  " + self._words["tapped"].format(text=change.text)
        if change.kind is Kind.TOAST:
            return "  " + self._words["alert" if change.alert else "toast"]
        return "  " + self._words[change.kind.value]

    def _body(self, change: Change) -> Iterator[str]:
        match change.kind:
            case Kind.SENT | Kind.EDITED:
                yield from (_INDENT + line for line in _shown(change))
                yield from (_INDENT + " ".join(f"[{label}]" for label in row) for row in change.buttons)
            case Kind.TOAST | Kind.PINNED | Kind.DELETED if change.text:
                yield from (f"{_INDENT}〔{line}〕" for line in change.text.split("\n")[:3])


def transcript(changes: Iterable[Change], *, words: Words = CHINESE, zone: tzinfo = UTC) -> Iterator[str]:
    """The lines of a transcript of these changes."""
    writer = Transcript(words=words, zone=zone)
    for change in changes:
        yield from writer.lines(change)
    yield from writer.rest()


async def follow(changes: AsyncIterator[Change], *, words: Words = CHINESE, zone: tzinfo = UTC) -> AsyncIterator[str]:
    """The same, line by line as it happens, until the changes end."""
    writer = Transcript(words=words, zone=zone)
    async for change in changes:
        for line in writer.lines(change):
            yield line
    for line in writer.rest():
        yield line


def _heading(change: Change) -> tuple[object, ...] | None:
    """What makes one message like another; None for what is never counted together."""
    if change.kind not in (Kind.SENT, Kind.EDITED) or not change.by_bot or not change.private or not change.text:
        return None
    return change.kind, change.text.partition("\n")[0], change.buttons


def _shown(change: Change) -> Iterator[str]:
    message = change.message or {}
    if "photo" in message:
        yield "🖼"
    if "document" in message:
        yield f"📎 {message['document'].get('file_name', '')}".rstrip()
    if "location" in message:
        yield f"📍 {message['location']['latitude']}, {message['location']['longitude']}"
    if change.text:
        yield from change.text.split("\n")
