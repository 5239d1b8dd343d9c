"""Run the site: the web process, the job process beside it, and what start-up must find right."""

import gc
import json
import multiprocessing
import signal
import socket
import sys
import threading
import time
from importlib import import_module
from typing import Any
from urllib.request import urlopen

from bondlife.db import Database
from bondlife.settings import Settings

READY_SECONDS = 30.0
SITE = "bondlife.web.app"
"""The site is started by its name, as a process manager would: the command line knows no pages."""


def serve(settings: Settings, *, as_json: bool = False) -> int:
    """Check, start the job process, answer until told to stop; prints the address once it answers."""
    import uvicorn

    from bondlife import migrate
    from bondlife.anchors import write_head
    from bondlife.security.logs import configure

    configure()
    db = Database(settings.url)
    if not _fit_to_start(db, as_json=as_json):
        return 2
    if not migrate.is_current(db):
        _refuse(migrate.UNPREPARED, as_json=as_json)
        return 2
    write_head(db, settings.heads_file, settings.secret())
    site = import_module(SITE)
    app = site.create_app(settings, db, late=True)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or "127.0.0.1",
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    jobs: list[Any] = []

    def go_on() -> None:
        """Say that the site answers; only then take the time for the rest of it and for the jobs."""
        if _announce(server, settings, as_json=as_json):
            site.load_rest(app)
            _settle()
            jobs.extend([_start_jobs(settings)] if settings.job_process else [])

    _leave_in_order()
    after = threading.Thread(target=go_on, daemon=True)
    after.start()
    try:
        server.run()
    finally:
        after.join(10)
        for process in jobs:
            _stop(process)
    return 0


COLLECT_AFTER = 20_000
"""New objects between two collections of garbage: one page makes some thousands, and few stay."""


def _settle() -> None:
    """Leave what was loaded out of every later collection of garbage: going through it would halt a page.

    Until here the command collected none.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    gc.enable()


def free_port() -> int:
    """Return a port nobody listens on, for tests and demos side by side."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_ready(address: str, seconds: float = READY_SECONDS) -> bool:
    """Wait until a server answers its health page."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(f"{address}/health", timeout=2) as answer:  # noqa: S310 -- our own address
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.05)
    return False


def _fit_to_start(db: Database, *, as_json: bool) -> bool:
    lines = db.check()
    for line in lines:
        mark = "ok" if line.ok else "NOT FIT"
        if not as_json:
            print(f"  {line.name:20} {line.found:12} wanted {line.wanted:12} {mark}", file=sys.stderr)  # noqa: T201
    bad = [line.name for line in lines if not line.ok]
    if bad:
        _refuse(f"the database is not fit to carry money: {', '.join(bad)}", as_json=as_json)
    return not bad


def _start_jobs(settings: Settings) -> Any:
    from bondlife.jobs.runner import main

    process = multiprocessing.get_context("spawn").Process(
        target=main, args=(settings.url, settings.data_dir), daemon=True
    )
    process.start()
    return process


def _stop(process: Any) -> None:
    if process.is_alive() and process.pid:
        process.terminate()
        process.join(10)
        if process.is_alive():
            process.kill()


def _announce(server: Any, settings: Settings, *, as_json: bool) -> bool:
    address = f"http://{settings.host}:{settings.port}"
    while not server.started and not server.should_exit:
        time.sleep(0.02)
    if not (server.started and wait_ready(address)):
        return False
    _say({"ready": address} if as_json else f"ready {address}", as_json=as_json)
    return True


def _refuse(why: str, *, as_json: bool) -> None:
    _say({"error": why} if as_json else why, as_json=as_json)


def _say(message: Any, *, as_json: bool) -> None:
    print(json.dumps(message, ensure_ascii=False) if as_json else message, flush=True)  # noqa: T201


def _leave_in_order() -> None:
    """Let a signal end the server by leaving ``serve`` in order, which ends the job process as well."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: sys.exit(0))
