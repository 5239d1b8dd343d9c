"""Targets 7, 8 and 9: schedules, coverage and payments against libraries, numpy and memory."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import QuantLib as ql  # type: ignore[import-untyped]  # noqa: N813

from bench._race import Target, at_least, at_most, race
from calculators.portfolio.arrays import MAX_AMOUNT
from calculators.portfolio.coverage import coverage, coverage_reference
from calculators.portfolio.kernels.build import compiled, over_rows
from calculators.portfolio.kernels.coverage import coverage_rows
from calculators.portfolio.kernels.payments import payment_rows
from calculators.portfolio.kernels.schedules import schedule_rows
from calculators.portfolio.payments import payments
from calculators.portfolio.schedules import debt_schedules

MILLION = 10**6
BONDS, LIBRARY_BONDS = 100_000, 1000
PROJECTS, YEARS = 100_000, 30
CONTRACTS, QUARTERS, LINES, DECIMAL_CONTRACTS = 10_000, 40, 3, 200


@compiled
def write_rows(
    begin: Any, end: Any, bond: Any, day: Any, opening: Any, interest: Any, principal: Any
) -> None:
    """Write the columns of a schedule with nothing in them: the floor."""
    for i in range(begin, end):
        bond[i] = 1
        day[i] = 2
        opening[i] = 3
        interest[i] = 4
        principal[i] = 5


@compiled
def triad(begin: Any, end: Any, a: Any, b: Any, c: Any, scale: Any) -> None:
    """Stream three large arrays, to know the memory's rate."""
    for i in range(begin, end):
        a[i] = b[i] + scale * c[i]


@compiled
def stream_payments(
    begin: Any, end: Any, index: Any, coefficient: Any, deductions: Any,
    fee: Any, deducted: Any, payable: Any, status: Any,
) -> None:  # fmt: skip
    """Read and write what a payment run reads and writes, without its arithmetic."""
    for c in range(begin, end):
        for t in range(index.shape[1]):
            total = np.int64(0)
            for k in range(deductions.shape[2]):
                total += deductions[c, t, k]
            fee[c, t] = index[c, t]
            deducted[c, t] = total
            payable[c, t] = coefficient[c, t]
            status[c, t] = 1


