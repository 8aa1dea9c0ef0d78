"""Telegram's HTML, read as Telegram reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.markup import parse_html, spoken, units
from bot.rehearsal.refusals import Refusal


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("火情", "火情", []),
        ("<b>火情</b> 图书馆", "火情 图书馆", [("bold", 0, 2)]),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#33; &#x41;", 'a <b> & "c" ! A', []),
        ("<code>&lt;</code>", "<", [("code", 0, 1)]),
        ("<B>x</b>", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("  <b> x</b>\n", "x", [("bold", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ("<u>a</u><s>b</s><pre>c</pre>", "abc", [("underline", 0, 1), ("strikethrough", 1, 1), ("pre", 2, 1)]),
        ("<b>x</>", "x", [("bold", 0, 1)]),
    ],
)
def test_what_is_read(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed = parse_html(source)
    assert parsed.text == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in parsed.entities] == entities
    assert parsed.loose == []


def test_a_link_keeps_its_address() -> None:
    (entity,) = parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>').entities
    assert entity == {"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org/?a=1&b=2"}


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("火<b>x</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("火<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<3", "Unclosed start tag at byte offset 0"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<张伟>", 'Unsupported start tag "张伟" at byte offset 0'),
    ],
)
def test_what_is_refused(source: str, problem: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {problem}"
    assert caught.value.violation


@given(st.text(alphabet="ab<>&\"' 火😀\n", max_size=60))
def test_escaped_text_comes_out_as_it_went_in(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    parsed = parse_html(escaped)
    assert (parsed.text, parsed.entities, parsed.loose) == (text.strip(), [], [])


@given(st.text(alphabet="ab</>=\"'& 火😀", max_size=40))
def test_any_text_is_read_or_refused_and_entities_lie_within(source: str) -> None:
    try:
        parsed = parse_html(source)
    except Refusal:
        return
    assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(parsed.text) for e in parsed.entities)


def test_commands_and_mentions_are_found_in_what_people_type() -> None:
    assert spoken("/activate 图书馆") == [{"type": "bot_command", "offset": 0, "length": 9}]
    assert spoken("😀 /here@muster_bot") == [{"type": "bot_command", "offset": 3, "length": 16}]
    assert spoken("请 @muster_bot 看") == [{"type": "mention", "offset": 2, "length": 11}]
    assert spoken("and/or a@b.org") == []
