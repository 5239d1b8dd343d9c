"""Sensitivity (敏感性分析): one factor moved at a time, everything else held.

    income              income × (1 + step)
    operating_cost      operating cost × (1 + step)
    interest_rate       bond interest × (1 + step); market interest too if said
    bond_principal      bond principal and bond interest × (1 + step); what is raised in addition is taken to
                        be spent on construction, so other cash does not move

    bond_multiple = (income − operating cost − other outflow) ÷ (bond principal + interest)
    all_multiple  = the same over all principal and interest

Shapes  series: (n,), one per year, oldest first; missing series are zero; steps: (k,), without 0.
Units   fen; steps as decimals (0.08 is +8 %), above −1; multiples are pure numbers, unrounded.
Errors  CalculationError: empty, too_long, shape_mismatch, not_integer, out_of_range, negative_amount,
        not_a_number, rate_too_low, rate_too_high, repeated_step, no_debt.
Source  SPEC.sources; golden cases in tests/golden/coverage/sensitivity.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from calculators.kernel.cash_flow import check_series
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, check_fen, mul_div
from calculators.kernel.rates import check_rate, exact_decimal
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

MOST_STEPS = 200
"""Most steps of one table; more would be a chart, which portfolio arrays draw."""


class Factor(StrEnum):
    """What is moved."""

    INCOME = "income"
    OPERATING_COST = "operating_cost"
    INTEREST_RATE = "interest_rate"
    BOND_PRINCIPAL = "bond_principal"


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """One factor at one step; the base has step 0 and no factor."""

    factor: Factor | None
    step: Decimal
    net_revenue: int
    bond_debt_service: int
    all_debt_service: int
    bond_multiple: Decimal | None
    all_multiple: Decimal
    first_negative_year: int | None


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """The multiple on all debt at the lowest and highest step of one factor; the swing orders the bars."""

    factor: Factor
    at_lowest_step: Decimal
    at_highest_step: Decimal
    swing: Decimal


@dataclass(frozen=True, slots=True)
class SensitivityTable:
    """Base, rows by factor and step, and the factors ordered by how far they move the multiple."""

    base: SensitivityRow
    rows: tuple[SensitivityRow, ...]
    tornado: tuple[TornadoBar, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The yearly series of a plan, exact."""

    income: tuple[int, ...]
    operating_cost: tuple[int, ...]
    other_outflow: tuple[int, ...]
    bond_principal: tuple[int, ...]
    bond_interest: tuple[int, ...]
    market_principal: tuple[int, ...]
    market_interest: tuple[int, ...]
    other_cash: tuple[int, ...]
    opening_cash: int
    first_year: int
    moves_market_interest: bool


def sensitivity(
    income: Sequence[int],
    *,
    operating_cost: Sequence[int],
    bond_principal: Sequence[int],
    bond_interest: Sequence[int],
    steps: Sequence[Decimal],
    market_principal: Sequence[int] | None = None,
    market_interest: Sequence[int] | None = None,
    other_outflow: Sequence[int] | None = None,
    other_cash: Sequence[int] | None = None,
    opening_cash: int = 0,
    first_year: int = 1,
    moves_market_interest: bool = False,
) -> SensitivityTable:
    """Return the table; other_outflow counts in the multiple, other_cash (funding less building) does not.

    >>> table = sensitivity([200], operating_cost=[50], bond_principal=[80], bond_interest=[20],
    ...     steps=[Decimal("-0.1"), Decimal("0.1")])
    >>> [str(bar.swing) for bar in table.tornado if bar.factor in (Factor.INCOME, Factor.OPERATING_COST)]
    ['0.4', '0.10']
    """
    moved = _check_steps(steps)
    length = len(income)

    def series(values: Sequence[int] | None, field: str) -> tuple[int, ...]:
        """Return a series of fen as long as income, of zeros where none is given."""
        return (0,) * length if values is None else check_series(values, field, length=length)

    plan = _Plan(
        check_series(income, "income"),
        series(operating_cost, "operating_cost"),
        series(other_outflow, "other_outflow"),
        _debt(series(bond_principal, "bond_principal"), "bond_principal"),
        _debt(series(bond_interest, "bond_interest"), "bond_interest"),
        _debt(series(market_principal, "market_principal"), "market_principal"),
        _debt(series(market_interest, "market_interest"), "market_interest"),
        series(other_cash, "other_cash"),
        check_fen(opening_cash, "opening_cash"),
        first_year,
        moves_market_interest,
    )
    base = _row(plan, None, Decimal(0))
    rows = tuple(_row(plan, factor, step) for factor in Factor for step in moved)
    return SensitivityTable(base, rows, _tornado(base, rows))


def _check_steps(steps: Sequence[Decimal]) -> list[Decimal]:
    if not steps:
        raise CalculationError("empty", "steps", "at least one step is needed")
    if len(steps) > MOST_STEPS:
        raise CalculationError("too_long", "steps", "at most %(most)s steps", most=MOST_STEPS)
    moved = sorted(
        check_rate(step, "steps", lowest=Decimal("-0.999999"), highest=Decimal(100)) for step in steps
    )
    if len(set(moved)) != len(moved) or 0 in moved:
        raise CalculationError("repeated_step", "steps", "steps differ, and the base is not named")
    return moved


def _debt(values: tuple[int, ...], field: str) -> tuple[int, ...]:
    return tuple(check_amount(value, field) for value in values)


