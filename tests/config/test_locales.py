"""Both languages are complete, and no message id ever reaches a screen."""

import ast
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from bot.cards.duty_weeks import CELLS
from bot.cards.duty_words import HOLIDAYS
from bot.cards.fallback import REASONS as CHANNEL_REASONS
from bot.cards.help import COMMANDS, HELP, When
from bot.cards.roster_change import FIELDS
from bot.cards.writing import REASONS
from bot.domain.codec import EVENTS
from bot.domain.desk.events import Verdict
from bot.domain.duty.events import Skip
from bot.domain.incident.attempts import Purpose, Result
from bot.domain.incident.events import Answer, Detail, IncidentEvent, Injury, PanelTurned, PhoneResult, Unseconded, View
from bot.domain.incident.state import Phase
from bot.domain.meeting.events import Attendance, Fixing, Open, Question
from bot.domain.watch.events import Ending, Trouble
from bot.reports.evidence.pack import Kind, Status
from config.duty_roster import KINDS
from config.texts import LOCALES, catalogue, texts

LANGUAGES = tuple(LOCALES)

# A message asked for by its id: t("…"), texts.plural("…"). A refusal's key is its id without the first word.
ASKED = re.compile(r'(?:\bt\(|\.plural\()\s*"([a-z_.]+)"')

# Families of messages whose last word is a value of the domain.
FAMILIES = {
    *(
        f"event.{name}"
        for name, kind in EVENTS.items()
        if issubclass(kind, IncidentEvent) and kind is not PanelTurned and not kind.__subclasses__()
    ),
    *(f"answer.{answer}" for answer in Answer),
    *(f"phone.{result}" for result in PhoneResult),
    *(f"injury.{injury}" for injury in Injury),
    *(f"lead.verdict.{verdict}" for verdict in Verdict),
    *(f"post.heading_{kind}_{phase}" for kind in ("live", "exercise") for phase in (*Phase, "false_alarm")),
    *(f"button.{view}" for view in (View.GROUPS, View.TASKS, View.BULLETIN, View.REPORT)),
    *(f"button.{view}" for view in (View.CASUALTIES, View.HEADCOUNT, View.SCENE, View.PROXY)),
    *(f"stand_down.{kind}{ending}" for kind in ("over", "false_alarm") for ending in ("", "_exercise")),
    *(f"button.away_{choice}" for choice in ("today", "days", "week")),
    "button.proxy_page",
    *(f"button.detail_{detail}" for detail in Detail),
    *(f"panel.scene_{detail}" for detail in Detail),
    *(f"reach.{reason}" for reason in REASONS),
    *(f"second.flag_{why}" for why in Unseconded),
    *(f"fallback.purpose.{purpose}" for purpose in Purpose),
    *(f"fallback.result.{result}" for result in Result),
    *(f"refusal.note.{kind}" for kind in ("identity_card", "phone")),
    *(f"fallback.reason.{reason}" for reason in CHANNEL_REASONS),
    *(f"duty.asks_{kind}" for kind in ("number", "text", "date", "file")),
    *(f"refusal.duty.needs_{kind}" for kind in ("number", "text", "date", "file")),
    *(f"duty.lacks_{lack}" for lack in ("term", "year")),
    *(f"holiday.{name}" for name in HOLIDAYS),
    *(f"weekday.{day}" for day in range(1, 8)),
    *(f"help.when_{when}" for when in When),
    *(f"help.{entry.name}" for entry in COMMANDS),
    *(f"help.{entry.name}_lead" for entry in COMMANDS if entry.lead),
    *(f"menu.{name}" for name in (*(entry.name for entry in COMMANDS), HELP)),
    *(f"meeting.are_{attendance}" for attendance in (*Attendance, "silent")),
    *(f"meeting.answer_{attendance}" for attendance in Attendance),
    *(f"button.meeting_{attendance}" for attendance in Attendance),
    *(f"meeting.fixed_{how}" for how in Fixing),
    *(f"meeting.open_{kind}" for kind in Open),
    *(f"meeting.ask_{question}{part}" for question in Question for part in ("", "_how", "_placeholder")),
    *(f"meeting.action_{state}" for state in ("open", "done", "failed")),
    *(f"watch.now_{kind}" for kind in KINDS),
    *(f"watch.trouble_{trouble}" for trouble in Trouble),
    *(f"swap.ended_{ending}" for ending in Ending),
    *(f"roster.field.{field}" for field in FIELDS),
    *(f"evidence.kind_{kind}" for kind in Kind),
    *(f"evidence.status_{status}" for status in Status),
    *(f"evidence.cell_{cell}" for cell in CELLS),
    *(f"evidence.skip_{why}" for why in Skip),
    *(f"evidence.watch_{kind}" for kind in KINDS),
    *(f"evidence.{rule}" for rule in ("head_how", "rule", "rule_counts", "privacy")),
}


