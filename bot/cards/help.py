"""/help, and what the menus offer: the bot's commands, each in one place, by the moment in which somebody wants it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.cards.answers import answer
from bot.cards.card import Card
from bot.cards.writing import Writer, bold, writer
from bot.domain.authority import Right
from bot.domain.unit import Unit


class When(StrEnum):
    """The moment in which a command is wanted; the headings of /help, in this order."""

    EMERGENCY = "emergency"
    ON_DUTY = "on_duty"
    BETWEEN = "between"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One command. Its line in /help is `help.NAME`, in a menu `menu.NAME`.

    Whoever leads reads `help.NAME_lead` where `lead` says that the command does more for them. `group`: it stands in
    the menu of the group chat too.
    """

    name: str
    when: When
    right: Right = Right.MEMBER
    lead: bool = False
    group: bool = False


COMMANDS: Final = (
    Entry(name="activate", when=When.EMERGENCY, right=Right.AUTHORITY),
    Entry(name="report", when=When.EMERGENCY, group=True),
    Entry(name="here", when=When.EMERGENCY, group=True),
    Entry(name="status", when=When.EMERGENCY, group=True),
    Entry(name="standdown", when=When.EMERGENCY, right=Right.AUTHORITY),
    Entry(name="watch", when=When.ON_DUTY, group=True),
    Entry(name="swap", when=When.ON_DUTY),
    Entry(name="away", when=When.ON_DUTY, lead=True),
    Entry(name="back", when=When.ON_DUTY, lead=True),
    Entry(name="hazard", when=When.BETWEEN),
    Entry(name="hazards", when=When.BETWEEN, lead=True),
    Entry(name="duties", when=When.BETWEEN, lead=True),
    Entry(name="meeting", when=When.BETWEEN),
    Entry(name="period", when=When.BETWEEN, right=Right.COMMAND_POST),
    Entry(name="readiness", when=When.BETWEEN),
    Entry(name="drill", when=When.BETWEEN, right=Right.AUTHORITY),
)
HELP: Final = "help"  # is not in its own list


def commands_of(unit: Unit, member: str) -> tuple[Entry, ...]:
    """What this member may use, in the order in which it is shown."""
    return tuple(entry for entry in COMMANDS if unit.holds(member, entry.right))


def help_(unit: Unit, member: str, origin: str) -> Card:
    """The commands that this member may give, those of an emergency first."""
    write = writer(unit)
    return answer(member, origin, write.page(_lines(unit, member, write)))


def _lines(unit: Unit, member: str, write: Writer) -> Iterator[str]:
    leads = unit.holds(member, Right.COMMAND_POST)
    entries = commands_of(unit, member)
    yield bold(write.t("help.heading"))
    for when in When:
        yield ""
        yield bold(write.t(f"help.when_{when}"))
        for entry in entries:
            if entry.when is when:
                yield write.t(f"help.{entry.name}_lead" if entry.lead and leads else f"help.{entry.name}")