def _row(plan: _Plan, factor: Factor | None, step: Decimal) -> SensitivityRow:
    # Every amount is counted in 1/whole of a fen: one factor is moved at a time, so that all stay integers.
    part, whole = (1 + Fraction(step)).as_integer_ratio()
    scale = {one: part if one is factor else whole for one in Factor}
    principal, market_interest = scale[Factor.BOND_PRINCIPAL], whole
    bond_interest = part if factor in {Factor.BOND_PRINCIPAL, Factor.INTEREST_RATE} else whole
    if plan.moves_market_interest:
        market_interest = scale[Factor.INTEREST_RATE]
    revenue = [
        income * scale[Factor.INCOME] - cost * scale[Factor.OPERATING_COST] - outflow * whole
        for income, cost, outflow in zip(plan.income, plan.operating_cost, plan.other_outflow, strict=True)
    ]
    bond = [
        p * principal + i * bond_interest
        for p, i in zip(plan.bond_principal, plan.bond_interest, strict=True)
    ]
    market = [
        p * whole + i * market_interest
        for p, i in zip(plan.market_principal, plan.market_interest, strict=True)
    ]
    net, bond_service = sum(revenue), sum(bond)
    all_service = bond_service + sum(market)
    if not all_service:
        raise CalculationError("no_debt", "bond_principal", "without debt there is nothing to cover")
    flows = [r + c * whole - b - m for r, c, b, m in zip(revenue, plan.other_cash, bond, market, strict=True)]
    return SensitivityRow(
        factor,
        step,
        mul_div(net, 1, whole),
        mul_div(bond_service, 1, whole),
        mul_div(all_service, 1, whole),
        exact_decimal(Fraction(net, bond_service)) if bond_service else None,
        exact_decimal(Fraction(net, all_service)),
        _first_negative_year(flows, plan.opening_cash * whole, plan.first_year),
    )


def _first_negative_year(flows: Sequence[int], opening: int, first_year: int) -> int | None:
    balances = list(accumulate(flows, initial=opening))[1:]
    return next((first_year + i for i, balance in enumerate(balances) if balance < 0), None)


def _tornado(base: SensitivityRow, rows: Sequence[SensitivityRow]) -> tuple[TornadoBar, ...]:
    bars = []
    for factor in Factor:
        own = sorted((row.step, row.all_multiple) for row in (*_of(rows, factor), base))
        low, high = own[0][1], own[-1][1]
        bars.append(TornadoBar(factor, low, high, abs(high - low)))
    return tuple(sorted(bars, key=lambda bar: -bar.swing))


def _of(rows: Sequence[SensitivityRow], factor: Factor) -> list[SensitivityRow]:
    return [row for row in rows if row.factor is factor]


SPEC = CalculatorSpec(
    key="coverage.sensitivity",
    title="Sensitivity of the coverage multiple",
    title_zh="覆盖倍数敏感性分析",
    unit="multiple",
    function=sensitivity,
    inputs=(
        Quantity("income", "Income", "收入", "fen"),
        Quantity("operating_cost", "Cash operating cost", "付现经营成本", "fen"),
        Quantity("bond_principal", "Bond principal", "债券本金", "fen"),
        Quantity("bond_interest", "Bond interest", "债券利息", "fen"),
        Quantity("steps", "Steps", "变化率", "ratio"),
        Quantity("market_principal", "Market principal", "市场化融资本金", "fen"),
        Quantity("market_interest", "Market interest", "市场化融资利息", "fen"),
        Quantity("other_outflow", "Taxes and other outflow", "税费及其他流出", "fen"),
        Quantity("other_cash", "Funding less construction", "建设资金净额", "fen"),
        Quantity("opening_cash", "Opening cash", "期初资金", "fen"),
        Quantity("first_year", "First year", "首年", "years"),
        Quantity("moves_market_interest", "Moves market interest", "市场化利率同步变动", "flag"),
    ),
    outputs=(
        Quantity(
            "base",
            "Base",
            "基准",
            "table",
            "({income} − {operating_cost} − {other_outflow}) ÷ ({bond_principal} + {bond_interest} + "
            "{market_principal} + {market_interest})",
        ),
        Quantity("rows", "Rows", "变化表", "table", "{base} with one factor × (1 + one of {steps})"),
        Quantity(
            "tornado",
            "Tornado",
            "影响排序",
            "table",
            "|multiple at highest − at lowest of {steps}| by factor, widest first",
        ),
    ),
    sources=(
        Clause("Feasibility report in github.com/scoming-dev/tools", "敏感性分析, −8 % to +8 %", "2024"),
        Clause("建设项目经济评价方法与参数", "single-factor sensitivity", "3rd edition", confirmed=False),
    ),
    example={
        # The published table of the first source, its inputs solved back per 1,000 of debt service; the table
        # holds sums alone, here over four years.
        "income": [460_000_000, 480_000_000, 500_000_000, 520_000_000],
        "operating_cost": [105_000_000] * 4,
        "other_outflow": [61_500_000] * 4,
        "bond_principal": [80_000_000] * 4,
        "bond_interest": [80_000_000] * 4,
        "market_principal": [45_000_000] * 4,
        "market_interest": [45_000_000] * 4,
        "steps": ["-0.08", "-0.06", "-0.04", "-0.02", "0.02", "0.04", "0.06", "0.08"],
        "first_year": 2027,
    },
    example_result={
        "base": "{factor=—, step=0, net_revenue=1294000000, bond_debt_service=640000000, "
        "all_debt_service=1000000000, bond_multiple=2.021875, all_multiple=1.294, first_negative_year=—}"
    },
)
