"""A test send through a fallback channel, marked as a test in every line; and which channels there are."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Final

import aiohttp

from bot.cards.fallback import reason_words
from bot.channels.adapters import Channels
from bot.channels.message import Accepted, Message, Outcome
from bot.fallback import recipient
from config.channels import Channel
from config.loading import Unit as Files
from config.roster import Member
from config.texts import texts

_ROW: Final = "{:<16} {:<9} {:<7} {:>3}  {}"


async def try_out(files: Files, channel: Channel, member: Member | None, values: Mapping[str, str]) -> Outcome:
    """Send the test; what the vendor answered, without a secret."""
    t = texts(files.plan.language)
    lines = [t("channels.test_what", unit=files.plan.name, channel=channel.title)]
    if member is not None:
        lines.append(t("channels.test_who", name=member.name))
    mark = t("channels.test_mark")
    message = Message(
        id=f"{files.plan.unit}/test/{secrets.token_hex(4)}",
        subject=mark + t("channels.test_subject"),
        text="\n".join(mark + line for line in lines),
        to=[recipient(member, channel)] if member is not None else [],
    )
    async with aiohttp.ClientSession() as session:
        return await Channels(session, environment=lambda: values).send(channel, message)


def listed(files: Files, values: Mapping[str, str]) -> Iterator[str]:
    """A line a channel: what it is, whom it serves, and what is still missing here. Nothing of how to get into it."""
    yield _ROW.format("ID", "KIND", "REACHES", "FOR", "STATE")
    for channel in files.plan.channels:
        served = sum(any(way.id == channel.id for way in member.channels) for member in files.roster.members)
        missing = [name for name in channel.variables() if not values.get(name)]
        state = f"not set: {', '.join(missing)}" if missing else "ready to be tested"
        yield _ROW.format(channel.id, channel.kind, "group" if channel.group else "person", served, state)


def worded(outcome: Outcome) -> str:
    """The vendor's own answer, as one line."""
    if isinstance(outcome, Accepted):
        return f"accepted: {outcome.words}"
    return f"not sent ({type(outcome).__name__.lower()}): {reason_words(outcome.reason, texts('en'), whole=True)}"
