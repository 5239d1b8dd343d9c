"""Rates of bond money, kept apart: arrived (到位率), released (拨付率), paid (支付率); what stands still.

    arrival_rate = arrived ÷ held        disbursement_rate = released ÷ held        payment_rate = paid ÷ held
    idle         = arrived − paid

Shapes  scalars.
Units   fen; rates: Decimal shares (0.8 is 80 %), None where nothing is held.
Errors  CalculationError: negative_amount, paid_above_released, and those of check_fen.
Source  Definitions of practice: arrived at the project's unit, released by approval, paid to final payees,
        all over the bonds held. One word is never used for two of them.
"""

from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import amount


@dataclass(frozen=True, slots=True)
class UseRates:
    """How far bond money has come, as shares of the bonds held."""

    idle: int
    arrival_rate: Decimal | None
    disbursement_rate: Decimal | None
    payment_rate: Decimal | None


def use_rates(held: int, *, arrived: int, released: int, paid: int) -> UseRates:
    """Return the shares of bond money that arrived, were released and were paid.

    >>> found = use_rates(100, arrived=80, released=70, paid=60)
    >>> found.idle, str(found.arrival_rate), str(found.disbursement_rate), str(found.payment_rate)
    (20, '0.8', '0.7', '0.6')
    """
    for field, value in (("held", held), ("arrived", arrived), ("released", released), ("paid", paid)):
        amount(value, field)
    if paid > released:
        raise CalculationError("paid_above_released", "paid", "more was paid than was released")

    def over(part: int) -> Decimal | None:
        """Return a part of the money held, in fen, as a share of it; None where none is held."""
        return Decimal(part) / held if held else None

    return UseRates(arrived - paid, over(arrived), over(released), over(paid))


SPEC = CalculatorSpec(
    key="risk.use_rates",
    title="Use of bond money",
    title_zh="债券资金使用",
    unit="percent",
    function=use_rates,
    inputs=(
        Quantity("held", "Bonds held", "债券份额", "fen"),
        Quantity("arrived", "Arrived", "到位金额", "fen"),
        Quantity("released", "Released", "拨付金额", "fen"),
        Quantity("paid", "Paid to final payees", "支付金额", "fen"),
    ),
    outputs=(
        Quantity("idle", "Standing still", "闲置", "fen", "{arrived} − {paid}"),
        Quantity("arrival_rate", "Arrival rate", "到位率", "percent", "{arrived} ÷ {held}"),
        Quantity("disbursement_rate", "Disbursement rate", "拨付率", "percent", "{released} ÷ {held}"),
        Quantity("payment_rate", "Payment rate", "支付率", "percent", "{paid} ÷ {held}"),
    ),
    sources=(Clause("Practice of treasury offices", "到位率、拨付率、支付率", "-", confirmed=False),),
    example={"held": 100, "arrived": 80, "released": 70, "paid": 60},
    example_result={"idle": "20", "arrival_rate": "0.8", "disbursement_rate": "0.7", "payment_rate": "0.6"},
)
