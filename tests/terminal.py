"""`muster …` as a process of its own, for the tests: what somebody at a terminal starts, reads, stops and kills.

Loading the program takes a second of processor time, and the tests start it hundreds of times. So one process has
loaded it and forks whenever one is asked for; what runs afterwards is a real process, and dies like one.
"""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

from tests.e2e.stage import TOKEN, Stage, environment

ROOT = Path(__file__).parents[1]


class Running:
    """One that was started. `returncode` is None while it runs, and negative when a signal ended it."""

    def __init__(self, pid: int, ended: "Future[int]") -> None:
        self.pid = pid
        self._ended = ended

    @property
    def returncode(self) -> int | None:
        """Its exit code."""
        return self._ended.result() if self._ended.done() else None

    async def wait(self) -> int:
        """Its exit code, when it has ended."""
        return await asyncio.shield(asyncio.wrap_future(self._ended))

    def send_signal(self, number: signal.Signals) -> None:
        """Nothing happens to one that has ended."""
        if not self._ended.done():
            os.kill(self.pid, number)


class _Forks:
    """The process that has loaded the program, and everything that it started."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.terminal"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        self._ends: dict[int, Future[int]] = {}
        self._pids: list[Future[int]] = []
        Thread(target=self._listen, daemon=True).start()
        atexit.register(self._server.terminate)

    async def start(self, words: tuple[str, ...], env: Mapping[str, str], cwd: Path, out: Path, err: Path) -> Running:
        """Start one; what it writes is appended to the files."""
        pid: Future[int] = Future()
        self._pids.append(pid)
        asked = {"words": words, "env": dict(env), "cwd": str(cwd), "out": str(out), "err": str(err)}
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        started = await asyncio.wrap_future(pid)
        return Running(started, self._ends[started])

    def _listen(self) -> None:
        assert self._server.stdout is not None
        for line in self._server.stdout:
            told = json.loads(line)
            if "code" in told:
                self._ends[told["pid"]].set_result(told["code"])
            else:
                self._ends[told["pid"]] = Future()
                self._pids.pop(0).set_result(told["pid"])


@cache
def _forks() -> _Forks:
    return _Forks()


async def start(words: tuple[str, ...], env: Mapping[str, str], log: Path) -> Running:
    """Start `muster …`; what it writes is appended to the log."""
    return await _forks().start(words, {**os.environ, **env}, ROOT, log, log)


async def muster(
    made: Stage, folder: Path, *words: str, extra: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """`muster …` on that database: exit code, standard output, standard error. No token and no traceback in either."""
    env = {**os.environ, **environment(made, folder), **(extra or {})}
    with tempfile.TemporaryDirectory() as spoken:
        out, err = Path(spoken, "out"), Path(spoken, "err")
        running = await _forks().start(words, env, ROOT, out, err)
        try:
            code = await asyncio.wait_for(running.wait(), 60)
        finally:
            running.send_signal(signal.SIGKILL)
        said = out.read_text("utf-8"), err.read_text("utf-8")
    for text in said:
        assert TOKEN.partition(":")[2] not in text
        assert "Traceback" not in text
    return code, *said


def _serve() -> None:
    """Fork for each line of standard input, and tell on standard output who began and who ended how."""
    import gc

    import bot.bootstrap
    import bot.commandline.roster_files
    import bot.reports.status  # noqa: F401
    from bot.__main__ import main

    gc.freeze()

    def reap(*_: Any) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            _tell({"pid": pid, "code": os.waitstatus_to_exitcode(status)})

    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        if (pid := os.fork()) == 0:
            _become(json.loads(line))
            main()
        _tell({"pid": pid})
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def _become(asked: Mapping[str, Any]) -> None:
    """The process that was asked for: its words, its environment, its folder, its files."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), number)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = ["muster", *asked["words"]]


def _tell(what: Mapping[str, int]) -> None:
    os.write(1, (json.dumps(what) + "\n").encode())


if __name__ == "__main__":
    _serve()
