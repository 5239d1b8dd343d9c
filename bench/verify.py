"""What ``bondlife verify`` costs over 50,000 imported bonds with their moves, against hashing the same texts.

Targets  verify.rows   rows and seals compared with their versions: ≤ 4 × SHA-256 over the canonical texts
         verify.roots  every text hashed, every root, instant and author compared: ≤ 6 × the same
Told     the pages of the file, which SQLite checks beside the rest
Usage    python bench/verify.py [--json] [--bonds 50000] [--rounds 3]

Processor seconds of this process, the best of the rounds: other work on the machine counts for nobody.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from bench.imports import bonds, judged
from bench.imports_stored import stored
from bondlife.db import Database
from bondlife.services.seeding import prepare
from bondlife.settings import Settings
from bondlife.verify import chain, engine, rows
from bondlife.verify.report import Check
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


def seconds(work: Callable[[], Any], rounds: int) -> float:
    """Return the fewest processor seconds of a piece of work."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
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
    sound(rows.digests(db, settings), rows.seals(db, settings), chain.roots(db, settings))
    compared = seconds(lambda: (rows.digests(db, settings), rows.seals(db, settings)), rounds)
    roots = seconds(lambda: chain.roots(db, settings), rounds)
    pages = seconds(lambda: engine.storage(db, settings), 1)
    db.close()
    print(f"seconds: hash {plain:.3f}, rows {compared:.3f}, roots {roots:.3f}", file=sys.stderr)
    print(f"seconds: pages, beside {pages:.3f}", file=sys.stderr)
    return [
        judged("verify.rows", compared / plain, at_most=4),
        judged("verify.roots", roots / plain, at_most=6),
    ]


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
