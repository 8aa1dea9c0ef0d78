"""`muster evidence` beside a running bot."""

from pathlib import Path

import pytest_asyncio
from pypdf import PdfReader

from bot.delivery.limits import NO_LIMITS
from tests.e2e.stage import Stage, stage
from tests.terminal import muster


@pytest_asyncio.fixture
async def drilled(tmp_path: Path):
    """A drill is under way."""
    async with stage(tmp_path, limits=None) as made, made.playing(NO_LIMITS):
        await made.enrol(made.files.roster.with_role("director")[0].id)
        await made.activate("/drill 图书馆")
        yield made


async def test_it_writes_both_files_beside_a_running_bot(drilled: Stage, tmp_path: Path) -> None:
    span = ("--from", "2026-03-02", "--to", "2026-03-02")
    code, out, err = await muster(drilled, tmp_path, "evidence", *span, "--out", str(tmp_path / "pack"))
    assert (code, err) == (0, "")
    pdf, xlsx = (Path(line) for line in out.split())
    assert (pdf.name, xlsx.suffix) == ("evidence-2026-03-02-2026-03-02.pdf", ".xlsx")
    assert pdf.stat().st_mode & 0o077 == 0
    cover = PdfReader(pdf).pages[0].extract_text()
    head = next(word for word in cover.split() if len(word) == 64)
    code, out, _ = await muster(drilled, tmp_path, "verify", "--holds", head)
    assert code == 0
    assert "it holds that hash: record" in out
    code, _, err = await muster(drilled, tmp_path, "verify", "--holds", "0" * 64)
    assert (code, len(err.splitlines())) == (1, 1)


async def test_a_span_that_cannot_be_is_one_clear_line(drilled: Stage, tmp_path: Path) -> None:
    for since, until, ends, words in (
        ("2026-02-30", "2026-03-02", 2, "is not a day; write it like 2026-03-31"),
        ("2026-03-03", "2026-03-02", 2, "give the earlier day first"),
        ("2025-01-01", "2025-02-01", 1, "the log begins on 2026-03-02"),
        ("2999-01-01", "2999-02-01", 2, "has not come yet"),
    ):
        code, out, err = await muster(drilled, tmp_path, "evidence", "--from", since, "--to", until)
        assert (code, out, len(err.splitlines())) == (ends, "", 1), err
        assert words in err
