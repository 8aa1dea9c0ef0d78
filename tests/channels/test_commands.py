"""`muster channels list` and `muster channels test`."""

from pathlib import Path

import pytest_asyncio

from tests.channels.test_through_the_bot import SECRET, SU, TOKEN, YES, environment, unit
from tests.channels.vendor import Post, Vendor
from tests.e2e.stage import Stage, stage
from tests.terminal import muster


@pytest_asyncio.fixture
async def made(tmp_path: Path, vendor: Vendor, post: Post):
    at = unit(tmp_path, vendor, post)
    async with stage(tmp_path, unit=at) as empty:
        yield empty


async def test_the_list_says_what_is_missing_and_no_secret(made: Stage, tmp_path: Path, vendor: Vendor) -> None:
    code, out, _ = await muster(made, tmp_path, "channels", "list", extra=environment(vendor))
    assert code == 0
    rows = [line.split() for line in out.splitlines()[1:]]
    assert [row[:4] for row in rows] == [
        ["sms", "webhook", "person", "1"],
        ["mail", "smtp", "person", "2"],
        ["robot", "dingtalk", "group", "2"],
    ]
    assert TOKEN not in out
    code, out, _ = await muster(made, tmp_path, "channels", "list")
    assert "not set: DINGTALK_URL, DINGTALK_SECRET" in out


async def test_a_test_is_marked_and_prints_the_vendors_answer(
    made: Stage, tmp_path: Path, vendor: Vendor, post: Post
) -> None:
    extra = environment(vendor)
    code, out, _ = await muster(made, tmp_path, "channels", "test", "sms", "--to", SU, extra=extra)
    assert (code, out) == (0, "accepted: HTTP 200 已受理\n")
    message = vendor.requests[-1].json
    assert message["mobile"] == "13800000008"
    assert all(line.startswith("【测试】") for line in message["content"].splitlines())
    assert "没有险情" in message["content"]

    code, out, _ = await muster(made, tmp_path, "channels", "test", "robot", extra=extra)
    assert (code, out) == (0, "accepted: errcode 0: ok\n")
    code, out, _ = await muster(made, tmp_path, "channels", "test", "mail", "--to", SU, extra=extra)
    assert code == 0
    assert post.mails[0]["Subject"] == "【测试】备用渠道测试"

    vendor.says(YES | {"errcode": 310000, "errmsg": f"sign not match {SECRET}"})
    code, out, err = await muster(made, tmp_path, "channels", "test", "robot", extra=extra)
    assert (code, out, err) == (1, "", "not sent (refused): errcode 310000: sign not match <secret>\n")
    code, _, err = await muster(made, tmp_path, "channels", "test", "robot")
    assert (code, err) == (1, "not sent (refused): not set in the environment or in .env: DINGTALK_URL\n")


async def test_wrong_use(made: Stage, tmp_path: Path) -> None:
    for words, says in (
        (["nothing"], "the plan has no channel nothing; it has: sms, mail, robot"),
        (["sms"], "sms writes to one person: add --to with a member's id"),
        (["sms", "--to", "nobody"], "not on the roster: nobody; write an id as in roster.yaml"),
    ):
        code, _, err = await muster(made, tmp_path, "channels", "test", *words)
        assert (code, err.strip()) == (2, says)
