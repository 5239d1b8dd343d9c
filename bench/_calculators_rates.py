"""Targets 5 and 6: rates and present values against pyxirr and numpy-financial."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import log

import numpy as np
import numpy_financial  # type: ignore[import-untyped]
import pyxirr

from bench._race import Target, at_least, race
from calculators.portfolio.arrays import MAX_AMOUNT, IntArray
from calculators.portfolio.irr import FOUND, irr, npv, xirr
from calculators.portfolio.kernels.build import over_rows
from calculators.portfolio.kernels.rates import irr_rows, npv_rows
from tests.oracles.portfolio import root_between

COUNT, PERIODS, SAMPLE, SLOW = 100_000, 31, 2000, 300


def rate_targets(rounds: int) -> list[Target]:
    """Measure targets 5 and 6; libraries run on a part and are told per project."""
    draw = np.random.default_rng(3)
    income = draw.uniform(1, 12, (COUNT, 1)) * draw.uniform(0.7, 1.3, (COUNT, PERIODS - 1))
    flows = np.concatenate(
        [-draw.uniform(50, 150, (COUNT, 1)), income * 1.02 ** np.arange(PERIODS - 1)], axis=1
    )
    flows[: COUNT // 20, 1:4] -= 20
    fen = (flows * 1e8).astype(np.int64)
    days = np.cumsum([0, *draw.integers(330, 400, PERIODS - 1)])
    dates = [date(2024, 1, 1) + timedelta(days=int(day)) for day in days]
    shared = np.array(dates, "M8[D]")
    pick = draw.choice(COUNT, SAMPLE, replace=False)
    some = fen[pick].astype(float)
    factors, values, status = 1.05 ** -np.arange(PERIODS), np.empty(COUNT), np.empty(COUNT, np.int8)
    limits = (MAX_AMOUNT, -log(11), -log(0.01))
    laps = race(
        {
            "pyxirr": lambda: [pyxirr.irr(row, silent=True) for row in some],
            "financial": lambda: [numpy_financial.irr(row) for row in some[:SLOW]],
            "irr": lambda: irr(fen),
            "pyxirr dated": lambda: [pyxirr.xirr(dates, row, silent=True) for row in some[:500]],
            "xirr": lambda: xirr(fen, dates=shared),
            "pyxirr npv": lambda: [pyxirr.npv(0.05, row) for row in some],
            "npv": lambda: npv(fen, period_rate=Decimal("0.05")),
            "npv kernel": lambda: over_rows(
                npv_rows, COUNT, fen, factors, MAX_AMOUNT, values, steps=fen.size
            ),
            "irr kernel": lambda: over_rows(
                irr_rows, COUNT, fen, *limits, values, status, steps=4 * fen.size
            ),
        },
        items={"pyxirr": SAMPLE, "financial": SLOW, "irr": COUNT, "pyxirr dated": 500, "xirr": COUNT}
        | {"pyxirr npv": SAMPLE, "npv": COUNT, "npv kernel": COUNT, "irr kernel": COUNT},
        rounds=3 * rounds,
    )
    off = _largest_error(fen[pick[:40]])
    several = irr([[-100, 230, -132], [-1000, 3600, -4310, 1716][:3], [1, 2, 3]]).status.tolist()
    return [
        at_least("5 IRR with range checks, times pyxirr", 40, laps["pyxirr"], laps["irr"]),
        at_least("5 IRR kernel, times pyxirr", 40, laps["pyxirr"], laps["irr kernel"]),
        at_least("5 IRR, times numpy-financial", 1500, laps["financial"], laps["irr"]),
        Target("5 IRR, off the root in 50 digits", "≤ 1e-11", f"{off:.1e}", off <= 1e-11),
        Target("5 several rates and none are said", "no 0", f"{several}", FOUND not in several),
        at_least("6 XIRR, times pyxirr", 15, laps["pyxirr dated"], laps["xirr"]),
        at_least("6 NPV with range checks, times pyxirr", 80, laps["pyxirr npv"], laps["npv"]),
        at_least("6 NPV kernel, times pyxirr", 80, laps["pyxirr npv"], laps["npv kernel"]),
    ]


def _largest_error(flows: IntArray) -> float:
    found, times = irr(flows), [Fraction(t) for t in range(PERIODS)]
    errors = [0.0]
    for row, rate, status in zip(flows.tolist(), found.rates.tolist(), found.status, strict=True):
        exact = root_between(row, times, Decimal("-0.99"), Decimal(10))
        if exact is not None and status == FOUND:
            errors.append(abs(float(Decimal(rate) - exact)))
    return max(errors)
