"""Billable volume: what was treated, no less than guaranteed and no more than the contract pays for.

    billable = clip(actual, guaranteed share × design, maximum share × design)

Shapes  scalars.
Units   volumes in one unit (m³ or 10k m³ of the period); shares are pure numbers, 1.2 is 120 %.
Errors  CalculationError: guarantee_above_maximum, guarantee_not_allowed, negative, not_positive,
        not_exact, not_finite, out_of_range.
Source  SPEC.sources; golden cases in tests/golden/ppp/volume.csv.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.ppp.exact import nonnegative, positive


@dataclass(frozen=True, slots=True)
class BillableVolume:
    """The billable volume between its limits, and what was paid for but not treated (or the reverse)."""

    actual: Fraction
    least: Fraction
    most: Fraction
    billable: Fraction
    topped_up: Fraction
    unpaid: Fraction


def billable_volume(
    actual: Decimal | Fraction,
    *,
    design: Decimal,
    guaranteed_share: Decimal,
    maximum_share: Decimal,
    is_new_mechanism: bool = False,
) -> BillableVolume:
    """Return the volume a period is billed for.

    >>> volume = billable_volume(
    ...     Decimal(70), design=Decimal(100), guaranteed_share=Decimal("0.8"), maximum_share=Decimal("1.2"))
    >>> str(volume.billable), str(volume.topped_up)
    ('80', '10')
    """
    treated = nonnegative(actual, "actual")
    size = positive(design, "design")
    least = size * nonnegative(guaranteed_share, "guaranteed_share")
    most = size * positive(maximum_share, "maximum_share")
    if least > most:
        raise CalculationError(
            "guarantee_above_maximum", "guaranteed_share", "more is guaranteed than is paid at most"
        )
    if is_new_mechanism and least > 0:
        raise CalculationError(
            "guarantee_not_allowed", "guaranteed_share", "a new-mechanism concession has no guaranteed volume"
        )
    billable = min(max(treated, least), most)
    return BillableVolume(
        treated, least, most, billable, max(least - treated, Fraction(0)), max(treated - most, Fraction(0))
    )


SPEC = CalculatorSpec(
    key="ppp.volume",
    title="Billable volume",
    title_zh="计费水量",
    unit="ratio",
    function=billable_volume,
    inputs=(
        Quantity("actual", "Actual volume", "实际水量", "ratio"),
        Quantity("design", "Design volume", "设计水量", "ratio"),
        Quantity("guaranteed_share", "Guaranteed share", "保底比例", "ratio"),
        Quantity("maximum_share", "Largest share", "上限比例", "ratio"),
        Quantity("is_new_mechanism", "New-mechanism concession", "新机制特许经营", "flag"),
    ),
    outputs=(
        Quantity("actual", "Actual volume", "实际水量", "ratio"),
        Quantity("least", "Guaranteed volume", "保底水量", "ratio", "{design} × {guaranteed_share}"),
        Quantity("most", "Largest volume", "上限水量", "ratio", "{design} × {maximum_share}"),
        Quantity("billable", "Billable volume", "计费水量", "ratio", "min(max({actual}, {least}), {most})"),
        Quantity("topped_up", "Paid but not treated", "补足水量", "ratio", "max({least} − {actual}, 0)"),
        Quantity("unpaid", "Treated but not paid", "超上限水量", "ratio", "max({actual} − {most}, 0)"),
    ),
    sources=(
        Clause("Public assessment tool of two sewage PPP projects (茂南, 郁南)", "billable volume", "2025"),
        Clause("国办函〔2023〕115号", "no guaranteed minimum volume under the new mechanism", "2023-11"),
    ),
    example={"actual": "70", "design": "100", "guaranteed_share": "0.8", "maximum_share": "1.2"},
    example_result={
        "actual": "70",
        "least": "80",
        "most": "120",
        "billable": "80",
        "topped_up": "10",
        "unpaid": "0",
    },
)
