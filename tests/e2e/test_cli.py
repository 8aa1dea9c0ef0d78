"""The command line beside a running bot."""

import csv
import io
import json
from pathlib import Path

from tests.e2e.stage import Stage
from tests.terminal import muster


async def test_the_command_line_beside_a_running_bot(full: Stage, tmp_path: Path) -> None:
    number = await full.activate()
    lead = full.member(group="order", lead=True)
    await full[lead].taps("已到达")
    await full.director.sees("已到达 1")

    code, out, _ = await muster(full, tmp_path, "status", "--json")
    status = json.loads(out)
    assert code == 0
    assert status["incident"]["number"] == number
    assert status["incident"]["exercise"] is False
    assert status["incident"]["answers"][lead]["answer"] == "arrived"
    assert set(status["reachable"].values()) == {True}
    code, out, _ = await muster(full, tmp_path, "status")
    assert "响应中" in out

    code, out, _ = await muster(full, tmp_path, "export")
    records = json.loads(out)
    assert sorted(records[0]) == sorted(["stream", "version", "time", "actor", "event", "data"])
    assert any(r["stream"] == f"incident/{number}" and r["event"] == "Answered" and r["actor"] == lead for r in records)
    code, out, _ = await muster(full, tmp_path, "export", "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(out)))) >= len(records)

    code, out, _ = await muster(full, tmp_path, "verify")
    assert code == 0
    code, _, _ = await muster(full, tmp_path, "backup", str(tmp_path / "copy.db"))
    assert code == 0
    assert (tmp_path / "copy.db").stat().st_size > 0
    code, _, err = await muster(full, tmp_path, "backup", str(tmp_path / "copy.db"))
    assert code == 1
    assert len(err.splitlines()) == 1

    code, out, _ = await muster(full, tmp_path, "report", number)
    assert code == 0
    assert full[lead].name in out
    assert "4.2c" in out
    code, _, err = await muster(full, tmp_path, "report", "2026-999")
    assert code == 1
    assert "2026-999" in err


async def test_invitations_let_people_in_once(empty: Stage, tmp_path: Path) -> None:
    code, out, _ = await muster(empty, tmp_path, "invite", "--json", "--qr", str(tmp_path / "slips"))
    assert code == 0
    invitations = json.loads(out)
    assert [sorted(invitation) for invitation in invitations[:1]] == [["link", "member", "name"]]
    assert len(invitations) == len(empty.files.roster.members)
    assert len(list((tmp_path / "slips").glob("*.png"))) == len(invitations)
    first = invitations[0]
    # The links are made on the machine's clock; the stage plays on another day, within their 24 hours or before.
    phone = empty.telegram.phone(first["name"])
    await phone.open(first["link"])
    await phone.sees("登记成功", first["name"])
    other = empty.telegram.phone("别人")
    await other.open(first["link"])
    await other.sees("已用过")
    code, _, err = await muster(empty, tmp_path, "invite", "nobody-here")
    assert code == 2
    assert "nobody-here" in err


async def test_wrong_use_is_one_clear_line(empty: Stage, tmp_path: Path) -> None:
    code, _, err = await muster(empty, tmp_path, "bogus")
    assert code == 2
    assert "No such command" in err.splitlines()[0]
    code, _, err = await muster(empty, tmp_path, "run")  # the database is in use
    assert code == 1
    assert len(err.strip().splitlines()) == 1, err


async def test_a_sheet_lets_in_who_is_missing_and_by_name_who_has_a_new_phone(empty: Stage, tmp_path: Path) -> None:
    first, second, *rest = (member.id for member in empty.files.roster.members)
    await empty.enrol(first)
    code, out, err = await muster(empty, tmp_path, "invite", "--sheet", str(tmp_path / "slips.pdf"), "--json")
    assert (code, err) == (0, "")
    assert [one["member"] for one in json.loads(out)] == [second, *rest]
    assert (tmp_path / "slips.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "slips.pdf").stat().st_mode & 0o077 == 0

    code, out, _ = await muster(empty, tmp_path, "invite", first, "--sheet", str(tmp_path / "again.pdf"), "--json")
    new_phone = empty.telegram.phone("新手机")
    await new_phone.open(json.loads(out)[0]["link"])
    await new_phone.sees("登记成功", empty.files.roster.by_id[first].name)

    code, _, err = await muster(empty, tmp_path, "invite", "--sheet", str(tmp_path / "no" / "slips.pdf"))
    assert code == 1
    assert len(err.splitlines()) == 1
