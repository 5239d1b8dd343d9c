"""Spend progress of bond money against stage lines, and the list a project stands on.

    progress = spent ÷ received
    required = the line of the last stage begun, on what was received less retention money
    list     recall beyond recall_after months with money unspent; warning after warning_after months on the
             below-standard list; below_standard when under the line; else none

Shapes  stages: (n,), from the rule in force.
Units   fen, whole calendar months since the money came in, shares as Decimal.
Errors  CalculationError: empty, repeated_stage, bad_share, negative_amount, spent_over_received,
        retention_over_received, zero_whole, as_of_before_receipt, listed_after_as_of, and those of check_fen.
Source  晋财债〔2022〕5号: 25 % at 3 months, 50 % at 6, 75 % at 9, 100 % less retention money at 12, each
        batch apart; half a year below standard is the warning list; over 12 months unspent is recalled.
        These are one province's numbers and come in as arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from calculators.kernel.dates import add_months
from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity
from calculators.risk.ratio import amount, ratio_of


@dataclass(frozen=True, slots=True)
class StageLine:
    """From this many months on, at least this share is spent."""

    from_months: int
    least_share: Decimal


@dataclass(frozen=True, slots=True)
class SpendProgress:
    """Progress of one batch on one day; ``required`` is None before the first stage."""

    received_on: date
    as_of: date
    received: int
    spent: int
    unspent: int
    retention: int
    months: int
    progress: Decimal
    required: Decimal | None
    short_by: int
    is_below_line: bool


class ProgressList(StrEnum):
    """Which list a batch stands on."""

    NONE = "none"
    BELOW_STANDARD = "below_standard"
    WARNING = "warning"
    RECALL = "recall"


def spend_progress(
    received: int,
    spent: int,
    *,
    received_on: date,
    as_of: date,
    stages: Sequence[StageLine],
    retention: int = 0,
) -> SpendProgress:
    """Return progress against the stage line that is in force on the day.

    >>> lines = [StageLine(3, Decimal("0.25")), StageLine(6, Decimal("0.5"))]
    >>> found = spend_progress(100, 30, received_on=date(2025, 1, 31), as_of=date(2025, 8, 1), stages=lines)
    >>> found.months, str(found.required), found.short_by, found.is_below_line
    (6, '0.5', 20, True)
    """
    ordered = _checked(stages)
    _check_money(received, spent, retention)
    months = whole_months(received_on, as_of)
    begun = [stage.least_share for stage in ordered if months >= stage.from_months]
    required = begun[-1] if begun else None
    due = received - retention
    # Exact, so that a share with many decimals cannot tip the line by rounding.
    short = ceil(due * Fraction(required)) - spent if required is not None else 0
    progress = ratio_of(spent, received, part_field="spent", whole_field="received").ratio
    return SpendProgress(
        received_on,
        as_of,
        received,
        spent,
        received - spent,
        retention,
        months,
        progress,
        required,
        max(0, short),
        short > 0,
    )


def progress_list(
    progress: SpendProgress,
    *,
    below_since: date | None,
    warning_after_months: int,
    recall_after_months: int,
) -> ProgressList:
    """Return the list; ``below_since`` is the day of the first missed check, None if there was none.

    >>> late = spend_progress(100, 30, received_on=date(2025, 1, 1), as_of=date(2026, 1, 2),
    ...                       stages=[StageLine(12, Decimal(1))])
    >>> progress_list(late, below_since=None, warning_after_months=6, recall_after_months=12).value
    'recall'
    """
    recall_on = add_months(progress.received_on, recall_after_months)
    if progress.as_of > recall_on and progress.unspent > progress.retention:
        return ProgressList.RECALL
    if not progress.is_below_line:
        return ProgressList.NONE
    if below_since is None:
        return ProgressList.BELOW_STANDARD
    if below_since > progress.as_of:
        raise CalculationError(
            "listed_after_as_of", "below_since", "the listing lies after the day asked about"
        )
    is_long = whole_months(below_since, progress.as_of) >= warning_after_months
    return ProgressList.WARNING if is_long else ProgressList.BELOW_STANDARD


def whole_months(start: date, end: date) -> int:
    """Return the whole months from start to end, a month end reckoned to the shorter month.

    >>> whole_months(date(2025, 1, 31), date(2025, 2, 28))
    1
    """
    if end < start:
        raise CalculationError("as_of_before_receipt", "as_of", "the day lies before the money came in")
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def _checked(stages: Sequence[StageLine]) -> list[StageLine]:
    if not stages:
        raise CalculationError("empty", "stages", "at least one stage line is needed")
    if len({stage.from_months for stage in stages}) < len(stages):
        raise CalculationError("repeated_stage", "stages", "two stages begin in the same month")
    for stage in stages:
        if not (stage.least_share.is_finite() and 0 <= stage.least_share <= 1):
            raise CalculationError("bad_share", "stages", "a share is from 0 to 1")
    return sorted(stages, key=lambda stage: stage.from_months)


def _check_money(received: int, spent: int, retention: int) -> None:
    amount(received, "received")
    if amount(spent, "spent") > received:
        raise CalculationError("spent_over_received", "spent", "more is spent than came in")
    if amount(retention, "retention") > received:
        raise CalculationError("retention_over_received", "retention", "more is retained than came in")


_SOURCES = (Clause("晋财债〔2022〕5号", "支出进度预警", "2022"),)

SPECS = (
    CalculatorSpec(
        key="risk.spend_progress",
        title="Spend progress against stage lines",
        title_zh="支出进度",
        unit="ratio",
        function=spend_progress,
        inputs=(
            Quantity("received", "Received", "到位金额", "fen"),
            Quantity("spent", "Spent", "已支出", "fen"),
            Quantity("received_on", "Received on", "到位日期", "date"),
            Quantity("as_of", "As of", "截至日期", "date"),
            Quantity("stages", "Stage lines", "阶段标准", "table"),
            Quantity("retention", "Retention money", "质保金", "fen"),
        ),
        outputs=(
            Quantity("unspent", "Unspent", "未支出", "fen", "{received} − {spent}"),
            Quantity("months", "Months", "月数", "months", "{as_of} − {received_on}"),
            Quantity("progress", "Progress", "支出进度", "ratio", "{spent} ÷ {received}"),
            Quantity("required", "Line in force", "应达进度", "ratio", "stage of {stages} at {months}"),
            Quantity(
                "short_by", "Short by", "差额", "fen", "({received} − {retention}) × {required} − {spent}"
            ),
            Quantity("is_below_line", "Below the line", "未达标", "flag", "{short_by} > 0"),
        ),
        sources=_SOURCES,
        example={
            "received": 100,
            "spent": 30,
            "received_on": "2025-01-31",
            "as_of": "2025-08-01",
            "stages": [{"from_months": 3, "least_share": "0.25"}, {"from_months": 6, "least_share": "0.5"}],
        },
        example_result={"months": "6", "progress": "0.3", "required": "0.5", "short_by": "20"},
    ),
    CalculatorSpec(
        key="risk.progress_list",
        title="List a batch stands on",
        title_zh="支出进度名单",
        unit="text",
        function=progress_list,
        inputs=(
            Quantity("progress", "Spend progress", "支出进度", "table"),
            Quantity("below_since", "First missed check", "首次未达标日", "date"),
            Quantity("warning_after_months", "Warning list after", "预警名单（月）", "months"),
            Quantity("recall_after_months", "Recall after", "收回期限（月）", "months"),
        ),
        outputs=(
            Quantity(
                "result",
                "List",
                "名单",
                "text",
                "{progress} by {warning_after_months}, {recall_after_months}",
            ),
        ),
        sources=_SOURCES,
        example={
            "progress": {
                "received_on": "2025-01-01",
                "as_of": "2026-02-01",
                "received": 100,
                "spent": 30,
                "unspent": 70,
                "retention": 0,
                "months": 13,
                "progress": "0.3",
                "required": "1",
                "short_by": 70,
                "is_below_line": True,
            },
            "below_since": None,
            "warning_after_months": 6,
            "recall_after_months": 12,
        },
        example_result={"result": "recall"},
    ),
)