def schedule_targets(rounds: int) -> list[Target]:
    """Measure target 7; rows are compared with Decimal before their arrays are used again."""
    draw = np.random.default_rng(11)
    years = draw.choice([3, 5, 7, 10, 15, 20, 30], BONDS, p=[0.05, 0.1, 0.1, 0.25, 0.2, 0.15, 0.15])
    terms = {
        "coupon_rate": draw.integers(150, 450, BONDS) * 10_000,
        "value_date": np.datetime64("2018-01-01") + draw.integers(0, 3000, BONDS).astype("m8[D]"),
        "tenor_years": years,
        "coupon_frequency": np.full(BONDS, 2),
        "first_principal_year": np.where(draw.random(BONDS) < 0.5, years, years // 2 + 1),
    }
    face = draw.integers(10**9, 5 * 10**12, BONDS)
    found = debt_schedules(face, **terms)
    columns: Any = (
        found.bond,
        found.nominal_date.view(np.int64),
        found.opening,
        found.interest,
        found.principal,
    )
    arrays: Any = (face, terms["coupon_rate"], terms["value_date"].astype(np.int64), years)
    arrays += (terms["coupon_frequency"], terms["first_principal_year"], found.offsets, *columns)
    wrong = _wrong_rows(found, face, terms)
    rows, some = int(found.offsets[-1]), int(found.offsets[LIBRARY_BONDS])
    laps = race(
        {
            "QuantLib": lambda: _quantlib(face, terms),
            "fresh": lambda: debt_schedules(face, **terms),
            "reused": lambda: over_rows(schedule_rows, BONDS, *arrays, steps=4 * rows),
            "write": lambda: over_rows(write_rows, rows, *columns, steps=rows),
        },
        items={"QuantLib": some, "fresh": rows, "reused": rows, "write": rows},
        rounds=rounds,
    )
    return [
        at_least("7 schedules, times QuantLib", 200, laps["QuantLib"], laps["fresh"]),
        at_least("7 schedules in reused arrays, times QuantLib", 200, laps["QuantLib"], laps["reused"]),
        at_most("7 schedules in reused arrays ÷ writing", 8, laps["reused"], laps["write"]),
        Target("7 rows unlike Decimal", "0", f"{wrong} of {some}", wrong == 0),
    ]


def _quantlib(face: Any, terms: Any) -> int:
    calendar, basis, rows = ql.NullCalendar(), ql.Thirty360(ql.Thirty360.BondBasis), 0
    starts = terms["value_date"][:LIBRARY_BONDS].tolist()
    for i, day in enumerate(starts):
        years, first = int(terms["tenor_years"][i]), int(terms["first_principal_year"][i])
        start = ql.Date(day.day, day.month, day.year)
        end = start + ql.Period(years, ql.Years)
        way = ql.DateGeneration.Forward
        schedule = ql.Schedule(
            start, end, ql.Period(ql.Semiannual), calendar, ql.Unadjusted, ql.Unadjusted, way, False
        )
        amount, coupon, count = face[i] / 100, terms["coupon_rate"][i] / 1e8, years - first + 1
        if first == years:
            bond = ql.FixedRateBond(0, amount, schedule, [coupon], basis)
        else:
            owed = [amount - amount / count * max(0, k // 2 - first + 1) for k in range(2 * years)]
            bond = ql.AmortizingFixedRateBond(0, owed, schedule, [coupon], basis)
        rows += len([(flow.date(), flow.amount()) for flow in bond.cashflows()])
    return rows


def _wrong_rows(found: Any, face: Any, terms: Any) -> int:
    wrong = 0
    for i in range(LIBRARY_BONDS):
        owed, first, years = int(face[i]), int(terms["first_principal_year"][i]), int(terms["tenor_years"][i])
        yearly, rate = owed // (years - first + 1), Decimal(int(terms["coupon_rate"][i])).scaleb(-8)
        day: date = terms["value_date"][i].item()
        for k in range(2 * years):
            row = int(found.offsets[i]) + k
            paid = yearly if k % 2 and k // 2 + 1 >= first else 0
            paid = owed if k == 2 * years - 1 else paid
            due = int((owed * rate / 2).quantize(Decimal(1), ROUND_HALF_UP))
            when = _months_later(day, 6 * (k + 1))
            told = (found.nominal_date[row].item(), int(found.interest[row]), int(found.principal[row]))
            wrong += told != (when, due, paid)
            owed -= paid
    return wrong


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for of_month in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(of_month, day.day))
        except ValueError:
            continue
    raise AssertionError


def coverage_targets(rounds: int) -> list[Target]:
    """Measure target 8: against whole-array numpy, and against bytes moved at the memory's rate."""
    draw = np.random.default_rng(5)
    cash = draw.integers(5 * 10**9, 9 * 10**9, (PROJECTS, YEARS))
    service = draw.integers(2 * 10**9, 4 * 10**9, (PROJECTS, YEARS))
    service[:, :2] = 0
    debt = np.cumsum(service[:, ::-1], axis=1)[:, ::-1].copy()
    terms: dict[str, Any] = {"debt_service": service, "debt_opening": debt, "period_rate": Decimal("0.04")}
    table = coverage(cash, **terms)
    outs = (table.dscr, table.llcr, table.balance, table.minimum, table.multiple, table.first_gap)
    ins = (cash, service, debt, 1 / 1.04, MAX_AMOUNT)
    a, b, c = (np.ones(20_000_000) for _ in range(3))
    laps = race(
        {
            "numpy": lambda: coverage_reference(cash, **terms),
            "fresh": lambda: coverage(cash, **terms),
            "reused": lambda: over_rows(coverage_rows, PROJECTS, *ins, *outs, steps=3 * cash.size),
            "triad": lambda: over_rows(triad, a.size, a, b, c, 3.0, steps=a.size),
        },
        # The triad is told per byte and scaled to the 48 bytes a project-year moves.
        items={"triad": a.size * 24 // 48, "reused": cash.size, "fresh": cash.size, "numpy": cash.size},
        rounds=rounds,
    )
    return [
        at_least("8 coverage, times whole-array numpy", 6, laps["numpy"], laps["fresh"]),
        at_least("8 coverage in reused arrays, times numpy", 6, laps["numpy"], laps["reused"]),
        at_most("8 coverage in reused arrays ÷ (bytes ÷ triad)", 3, laps["reused"], laps["triad"]),
    ]


def payment_targets(rounds: int) -> list[Target]:
    """Measure target 9; the Decimal loop does a part and every payment of it is compared."""
    draw = np.random.default_rng(9)
    base = draw.integers(10**6, 9 * 10**9, CONTRACTS)
    index = draw.integers(MILLION, 1_400_000, (CONTRACTS, QUARTERS))
    coefficient = draw.integers(700_000, MILLION, (CONTRACTS, QUARTERS))
    deductions = (draw.random((CONTRACTS, QUARTERS, LINES)) * base[:, None, None] * 0.02).astype(np.int64)
    terms: dict[str, Any] = {"index": index, "coefficient": coefficient, "deductions": deductions}
    found = payments(base, **terms)
    limits = (np.full(CONTRACTS, MILLION), np.full(CONTRACTS, 10**15))
    outs = (found.fee, found.deducted, found.payable, found.status)
    ins, steps = (index, coefficient, deductions), 5 * index.size
    told: list[int] = []
    lists = tuple(part[:DECIMAL_CONTRACTS].tolist() for part in (base, index, coefficient, deductions))
    laps = race(
        {
            "Decimal": lambda: _decimal_payments(told, *lists),
            "fresh": lambda: payments(base, **terms),
            "reused": lambda: over_rows(payment_rows, CONTRACTS, base, *ins, *limits, *outs, steps=steps),
            "stream": lambda: over_rows(stream_payments, CONTRACTS, *ins, *outs, steps=steps),
        },
        items={"Decimal": DECIMAL_CONTRACTS * QUARTERS}
        | dict.fromkeys(("fresh", "reused", "stream"), CONTRACTS * QUARTERS),
        rounds=rounds,
    )
    again = payments(base, **terms)
    off = int(np.abs(again.payable[:DECIMAL_CONTRACTS].ravel() - np.array(told)).max())
    return [
        at_least("9 payments, times Decimal", 100, laps["Decimal"], laps["fresh"]),
        at_least("9 payments in reused arrays, times Decimal", 100, laps["Decimal"], laps["reused"]),
        at_most("9 payments in reused arrays ÷ stream", 3, laps["reused"], laps["stream"]),
        Target("9 largest difference from Decimal", "0 fen", f"{off} fen", off == 0),
    ]


def _decimal_payments(told: list[int], base: Any, index: Any, coefficient: Any, deductions: Any) -> None:
    told.clear()
    million, cent = Decimal(MILLION), Decimal(1)
    for c, amount in enumerate(base):
        for t in range(QUARTERS):
            fee = Decimal(amount) * (Decimal(index[c][t]) / million) * (Decimal(coefficient[c][t]) / million)
            left = fee - sum(map(Decimal, deductions[c][t]))
            told.append(int(max(Decimal(0), left).quantize(cent, ROUND_HALF_UP)))
