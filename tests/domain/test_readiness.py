"""What would fail if the alarm came now."""

from datetime import date, timedelta

from bot.domain.decide import decide
from bot.domain.message import SYSTEM
from bot.domain.people.absence import GoAway
from bot.domain.people.commands import Enrol, LinkGroup, LoseReach
from bot.domain.people.sign import NoteSign
from bot.domain.readiness import Health, findings
from bot.domain.unit import Unit, apply
from tests.domain.units import START, later, unit


def give(before: Unit, command, at=START) -> Unit:
    for event in decide(before, command, at):
        before = apply(before, event)
    return before


def ready() -> Unit:
    made = unit()
    for account, member in enumerate(m.id for m in made.roster.members):
        made = give(made, Enrol(by=member, member=member, account=account, code=member))
    return give(made, LinkGroup(by="dai", chat=-1, title="群", may_pin=True))


def keys(state: Unit, at=START, health: Health | None = None) -> list[tuple[str, str]]:
    return [(found.key, found.member) for found in findings(state, at, health or Health())]


def test_a_unit_in_order_has_no_finding():
    assert keys(ready()) == []


def test_whoever_cannot_be_reached_is_named_and_the_groups_that_are_too_weak_for_it():
    lost = ready()
    for member in ("deng", "er", "chen"):
        lost = give(lost, LoseReach(by=SYSTEM, member=member, reason="blocked"))
    assert keys(lost) == [
        ("lost", "chen"), ("lost", "deng"), ("lost", "er"),
        ("weak", ""), ("lead", "deng"), ("no_deputy", "deng"),
    ]  # fmt: skip


def test_whoever_is_away_does_not_count_towards_a_groups_strength():
    away = ready()
    for member in ("an", "bo"):
        away = give(away, GoAway(by=member, until=later(days=1)))
    assert keys(away) == [("weak", ""), ("lead_away", "an")]
    assert keys(away, later(days=1, seconds=1)) == []


def test_long_silence_is_named_until_a_word_that_changes_nothing_else():
    quiet = ready()
    at = later(days=61)
    assert ("silent", "bo") in keys(quiet, at)
    heard = give(quiet, NoteSign(by="bo"), at)
    assert ("silent", "bo") not in keys(heard, at)
    assert decide(heard, NoteSign(by="bo"), at + timedelta(days=6)) == ()
    assert decide(heard, NoteSign(by="bo"), at + timedelta(days=7)) != ()


def test_the_plan_has_to_be_reviewed():
    def with_review(day: date) -> Unit:
        state = ready()
        return Unit(**{**vars(state), "plan": state.plan.model_copy(update={"review_by": day})})

    assert keys(with_review(date(2026, 3, 1))) == [("expired", "")]
    assert keys(with_review(date(2026, 3, 20))) == [("expires", "")]
    assert keys(with_review(date(2026, 6, 1))) == []


def test_the_machine_is_looked_at():
    sound = Health(free=10**10, backup=START, backup_known=True, skew=timedelta(seconds=2))
    assert keys(ready(), health=sound) == []
    poor = Health(free=10**8, backup_known=True, skew=timedelta(seconds=-45))
    assert [key for key, _ in keys(ready(), health=poor)] == ["skew", "disk", "no_backup"]
    old = Health(backup=START - timedelta(days=8), backup_known=True)
    assert [key for key, _ in keys(ready(), health=old)] == ["old_backup"]
