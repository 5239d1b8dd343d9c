"""A backup counts once it was restored; damaged, unfinished and newer ones are refused (bench F2)."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bondlife import clock
from bondlife.backup import MANIFEST, backup, restore
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.services import records
from bondlife.settings import Settings
from bondlife.transfer import table_digest
from bondlife.verify import verify
from models.registry import metadata
from tests.database import people_of
from tests.faults.counting import say
from tests.storage.test_acts import form

NOON = datetime(2036, 10, 26, 4, tzinfo=UTC)


@pytest.fixture
def place(db: Database, tmp_path: Path) -> Settings:
    assert db.url.database
    return Settings(data_dir=Path(db.url.database).parent, audit_heads=tmp_path / "heads" / "heads.log")


def digests(db: Database) -> dict[str, tuple[int, str]]:
    with db.connection() as connection:
        return {table.name: table_digest(connection, table) for table in metadata.sorted_tables}


def test_a_backup_restores_to_equal_tables(db: Database, place: Settings, tmp_path: Path) -> None:
    records.create(db, people_of(db)["officer"], "project", form())
    report = backup(db, place, tmp_path / "backups")
    proof = report["verified"]
    assert (proof["ok"], proof["restored"]) == (True, True)
    assert proof["checks"] >= 14
    target = Settings(data_dir=tmp_path / "restored")
    assert restore(Path(report["backup"]), target)["ok"]
    restored = Database(target.url)
    assert digests(restored) == digests(db)


def test_backups_taken_in_one_second_while_officers_write_are_all_sound(
    db: Database, place: Settings, tmp_path: Path
) -> None:
    taken_while_officers_write(db, place, tmp_path, 5)


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_sixty_backups_taken_while_officers_write_are_all_sound(
    db: Database, place: Settings, tmp_path: Path
) -> None:
    taken_while_officers_write(db, place, tmp_path, 60)


def taken_while_officers_write(db: Database, place: Settings, folder: Path, wanted: int) -> None:
    """Take backups, two at once, all of them in one second; restore each and count."""
    officer, stop, made = people_of(db)["officer"], threading.Event(), list[str]()

    def write() -> None:
        while not stop.is_set():
            made.append(records.create(db, officer, "project", form(f"W-{len(made)}"))["public_id"])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with clock.standing_at(lambda: NOON), ThreadPoolExecutor(2) as pair:
            reports = list(pair.map(lambda _: backup(db, place, folder / "backups"), range(wanted)))
    finally:
        stop.set()
        writer.join()
    sound = sum(report["verified"]["ok"] for report in reports)
    say(f"F2: {wanted} backups beside {len(made)} acts, restored and proven {sound}")
    assert len(made) > 3
    assert sound == wanted
    names = {path.name for path in (folder / "backups").iterdir()}
    assert names == {
        "bondlife-20361026T040000Z",
        *(f"bondlife-20361026T040000Z-{n}" for n in range(2, wanted + 1)),
    }
    assert verify(db, place)["ok"]


@pytest.mark.parametrize("harm", ["missing manifest", "changed file", "added file", "missing file", "newer"])
def test_a_harmed_backup_is_refused(db: Database, place: Settings, tmp_path: Path, harm: str) -> None:
    made = Path(backup(db, place, tmp_path / "backups")["backup"])
    manifest = json.loads((made / MANIFEST).read_text())
    if harm == "missing manifest":
        (made / MANIFEST).unlink()
    elif harm == "changed file":
        data = bytearray((made / "bondlife.db").read_bytes())
        data[5000] ^= 1
        (made / "bondlife.db").write_bytes(data)
    elif harm == "added file":
        (made / "extra").write_text("x")
    elif harm == "missing file":
        (made / "bondlife.db").unlink()
    else:
        (made / MANIFEST).write_text(json.dumps({**manifest, "revision": "9999"}))
    with pytest.raises(Refusal):
        restore(made, Settings(data_dir=tmp_path / "restored"))
    assert not (tmp_path / "restored" / "bondlife.db").exists()


def test_a_restore_never_overwrites(db: Database, place: Settings, tmp_path: Path) -> None:
    made = Path(backup(db, place, tmp_path / "backups")["backup"])
    with pytest.raises(Refusal, match="empty"):
        restore(made, place)


def test_a_killed_backup_leaves_nothing_that_looks_finished(
    db: Database, place: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bondlife.backup._prove", die)
    with pytest.raises(KeyboardInterrupt):
        backup(db, place, tmp_path / "backups")
    assert [path.name for path in (tmp_path / "backups").iterdir() if not path.name.startswith(".")] == []
