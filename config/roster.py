"""The roster: who the plan names, how to reach them, and what they may do."""

import re
from functools import cached_property
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from config.channels import Email, Way
from config.schema import Id, Line, Name, Schema, refused

MemberId = Id

_PHONE: Final = re.compile(r"\+?[0-9][0-9 -]*")


def _phone(text: str) -> str:
    mend = "write digits, with +86 or without"
    if not _PHONE.fullmatch(text):
        raise refused(f"not a phone number: {text[:40]}", mend)
    digits = sum(c.isdigit() for c in text)
    if not 3 <= digits <= 15:
        raise refused(f"not a phone number, it has {digits} digits: {text[:40]}", mend)
    return text


class Member(Schema):
    """One person. `roles`, `group` and `lead` take one id or a list; `lead: true` leads every group of `group`."""

    id: MemberId
    name: Name
    title: Line
    phone: Annotated[str, Field(max_length=40), AfterValidator(_phone)]
    roles: tuple[Id, ...] = ()
    tier: Annotated[int, Field(ge=1, le=3)]
    group: tuple[Id, ...] = ()
    lead: tuple[Id, ...] = ()
    email: Email | None = None
    channels: tuple[Way, ...] = ()  # fallback channels, in the order in which they are tried

    @field_validator("channels", mode="before")
    @classmethod
    def _ids_or_ways(cls, value: object) -> object:
        ways = list(value) if isinstance(value, list | tuple) else [value]
        return tuple({"id": way} if isinstance(way, str) else way for way in ways)

    @field_validator("roles", "group", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("lead", mode="before")
    @classmethod
    def _leads_all_or_named(cls, value: object, info: ValidationInfo) -> object:
        if value is False:
            return ()
        if value is not True:
            return cls._one_or_several(value)
        groups = info.data.get("group", ())
        if "group" in info.data and not groups:
            raise refused("leads a group but is in none", "name the group: group: order")
        return groups

    def leads(self, group: Id) -> bool:
        """Whether the roster makes this person lead of that group."""
        return group in self.lead and group in self.group


class Roster(Schema):
    """All members, in the order of the file."""

    members: tuple[Member, ...]

    def find(self, member: MemberId) -> Member | None:
        """The member of that id, or None for somebody who is not, or no longer, on the roster."""
        return self.by_id.get(member)

    def with_role(self, *roles: Id) -> tuple[Member, ...]:
        """Members holding any of the roles: in the order of the roles, then of the file."""
        holders = (member for role in roles for member in self._by_role.get(role, ()))
        return tuple({member.id: member for member in holders}.values())

    @cached_property
    def _by_role(self) -> dict[Id, tuple[Member, ...]]:
        roles = dict.fromkeys(role for member in self.members for role in member.roles)
        return {role: tuple(member for member in self.members if role in member.roles) for role in roles}

    @cached_property
    def by_id(self) -> dict[MemberId, Member]:
        """The members by id."""
        return {m.id: m for m in self.members}

    def without_secrets(self) -> Self:
        """The roster as the log keeps it: no addresses of fallback channels, which may hold a token."""
        if not any(way.address for member in self.members for way in member.channels):
            return self
        members = (m.model_copy(update={"channels": tuple(Way(id=way.id) for way in m.channels)}) for m in self.members)
        return type(self)(members=tuple(members))
