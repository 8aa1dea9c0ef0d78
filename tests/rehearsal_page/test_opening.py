"""A rehearsal opens a browser by itself, and does not wait for it."""

import asyncio
import os
import sys
from pathlib import Path


async def test_the_page_is_served_while_the_browser_that_was_opened_is_still_open(tmp_path: Path) -> None:
    """A browser in the terminal ends when somebody closes it, and another may take seconds to say that it has begun."""
    read, browser = tmp_path / "read.html", tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\n"
        "import sys, time, urllib.request\n"
        f"open({str(read)!r}, 'wb').write(urllib.request.urlopen(sys.argv[1], timeout=60).read())\n"
        "time.sleep(600)\n"
    )
    browser.chmod(0o755)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "rehearse", "--port", "0"),
        cwd=tmp_path,
        env=os.environ | {"BROWSER": str(browser), "NO_PROXY": "*"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(60):
            while not read.exists() or "Muster" not in read.read_text("utf-8"):
                await asyncio.sleep(0.05)
            process.terminate()
            assert await process.wait() == 0, "nor does the end wait for it"
    finally:
        os.killpg(process.pid, 9)
