"""A process with everything imported that forks real servers: a start costs a fork, not two seconds.

    python -m tests.faults.nursery

Takes one wish a line on stdin (target ``module:function``, its arguments, environment, log, and how far its
clock is ahead), and answers each with ``{"pid": n}``. Every child leads a group of its own; all die when
stdin ends. The forking process keeps no database open and no thread running, so that a child is what a fresh
process would be.
"""

import atexit
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from bondlife import clock
from bondlife.settings import settings
from tests.requirements import PROJECT

WARM = ("bondlife.web.app", "bondlife.server", "bondlife.cli", "bondlife.jobs.runner", "bondlife.migrate")


def ahead_by(time: timedelta) -> Callable[[], datetime]:
    """Return a clock that is so far ahead of the machine's and goes as fast."""
    return lambda: datetime.now(UTC) + time


def new_project(code: str) -> dict[str, str]:
    """Return the form of a new project."""
    return {
        "region": "330304",
        "kind": "special_bond",
        "code": code,
        "name": f"示例项目{code}",
        "sector": "sewage_waste",
        "revenue_nature": "some",
        "start_year": "2026",
        "total_investment": "100",
    }


class Forked:
    """One child by its process id; it leads its own group."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Return None while it lives."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def is_stopped(self) -> bool:
        """Tell whether every thread of it stands still: a signal sent is not yet one that arrived."""
        told = (one.read_text() for one in Path(f"/proc/{self.pid}/task").glob("*/stat"))
        return all(text.rpartition(")")[2].split()[0] == "T" for text in told)

    def send_signal(self, number: int) -> None:
        """Send a signal to its whole group, if it is still there; one just forked has no group yet."""
        for send in (os.killpg, os.kill):
            try:
                send(self.pid, number)
            except ProcessLookupError:
                continue
            return

    def terminate(self) -> None:
        """Ask it to leave."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it and its children without warning."""
        self.send_signal(signal.SIGKILL)

    def wait(self, seconds: float = 20.0) -> int:
        """Wait until it is gone; kill it if it will not go."""
        limit = time.monotonic() + seconds
        while self.poll() is None:
            if time.monotonic() > limit:
                self.kill()
                raise TimeoutError(self.pid)
            time.sleep(0.005)
        return 0


class Nursery:
    """The handle on the forking process."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(
        self,
        target: str,
        *arguments: Any,
        log: Path | None = None,
        environment: dict[str, str] | None = None,
        ahead: timedelta = timedelta(),
    ) -> Forked:
        """Start a child that calls a function; its clock may be ahead of the machine's."""
        wish: dict[str, Any] = {"target": target, "arguments": arguments, "environment": environment or {}}
        wish["ahead"] = ahead.total_seconds()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({**wish, "log": str(log or os.devnull)}), file=self.process.stdin, flush=True)
        return Forked(int(json.loads(self.process.stdout.readline())["pid"]))

    def rehearse(self, template: Path) -> None:
        """Let the forking process answer a few requests over a copy of a database: children are warm."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({"rehearse": str(template)}), file=self.process.stdin, flush=True)
        self.process.stdout.readline()

    def close(self) -> None:
        """End the forking process, and with it all its children."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


@cache
def nursery() -> Nursery:
    """Return the one nursery of this test process; it leaves when the tests do."""
    made = Nursery()
    atexit.register(made.close)
    return made


def site(jobs: bool = False, time_file: str = "") -> int:
    """Be a server, with its job process as a fork of its own where asked for.

    A server may take its time from a file; its jobs go by the machine's.
    """
    from bondlife.jobs import runner
    from bondlife.server import serve

    if jobs and os.fork() == 0:
        runner.main(settings().url, settings().data_dir)
        return 0
    if time_file:
        clock._source = lambda: datetime.fromisoformat(Path(time_file).read_text())
    return serve(settings())


def worker(url: str, folder: str) -> None:
    """Be a job process."""
    from bondlife.jobs import runner

    runner.main(url, Path(folder))


def command(told: str, *words: str) -> None:
    """Be the command line; what it says, its complaints and its status are left in files of one name."""
    from bondlife.cli import main as commands

    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{told}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    sys.argv = ["bondlife", *words]
    status: Any = 0
    try:
        commands()
    except SystemExit as left:
        status = left.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    Path(f"{told}.status").write_text(str(status))


def _live(wish: dict[str, Any]) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.update(wish["environment"])
    settings.cache_clear()
    log = os.open(wish["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(log, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    module, _, name = wish["target"].partition(":")
    code = 1
    if wish["ahead"]:
        clock._source = ahead_by(timedelta(seconds=wish["ahead"]))
    try:
        code = getattr(import_module(module), name)(*wish["arguments"]) or 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _warm() -> None:
    for name in WARM:
        import_module(name)
    import_module("bondlife.jobs")._found()
    import_module("bondlife.web.late").site_routes()
    for name in ("uvicorn.protocols.http.auto", "uvicorn.lifespan.on", "uvicorn.loops.auto"):
        import_module(name)


def _rehearse(template: str) -> None:
    from starlette.testclient import TestClient

    from bondlife.db import Database
    from bondlife.settings import Settings
    from bondlife.web.app import create_app
    from tests.web.signed import Browser

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "bondlife.db"
        shutil.copyfile(template, copy)
        place = Settings(data_dir=Path(folder), argon2_cheap=True, database_url=f"sqlite:///{copy}")
        db = Database(place.url)
        with TestClient(create_app(place, db), raise_server_exceptions=True) as client:
            officer = Browser(client, "officer")
            for page in ("/projects", "/projects/new", "/imports", "/api/v1/projects"):
                officer.get(page)
            asked = officer.post("/projects/new", new_project("R-1"))
            assert asked.status_code == 303, asked.text
        db.close()
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(10)
    assert threading.active_count() == 1, threading.enumerate()


def _freeze() -> None:
    """Leave what is loaded out of every collection: a child that went through it would copy all of it."""
    gc.collect()
    gc.freeze()


def main(wishes: Sequence[str] | Any) -> None:
    """Fork a child for every wish until there are no more."""
    _warm()
    _freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    children: list[Forked] = []
    for line in wishes:
        wish = json.loads(line)
        if "rehearse" in wish:
            _rehearse(wish["rehearse"])
            _freeze()
            print(json.dumps({"pid": 0}), flush=True)  # noqa: T201
            continue
        child = os.fork()
        if child == 0:
            _live(wish)
        children.append(Forked(child))
        print(json.dumps({"pid": child}), flush=True)  # noqa: T201
    for one in children:
        one.kill()


if __name__ == "__main__":
    main(sys.stdin)
