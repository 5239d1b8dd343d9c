"""The nightly scan of alerts over 100,000 projects, beside reading the same rows, and over a tenth of them.

Targets  alerts.scan      a scan of every condition ≤ 3 × reading the rows of its tables once, by the same
                          library, streamed
         alerts.growth    ten times the projects in ≤ 11 × the time
         alerts.memory    a process that scans twice stays ≤ 1 GB
Told     the first scan, which writes what it finds; rows read; alerts found
Usage    python bench/alerts.py [--json] [--projects 100000] [--rounds 3]

Every project holds a share of a bond, its receipt and a payment, a contract, a plan of ten years, four
instalments, a year of operation and a publication; about one in fifteen calls somebody.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._race import Lap, Target, at_most, race
from bondlife import clock
from bondlife.db import Database, chunks, insert_rows
from bondlife.services.alert_scan import scan
from models.base import columns, new_public_id, table
from models.kinds import shipped_kind
from models.registry import (
    Bond,
    BondShare,
    Contract,
    Forecast,
    ForecastCell,
    Instalment,
    MoneyFlow,
    OperationYear,
    Project,
    Publication,
    RegionClosure,
)

TODAY = date(2036, 6, 30)
YI = 100_000_000_00
AT_ONCE = 2000
READ: dict[Any, tuple[str, ...]] = {
    Project: ("id", "region_id", "unit_id", "department_id", "state", "construction_end", "start_year"),
    BondShare: ("id", "region_id", "project_id", "unit_id", "department_id", "bond_id", "received", "paid"),
    MoneyFlow: ("share_id", "on", "region_id", "book_id", "step", "amount"),
    Contract: ("id", "region_id", "project_id", "number", "paid", "certified", "amount"),
    Instalment: (
        *("id", "region_id", "project_id", "principal", "interest", "secured", "paid", "payment_date"),
        *("remittance_date", "state"),
    ),
    ForecastCell: ("forecast_id", "item", "year", "amount"),
    OperationYear: ("id", "region_id", "project_id", "year", "project_income", "operating_cost"),
    Publication: ("id", "region_id", "project_id", "form", "due_on", "state"),
}
"""The rows a scan rests on, with the columns it needs."""


def fill(url: str, count: int) -> None:
    """Seed an installation with so many projects, without history: only what a scan reads."""
    from bondlife.demo.accounts import add_people
    from bondlife.services.seeding import prepare

    db = Database(url)
    prepare(db)
    add_people(db)
    chance, closure = random.Random(7), columns(RegionClosure)
    with db.writing() as session:
        regions = [row.id for row in session.execute(sa.select(closure.descendant_id.label("id")).distinct())]
        for start in range(1, count + 1, AT_ONCE):
            keys = range(start, min(start + AT_ONCE, count + 1))
            places = {key: chance.choice(regions) for key in keys}
            for model, rows in _rows(keys, places, chance).items():
                for part in chunks(rows, AT_ONCE):
                    insert_rows(session, table(model), part)
        session.commit()
    db.close()


def _rows(keys: range, places: dict[int, int], chance: random.Random) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {model: [] for model in (Project, Bond, Forecast, *READ)}
    for key in keys:
        region, is_slow = places[key], chance.random() < 0.03
        own = {
            "region_id": region,
            "kind": "special_bond",
            "kind_version": shipped_kind("special_bond").version,
            "project_id": key,
        }
        paid = YI // 10 if is_slow else YI
        found[Project].append(_project(key, region))
        found[Bond].append(_bond(key, region))
        found[BondShare].append(
            _full(BondShare, key, **own, state="received", bond_id=key, amount=YI, received=YI, paid=paid)
        )
        found[MoneyFlow] += [
            _flow(key, region, "raised", date(2036, 1, 10), YI),
            _flow(key, region, "paid", date(2036, 3, 10), paid),
        ]
        ahead = YI if chance.random() < 0.02 else YI // 2
        contract = {"number": f"HT-{key}", "name": "施工", "payee": "建工", "amount": 2 * YI}
        place = {"region_id": region, "project_id": key}
        found[Contract].append(_full(Contract, key, **place, **contract, paid=ahead, certified=YI // 2))
        found[Instalment] += list(_instalments(key, own, chance))
        plan = {"number": 1, "name": "测算", "purpose": "plan", "first_year": 2035, "last_year": 2044}
        found[Forecast].append(_full(Forecast, key, **place, **plan))
        income = YI // 8 if chance.random() < 0.02 else YI // 4
        found[ForecastCell] += list(_cells(key, income))
        year = {"state": "confirmed", "year": 2035, "subsidy": income, "operating_cost": income // 10}
        found[OperationYear].append(_full(OperationYear, key, **own, **year))
        form = {"state": "published", "form": "F3", "cut_off": date(2035, 12, 31), "due_on": TODAY}
        found[Publication].append(_full(Publication, key, **own, **form))
    return found


def _full(model: Any, key: int, **values: Any) -> dict[str, Any]:
    """Return a row with every column named, as bulk inserts need it."""
    blank = {
        name: None if field.is_required() or field.default_factory else field.default
        for name, field in model.model_fields.items()
    }
    shared = {"id": key, "public_id": new_public_id(), "version": 1, "created_at": clock.now()}
    known = {column.key for column in table(model).columns}
    fields: dict[str, Any] = {"fields": {}} if "fields" in known else {}
    return {name: value for name, value in {**blank, **fields, **shared, **values}.items() if name in known}


def _project(key: int, region: int) -> dict[str, Any]:
    named = {"code": f"P-{key:06}", "name": f"项目{key}", "sort_key": f"{key:06}", "sector": "sewage_waste"}
    values = {"state": "operating", "start_year": 2034, "total_investment": YI, "construction_end": TODAY}
    kind = {
        "kind": "special_bond",
        "kind_version": shipped_kind("special_bond").version,
        "fields": {"goal_output": "x"},
    }
    return _full(Project, key, region_id=region, **named, **values, **kind)


def _bond(key: int, region: int) -> dict[str, Any]:
    named = {"name": f"债券{key}", "bond_type": "special", "purpose": "new_project", "state": "issued"}
    terms = {"face": YI, "tenor_years": 10, "coupon_rate": Decimal("0.025"), "value_date": date(2036, 1, 10)}
    shared = {
        "region_id": region,
        "kind": "special_bond",
        "kind_version": shipped_kind("special_bond").version,
    }
    return _full(Bond, key, **shared, **named, **terms, maturity_date=date(2046, 1, 10), year=2036)


def _flow(key: int, region: int, step: str, on: date, amount: int) -> dict[str, Any]:
    keys = {"share_id": key, "on": on, "region_id": region, "book_id": region, "step": step}
    return {**keys, "contract_id": 0, "amount": amount}


def _instalments(key: int, own: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(4):
        day = date(2037 + number, chance.randrange(1, 13), 15)
        due = {"nominal_date": day, "payment_date": day, "remittance_date": day, "number": number}
        money = {"principal": YI // 4, "interest": YI // 40, "state": "planned"}
        yield _full(Instalment, key * 4 + number, **own, bond_id=key, share_id=key, **due, **money)


def _cells(key: int, income: int) -> Iterator[dict[str, Any]]:
    for place in range(10):
        for item, amount in (("subsidy", income), ("operating_cost", income // 10)):
            number = key * 20 + place * 2 + (item == "subsidy")
            cell = {"id": number, "forecast_id": key, "item": item, "year": 2035 + place, "bucket": ""}
            yield {**cell, "amount": amount}


def read_all(db: Database) -> int:
    """Read every row a scan rests on once, streamed; returns how many."""
    count = 0
    with db.reading() as session:
        for model, names in READ.items():
            statement = sa.select(*(columns(model)[name] for name in names))
            for _row in session.execute(statement.execution_options(scoped=True, yield_per=5000)):
                count += 1
    return count


def child(url: str, rounds: int) -> dict[str, Any]:
    """Scan for the first time, then scan and read in turns; tell times, memory and counts."""
    db = Database(url)
    noon = datetime(2036, 6, 30, 4, 0, tzinfo=UTC)
    with clock.standing_at(lambda: noon):
        begun = time.perf_counter()
        counts = scan(db)
        first = time.perf_counter() - begun
        rows = read_all(db)
        laps = race({"scan": lambda: scan(db), "read": lambda: read_all(db)}, rounds=rounds)
    found = sum(one["found"] for one in counts.values() if "found" in one)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    times = {name: [lap.middle, lap.best] for name, lap in laps.items()}
    return {"first": first, "rows": rows, "found": found, "peak": peak, "times": times}


def measure(count: int, rounds: int, folder: Path) -> list[dict[str, object]]:
    """Fill two installations, measure each in a process of its own, judge."""
    told = {}
    for size in (count // 10, count):
        url = f"sqlite:///{folder / f'{size}.db'}"
        fill(url, size)
        command = [sys.executable, __file__, "--child", url, "--rounds", str(rounds)]
        told[size] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    small, large = told[count // 10], told[count]
    laps = {(size, name): Lap(*told[size]["times"][name]) for size in told for name in ("scan", "read")}
    peak = large["peak"] / 1024**3
    results = [
        at_most("alerts.scan", 3, laps[count, "scan"], laps[count, "read"]),
        at_most("alerts.growth", 11, laps[count, "scan"], laps[count // 10, "scan"]),
        Target("alerts.memory", "≤ 1 GB", f"{peak:.2f} GB", peak <= 1),
        Target("alerts.first_scan", "told", f"{large['first'] / large['times']['read'][0]:.3g}×", None),
        Target("alerts.rows", "told", f"{large['rows']:,}", None),
        Target("alerts.found", "told", f"{large['found']:,} / {small['found']:,}", None),
        Target("alerts.seconds", "told", f"{large['times']['scan'][0]:.2f} s", None),
    ]
    return [one.row() for one in results]


def main() -> int:
    """Print the table, or one JSON list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", default="")
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options.child, options.rounds)))
        return 0
    with tempfile.TemporaryDirectory(prefix="bondlife-bench-") as folder:
        results = measure(options.projects, options.rounds, Path(folder))
    if options.json:
        print(json.dumps(results, ensure_ascii=False))
    else:
        for each in results:
            verdict = {True: "ok", False: "MISSED", None: ""}[each["ok"]]  # type: ignore[index]
            print(f"{each['id']:<20} {each['target']:>8} {each['measured']:>20} {verdict}")
    return 1 if any(each["ok"] is False for each in results) else 0


if __name__ == "__main__":
    sys.exit(main())
