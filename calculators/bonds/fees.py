"""Fees of an issue and of its redemption; the rates come from the rule of the batch.

    issuance_fee     = face × issuance_rate
    registration_fee = face × registration_rate
    redemption_fee   = (principal + interest) × redemption_rate

Shapes  scalars.
Units   fen, each fee rounded half up once; rates as decimals (0.0008 is 0.08 %).
Errors  CalculationError: not_integer, negative_amount, not_a_number, rate_too_low, rate_too_high.
Source  SPECS.sources; golden cases in tests/golden/bonds/fees.csv.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.money import check_amount, round_fen
from calculators.kernel.rates import check_rate
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class IssueFees:
    """What an issue costs on the day of issue."""

    issuance_fee: int
    registration_fee: int
    total_fee: int


@dataclass(frozen=True, slots=True)
class RedemptionFee:
    """What the registrar takes for paying principal and interest on."""

    paid_amount: int
    fee: int


def issue_fees(face: int, *, issuance_rate: Decimal, registration_rate: Decimal) -> IssueFees:
    """Return the fees of an issue.

    >>> issue_fees(100_000_000, issuance_rate=Decimal("0.0008"), registration_rate=Decimal("0.000064"))
    IssueFees(issuance_fee=80000, registration_fee=6400, total_fee=86400)
    """
    check_amount(face, "face")
    issuance = round_fen(face * _fee_rate(issuance_rate, "issuance_rate"))
    registration = round_fen(face * _fee_rate(registration_rate, "registration_rate"))
    return IssueFees(issuance, registration, issuance + registration)


def redemption_fee(*, principal: int, interest: int, redemption_rate: Decimal) -> RedemptionFee:
    """Return the service fee on one payment of principal and interest.

    >>> redemption_fee(principal=9_000_000, interest=1_000_000, redemption_rate=Decimal("0.00005"))
    RedemptionFee(paid_amount=10000000, fee=500)
    """
    paid = check_amount(principal, "principal") + check_amount(interest, "interest")
    return RedemptionFee(paid, round_fen(paid * _fee_rate(redemption_rate, "redemption_rate")))


def _fee_rate(rate: Decimal, field: str) -> Fraction:
    return Fraction(check_rate(rate, field, lowest=Decimal(0), highest=Decimal(1)))


_SOURCES = (
    Clause("Quanzhou finance bureau, charge of bond fees to a district", "0.0864 % of face", "2024-01"),
    Clause(
        "Provincial issue documents",
        "issuance 0.08 %, registration 0.0064 %, redemption 0.005 %",
        "2023",
        False,
    ),
)

SPEC_ISSUE = CalculatorSpec(
    key="bonds.issue_fees",
    title="Issue fees",
    title_zh="发行登记费用",
    unit="fen",
    function=issue_fees,
    inputs=(
        Quantity("face", "Face", "面值", "fen"),
        Quantity("issuance_rate", "Issuance fee rate", "发行手续费率", "rate"),
        Quantity("registration_rate", "Registration fee rate", "登记托管费率", "rate"),
    ),
    outputs=(
        Quantity("issuance_fee", "Issuance fee", "发行费", "fen", "{face} × {issuance_rate}"),
        Quantity("registration_fee", "Registration fee", "登记费", "fen", "{face} × {registration_rate}"),
        Quantity("total_fee", "Fees together", "费用合计", "fen", "{issuance_fee} + {registration_fee}"),
    ),
    sources=_SOURCES,
    example={"face": 100_000_000, "issuance_rate": "0.0008", "registration_rate": "0.000064"},
    example_result={"issuance_fee": "80000", "registration_fee": "6400", "total_fee": "86400"},
)

SPEC_REDEMPTION = CalculatorSpec(
    key="bonds.redemption_fee",
    title="Redemption service fee",
    title_zh="兑付手续费",
    unit="fen",
    function=redemption_fee,
    inputs=(
        Quantity("principal", "Principal", "本金", "fen"),
        Quantity("interest", "Interest", "利息", "fen"),
        Quantity("redemption_rate", "Redemption fee rate", "兑付手续费率", "rate"),
    ),
    outputs=(
        Quantity("paid_amount", "Amount paid on", "兑付金额", "fen", "{principal} + {interest}"),
        Quantity("fee", "Redemption fee", "兑付费", "fen", "{paid_amount} × {redemption_rate}"),
    ),
    sources=_SOURCES,
    example={"principal": 9_000_000, "interest": 1_000_000, "redemption_rate": "0.00005"},
    example_result={"paid_amount": "10000000", "fee": "500"},
)

SPECS = (SPEC_ISSUE, SPEC_REDEMPTION)
