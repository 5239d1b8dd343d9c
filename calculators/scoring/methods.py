"""Methods beside scoring: cost and benefit, comparison with years and a benchmark, factors of a change.

    cost_benefit   present = Σ amount_t ÷ (1 + rate)^t, t from 0;  net = benefits − costs
                   ratio = present benefits ÷ present costs
    comparison     change_t = (value_t − value_(t−1)) ÷ value_(t−1);  gap_t = value_t − benchmark
    factors        effect_i = after_1 … after_(i−1) × (after_i − before_i) × before_(i+1) … before_n
                   (chain substitution, 连环替代法)

The effects of factors sum to the change of the product, to the last digit; they hang on the order of factors.

Shapes  costs, benefits: (years,); values: (years,); before, after: (factors,) each of the same length.
Units   costs, benefits, present values, net: fen; rate: Decimal per year; values and benchmark: their own
        unit; change: share (0.1 is 10 %).
Errors  CalculationError: empty, shape_mismatch, not_finite, negative_amount, no_costs, bad_rate, too_long,
        too_fine.
Source  财预〔2020〕10号 第五章 (methods of evaluation: cost-benefit, comparison, factor analysis).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen, round_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

MOST_YEARS = 100
MOST_FACTORS = 12
MOST_DECIMALS = 12
_EXACT = Context(prec=600)
"""More digits than any product of the largest values has: nothing is rounded."""


@dataclass(frozen=True, slots=True)
class CostBenefit:
    """Present values of costs and benefits, what is left, and benefits per unit of cost."""

    present_costs: int
    present_benefits: int
    net: int
    ratio: Decimal
    pays_off: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Values against the year before and against a benchmark; nothing where the year before was zero."""

    changes: tuple[Decimal | None, ...]
    gaps: tuple[Decimal, ...]
    mean: Decimal


@dataclass(frozen=True, slots=True)
class Factors:
    """A product before and after, its change, and the part each factor has in it, in the order given."""

    product_before: Decimal
    product_after: Decimal
    change: Decimal
    effects: tuple[Decimal, ...]


def cost_benefit(costs: Sequence[int], benefits: Sequence[int], *, rate: Decimal) -> CostBenefit:
    """Return present values at a rate, the first year as it is; exact until the end, then rounded half up.

    >>> found = cost_benefit([100_00, 0], [0, 220_00], rate=Decimal("0.10"))
    >>> found.present_benefits, found.net, found.ratio
    (20000, 10000, Decimal('2.0000'))
    """
    _check_flows(costs, benefits, rate)
    grown = 1 + Fraction(rate)
    present = [
        sum((amount / grown**year for year, amount in enumerate(flow)), Fraction(0))
        for flow in (costs, benefits)
    ]
    if not present[0]:
        raise CalculationError("no_costs", "costs", "without costs there is no ratio")
    spent, gained = (round_fen(value) for value in present)
    return CostBenefit(
        spent, gained, gained - spent, _four(present[1] / present[0]), present[1] >= present[0]
    )


def comparison(values: Sequence[Decimal], *, benchmark: Decimal) -> Comparison:
    """Return change on the year before and distance to a benchmark, for each year in order.

    >>> found = comparison([Decimal(80), Decimal(88)], benchmark=Decimal(85))
    >>> found.changes, found.gaps, found.mean
    ((None, Decimal('0.1000')), (Decimal('-5'), Decimal('3')), Decimal('84.0000'))
    """
    _check_values(values, "values", MOST_YEARS)
    _check_values([benchmark], "benchmark", 1)
    changes = [None] + [_change(a, b) for a, b in pairwise(values)]
    mean = _four(Fraction(sum(map(Fraction, values), Fraction(0)), len(values)))
    return Comparison(tuple(changes), tuple(one - benchmark for one in values), mean)


def factors(before: Sequence[Decimal], after: Sequence[Decimal]) -> Factors:
    """Return how much of the change of a product each factor brought, replaced one after the other.

    >>> found = factors([Decimal(10), Decimal(5)], [Decimal(12), Decimal(4)])
    >>> found.change, found.effects
    (Decimal('-2'), (Decimal('10'), Decimal('-12')))
    """
    _check_values(before, "before", MOST_FACTORS)
    _check_values(after, "after", MOST_FACTORS)
    if len(before) != len(after):
        raise CalculationError("shape_mismatch", "after", "one value after is needed for each before")
    effects: list[Decimal] = []
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        step = _EXACT.subtract(new, old)
        effects.append(_product((*after[:place], step, *before[place + 1 :])))
    whole = _product(before), _product(after)
    return Factors(*whole, _EXACT.subtract(whole[1], whole[0]), tuple(effects))


def _product(values: Sequence[Decimal]) -> Decimal:
    found = Decimal(1)
    for value in values:
        found = _EXACT.multiply(found, value)
    return found


def _change(old: Decimal, new: Decimal) -> Decimal | None:
    return _four(Fraction(new - old) / Fraction(old)) if old else None