def keyed(source: str, kind: str = "Refused") -> set[str]:
    """The keys of every `Refused(key=…)`, also of one that is put into `key` a line before."""
    tree = ast.parse(source)
    keys = [
        word.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind
        for word in node.keywords
        if word.arg == "key"
    ]
    if any(isinstance(key, ast.Name) for key in keys):
        keys += [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and any(isinstance(target, ast.Name) and target.id == "key" for target in node.targets)
        ]
    return {key for value in keys for key in _constants(value)}


def _constants(value: ast.expr) -> set[str]:
    if isinstance(value, ast.IfExp):
        return _constants(value.body) | _constants(value.orelse)
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) else set()


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def messages(language):
    """Message id → the values that its words ask for; `{n}` is offered to every counted message."""
    return {
        m.id if isinstance(m.id, str) else m.id[0]: set.union(
            *(placeholders(w) for w in ([m.string] if isinstance(m.string, str) else m.string))
        )
        - ({"n"} if m.pluralizable else set())
        for m in catalogue(language)
        if m.id
    }


def test_both_languages_have_the_same_messages():
    assert messages("zh-CN").keys() == messages("en").keys()


def test_both_languages_ask_for_the_same_values():
    chinese, english = messages("zh-CN"), messages("en")
    assert {k: v for k, v in chinese.items() if english[k] != v} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_words(language):
    empty = [m.id for m in catalogue(language) if m.id and (m.fuzzy or not all(m.string))]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_twice(language):
    folder = files("config") / "locales" / LOCALES[language] / "LC_MESSAGES"
    sources = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".po")]
    ids = Counter(id_ for source in sources for id_ in re.findall(r'^msgid "(.+)"$', source, re.MULTILINE))
    assert [i for i, n in ids.items() if n > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_a_plain_name(language):
    odd = {k: v for k, v in messages(language).items() if not all(name.isidentifier() for name in v)}
    assert odd == {}


@pytest.fixture(scope="module")
def sources():
    """What the bot is made of."""
    root = Path(__file__).parents[2]
    return [file.read_text("utf-8") for folder in ("bot", "handlers") for file in (root / folder).rglob("*.py")]


@pytest.fixture(scope="module")
def families(sources):
    """The listed ones, and a message for whatever `/readiness` finds."""
    return FAMILIES | {f"readiness.{key}" for source in sources for key in keyed(source, "Finding")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_that_the_source_asks_for_exists(language, sources, families):
    asked = {key for source in sources for key in ASKED.findall(source)}
    refused = {f"refusal.{key}" for source in sources for key in keyed(source)}
    assert "refusal.activation.exercise_running" in refused
    assert "readiness.never_enrolled" in families
    assert (asked | refused | families) - messages(language).keys() == set()


def test_every_message_is_asked_for(sources, families):
    """By its id, by the key of a refusal, as one of a family, or by an id that an exercise makes longer."""
    trees = [ast.parse(source) for source in sources]
    written = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    faults = {id_ for id_ in messages("en") if id_.startswith("fault.")}  # found by their English: test_fault_words
    asked = {*families, *faults, *written, *(f"refusal.{word}" for word in written if isinstance(word, str))}
    ids = set(messages("zh-CN"))
    assert "refusal.hazard.which" in ids & asked
    assert [id_ for id_ in sorted(ids - asked) if id_.removesuffix("_exercise") not in asked] == []


def test_says_the_words_of_the_language():
    assert texts("zh-CN")("answer.arrived") == "已到达"
    assert texts("en")("answer.arrived") == "Arrived"


def test_counts():
    assert texts("en").plural("hazard.days", 1) == "Within 1 day"
    assert texts("en").plural("hazard.days", 3) == "Within 3 days"
    assert texts("zh-CN").plural("hazard.days", 1) == "1 天内"
    assert "One week of duties" in texts("en").plural("evidence.weeks_caption", 1)


def test_a_missing_message_is_an_error_and_not_a_word_on_the_screen():
    with pytest.raises(KeyError, match=r"no\.such\.message"):
        texts("en")("no.such.message")
    with pytest.raises(KeyError, match=r"no\.such\.message"):
        texts("en").plural("no.such.message", 2)
