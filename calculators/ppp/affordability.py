"""Fiscal affordability of a PPP project: four spending duties, year by year over the subsidy period.

    government-pay  S_n = C × (1+p) × (1+i)^n ÷ N + O_n × (1+p)
    gap subsidy     G_n = C × (1+p) × (1+i)^n ÷ N + O_n × (1+p) − U_n, subsidy S_n = max(G_n, 0)
    equity          E = project capital × government share
    risk            R = Σ risk amount × probability
    supporting      T = cost of supporting works − what the private party pays

n counts from 1 in the first subsidy year. This is an estimate for admission, never the price of a contract.

Shapes  operating_costs, user_payments, equity, risk, supporting: (N,), first subsidy year first.
Units   amounts in fen; profit_rate and discount_rate decimal per year.
Errors  CalculationError: empty, too_many, shape_mismatch, negative, out_of_range, not_exact, not_finite,
        not_a_share, over_certain, overpaid.
Source  SPECS sources; golden cases in tests/golden/ppp/affordability.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import (
    check_items,
    fen_of,
    nonnegative,
    nonnegative_fen,
    share,
)


@dataclass(frozen=True, slots=True)
class SubsidyYear:
    """One year of operating subsidy, each amount in fen."""

    year_number: int
    construction: int
    operation: int
    user_payment: int
    gap: int
    subsidy: int


@dataclass(frozen=True, slots=True)
class AffordabilityTable:
    """The yearly spending duties of one project, in fen; the four rows foot to ``totals``."""

    subsidies: tuple[SubsidyYear, ...]
    equity: tuple[int, ...]
    risk: tuple[int, ...]
    supporting: tuple[int, ...]
    totals: tuple[int, ...]
    whole_life: int
    peak_year: int


def operating_subsidy(
    construction_cost: int,
    operating_costs: Sequence[int],
    user_payments: Sequence[int] = (),
    *,
    profit_rate: Decimal,
    discount_rate: Decimal,
    rounding: Rounding = Rounding.HALF_UP,
) -> tuple[SubsidyYear, ...]:
    """Return the operating subsidy of every year; without user payments it is the government-pay form.

    >>> years = operating_subsidy(1000_00, [0, 0], profit_rate=Decimal("0.07"), discount_rate=Decimal("0.06"))
    >>> [year.subsidy for year in years]
    [56710, 60113]
    """
    nonnegative_fen(construction_cost, "construction_cost")
    check_items(operating_costs, "operating_costs")
    paid = user_payments or [0] * len(operating_costs)
    check_items(paid, "user_payments", length=len(operating_costs))
    profit = 1 + nonnegative(profit_rate, "profit_rate")
    growth = 1 + nonnegative(discount_rate, "discount_rate")
    level = construction_cost * profit / len(operating_costs)
    pairs = zip(operating_costs, paid, strict=True)
    return tuple(
        _subsidy_year(
            number,
            fen_of(level * growth**number, rounding, "construction_cost"),
            fen_of(nonnegative_fen(operation, "operating_costs") * profit, rounding, "operating_costs"),
            nonnegative_fen(user, "user_payments"),
        )
        for number, (operation, user) in enumerate(pairs, start=1)
    )


def equity_expenditure(project_capital: int, *, government_share: Decimal) -> int:
    """Return the government's part of the project capital, fen.

    >>> equity_expenditure(2_518_50, government_share=Decimal("0.2"))
    50370
    """
    capital = nonnegative_fen(project_capital, "project_capital")
    part = share(government_share, "government_share")
    return fen_of(capital * part, Rounding.HALF_UP, "project_capital")


def risk_expenditure(amounts: Sequence[int], probabilities: Sequence[Decimal]) -> int:
    """Return the expected cost of the scenarios of one risk, fen; probabilities may not exceed certainty.

    >>> risk_expenditure([100_00, 500_00], [Decimal("0.3"), Decimal("0.1")])
    8000
    """
    check_items(amounts, "amounts")
    check_items(probabilities, "probabilities", length=len(amounts))
    chances = [share(chance, "probabilities") for chance in probabilities]
    if sum(chances) > 1:
        raise CalculationError("over_certain", "probabilities", "probabilities of one risk sum to at most 1")
    cost = sum(
        (nonnegative_fen(a, "amounts") * c for a, c in zip(amounts, chances, strict=True)), Fraction(0)
    )
    return fen_of(cost, Rounding.HALF_UP, "amounts")


def supporting_expenditure(total_cost: int, private_payment: int) -> int:
    """Return what supporting works cost the government, fen.

    >>> supporting_expenditure(900_00, 200_00)
    70000
    """
    cost = nonnegative_fen(total_cost, "total_cost")
    paid = nonnegative_fen(private_payment, "private_payment")
    if paid > cost:
        raise CalculationError(
            "overpaid", "private_payment", "the private party pays more than the works cost"
        )
    return cost - paid


def affordability_table(
    subsidies: Sequence[SubsidyYear],
    *,
    equity: Sequence[int] = (),
    risk: Sequence[int] = (),
    supporting: Sequence[int] = (),
) -> AffordabilityTable:
    """Put the four spending duties side by side; a duty left out is zero in every year.

    >>> years = operating_subsidy(1000_00, [0, 0], profit_rate=Decimal("0.07"), discount_rate=Decimal("0.06"))
    >>> table = affordability_table(years, risk=[10_00, 0])
    >>> table.totals, table.peak_year
    ((57710, 60113), 2)
    """
    check_items(subsidies, "subsidies")
    size = len(subsidies)
    rows = (_row(equity, "equity", size), _row(risk, "risk", size), _row(supporting, "supporting", size))
    paid = [year.subsidy for year in subsidies]
    totals = tuple(sum(column) for column in zip(paid, *rows, strict=True))
    peak = totals.index(max(totals)) + 1
    return AffordabilityTable(tuple(subsidies), *rows, totals, sum(totals), peak)


def _subsidy_year(number: int, built: int, run: int, user: int) -> SubsidyYear:
    gap = built + run - user
    return SubsidyYear(number, built, run, user, gap, max(gap, 0))


def _row(amounts: Sequence[int], field: str, size: int) -> tuple[int, ...]:
    row = amounts or [0] * size
    check_items(row, field, length=size)
    return tuple(nonnegative_fen(amount, field) for amount in row)


_GUIDE = "财金〔2015〕21号 政府和社会资本合作项目财政承受能力论证指引"
_SOURCES = (
    Clause(_GUIDE, "运营补贴支出 (first term as used in published worked examples)", "2015-04"),
    Clause(_GUIDE, "使用者付费扣减、风险承担、配套投入", "2015-04", confirmed=False),
)

SPECS = (
    CalculatorSpec(
        key="ppp.affordability.subsidy",
        title="Operating subsidy by year (affordability estimate)",
        title_zh="财政承受能力：年度运营补贴",
        unit="fen",
        function=operating_subsidy,
        inputs=(
            Quantity("construction_cost", "Construction cost", "项目全部建设成本", "fen"),
            Quantity("operating_costs", "Yearly operating cost", "年度运营成本", "fen"),
            Quantity("user_payments", "Yearly user payment", "当年使用者付费", "fen"),
            Quantity("profit_rate", "Reasonable profit rate", "合理利润率", "rate"),
            Quantity("discount_rate", "Yearly discount rate", "年度折现率", "rate"),
            Quantity("rounding", "Rounding", "取整规则", "text"),
        ),
        outputs=(
            Quantity(
                "result",
                "Subsidy by year",
                "年度补贴",
                "table",
                "{construction_cost} × (1 + {profit_rate}) × (1 + {discount_rate})ⁿ ÷ N"
                " + {operating_costs} × (1 + {profit_rate}) − {user_payments}",
            ),
        ),
        sources=_SOURCES,
        example={
            "construction_cost": 100000,
            "operating_costs": [0, 0],
            "profit_rate": "0.07",
            "discount_rate": "0.06",
        },
        example_result={
            "result": "(SubsidyYear(year_number=1, construction=56710, operation=0, user_payment=0,"
            " gap=56710, subsidy=56710), SubsidyYear(year_number=2, construction=60113, operation=0,"
            " user_payment=0, gap=60113, subsidy=60113))"
        },
    ),
    CalculatorSpec(
        key="ppp.affordability.table",
        title="Spending duties by year",
        title_zh="年度财政支出责任汇总",
        unit="fen",
        function=affordability_table,
        inputs=(
            Quantity("subsidies", "Subsidy by year", "年度运营补贴", "table"),
            Quantity("equity", "Equity by year", "年度股权投资", "fen"),
            Quantity("risk", "Risk by year", "年度风险承担", "fen"),
            Quantity("supporting", "Supporting works by year", "年度配套投入", "fen"),
        ),
        outputs=(
            Quantity("subsidies", "Subsidy by year", "年度运营补贴", "table"),
            Quantity("equity", "Equity by year", "年度股权投资", "fen"),
            Quantity("risk", "Risk by year", "年度风险承担", "fen"),
            Quantity("supporting", "Supporting works by year", "年度配套投入", "fen"),
            Quantity(
                "totals",
                "Total by year",
                "年度支出责任",
                "fen",
                "{subsidies} + {equity} + {risk} + {supporting}",
            ),
            Quantity("whole_life", "Whole life", "全生命周期合计", "fen", "Σ {totals}"),
            Quantity("peak_year", "Peak year", "支出高峰年", "count", "year of the largest of {totals}"),
        ),
        sources=_SOURCES,
        example={
            "subsidies": [
                {
                    "year_number": 1,
                    "construction": 56710,
                    "operation": 0,
                    "user_payment": 0,
                    "gap": 56710,
                    "subsidy": 56710,
                }
            ],
            "risk": [1000],
        },
        example_result={
            "equity": "(0,)",
            "risk": "(1000,)",
            "supporting": "(0,)",
            "totals": "(57710,)",
            "whole_life": "57710",
            "peak_year": "1",
        },
    ),
    CalculatorSpec(
        key="ppp.affordability.equity",
        title="Equity expenditure",
        title_zh="股权投资支出",
        unit="fen",
        function=equity_expenditure,
        inputs=(
            Quantity("project_capital", "Project capital", "项目资本金", "fen"),
            Quantity("government_share", "Government share", "政府占项目公司股权比例", "ratio"),
        ),
        outputs=(
            Quantity(
                "result",
                "Equity expenditure",
                "股权投资支出",
                "fen",
                "{project_capital} × {government_share}",
            ),
        ),
        sources=_SOURCES,
        example={"project_capital": 251850, "government_share": "0.2"},
        example_result={"result": "50370"},
    ),
    CalculatorSpec(
        key="ppp.affordability.risk",
        title="Risk expenditure",
        title_zh="风险承担支出",
        unit="fen",
        function=risk_expenditure,
        inputs=(
            Quantity("amounts", "Cost if it happens", "风险支出数额", "fen"),
            Quantity("probabilities", "Probability", "发生概率", "ratio"),
        ),
        outputs=(
            Quantity("result", "Expected risk cost", "风险承担支出", "fen", "Σ {amounts} × {probabilities}"),
        ),
        sources=_SOURCES,
        example={"amounts": [10000, 50000], "probabilities": ["0.3", "0.1"]},
        example_result={"result": "8000"},
    ),
    CalculatorSpec(
        key="ppp.affordability.supporting",
        title="Supporting expenditure",
        title_zh="配套投入支出",
        unit="fen",
        function=supporting_expenditure,
        inputs=(
            Quantity("total_cost", "Cost of supporting works", "政府拟提供的其他投入总成本", "fen"),
            Quantity("private_payment", "Paid by the private party", "社会资本方支付的费用", "fen"),
        ),
        outputs=(
            Quantity(
                "result", "Supporting expenditure", "配套投入支出", "fen", "{total_cost} − {private_payment}"
            ),
        ),
        sources=_SOURCES,
        example={"total_cost": 90000, "private_payment": 20000},
        example_result={"result": "70000"},
    ),
)
