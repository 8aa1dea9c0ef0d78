"""What `check` says about a unit's files when somebody slipped: every fault, its line, its key, its mend."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from config.faults import Fault, UnitFaults
from config.loading import check, load_unit
from config.source import LARGEST

HERE = Path(__file__).parent
SLIPS = YAML(typ="safe").load((HERE / "slips.yaml").read_text("utf-8"))
PLAN, ROSTER = ((HERE / "small" / name).read_text("utf-8") for name in ("plan.yaml", "roster.yaml"))


@pytest.fixture
def unit(tmp_path):
    shutil.copytree(HERE / "small", tmp_path / "unit")
    return tmp_path / "unit"


def slip(unit, file, old, new):
    text = (unit / file).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} should stand once in {file}"
    (unit / file).write_text(text.replace(old, new), "utf-8")


def said(unit):
    return [str(fault) for fault in check(unit)]


def test_a_good_unit_has_no_fault(unit):
    assert said(unit) == []
    loaded = load_unit(unit)
    assert [clause.id for clause in loaded.plan.clauses] == ["3", "4.1", "7.10"]  # bare, and yet no numbers
    assert loaded.roster.members[1].leads("order")


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case["name"].replace(" ", "-"))
def test_a_slip_is_named_with_its_line_and_its_mend(unit, case):
    slip(unit, case["file"], case["old"], case["new"])
    assert said(unit) == case["says"]


def test_all_faults_of_both_files_come_in_one_run(unit):
    slip(unit, "plan.yaml", "time_zone: Asia/Shanghai", "time_zone: Mars/Base")
    slip(unit, "plan.yaml", "    task: cordon", "    task: nothing")
    slip(unit, "plan.yaml", "  confirm: 60s", "  confirm: soon")
    slip(unit, "roster.yaml", "138-0000-0001", "12x")
    slip(unit, "roster.yaml", "    lead: true\n", "")
    faults = said(unit)
    assert [line.split(" ")[0] for line in faults] == [
        "plan.yaml:6:",
        "plan.yaml:38:",
        "plan.yaml:43:",
        "roster.yaml:1:",
        "roster.yaml:5:",
    ]
    with pytest.raises(UnitFaults) as raised:
        load_unit(unit)
    assert str(raised.value).splitlines() == faults


def test_a_file_that_is_no_yaml_does_not_hide_the_other(unit):
    slip(unit, "plan.yaml", "groups:\n", "groups：\n")
    slip(unit, "roster.yaml", "138-0000-0001", "12x")
    assert [line.split(":")[0] for line in said(unit)] == ["plan.yaml", "roster.yaml"]


def test_every_tab_and_every_full_width_colon_of_a_file_is_named(unit):
    slip(unit, "roster.yaml", "    title: 所长", "\ttitle: 所长")
    slip(unit, "roster.yaml", "    title: 保安", "    title：保安")
    assert [line.split(" ")[0] for line in said(unit)] == ["roster.yaml:4:", "roster.yaml:18:"]


def test_full_width_punctuation_in_a_text_is_right(unit):
    slip(unit, "plan.yaml", "purpose: 守门", "purpose: 守门：不放人，不放车、“一律”")
    assert said(unit) == []


def test_no_such_folder(tmp_path):
    assert said(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'}: there is no such folder — name a folder that holds plan.yaml and roster.yaml"
    ]


def test_a_file_where_the_folder_is_meant(unit):
    assert said(unit / "plan.yaml") == [
        f"{unit / 'plan.yaml'}: this is no folder — name a folder that holds plan.yaml and roster.yaml"
    ]


def test_a_missing_file(unit):
    (unit / "roster.yaml").unlink()
    assert said(unit) == ["roster.yaml: this file is missing — write it, or take roster.yaml of the example unit"]


def test_a_folder_where_a_file_is_meant(unit):
    (unit / "roster.yaml").unlink()
    (unit / "roster.yaml").mkdir()
    assert said(unit) == ["roster.yaml: this is a folder — put a file of that name in its place"]


@pytest.mark.parametrize("nothing", ["", "\n \n", "\ufeff"])
def test_an_empty_file(unit, nothing):
    (unit / "roster.yaml").write_text(nothing, "utf-8")
    assert said(unit) == ["roster.yaml: the file is empty — write it, or take roster.yaml of the example unit"]


def test_a_file_of_comments_only(unit):
    (unit / "roster.yaml").write_text("# later\n", "utf-8")
    assert said(unit) == ["roster.yaml: there is nothing in the file — write it, or take the example unit's"]


@pytest.mark.parametrize(
    ("encoding", "problem"),
    [
        ("gb18030", "roster.yaml:3: the file is in GB18030 (GBK)"),
        ("utf-16", "roster.yaml: the file is in UTF-16"),
        ("utf-16-le", "roster.yaml: the file is in UTF-16"),
    ],
)
def test_a_wrong_encoding_is_named(unit, encoding, problem):
    (unit / "roster.yaml").write_bytes(ROSTER.encode(encoding))
    assert said(unit) == [f"{problem} — save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)"]


def test_bytes_of_no_encoding(unit):
    (unit / "roster.yaml").write_bytes(ROSTER.encode() + b"\xff\xff\x00")
    assert said(unit) == [
        "roster.yaml:23: the file is not in UTF-8 — save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)"
    ]


def test_a_control_character_is_named_with_its_line(unit):
    slip(unit, "roster.yaml", "title: 保安", "title: 保\x08安")
    assert said(unit) == ["roster.yaml:18: a control character (U+0008) — delete it"]


def test_what_notepad_writes_is_read(unit):
    (unit / "roster.yaml").write_bytes(b"\xef\xbb\xbf" + ROSTER.replace("\n", "\r\n").encode())
    assert said(unit) == []


def test_a_huge_file_is_not_read(unit):
    (unit / "plan.yaml").write_text(PLAN + "#" * LARGEST, "utf-8")
    assert said(unit)[0].startswith("plan.yaml: 2,001,")
    assert "at most 2,000,000 are read" in said(unit)[0]


def test_anchors_cannot_blow_up(unit):
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
    (unit / "plan.yaml").write_text(f"l0: &l0 [a]\n{levels}\n", "utf-8")
    assert "plan.yaml:1: l0: an anchor (&) is not read here — write the value out each time" in said(unit)


@pytest.mark.parametrize(
    "text",
    [
        "- " * 30_000 + "}",
        "a: b: " + "-" * 300_000,
        "[" * 30_000,
        "a: " + "{b: " * 5_000,
        "%YAML 1." + "9" * 5_000 + "\n---\na: 1",
    ],
)
def test_nonsense_is_a_fault_like_any_other(unit, text):
    (unit / "plan.yaml").write_text(text, "utf-8")
    assert [fault.file for fault in check(unit)] == ["plan.yaml"]


def test_a_key_with_a_line_break_does_not_break_the_line(unit):
    slip(unit, "plan.yaml", "meet: 门口", 'meet: 门口\n"a\\nb": 1')
    assert said(unit)[0].startswith("plan.yaml:30: a\\nb: unknown key")


def test_half_a_character_is_a_fault(unit):
    slip(unit, "plan.yaml", "meet: 门口", 'meet: "门口\\ud83d"')
    assert said(unit) == ["plan.yaml:29: meet: an escape for half a character — write the character itself"]


def test_a_fault_reads_as_one_line():
    fault = Fault(
        file="roster.yaml", line=14, key="members[3].phone", problem="not a phone number: 12x", mend="mend it"
    )
    assert str(fault) == "roster.yaml:14: members[3].phone: not a phone number: 12x — mend it"
    assert str(replace(fault, line=0, key="")) == "roster.yaml: not a phone number: 12x — mend it"


def survives(folder, plan, roster):
    """Loading gives a unit, or UnitFaults with faults of one printable line, and nothing else."""
    (folder / "plan.yaml").write_bytes(plan)
    (folder / "roster.yaml").write_bytes(roster)
    faults = check(folder)
    assert all(str(fault).isprintable() and fault.mend for fault in faults)
    if faults:
        with pytest.raises(UnitFaults):
            load_unit(folder)
    else:
        load_unit(folder)


hastily = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@hastily
@given(st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")) | st.binary(max_size=200))
def test_any_text_is_refused_in_words(unit, data):
    survives(unit, data, data)


yamlish = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("ab:：{}[]&*!#'\"\\,\n\t-0 ", max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abid", max_size=3), inner, max_size=3),
    max_leaves=6,
)
lines = [line for line in (PLAN + ROSTER).splitlines() if line.strip()]


@hastily
@given(st.data())
def test_any_value_anywhere_is_refused_in_words(unit, data):
    """A line of a good file gives way to any value, or to a line from elsewhere."""
    texts = {"plan": PLAN.splitlines(), "roster": ROSTER.splitlines()}
    for _ in range(data.draw(st.integers(1, 3))):
        text = texts[data.draw(st.sampled_from(sorted(texts)))]
        number = data.draw(st.integers(0, len(text) - 1))
        key, _, _ = text[number].partition(": ")
        text[number] = data.draw(yamlish.map(lambda v: f"{key}: {v!r}") | st.sampled_from(lines) | st.just(""))  # noqa: B023
    survives(unit, *("\n".join(text).encode("utf-8", "surrogatepass") for text in texts.values()))
