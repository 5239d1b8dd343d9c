"""Yearly balance table (收支平衡表) of a project with every identity that can be checked on it.

    income[t]       = project income + subsidy + land income                                     (row 01)
    funding[t]      = own funds + bond + market finance + other                                  (row 02)
    construction[t] = cost without finance cost + bond interest + market interest               (row 03)
    operating[t]    = operating cost + taxes + bond interest + market interest                   (row 04)
    surplus[t]      = income + funding − construction − operating − bond principal − market principal
    cash_balance[t] = cash_balance[t−1] + surplus[t]                                              (row 08)

The balance of every year is the real test: a multiple over the life can hide a year that cannot pay.

Shapes  years: one record per year, consecutive, oldest first; rows: the same length.
Units   fen; multiples are pure numbers, unrounded; None where there is no such debt.
Errors  CalculationError: empty, too_long, not_consecutive, not_integer, out_of_range, bad_life.
Source  SPECS.sources; golden cases in tests/golden/coverage/balance_table.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import pairwise

from calculators.coverage.balance_checks import Check, Totals, all_checks
from calculators.kernel.cash_flow import MOST_PERIODS, first_negative, running_balance
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class BalanceYear:
    """One year of the plan as entered; a printed total is given only to be checked against its parts."""

    year: int
    project_income: int = 0
    subsidy: int = 0
    land_income: int = 0
    own_funds: int = 0
    bond_proceeds: int = 0
    bond_as_capital: int = 0
    market_proceeds: int = 0
    other_funding: int = 0
    construction_cost: int = 0
    construction_bond_interest: int = 0
    construction_market_interest: int = 0
    operating_cost: int = 0
    taxes: int = 0
    operating_bond_interest: int = 0
    operating_market_interest: int = 0
    bond_principal: int = 0
    market_principal: int = 0
    printed_income: int | None = None
    printed_funding: int | None = None
    printed_construction: int | None = None
    printed_operating: int | None = None
    printed_cash_balance: int | None = None


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One year as computed."""

    year: int
    income: int
    funding: int
    construction: int
    operating: int
    principal: int
    surplus: int
    cash_balance: int


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """The computed rows, totals, multiples, checks and the first year that cannot pay."""

    rows: tuple[BalanceRow, ...]
    net_revenue: int
    bond_debt_service: int
    all_debt_service: int
    bond_multiple: Decimal | None
    all_multiple: Decimal | None
    lowest_balance: int
    lowest_balance_year: int
    first_gap_year: int | None
    checks: tuple[Check, ...]
    holds: bool


def balance_table(
    years: Sequence[BalanceYear],
    *,
    start_year: int,
    life_years: int,
    opening_cash: int = 0,
    has_income_account: bool = True,
    tolerance: int = 0,
) -> BalanceTable:
    """Return the table of a plan; ``tolerance`` is what a printed total may differ from its parts.

    >>> plan = [BalanceYear(2026, bond_proceeds=100, construction_cost=100),
    ...         BalanceYear(2027, project_income=130, operating_cost=10, operating_bond_interest=5,
    ...                     bond_principal=100)]
    >>> found = balance_table(plan, start_year=2026, life_years=10)
    >>> found.rows[-1].cash_balance, found.first_gap_year, found.holds
    (15, None, True)
    """
    _check_years(years)
    if life_years < 1:
        raise CalculationError("bad_life", "life_years", "at least one year")
    check_fen(opening_cash, "opening_cash")
    rows = _rows(years, opening_cash)
    totals = _totals(years)
    balances = [row.cash_balance for row in rows]
    gap = first_negative(balances)
    lowest = min(balances)
    checks = all_checks(
        years,
        rows,
        totals,
        first_year=start_year,
        last_year=start_year + life_years,
        has_income_account=has_income_account,
        tolerance=tolerance,
    )
    return BalanceTable(
        rows,
        totals.net_revenue,
        totals.bond_debt_service,
        totals.all_debt_service,
        _over(totals.net_revenue, totals.bond_debt_service),
        _over(totals.net_revenue, totals.all_debt_service),
        lowest,
        rows[balances.index(lowest)].year,
        None if gap is None else rows[gap].year,
        checks,
        all(check.holds for check in checks),
    )


def _check_years(years: Sequence[BalanceYear]) -> None:
    if not years:
        raise CalculationError("empty", "years", "at least one year is needed")
    if len(years) > MOST_PERIODS:
        raise CalculationError("too_long", "years", "at most %(most)s years", most=MOST_PERIODS)
    if any(later.year != earlier.year + 1 for earlier, later in pairwise(years)):
        raise CalculationError("not_consecutive", "years", "years must follow one another without a gap")
    for index, one in enumerate(years):
        for part in fields(one):
            value = getattr(one, part.name)
            if value is not None:
                check_fen(value, f"years[{index}].{part.name}")


