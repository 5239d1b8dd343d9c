"""Delay of works: when they will be finished at the pace so far, and by how much the milestones slip.

    pace           = (progress − progress_before) ÷ days between the two reports
    days_left      = ⌈(1 − progress) ÷ pace⌉             finish = as_of + days_left
    days_late      = finish − planned_finish             (below zero: early)
    planned_progress = days since the start ÷ planned days, within 0 and 1
    slip           = days of the latest milestone reached, actual − planned
    forecast[i]    = actual[i], or planned[i] + max(slip, 0), but not before as_of
    earned         = Σ weight of milestones reached      planned = Σ weight of those due by as_of

Shapes  milestones: (n,), each a planned day, an actual day or None, a weight.
Units   days, dates; progress and weights: Decimal shares (0.25 is a quarter); pace: Decimal per day.
Errors  CalculationError: empty, bad_progress, bad_dates, no_pace, bad_weight, ahead_of_today.
Source  Straight carrying-on of the pace of the last reports; the window is an argument. Not a forecast of
        season, ground or money. Milestones: a slip is carried on and never caught up by itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

LAST_YEAR = 9_000
LONGEST_DAYS = 36_525
"""A century: a pace that takes longer is no pace."""


@dataclass(frozen=True, slots=True)
class PaceForecast:
    """Finish at the pace of the window, against the plan."""

    window_days: int
    gained: Decimal
    pace: Decimal
    days_left: int
    finish: date
    days_late: int
    planned_progress: Decimal
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone: its planned day, the day it was reached or None, its weight in the whole."""

    planned_on: date
    actual_on: date | None
    weight: Decimal


@dataclass(frozen=True, slots=True)
class MilestoneForecast:
    """Where every milestone is heading, and what is earned against what was planned by now."""

    forecasts: tuple[date, ...]
    days_late: tuple[int, ...]
    slip: int
    earned: Decimal
    planned: Decimal
    total_weight: Decimal
    finish: date
    finish_days_late: int


def pace_forecast(
    progress: Decimal,
    progress_before: Decimal,
    *,
    as_of: date,
    before_on: date,
    planned_start: date,
    planned_finish: date,
) -> PaceForecast:
    """Return when the works end if the pace between two reports goes on.

    >>> found = pace_forecast(Decimal("0.6"), Decimal("0.4"), as_of=date(2026, 7, 1),
    ...     before_on=date(2026, 1, 1), planned_start=date(2025, 1, 1), planned_finish=date(2026, 12, 31))
    >>> found.window_days, found.days_left, found.finish.isoformat(), found.days_late
    (181, 362, '2027-06-28', 179)
    """
    for field, value in (("progress", progress), ("progress_before", progress_before)):
        if not (value.is_finite() and 0 <= value <= 1):
            raise CalculationError("bad_progress", field, "progress lies between 0 and 1")
    window = (as_of - before_on).days
    if window <= 0 or planned_finish <= planned_start or as_of.year > LAST_YEAR:
        raise CalculationError("bad_dates", "as_of", "days run forward")
    gained = progress - progress_before
    left = 0 if progress == 1 else _days_left(1 - progress, gained, window)
    finish = as_of + timedelta(days=left)
    planned = _straight(planned_start, planned_finish, as_of)
    late = (finish - planned_finish).days
    return PaceForecast(window, gained, gained / window, left, finish, late, planned, progress - planned)


def _days_left(rest: Decimal, gained: Decimal, window: int) -> int:
    if gained <= 0:
        raise CalculationError("no_pace", "progress", "nothing was gained between the two reports")
    days = math.ceil(Fraction(rest) * window / Fraction(gained))
    if days > LONGEST_DAYS:
        raise CalculationError("no_pace", "progress", "at this pace the works take more than a century")
    return days


def _straight(start: date, finish: date, today: date) -> Decimal:
    share = Decimal((today - start).days) / (finish - start).days
    return min(max(share, Decimal(0)), Decimal(1))


def milestone_forecast(milestones: Sequence[Step], *, as_of: date) -> MilestoneForecast:
    """Return where the milestones are heading if the latest slip is carried on.

    >>> steps = [Step(date(2026, 3, 1), date(2026, 4, 1), Decimal("0.5")),
    ...          Step(date(2026, 9, 1), None, Decimal("0.5"))]
    >>> found = milestone_forecast(steps, as_of=date(2026, 6, 1))
    >>> found.slip, found.finish.isoformat(), found.finish_days_late, str(found.earned)
    (31, '2026-10-02', 31, '0.5')
    """
    _check(milestones, as_of)
    reached = [one for one in milestones if one.actual_on is not None]
    latest = max(reached, key=lambda one: (one.actual_on, one.planned_on), default=None)
    slip = (latest.actual_on - latest.planned_on).days if latest is not None and latest.actual_on else 0
    carried = timedelta(days=max(slip, 0))
    forecasts = tuple(one.actual_on or max(one.planned_on + carried, as_of) for one in milestones)
    late = tuple((day - one.planned_on).days for day, one in zip(forecasts, milestones, strict=True))
    last = max(one.planned_on for one in milestones)
    return MilestoneForecast(
        forecasts,
        late,
        slip,
        sum((one.weight for one in reached), Decimal(0)),
        sum((one.weight for one in milestones if one.planned_on <= as_of), Decimal(0)),
        sum((one.weight for one in milestones), Decimal(0)),
        max(forecasts),
        (max(forecasts) - last).days,
    )


