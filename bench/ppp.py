"""A payment run over ten thousand contracts, each with three deductions: gathered, worked out, stored.

Targets  ppp.run          the run ≤ 3 × inserting the same rows bare: statements and their versions, one
                          executemany a table in one transaction, into tables with the indexes of the real
                          ones; no check, no text, no digest
         ppp.memory       resident memory of the process that runs it and of the child it shares it with,
                          their peaks together ≤ 600 MB
         ppp.growth       ten times as many contracts ≤ 11 × the time
         ppp.progress     the longest time without word of how far it is ≤ 1.5 s
         ppp.statement    statement page p50 ≤ 3 × a bare Jinja2 page of the same bytes
Usage    python bench/ppp.py [--json] [--contracts 10000] [--rounds 3]

Every contract has terms and amounts of its own. The child is awake, as it is from the start of a job process
that has so many contracts; the first run of the process finds nothing else ready. Contenders take turns; the
quieter of median and minimum counts.
"""

import argparse
import ctypes
import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._bare import BARE, bare_pages
from bench._race import Lap, Target, at_most
from bench.web import Served, running, signed_in, volley
from bondlife import clock
from bondlife.db import Database, chunks, insert_rows
from bondlife.demo.accounts import add_people
from bondlife.jobs import runner, sharing
from bondlife.security.authenticate import actor_of
from bondlife.server import free_port
from bondlife.services.ppp_runs import PaymentRunInput, open_run
from bondlife.services.seeding import prepare
from models.base import columns, new_public_id, table
from models.canonical import canonical_json, digest
from models.registry import (
    BudgetLine,
    Evaluation,
    PaymentStatement,
    PPPContract,
    PPPTerms,
    Region,
    RowVersion,
    ServiceEvent,
)

PERIOD, CYCLE, TODAY = "2036-Q3", "2036-Q2", datetime(2036, 10, 26, 2, tzinfo=UTC)
EVENTS = 3
MEMORY = 600


def body_of(number: int) -> dict[str, Any]:
    """Return the terms of one contract: a third of availability and all of operation follow the score."""
    linked = {"name": "绩效", "coefficient": "score", "clause": "附件18"}
    availability = {
        "key": "availability",
        "name": "可用性付费",
        "kind": "availability",
        "clause": "第38条",
        "base": {"type": "amount", "fen": 1_000_000_000 + number * 1_701},
        "linked": [{**linked, "share": "0.3"}],
    }
    operation = {
        "key": "operation",
        "name": "运维付费",
        "kind": "operation",
        "clause": "第38条",
        "base": {"type": "amount", "fen": 400_000_000 + number * 907},
        "linked": [{**linked, "share": "1"}],
    }
    return {
        "components": [availability, operation],
        "coefficient": {"kind": "ratio", "threshold": "90", "clause": "附件18"},
        "score": {"cycle_months": 3, "lag": 1, "clause": "第39条"},
        "deductions": {"clause": "附件19"},
        "period": {"months": 3, "due_days": 30},
    }


def fill(url: str, contracts: int) -> None:
    """Store contracts with terms, scores, events and budget lines as they would stand before a run."""
    db = Database(url)
    prepare(db)
    add_people(db)
    with db.writing() as session:
        region = session.execute(
            sa.select(columns(Region).id).where(columns(Region).code == "330304")
        ).scalar_one()
        for numbers in chunks(range(1, contracts + 1), 2_000):
            for model, rows in _rows(numbers, region):
                insert_rows(session, table(model), rows)
        session.commit()
        session.connection().exec_driver_sql("ANALYZE")
    db.close()


def _rows(numbers: Any, region: int) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    own: dict[str, Any] = {"region_id": region, "unit_id": None, "department_id": None, "version": 1}
    own |= {"created_at": TODAY, "ended_at": None}
    record = {**own, "kind": "ppp", "kind_version": 1, "state_since": TODAY, "state_moves": 1, "fields": {}}
    record |= {"taken_on": False, "project_id": None}
    yield PPPContract, _contracts(numbers, record)
    yield PPPTerms, _terms(numbers, record)
    yield Evaluation, _scores(numbers, record)
    yield ServiceEvent, _events(numbers, own)
    yield BudgetLine, _lines(numbers, record)


def _made(model: Any, **values: Any) -> dict[str, Any]:
    blank = {name: field.get_default(call_default_factory=True) for name, field in model.model_fields.items()}
    return {**blank, **values, "public_id": new_public_id()}


def _contracts(numbers: Any, record: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _made(
            PPPContract,
            **record,
            id=n,
            number=f"PPP-{n:05}",
            name=f"供排水一体化项目{n}",
            state="operating",
            regime="stock",
            payment_type="gap_subsidy",
            agency="区住建局",
            company=f"清源水务{n}",
        )
        for n in numbers
    ]


