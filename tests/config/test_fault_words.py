"""Whatever a check says, both languages have words for it."""

import ast
import re
import shutil
from pathlib import Path
from string import Formatter

import pytest

from config.fault_words import said, worded
from config.faults import Fault
from config.loading import check
from config.texts import catalogue, texts
from tests.config.test_unit_faults import HERE, SLIPS, slip

ROOT = HERE.parents[1]
CHINESE = texts("zh-CN")
# What says something at a terminal only: settings, imports, coverage; and what says nothing.
ELSEWHERE = (
    "coverage",
    "environment",
    "fault_words",
    "faults",
    "settings",
    "spreadsheet",
    "texts",
)
# What the YAML library says, annotations, and the pieces that sentences are recognised by.
NO_SENTENCES = frozenset(
    {
        "str | bool | dict[str, Node] | list[Node] | None",
        "Node | None",
        "Iterator[tuple[str, Node]]",
        "another document",
        "mapping values are not allowed",
        "expected ',' or",
        "expected ':'",
        "unexpected end of stream",
        "expected <block end>",
        "that cannot start any token",
        "the plan has no",
        "the roster has no",
        "\0 — \0",
        "{problem} — {mend}",
        "\0 \0",
        "%Y-%m-%d %H:%M",
    }
)
KINDS = {str(m.string) for m in catalogue("en") if str(m.id).startswith("fault.kind.")}


def sentences(file: Path) -> set[str]:
    """Every text in the file that has a blank in it and is no documentation, with \\0 for what is filled in."""
    tree = ast.parse(file.read_text("utf-8"))
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)]
    docs = {id(node.body[0].value) for node in whole if node.body and isinstance(node.body[0], ast.Expr)}
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.add("".join(part.value if isinstance(part, ast.Constant) else "\0" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | within:
            found.add(node.value)
    return {text for text in found if " " in text.strip() and "\\" not in text} - NO_SENTENCES


def asked() -> set[str]:
    files = (*(ROOT / "config").glob("*.py"), *(ROOT / "config" / "rules").glob("*.py"))
    return set.union(*(sentences(file) for file in files if file.stem not in ELSEWHERE))


def known() -> dict[str, str]:
    """The English sentences of the catalogue, with \\0 for what is filled in, and their ids."""
    words = {str(m.id): str(m.string) for m in catalogue("en") if str(m.id).startswith("fault.")}
    return {
        "".join(text + ("\0" if name is not None else "") for text, name, *_ in Formatter().parse(line)): key
        for key, line in words.items()
        if not key.startswith(("fault.at_", "fault.in_", "fault.kind."))
    }


def test_every_sentence_of_the_checks_is_in_the_catalogue() -> None:
    vague = CHINESE("fault.write_choices", choices="")  # "write …" says what to write in the file's own words
    rest = {words for words in asked() - known().keys() - KINDS if said(words, CHINESE).startswith(vague.strip())}
    unknown = {words for words in asked() - known().keys() - KINDS if said(words, CHINESE) == words}
    assert (rest, unknown) == (set(), set())


def test_the_catalogue_holds_no_sentence_that_is_never_said() -> None:
    elsewhere = {*asked(), *sentences(ROOT / "bot" / "unit_files.py"), "the roster has no \0 \0"}
    assert {key for words, key in known().items() if words not in elsewhere and " " in words} == set()


@pytest.mark.parametrize("case", SLIPS, ids=lambda case: case["name"].replace(" ", "-"))
def test_a_slip_is_said_in_chinese_and_in_english_as_at_the_terminal(tmp_path: Path, case: dict[str, str]) -> None:
    shutil.copytree(HERE / "small", tmp_path / "unit")
    slip(tmp_path / "unit", case["file"], case["old"], case["new"])
    for fault in check(tmp_path / "unit"):
        assert said(fault.problem, texts("en")) == fault.problem
        for english in (fault.problem, fault.mend):
            assert re.search(r"[\u4e00-\u9fff]", said(english, CHINESE)), english
            assert said(english, CHINESE) != english
        line = worded(fault, CHINESE)
        assert f"{fault.file} 第 {fault.line} 行" in line or (not fault.line and line.startswith(fault.file))


def test_what_a_file_quotes_is_not_read_as_words() -> None:
    quoted = "{text} stands twice — (.*) \\1"
    assert said(f"not a phone number: {quoted}", CHINESE) == f"不是电话号码：{quoted}"
    assert said("the plan has no group order of 7", CHINESE) == "预案里没有组 order of 7"
    assert said("role director stands twice", CHINESE) == "角色 director 写了两次"
    assert said("order stands twice", CHINESE) == "order 写了两次"
    assert said("Something that a library says", CHINESE) == "Something that a library says"


def test_a_fault_reads_as_one_line() -> None:
    fault = Fault(file="roster.yaml", line=14, key="members[3].phone", problem="this key is missing", mend="add phone:")
    assert worded(fault, CHINESE) == "roster.yaml 第 14 行 members[3].phone：缺这一项。改法：加上 phone:"
    assert worded(fault, texts("en")) == "roster.yaml, line 14, members[3].phone: this key is missing. Mend: add phone:"