def _rows(years: Sequence[BalanceYear], opening_cash: int) -> tuple[BalanceRow, ...]:
    flows = [_flow(one) for one in years]
    surpluses = [income + funding - build - run - back for income, funding, build, run, back in flows]
    balances = running_balance(surpluses, opening_cash)
    return tuple(
        BalanceRow(one.year, *flow, surplus, balance)
        for one, flow, surplus, balance in zip(years, flows, surpluses, balances, strict=True)
    )


def _flow(one: BalanceYear) -> tuple[int, int, int, int, int]:
    return (
        one.project_income + one.subsidy + one.land_income,
        one.own_funds + one.bond_proceeds + one.market_proceeds + one.other_funding,
        one.construction_cost + one.construction_bond_interest + one.construction_market_interest,
        one.operating_cost + one.taxes + one.operating_bond_interest + one.operating_market_interest,
        one.bond_principal + one.market_principal,
    )


def _totals(years: Sequence[BalanceYear]) -> Totals:
    def total(name: str) -> int:
        """Return one amount, in fen, summed over all years."""
        return sum(getattr(one, name) for one in years)

    income = total("project_income") + total("subsidy") + total("land_income")
    return Totals(
        income=income,
        net_revenue=income - total("operating_cost") - total("taxes"),
        funding=sum(_flow(one)[1] for one in years),
        construction=sum(_flow(one)[2] for one in years),
        operating=sum(_flow(one)[3] for one in years),
        construction_cost=total("construction_cost"),
        bond_proceeds=total("bond_proceeds"),
        bond_as_capital=total("bond_as_capital"),
        bond_principal=total("bond_principal"),
        bond_interest=total("construction_bond_interest") + total("operating_bond_interest"),
        market_proceeds=total("market_proceeds"),
        market_principal=total("market_principal"),
        market_interest=total("construction_market_interest") + total("operating_market_interest"),
    )


def _over(numerator: int, denominator: int) -> Decimal | None:
    return Decimal(numerator) / denominator if denominator else None


SPEC = CalculatorSpec(
    key="coverage.balance_table",
    title="Balance table",
    title_zh="收支平衡表",
    unit="fen",
    function=balance_table,
    inputs=(
        Quantity("years", "Years of the plan", "分年计划", "table"),
        Quantity("start_year", "First year of the project", "项目起始年度", "years"),
        Quantity("life_years", "Life", "项目周期", "years"),
        Quantity("opening_cash", "Opening cash", "期初资金", "fen"),
        Quantity("has_income_account", "Income account named", "已填收入科目", "flag"),
        Quantity("tolerance", "Tolerance of printed totals", "允许差额", "fen"),
    ),
    outputs=(
        Quantity(
            "rows",
            "Rows",
            "分年明细",
            "table",
            "balance = last balance + income + funding − construction − operating − principal of {years}",
        ),
        Quantity("net_revenue", "Net revenue", "净收益", "fen", "income − operating cost − taxes of {years}"),
        Quantity(
            "bond_debt_service",
            "Debt service of bonds",
            "债券本息",
            "fen",
            "bond principal + interest of {years}",
        ),
        Quantity(
            "all_debt_service",
            "Debt service of all debt",
            "全部债务本息",
            "fen",
            "{bond_debt_service} + market principal + market interest of {years}",
        ),
        Quantity(
            "bond_multiple",
            "Multiple on bonds",
            "债券本息覆盖倍数",
            "multiple",
            "{net_revenue} ÷ {bond_debt_service}",
        ),
        Quantity(
            "all_multiple",
            "Multiple on all debt",
            "总债务本息覆盖倍数",
            "multiple",
            "{net_revenue} ÷ {all_debt_service}",
        ),
        Quantity(
            "lowest_balance", "Lowest cash balance", "最低资金余额", "fen", "lowest cash balance of {rows}"
        ),
        Quantity(
            "lowest_balance_year", "Year of the lowest", "最低年度", "years", "first year of {lowest_balance}"
        ),
        Quantity("first_gap_year", "First gap year", "首个缺口年度", "years", "first of {rows} below zero"),
        Quantity("checks", "Checks", "校验", "table", "left and right figure of every identity on {years}"),
        Quantity("holds", "All checks hold", "全部通过", "flag", "every one of {checks}"),
    ),
    sources=(
        Clause("Balance table form of a provincial debt system", "rows 01 to 09 and their checks", "2020"),
        Clause("财预〔2017〕89号", "balance of revenue and financing", "2017-06", confirmed=False),
    ),
    example={
        "years": [
            {"year": 2026, "bond_proceeds": 10_000_000_000, "construction_cost": 10_000_000_000},
            {
                "year": 2027,
                "project_income": 13_000_000_000,
                "operating_cost": 1_000_000_000,
                "operating_bond_interest": 500_000_000,
                "bond_principal": 10_000_000_000,
            },
        ],
        "start_year": 2026,
        "life_years": 10,
    },
    example_result={
        "net_revenue": "12000000000",
        "bond_debt_service": "10500000000",
        "bond_multiple": "1.142857142857142857142857143",
        "lowest_balance": "0",
        "first_gap_year": "—",
        "holds": "yes",
    },
)
