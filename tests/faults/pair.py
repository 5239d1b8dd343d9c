"""Real server processes over one database, and the callers that press on them."""

import http.client
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from bondlife.db import Database
from bondlife.demo.people import PASSWORD
from bondlife.security import sessions
from bondlife.server import free_port, wait_ready
from tests.faults.nursery import Forked, nursery

SITE = "tests.faults.nursery:site"
START_SECONDS = 120.0
"""A start takes two seconds; a machine that does other things as well may take its time."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a caller got: status, the place it was sent on to, headers by lower-case name, body."""

    status: int
    place: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """Return the code of the first problem of an API refusal."""
        return str(self.json["problems"][0]["code"])


class Caller:
    """One signed-in browser or program that talks to one server over its own connection."""

    def __init__(self, address: str, token: str, csrf: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        self.address, self.token, self.csrf = address, token, csrf

    def get(self, path: str, **headers: str) -> Reply:
        """Read a page."""
        return self._send("GET", path, b"", headers)

    def form(self, path: str, **values: object) -> Reply:
        """Send a form as a page of ours would."""
        body = urlencode({"csrf_token": self.csrf, **values}).encode()
        return self._send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def post(self, path: str, body: Mapping[str, Any], key: str) -> Reply:
        """Send JSON with an idempotency key, as a program would."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key, "X-CSRF-Token": self.csrf}
        return self._send("POST", path, json.dumps(body).encode(), headers)

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        cookie = {"Cookie": f"bondlife_session={self.token}"} if self.token else {}
        self.connection.request(method, path, body, {**cookie, "Origin": self.address, **headers})
        answer = self.connection.getresponse()
        got = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, got.get("location", ""), got, answer.read())


@dataclass(slots=True)
class Site:
    """A database with servers in front of it, whose clock may be ahead of the machine's."""

    db: Database
    folder: Path
    ahead: timedelta = timedelta()
    addresses: list[str] = field(default_factory=list)
    processes: list[Forked] = field(default_factory=list)
    open_callers: list[Caller] = field(default_factory=list)

    def start(self, **environment: str) -> str:
        """Start one more server and return its address."""
        port = free_port()
        url = self.db.url.render_as_string(hide_password=False)
        own = {
            "BONDLIFE_DATA_DIR": str(self.folder),
            "BONDLIFE_DATABASE_URL": url,
            "BONDLIFE_PORT": str(port),
            "BONDLIFE_JOB_PROCESS": "0",
            "BONDLIFE_ARGON2_CHEAP": "1",
            **environment,
        }
        log = self.folder / f"server-{port}.log"
        self.processes.append(nursery().fork(SITE, log=log, environment=own, ahead=self.ahead))
        self.addresses.append(f"http://127.0.0.1:{port}")
        return self.addresses[-1]

    def ready(self) -> Self:
        """Wait until every server answers."""
        for address in self.addresses:
            assert wait_ready(address, START_SECONDS), self.log()
        return self

    def stop(self) -> None:
        """Hang up and stop every server this site started."""
        for caller in self.open_callers:
            caller.close()
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)
        self.processes.clear()
        self.addresses.clear()

    def restart(self) -> None:
        """Stop the first server and start a new one in its place."""
        first = self.processes.pop(0)
        first.terminate()
        first.wait(20)
        self.start()
        self.addresses[0] = self.addresses.pop()
        self.processes.insert(0, self.processes.pop())
        self.ready()

    def log(self) -> str:
        """Return what the servers said."""
        return "\n".join(path.read_text("utf-8", "replace") for path in self.folder.glob("server-*.log"))

    def caller(self, account: str, server: int = 0) -> Caller:
        """Return a signed-in caller of one of the servers."""
        opened = sessions.sign_in(self.db, account, PASSWORD, "", "127.0.0.1")
        made = Caller(self.addresses[server % len(self.addresses)], opened.token, opened.csrf)
        self.open_callers.append(made)
        return made

    def callers(self, account: str, count: int) -> list[Caller]:
        """Return signed-in callers of one person, spread over the servers."""
        return [self.caller(account, number) for number in range(count)]


@contextmanager
def site_over(
    db: Database, folder: Path, servers: int = 2, ahead: timedelta = timedelta(), **environment: str
) -> Iterator[Site]:
    """Run servers over a database until the block ends."""
    site = Site(db, folder, ahead)
    try:
        for _ in range(servers):
            site.start(**environment)
        yield site.ready()
    finally:
        site.stop()


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run works in threads that start together and return what each gave, exceptions included."""
    barrier, results = Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = work()
        except Exception as error:
            results[place] = error  # type: ignore[call-overload]

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
