"""Live lives and print what happened: python -m tests.simulator --seed 1 --bonds 50 --years 30."""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bondlife.db import Database
from bondlife.demo.accounts import add_people
from bondlife.services.seeding import prepare
from bondlife.settings import settings
from tests.simulator.life import Life


def main() -> int:
    """Live the lives; a broken invariant ends the run with its seed in sight."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bonds", type=int, default=50)
    parser.add_argument("--years", type=int, default=30)
    parser.add_argument("--lives", type=int, default=1)
    options = parser.parse_args()
    settings().argon2_cheap = True
    with tempfile.TemporaryDirectory(prefix="bondlife-lives-") as place:
        template = Path(place) / "template.db"
        db = Database(f"sqlite:///{template}")
        prepare(db)
        add_people(db)
        db.close()
        for seed in range(options.seed, options.seed + options.lives):
            live(seed, options.bonds, options.years, template)
    return 0


def live(seed: int, bonds: int, years: int, template: Path) -> None:
    """Live one life in a fresh copy of the template."""
    folder = template.parent / f"life{seed}"
    folder.mkdir()
    shutil.copyfile(template, folder / "bondlife.db")
    db, start = Database(f"sqlite:///{folder / 'bondlife.db'}"), time.perf_counter()
    counts = Life(db, folder, seed=seed, bonds=bonds, years=years).run()
    db.close()
    shutil.rmtree(folder)
    told = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    sys.stdout.write(
        f"seed {seed}: {bonds} bonds, {years} years, {time.perf_counter() - start:.0f} s: {told}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
