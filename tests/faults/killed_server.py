"""A real server that is killed while six people work on it, and what each of them was told."""

import random
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx2 as httpx

from bondlife.backup import backup
from bondlife.db import Database
from bondlife.demo.people import PASSWORD
from bondlife.server import free_port, wait_ready
from bondlife.services.seeding import prepare
from bondlife.settings import Settings
from tests.faults.nursery import Forked, new_project, nursery

FINISH_SECONDS = 60.0
"""So long a job is waited for that may finish."""
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(slots=True)
class Told:
    """One wish, by its key: what was sent, and whether it was acknowledged, refused, or nobody knows."""

    key: str
    what: str
    outcome: str = "unknown"

    @property
    def is_project(self) -> bool:
        """Tell whether a project was wished, by its code, and not a file."""
        return self.what.startswith("K-")


@dataclass(slots=True)
class Server:
    """One server process with its job process, in a group of their own."""

    data_dir: Path
    ahead: timedelta = timedelta()
    port: int = field(default_factory=free_port)
    process: Forked | None = None

    @property
    def address(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        here = {
            "BONDLIFE_DATA_DIR": str(self.data_dir),
            "BONDLIFE_ARGON2_CHEAP": "1",
            "BONDLIFE_PORT": str(self.port),
            "BONDLIFE_JOB_PROCESS": "0",
            "BONDLIFE_LEASE_SECONDS": "2",
        }
        self.process = nursery().fork("tests.faults.nursery:site", True, environment=here, ahead=self.ahead)
        assert wait_ready(self.address, 90), "the server does not come back"

    def kill(self) -> None:
        """Kill web and job process at once, without warning."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True, slots=True)
class Job:
    """One process beside a server: what it does, how long it lives at most, whether it is waited for."""

    target: str
    given: tuple[str | int, ...]
    seconds: float
    may_finish: bool = False


class Person:
    """Somebody at a browser who keeps a diary of what was wished and what was answered."""

    def __init__(self, server: Server, account: str, seed: int, files: list[bytes]) -> None:
        self.server, self.account = server, account
        self.chance = random.Random(seed)
        self.files = files
        self.diary: list[Told] = []
        self.client = httpx.Client(base_url=server.address, timeout=20)
        self.token = ""

    def sign_in(self) -> None:
        """Open a session of one's own."""
        self.client.cookies.clear()
        self.token = ""
        self.client.post("/sign-in", data={"account": self.account, "password": PASSWORD})

    def work(self, stop: threading.Event) -> None:
        """Sign in and wish one thing after another until the server is gone or it is enough."""
        try:
            if not self.client.cookies:
                self.sign_in()
            while not stop.is_set():
                if self.files and self.chance.random() < 0.3:
                    self.bring(self.files.pop())
                else:
                    self.create(Told(str(uuid4()), f"K-{uuid4().hex[:12]}"))
        except httpx.HTTPError:
            return

    def create(self, told: Told) -> None:
        """Wish a project; the code says later whether it is there."""
        if told not in self.diary:
            self.diary.append(told)
        answer = self._post("/projects/new", new_project(told.what), told.key)
        told.outcome = "done" if answer.status_code == 303 else f"refused {answer.status_code}"

    def bring(self, content: bytes) -> None:
        """Wish a file of two thousand bonds; the job says later whether it is stored."""
        told = Told(str(uuid4()), "")
        self._get("/imports")
        files = {"file": ("bonds.xlsx", content)}
        sent = self._post("/imports", {"kind": "issue-list", "unit": "亿元"}, str(uuid4()), files=files)
        if sent.status_code == 303:
            self.diary.append(told)
            told.what = sent.headers["location"]
            asked = self._post(f"{told.what}/confirm", {}, told.key)
            told.outcome = "done" if asked.status_code == 303 else f"refused {asked.status_code}"

    def ask_again(self, told: Told) -> None:
        """Send a wish nobody knows about once more, with its key."""
        if told.what.startswith("/"):
            asked = self._post(f"{told.what}/confirm", {}, told.key)
            told.outcome = "done" if asked.status_code in {303, 409} else f"refused {asked.status_code}"
        else:
            self.create(told)

    def _get(self, address: str) -> None:
        found = TOKEN.search(self.client.get(address).text)
        self.token = found[1] if found else self.token

    def _post(
        self, address: str, data: dict[str, str], key: str, files: dict[str, tuple[str, bytes]] | None = None
    ) -> httpx.Response:
        if not self.token:
            self._get("/imports")
        sent = {"csrf_token": self.token, "idempotency_key": key, **data}
        answer: httpx.Response = self.client.post(address, data=sent, files=files)
        return answer


def back_up(data_dir: str, target: str) -> None:
    """Be a process that takes one backup."""
    place = Settings(data_dir=Path(data_dir))
    backup(Database(place.url), place, Path(target))


def migrate(data_dir: str) -> None:
    """Be a process that brings the database up to this release, as every start of a server does."""
    db = Database(Settings(data_dir=Path(data_dir)).url)
    prepare(db)
    db.close()


def suffer(server: Server, people: list[Person], seconds: float, job: Job) -> None:
    """Let everybody work for a while with a job beside them, then kill them all; the job perhaps sooner."""
    stop = threading.Event()
    beside = nursery().fork(job.target, *job.given, ahead=server.ahead)
    threads = [threading.Thread(target=person.work, args=(stop,)) for person in people]
    for thread in threads:
        thread.start()
    time.sleep(min(seconds, job.seconds))
    if job.may_finish:
        beside.wait(FINISH_SECONDS)
    beside.kill()
    time.sleep(max(0.0, seconds - job.seconds))
    server.kill()
    beside.wait()
    stop.set()
    for thread in threads:
        thread.join(60)
