"""Targets 3, 15, 16 and 17: more scenarios, parts on a pool, a spreadsheet, a first call."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import xlsxwriter  # type: ignore[import-untyped]

from bench._calculators_stress import example_job
from bench._race import Lap, Target, at_least, at_most, race
from bondlife.cluster import place, run_stress_at
from bondlife.exchange.portfolio_book import FIELDS, compute, read_portfolio, write_findings
from calculators.portfolio.coverage import coverage
from calculators.portfolio.irr import irr, npv
from calculators.portfolio.schedules import debt_schedules
from calculators.portfolio.stress import run_stress

ROOT = Path(__file__).resolve().parents[1]
SHEET_PROJECTS, YEARS = 2000, 30

_PEAK = """
import resource
from bench._calculators_stress import example_job
from calculators.portfolio.stress import run_stress
run_stress(example_job(400, 100))
run_stress(example_job(400, {scenarios}))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_FIRST = """
import time
import numba
imported = time.perf_counter()
{call}
print(time.perf_counter() - imported)
"""
_CALLS = {
    "stress": "from calculators.portfolio.stress import stress\n"
    "from calculators.portfolio.stress_terms import StressTerms\n"
    "stress([[5]], cost=[[1]], principal=[[4]], interest=[[1]], terms=StressTerms(), seed=1)",
    "irr": "from calculators.portfolio.irr import irr\nirr([[-100, 60, 60]])",
    "coverage": "from decimal import Decimal\nfrom calculators.portfolio.coverage import coverage\n"
    "coverage([[5]], debt_service=[[4]], debt_opening=[[4]], period_rate=Decimal(0))",
    "payments": "from calculators.portfolio.payments import payments\n"
    "payments([9], index=[[10**6]], coefficient=[[10**6]], deductions=[[[1]]])",
}


