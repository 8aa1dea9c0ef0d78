"""Words that name several as a hazard's owner: which of them?"""

from datetime import date
from typing import Final

from bot.cards.answers import answer
from bot.cards.card import Button, Card
from bot.cards.hazard_lines import day
from bot.cards.writing import clip, writer
from bot.domain.hazard.commands import AssignHazard, AssignInWords
from bot.domain.hazard.wording import owners_and_due
from bot.domain.message import Refused
from bot.domain.unit import Unit

_MOST: Final = 10


def which_owner(unit: Unit, member: str, origin: str, command: AssignInWords, today: date) -> Card:
    """A button for each, with the day that the words named."""
    write, hazard = writer(unit), unit.hazards.by_number[command.hazard]
    read = owners_and_due(hazard, command, unit.roster, unit.plan, today)
    owners, due = ([], today) if isinstance(read, Refused) else read
    rows = tuple(
        (
            Button(
                text=clip(f"{one.name} {one.title}", 40),
                command=AssignHazard(hazard=hazard.number, owner=one.id, due=due),
            ),
        )
        for one in owners[:_MOST]
    )
    text = write.t("hazard.which_owner", number=hazard.number, due=day(due))
    return answer(member, origin, text, buttons=rows)
