"""Time contenders in turns (A B C, A B C, …), so that a busy neighbour hits all of them."""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Lap:
    """Seconds per item of one contender: median and minimum over the rounds."""

    middle: float
    best: float


@dataclass(frozen=True, slots=True)
class Target:
    """One target beside what was measured; ratios are told as median and as minimum over minimum."""

    id: str
    target: str
    measured: str
    ok: bool | None

    def row(self) -> dict[str, object]:
        """Return the target as JSON-ready values."""
        return {"id": self.id, "target": self.target, "measured": self.measured, "ok": self.ok}


def race(
    cases: Mapping[str, Callable[[], object]], *, items: Mapping[str, int] | None = None, rounds: int = 9
) -> dict[str, Lap]:
    """Run every case once to warm up, then in turns; ``items`` says how many one call does."""
    counts = items or {}
    for case in cases.values():
        case()
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            start = time.perf_counter()
            case()
            times[name].append((time.perf_counter() - start) / counts.get(name, 1))
    return {name: Lap(median(seconds), min(seconds)) for name, seconds in times.items()}


def at_most(name: str, limit: float, top: Lap, bottom: Lap) -> Target:
    """Judge top ÷ bottom, which should not pass the limit; the quieter of median and minimum counts."""
    middle, best = top.middle / bottom.middle, top.best / bottom.best
    return Target(name, f"≤ {limit:g}×", f"{middle:.3g}× / {best:.3g}×", min(middle, best) <= limit)


def at_least(name: str, limit: float, slow: Lap, fast: Lap) -> Target:
    """Judge how many times faster the second is."""
    middle, best = slow.middle / fast.middle, slow.best / fast.best
    return Target(name, f"≥ {limit:g}×", f"{middle:,.4g}× / {best:,.4g}×", max(middle, best) >= limit)


VERDICTS = {True: "ok", False: "MISSED", None: "told"}


def options_of(description: str | None, **numbers: int) -> argparse.Namespace:
    """Read the command line of a bench of pages: numbers by name, --json, --bare for its bare server."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    for name, usual in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--bare", nargs=2, metavar=("FOLDER", "PORT"))
    parser.add_argument("--data", default="", help="a folder whose data is filled once and used again")
    return parser.parse_args()


@contextmanager
def data_folder(kept: str) -> Iterator[Path]:
    """Give the folder that was named, or one that goes with the run."""
    if kept:
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory(prefix="bondlife-bench-") as folder:
        yield Path(folder)


def filled_once(place: Path, fill: Callable[[str], object]) -> str:
    """Fill the database of a folder unless an earlier run did; returns its address."""
    url, done = f"sqlite:///{place / 'bondlife.db'}", place / "filled"
    if not done.exists():
        place.mkdir(parents=True, exist_ok=True)
        fill(url)
        done.touch()
    return url


def verdict_of(results: Sequence[Target], *, as_json: bool) -> int:
    """Print targets as one JSON list or as a table; returns the exit code, 1 where one was missed."""
    if as_json:
        print(json.dumps([each.row() for each in results], ensure_ascii=False))
    else:
        for each in results:
            print(f"{each.id:<28} {each.target:>10} {each.measured:>18} {VERDICTS[each.ok]}")
    return int(any(each.ok is False for each in results))
