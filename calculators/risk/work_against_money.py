"""Work against money: how far payments of a contract run ahead of certified work (计量产值).

    counted      = paid − Σ excused
    payment_rate = counted ÷ contract_amount          work_rate = certified ÷ contract_amount
    gap          = payment_rate − work_rate

Shapes  excused: (n,), each of a named kind.
Units   fen; rates and gap: Decimal (0.15 is 15 points).
Errors  CalculationError: negative_amount, zero_whole, excused_over_paid, bad_limit, and those of check_fen.
Source  Audit red flag of paying ahead of progress. Payments are of all sources; advance payments, land
        compensation and agent construction are typed exceptions. The limit is a local setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import amount, ratio_of


@dataclass(frozen=True, slots=True)
class Excused:
    """A payment that rightly runs ahead of work: its kind and amount."""

    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class WorkAgainstMoney:
    """Both rates, the gap, and whether it is over the limit."""

    paid: int
    excused_total: int
    counted: int
    certified: int
    contract_amount: int
    payment_rate: Decimal
    work_rate: Decimal
    gap: Decimal
    gap_limit: Decimal
    is_ahead: bool


def work_against_money(
    paid: int,
    certified: int,
    contract_amount: int,
    *,
    gap_limit: Decimal,
    excused: Sequence[Excused] = (),
) -> WorkAgainstMoney:
    """Return how far money runs ahead of certified work.

    >>> found = work_against_money(60, 30, 100, gap_limit=Decimal("0.15"), excused=[Excused("advance", 10)])
    >>> str(found.gap), found.is_ahead
    ('0.2', True)
    """
    if not (gap_limit.is_finite() and gap_limit >= 0):
        raise CalculationError("bad_limit", "gap_limit", "a limit is zero or more")
    forgiven = sum(amount(one.amount, "excused") for one in excused)
    if forgiven > amount(paid, "paid"):
        raise CalculationError("excused_over_paid", "excused", "more is excused than was paid")
    payment = ratio_of(
        paid - forgiven, contract_amount, part_field="paid", whole_field="contract_amount"
    ).ratio
    work = ratio_of(certified, contract_amount, part_field="certified", whole_field="contract_amount").ratio
    gap = Decimal(paid - forgiven - certified) / contract_amount
    return WorkAgainstMoney(
        paid,
        forgiven,
        paid - forgiven,
        certified,
        contract_amount,
        payment,
        work,
        gap,
        gap_limit,
        gap > gap_limit,
    )


SPEC = CalculatorSpec(
    key="risk.work_against_money",
    title="Money against certified work",
    title_zh="资金与工程量比对",
    unit="ratio",
    function=work_against_money,
    inputs=(
        Quantity("paid", "Paid, all sources", "累计支付", "fen"),
        Quantity("certified", "Certified work", "计量产值", "fen"),
        Quantity("contract_amount", "Contract amount", "合同金额", "fen"),
        Quantity("gap_limit", "Largest gap", "差距上限", "ratio"),
        Quantity("excused", "Typed exceptions", "例外款项", "table"),
    ),
    outputs=(
        Quantity("excused_total", "Excused", "例外合计", "fen", "Σ {excused}"),
        Quantity("counted", "Payments counted", "计入支付", "fen", "{paid} − {excused_total}"),
        Quantity("payment_rate", "Payment rate", "支付比例", "ratio", "{counted} ÷ {contract_amount}"),
        Quantity("work_rate", "Work rate", "产值比例", "ratio", "{certified} ÷ {contract_amount}"),
        Quantity("gap", "Gap", "差距", "ratio", "{payment_rate} − {work_rate}"),
        Quantity("is_ahead", "Money runs ahead", "超前支付", "flag", "{gap} > {gap_limit}"),
    ),
    sources=(Clause("Audit findings on special-bond projects", "超进度付款", "-", confirmed=False),),
    example={
        "paid": 60,
        "certified": 30,
        "contract_amount": 100,
        "gap_limit": "0.15",
        "excused": [{"kind": "advance", "amount": 10}],
    },
    example_result={"counted": "50", "gap": "0.2", "is_ahead": "yes"},
)