def _four(value: Fraction) -> Decimal:
    """Return an exact value rounded half up to four decimals."""
    return Decimal(round_fen(value * 10_000)).scaleb(-4)


def _check_flows(costs: Sequence[int], benefits: Sequence[int], rate: Decimal) -> None:
    if not costs:
        raise CalculationError("empty", "costs", "at least one year is needed")
    if len(costs) != len(benefits):
        raise CalculationError("shape_mismatch", "benefits", "costs and benefits are of the same years")
    if len(costs) > MOST_YEARS:
        raise CalculationError("too_long", "costs", "at most %(count)s are taken", count=MOST_YEARS)
    for field, flow in (("costs", costs), ("benefits", benefits)):
        if any(check_fen(amount, field) < 0 for amount in flow):
            raise CalculationError("negative_amount", field, "amounts are given without a sign")
    if not rate.is_finite() or not 0 <= rate <= 1:
        raise CalculationError("bad_rate", "rate", "a rate lies between 0 and 1")


def _check_values(values: Sequence[Decimal], field: str, most: int) -> None:
    if not values:
        raise CalculationError("empty", field, "at least one value is needed")
    if len(values) > most:
        raise CalculationError("too_long", field, "at most %(count)s are taken", count=most)
    if not all(one.is_finite() and abs(one) < Decimal("1e12") for one in values):
        raise CalculationError("not_finite", field, "a value is a number below a million million")
    if any(one != round(one, MOST_DECIMALS) for one in values):
        raise CalculationError(
            "too_fine", field, "a value has at most %(count)s decimals", count=MOST_DECIMALS
        )


_SOURCES = (Clause("财预〔2020〕10号", "第五章", "2020"),)
SPECS = (
    CalculatorSpec(
        key="scoring.cost_benefit",
        title="Cost and benefit",
        title_zh="成本效益分析",
        unit="fen",
        function=cost_benefit,
        inputs=(
            Quantity("costs", "Costs by year", "各年成本", "table"),
            Quantity("benefits", "Benefits by year", "各年效益", "table"),
            Quantity("rate", "Discount rate", "折现率", "rate"),
        ),
        outputs=(
            Quantity("present_costs", "Present costs", "成本现值", "fen", "Σ {costs} ÷ (1 + {rate}) ^ t"),
            Quantity(
                "present_benefits", "Present benefits", "效益现值", "fen", "Σ {benefits} ÷ (1 + {rate}) ^ t"
            ),
            Quantity("net", "Net benefit", "净效益现值", "fen", "{present_benefits} − {present_costs}"),
            Quantity(
                "ratio",
                "Benefit-cost ratio",
                "效益成本比",
                "multiple",
                "{present_benefits} ÷ {present_costs}",
            ),
            Quantity(
                "pays_off", "Pays off", "效益不低于成本", "flag", "{present_benefits} ≥ {present_costs}"
            ),
        ),
        sources=_SOURCES,
        example={"costs": [10000, 0], "benefits": [0, 22000], "rate": "0.10"},
        example_result={"net": "10000", "ratio": "2.0000"},
    ),
    CalculatorSpec(
        key="scoring.comparison",
        title="Comparison with years and a benchmark",
        title_zh="历年与标杆比较",
        unit="score",
        function=comparison,
        inputs=(
            Quantity("values", "Values by year", "各年数值", "table"),
            Quantity("benchmark", "Benchmark", "标杆值", "score"),
        ),
        outputs=(
            Quantity(
                "changes", "Change on the year before", "比上年变动", "table", "({values} − before) ÷ before"
            ),
            Quantity("gaps", "Distance to the benchmark", "与标杆的差距", "table", "{values} − {benchmark}"),
            Quantity("mean", "Mean of the years", "各年均值", "score", "Σ {values} ÷ n"),
        ),
        sources=_SOURCES,
        example={"values": ["80", "88"], "benchmark": "85"},
        example_result={"mean": "84.0000"},
    ),
    CalculatorSpec(
        key="scoring.factors",
        title="Factors of a change",
        title_zh="因素分析（连环替代法）",
        unit="score",
        function=factors,
        inputs=(
            Quantity("before", "Factors before", "基期因素", "table"),
            Quantity("after", "Factors after", "报告期因素", "table"),
        ),
        outputs=(
            Quantity("product_before", "Product before", "基期乘积", "score", "Π {before}"),
            Quantity("product_after", "Product after", "报告期乘积", "score", "Π {after}"),
            Quantity("change", "Change", "变动额", "score", "{product_after} − {product_before}"),
            Quantity(
                "effects",
                "Part of each factor",
                "各因素影响",
                "table",
                "Π {after} so far × ({after} − {before}) × Π {before} left",
            ),
        ),
        sources=_SOURCES,
        example={"before": ["10", "5"], "after": ["12", "4"]},
        example_result={"change": "-2"},
    ),
)
