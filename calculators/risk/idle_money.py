"""Idle bond money by age, and what it costs: interest paid on money not used.

    unused    = received − spent
    idle_cost = unused × coupon_rate × days ÷ 365, rounded once per batch

Shapes  batches: (n,); age_edges: (m,) rising, giving m + 1 age groups.
Units   fen; coupon_rate: Decimal per year; days since the money came in.
Errors  CalculationError: empty, negative_amount, spent_over_received, bad_rate, bad_edges, reversed_dates,
        and those of check_fen.
Source  Audit practice on idle bond money; interest on a 365-day basis, simple, on the amount unused on the
        day asked about: payments in between shorten the money, not the days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.day_count import elapsed_days
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import amount


@dataclass(frozen=True, slots=True)
class Batch:
    """Money of one bond that came in on one day."""

    name: str
    received: int
    spent: int
    received_on: date
    coupon_rate: Decimal


@dataclass(frozen=True, slots=True)
class IdleBatch:
    """One batch: what lies idle, how long, and the interest paid on it."""

    name: str
    unused: int
    days: int
    idle_cost: int


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """Idle money from one age to the next; ``to_days`` is None for the oldest group."""

    from_days: int
    to_days: int | None
    unused: int
    idle_cost: int


@dataclass(frozen=True, slots=True)
class IdleMoney:
    """All batches, the age groups and the totals."""

    idle_batches: tuple[IdleBatch, ...]
    groups: tuple[AgeGroup, ...]
    unused: int
    idle_cost: int


def idle_money(
    batches: Sequence[Batch],
    *,
    as_of: date,
    age_edges: Sequence[int],
    rounding: Rounding = Rounding.HALF_UP,
) -> IdleMoney:
    """Return idle money by age and the interest paid on it.

    >>> batch = Batch("23-01", 1_000_000, 270_000, date(2024, 1, 1), Decimal("0.03"))
    >>> found = idle_money([batch], as_of=date(2024, 12, 31), age_edges=[180])
    >>> found.unused, found.idle_cost, [group.unused for group in found.groups]
    (730000, 21900, [0, 730000])
    """
    if not batches:
        raise CalculationError("empty", "batches", "at least one batch is needed")
    if list(age_edges) != sorted(set(age_edges)) or any(edge <= 0 for edge in age_edges):
        raise CalculationError("bad_edges", "age_edges", "edges rise and are above zero days")
    idle = tuple(_idle(batch, as_of, rounding) for batch in batches)
    starts, ends = [0, *age_edges], [*age_edges, None]
    groups = tuple(_group(idle, start, end) for start, end in zip(starts, ends, strict=True))
    return IdleMoney(idle, groups, sum(one.unused for one in idle), sum(one.idle_cost for one in idle))


def _idle(batch: Batch, as_of: date, rounding: Rounding) -> IdleBatch:
    amount(batch.received, "batches")
    if amount(batch.spent, "batches") > batch.received:
        raise CalculationError(
            "spent_over_received", "batches", "%(name)s: more is spent than came in", name=batch.name
        )
    if not (batch.coupon_rate.is_finite() and batch.coupon_rate >= 0):
        raise CalculationError("bad_rate", "batches", "%(name)s: a coupon is zero or more", name=batch.name)
    unused, days = batch.received - batch.spent, elapsed_days(batch.received_on, as_of)
    cost = round_fen(unused * Fraction(batch.coupon_rate) * Fraction(days, 365), rounding)
    return IdleBatch(batch.name, unused, days, cost)


def _group(idle: Sequence[IdleBatch], start: int, end: int | None) -> AgeGroup:
    inside = [one for one in idle if one.days >= start and (end is None or one.days < end)]
    return AgeGroup(start, end, sum(one.unused for one in inside), sum(one.idle_cost for one in inside))


SPEC = CalculatorSpec(
    key="risk.idle_money",
    title="Idle money and its cost",
    title_zh="闲置资金与闲置成本",
    unit="fen",
    function=idle_money,
    inputs=(
        Quantity("batches", "Batches", "资金批次", "table"),
        Quantity("as_of", "As of", "截至日期", "date"),
        Quantity("age_edges", "Age edges", "账龄分界（天）", "days"),
        Quantity("rounding", "Rounding", "舍入规则", "text"),
    ),
    outputs=(
        Quantity(
            "idle_batches", "Idle money by batch", "各批次闲置", "table", "unused × coupon × days ÷ 365"
        ),
        Quantity("groups", "Idle money by age", "分账龄闲置", "table", "batches between {age_edges}"),
        Quantity("unused", "Unused", "闲置资金", "fen", "Σ (received − spent)"),
        Quantity("idle_cost", "Interest paid on it", "闲置成本", "fen", "Σ unused × coupon × days ÷ 365"),
    ),
    sources=(Clause("Audit practice on idle special-bond money", "闲置资金承担利息", "-", confirmed=False),),
    example={
        "batches": [
            {
                "name": "23-01",
                "received": 1000000,
                "spent": 270000,
                "received_on": "2024-01-01",
                "coupon_rate": "0.03",
            }
        ],
        "as_of": "2024-12-31",
        "age_edges": [180],
    },
    example_result={"unused": "730000", "idle_cost": "21900"},
)
