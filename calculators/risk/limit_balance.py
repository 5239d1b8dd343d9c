"""Identities of limit and balance tables: both figures and the difference for whatever does not hold.

    sum              total = Σ parts                                   (A = B + C)
    limit roll       limit = limit_before + new_limit
    balance roll     closing = opening + issued − repaid
    within           balance ≤ limit

Shapes  parts: (n,); else scalars.
Units   fen (printed tables are read exactly); difference = computed − published; tolerance in fen.
Errors  CalculationError: empty, negative_tolerance, and those of check_fen.
Source  Official limit, balance and repayment forms (限额余额表, A=B+C); published tables break these now
        and then by restatement or dropped decimals, so a broken identity is told and nothing is corrected.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import check_fen
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """One identity: what follows, what is printed, how far apart, and whether it holds."""

    computed: int
    published: int
    difference: int
    tolerance: int
    holds: bool


def sum_check(parts: Sequence[int], total: int, *, tolerance: int = 0) -> IdentityCheck:
    """Check that parts add up to the total.

    >>> sum_check([47407, 92296], 139703).holds
    True
    """
    if not parts:
        raise CalculationError("empty", "parts", "at least one part is needed")
    return _checked(sum(check_fen(part, "parts") for part in parts), check_fen(total, "total"), tolerance)


def limit_roll(limit_before: int, new_limit: int, limit: int, *, tolerance: int = 0) -> IdentityCheck:
    """Check that last year's limit and the new limit make this year's.

    >>> limit_roll(16_548_900, 720_000, 17_268_922).difference
    -22
    """
    computed = check_fen(limit_before, "limit_before") + check_fen(new_limit, "new_limit")
    return _checked(computed, check_fen(limit, "limit"), tolerance)


def balance_roll(
    opening: int, closing: int, *, issued: int, repaid: int, tolerance: int = 0
) -> IdentityCheck:
    """Check that the opening balance, issuance and repayment make the closing balance.

    >>> balance_roll(100, 125, issued=40, repaid=15).holds
    True
    """
    computed = check_fen(opening, "opening") + check_fen(issued, "issued") - check_fen(repaid, "repaid")
    return _checked(computed, check_fen(closing, "closing"), tolerance)


def within_limit(balance: int, limit: int) -> IdentityCheck:
    """Check that a balance keeps to its limit; the difference is the headroom left, negative when over.

    >>> within_limit(7072204, 6920000).difference
    -152204
    """
    headroom = check_fen(limit, "limit") - check_fen(balance, "balance")
    return IdentityCheck(limit, balance, headroom, 0, headroom >= 0)


def _checked(computed: int, published: int, tolerance: int) -> IdentityCheck:
    if check_fen(tolerance, "tolerance") < 0:
        raise CalculationError("negative_tolerance", "tolerance", "a tolerance is zero or more")
    difference = computed - published
    return IdentityCheck(computed, published, difference, tolerance, abs(difference) <= tolerance)


_TOLERANCE = Quantity("tolerance", "Tolerance", "容差", "fen")
_SOURCES = (
    Clause("地方政府债务限额及余额情况表", "A=B+C", "-"),
    Clause("中国地方政府债券信息公开平台 年度数据", "限额与余额", "2015–2024"),
)


def _outputs(computed: str, published: str) -> tuple[Quantity, ...]:
    return (
        Quantity("computed", "Computed", "计算数", "fen", computed),
        Quantity("published", "Published", "公布数", "fen", published),
        Quantity("difference", "Difference", "差额", "fen", "{computed} − {published}"),
        Quantity("holds", "Holds", "是否成立", "flag", "|{difference}| ≤ {tolerance}"),
    )


SPECS = (
    CalculatorSpec(
        key="risk.sum_check",
        title="Total against its parts",
        title_zh="合计核对",
        unit="fen",
        function=sum_check,
        inputs=(
            Quantity("parts", "Parts", "分项", "fen"),
            Quantity("total", "Total", "合计", "fen"),
            _TOLERANCE,
        ),
        outputs=_outputs("Σ {parts}", "{total}"),
        sources=_SOURCES,
        example={"parts": [47407, 92296], "total": 139703},
        example_result={"computed": "139703", "difference": "0", "holds": "yes"},
    ),
    CalculatorSpec(
        key="risk.limit_roll",
        title="Roll-forward of a limit",
        title_zh="限额滚动核对",
        unit="fen",
        function=limit_roll,
        inputs=(
            Quantity("limit_before", "Limit last year", "上年限额", "fen"),
            Quantity("new_limit", "New limit", "新增限额", "fen"),
            Quantity("limit", "Limit this year", "本年限额", "fen"),
            _TOLERANCE,
        ),
        outputs=_outputs("{limit_before} + {new_limit}", "{limit}"),
        sources=_SOURCES,
        example={"limit_before": 16548900, "new_limit": 720000, "limit": 17268922},
        example_result={"computed": "17268900", "difference": "-22", "holds": "no"},
    ),
    CalculatorSpec(
        key="risk.balance_roll",
        title="Roll-forward of a balance",
        title_zh="余额滚动核对",
        unit="fen",
        function=balance_roll,
        inputs=(
            Quantity("opening", "Opening balance", "年初余额", "fen"),
            Quantity("closing", "Closing balance", "年末余额", "fen"),
            Quantity("issued", "Issued", "发行额", "fen"),
            Quantity("repaid", "Repaid", "还本额", "fen"),
            _TOLERANCE,
        ),
        outputs=_outputs("{opening} + {issued} − {repaid}", "{closing}"),
        sources=_SOURCES,
        example={"opening": 100, "closing": 125, "issued": 40, "repaid": 15},
        example_result={"computed": "125", "holds": "yes"},
    ),
    CalculatorSpec(
        key="risk.within_limit",
        title="Balance within its limit",
        title_zh="余额不超限额",
        unit="fen",
        function=within_limit,
        inputs=(Quantity("balance", "Balance", "余额", "fen"), Quantity("limit", "Limit", "限额", "fen")),
        outputs=(
            Quantity("computed", "Limit", "限额", "fen", "{limit}"),
            Quantity("published", "Balance", "余额", "fen", "{balance}"),
            Quantity("difference", "Headroom", "剩余空间", "fen", "{limit} − {balance}"),
            Quantity("tolerance", "Tolerance", "容差", "fen", "0"),
            Quantity("holds", "Within the limit", "未超限额", "flag", "{difference} ≥ 0"),
        ),
        sources=_SOURCES,
        example={"balance": 7072204, "limit": 6920000},
        example_result={"difference": "-152204", "holds": "no"},
    ),
)
