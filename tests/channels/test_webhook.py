"""A gateway for SMS or voice: the request as the plan writes it, and which answer means yes."""

import pytest

from bot.channels.message import Accepted, Refused, Unavailable
from tests.channels.vendor import SU, YE, Vendor, channel, message, send

BODY = '{"to": ["{phone}"], "name": "{name}", "msg": {"text": "{text}"}, "kind": 3, "id": "{id}"}'


async def test_a_body_is_json_whatever_people_are_called(vendor: Vendor) -> None:
    to = channel("webhook", url=f"{vendor.url}/sms", body=BODY, headers={"Authorization": "Bearer ${SMS_KEY}"})
    text = '"引号" {phone} \\ \n第二行'
    assert isinstance(await send(to, message(SU, text=text), SMS_KEY="abc123"), Accepted)
    [request] = vendor.requests
    assert request.json == {
        "to": ["+8613800000008"],
        "name": "苏𬍛",
        "msg": {"text": text},
        "kind": 3,
        "id": "unit/2026-001/1",
    }
    assert request.headers["Authorization"] == "Bearer abc123"
    assert request.headers["Idempotency-Key"] == "unit/2026-001/1"


async def test_an_address_is_escaped_and_a_get_has_no_body(vendor: Vendor) -> None:
    to = channel("webhook", method="GET", url=f"{vendor.url}/voice?to={{phone}}&say={{text}}")
    await send(to, message(SU, text="集 & 结?"))
    [request] = vendor.requests
    assert (request.method, request.text) == ("GET", "")
    assert request.query == {"to": "+8613800000008", "say": "集 & 结?"}


async def test_a_form(vendor: Vendor) -> None:
    to = channel("webhook", url=vendor.url, encoding="form", body='{"mobile": "{phone}", "n": 1, "text": "{text}"}')
    await send(to)
    assert vendor.requests[0].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert vendor.requests[0].text == "mobile=%2B8613800000008&n=1&text=%E9%9B%86%E7%BB%93"


async def test_a_secret_in_a_body_may_hold_quotation_marks(vendor: Vendor) -> None:
    to = channel("webhook", url=vendor.url, body='{"password": "${P}"}')
    await send(to, P='a"b\\c')
    assert vendor.requests[0].json == {"password": 'a"b\\c'}


async def test_several_people_have_no_single_number(vendor: Vendor) -> None:
    await send(channel("webhook", url=vendor.url, body='{"p": "{phone}", "t": "{text}"}'), message(SU, YE))
    assert vendor.requests[0].json == {"p": "", "t": "集结"}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"result": {"code": 0}, "msg": "ok"}, Accepted(words="HTTP 200 ok")),
        ({"result": {"code": "0"}, "msg": "ok"}, Accepted(words="HTTP 200 ok")),
        ({"result": {"code": 7}, "msg": "余额不足"}, Refused(reason="result.code 7: HTTP 200 余额不足")),
        ((401, {"msg": "bad key"}), Refused(reason="HTTP 401 bad key")),
        ({"msg": "ok"}, Unavailable(reason="no_code: result.code, HTTP 200 ok")),
        ((503, "busy"), Unavailable(reason="HTTP 503 busy")),
        ("not json", Unavailable(reason="no_code: result.code, HTTP 200 None")),
    ],
)
async def test_the_plan_says_which_answer_means_yes(vendor: Vendor, answer, outcome) -> None:
    vendor.says(answer)
    to = channel("webhook", url=vendor.url, body="{}", accepted={"path": "result.code", "value": "0"}, reason="msg")
    assert await send(to) == outcome


async def test_without_a_rule_any_2xx_means_yes(vendor: Vendor) -> None:
    vendor.says((204, ""), (400, "no"))
    assert isinstance(await send(channel("webhook", url=vendor.url)), Accepted)
    assert isinstance(await send(channel("webhook", url=vendor.url)), Refused)
