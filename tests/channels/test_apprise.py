"""Apprise: an optional library. Without it the channel says so; with it a message goes out."""

import sys

import pytest

from bot.channels.message import Accepted, Refused, Unavailable
from tests.channels.vendor import Vendor, channel, send


async def test_without_the_library_it_says_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    outcome = await send(channel("apprise", url="json://127.0.0.1/"))
    assert outcome == Refused(reason="no_apprise")


async def test_with_the_library(vendor: Vendor, caplog) -> None:
    pytest.importorskip("apprise")
    to = channel("apprise", url=vendor.url.replace("http://", "json://") + "/x?to={phone}")
    assert isinstance(await send(to), Accepted)
    assert vendor.requests[0].json["message"] == "集结"
    vendor.says((500, "no"))
    assert isinstance(await send(to), Unavailable)
    assert isinstance(await send(channel("apprise", url="nonsense://x")), Refused)
    assert "/x" not in caplog.text  # nothing of an address in the log
