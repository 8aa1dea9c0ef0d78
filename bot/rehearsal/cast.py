"""Who plays: the unit's people as plain values, and what a rehearsal needs to start the bot for them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One member: `roles`, `groups` and `leads` (the groups led) are the ids of the unit's files."""

    id: str
    name: str
    title: str
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    tier: int = 1


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody of the unit, in the order of its roster; `succession` the roles that may activate, first one first."""

    unit: str
    language: str
    time_zone: str
    actors: tuple[Actor, ...]
    succession: tuple[str, ...]

    @property
    def zone(self) -> ZoneInfo:
        """Where the unit's clocks hang."""
        return ZoneInfo(self.time_zone)

    @property
    def leaders(self) -> tuple[Actor, ...]:
        """Those who may activate, in their order."""
        found: dict[str, Actor] = {}
        for role in self.succession:
            found |= {actor.id: actor for actor in self.actors if role in actor.roles and actor.id not in found}
        return tuple(found.values())

    @property
    def director(self) -> Actor:
        """The first who may activate."""
        return self.leaders[0]

    @property
    def deputy(self) -> Actor:
        """Who follows the director; the director in a unit that has nobody else."""
        return self.leaders[1] if len(self.leaders) > 1 else self.leaders[0]

    @property
    def leads(self) -> tuple[Actor, ...]:
        """Those who lead a group without being one of the leaders; any group lead when all of them are."""
        outside = tuple(actor for actor in self.actors if actor.leads and actor not in self.leaders)
        return outside or tuple(actor for actor in self.actors if actor.leads)

    @property
    def members(self) -> tuple[Actor, ...]:
        """Those who lead nothing; everybody but the director in a unit where each leads something."""
        plain = tuple(actor for actor in self.actors if actor not in self.leaders and not actor.leads)
        return plain or tuple(actor for actor in self.actors if actor is not self.director)

    def find(self, actor: str) -> Actor | None:
        """The actor of that id."""
        return next((each for each in self.actors if each.id == actor), None)


@dataclass(frozen=True, kw_only=True)
class Production:
    """All that a rehearsal takes from the product, handed in as values and callables.

    `run` starts the bot process when flags for token, API address, database and clock are added. `code` gives the
    enrolment code of (token, member id, time). `next_due` tells when, going by a database, the next thing falls due;
    `unsent` how many cards for people still wait there to be sent.
    """

    cast: Cast
    run: Sequence[str]
    code: Callable[[str, str, datetime], str]
    next_due: Callable[[Path], Awaitable[datetime | None]]
    unsent: Callable[[Path], Awaitable[int]]
