"""The roster: who the plan names, how to reach them, and what they may do."""

from functools import cached_property
from typing import Annotated

from pydantic import Field, field_validator

from config.schema import Id, Line, Name, Schema

MemberId = Id


class Member(Schema):
    """One person. `group` and `lead` may name several groups; `lead: true` leads every group of `group`."""

    id: MemberId
    name: Name
    title: Line
    phone: Annotated[str, Field(pattern=r"^\+?[0-9][0-9 \-]{2,20}$")]
    roles: tuple[Id, ...] = ()
    tier: Annotated[int, Field(ge=1, le=3)]
    group: tuple[Id, ...] = ()
    lead: bool | tuple[Id, ...] = False

    @field_validator("roles", "group", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def leads(self, group: Id) -> bool:
        """Whether the roster makes this person lead of that group."""
        return group in self.group if self.lead is True else group in (self.lead or ())


class Roster(Schema):
    """All members, in the order of the file."""

    members: tuple[Member, ...]

    def find(self, member: MemberId) -> Member | None:
        """The member of that id, or None for somebody who is not, or no longer, on the roster."""
        return self.by_id.get(member)

    def with_role(self, *roles: Id) -> tuple[Member, ...]:
        """Members holding any of the roles: in the order of the roles, then of the file."""
        found: dict[MemberId, Member] = {}
        for role in roles:
            found |= {m.id: m for m in self.members if role in m.roles and m.id not in found}
        return tuple(found.values())

    @cached_property
    def by_id(self) -> dict[MemberId, Member]:
        """The members by id."""
        return {m.id: m for m in self.members}
