"""Mail: what arrives, and what a server's replies mean."""

import subprocess

import pytest

from bot.channels.message import Accepted, Refused, Unavailable
from tests.channels.vendor import SU, Post, channel, message, post, send

KEEP = {"host": "127.0.0.1", "sender": "alarm@institute.example", "security": "none"}


async def test_a_mail_arrives(post: Post) -> None:
    outcome = await send(channel("smtp", port=post.port, **KEEP), message(SU, text="第一行\n第二行 苏𬍛"))
    assert isinstance(outcome, Accepted)
    [mail] = post.mails
    assert mail["To"].addresses[0].addr_spec == "su@institute.example"
    assert mail["To"].addresses[0].display_name == "苏𬍛"
    assert mail["From"] == "alarm@institute.example"
    assert mail["Subject"] == "紧急集结"
    assert mail.get_content().splitlines() == ["第一行", "第二行 苏𬍛"]
    assert mail["Message-ID"] == "<unit.2026-001.1.muster@institute.example>"


async def test_the_address_of_the_roster_and_a_template_go_first(post: Post) -> None:
    own = message(SU.__class__(name="苏", phone="1", email="su@a.example", address="${BOX}"))
    await send(channel("smtp", port=post.port, **KEEP), own, BOX="other@b.example")
    await send(channel("smtp", port=post.port, to="{phone}@sms.example", **KEEP))
    assert [mail["To"].addresses[0].addr_spec for mail in post.mails] == [
        "other@b.example",
        "+8613800000008@sms.example",
    ]


async def test_nobody_without_an_address(post: Post) -> None:
    nobody = message(SU.__class__(name="苏", phone="1"))
    outcome = await send(channel("smtp", port=post.port, **KEEP), nobody)
    assert outcome == Refused(reason="no_email")


@pytest.mark.parametrize("step", ["rcpt", "data"])
@pytest.mark.parametrize(("reply", "kind"), [("550 no such user", Refused), ("451 try later", Unavailable)])
async def test_a_refusal_keeps_the_servers_words(post: Post, step, reply, kind) -> None:
    post.refuses[step] = reply
    assert await send(channel("smtp", port=post.port, **KEEP)) == kind(reason=f"SMTP {reply}")


async def test_nobody_at_home() -> None:
    assert isinstance(await send(channel("smtp", port=9, **KEEP)), Unavailable)


async def test_a_line_break_in_a_name_makes_no_header(post: Post) -> None:
    evil = message(SU.__class__(name="苏\r\nBcc: all@x.example", phone="1", email="su@a.example"))
    assert isinstance(await send(channel("smtp", port=post.port, **KEEP), evil), Refused | Accepted | Unavailable)
    assert all("Bcc" not in mail for mail in post.mails)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


async def test_starttls_with_the_institutions_own_authority(certificate) -> None:
    import ssl

    cert, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def login(_server, _session, _envelope, _mechanism, data):
        from aiosmtpd.smtp import AuthResult

        return AuthResult(success=data.password == b"pa55word", handled=False)

    tls = {"host": "127.0.0.1", "sender": "alarm@institute.example", "user": "alarm", "password": "${MAIL_PASSWORD}"}
    async with post(tls_context=context, require_starttls=True, authenticator=login, auth_required=True) as server:
        trusted = channel("smtp", port=server.port, ca=str(cert), **tls)
        assert isinstance(await send(trusted, MAIL_PASSWORD="pa55word"), Accepted)
        wrong = await send(trusted, MAIL_PASSWORD="wrong-one")
        assert isinstance(wrong, Refused)
        assert wrong.reason.startswith("SMTP 535")
        stranger = await send(channel("smtp", port=server.port, **tls), MAIL_PASSWORD="pa55word")
        assert isinstance(stranger, Refused)
        assert stranger.reason.startswith("untrusted: ")
        assert len(server.mails) == 1
    lost = await send(channel("smtp", port=server.port, **{**tls, "ca": "/nowhere/ca.pem"}), MAIL_PASSWORD="x")
    assert isinstance(lost, Refused)


async def test_starttls_that_a_server_does_not_offer_is_not_left_out(post: Post) -> None:
    outcome = await send(channel("smtp", port=post.port, **{**KEEP, "security": "starttls"}))
    assert isinstance(outcome, Refused)
    assert post.mails == []
