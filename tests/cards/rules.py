"""What every card obeys, whatever it says: Telegram's limits, harmless HTML, the marks of an exercise, privacy."""

import re
from functools import cache
from itertools import pairwise

from bot.cards.card import Card
from bot.cards.writing import CAPTION_LIMIT, LIMIT, length, said, utf16
from bot.domain.notes import without_numbers
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
    else:
        _numbers(card, unit)


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
    assert without_numbers(card.text) == card.text, f"a number stands in the group chat: {card.text}"
    assert not card.buttons, "anybody in a group can press its buttons"
    assert card.photo is None, "a picture is in the group chat"
    assert card.location is None, "a place on the map is in the group chat"
    for words in _for_the_command_post(unit):
        assert words not in card.text, f"what was written for the command post is in the group chat: {words}"


def _for_the_command_post(unit: Unit) -> set[str]:
    """Notes, reports and reasons, which may speak of somebody's health; not what was said to everybody anyway."""
    incidents = unit.incidents.values()
    told = unit.plan.model_dump_json() + " ".join(
        [word for i in incidents for word in (i.place, i.what, *(b.text for b in i.bulletins))]
    )
    written = {note.text for i in incidents for note in i.notes}
    written |= {task.why for i in incidents for task in i.tasks.values() if task.why}
    written |= {text for lead in unit.desk.leads.values() for text in lead.texts}
    return {said(words) for words in written if len(words) > 3 and words[:20] not in told}


def _numbers(card: Card, unit: Unit) -> None:
    """A phone number is for those who have to phone: the command post and its office; whoever was dealt the name in the
    phone tree; a lead for the group; people on duty for each other, and for those who relieve them.
    """
    reader = card.to.removeprefix("member:")
    found = unit.roster.find(reader)
    plan = unit.plan
    if found is None or set(found.roles) & {*plan.succession, *plan.command_post, plan.office}:
        return
    shown = "\n".join([card.text, *(button.copy or "" for row in card.buttons for button in row)])
    if not _phones(tuple(member.phone for member in unit.roster.members)).search(shown):
        return
    on_duty = {m for kind in ("duty", "leader") for m in unit.schedule.people(kind)}
    dealt = {m for incident in unit.incidents.values() for m, s in incident.roll.items() if s.caller == reader}
    led = [g for incident in unit.incidents.values() for g in incident.groups.values() if g.lead == reader]
    dealt |= {m for group in led for m in group.members}
    if reader in on_duty:
        dealt |= {*on_duty, *(m.id for m in unit.roster.with_role(plan.office))}
    for member in unit.roster.members:
        if member.id != reader and member.id not in dealt:
            assert member.phone not in shown, f"{card.key} shows {reader} the number of {member.id}"


@cache
def _phones(phones: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them: few cards show one, and a thousand people are a thousand to look for."""
    return re.compile("|".join(map(re.escape, phones)))
