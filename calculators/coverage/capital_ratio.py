"""Project capital ratio (项目资本金比例) against the minimum of the sector.

    capital  = fiscal_capital + own_capital + bond_as_capital
    ratio    = capital ÷ total_investment
    shortfall = max(0, minimum × total_investment − capital), rounded up to the fen

Shapes  scalars.
Units   fen; ratio and minimum are decimals (0.20 is 20 %), the ratio unrounded.
Errors  CalculationError: not_integer, out_of_range, negative_amount, no_investment, capital_above_investment,
        not_a_number, rate_too_low, rate_too_high.
Source  SPEC.sources; golden cases in tests/golden/coverage/capital_ratio.csv.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding, check_amount, round_fen
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class CapitalRatio:
    """Capital, what is borrowed of it, the ratio, and what is missing to the minimum."""

    capital: int
    ratio: Decimal
    bond_share: Decimal | None
    required_capital: int
    shortfall: int
    meets: bool


def capital_ratio(
    total_investment: int,
    *,
    minimum: Decimal,
    fiscal_capital: int = 0,
    own_capital: int = 0,
    bond_as_capital: int = 0,
) -> CapitalRatio:
    """Return the capital ratio of a project and whether it reaches the minimum passed in.

    >>> found = capital_ratio(1_000, minimum=Decimal("0.20"), fiscal_capital=150, bond_as_capital=40)
    >>> str(found.ratio), found.shortfall, found.meets
    ('0.19', 10, False)
    """
    least = check_rate(minimum, "minimum", lowest=Decimal(0), highest=Decimal(1))
    if not check_amount(total_investment, "total_investment"):
        raise CalculationError("no_investment", "total_investment", "an investment above zero is needed")
    bond = check_amount(bond_as_capital, "bond_as_capital")
    own = check_amount(fiscal_capital, "fiscal_capital") + check_amount(own_capital, "own_capital")
    capital = own + bond
    if capital > total_investment:
        raise CalculationError(
            "capital_above_investment", "total_investment", "capital exceeds the investment"
        )
    required = round_fen(Fraction(least) * total_investment, Rounding.UP)
    return CapitalRatio(
        capital,
        Decimal(capital) / total_investment,
        Decimal(bond) / capital if capital else None,
        required,
        max(0, required - capital),
        capital >= required,
    )


SPEC = CalculatorSpec(
    key="coverage.capital_ratio",
    title="Project capital ratio",
    title_zh="项目资本金比例",
    unit="ratio",
    function=capital_ratio,
    inputs=(
        Quantity("total_investment", "Total investment", "总投资", "fen"),
        Quantity("minimum", "Minimum of the sector", "最低资本金比例", "rate"),
        Quantity("fiscal_capital", "Fiscal capital", "财政资本金", "fen"),
        Quantity("own_capital", "Own capital", "自有资本金", "fen"),
        Quantity("bond_as_capital", "Bonds used as capital", "专项债券用作资本金", "fen"),
    ),
    outputs=(
        Quantity(
            "capital", "Capital", "资本金", "fen", "{fiscal_capital} + {own_capital} + {bond_as_capital}"
        ),
        Quantity("ratio", "Capital ratio", "资本金比例", "ratio", "{capital} ÷ {total_investment}"),
        Quantity(
            "bond_share",
            "Share of bonds in capital",
            "债券占资本金比例",
            "ratio",
            "{bond_as_capital} ÷ {capital}",
        ),
        Quantity(
            "required_capital",
            "Capital required",
            "应有资本金",
            "fen",
            "{minimum} × {total_investment}, rounded up",
        ),
        Quantity(
            "shortfall", "Shortfall", "资本金缺口", "fen", "{required_capital} − {capital}, not below zero"
        ),
        Quantity("meets", "Meets the minimum", "是否达标", "flag", "{capital} ≥ {required_capital}"),
    ),
    sources=(
        Clause("国发〔2019〕26号", "minimum capital by sector", "2019-11", confirmed=False),
        Clause("国发〔2015〕51号", "minimum capital by sector", "2015-09", confirmed=False),
    ),
    example={"total_investment": 1_000, "minimum": "0.20", "fiscal_capital": 150, "bond_as_capital": 40},
    example_result={"capital": "190", "ratio": "0.19", "shortfall": "10", "meets": "no"},
)
