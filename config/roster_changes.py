"""What differs between two rosters: who joined, who left, whose entry reads otherwise."""

from dataclasses import dataclass

from config.roster import Member, MemberId, Roster


@dataclass(frozen=True, kw_only=True)
class Change:
    """One member's entry before and after."""

    before: Member
    after: Member

    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ, in the order of the schema."""
        return tuple(name for name in Member.model_fields if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True, kw_only=True)
class RosterChanges:
    """From one roster to the next. The order counts: it is the order of succession and of replacing a lead."""

    added: tuple[Member, ...]
    removed: tuple[Member, ...]
    changed: tuple[Change, ...]
    reordered: bool  # those who stay stand in another order

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.reordered)


def changes(before: Roster, after: Roster) -> RosterChanges:
    """What has to happen to `before` for it to read like `after`."""
    old, new = before.by_id, after.by_id
    stayed = [member.id for member in before.members if member.id in new]
    return RosterChanges(
        added=tuple(member for member in after.members if member.id not in old),
        removed=tuple(member for member in before.members if member.id not in new),
        changed=tuple(Change(before=old[id_], after=new[id_]) for id_ in stayed if old[id_] != new[id_]),
        reordered=stayed != [member.id for member in after.members if member.id in old],
    )


def applied(before: Roster, changed: RosterChanges, order: tuple[MemberId, ...]) -> Roster:
    """The roster after the changes, in that order."""
    members = dict(before.by_id)
    for gone in changed.removed:
        members.pop(gone.id, None)
    members |= {member.id: member for member in changed.added}
    members |= {change.after.id: change.after for change in changed.changed}
    return Roster(members=tuple(members[id_] for id_ in order if id_ in members))


def completed(recorded: Roster, files: Roster) -> Roster:
    """The recorded roster with what the log leaves out of a member's entry, where the files have the same entry."""
    return Roster(members=tuple(_complete(member, files.find(member.id)) for member in recorded.members))


def _complete(member: Member, written: Member | None) -> Member:
    return written if written is not None and written.model_dump() == member.model_dump() else member
