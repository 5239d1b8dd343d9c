"""Disclosure of a whole province: 3,000 bonds in 20,000 project rows, published contents, open data.

Targets  disclosure.yearly_FORM    each yearly table of a province ≤ 2 × XlsxWriter writing the same cells
         disclosure.memory         ≤ 600 MB while it is written
         disclosure.bulk_memory    OC4IDS of 20,000 projects in one stream ≤ 300 MB
         disclosure.again          a second scan of the same books changes no duty
Told     times of all; the scan of duties, first and again (the pages of the portal: bench/portal.py)
Usage    python bench/disclosure.py [--json] [--bonds 3000] [--shares 20000] [--rounds 3] [--contents 20000]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl import load_workbook

from bench._province import _own, fill_province
from bench._race import Lap, Target, at_most
from bench._race import race as laps_of
from bondlife.db import Database, insert_rows
from bondlife.disclosure.content import content_digest
from bondlife.disclosure.opendata.project import project_record
from bondlife.disclosure.opendata.published import Site
from bondlife.jobs.runner import run_waiting
from bondlife.queries.opendata import published_projects
from bondlife.security.actor import SYSTEM
from bondlife.services import disclosure_tables
from bondlife.services.disclosure_duties import scan
from bondlife.services.documents import place_of
from bondlife.services.seeding import prepare
from bondlife.settings import settings
from models.base import columns, table
from models.disclosure_forms import forms
from models.registry import Job, Project, Publication, Region

YEAR = date(2025, 12, 31)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds a piece of work takes, and its answer."""
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def peak() -> float:
    """Return the most memory this program has held, in MB; what its parent held before it does not count."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def written_alone(cells: list[tuple[Any, ...]]) -> bytes:
    """Write the same cells, empty ones and borders too, with XlsxWriter and nothing else."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet, style = book.add_worksheet(), book.add_format({"border": 1, "text_wrap": True})
        for row, values in enumerate(cells):
            for place, value in enumerate(values):
                sheet.write(row, place, value, style)
    return out.getvalue()


FIRST = 1_000_001
"""Key of the first project that is only published: beside those of the province."""


def publish(db: Database, contents: int) -> None:
    """Store so many projects more, each with a published yearly table."""
    place = columns(Region)
    with db.writing() as session:
        region = session.execute(sa.select(place.id).where(place.code == "330304")).scalar_one()
        names = [(FIRST + number, f"公开项目{number}") for number in range(contents)]
        insert_rows(session, table(Project), [_project(key, region, name) for key, name in names])
        insert_rows(session, table(Publication), [_content(key, region, name) for key, name in names])
        session.commit()


def _project(key: int, region: int, name: str) -> dict[str, Any]:
    own = {"code": f"PUB-{key}", "name": name, "sort_key": name, "sector": "sewage_waste", "start_year": 2024}
    return {**_own(Project, key, region, "building"), **own}


def _content(key: int, region: int, name: str) -> dict[str, Any]:
    """Return the published yearly table of a project."""
    section = forms()["F4"].section("rows")
    cells = {one.name: 10**11 + key if one.kind == "fen" else "示例" for one in section.columns}
    cells |= {"coupon_rate": "0.0236", "name": name}
    content = {"form": "F4", "cut_off": "2025-12-31", "region": "瓯海区", "subject": name, "rows": [cells]}
    return {
        **_own(Publication, key, region, "published"),
        "form": "F4",
        "cut_off": YEAR,
        "published_on": YEAR,
        "project_id": key,
        "content": content,
        "digest": content_digest(content),
        "address": "/public/x",
    }


FORMS = ("F3", "F4", "F5")
"""The yearly forms of projects, each as one table of the province."""


