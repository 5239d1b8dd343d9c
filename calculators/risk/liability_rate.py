"""Liability rate (负债率): debt balance over gross domestic product, with a check of the GDP itself.

    rate       = balance ÷ gdp
    gdp_growth = gdp ÷ gdp_before − 1          is_gdp_suspicious: |gdp_growth| > growth_limit

Shapes  scalars.
Units   fen; rates: Decimal.
Errors  CalculationError: negative_amount, zero_whole, bad_line, and those of check_fen.
Source  60 % is a convention, so the line is an argument. Published tables carry GDP in a wrong unit now and
        then: a jump beyond the limit given is said.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import ratio_of


@dataclass(frozen=True, slots=True)
class LiabilityRate:
    """Debt, GDP, their ratio; growth is None without last year's GDP, suspicion without a limit too."""

    balance: int
    gdp: int
    rate: Decimal
    line: Decimal
    is_over_line: bool
    gdp_growth: Decimal | None
    is_gdp_suspicious: bool | None


def liability_rate(
    balance: int,
    gdp: int,
    *,
    line: Decimal,
    gdp_before: int | None = None,
    growth_limit: Decimal | None = None,
) -> LiabilityRate:
    """Return debt over GDP, and whether the GDP figure jumps more than the limit.

    >>> found = liability_rate(40, 100, line=Decimal("0.6"), gdp_before=95, growth_limit=Decimal("0.5"))
    >>> str(found.rate), found.is_gdp_suspicious
    ('0.4', False)
    """
    for field, value in (("line", line), ("growth_limit", growth_limit)):
        if value is not None and not (value.is_finite() and value > 0):
            raise CalculationError("bad_line", field, "a line is above zero")
    found = ratio_of(balance, gdp, part_field="balance", whole_field="gdp")
    growth = None
    if gdp_before is not None:
        growth = ratio_of(gdp, gdp_before, part_field="gdp", whole_field="gdp_before").ratio - 1
    suspicious = None if growth is None or growth_limit is None else abs(growth) > growth_limit
    return LiabilityRate(balance, gdp, found.ratio, line, found.ratio > line, growth, suspicious)


SPEC = CalculatorSpec(
    key="risk.liability_rate",
    title="Liability rate (debt over GDP)",
    title_zh="负债率",
    unit="ratio",
    function=liability_rate,
    inputs=(
        Quantity("balance", "Debt balance", "债务余额", "fen"),
        Quantity("gdp", "GDP", "地区生产总值", "fen"),
        Quantity("line", "Line", "参考线", "ratio"),
        Quantity("gdp_before", "GDP of the year before", "上年地区生产总值", "fen"),
        Quantity("growth_limit", "Largest likely growth", "增幅核查线", "ratio"),
    ),
    outputs=(
        Quantity("rate", "Liability rate", "负债率", "ratio", "{balance} ÷ {gdp}"),
        Quantity("is_over_line", "Over the line", "超参考线", "flag", "{rate} > {line}"),
        Quantity("gdp_growth", "Growth of GDP", "地区生产总值增幅", "ratio", "{gdp} ÷ {gdp_before} − 1"),
        Quantity("is_gdp_suspicious", "Check the GDP", "需核查", "flag", "|{gdp_growth}| > {growth_limit}"),
    ),
    sources=(Clause("Convention of 60 %", "负债率", "-", confirmed=False),),
    example={"balance": 40, "gdp": 100, "line": "0.6", "gdp_before": 80, "growth_limit": "0.5"},
    example_result={"rate": "0.4", "gdp_growth": "0.25", "is_gdp_suspicious": "no"},
)