def _terms(numbers: Any, record: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _made(
            PPPTerms,
            **record,
            id=n,
            contract_id=n,
            number=1,
            valid_from=date(2030, 1, 1),
            state="in_force",
            body=(body := body_of(n)),
            digest=digest(canonical_json(body)),
        )
        for n in numbers
    ]


def _scores(numbers: Any, record: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _made(
            Evaluation,
            **record,
            id=n,
            type="operation",
            phase="operation",
            cycle=CYCLE,
            year=2036,
            subject="ppp_contract",
            subject_id=n,
            score=Decimal(800 + n % 150) / 10,
            state="concluded",
            digest="sha256:bench",
        )
        for n in numbers
    ]


def _events(numbers: Any, own: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _made(
            ServiceEvent,
            **own,
            id=n * EVENTS + k,
            contract_id=n,
            number=f"FW-{k:03}",
            period=PERIOD,
            type="amount",
            reported_at=TODAY,
            amount=100_000 + n * 13 + k,
            criterion="修复超时",
        )
        for n in numbers
        for k in range(EVENTS)
    ]


def _lines(numbers: Any, record: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _made(
            BudgetLine,
            **record,
            id=n,
            year=2036,
            account="2120303",
            purpose="ppp",
            amount=10**12,
            state="open",
            ppp_contract_id=n,
        )
        for n in numbers
    ]


class Told:
    """Notes when a job said how far it is."""

    def __init__(self) -> None:
        self.at = [time.perf_counter()]

    @contextmanager
    def over(self) -> Iterator[None]:
        """Listen to every word of progress."""
        whole = runner.Progress.tell

        def tell(progress: Any, *args: Any, **more: Any) -> None:
            self.at.append(time.perf_counter())
            whole(progress, *args, **more)

        runner.Progress.tell = tell  # type: ignore[method-assign, assignment]
        try:
            yield
        finally:
            runner.Progress.tell = whole  # type: ignore[method-assign]
            self.at.append(time.perf_counter())

    @property
    def longest(self) -> float:
        """Return the longest silence, in seconds."""
        return max(after - before for before, after in zip(self.at, self.at[1:], strict=False))


def _processes() -> list[Path]:
    """Return what the kernel tells of this process and of its child."""
    return [Path("/proc") / str(one) for one in ("self", *(child.pid for child in sharing.children.idle))]


