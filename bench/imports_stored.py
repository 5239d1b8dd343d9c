"""Importing 100,000 bonds to the end: read, checked, versioned, audited, on disk; against calamine.

Targets  imports_stored.ratio   from file to commit on SQLite (WAL, synchronous FULL): ≤ 12 × reading the same
                                file with calamine into typed rows
         imports_stored.memory  highest resident memory of the importing process: ≤ 400 MB
         imports_stored.lock    longest time the write lock is held, commit included: ≤ 10 s
Usage    python bench/imports_stored.py [--json] [--bonds 100000] [--rounds 3] [--profile]

Every run is a process of its own on a fresh database, so that memory is that of one import and no run warms
another.
"""

import argparse
import cProfile
import json
import pstats
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from bondlife.db import Database
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import confirm, preview


class TypedRow(NamedTuple):
    """One bond as a plain reader would type it, unchecked."""

    name: str
    issued: date
    matures: date
    face: int
    tenor: int
    coupon: Decimal


class Run(NamedTuple):
    """What one run took: seconds from file to end, highest memory in MB, seconds of the longest lock."""

    seconds: float
    memory: float
    lock: float


def typed_rows(file: Path) -> list[TypedRow]:
    """Read the file with calamine and type every row, with no check at all."""
    rows = CalamineWorkbook.from_filelike(BytesIO(file.read_bytes())).get_sheet_by_index(0).to_python()
    return [
        TypedRow(
            str(row[1]),
            row[2],  # type: ignore[arg-type]
            row[3],  # type: ignore[arg-type]
            round(float(row[4]) * 100) * 10**8,  # type: ignore[arg-type]
            int(row[5]),  # type: ignore[arg-type]
            Decimal(str(row[6])) / 100,
        )
        for row in rows[1:]
    ]


def stored(file: Path, database: Path) -> dict[str, Any]:
    """Import the file into a database; every row must be new and stored."""
    db = Database(f"sqlite:///{database}")
    watch_lock(db)
    report = confirm(db, SYSTEM, preview(db, "issue-list", file), file.name)
    db.close()
    assert report.state == "stored", report.as_dict()["errors"][:3]
    assert report.stored is not None
    return dict(report.stored)


LOCKS: list[float] = []
"""Seconds of each hold of the write lock in this process."""


def watch_lock(db: Database) -> None:
    """Measure each writing transaction from its BEGIN to its COMMIT."""
    begun: list[float] = []

    @sa.event.listens_for(db.engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("bondlife_write"):
            begun.append(time.perf_counter())

    @sa.event.listens_for(sa.Pool, "reset")
    def _end(*_: Any) -> None:
        if begun:
            LOCKS.append(time.perf_counter() - begun.pop())


RUNNERS: dict[str, Callable[[Path, Path], Any]] = {
    "calamine": lambda file, _database: typed_rows(file),
    "stored": stored,
}


def timed(runner: str, file: Path, database: Path) -> Run:
    """Run once in a process of its own; returns its seconds and its highest memory."""
    command = [sys.executable, __file__, "--one", runner, str(file), str(database)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return Run(*json.loads(done.stdout))


def one(runner: str, file: Path, database: Path) -> Run:
    """Be that process."""
    start = time.perf_counter()
    kept = RUNNERS[runner](file, database)
    seconds = time.perf_counter() - start
    del kept
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return Run(seconds, memory, max(LOCKS, default=0.0))


def measure(count: int, rounds: int, folder: Path) -> list[dict[str, Any]]:
    """Run both in turn and judge; what only this process needs is not loaded in the measured ones."""
    from bench.imports import bonds, judged

    file, template, copy = folder / "bonds.xlsx", folder / "template.db", folder / "run.db"
    file.write_bytes(bonds(count))
    _seed(template)
    plain: list[Run] = []
    ours: list[Run] = []
    for _ in range(rounds):
        plain.append(timed("calamine", file, copy))
        _fresh(template, copy)
        ours.append(timed("stored", file, copy))
    seconds = min(run.seconds for run in ours), min(run.seconds for run in plain)
    print(f"seconds: stored {seconds[0]:.2f}, calamine {seconds[1]:.2f}", file=sys.stderr)
    return [
        judged("imports_stored.ratio", seconds[0] / seconds[1], at_most=12),
        judged("imports_stored.memory", max(run.memory for run in ours), at_most=400),
        judged("imports_stored.lock", max(run.lock for run in ours), at_most=10),
    ]


def _seed(path: Path) -> None:
    from bondlife.services.seeding import prepare

    db = Database(f"sqlite:///{path}")
    prepare(db)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def _fresh(template: Path, copy: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{copy}{end}").unlink(missing_ok=True)
    shutil.copyfile(template, copy)


def profile(count: int, folder: Path) -> None:
    """Print where the time of one import goes."""
    from bench.imports import bonds

    file, template = folder / "bonds.xlsx", folder / "template.db"
    file.write_bytes(bonds(count))
    _seed(template)
    watch = cProfile.Profile()
    watch.runcall(stored, file, template)
    pstats.Stats(watch).sort_stats("tottime").print_stats(35)


def main() -> int:
    """Print the table, or one JSON list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--bonds", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("RUNNER", "FILE", "DATABASE"))
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(options.one[0], Path(options.one[1]), Path(options.one[2]))))
        return 0
    with tempfile.TemporaryDirectory(prefix="bondlife-bench-") as folder:
        if options.profile:
            profile(options.bonds, Path(folder))
            return 0
        results = measure(options.bonds, options.rounds, Path(folder))
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
    else:
        for each in results:
            verdict = "ok" if each["ok"] else "MISSED"
            print(f"{each['id']:<24} {each['target']:>8} {each['measured']:>10} {verdict}")
    return 0 if all(each["ok"] for each in results) else 1


if __name__ == "__main__":
    sys.exit(main())
