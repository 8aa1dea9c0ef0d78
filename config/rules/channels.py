"""Fallback channels of a plan and a roster: each has what its kind needs, and each person can be reached by theirs."""

from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from typing import Final

from config.channels import OPTIONAL, PERSONAL, PLACEHOLDERS, REQUIRED, ROBOTS, SETTINGS, VARIABLE, Kind, placeholders
from config.rules.finding import Finding, known, repeated
from config.tree import Node

_LOCAL: Final = ("127.0.0.1", "::1", "localhost")


def unique(plan: Node) -> Iterator[Finding]:
    """Each channel stands once."""
    yield from repeated(plan.each("channels"), "id", "channel")


def settings(plan: Node) -> Iterator[Finding]:
    """A channel has the settings that its kind needs, and none that mean nothing to it."""
    for channel in plan.each("channels"):
        kind = _kind(channel)
        if kind is None:
            continue
        for name in REQUIRED[kind]:
            if channel.get(name) is None:
                yield Finding(channel, f"a {kind} channel without {name}", f"add {name}:")
        for name in SETTINGS:
            node = channel.get(name)
            if node is not None and name not in (*REQUIRED[kind], *OPTIONAL[kind]):
                used = ", ".join((*REQUIRED[kind], *OPTIONAL[kind]))
                yield Finding(node, f"{name} means nothing to a {kind} channel", f"take it out; it has {used}")
        yield from _address(kind, channel)
        yield from _in_clear(channel)


def templates(plan: Node) -> Iterator[Finding]:
    """A template asks for what a message can give; one that serves a group names nobody in its address."""
    for channel in plan.each("channels"):
        for node in _texts(channel):
            for name in placeholders(str(node.value)) if _templated(channel, node) else ():
                if name not in PLACEHOLDERS:
                    mend = f"write one of {', '.join('{' + name + '}' for name in PLACEHOLDERS)}"
                    yield Finding(node, f"nothing is called {{{name}}}", mend)
                elif name in PERSONAL and _group(channel):
                    problem = f"{{{name}}} is one person's, and this channel reaches a group"
                    yield Finding(node, problem, "write reaches: person, or take it out")


def members(roster: Node, plan: Node) -> Iterator[Finding]:
    """Members name channels of the plan, each once, and have the address that the channel writes to."""
    there = known(plan, "channel", "channels")
    by_id = {channel.text("id"): channel for channel in plan.each("channels")}
    for member in roster.each("members"):
        seen: set[str] = set()
        for name, node, address in _ways(member):
            yield from there.check(name, node)
            if name in seen:
                yield Finding(node, f"channel {name} stands twice", "keep one of them")
            seen.add(name)
            if (channel := by_id.get(name)) is not None:
                yield from _reached(member, node, channel, address)


def variables(tree: Node, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Every `${NAME}` is in the environment or in `.env`."""
    for item in (*tree.each("channels"), *(way for member in tree.each("members") for way in _nodes(member))):
        for node in _texts(item):
            for name in VARIABLE.findall(str(node.value)):
                if not environment.get(name):
                    yield Finding(node, f"{name} is not set", f"set {name} in the environment or in .env")


def libraries(tree: Node, _environment: Mapping[str, str]) -> Iterator[Finding]:
    """Whoever names an apprise channel has apprise."""
    for channel in tree.each("channels"):
        node = channel.get("kind")
        if node is not None and _kind(channel) is Kind.APPRISE and find_spec("apprise") is None:
            yield Finding(node, "apprise is not installed", "pip install 'muster[apprise]'")


def _kind(channel: Node) -> Kind | None:
    text = channel.text("kind")
    return Kind(text) if text in set(Kind) else None


def _group(channel: Node) -> bool:
    return channel.text("reaches") == "group" or (channel.get("reaches") is None and _kind(channel) in ROBOTS)


def _address(kind: Kind, channel: Node) -> Iterator[Finding]:
    """What is fetched over HTTP has an address of HTTP, unless all of it comes from the environment."""
    url, node = channel.text("url"), channel.get("url")
    if node is None or url is None or kind is Kind.APPRISE or VARIABLE.match(url):
        return
    if not url.startswith(("https://", "http://")):
        yield Finding(node, "not an address of the web", "write it like https://host/path")
    elif kind in ROBOTS and url.startswith("http://") and not url.startswith(tuple(f"http://{h}" for h in _LOCAL)):
        yield Finding(node, "the robot's token would be sent in clear", "write https://")


def _in_clear(channel: Node) -> Iterator[Finding]:
    """A password does not cross the network in clear."""
    node, host = channel.get("password"), channel.text("host")
    if node is not None and channel.text("security") == "none" and host not in _LOCAL:
        yield Finding(node, "the password would be sent in clear", "write security: starttls or security: ssl")


def _templated(channel: Node, node: Node) -> bool:
    """Whether a text is filled in for each message: a robot's address and a password are not."""
    name = node.key.removeprefix(f"{channel.key}.")
    return name in ("url", "to", "body") and _kind(channel) not in ROBOTS


def _texts(item: Node) -> Iterator[Node]:
    """The texts of a channel's or a way's settings."""
    for name in (*SETTINGS, "address"):
        node = item.get(name)
        for child in () if node is None else node.value.values() if isinstance(node.value, dict) else (node,):
            if isinstance(child.value, str):
                yield child


def _nodes(member: Node) -> Iterator[Node]:
    node = member.get("channels")
    if node is not None:
        yield from node.value if isinstance(node.value, list) else (node,)


def _ways(member: Node) -> Iterator[tuple[str, Node, str | None]]:
    """The channels of a member: id, where it stands, and the address if it has one."""
    for node in _nodes(member):
        if isinstance(node.value, str):
            yield node.value, node, None
        elif (name := node.text("id")) is not None:
            yield name, node, node.text("address")


def _reached(member: Node, node: Node, channel: Node, address: str | None) -> Iterator[Finding]:
    kind, to = _kind(channel), channel.text("to") or "{email}"
    asked = {name for text in _texts(channel) if _templated(channel, text) for name in placeholders(str(text.value))}
    asked |= set(placeholders(to)) if kind is Kind.SMTP else set()
    if kind is Kind.SMTP and address:
        asked.discard("email")
    if "email" in asked and member.get("email") is None:
        yield Finding(node, f"{channel.text('id')} writes to an e-mail address, and there is none", "add email:")
    if "address" in asked and not address:
        mend = f"write {{id: {channel.text('id')}, address: …}}"
        yield Finding(node, f"{channel.text('id')} asks for an address, and there is none", mend)


RULES: tuple[Callable[[Node], Iterator[Finding]], ...] = (unique, settings, templates)
WITH_PLAN: tuple[Callable[[Node, Node], Iterator[Finding]], ...] = (members,)
HERE: tuple[Callable[[Node, Mapping[str, str]], Iterator[Finding]], ...] = (variables, libraries)
