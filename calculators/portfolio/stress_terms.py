"""What a stress test assumes: how strongly revenue, cost and rate move, how they hang together, and delay.

    x[t] = persistence × x[t − 1] + volatility × ε[t], x before the first period 0, ε standard normal,
    correlated revenue × max(0, 1 + x_revenue), cost × max(0, 1 + x_cost), interest × max(0, 1 + x_rate)

Shapes  scalars.
Units   volatility and persistence: pure numbers per period; correlations between −1 and 1; chance between 0
        and 1; delay in periods: revenue and cost begin that much later, debt service does not.
Errors  CalculationError: out_of_range, not_a_number, not_a_correlation, not_used.
Source  First-order autoregression; Cholesky factor of a correlation matrix.
"""

from dataclasses import dataclass, field
from math import isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from calculators.kernel.errors import CalculationError

MOST_VOLATILE = 5.0
LONGEST_DELAY = 600
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Shock:
    """How far one quantity moves in a period, and how much of it stays."""

    volatility: float = 0.0
    persistence: float = 0.0


@dataclass(frozen=True, slots=True)
class Correlations:
    """How the shocks of one period hang together."""

    revenue_cost: float = 0.0
    revenue_rate: float = 0.0
    cost_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class StressTerms:
    """All assumptions of a stress test."""

    revenue: Shock = field(default_factory=Shock)
    cost: Shock = field(default_factory=Shock)
    rate: Shock = field(default_factory=Shock)
    correlations: Correlations = field(default_factory=Correlations)
    delay_chance: float = 0.0
    longest_delay: int = 0
    coverage_floor: float = 1.0


def check_terms(terms: StressTerms) -> StressTerms:
    """Return the terms if every figure is within its bounds.

    >>> check_terms(StressTerms(revenue=Shock(0.1, 0.6))).revenue.volatility
    0.1
    """
    for name in ("revenue", "cost", "rate"):
        shock = getattr(terms, name)
        _between(shock.volatility, f"terms.{name}.volatility", 0.0, MOST_VOLATILE)
        _between(abs(shock.persistence), f"terms.{name}.persistence", 0.0, 0.9999)
    _between(terms.delay_chance, "terms.delay_chance", 0.0, 1.0)
    _between(terms.longest_delay, "terms.longest_delay", 0, LONGEST_DELAY)
    _between(terms.coverage_floor, "terms.coverage_floor", -1000.0, 1000.0)
    if (terms.delay_chance > 0) != (terms.longest_delay > 0):
        raise CalculationError("not_used", "terms.longest_delay", "a delay needs both a chance and a length")
    return terms


def mixing(terms: StressTerms) -> NDArray[np.float32]:
    """Return the lower triangle that turns three independent normals into the shocks of a period.

    >>> terms = StressTerms(revenue=Shock(0.5), cost=Shock(1.0), correlations=Correlations(0.6))
    >>> mixing(terms)[1].astype(float).round(6).tolist()
    [0.6, 0.8, 0.0]
    """
    links = terms.correlations
    first, second, third = links.revenue_cost, links.revenue_rate, links.cost_rate
    for name, value in (("revenue_cost", first), ("revenue_rate", second), ("cost_rate", third)):
        _between(abs(value), f"terms.correlations.{name}", 0.0, 1.0)
    own = sqrt(1 - first * first)
    if own == 0.0 and abs(third - first * second) > _ROUNDING:
        raise CalculationError("not_a_correlation", "terms.correlations", "these three cannot stand together")
    shared = (third - first * second) / own if own else 0.0
    rest = 1 - second * second - shared * shared
    if rest < -_ROUNDING:
        raise CalculationError("not_a_correlation", "terms.correlations", "these three cannot stand together")
    triangle = np.array([[1, 0, 0], [first, own, 0], [second, shared, sqrt(max(rest, 0.0))]])
    sizes = np.array([terms.revenue.volatility, terms.cost.volatility, terms.rate.volatility])
    return np.asarray(triangle * sizes[:, None], np.float32)


def _between(value: float, name: str, lowest: float, highest: float) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise CalculationError("not_a_number", name, "a finite number is needed")
    if not lowest <= value <= highest:
        raise CalculationError(
            "out_of_range", name, "a number from %(lowest)s to %(highest)s", lowest=lowest, highest=highest
        )
