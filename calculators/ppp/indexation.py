"""Indexed prices and charges: composite factors, adjusted prices, triggers and cycles.

    composite   K = Σ w_j × index_j,t ÷ index_j,0, Σ w_j = 1
    adjusted    P_t = P_0 × K + ΔP
    part fixed  factor = f + (1 − f) × I_t ÷ I_0
    due         months since the last adjustment ≥ cycle, and |K − 1| ≥ trigger

Shapes  weights, current, base: (m,), one entry per index in the same order.
Units   weights and factors pure numbers, exact; prices in any one unit; cycle in months.
Errors  CalculationError: empty, too_many, shape_mismatch, weights_not_one, too_early, below_trigger,
        negative_price, negative, not_positive, not_a_share, not_exact, not_finite, out_of_range, not_whole,
        not_integer.
Source  SPECS sources; golden cases in tests/golden/ppp/indexation.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import check_items, count, exact, nonnegative, nonnegative_fen, positive, share


@dataclass(frozen=True, slots=True)
class CompositeFactor:
    """A factor with what each index gives to it."""

    relatives: tuple[Fraction, ...]
    contributions: tuple[Fraction, ...]
    factor: Fraction


@dataclass(frozen=True, slots=True)
class AdjustedPrice:
    """A price after adjustment, and the change against the old one (None if that was zero)."""

    indexed: Fraction
    price: Fraction
    change: Fraction | None


@dataclass(frozen=True, slots=True)
class AdjustmentGate:
    """Whether an adjustment is due, and what stands in its way."""

    movement: Fraction
    is_cycle_over: bool
    is_triggered: bool
    is_due: bool


def composite_factor(
    weights: Sequence[Decimal], current: Sequence[Decimal], base: Sequence[Decimal]
) -> CompositeFactor:
    """Return K from the contract's weights and the indices of now and of the base date.

    >>> factor = composite_factor([Decimal("0.4"), Decimal("0.6")], [Decimal(110), Decimal(100)],
    ...     [Decimal(100), Decimal(100)])
    >>> str(factor.factor)
    '26/25'
    """
    check_items(weights, "weights")
    check_items(current, "current", length=len(weights))
    check_items(base, "base", length=len(weights))
    parts = [share(weight, "weights") for weight in weights]
    if sum(parts) != 1:
        raise CalculationError("weights_not_one", "weights", "the weights sum to 1 exactly")
    relatives = tuple(
        positive(now, "current") / positive(then, "base") for now, then in zip(current, base, strict=True)
    )
    contributions = tuple(part * ratio for part, ratio in zip(parts, relatives, strict=True))
    return CompositeFactor(relatives, contributions, sum(contributions, Fraction(0)))


def adjusted_price(
    base_price: Decimal, *, factor: Decimal | Fraction, special_item: Decimal | Fraction = Decimal(0)
) -> AdjustedPrice:
    """Return P_0 × K + ΔP, unrounded.

    >>> str(adjusted_price(Decimal("1.98"), factor=Decimal("1.18"), special_item=Decimal("0.28")).price)
    '6541/2500'
    """
    before = nonnegative(base_price, "base_price")
    indexed = before * positive(factor, "factor")
    price = indexed + exact(special_item, "special_item")
    if price < 0:
        raise CalculationError("negative_price", "special_item", "the special item makes the price negative")
    return AdjustedPrice(indexed, price, price / before - 1 if before else None)


def part_fixed_factor(*, fixed_share: Decimal, current: Decimal, base: Decimal) -> Fraction:
    """Return the factor of a charge of which only a part follows its index.

    >>> str(part_fixed_factor(fixed_share=Decimal("0.7"), current=Decimal(110), base=Decimal(100)))
    '103/100'
    """
    fixed = share(fixed_share, "fixed_share")
    return fixed + (1 - fixed) * positive(current, "current") / positive(base, "base")


def special_item(added_investment: int, *, yearly_volume: Decimal, remaining_years: int) -> Fraction:
    """Return ΔP in fen per unit: added investment spread evenly over the volume of the remaining years.

    >>> str(special_item(1_000_00, yearly_volume=Decimal(100), remaining_years=10))
    '100'
    """
    added = nonnegative_fen(added_investment, "added_investment")
    volume = positive(yearly_volume, "yearly_volume")
    return added / (volume * count(remaining_years, "remaining_years", most=100))


def adjustment_gate(
    factor: Decimal | Fraction, *, months_since_last: int, cycle_months: int, trigger: Decimal
) -> AdjustmentGate:
    """Tell whether the price may be adjusted now; the trigger itself is enough.

    >>> gate = adjustment_gate(
    ...     Decimal("1.05"), months_since_last=36, cycle_months=36, trigger=Decimal("0.05"))
    >>> gate.is_due
    True
    """
    movement = positive(factor, "factor") - 1
    passed = count(months_since_last, "months_since_last", least=0)
    is_over = passed >= count(cycle_months, "cycle_months", least=0)
    is_triggered = abs(movement) >= nonnegative(trigger, "trigger")
    return AdjustmentGate(movement, is_over, is_triggered, is_over and is_triggered)


def require_due(gate: AdjustmentGate) -> None:
    """Refuse an adjustment before its cycle is over or below its trigger.

    >>> require_due(adjustment_gate(Decimal(2), months_since_last=9, cycle_months=9, trigger=Decimal(1)))
    """
    if not gate.is_cycle_over:
        raise CalculationError("too_early", "months_since_last", "the adjustment cycle is not over")
    if not gate.is_triggered:
        raise CalculationError("below_trigger", "factor", "prices moved less than the trigger")


_CHINA = Clause("Published account of a sewage price adjustment", "P_t = P_0 · K + ΔP", "h2o-china 362071")
_TERMS = Clause("PPP project contract", "trigger and cycle of adjustment", "per contract", confirmed=False)
_UK = Clause("UK PFI indexation guidance, public library", "70 % fixed, 30 % indexed", "toc 358869")
_FACTOR = Quantity("factor", "Factor K", "调价系数 K", "ratio")

SPECS: tuple[CalculatorSpec, ...] = (
    CalculatorSpec(
        key="ppp.indexation.composite",
        title="Composite factor",
        title_zh="综合调价系数",
        unit="ratio",
        function=composite_factor,
        inputs=(
            Quantity("weights", "Weights", "权重", "ratio"),
            Quantity("current", "Index now", "当期指数", "index"),
            Quantity("base", "Index at the base date", "基期指数", "index"),
        ),
        outputs=(
            Quantity("relatives", "Index relatives", "指数比", "ratio", "{current} ÷ {base}"),
            Quantity("contributions", "Contributions", "贡献", "ratio", "{weights} × {relatives}"),
            Quantity("factor", "Factor K", "调价系数 K", "ratio", "Σ {contributions}"),
        ),
        sources=(_CHINA,),
        example={"weights": ["0.4", "0.6"], "current": ["110", "100"], "base": ["100", "100"]},
        example_result={"factor": "26/25"},
    ),
    CalculatorSpec(
        key="ppp.indexation.price",
        title="Adjusted price",
        title_zh="调整后价格",
        unit="yuan_per_unit",
        function=adjusted_price,
        inputs=(
            Quantity("base_price", "Base price", "基期价格", "yuan_per_unit"),
            _FACTOR,
            Quantity("special_item", "Special item ΔP", "专项调整 ΔP", "yuan_per_unit"),
        ),
        outputs=(
            Quantity("indexed", "Indexed price", "指数调整价", "yuan_per_unit", "{base_price} × {factor}"),
            Quantity("price", "Adjusted price", "调整后价格", "yuan_per_unit", "{indexed} + {special_item}"),
            Quantity("change", "Change", "变动幅度", "ratio", "{price} ÷ {base_price} − 1"),
        ),
        sources=(_CHINA,),
        example={"base_price": "1.98", "factor": "1.18", "special_item": "0.28"},
        example_result={"indexed": "5841/2500", "price": "6541/2500", "change": "1591/4950"},
    ),
    CalculatorSpec(
        key="ppp.indexation.part_fixed",
        title="Factor of a part-fixed charge",
        title_zh="部分挂钩调价系数",
        unit="ratio",
        function=part_fixed_factor,
        inputs=(
            Quantity("fixed_share", "Fixed share", "固定比例", "ratio"),
            Quantity("current", "Index now", "当期指数", "index"),
            Quantity("base", "Index at the base date", "基期指数", "index"),
        ),
        outputs=(
            Quantity(
                "result",
                "Factor",
                "调价系数",
                "ratio",
                "{fixed_share} + (1 − {fixed_share}) × {current} ÷ {base}",
            ),
        ),
        sources=(_UK,),
        example={"fixed_share": "0.7", "current": "110", "base": "100"},
        example_result={"result": "103/100"},
    ),
    CalculatorSpec(
        key="ppp.indexation.special_item",
        title="Special item from added investment",
        title_zh="专项调整（追加投资）",
        unit="yuan_per_unit",
        function=special_item,
        inputs=(
            Quantity("added_investment", "Added investment", "追加投资", "fen"),
            Quantity("yearly_volume", "Yearly volume", "年水量", "ratio"),
            Quantity("remaining_years", "Remaining years", "剩余年限", "years"),
        ),
        outputs=(
            Quantity(
                "result",
                "ΔP, fen per unit",
                "专项调整（分/单位）",
                "yuan_per_unit",
                "{added_investment} ÷ ({yearly_volume} × {remaining_years})",
            ),
        ),
        sources=(_CHINA,),
        example={"added_investment": 100000, "yearly_volume": "100", "remaining_years": 10},
        example_result={"result": "100"},
    ),
    CalculatorSpec(
        key="ppp.indexation.gate",
        title="Is an adjustment due",
        title_zh="是否达到调价条件",
        unit="flag",
        function=adjustment_gate,
        inputs=(
            _FACTOR,
            Quantity("months_since_last", "Months since the last adjustment", "距上次调价月数", "months"),
            Quantity("cycle_months", "Cycle", "调价周期", "months"),
            Quantity("trigger", "Trigger", "触发幅度", "ratio"),
        ),
        outputs=(
            Quantity("movement", "Movement", "变动幅度", "ratio", "{factor} − 1"),
            Quantity(
                "is_cycle_over", "Cycle is over", "周期已满", "flag", "{months_since_last} ≥ {cycle_months}"
            ),
            Quantity("is_triggered", "Triggered", "达到触发幅度", "flag", "|{movement}| ≥ {trigger}"),
            Quantity("is_due", "Due", "可调价", "flag", "{is_cycle_over} and {is_triggered}"),
        ),
        sources=(_TERMS,),
        example={"factor": "1.05", "months_since_last": 36, "cycle_months": 36, "trigger": "0.05"},
        example_result={
            "movement": "1/20",
            "is_cycle_over": "True",
            "is_triggered": "True",
            "is_due": "True",
        },
    ),
)
