"""What `check` says about fallback channels: every slip with its line and its mend, and what this machine lacks."""

import shutil
from pathlib import Path

import pytest

from config.channels import Channel
from config.environment import NotSet, environment, filled
from config.loading import check, load_unit

HERE = Path(__file__).parent
GOOD = """
channels:
  - {id: robot, kind: dingtalk, url: "${ROBOT_URL}", secret: "${ROBOT_SECRET}"}
  - {id: mail, kind: smtp, host: mail.example, sender: a@b.example, user: a, password: "${MAIL_PASSWORD}"}
  - id: sms
    kind: webhook
    url: https://sms.example/{phone}
    headers: {Authorization: "Bearer ${SMS_KEY}"}
    body: '{"text": "{text}", "kind": 3}'
"""
SET = {"ROBOT_URL": "https://x.example", "ROBOT_SECRET": "s", "MAIL_PASSWORD": "p", "SMS_KEY": "k", "BOX": "b"}


@pytest.fixture
def unit(tmp_path):
    shutil.copytree(HERE / "small", tmp_path / "unit")
    with (tmp_path / "unit" / "plan.yaml").open("a", encoding="utf-8") as plan:
        plan.write(GOOD)
    write(
        tmp_path / "unit",
        "roster.yaml",
        "    tier: 2",
        "    tier: 2\n    email: c@b.example\n    channels: [robot, mail, sms]",
    )
    return tmp_path / "unit"


def write(unit: Path, file: str, old: str, new: str) -> None:
    text = (unit / file).read_text("utf-8")
    assert old in text
    (unit / file).write_text(text.replace(old, new, 1), "utf-8")


def faults(unit: Path, values=None) -> list[str]:
    return [str(fault) for fault in check(unit, SET if values is None else values)]


def test_good_ones_are_good(unit):
    assert faults(unit) == []
    loaded = load_unit(unit)
    assert [way.id for way in loaded.roster.by_id["cui"].channels] == ["robot", "mail", "sms"]
    assert [channel.group for channel in loaded.plan.channels] == [True, False, False]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (', url: "${ROBOT_URL}"', "", "plan.yaml:54: channels[0]: a dingtalk channel without url — add url:"),
        (
            "kind: dingtalk",
            "kind: wecom",
            "plan.yaml:54: channels[0].secret: secret means nothing to a wecom channel — take it out; it has url",
        ),
        (
            "kind: dingtalk",
            "kind: dingding",
            "plan.yaml:54: channels[0].kind: not known here: dingding — "
            "write dingtalk, wecom, feishu, smtp, webhook or apprise",
        ),
        (
            "id: mail",
            "id: robot",
            "plan.yaml:55: channels[1].id: channel robot stands twice, first in line 54 — rename or remove one",
        ),
        (
            "host: mail.example",
            "host: mail.example, security: none",
            "plan.yaml:55: channels[1].password: the password would be sent in clear — "
            "write security: starttls or security: ssl",
        ),
        (
            '"${ROBOT_URL}"',
            '"http://robot.example/"',
            "plan.yaml:54: channels[0].url: the robot's token would be sent in clear — write https://",
        ),
        (
            "https://sms.example/{phone}",
            "ftp://sms.example/{phone}",
            "plan.yaml:58: channels[2].url: not an address of the web — write it like https://host/path",
        ),
        (
            '"{text}"',
            '"{words}"',
            "plan.yaml:60: channels[2].body: nothing is called {words} — "
            "write one of {name}, {phone}, {email}, {address}, {text}, {subject}, {id}",
        ),
        (
            "    kind: webhook",
            "    kind: webhook\n    reaches: group",
            "plan.yaml:59: channels[2].url: {phone} is one person's, and this channel reaches a group — "
            "write reaches: person, or take it out",
        ),
        (
            '"kind": 3}',
            '"kind": 3',
            "plan.yaml:60: channels[2].body: not JSON: Expecting ',' delimiter: line 1 column 29 (char 28) — "
            """write it in single quotes, like '{"mobile": "{phone}"}'""",
        ),
    ],
)  # fmt: skip
def test_a_slip_in_the_plan(unit, old, new, says):
    write(unit, "plan.yaml", old, new)
    assert says in faults(unit)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "channels: [robot, mail, sms]",
            "channels: [robot, mial]",
            "roster.yaml:23: members[2].channels[1]: the plan has no channel mial — did you mean mail?",
        ),
        (
            "channels: [robot, mail, sms]",
            "channels: [sms, sms]",
            "roster.yaml:23: members[2].channels[1]: channel sms stands twice — keep one of them",
        ),
        (
            "    email: c@b.example\n",
            "",
            "roster.yaml:22: members[2].channels[1]: mail writes to an e-mail address, and there is none — add email:",
        ),
        (
            "email: c@b.example",
            "email: c at b",
            "roster.yaml:22: members[2].email: not an e-mail address: c at b — write it like lin@example.org",
        ),
    ],
)
def test_a_slip_in_the_roster(unit, old, new, says):
    write(unit, "roster.yaml", old, new)
    assert says in faults(unit)


def test_an_address_of_their_own_stands_for_the_mail(unit):
    write(unit, "roster.yaml", "    email: c@b.example\n", "")
    write(unit, "roster.yaml", "[robot, mail, sms]", "[robot, {id: mail, address: '${BOX}'}, sms]")
    assert faults(unit) == []
    [fault] = faults(unit, {**SET, "BOX": ""})
    assert fault == (
        "roster.yaml:22: members[2].channels[1].address: BOX is not set — set BOX in the environment or in .env"
    )


def test_what_is_not_set_is_a_fault_of_check_and_keeps_no_bot_from_starting(unit):
    assert faults(unit, {"ROBOT_URL": "x", "ROBOT_SECRET": "", "SMS_KEY": "k"}) == [
        "plan.yaml:54: channels[0].secret: ROBOT_SECRET is not set — set ROBOT_SECRET in the environment or in .env",
        "plan.yaml:55: channels[1].password: MAIL_PASSWORD is not set — "
        "set MAIL_PASSWORD in the environment or in .env",
    ]
    assert load_unit(unit).plan.channel("robot") is not None


def test_the_environment_goes_before_the_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("\ufeffA_KEY=from ${file}\nB_KEY='b'\nC_KEY=\n", "utf-8")
    monkeypatch.setenv("B_KEY", "set")
    values = environment()
    assert (values["A_KEY"], values["B_KEY"], "C_KEY" in values) == ("from ${file}", "set", False)
    assert filled("x${A_KEY}y", values) == "xfrom ${file}y"
    with pytest.raises(NotSet, match="C_KEY"):
        filled("${C_KEY}", values)


def test_a_secret_in_clear_is_in_no_fault(unit):
    write(unit, "plan.yaml", 'secret: "${ROBOT_SECRET}"', "secret: SECa1b2c3d4, colour: red, port: 70000")
    assert faults(unit)
    assert "SECa1b2c3d4" not in "".join(faults(unit))
    assert "SECa1b2c3d4" not in repr(Channel(id="x", kind="dingtalk", secret="SECa1b2c3d4"))
