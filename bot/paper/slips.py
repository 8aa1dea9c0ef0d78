"""The invitation sheet: one slip a person with a QR code, to be cut apart and handed out."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import segno

from bot.paper.render import render
from config.plan import Plan
from config.texts import texts


@dataclass(frozen=True, kw_only=True)
class Slip:
    """Whom it is for, and their link."""

    name: str
    title: str
    link: str


def sheet(plan: Plan, slips: Sequence[Slip], until: datetime) -> bytes:
    """The slips as a PDF, eight a page in their order, in the plan's language; `until` is when the links expire.

    Raises PaperError.
    """
    t = texts(plan.language)
    data = {
        "lang": plan.language,
        "unit": plan.name,
        "once": t("paper.slip.once"),
        "valid": t("paper.slip.valid", until=f"{until.astimezone(ZoneInfo(plan.time_zone)):%m-%d %H:%M}"),
        "steps": [t("paper.slip.scan"), t("paper.slip.start"), t("paper.slip.name")],
        "slips": [{"name": slip.name, "title": slip.title, "qr": qr(slip.link)} for slip in slips],
    }
    return render("slips", data)


def qr(text: str) -> str:
    """A QR code as SVG, with the quiet edge that cameras need."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", xmldecl=False, scale=4, border=4)
    return drawn.getvalue().decode()