def _check(milestones: Sequence[Step], as_of: date) -> None:
    if not milestones:
        raise CalculationError("empty", "milestones", "at least one milestone is needed")
    if any(not (one.weight.is_finite() and one.weight > 0) for one in milestones):
        raise CalculationError("bad_weight", "milestones", "a weight is above zero")
    if max(as_of, *(one.planned_on for one in milestones)).year > LAST_YEAR:
        raise CalculationError("bad_dates", "milestones", "a day lies beyond the year 9000")
    if any(one.actual_on is not None and one.actual_on > as_of for one in milestones):
        raise CalculationError("ahead_of_today", "milestones", "a milestone is reached on a day yet to come")


_SOURCES = (
    Clause("Monthly progress of works against the plan", "形象进度与计划工期比对", "-", confirmed=False),
)

SPECS = (
    CalculatorSpec(
        key="risk.pace_forecast",
        title="Finish at the pace of the last reports",
        title_zh="按进度速率推算竣工",
        unit="days",
        function=pace_forecast,
        inputs=(
            Quantity("progress", "Progress", "形象进度", "percent"),
            Quantity("progress_before", "Progress before", "期初进度", "percent"),
            Quantity("as_of", "Day of the report", "报告日", "date"),
            Quantity("before_on", "Day of the report before", "期初报告日", "date"),
            Quantity("planned_start", "Planned start", "计划开工", "date"),
            Quantity("planned_finish", "Planned completion", "计划竣工", "date"),
        ),
        outputs=(
            Quantity("window_days", "Days of the window", "区间天数", "days", "{as_of} − {before_on}"),
            Quantity("gained", "Gained", "区间进展", "percent", "{progress} − {progress_before}"),
            Quantity("pace", "Pace a day", "日均进展", "ratio", "{gained} ÷ {window_days}"),
            Quantity("days_left", "Days left", "剩余天数", "days", "⌈(1 − {progress}) ÷ {pace}⌉"),
            Quantity("finish", "Finish", "推算竣工", "date", "{as_of} + {days_left}"),
            Quantity("days_late", "Days late", "滞后天数", "days", "{finish} − {planned_finish}"),
            Quantity(
                "planned_progress",
                "Planned progress",
                "计划进度",
                "percent",
                "({as_of} − {planned_start}) ÷ ({planned_finish} − {planned_start})",
            ),
            Quantity("gap", "Against the plan", "进度偏差", "percent", "{progress} − {planned_progress}"),
        ),
        sources=_SOURCES,
        example={
            "progress": "0.6",
            "progress_before": "0.4",
            "as_of": "2026-07-01",
            "before_on": "2026-01-01",
            "planned_start": "2025-01-01",
            "planned_finish": "2026-12-31",
        },
        example_result={"days_left": "362", "finish": "2027-06-28", "days_late": "179"},
    ),
    CalculatorSpec(
        key="risk.milestone_forecast",
        title="Milestones if the slip is carried on",
        title_zh="节点滞后推算",
        unit="days",
        function=milestone_forecast,
        inputs=(
            Quantity("milestones", "Milestones", "建设节点", "table"),
            Quantity("as_of", "As of", "截至日", "date"),
        ),
        outputs=(
            Quantity(
                "forecasts", "Forecast days", "推算日期", "date", "{milestones} planned + max({slip}, 0)"
            ),
            Quantity("days_late", "Days late", "滞后天数", "days", "{forecasts} − {milestones} planned"),
            Quantity("slip", "Slip", "最近节点滞后", "days", "actual − planned of the latest reached"),
            Quantity("earned", "Earned", "已完成权重", "percent", "Σ weight of {milestones} reached"),
            Quantity("planned", "Planned by now", "应完成权重", "percent", "Σ weight of {milestones} due"),
            Quantity("total_weight", "All weights", "权重合计", "percent", "Σ weight of {milestones}"),
            Quantity("finish", "Finish", "推算竣工", "date", "latest of {forecasts}"),
            Quantity(
                "finish_days_late", "Finish late by", "竣工滞后", "days", "{finish} − latest planned day"
            ),
        ),
        sources=_SOURCES,
        example={
            "milestones": [
                {"planned_on": "2026-03-01", "actual_on": "2026-04-01", "weight": "0.5"},
                {"planned_on": "2026-09-01", "actual_on": None, "weight": "0.5"},
            ],
            "as_of": "2026-06-01",
        },
        example_result={"slip": "31", "finish": "2026-10-02", "earned": "0.5"},
    ),
)
