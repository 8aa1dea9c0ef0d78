"""For all tests: logs as the bot writes them, and small disks to fill."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # no property is judged by the machine's speed
settings.load_profile("any machine")

# The default draws every local of every frame, which takes seconds.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)


@pytest.fixture
def disk_of(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts a disk of so many MiB."""
    folder = tmp_path / "disk"

    def mount(size: int) -> Path:
        if os.geteuid() != 0:
            pytest.skip("only root can mount a small disk to fill")
        folder.mkdir()
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}m", "muster-test", str(folder)],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
        return folder

    yield mount
    if folder.is_mount():
        subprocess.run(["umount", "-l", str(folder)], check=True)
