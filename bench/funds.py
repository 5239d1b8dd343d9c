"""The waterfall of a large fund: 400 quarters × 200 partners, beside the same written with numpy.

    python bench/funds.py [--json]

Both sides run every distribution through the four tiers and split every tier over the partners by largest
remainder, exact to the fen. numpy has no exact fraction: it keeps amounts as 64-bit integers, the preferred
return as double precision, and its products of amount × weight as two halves. Target: at most five times.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._race import Target, at_most, options_of, race, verdict_of
from bondlife.lifecycle.funds.tiers import european
from calculators.kernel.money import split

QUARTERS, PARTNERS, CALLED_UNTIL = 400, 200, 60
TARGET = 5.0


@dataclass(slots=True)
class Terms:
    """Terms of the fund that is timed."""

    waterfall: str = "european"
    hurdle_rate: Decimal = Decimal("0.08")
    compounding: str = "simple"
    catch_up_share: Decimal = Decimal(1)
    carry_rate: Decimal = Decimal("0.2")
    clawback_tax_rate: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fund:
    """A generated fund: promises, calls of the first quarters, a distribution every quarter (fen)."""

    weights: list[int]
    calls: list[tuple[date, int]]
    distributions: list[tuple[date, int]]


def quarter(number: int) -> date:
    """Return the last day but three of a quarter, counted from 1930."""
    return date(1930 + number // 4, (number % 4) * 3 + 3, 28)


def generated() -> Fund:
    """Return the fund: 200 partners of uneven promises, a hundred years of quarters."""
    weights = [(7_919 * (place + 3) % 9_973 + 17) * 1_000_003 for place in range(PARTNERS)]
    calls = [(quarter(number), sum(weights) // CALLED_UNTIL) for number in range(CALLED_UNTIL)]
    paid = sum(amount for _day, amount in calls)
    given = [(quarter(number), paid // 90 + number * 1_237) for number in range(QUARTERS)]
    return Fund(weights, calls, given)


def ours(fund: Fund) -> list[tuple[tuple[int, ...], tuple[int, ...], int]]:
    """Return capital and gain of every partner and the carry, quarter by quarter, by the product's code."""
    result = european(Terms(), fund.calls, fund.distributions)
    return [
        (
            split(step.capital, fund.weights),
            split(step.to_investors - step.capital, fund.weights),
            step.to_manager,
        )
        for step in result.steps
    ]


def with_numpy(fund: Fund) -> list[tuple[np.ndarray, np.ndarray, int]]:
    """Return the same written with numpy."""
    weights = np.array(fund.weights, dtype=np.int64)
    base = int(weights.sum())
    capital = accrued = 0.0
    preferred = catch_up = to_manager = split_all = split_manager = 0
    last = fund.calls[0][0]
    events = [(day, 0, amount) for day, amount in fund.calls]
    events = sorted(events + [(day, 1, amount) for day, amount in fund.distributions])
    found = []
    for day, is_gift, amount in events:
        accrued += capital * 0.08 * (day - last).days / 365
        last = day
        if not is_gift:
            capital += amount
            continue
        back = int(min(amount, capital))
        capital -= back
        hurdle = min(amount - back, max(0, round(accrued)))
        preferred += hurdle
        accrued -= hurdle
        caught = min(amount - back - hurdle, max(0, round(preferred * 0.25) - catch_up))
        catch_up += caught
        rest = amount - back - hurdle - caught
        split_all += rest
        carry = round(split_all * 0.2) - split_manager
        split_manager += carry
        to_manager = caught + carry
        gain = _spread(amount - back - to_manager, weights, base)
        found.append((_spread(back, weights, base), gain, to_manager))
    return found


def _spread(total: int, weights: np.ndarray, base: int) -> np.ndarray:
    """Split by largest remainder; products are kept in two halves so that 64 bits hold them."""
    high, low = divmod(total, base)
    shares = weights * high
    wide = low * (weights / base)
    whole = np.floor(wide).astype(np.int64)
    rest = low - int(whole.sum())
    parts = shares + whole
    if rest > 0:
        order = np.argsort(-(wide - whole), kind="stable")[:rest]
        parts[order] += 1
    return parts


def foots(fund: Fund, found: Sequence[tuple[Sequence[int], Sequence[int], int]]) -> bool:
    """Tell whether every distribution foots to the fen."""
    pairs = zip(fund.distributions, found, strict=True)
    return all(sum(back) + sum(gain) + carry == amount for (_day, amount), (back, gain, carry) in pairs)


def main() -> int:
    """Print the table, or one JSON list."""
    options = options_of(__doc__, rounds=7)
    fund = generated()
    laps = race({"ours": lambda: ours(fund), "numpy": lambda: with_numpy(fund)}, rounds=options.rounds)
    whole = foots(fund, ours(fund))
    results = [
        at_most("funds.waterfall", TARGET, laps["ours"], laps["numpy"]),
        Target("funds.foots", "to the fen", "yes" if whole else "no", whole),
    ]
    return verdict_of(results, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
