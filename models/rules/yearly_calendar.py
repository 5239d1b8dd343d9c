"""The year of a debt office: what is filed each month and year, by when, by whom, in which layout.

Days are suggestions: no national text sets one day for all; a region puts its own day in place of each.
"""

from models.lifecycle import Label
from models.regulation import RuleSeed

_SUGGESTED = "管理建议（以当地通知为准）"


def _step(
    key: str, en: str, zh: str, value: object, unit: str, cycle: str, layout: str, **more: object
) -> RuleSeed:
    return RuleSeed(
        key=f"calendar.{key}",
        label=Label(en, zh),
        value=value,
        unit=unit,
        form="days" if unit == "working_days" else "text",
        basis=_SUGGESTED,
        params={"cycle": cycle, "layout": f"layout.{layout}", "owner": "officer", **more},
    )


def _monthly(key: str, en: str, zh: str, days: int, *, number: int) -> RuleSeed:
    return _step(key, en, zh, days, "working_days", "month", key, place=number, locks=True)


def _yearly(
    key: str, en: str, zh: str, day: str, *, after: int, number: int, locks: bool = False
) -> RuleSeed:
    return _step(key, en, zh, day, "month_day", "year", key, place=number, years_after=after, locks=locks)


SEEDS = (
    _monthly("debt_monthly", "Monthly debt report", "债务月报", 5, number=1),
    _monthly("look_through", "Look-through monitoring", "穿透式监测月报", 8, number=2),
    _yearly("advance_quota", "Advance quota", "提前下达额度编入年初预算", "02-28", after=0, number=3),
    _yearly("budget_adjustment", "Budget adjustment", "预算调整方案", "10-31", after=0, number=4),
    _yearly("carry_over", "Carry-over", "年终结转", "01-20", after=1, number=5, locks=True),
    _yearly(
        "level_reconciliation",
        "Reconciliation between levels",
        "上下级对账",
        "01-31",
        after=1,
        number=6,
        locks=True,
    ),
    _yearly("final_accounts", "Final accounts", "决算", "03-31", after=1, number=7, locks=True),
    _yearly(
        "financial_report", "Government financial report", "政府综合财务报告", "05-31", after=1, number=8
    ),
    _yearly("debt_report", "Debt report", "向人大常委会报告政府债务", "06-30", after=1, number=9),
)
"""Steps in the order of the year; those that ``locks`` come before the month or year is closed."""
