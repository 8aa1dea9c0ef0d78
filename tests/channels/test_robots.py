"""Group robots: what they are sent, and that only their own result code counts."""

import base64
import hashlib
import hmac
import time

import pytest

from bot.channels import http
from bot.channels.message import Accepted, Refused, RetryAfter, Unavailable
from bot.channels.robots import cut
from tests.channels.vendor import SU, YE, Vendor, channel, message, send

KINDS = ("dingtalk", "wecom", "feishu")


def robot(kind: str, vendor: Vendor, **settings: str):
    return channel(kind, url=f"{vendor.url}/robot/send?access_token=0123456789abcdef", **settings)


async def test_dingtalk_gets_text_and_numbers_and_a_signature(vendor: Vendor) -> None:
    outcome = await send(robot("dingtalk", vendor, secret="SECabcdef"), message(SU, YE))
    assert outcome == Accepted(words="errcode 0: ok")
    [request] = vendor.requests
    assert request.json == {
        "msgtype": "text",
        "text": {"content": "集结"},
        "at": {"atMobiles": ["13800000008", "13800000012"], "isAtAll": False},
    }
    stamp = request.query["timestamp"]
    assert abs(int(stamp) / 1000 - time.time()) < 60
    digest = hmac.new(b"SECabcdef", f"{stamp}\nSECabcdef".encode(), hashlib.sha256).digest()
    assert request.query["sign"] == base64.b64encode(digest).decode()
    assert request.query["access_token"] == "0123456789abcdef"


async def test_dingtalk_without_a_secret_is_not_signed(vendor: Vendor) -> None:
    await send(robot("dingtalk", vendor))
    assert set(vendor.requests[0].query) == {"access_token"}


async def test_wecom_gets_at_most_what_it_takes(vendor: Vendor) -> None:
    assert isinstance(await send(robot("wecom", vendor), message(SU, text="𬍛" * 5000)), Accepted)
    text = vendor.requests[0].json["text"]
    assert text["mentioned_mobile_list"] == ["13800000008"]
    assert len(text["content"].encode()) <= 2048
    assert text["content"].endswith("𬍛…")


async def test_feishu_signs_with_the_text_as_key(vendor: Vendor) -> None:
    vendor.says({"code": 0, "msg": "success", "data": {}})
    outcome = await send(robot("feishu", vendor, secret="s3cr3t"))
    assert outcome == Accepted(words="code 0: success")
    body = vendor.requests[0].json
    assert (body["msg_type"], body["content"]) == ("text", {"text": "集结"})
    digest = hmac.new(f"{body['timestamp']}\ns3cr3t".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(digest).decode()
    assert abs(int(body["timestamp"]) - time.time()) < 60


async def test_feishu_of_the_older_kind_is_read_too(vendor: Vendor) -> None:
    vendor.says({"StatusCode": 0, "StatusMessage": "success"})
    assert await send(robot("feishu", vendor)) == Accepted(words="StatusCode 0: success")


@pytest.mark.parametrize(
    ("kind", "answer", "reason"),
    [
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, "errcode 310000: sign not match"),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "errcode 93000: invalid webhook url"),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, "code 19021: sign match fail"),
    ],
)
async def test_200_with_an_error_code_is_a_refusal_in_the_vendors_words(vendor: Vendor, kind, answer, reason) -> None:
    vendor.says(answer)
    assert await send(robot(kind, vendor)) == Refused(reason=reason)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}),
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}),
        ("feishu", {"code": 11232, "msg": "frequency limited"}),
        ("wecom", (429, "slow down", {"Retry-After": "7"})),
        ("wecom", (429, "slow down", {"Retry-After": "Wed, 25 Nov 2026"})),
    ],
)
async def test_too_many_is_told_with_a_time(vendor: Vendor, kind, answer) -> None:
    vendor.says(answer)
    outcome = await send(robot(kind, vendor))
    assert isinstance(outcome, RetryAfter)
    assert 5 <= outcome.seconds <= 60


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "answer",
    [
        (500, "oops"),
        (502, {"errcode": 0, "code": 0}),
        "<html>login</html>",
        "",
        "[]",
        '{"errcode": "0", "code": "0"}',
        '{"errcode": true, "code": true}',
        '{"errmsg": "ok"}',
        "[" * 100_000,
    ],
)
async def test_an_answer_without_the_vendors_zero_is_no_acceptance(vendor: Vendor, kind, answer) -> None:
    vendor.says(answer)
    assert isinstance(await send(robot(kind, vendor)), Unavailable)