def yearly(db: Database, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Write the yearly tables of the province as jobs, told of on their way, against the writer alone."""
    settings().data_dir = folder
    tables = {form: _written(db, form) for form in FORMS}
    memory = peak()
    cases: dict[str, Callable[[], object]] = {}
    for form, told in tables.items():
        body = place_of(settings().exports_dir, told["file"]).read_bytes()
        sheet = load_workbook(BytesIO(body), read_only=True).worksheets[0]
        cells = [tuple(row) for row in sheet.iter_rows(values_only=True)]
        cases[f"yearly_{form}"] = partial(_written, db, form)
        cases[f"writer_{form}"] = partial(written_alone, cells)
    laps = {name: (lap.middle, lap.best) for name, lap in laps_of(cases, rounds=options.rounds).items()}
    return {"rows": {form: told["rows"] for form, told in tables.items()}, "laps": laps, "memory": memory}


def _written(db: Database, form: str) -> dict[str, Any]:
    """Ask for a table of the province, run the job, return what it tells."""
    key = disclosure_tables.ask(db, SYSTEM, disclosure_tables.Table("330000", 2025, form))
    run_waiting(db)
    own = columns(Job)
    with db.reading() as session:
        return dict(session.execute(sa.select(own.result).where(own.public_id == key)).scalar_one())


def duties(db: Database, options: argparse.Namespace, folder: Path) -> dict[str, Any]:  # noqa: ARG001
    """Work the duties of the province out, and again."""
    first, told = timed(lambda: scan(db))
    again, nothing = timed(lambda: scan(db))
    return {
        "opened": told["opened"],
        "scan_seconds": first,
        "scan_again_seconds": again,
        "changed_again": sum(nothing.values()),
    }


def bulk(db: Database, options: argparse.Namespace, folder: Path) -> dict[str, Any]:  # noqa: ARG001
    """Write every project by the standard, as the site streams it."""

    def work() -> int:
        size = 0
        with db.reading() as session:
            for one in published_projects(session):
                size += len(json.dumps(project_record(one, Site("http://x")), ensure_ascii=False).encode())
        return size

    seconds, size = timed(work)
    return {"bulk_seconds": seconds, "bulk_mb": size / 2**20, "bulk_memory": peak()}


PARTS = {one.__name__: one for one in (yearly, duties, bulk)}
"""Each part runs in a process of its own, so that its memory is its own."""


def ask(part: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Run one part in its own process and return what it tells."""
    command = [
        sys.executable,
        __file__,
        "--part",
        part,
        "--folder",
        str(folder),
        "--rounds",
        str(options.rounds),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def judged(found: dict[str, Any]) -> list[Target]:
    """Return the targets beside what was measured."""
    laps = {name: Lap(*pair) for name, pair in found["laps"].items()}
    return [
        *(
            at_most(f"disclosure.yearly_{one}", 2, laps[f"yearly_{one}"], laps[f"writer_{one}"])
            for one in FORMS
        ),
        within("disclosure.memory", 600, found["memory"]),
        within("disclosure.bulk_memory", 300, found["bulk_memory"]),
        Target("disclosure.again", "0", str(found["changed_again"]), found["changed_again"] == 0),
    ]


def within(name: str, limit: float, measured: float) -> Target:
    """Judge memory in MB."""
    return Target(name, f"≤ {limit:g} MB", f"{measured:.0f} MB", measured <= limit)


def whole(options: argparse.Namespace) -> dict[str, Any]:
    """Make the province, run every part, return all figures."""
    found: dict[str, Any] = {"laps": {}}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = Database(f"sqlite:///{folder / 'bench.db'}")
        prepare(db)
        fill_province(db, bonds=options.bonds, shares=options.shares)
        publish(db, options.contents)
        db.close()
        for part in PARTS:
            told = ask(part, folder, options)
            found["laps"].update(told.pop("laps", {}))
            found.update(told)
    return found


def main() -> int:
    """Print the figures and whether each target is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    for name, value in (("bonds", 3000), ("shares", 20_000), ("rounds", 3), ("contents", 20_000)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--part", choices=sorted(PARTS))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.part:
        db = Database(f"sqlite:///{options.folder / 'bench.db'}")
        print(json.dumps(PARTS[options.part](db, options, options.folder)))
        return 0
    found = whole(options)
    targets = judged(found)
    if options.json:
        print(json.dumps([one.row() for one in targets]))
    else:
        for one in targets:
            print(f"{one.id:26} {one.target:10} {one.measured:22} {'ok' if one.ok else 'MISSED'}")
    print(json.dumps(found), file=sys.stderr)
    return 0 if all(one.ok for one in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
