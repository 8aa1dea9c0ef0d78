"""What a rehearsal takes from the product, as values and callables: the rehearsal itself imports nothing of it."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.rehearsal.cast import Actor, Cast, Production
from config.loading import Unit as Files

if TYPE_CHECKING:
    from bot.commandline.progress import Following


def production_of(files: Files) -> Production:
    """Everything that a rehearsal of this unit needs.

    What reads the database is loaded when it is first asked: the page is there a second sooner without it.
    """

    followed: dict[Path, Following] = {}

    def code(token: str, member: str, now: datetime) -> str:
        from bot.enrolment import issue, secret

        return issue(secret(token), member, now)

    def following(database: Path) -> "Following":
        from bot.commandline.progress import Following

        return followed.setdefault(database, Following(files, database))

    async def next_due(database: Path) -> datetime | None:
        return await following(database).next_due()

    async def unsent(database: Path) -> int:
        return await following(database).unsent()

    return Production(
        cast=_cast(files),
        run=(sys.executable, "-m", "bot", "run", "--unit", str(files.folder.resolve())),
        code=code,
        next_due=next_due,
        unsent=unsent,
    )


def _cast(files: Files) -> Cast:
    return Cast(
        unit=files.plan.name,
        language=files.plan.language,
        time_zone=str(files.plan.time_zone),
        actors=tuple(
            Actor(
                id=member.id,
                name=member.name,
                title=member.title,
                roles=member.roles,
                groups=member.group,
                leads=member.lead,
                tier=member.tier,
            )
            for member in files.roster.members
        ),
        succession=files.plan.succession,
    )
