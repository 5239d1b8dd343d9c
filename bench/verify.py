"""What ``bondlife verify`` costs over 50,000 imported bonds with their moves, against hashing the same texts.

Target   verify.whole  every text hashed, every root, instant, author, row and seal compared: ≤ 4 × SHA-256
                       over the same canonical texts
Told     the least of it: the same hashing, the texts read from the file, the text of every row told once by
         SQLite, without any comparing; and the pages of the file, which SQLite checks beside the rest
Usage    python bench/verify.py [--json] [--bonds 50000] [--rounds 3]

Seconds by the clock, the best of the rounds: on two cores the database puts texts together while others are
hashed. The processor seconds of both are told beside.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from bench.imports import bonds, judged
from bench.imports_stored import stored
from bondlife.db import Database, told_by
from bondlife.services.seeding import prepare
from bondlife.settings import Settings
from bondlife.verify import engine
from bondlife.verify.blocks import AT_ONCE, BETWEEN
from bondlife.verify.report import Check
from bondlife.verify.subjects import SUBJECTS, Subject
from bondlife.verify.texts import row_text
from bondlife.verify.versions import versions
from models.base import columns
from models.registry import RowVersion


def filled(count: int, folder: Path) -> Database:
    """Return a database with so many imported bonds."""
    file, path = folder / "bonds.xlsx", folder / "bench.db"
    file.write_bytes(bonds(count))
    db = Database(f"sqlite:///{path}")
    prepare(db)
    db.close()
    stored(file, path)
    return Database(f"sqlite:///{path}")


def texts_of(db: Database) -> list[bytes]:
    """Return the canonical text of every row version."""
    with db.connection() as connection:
        return [text.encode() for text in connection.execute(sa.select(columns(RowVersion).data)).scalars()]


def hashed(texts: list[bytes]) -> None:
    """Hash each text: what no check can do without."""
    for text in texts:
        hashlib.sha256(text).hexdigest()


def read(db: Database) -> None:
    """Read every text as bytes, many at once."""
    data = columns(RowVersion).data
    with db.connection() as connection:
        for (keys,) in connection.exec_driver_sql("SELECT max(rowid) FROM row_version").all():
            for low in range(0, keys + 1, AT_ONCE):
                part = sa.text("rowid > :low AND rowid <= :high").bindparams(low=low, high=low + AT_ONCE)
                together = sa.cast(sa.func.string_agg(data, sa.literal(BETWEEN)), sa.LargeBinary)
                connection.execute(sa.select(together).where(part)).scalar_one()


def told(db: Database) -> None:
    """Let SQLite tell the text of every row that has versions or a seal of its own, and keep none."""
    with db.connection() as connection:
        for subject in SUBJECTS.values():
            told_by(connection, ("bench", subject.name), partial(_texts, subject), {})


def _texts(subject: Subject) -> Any:
    count, target = sa.select(sa.func.count()), subject.row
    text = row_text(target, "sqlite") if target is not None else None
    if target is None or text is None or subject.keys.get_final_froms() != [target]:
        return count
    return count.select_from(target).where(text.is_(None))


def seconds(work: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the fewest seconds of a piece of work."""
    taken = []
    for _ in range(rounds):
        start = clock()
        work()
        taken.append(clock() - start)
    return min(taken)


def sound(*checks: Check) -> None:
    """A database that is not sound is no measure."""
    for check in checks:
        assert not check.problems, (check.id, check.problems[:3])
        print(f"{check.id}: {check.checked}", file=sys.stderr)


def measure(count: int, rounds: int, folder: Path) -> list[dict[str, Any]]:
    """Measure the hashing and each check over the same rows."""
    db, settings = filled(count, folder), Settings(data_dir=folder)
    texts = texts_of(db)
    plain = seconds(lambda: hashed(texts), rounds)
    sound(*versions(db, settings))
    whole = seconds(lambda: versions(db, settings), rounds)
    processor = seconds(lambda: versions(db, settings), rounds, time.process_time)
    reading = seconds(lambda: read(db), rounds)
    telling = seconds(lambda: told(db), rounds)
    pages = seconds(lambda: engine.storage(db, settings), 1)
    db.close()
    least = (plain + reading + telling) / plain
    print(f"seconds: hash {plain:.3f}, whole {whole:.3f}, pages beside {pages:.3f}", file=sys.stderr)
    print(f"processor seconds of the whole: {processor:.3f}, {processor / plain:.2f} ×", file=sys.stderr)
    print(f"seconds: texts read {reading:.3f}, rows told {telling:.3f}; least {least:.2f}", file=sys.stderr)
    return [judged("verify.whole", whole / plain, at_most=4)]


def main() -> int:
    """Print the table, or one JSON list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--bonds", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bondlife-bench-") as folder:
        results = measure(options.bonds, options.rounds, Path(folder))
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
    else:
        for each in results:
            verdict = "ok" if each["ok"] else "MISSED"
            print(f"{each['id']:<14} {each['target']:>8} {each['measured']:>10} {verdict}")
    return 0 if all(each["ok"] for each in results) else 1


if __name__ == "__main__":
    sys.exit(main())
