"""A template and plain data in, the bytes of a PDF or a PNG out.

A template is `bot/paper/templates/NAME.typ`. It begins with

    #import "paper.typ": *
    #let data = json(bytes(sys.inputs.data))
    #show: paper.with(lang: data.lang)

and puts what it is given into the page as `#data.name`. Such a value is text and never markup: a name `#import "x"`
prints as it is written. A picture (a QR code) travels as SVG text: `#image(bytes(data.qr), format: "svg")`.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import typst

Form = Literal["pdf", "png"]

FONTS: Final = Path(__file__).parent / "fonts"
TEMPLATES: Final = Path(__file__).parent / "templates"
PPI: Final = 200.0  # of a picture: sharp on a phone, some 100 KB a page
_NAME: Final = re.compile(r"[a-z][a-z_]*")
_ONE_AT_A_TIME: Final = Lock()  # two at once take twice as long each


class PaperError(Exception):
    """A document could not be made; one line says which and why."""


def render(template: str, data: Mapping[str, Any], form: Form = "pdf", *, ppi: float = PPI) -> bytes:
    """The document that the template makes of the data, which must be what JSON can hold.

    A PNG is one picture: its template gives the page `height: auto`. It takes some 50 ms, so in a running bot call
    it in a thread. Raises PaperError.
    """
    if not _NAME.fullmatch(template) or not (TEMPLATES / f"{template}.typ").is_file():
        raise PaperError(f"there is no template {template[:40]!r} in {TEMPLATES.name}/")
    try:
        text = json.dumps(data, ensure_ascii=False)
        text.encode()
    except (TypeError, ValueError) as error:
        raise PaperError(f"{template}: the data cannot be written as JSON: {error}") from error
    try:
        with _ONE_AT_A_TIME:
            made = _compiled(template, text, form, ppi)
    except BaseException as error:  # a panic of the typesetter is no Exception, and must not take a card with it
        raise PaperError(f"{template}: {str(error).partition(chr(10))[0]}") from error
    if isinstance(made, bytes):
        return made
    if isinstance(made, list) and len(made) == 1:
        return made[0]
    raise PaperError(f"{template}: a picture has one page, this has {len(made or ())}")


def _compiled(template: str, data: str, form: Form, ppi: float) -> bytes | list[bytes] | None:
    import typst

    compiler = typst.Compiler(
        str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=_fonts(), sys_inputs={"data": data}
    )
    return compiler.compile(format=form, ppi=ppi)


@cache
def _fonts() -> "typst.Fonts":
    """The fonts shipped here and no others, so that a document looks alike on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