async def test_a_4xx_without_a_code_and_a_redirect_are_refusals(vendor: Vendor) -> None:
    vendor.says((404, "no such robot"), (302, "", {"Location": "/elsewhere"}))
    assert await send(robot("wecom", vendor)) == Refused(reason="no_code: errcode, HTTP 404 no such robot")
    assert isinstance(await send(robot("wecom", vendor)), Refused)
    assert len(vendor.requests) == 2


async def test_a_vendor_that_does_not_answer_is_given_up(vendor: Vendor, monkeypatch) -> None:
    import asyncio

    import aiohttp

    async def never(_request):
        await asyncio.sleep(60)

    monkeypatch.setattr(http, "TIMEOUT", aiohttp.ClientTimeout(total=0.2))
    vendor.says(never)
    outcome = await send(robot("wecom", vendor))
    assert isinstance(outcome, Unavailable)
    assert outcome.reason.startswith("timeout: ")


async def test_nobody_at_home_is_unavailable() -> None:
    outcome = await send(channel("wecom", url="http://127.0.0.1:9/send?key=0123456789abcdef"))
    assert isinstance(outcome, Unavailable)


def test_cutting_never_halves_a_character() -> None:
    for most in range(3, 30):
        assert len(cut("苏𬍛苏𬍛苏𬍛", most).encode()) <= most


class TestSecrets:
    """Nothing that opens a channel is ever said."""

    async def test_what_the_vendor_echoes_is_masked(self, vendor: Vendor) -> None:
        vendor.says({"errcode": 1, "errmsg": f"key 0123456789abcdef for 13800000008 at {vendor.url}/robot/send?x=1"})
        outcome = await send(robot("wecom", vendor))
        assert isinstance(outcome, Refused)
        assert "0123456789abcdef" not in outcome.reason
        assert "13800000008" not in outcome.reason

    async def test_an_address_that_is_none_is_not_repeated(self) -> None:
        outcome = await send(channel("wecom", url="${HOOK}"), HOOK="https://[bad/0123456789abcdef")
        assert isinstance(outcome, Refused | Unavailable)
        assert "0123456789abcdef" not in outcome.reason

    async def test_the_environment_fills_in(self, vendor: Vendor) -> None:
        to = channel("wecom", url="${BASE}/send?key=${KEY}")
        assert isinstance(await send(to, BASE=vendor.url, KEY="k123456789"), Accepted)
        assert vendor.requests[0].query == {"key": "k123456789"}

    async def test_what_is_not_set_is_named(self) -> None:
        outcome = await send(channel("wecom", url="${NOWHERE_SET}"))
        assert outcome == Refused(reason="not_set: NOWHERE_SET")

    def test_settings_are_in_no_dump_and_no_repr(self) -> None:
        to = channel("dingtalk", url="https://x.example/?access_token=0123", secret="SECabc")
        assert to.model_dump(exclude_none=True) == {"id": "way", "kind": "dingtalk"}
        assert "0123" not in repr(to) + str(to) + to.model_dump_json()
        assert "SECabc" not in repr(to) + str(to) + to.model_dump_json()
        assert to.without_settings().url is None


async def test_a_rehearsal_writes_to_nobody_outside(vendor: Vendor) -> None:
    outside = channel("wecom", url="http://robot.invalid/send?key=1")
    assert await send(outside, rehearsal=True) == Accepted(words="rehearsed")
    assert isinstance(await send(robot("wecom", vendor), rehearsal=True), Accepted)
    assert len(vendor.requests) == 1
