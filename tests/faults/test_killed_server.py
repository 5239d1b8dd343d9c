"""A1: the server is killed at random times under six people; what was acknowledged is there, once.

Six people create projects and bring files of two thousand bonds, which the job process stores. Beside them,
in equal parts, a second worker stores files, a migration runs, a payment run over five hundred contracts is
worked out, a backup is taken, a correction is published: all of it dies with the server, or sooner. Print:
kills, jobs tried and finished, acknowledged / unknown, how many of them had been stored, lost, backups.
"""

import random
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife import clock
from bondlife.backup import MANIFEST, restore
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.jobs import runner
from bondlife.settings import Settings, settings
from bondlife.verify import verify
from models.base import columns
from models.registry import Bond, ImportFile, Job, Project
from tests.exchange.hostile import bond_row, workbook
from tests.faults.counting import say
from tests.faults.killed_server import Job as Beside
from tests.faults.killed_server import Person, Server, Told, suffer
from tests.faults.nursery import ahead_by, nursery
from tests.faults.offices import Payments, Publications, SoundWorks
from tests.imports.samples import count
from tests.lifecycle.story import Story

ROWS = 2000
AHEAD = datetime(2036, 10, 26, 2, tzinfo=UTC) - datetime.now(UTC)
"""All of it happens on the day on which the third quarter of 2036 is paid."""
ACCOUNTS = ("city", "city", "officer", "officer", "officer", "officer")


def bonds(number: int) -> bytes:
    """Return a list of two thousand bonds of its own."""
    first = number * ROWS + 1
    return workbook(
        [bond_row(n, name=f"2024年浙江省政府专项债券({n}期)") for n in range(first, first + ROWS)]
    )


def present(db: Database) -> Counter[str]:
    """Return how often each project code is there."""
    with db.reading() as session:
        statement = sa.select(columns(Project).code)
        return Counter(session.execute(statement, execution_options={"scoped": True}).scalars())


def proven(db: Database, data_dir: Path) -> None:
    """Prove the books."""
    report = verify(db, Settings(data_dir=data_dir))
    assert report["ok"], [one for one in report["checks"] if one["problems"]]


