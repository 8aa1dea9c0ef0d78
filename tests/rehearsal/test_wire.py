"""How requests come in."""

import json

import aiohttp
import pytest

from bot.rehearsal.phones import Phone
from bot.rehearsal.telegram import Telegram
from tests.rehearsal.conftest import Api, keyboard


async def test_json_form_query_and_multipart_say_the_same(telegram: Telegram, api: Api, person: Phone) -> None:
    params = {"chat_id": str(person.id), "text": "集合", "reply_markup": json.dumps(keyboard(["收到"]))}
    parts = aiohttp.FormData()
    for name, value in params.items():
        parts.add_field(name, value, content_type="text/plain")
    address = api.address("sendMessage")
    answers = []
    for sending in (
        api.session.get(address, params=params),
        api.session.post(address, params=params),
        api.session.post(address, data=params),
        api.session.post(address, data=parts),
        api.session.post(address, json=params | {"reply_markup": keyboard(["收到"])}),
    ):
        async with sending as response:
            answers.append((await response.json())["result"])
    assert {answer["text"] for answer in answers} == {"集合"}
    assert [message.labels for message in person.messages[1:]] == [[["收到"]]] * 5


@pytest.mark.parametrize("method", ["getMe", "getme", "GETME"])
async def test_method_names_take_any_case(telegram: Telegram, api: Api, method: str) -> None:
    assert (await api.result(method))["username"] == "muster_bot"


async def test_a_method_that_does_not_exist(telegram: Telegram, api: Api) -> None:
    assert await api("sendCarrierPigeon") == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize(
    "path", ["/bot123:wrong/getMe", "/bot123%3Awrong/getMe", "/file/bot123:wrong/photos/file_1.jpg"]
)
async def test_a_wrong_token(telegram: Telegram, api: Api, path: str) -> None:
    async with api.session.get(telegram.url + path) as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize("path", ["/", "/getMe", "/bot"])
async def test_a_path_without_a_bot(telegram: Telegram, api: Api, path: str) -> None:
    async with api.session.get(telegram.url + path) as response:
        assert response.status == 404


@pytest.mark.parametrize("body", ["{", "[1]"])
async def test_a_body_that_is_no_object(loose: Telegram, api: Api, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with api.session.post(api.address("getMe"), data=body, headers=headers) as response:
        assert response.status == 400
    assert len(loose.faults) == 1


async def test_webhooks_are_refused_and_taking_one_away_is_not(telegram: Telegram, api: Api, person: Phone) -> None:
    assert "webhook" in await api.refused("setWebhook", url="https://example.org/")
    await person.types("一")
    assert (await api.result("getWebhookInfo"))["pending_update_count"] == 1
    assert await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.updates() == []


async def test_requests_are_kept_with_what_came_of_them(telegram: Telegram, api: Api, person: Phone) -> None:
    await api.result("sendMessage", chat_id=person.id, text="一")
    await api.refused("sendMessage", chat_id=999, text="二")
    assert [call.code for call in telegram.calls("sendMessage")] == [200, 400]
    assert [call.params["text"] for call in telegram.calls(chat=person.id)] == ["一"]
    assert [call.description for call in telegram.calls(ok=False)] == ["Bad Request: chat not found"]
    assert [(each.method, each.chat_id) for each in telegram.accepted] == [("sendMessage", person.id)]