def _fresh(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def memory_target(rounds: int) -> list[Target]:
    """Measure target 3: time in turns, memory in fresh processes."""
    few, many = (
        [_fresh(_PEAK.format(scenarios=wide)) for _ in range(max(3, rounds // 3))] for wide in (1000, 10_000)
    )
    peak = median(many) / median(few)
    jobs = {name: example_job(400, wide) for name, wide in (("few", 1000), ("many", 10_000))}
    laps = race(
        {"few": lambda: run_stress(jobs["few"]), "many": lambda: run_stress(jobs["many"])}, rounds=rounds
    )
    return [
        at_most("3 ten times the scenarios, time", 10.5, laps["many"], laps["few"]),
        Target("3 ten times the scenarios, peak memory", "≤ 1.1×", f"{peak:.3f}×", peak <= 1.1),
    ]


def part_targets(rounds: int) -> list[Target]:
    """Measure target 15: the same job whole, in parts, and in parts on two processes."""
    job = example_job(4000, 1000)
    with place("") as here, place("pool:2") as pool:
        laps = race(
            {
                "whole": lambda: run_stress(job),
                "parts": lambda: run_stress_at(here, job),
                "pool": lambda: run_stress_at(pool, job),
            },
            rounds=rounds,
        )
    return [
        at_most("15 parts in process ÷ one call", 1.1, laps["parts"], laps["whole"]),
        at_most("15 parts on a pool of two ÷ one call", 1.1, laps["pool"], laps["whole"]),
    ]


def first_call_target(rounds: int) -> list[Target]:
    """Measure target 17: seconds from numba imported to the first result, in fresh processes."""
    targets = []
    for name, call in _CALLS.items():
        _fresh(_FIRST.format(call=call))
        times = [_fresh(_FIRST.format(call=call)) for _ in range(max(3, rounds // 2))]
        shown = f"{median(times):.2f} s / {min(times):.2f} s"
        targets.append(
            Target(f"17 first call of {name} after importing numba", "≤ 1 s", shown, min(times) <= 1)
        )
    return targets


def sheet_target(rounds: int) -> list[Target]:
    """Measure target 16: schedule, DSCR, cumulative cash, LLCR, NPV and IRR, recalculated by LibreOffice."""
    if not shutil.which("soffice"):
        missing = "not measured, LibreOffice absent"
        return [
            Target("16 kernels, times LibreOffice", "≥ 2000×", missing, None),
            Target("16 xlsx to xlsx, times LibreOffice", "≥ 8×", missing, None),
        ]
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        for is_formula in (False, True):
            _write_sheet(room / f"sheet_{is_formula}.xlsx", is_formula=is_formula)
        _write_book(room / "book.xlsx")
        _convert(room, "sheet_True.xlsx")
        spent = [(_convert(room, "sheet_True.xlsx"), _convert(room, "sheet_False.xlsx")) for _ in range(3)]
        path = race({"ours": lambda: _whole_path(room)}, rounds=3)["ours"]
    recalculation = [max(formulas - numbers, 1e-3) for formulas, numbers in spent]
    sheet = Lap(median(recalculation), min(recalculation))
    wholes = [formulas for formulas, _ in spent]
    return [
        at_least(
            "16 kernels, times LibreOffice", 2000, sheet, race({"ours": _same_work()}, rounds=rounds)["ours"]
        ),
        at_least("16 xlsx to xlsx, times LibreOffice", 8, Lap(median(wholes), min(wholes)), path),
    ]


def _whole_path(room: Path) -> None:
    """Bring a workbook of as many projects and years in, and write every result: ``bondlife calc --book``."""
    book = read_portfolio(room / "book.xlsx", "亿元")
    write_findings(compute(book, Decimal("0.05")), book.names, room / "ours.xlsx", "亿元")


def _write_book(path: Path) -> None:
    """Write the same projects as a workbook that the product reads."""
    draw = np.random.default_rng(4)
    years = range(2025, 2025 + YEARS)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, [*(each.headings[0] for each in FIELDS), *years])
        for p in range(SHEET_PROJECTS):
            net = float(draw.uniform(150, 250)) * 0.6
            terms = [f"项目{p:04}", 1000, 3, "2024-01-01", YEARS, 1, 1, 1000]
            sheet.write_row(p + 1, 0, [*terms, *(round(net * 1.02**t, 8) for t in range(YEARS))])


def _same_work() -> Callable[[], None]:
    draw = np.random.default_rng(4)
    revenue = (draw.uniform(150e8, 250e8, (SHEET_PROJECTS, 1)) * 1.02 ** np.arange(YEARS)).astype(np.int64)
    cash = revenue - revenue * 2 // 5

    def work() -> None:
        _results(cash)

    return work


def _results(cash: Any) -> list[Any]:
    """Return cash, principal, interest, DSCR, balance, LLCR, NPV and IRR of every project."""
    flows = np.concatenate([np.full((SHEET_PROJECTS, 1), -(10**11)), cash], axis=1)
    count = SHEET_PROJECTS
    terms = {
        "coupon_rate": np.full(count, 3_000_000),
        "value_date": np.full(count, "2024-01-01", "M8[D]"),
        "tenor_years": np.full(count, YEARS),
        "coupon_frequency": np.ones(count, np.int64),
        "first_principal_year": np.ones(count, np.int64),
    }

    rows = debt_schedules(np.full(count, 10**11), **terms)
    principal, interest, opening = (
        part.reshape(count, YEARS) for part in (rows.principal, rows.interest, rows.opening)
    )
    found = coverage(
        cash, debt_service=principal + interest, debt_opening=opening, period_rate=Decimal("0.03")
    )
    ends = np.stack([npv(flows, period_rate=Decimal("0.05")), irr(flows).rates], axis=1)
    return [cash, principal, interest, found.dscr, found.balance, found.llcr, np.nan_to_num(ends)]


def _convert(room: Path, name: str) -> float:
    start = time.perf_counter()
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{room}/profile",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run(
        [*command, "--outdir", str(room / "out"), str(room / name)], check=True, capture_output=True
    )
    return time.perf_counter() - start


def _write_sheet(path: Path, *, is_formula: bool) -> None:
    """Write eight rows a project: revenue, cost, debt service, DSCR, running cash, results, flows."""
    cell = xlsxwriter.utility.xl_rowcol_to_cell
    draw = np.random.default_rng(4)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()

        def put(row: int, column: int, formula: str, number: float) -> None:
            if is_formula:
                sheet.write_formula(row, column, formula, None, "")
            else:
                sheet.write_number(row, column, number)

        for p in range(SHEET_PROJECTS):
            top, revenue = 9 * p, float(draw.uniform(150, 250))
            for t in range(YEARS):
                sheet.write_number(top, t + 1, revenue * 1.02**t)
            for t in range(YEARS):
                sheet.write_number(top + 1, t + 1, revenue * 0.4 * 1.02**t)
            for t in range(YEARS):
                put(top + 2, t + 1, "=ROUND(1000/30,2)", 33.33)
            for t in range(YEARS):
                repaid = f"SUM({cell(top + 2, 1)}:{cell(top + 2, t)})" if t else "0"
                put(top + 3, t + 1, f"=ROUND((1000-{repaid})*0.03,2)", 1.0)
            net = [f"({cell(top, t + 1)}-{cell(top + 1, t + 1)})" for t in range(YEARS)]
            due = [f"({cell(top + 2, t + 1)}+{cell(top + 3, t + 1)})" for t in range(YEARS)]
            for t in range(YEARS):
                put(top + 4, t + 1, f"={net[t]}/{due[t]}", 1.3)
            for t in range(YEARS):
                before = cell(top + 5, t) + "+" if t else ""
                put(top + 5, t + 1, f"={before}{net[t]}-{due[t]}", 1.3)
            line = {k: f"{cell(top + k, 1)}:{cell(top + k, YEARS)}" for k in range(7)}
            results = (
                f"=MIN({line[4]})",
                f"=AVERAGE({line[4]})",
                f"=(NPV(0.03,{line[0]})-NPV(0.03,{line[1]}))/(NPV(0.03,{line[2]})+NPV(0.03,{line[3]}))",
                f"=NPV(0.05,{line[0]})-NPV(0.05,{line[1]})-1000",
                f"=IRR({cell(top + 7, 1)}:{cell(top + 7, YEARS + 1)})",
            )
            for column, formula in enumerate(results, 1):
                put(top + 6, column, formula, 1.0)
            put(top + 7, 1, "=-1000", -1000.0)
            for t in range(YEARS):
                put(top + 7, t + 2, f"={net[t]}", 1.0)