class Assault:
    """A server, six people and five kinds of jobs over one database, killed together again and again."""

    def __init__(self, template: Path, folder: Path, kills: int) -> None:
        self.data_dir, self.backups, self.kills = folder / "data", folder / "backups", kills
        self.data_dir.mkdir()
        shutil.copyfile(template, self.data_dir / "bondlife.db")
        nursery().rehearse(template)
        self.url, self.chance = f"sqlite:///{self.data_dir / 'bondlife.db'}", random.Random(33)
        self.db = Database(self.url)
        works = SoundWorks(Story(self.db, self.data_dir))
        self.publications, self.payments = Publications(works, folder), Payments(works)
        self.server = Server(self.data_dir, AHEAD)
        files = [bonds(number) for number in range(min(kills, 8))]
        self.people = [
            Person(self.server, account, seed, files[seed::2] if seed < 2 else [])
            for seed, account in enumerate(ACCOUNTS)
        ]
        self.tried, self.backups_finished = Counter[str](), 0

    def one_kill(self, number: int) -> None:
        """Start, let all work, kill all; every sixth kill comes late, after the job beside."""
        is_long = number % 6 == 5
        seconds = self.chance.uniform(0.5, 2.5) if is_long else self.chance.uniform(0.02, 0.5)
        job = JOBS[number % len(JOBS)](self, seconds, is_long)
        self.tried[job.target.rpartition(":")[2]] += 1
        self.server.start()
        suffer(self.server, self.people, seconds, job)
        if number % 60 == 29:
            self.prove()

    def prove(self) -> None:
        """Prove the books and the backups so far; these go, for six hundred of them fill a disk."""
        proven(self.db, self.data_dir)
        self.backups_finished += sound_backups(self.backups)

    def back_up(self, seconds: float, is_long: bool) -> Beside:
        """Take a backup, which finishes now and then."""
        given = (str(self.data_dir), str(self.backups))
        return Beside(f"{KILLED}:back_up", given, seconds, may_finish=is_long)

    def migrate(self, seconds: float, _is_long: bool) -> Beside:
        """Bring the database up to this release."""
        return Beside(f"{KILLED}:migrate", (str(self.data_dir),), seconds)

    def work_out(self, seconds: float, is_long: bool) -> Beside:
        """Work out a payment run over five hundred contracts."""
        self.payments.wish()
        lives = min(seconds, self.chance.uniform(0.01, 0.3))
        return Beside(f"{OFFICES}:work_out", (self.url,), lives, may_finish=is_long)

    def publish(self, seconds: float, is_long: bool) -> Beside:
        """Publish a correction."""
        given, lives = self.publications.wish(), min(seconds, self.chance.uniform(0.01, 0.2))
        return Beside(f"{OFFICES}:publish", given, lives, may_finish=is_long)

    def bring(self, seconds: float, _is_long: bool) -> Beside:
        """Store files that wait, as a second worker beside the server's own."""
        return Beside(f"{OFFICES}:work_out", (self.url,), seconds)

    def settle(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ask again for what nobody knows about; let a last worker take over what the killed ones left."""
        converge(self.server, self.people, self.unknown())
        monkeypatch.setattr(settings(), "lease_seconds", 0.5)
        monkeypatch.setattr(settings(), "data_dir", self.data_dir)
        for _ in range(2):  # a run whose worker was killed too often is given up until somebody asks again
            runner.run_waiting(self.db)
            self.payments.wish()
        runner.run_waiting(self.db)
        self.publications.look()
        assert self.payments.look().state == "calculated"

    def done(self) -> list[Told]:
        """Return the projects that were acknowledged."""
        return [told for _, told in self.wishes() if told.outcome == "done" and told.is_project]

    def unknown(self) -> list[tuple[Person, Told]]:
        """Return the wishes nobody knows about."""
        return [(person, told) for person, told in self.wishes() if told.outcome == "unknown"]

    def wishes(self) -> list[tuple[Person, Told]]:
        """Return everything that was wished."""
        return [(person, told) for person in self.people for told in person.diary]


KILLED, OFFICES = "tests.faults.killed_server", "tests.faults.offices"
JOBS = (Assault.bring, Assault.migrate, Assault.work_out, Assault.back_up, Assault.publish)


def assail(template: Path, folder: Path, kills: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill so many times, then ask again for everything nobody knows about, and count."""
    with clock.standing_at(ahead_by(AHEAD)):
        assault = Assault(template, folder, kills)
        assault.server.start()
        for person in assault.people:
            person.sign_in()
        assault.server.kill()
        for number in range(kills):
            assault.one_kill(number)
        held = present(assault.db)
        acknowledged, unknown = assault.done(), assault.unknown()
        lost = [one for one in acknowledged if held[one.what] != 1]
        had_been = sum(held[one.what] for _, one in unknown)
        assault.settle(monkeypatch)
        assault.prove()
        finished = assault.backups_finished
        told = {**assault.tried, **assault.payments.tally, **assault.publications.tally}
        say(
            f"A1: killed {kills}, beside {told}, acknowledged {len(acknowledged)}, unknown {len(unknown)} "
            f"({had_been} of them stored), lost {len(lost)}, backups finished {finished}"
        )
        assert acknowledged
        assert not lost
        assert not assault.unknown()
        after = present(assault.db)
        assert all(after[one.what] == 1 for one in assault.done())
        assert max(after.values()) == 1
        assert set(assault.tried.values()) == {kills // 5, 2 * kills // 5}
        assert 0 < finished < assault.tried["back_up"]
        assert min(told["calculated"], told["published"]) > 0
        whole_files(assault.db)
        assault.db.close()
        for person in assault.people:
            person.client.close()


def sound_backups(folder: Path) -> int:
    """Return how many backups look finished; each of them must be, and no other may be taken for one.

    Whatever was looked at is cleared away.
    """
    finished = [path for path in folder.glob("*") if not path.name.startswith(".")]
    target = folder.parent / "restored"
    for path in finished:
        assert restore(path, Settings(data_dir=target))["ok"]
        shutil.rmtree(target)
    for path in folder.glob(".*"):
        assert ".unfinished" in path.name
        if not (path / MANIFEST).exists():
            with pytest.raises(Refusal):
                restore(path, Settings(data_dir=target))
            assert not (target / "bondlife.db").exists()
    shutil.rmtree(folder, ignore_errors=True)
    return len(finished)


def converge(server: Server, people: list[Person], unknown: list[tuple[Person, Told]]) -> None:
    """Start once more and ask again, with the same keys."""
    server.start()
    for person in people:
        person.sign_in()
    for person, told in unknown:
        person.ask_again(told)
    server.kill()


def whole_files(db: Database) -> None:
    """Every file that counts as stored is there whole, and nothing of any other."""
    done = count(db, ImportFile, columns(ImportFile).state == "confirmed")
    assert count(db, Bond) == ROWS * done
    assert count(db, Job, columns(Job).state.in_(("waiting", "running"))) == 0


@pytest.mark.timeout(600)
def test_a1_killed_sixty_times_under_six_people(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assail(sqlite_template, tmp_path, 60, monkeypatch)


@pytest.mark.full
@pytest.mark.timeout(14_400)
def test_a1_killed_six_hundred_times(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assail(sqlite_template, tmp_path, 600, monkeypatch)