def forget_peak() -> None:
    """Let the kernel measure from here: what the bench itself held before is none of the run's."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    for place in _processes():
        (place / "clear_refs").write_text("5")


def peak_memory() -> float:
    """Return the most memory that this process and its child held since then, added up, in MB."""
    told = [(place / "status").read_text("utf-8").partition("VmHWM:")[2] for place in _processes()]
    return sum(int(one.split()[0]) for one in told) / 1024


class Run(NamedTuple):
    """What one run took: seconds, its longest silence, megabytes of both processes at their peaks."""

    seconds: float
    silence: float
    memory: float


def one_run(db: Database) -> Run:
    """Work out one run; it is cancelled afterwards."""
    officer = actor_of(db, "officer")
    form = PaymentRunInput.model_validate({"region": "330304", "period": PERIOD})
    key = open_run(db, officer, form)["public_id"]
    told = Told()
    forget_peak()
    start = time.perf_counter()
    with told.over():
        runner.run_waiting(db)
    seconds, memory = time.perf_counter() - start, peak_memory()
    from bondlife.services import moves
    from models.registry import PaymentRun

    with db.reading() as session:
        own = columns(PaymentRun)
        statement = sa.select(own.version, own.contracts).where(own.public_id == key)
        version, count = session.execute(statement.execution_options(scoped=True)).one()
    assert count, "the run stored no statement"
    moves.move(db, officer, "payment_run", key, "cancel", version, reason="次轮")
    return Run(seconds, told.longest, memory)


def bare(db: Database, count: int) -> float:
    """Insert the same rows bare: what one run left behind, as the driver holds it, into tables as indexed."""
    with db.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        cursor = raw.cursor()
        kept = []
        for model, where in ((PaymentStatement, ""), (RowVersion, "WHERE table_name = 'payment_statement'")):
            name = table(model).name
            asked = f"SELECT * FROM {name} {where} ORDER BY rowid LIMIT {count}"
            rows = cursor.execute(asked).fetchall()
            for text in _empty(table(model)):
                cursor.execute(text)
            kept.append((name, rows))
        start = time.perf_counter()
        cursor.execute("BEGIN IMMEDIATE")
        for name, rows in kept:
            marks = ",".join("?" * len(rows[0]))
            cursor.executemany(f"INSERT INTO bare_{name} VALUES ({marks})", rows)
        cursor.execute("COMMIT")
        return time.perf_counter() - start


def _empty(own: sa.Table) -> Iterator[str]:
    """Give the statements that make an empty table like one: its columns and indexes, not its checks."""
    keys = [one for one in own.constraints if isinstance(one, sa.UniqueConstraint)]
    bare_table = sa.Table(
        f"bare_{own.name}",
        sa.MetaData(),
        *(sa.Column(one.name, one.type, primary_key=one.primary_key) for one in own.columns),
        *(sa.UniqueConstraint(*one.columns.keys()) for one in keys),
    )
    dialect = sqlite.dialect()
    yield f"DROP TABLE IF EXISTS bare_{own.name}"
    yield str(sa.schema.CreateTable(bare_table).compile(dialect=dialect))
    for index in own.indexes:
        copy = sa.Index(f"bare_{index.name}", *(bare_table.c[one.name] for one in index.columns))
        yield str(sa.schema.CreateIndex(copy).compile(dialect=dialect))


def pages(folder: Path, rounds: int, seconds: int) -> Target:
    """Race the statement page against its own template drawn from ready values."""
    db = Database(f"sqlite:///{folder}/bondlife.db")
    with db.reading() as session:
        own = columns(PaymentStatement)
        statement = sa.select(own.public_id).order_by(own.id.desc()).limit(1)
        key = session.execute(statement.execution_options(scoped=True)).scalar_one()
    db.close()
    port = free_port()
    here = {"BONDLIFE_DATA_DIR": str(folder), "BONDLIFE_IDLE_MINUTES": "600", "BONDLIFE_ARGON2_CHEAP": "1"}
    here |= {"BONDLIFE_JOB_PROCESS": "0"}
    program = "from bondlife.cli import app; app()"
    with running([sys.executable, "-c", program, "serve", "--port", str(port)], port, **here):
        address = f"http://127.0.0.1:{port}"
        whole = Served(f"{address}/ppp/statements/{key}", (f"Cookie: {signed_in(address)}",))
        with bare_pages(folder, {"whole": whole}) as ready:
            shots = volley({"whole": whole, "bare": ready[f"{BARE} whole"]}, rounds, seconds)
    laps = {name: _lap([one.p50 for one in found]) for name, found in shots.items()}
    return at_most("ppp.statement", 3, laps["whole"], laps["bare"])


def _lap(times: list[float]) -> Lap:
    return Lap(median(times), min(times))


def measure(contracts: int, rounds: int, folder: Path) -> list[Target]:
    """Fill two databases and judge."""
    urls = {}
    for name, count in (("whole", contracts), ("tenth", contracts // 10)):
        place = folder / name
        place.mkdir()
        urls[name] = f"sqlite:///{place}/bondlife.db"
        fill(urls[name], count)
    times: dict[str, list[float]] = {"run": [], "bare": [], "tenth": []}
    silence = memory = 0.0
    sharing.children.warm()
    with clock.standing_at(lambda: TODAY):
        whole, tenth = Database(urls["whole"]), Database(urls["tenth"])
        for _ in range(rounds):
            run = one_run(whole)
            times["run"].append(run.seconds)
            silence, memory = max(silence, run.silence), max(memory, run.memory)
            times["bare"].append(bare(whole, contracts))
            times["tenth"].append(one_run(tenth).seconds)
        whole.close()
        tenth.close()
    laps = {name: _lap(found) for name, found in times.items()}
    for name, found in laps.items():
        print(f"  {name:<6} {found.middle:7.2f} s  best {found.best:7.2f} s", file=sys.stderr)
    return [
        at_most("ppp.run", 3, laps["run"], laps["bare"]),
        Target("ppp.memory", f"≤ {MEMORY} MB", f"{memory:.0f} MB", memory <= MEMORY),
        at_most("ppp.growth", 11, laps["run"], laps["tenth"]),
        Target("ppp.progress", "≤ 1.5 s", f"{silence:.2f} s", silence <= 1.5),
        pages(folder / "tenth", rounds, 2),
    ]


def main() -> int:
    """Print the table, or one JSON list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--contracts", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bondlife-bench-") as folder:
        results = measure(options.contracts, options.rounds, Path(folder))
    if options.json:
        print(json.dumps([each.row() for each in results], ensure_ascii=False))
    else:
        for each in results:
            verdict = {True: "ok", False: "MISSED", None: "told"}[each.ok]
            print(f"{each.id:<16} {each.target:>10} {each.measured:>18} {verdict}")
    return 0 if all(each.ok is not False for each in results) else 1


if __name__ == "__main__":
    sys.exit(main())
