"""Documents are made of templates and data; whatever a person typed prints as it is written."""

import io

import pytest
from pypdf import PdfReader

from bot.paper.render import PaperError, render

SLIPS = {
    "lang": "zh-CN",
    "unit": "澄湖学院",
    "once": "只能用一次",
    "valid": "24 小时内有效",
    "steps": ["扫码", "点「开始」", "看到自己的名字"],
}
QR = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><path d='M0 0h8v8H0z'/></svg>"


def slips(*names: str) -> dict[str, object]:
    return SLIPS | {"slips": [{"name": name, "title": "干事", "qr": QR} for name in names]}


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_pdf_holds_the_words_and_breaks_after_eight_slips():
    pdf = render("slips", slips(*["林远"] * 9))
    assert pdf.startswith(b"%PDF")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert words(pdf).count("林远") == 9


@pytest.mark.parametrize("name", ['#import "x"', "$a$", "*b*", "</svg>", "\\u{41}", "#panic()", "{name}", "[o]", "//x"])
def test_what_a_person_typed_is_no_markup(name: str):
    assert name in words(render("slips", slips(name)))


def test_a_rare_character_prints():
    assert "王𬍛" in words(render("slips", slips("王𬍛")))


def test_the_longest_name_and_five_thousand_characters_still_make_a_sheet():
    assert render("slips", slips("很长" * 2500)).startswith(b"%PDF")


def test_the_same_data_makes_the_same_file():
    assert render("slips", slips("林远")) == render("slips", slips("林远"))


@pytest.mark.parametrize(
    ("template", "data", "said"),
    [
        ("../secret", {}, "no template"),
        ("nothing", {}, "no template"),
        ("slips", {"lang": "en"}, "slips: "),
        ("slips", {"lang": object()}, "JSON"),
        ("slips", {"lang": "\ud800"}, "JSON"),
    ],
)
def test_what_cannot_be_made_is_said_in_one_line(template: str, data: dict[str, object], said: str):
    with pytest.raises(PaperError, match=said) as raised:
        render(template, data)
    assert "\n" not in str(raised.value)


def test_a_picture_has_one_page():
    with pytest.raises(PaperError, match="has 2"):
        render("slips", slips(*["林远"] * 9), "png")


def test_a_panic_of_the_typesetter_is_one_documents_fault_only(monkeypatch):
    class Panic(BaseException):
        """As a library written in Rust raises it."""

    def panics(*_args: object, **_more: object) -> None:
        raise Panic("index out of bounds")

    monkeypatch.setattr("typst.Compiler", panics)
    with pytest.raises(PaperError, match="index out of bounds"):
        render("slips", {"lang": "en"})
