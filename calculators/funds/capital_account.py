"""Capital accounts of the partners: calls, fees, results and distributions, split so that every line foots.

    closing = opening + call − fee + result − distribution          for each partner and for the fund
    shares   calls and fees by commitment; results and distributions by what each partner has paid in so far

Shapes  commitments: (partners,); calls, fees, results, distributions: (periods,), oldest first.
        A balance of before is brought in as a first period with its calls and results.
Units   fen; results may be negative.
Errors  CalculationError: empty, shape_mismatch, negative_amount, over_commitment, nothing_paid_in,
        and those of check_fen and split.
Source  Partnership accounting; largest-remainder split (Hamilton). Notices agree with accounts to the fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen, split
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner in one period."""

    opening: int
    call: int
    fee: int
    result: int
    distribution: int
    closing: int


@dataclass(frozen=True, slots=True)
class CapitalAccounts:
    """Lines by period and partner, closing balances, and what is left to call."""

    periods: tuple[tuple[PartnerLine, ...], ...]
    closing: tuple[int, ...]
    fund_closing: int
    paid_in: tuple[int, ...]
    uncalled: tuple[int, ...]
    overdrawn: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Notices against accounts, partner by partner; a difference is booked minus noticed."""

    differences: tuple[int, ...]
    noticed_total: int
    booked_total: int
    is_reconciled: bool


def capital_accounts(
    commitments: Sequence[int],
    *,
    calls: Sequence[int],
    fees: Sequence[int],
    results: Sequence[int],
    distributions: Sequence[int],
) -> CapitalAccounts:
    """Return every partner's account; ``overdrawn`` names the partners (by place) that close below zero.

    >>> accounts = capital_accounts([70, 30], calls=[50], fees=[1], results=[11], distributions=[20])
    >>> accounts.closing, accounts.fund_closing, accounts.uncalled
    ((28, 12), 40, (35, 15))
    """
    _check(commitments, calls, fees, results, distributions)
    paid_in = [0] * len(commitments)
    balances = [0] * len(commitments)
    periods: list[tuple[PartnerLine, ...]] = []
    for call, fee, result, paid_out in zip(calls, fees, results, distributions, strict=True):
        parts = split(call, commitments)
        paid_in = [before + part for before, part in zip(paid_in, parts, strict=True)]
        if (result or paid_out) and not any(paid_in):
            raise CalculationError("nothing_paid_in", "results", "results are shared by capital paid in")
        weights = paid_in if any(paid_in) else commitments
        columns = zip(
            balances,
            parts,
            split(fee, commitments),
            split(result, weights),
            split(paid_out, weights),
            strict=True,
        )
        lines = tuple(PartnerLine(o, c, f, r, d, o + c - f + r - d) for o, c, f, r, d in columns)
        periods.append(lines)
        balances = [line.closing for line in lines]
    return CapitalAccounts(
        tuple(periods),
        tuple(balances),
        sum(balances),
        tuple(paid_in),
        tuple(promised - paid for promised, paid in zip(commitments, paid_in, strict=True)),
        tuple(i for i, balance in enumerate(balances) if balance < 0),
    )


def reconcile(noticed: Sequence[int], booked: Sequence[int]) -> Reconciliation:
    """Compare the amounts on notices with the amounts in the accounts, partner by partner.

    >>> reconcile([35, 15], [35, 16])
    Reconciliation(differences=(0, 1), noticed_total=50, booked_total=51, is_reconciled=False)
    """
    if not noticed:
        raise CalculationError("empty", "noticed", "at least one partner is needed")
    if len(noticed) != len(booked):
        raise CalculationError("shape_mismatch", "booked", "one booked amount per notice is needed")
    for field, amounts in (("noticed", noticed), ("booked", booked)):
        for amount in amounts:
            check_fen(amount, field)
    differences = tuple(b - n for n, b in zip(noticed, booked, strict=True))
    return Reconciliation(differences, sum(noticed), sum(booked), not any(differences))


def _check(
    commitments: Sequence[int],
    calls: Sequence[int],
    fees: Sequence[int],
    results: Sequence[int],
    distributions: Sequence[int],
) -> None:
    if not commitments:
        raise CalculationError("empty", "commitments", "at least one partner is needed")
    if not calls:
        raise CalculationError("empty", "calls", "at least one period is needed")
    for field, series in (
        ("commitments", commitments),
        ("calls", calls),
        ("fees", fees),
        ("results", results),
        ("distributions", distributions),
    ):
        if field != "commitments" and len(series) != len(calls):
            raise CalculationError("shape_mismatch", field, "one amount per period is needed")
        if min(check_fen(amount, field) for amount in series) < 0 and field != "results":
            raise CalculationError("negative_amount", field, "this amount is given without a sign")
    if sum(calls) > sum(commitments):
        raise CalculationError("over_commitment", "calls", "more is called than was committed")


SPECS = (
    CalculatorSpec(
        key="funds.capital_accounts",
        title="Capital accounts of the partners",
        title_zh="合伙人资本账户",
        unit="fen",
        function=capital_accounts,
        inputs=(
            Quantity("commitments", "Commitments", "认缴", "fen"),
            Quantity("calls", "Capital calls", "出资通知", "fen"),
            Quantity("fees", "Fees", "费用", "fen"),
            Quantity("results", "Results", "投资损益", "fen"),
            Quantity("distributions", "Distributions", "分配", "fen"),
        ),
        outputs=(
            Quantity(
                "periods",
                "Accounts by period",
                "逐期账户",
                "table",
                "opening + {calls} − {fees} + {results} − {distributions}",
            ),
            Quantity("closing", "Closing balances", "期末余额", "fen", "last line of {periods}"),
            Quantity("fund_closing", "Closing balance of the fund", "基金期末余额", "fen", "Σ {closing}"),
            Quantity("paid_in", "Paid in", "实缴", "fen", "Σ {calls} by {commitments}"),
            Quantity("uncalled", "Uncalled", "未缴", "fen", "{commitments} − {paid_in}"),
            Quantity("overdrawn", "Overdrawn partners", "透支合伙人", "count", "places where {closing} < 0"),
        ),
        sources=(Clause("Partnership agreement", "capital accounts", "-", confirmed=False),),
        example={
            "commitments": [70, 30],
            "calls": [50],
            "fees": [1],
            "results": [11],
            "distributions": [20],
        },
        example_result={"fund_closing": "40"},
    ),
    CalculatorSpec(
        key="funds.reconcile",
        title="Notices against capital accounts",
        title_zh="通知与资本账户核对",
        unit="fen",
        function=reconcile,
        inputs=(
            Quantity("noticed", "On the notices", "通知金额", "fen"),
            Quantity("booked", "In the accounts", "入账金额", "fen"),
        ),
        outputs=(
            Quantity("differences", "Differences", "差额", "fen", "{booked} − {noticed}"),
            Quantity("noticed_total", "Total noticed", "通知合计", "fen", "Σ {noticed}"),
            Quantity("booked_total", "Total booked", "入账合计", "fen", "Σ {booked}"),
            Quantity("is_reconciled", "Agrees to the fen", "核对一致", "flag", "all {differences} are 0"),
        ),
        sources=(Clause("ILPA reporting template", "notices reconcile to capital accounts", "2025-01"),),
        example={"noticed": [35, 15], "booked": [35, 16]},
        example_result={"is_reconciled": "no", "booked_total": "51"},
    ),
)
