"""User payments: what they take off the government's payment, and how income above plan is shared.

    offset   subsidy = max(fee − user payment, 0)
    sharing  government part = Σ bands: share × income above plan that falls in the band
    UK twin  T = max(income − guaranteed income, 0) × share

Shapes  bands: one or more, the first from 0.
Units   fen of one period; shares decimal, 0 to 1.
Errors  CalculationError: empty, too_many, negative, not_a_share, bands_disordered, not_exact,
        not_finite, out_of_range, not_integer.
Source  SPECS sources; golden cases in tests/golden/ppp/user_payment.csv.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import check_items, fen_of, nonnegative_fen, share


@dataclass(frozen=True, slots=True)
class SharingBand:
    """Income above plan from this amount on is shared at this rate."""

    above: int
    government_share: Decimal


@dataclass(frozen=True, slots=True)
class UserOffset:
    """The government's payment after user payments; what users pay beyond the fee is shown, not lost."""

    fee: int
    user_payment: int
    subsidy: int
    surplus: int


@dataclass(frozen=True, slots=True)
class ExcessSharing:
    """Income above plan and its two parts, fen."""

    excess: int
    by_band: tuple[Fraction, ...]
    government_part: int
    company_part: int


def user_offset(fee: int, user_payment: int) -> UserOffset:
    """Return what the government still pays when users have paid.

    >>> user_offset(100_00, 70_00)
    UserOffset(fee=10000, user_payment=7000, subsidy=3000, surplus=0)
    """
    owed = nonnegative_fen(fee, "fee")
    paid = nonnegative_fen(user_payment, "user_payment")
    return UserOffset(owed, paid, max(owed - paid, 0), max(paid - owed, 0))


def excess_sharing(
    actual_income: int,
    planned_income: int,
    *,
    bands: Sequence[SharingBand],
    rounding: Rounding = Rounding.HALF_UP,
) -> ExcessSharing:
    """Return the government's part of income above plan; below plan nothing is shared.

    >>> bands = [SharingBand(0, Decimal("0.3")), SharingBand(100_00, Decimal("0.5"))]
    >>> excess_sharing(1_300_00, 1_100_00, bands=bands).government_part
    8000
    """
    actual = nonnegative_fen(actual_income, "actual_income")
    planned = nonnegative_fen(planned_income, "planned_income")
    steps = _checked(bands)
    excess = max(actual - planned, 0)
    tops = [*(above for above, _ in steps[1:]), max(excess, steps[-1][0])]
    parts = tuple(
        max(min(excess, top) - above, 0) * part for (above, part), top in zip(steps, tops, strict=True)
    )
    government = fen_of(sum(parts, Fraction(0)), rounding, "actual_income")
    return ExcessSharing(excess, parts, government, excess - government)


def _checked(bands: Sequence[SharingBand]) -> list[tuple[int, Fraction]]:
    check_items(bands, "bands")
    steps = [(nonnegative_fen(b.above, "bands"), share(b.government_share, "bands")) for b in bands]
    if steps[0][0] != 0 or any(a[0] >= b[0] for a, b in pairwise(steps)):
        raise CalculationError("bands_disordered", "bands", "bands start at 0 and go up")
    return steps


_GAP = Clause("财金〔2015〕21号", "使用者付费扣减", "2015-04", confirmed=False)
_SHARE = Clause(
    "UK third-party income sharing, public PPP guidance library", "T = (TPI − GTPI) · SP", "toc 442951"
)

SPECS = (
    CalculatorSpec(
        key="ppp.user_payment.offset",
        title="Offset by user payments",
        title_zh="使用者付费抵减",
        unit="fen",
        function=user_offset,
        inputs=(
            Quantity("fee", "Fee before the offset", "抵减前应付", "fen"),
            Quantity("user_payment", "User payments", "使用者付费", "fen"),
        ),
        outputs=(
            Quantity("fee", "Fee before the offset", "抵减前应付", "fen"),
            Quantity("user_payment", "User payments", "使用者付费", "fen"),
            Quantity("subsidy", "Government pays", "可行性缺口补助", "fen", "max({fee} − {user_payment}, 0)"),
            Quantity("surplus", "Beyond the fee", "超出部分", "fen", "max({user_payment} − {fee}, 0)"),
        ),
        sources=(_GAP,),
        example={"fee": 10000, "user_payment": 7000},
        example_result={"fee": "10000", "user_payment": "7000", "subsidy": "3000", "surplus": "0"},
    ),
    CalculatorSpec(
        key="ppp.user_payment.sharing",
        title="Sharing of income above plan",
        title_zh="超额收益分成",
        unit="fen",
        function=excess_sharing,
        inputs=(
            Quantity("actual_income", "Actual income", "实际收入", "fen"),
            Quantity("planned_income", "Planned income", "基准收入", "fen"),
            Quantity("bands", "Bands", "分成档", "table"),
            Quantity("rounding", "Rounding", "取整规则", "text"),
        ),
        outputs=(
            Quantity("excess", "Above plan", "超额收入", "fen", "max({actual_income} − {planned_income}, 0)"),
            Quantity(
                "by_band",
                "By band",
                "分档分成",
                "fen",
                "part of {excess} in each band × its share in {bands}",
            ),
            Quantity("government_part", "Government's part", "政府分成", "fen", "Σ {by_band}"),
            Quantity("company_part", "Company's part", "项目公司分成", "fen", "{excess} − {government_part}"),
        ),
        sources=(_SHARE,),
        example={
            "actual_income": 130000,
            "planned_income": 110000,
            "bands": [
                {"above": 0, "government_share": "0.3"},
                {"above": 10000, "government_share": "0.5"},
            ],
        },
        example_result={"excess": "20000", "government_part": "8000", "company_part": "12000"},
    ),
)
