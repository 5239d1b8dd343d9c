"""A server that goes, by request or without warning, takes its job process along."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bondlife.db import Database
from bondlife.server import free_port, wait_ready
from tests.faults.nursery import nursery

PATIENCE = 60.0
"""Seconds that each step may take beside other work."""


def workers_of(pid: int) -> list[int]:
    """Return the job processes among the children of a process."""
    found = []
    for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
    return found


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and was not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def until(what: object) -> None:
    """Wait until a condition holds."""
    limit = time.monotonic() + PATIENCE
    while not what():  # type: ignore[operator]
        assert time.monotonic() < limit
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["asked", "killed"])
def test_the_job_process_goes_with_its_server(db: Database, tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    here = {"DATA_DIR": str(tmp_path), "PORT": str(port), "ARGON2_CHEAP": "1", "JOB_PROCESS": "1"}
    told = {f"BONDLIFE_{name}": value for name, value in here.items()}
    server = nursery().fork("tests.faults.nursery:site", environment=told)
    try:
        assert wait_ready(f"http://127.0.0.1:{port}", PATIENCE)
        until(lambda: workers_of(server.pid))
        [worker] = workers_of(server.pid)
        os.kill(server.pid, number)
        until(lambda: not is_alive(worker))
        until(lambda: not is_alive(server.pid))
    finally:
        server.kill()
