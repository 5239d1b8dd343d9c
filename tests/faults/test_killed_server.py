"""A1: the server is killed at random times under six people; what was acknowledged is there, once.

Files of two thousand bonds are stored by the job process and projects are created; every fourth time a backup
runs beside, every fourth a migration: all of it dies at once. Payment runs are killed in test_ppp_runs. Print
of a run: kills / acknowledged / unknown, how many of them had been stored, lost, backups finished.
"""

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from bondlife.backup import restore
from bondlife.db import Database
from bondlife.jobs import runner
from bondlife.settings import Settings, settings
from bondlife.verify import verify
from models.base import columns
from models.registry import Bond, ImportFile, Job, Project
from tests.exchange.hostile import bond_row, workbook
from tests.faults.killed_server import Person, Server, Told, suffer
from tests.faults.nursery import nursery
from tests.imports.samples import count

ROWS = 2000
ACCOUNTS = ("city", "city", "officer", "officer", "officer", "officer")


def bonds(number: int) -> bytes:
    """Return a list of two thousand bonds of its own."""
    first = number * ROWS + 1
    return workbook(
        [bond_row(n, name=f"2024年浙江省政府专项债券({n}期)") for n in range(first, first + ROWS)]
    )


def present(url: str) -> Counter[str]:
    """Return how often each project code is there."""
    db = Database(url)
    with db.reading() as session:
        statement = sa.select(columns(Project).code)
        found = Counter(session.execute(statement, execution_options={"scoped": True}).scalars())
    db.close()
    return found


def proven(url: str, data_dir: Path) -> None:
    """Prove the books and a backup of them."""
    db = Database(url)
    report = verify(db, Settings(data_dir=data_dir))
    db.close()
    assert report["ok"], [one for one in report["checks"] if one["problems"]]


def assail(template: Path, tmp_path: Path, kills: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill so many times, then ask again for everything nobody knows about, and count."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    shutil.copyfile(template, data_dir / "bondlife.db")
    nursery().rehearse(template)
    url, server, chance = f"sqlite:///{data_dir / 'bondlife.db'}", Server(data_dir), random.Random(33)
    files = [bonds(number) for number in range(min(kills, 8))]
    people = [
        Person(server, account, seed, files[seed::2] if seed < 2 else [])
        for seed, account in enumerate(ACCOUNTS)
    ]
    backups = tmp_path / "backups"
    jobs = {1: ("migrate", str(data_dir)), 3: ("back_up", str(data_dir), str(backups))}
    server.start()
    for person in people:
        person.sign_in()
    server.kill()
    for number in range(kills):
        server.start()
        is_long = number % 6 == 5
        seconds = chance.uniform(0.5, 2.5) if is_long else chance.uniform(0.02, 0.5)
        suffer(server, people, seconds, jobs.get(number % 4, ()))
        if number % 20 == 19:
            proven(url, data_dir)
    held = present(url)
    wishes = [(person, told) for person in people for told in person.diary]
    acknowledged = [told for _, told in wishes if told.outcome == "done" and told.what.startswith("K-")]
    lost = [told for told in acknowledged if held[told.what] != 1]
    unknown = [(person, told) for person, told in wishes if told.outcome == "unknown"]
    had_been = sum(held[told.what] for _, told in unknown)
    converge(server, people, unknown)
    settle(url, data_dir, monkeypatch)
    print(  # noqa: T201
        f"A1: killed {kills}, acknowledged {len(acknowledged)}, unknown {len(unknown)} "
        f"({had_been} of them stored), lost {len(lost)}, backups finished {sound_backups(backups)}"
    )
    assert acknowledged
    assert not lost
    after = present(url)
    assert all(
        after[told.what] == 1 for _, told in wishes if told.what.startswith("K-") and told.outcome == "done"
    )
    assert not [told for _, told in unknown if told.outcome == "unknown"]
    assert max(after.values()) == 1
    whole_files(url)
    proven(url, data_dir)
    for person in people:
        person.client.close()


def sound_backups(folder: Path) -> int:
    """Return how many backups look finished; each of them must be."""
    found = [path for path in folder.glob("*") if not path.name.startswith(".")] if folder.is_dir() else []
    for number, path in enumerate(found):
        assert restore(path, Settings(data_dir=folder.parent / f"restored-{number}"))["ok"]
    return len(found)


def converge(server: Server, people: list[Person], unknown: list[tuple[Person, Told]]) -> None:
    """Start once more and ask again, with the same keys."""
    server.start()
    for person in people:
        person.sign_in()
    for person, told in unknown:
        person.ask_again(told)
    server.kill()


def settle(url: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a last worker take over what the killed ones left; their leases count as over."""
    monkeypatch.setattr(settings(), "lease_seconds", 0.5)
    monkeypatch.setattr(settings(), "data_dir", data_dir)
    db = Database(url)
    runner.run_waiting(db)
    db.close()


def whole_files(url: str) -> None:
    """Every file that counts as stored is there whole, and nothing of any other."""
    db = Database(url)
    done = count(db, ImportFile, columns(ImportFile).state == "confirmed")
    assert count(db, Bond) == ROWS * done
    assert count(db, Job, columns(Job).state.in_(("waiting", "running"))) == 0
    db.close()


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
