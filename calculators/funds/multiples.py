"""Fund multiples: what came back and what is left, per yuan paid in.

    paid_in = Σ calls      dpi = Σ distributions ÷ paid_in      rvpi = nav ÷ paid_in      tvpi = dpi + rvpi

Shapes  calls, distributions: (n,) and (m,); the order does not matter.
Units   fen; multiples are pure numbers, unrounded.
Errors  CalculationError: negative_amount, nothing_paid_in, paid_in_over_commitment, and those of check_fen.
Source  Industry definitions of DPI, RVPI and TVPI.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class FundMultiples:
    """Sums and multiples of one fund or one partner."""

    paid_in: int
    distributed: int
    nav: int
    dpi: Decimal
    rvpi: Decimal
    tvpi: Decimal
    paid_in_to_commitment: Decimal | None


def fund_multiples(
    calls: Sequence[int], distributions: Sequence[int], *, nav: int, commitment: int | None = None
) -> FundMultiples:
    """Return DPI, RVPI and TVPI, and the paid-in share of the commitment where one is given.

    >>> figures = fund_multiples([10, 20], [15, 30], nav=15)
    >>> str(figures.dpi), str(figures.tvpi)
    ('1.5', '2')
    """
    paid_in = _total(calls, "calls")
    distributed = _total(distributions, "distributions")
    if paid_in == 0:
        raise CalculationError("nothing_paid_in", "calls", "a multiple needs money paid in")
    nav = _total([nav], "nav")
    return FundMultiples(
        paid_in,
        distributed,
        nav,
        Decimal(distributed) / paid_in,
        Decimal(nav) / paid_in,
        Decimal(distributed + nav) / paid_in,
        _paid_in_share(paid_in, commitment),
    )


def _paid_in_share(paid_in: int, commitment: int | None) -> Decimal | None:
    if commitment is None:
        return None
    if check_fen(commitment, "commitment") < paid_in:
        raise CalculationError("paid_in_over_commitment", "commitment", "more was paid in than was committed")
    return Decimal(paid_in) / commitment


def _total(amounts: Sequence[int], field: str) -> int:
    for amount in amounts:
        if check_fen(amount, field) < 0:
            raise CalculationError("negative_amount", field, "amounts are given without a sign")
    return sum(amounts)


SPEC = CalculatorSpec(
    key="funds.multiples",
    title="Fund multiples (DPI, RVPI, TVPI)",
    title_zh="基金倍数（DPI、RVPI、TVPI）",
    unit="multiple",
    function=fund_multiples,
    inputs=(
        Quantity("calls", "Capital calls", "实缴出资", "fen"),
        Quantity("distributions", "Distributions", "分配", "fen"),
        Quantity("nav", "Net asset value", "净值", "fen"),
        Quantity("commitment", "Commitment", "认缴", "fen"),
    ),
    outputs=(
        Quantity("paid_in", "Paid in", "实缴总额", "fen", "Σ {calls}"),
        Quantity("distributed", "Distributed", "分配总额", "fen", "Σ {distributions}"),
        Quantity("dpi", "DPI", "DPI（分配倍数）", "multiple", "{distributed} ÷ {paid_in}"),
        Quantity("rvpi", "RVPI", "RVPI（剩余价值倍数）", "multiple", "{nav} ÷ {paid_in}"),
        Quantity("tvpi", "TVPI", "TVPI（总价值倍数）", "multiple", "({distributed} + {nav}) ÷ {paid_in}"),
        Quantity("paid_in_to_commitment", "Paid-in rate", "实缴率", "ratio", "{paid_in} ÷ {commitment}"),
    ),
    sources=(Clause("Industry definitions of fund multiples", "DPI, RVPI, TVPI", "-"),),
    example={"calls": [10, 20], "distributions": [15, 30], "nav": 15},
    example_result={"paid_in": "30", "dpi": "1.5", "rvpi": "0.5", "tvpi": "2"},
)
