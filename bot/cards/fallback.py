"""What a fallback channel says, as plain text; and what the command post's card says about fallback channels."""

from collections.abc import Iterator
from typing import Final

from bot.cards import in_public
from bot.cards.writing import Writer, bold, clip, said, writer
from bot.domain.incident.attempts import Attempt, Purpose, Result
from bot.domain.incident.state import Incident, Phase
from bot.domain.unit import Unit
from config.texts import Texts

# What the channels themselves find, as keys; everything else is a vendor's own words.
REASONS: Final = frozenset(
    {
        "timeout",
        "unreachable",
        "address",
        "redirect",
        "no_code",
        "no_email",
        "ca",
        "untrusted",
        "cannot",
        "not_set",
        "no_apprise",
        "apprise_address",
        "apprise_failed",
        "not_in_plan",
        "rehearsed",
        "error",
    }
)
_NAMES: Final = 30  # people named in one message to a group
_WORDS: Final = 100  # of a place or of what happened: WeCom takes 2,048 bytes
_FAILURES: Final = 8  # people named on the command post's card


def words(unit: Unit, incident: Incident, attempt: Attempt) -> tuple[str, str]:
    """Subject and text of the attempt's message as the state is now. An exercise says so in every line."""
    write = writer(unit, incident)
    alert = attempt.purpose is Purpose.ALERT
    told = _alert(unit, incident, attempt, write) if alert else _over(incident, attempt, write)
    lines = [line for line in told if line]
    lines.append(write.t("fallback.number", id=f"{incident.number}/{attempt.id}"))
    return write.mark(lines[0]), "\n".join(write.mark(line) for line in lines)


def post_lines(incident: Incident, write: Writer) -> Iterator[str]:
    """How many were written to by fallback channels, and whom none of them reached. Harmless in HTML."""
    purpose = Purpose.ALERT if incident.phase is Phase.RESPONSE else Purpose.STAND_DOWN
    latest = _by_member(incident, purpose)
    sent = [m for m, attempts in latest.items() if any(a.result is Result.ACCEPTED for a in attempts)]
    waiting = [m for m, attempts in latest.items() if m not in sent and attempts[-1].result is None]
    failed = {m: attempts[-1] for m, attempts in latest.items() if m not in sent and m not in waiting}
    figures = [
        write.t(key, count=count)
        for key, count in (
            ("post.fallback_sent", len(sent)),
            ("post.fallback_waiting", len(waiting)),
            ("post.fallback_failed", len(failed)),
        )
        if count
    ]
    if figures:
        key = "post.fallback" if purpose is Purpose.ALERT else "post.fallback_over"
        yield write.t(key, figures=" · ".join(figures))
    failures = [bold(_failure(incident, m, attempt, write)) for m, attempt in failed.items() if _counts(incident, m)]
    yield from write.listed(failures, most=_FAILURES)


def reason_words(reason: str, t: Texts, *, whole: bool = False) -> str:
    """Why a channel did not work: a vendor's words as they are, a reason of ours in the unit's language.

    `whole` adds the technical detail. Not escaped.
    """
    key, _, detail = reason.partition(": ")
    if key not in REASONS:
        return reason
    short = t(f"fallback.reason.{key}")
    return f"{short}: {detail}" if detail and (whole or key == "not_set") else short


def channel_title(incident: Incident, channel: str) -> str:
    """What the plan of the incident calls a channel. Not escaped."""
    found = incident.plan.channel(channel)
    return found.title if found else channel


def _alert(unit: Unit, incident: Incident, attempt: Attempt, write: Writer) -> Iterator[str]:
    t = write.t
    yield t("alert.heading_exercise" if incident.exercise else "alert.heading", number=incident.number)
    yield t("fallback.late") if attempt.late else ""
    yield _for(incident, attempt, write)
    public = _group(incident, attempt)
    what = in_public.what(unit, incident, write) if public else incident.what
    place = in_public.place(incident) if public else incident.place
    yield t("alert.what", what=_plain(what) or t("unknown_yet"))
    yield t("alert.where", place=_plain(place) or t("unknown_yet"))
    yield t("alert.assembly", place=incident.plan.assembly_points[0].name)
    key = "fallback.answer_group" if _group(incident, attempt) else "fallback.answer"
    yield t(key, callback=incident.plan.callback)


def _over(incident: Incident, attempt: Attempt, write: Writer) -> Iterator[str]:
    t = write.t
    if incident.overridden_by:
        yield t("alert.overridden", number=incident.number, live=incident.overridden_by)
    else:
        kind = "false_alarm" if incident.false_alarm else "over"
        yield t(f"stand_down.{kind}_exercise" if incident.exercise else f"stand_down.{kind}", number=incident.number)
        yield t("stand_down.stop")
    yield t("fallback.told", names=_names(incident, attempt, write))
    if not incident.overridden_by:
        yield t("fallback.acknowledge", callback=incident.plan.callback)


def _for(incident: Incident, attempt: Attempt, write: Writer) -> str:
    names = _names(incident, attempt, write)
    if _group(incident, attempt):
        return write.t("fallback.for_group", names=names)
    lost = any(incident.roll[member].unreachable is not None for member in attempt.members)
    return write.t("fallback.for_unreached" if lost else "fallback.for_silent", name=names)


def _names(incident: Incident, attempt: Attempt, write: Writer) -> str:
    found = [incident.name(member) for member in attempt.members]
    return write.t("list.comma").join(write.listed(found, most=_NAMES))


def _group(incident: Incident, attempt: Attempt) -> bool:
    channel = incident.plan.channel(attempt.channel)
    return len(attempt.members) > 1 or (channel is not None and channel.group)


def _plain(text: str) -> str:
    return clip(" ".join(text.split()), _WORDS)


def _by_member(incident: Incident, purpose: Purpose) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = {}
    for attempt in incident.attempts.values():
        if attempt.purpose is purpose and attempt.result is not Result.DROPPED:
            for member in attempt.members:
                found.setdefault(member, []).append(attempt)
    return found


def _counts(incident: Incident, member: str) -> bool:
    """Whether somebody still has to be phoned because no channel reached them."""
    standing = incident.roll[member]
    if incident.phase is Phase.RESPONSE:
        return standing.answer is None
    return incident.open and standing.stand_down_acknowledged_at is None


def _failure(incident: Incident, member: str, attempt: Attempt, write: Writer) -> str:
    found = incident.roster.find(member)
    return write.t(
        "post.fallback_failure",
        name=said(incident.name(member)),
        phone=found.phone if found else "",
        channel=said(channel_title(incident, attempt.channel)),
        reason=said(reason_words(attempt.reason, write.t), 60) or "—",
    )
