"""Whom words mean."""

from config.roster import Member, Roster


def found(roster: Roster, words: str) -> list[Member]:
    """Exactly that id or name, or else names that hold the words."""
    exact = [member for member in roster.members if words in (member.id, member.name)]
    return exact or [member for member in roster.members if words.lower() in member.name.lower()]
