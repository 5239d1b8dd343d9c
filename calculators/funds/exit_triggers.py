"""Exit triggers of a government fund: clocks that run on, and findings that were made.

    limit   = start + limit_months         warning = start + warning_months
    state   reached when as_of is after the limit, early_warning from the warning date on, else running

Shapes  scalars; exit_triggers returns the five in the order of the rule.
Units   dates, whole months.
Errors  CalculationError: warning_after_limit, as_of_before_start, ended_before_start, and those of dates.
Source  财预〔2015〕210号 as carried into local rules: set-up not finished more than a year after the plan was
        confirmed; money in the account more than a year without an investment; field or direction off
        policy; not investing by the charter; other breaches. The early warning is the bureau's own setting.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calculators.kernel.dates import add_months
from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


class TriggerState(StrEnum):
    """Where a trigger stands."""

    CLEARED = "cleared"
    RUNNING = "running"
    EARLY_WARNING = "early_warning"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class DateCounter:
    """A clock from its start to its limit as seen on one day."""

    start: date
    warning_on: date
    limit_on: date
    days_elapsed: int
    days_left: int
    state: TriggerState


@dataclass(frozen=True, slots=True)
class ExitTriggers:
    """The five triggers; a clock is None where it has not started."""

    set_up: DateCounter | None
    first_investment: DateCounter | None
    off_policy: TriggerState
    against_charter: TriggerState
    other_breach: TriggerState
    is_exit_open: bool


def date_counter(
    start: date, *, as_of: date, limit_months: int, warning_months: int, ended_on: date | None = None
) -> DateCounter:
    """Return where a clock stands; once ended in time it is cleared, ended late it stays reached.

    >>> date_counter(date(2025, 3, 1), as_of=date(2026, 2, 1), limit_months=12, warning_months=11).state.value
    'early_warning'
    """
    if not 0 < warning_months <= limit_months:
        raise CalculationError("warning_after_limit", "warning_months", "a warning comes before the limit")
    if as_of < start:
        raise CalculationError("as_of_before_start", "as_of", "the clock has not started on this day")
    if ended_on is not None and ended_on < start:
        raise CalculationError("ended_before_start", "ended_on", "an end comes after the start")
    warning_on, limit_on = add_months(start, warning_months), add_months(start, limit_months)
    is_ended = ended_on is not None and ended_on <= as_of
    last = ended_on if ended_on is not None and is_ended else as_of
    return DateCounter(
        start,
        warning_on,
        limit_on,
        (last - start).days,
        (limit_on - last).days,
        _state(last, warning_on, limit_on, is_ended=is_ended),
    )


def exit_triggers(
    *,
    as_of: date,
    limit_months: int,
    warning_months: int,
    plan_confirmed_on: date | None = None,
    set_up_on: date | None = None,
    money_received_on: date | None = None,
    first_investment_on: date | None = None,
    is_off_policy: bool = False,
    is_against_charter: bool = False,
    is_otherwise_in_breach: bool = False,
) -> ExitTriggers:
    """Return all five triggers; exit without the others' consent is open when one is reached.

    >>> exit_triggers(
    ...     as_of=date(2026, 3, 2), limit_months=12, warning_months=11, money_received_on=date(2025, 3, 1)
    ... ).is_exit_open
    True
    """

    def clock(start: date | None, ended_on: date | None) -> DateCounter | None:
        """Return the months counted from a day to its end; None before the clock has started."""
        if start is None:
            return None
        return date_counter(
            start, as_of=as_of, limit_months=limit_months, warning_months=warning_months, ended_on=ended_on
        )

    set_up = clock(plan_confirmed_on, set_up_on)
    investment = clock(money_received_on, first_investment_on)
    late = [counter for counter in (set_up, investment) if counter and counter.state is TriggerState.REACHED]
    return ExitTriggers(
        set_up,
        investment,
        _found(is_off_policy),
        _found(is_against_charter),
        _found(is_otherwise_in_breach),
        bool(late) or is_off_policy or is_against_charter or is_otherwise_in_breach,
    )


def _state(last: date, warning_on: date, limit_on: date, *, is_ended: bool) -> TriggerState:
    if last > limit_on:
        return TriggerState.REACHED
    if is_ended:
        return TriggerState.CLEARED
    return TriggerState.EARLY_WARNING if last >= warning_on else TriggerState.RUNNING


def _found(is_true: bool) -> TriggerState:
    return TriggerState.REACHED if is_true else TriggerState.CLEARED


_AS_OF = Quantity("as_of", "As of", "截至日期", "date")
_LIMIT = Quantity("limit_months", "Limit", "期限（月）", "months")
_WARNING = Quantity("warning_months", "Early warning after", "预警（月）", "months")
_SOURCES = (Clause("财预〔2015〕210号", "退出条款", "2015-11"),)

SPECS = (
    CalculatorSpec(
        key="funds.date_counter",
        title="Clock of an exit trigger",
        title_zh="退出触发计时",
        unit="days",
        function=date_counter,
        inputs=(
            Quantity("start", "Start", "起算日", "date"),
            _AS_OF,
            _LIMIT,
            _WARNING,
            Quantity("ended_on", "Ended on", "完成日", "date"),
        ),
        outputs=(
            Quantity("warning_on", "Early warning on", "预警日", "date", "{start} + {warning_months}"),
            Quantity("limit_on", "Limit on", "期限届满日", "date", "{start} + {limit_months}"),
            Quantity("days_elapsed", "Days elapsed", "已过天数", "days", "{as_of} − {start}"),
            Quantity("days_left", "Days left", "剩余天数", "days", "{limit_on} − {as_of}"),
            Quantity("state", "State", "状态", "text", "{as_of} against {warning_on} and {limit_on}"),
        ),
        sources=_SOURCES,
        example={"start": "2025-03-01", "as_of": "2026-02-01", "limit_months": 12, "warning_months": 11},
        example_result={"state": "early_warning", "limit_on": "2026-03-01", "days_left": "28"},
    ),
    CalculatorSpec(
        key="funds.exit_triggers",
        title="Exit triggers of a government fund",
        title_zh="政府投资基金退出触发条件",
        unit="flag",
        function=exit_triggers,
        inputs=(
            _AS_OF,
            _LIMIT,
            _WARNING,
            Quantity("plan_confirmed_on", "Plan confirmed on", "方案确认日", "date"),
            Quantity("set_up_on", "Set up on", "设立日", "date"),
            Quantity("money_received_on", "Money received on", "资金到账日", "date"),
            Quantity("first_investment_on", "First investment on", "首笔投资日", "date"),
            Quantity("is_off_policy", "Off policy", "偏离政策方向", "flag"),
            Quantity("is_against_charter", "Against the charter", "未按章程投资", "flag"),
            Quantity("is_otherwise_in_breach", "Other breach", "其他违约", "flag"),
        ),
        outputs=(
            Quantity("set_up", "Set-up clock", "设立计时", "table", "{plan_confirmed_on} + {limit_months}"),
            Quantity(
                "first_investment",
                "Investment clock",
                "投资计时",
                "table",
                "{money_received_on} + {limit_months}",
            ),
            Quantity("off_policy", "Off policy", "偏离政策方向", "text", "{is_off_policy}"),
            Quantity(
                "against_charter", "Against the charter", "未按章程投资", "text", "{is_against_charter}"
            ),
            Quantity("other_breach", "Other breach", "其他违约", "text", "{is_otherwise_in_breach}"),
            Quantity("is_exit_open", "Exit is open", "可以退出", "flag", "one of the five is reached"),
        ),
        sources=_SOURCES,
        example={
            "as_of": "2026-03-02",
            "limit_months": 12,
            "warning_months": 11,
            "money_received_on": "2025-03-01",
        },
        example_result={"is_exit_open": "yes"},
    ),
)
