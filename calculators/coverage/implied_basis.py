"""What a printed multiple was taken of, read back from the printed revenue, cost and principal.

    debt service if gross = revenue ÷ printed;          if net = (revenue − cost) ÷ printed
    implied rate          = (debt service ÷ principal − 1) ÷ tenor_years        (simple, bullet)

A basis fits when its implied rate lies within the band of rates held possible; a debt service below the
principal gives a negative rate and never fits.

Shapes  scalars.
Units   fen; printed is a pure number above zero; rates decimal per year, unrounded.
Errors  CalculationError: not_integer, negative_amount, out_of_range, no_debt, bad_tenor, bad_multiple,
        not_a_number, reversed_band.
Source  SPEC.sources; golden cases in tests/golden/coverage/implied_basis.csv.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_amount, check_fen
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


class Basis(StrEnum):
    """Which numerator a printed multiple can have been taken of."""

    GROSS = "gross"
    NET = "net"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class ImpliedBasis:
    """Debt service and simple rate that the printed multiple implies under each numerator."""

    gross_debt_service: Decimal
    net_debt_service: Decimal
    gross_rate: Decimal
    net_rate: Decimal
    fits: Basis


def implied_basis(
    printed: Decimal,
    *,
    revenue: int,
    operating_cost: int,
    principal: int,
    tenor_years: int,
    lowest_rate: Decimal,
    highest_rate: Decimal,
) -> ImpliedBasis:
    """Return what the printed multiple implies, and which numerator it fits.

    >>> implied_basis(Decimal("1.5"), revenue=240, operating_cost=120, principal=100, tenor_years=20,
    ...     lowest_rate=Decimal("0.01"), highest_rate=Decimal("0.06")).fits
    <Basis.GROSS: 'gross'>
    """
    if check_rate(printed, "printed") <= 0:
        raise CalculationError("bad_multiple", "printed", "a multiple above zero is needed")
    if not check_amount(principal, "principal"):
        raise CalculationError("no_debt", "principal", "without debt there is nothing to cover")
    if tenor_years < 1:
        raise CalculationError("bad_tenor", "tenor_years", "at least one year")
    low, high = check_rate(lowest_rate, "lowest_rate"), check_rate(highest_rate, "highest_rate")
    if low > high:
        raise CalculationError("reversed_band", "highest_rate", "the band of rates is reversed")
    gross = check_fen(revenue, "revenue") / printed
    net = (revenue - check_amount(operating_cost, "operating_cost")) / printed
    gross_rate, net_rate = ((service / principal - 1) / tenor_years for service in (gross, net))
    fits = _fitting(low <= gross_rate <= high, low <= net_rate <= high)
    return ImpliedBasis(gross, net, gross_rate, net_rate, fits)


def _fitting(is_gross: bool, is_net: bool) -> Basis:
    if is_gross and is_net:
        return Basis.BOTH
    if is_gross:
        return Basis.GROSS
    return Basis.NET if is_net else Basis.NEITHER


SPEC = CalculatorSpec(
    key="coverage.implied_basis",
    title="Basis of a printed multiple",
    title_zh="公布倍数反推口径",
    unit="rate",
    function=implied_basis,
    inputs=(
        Quantity("printed", "Printed multiple", "公布倍数", "multiple"),
        Quantity("revenue", "Printed revenue", "预期收入（收益）", "fen"),
        Quantity("operating_cost", "Printed cost", "成本", "fen"),
        Quantity("principal", "Principal", "本金", "fen"),
        Quantity("tenor_years", "Tenor", "期限", "years"),
        Quantity("lowest_rate", "Lowest rate held possible", "利率下限", "rate"),
        Quantity("highest_rate", "Highest rate held possible", "利率上限", "rate"),
    ),
    outputs=(
        Quantity(
            "gross_debt_service", "Debt service if gross", "按总收入反推本息", "fen", "{revenue} ÷ {printed}"
        ),
        Quantity(
            "net_debt_service",
            "Debt service if net",
            "按净收益反推本息",
            "fen",
            "({revenue} − {operating_cost}) ÷ {printed}",
        ),
        Quantity(
            "gross_rate",
            "Rate if gross",
            "按总收入反推利率",
            "rate",
            "({gross_debt_service} ÷ {principal} − 1) ÷ {tenor_years}",
        ),
        Quantity(
            "net_rate",
            "Rate if net",
            "按净收益反推利率",
            "rate",
            "({net_debt_service} ÷ {principal} − 1) ÷ {tenor_years}",
        ),
        Quantity("fits", "Basis that fits", "适用口径", "text", "{lowest_rate} ≤ rate ≤ {highest_rate}"),
    ),
    sources=(
        Clause("qianlima.com project pages", "revenue, cost, multiple, batches", "2024–2026"),
        Clause("Convention of this library", "simple interest on a bullet principal", "2026"),
    ),
    example={
        "printed": "1.5",
        "revenue": 240,
        "operating_cost": 120,
        "principal": 100,
        "tenor_years": 20,
        "lowest_rate": "0.01",
        "highest_rate": "0.06",
    },
    example_result={
        "gross_debt_service": "160",
        "net_debt_service": "80",
        "gross_rate": "0.03",
        "fits": "gross",
    },
)
