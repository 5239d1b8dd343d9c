"""Comparing rows, empty cells, due days, periods: laws of the parts files are made of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bondlife.books import Rule
from bondlife.errors import Invalid
from bondlife.lifecycle.filings.compare import changes, missing_cells, total_of
from bondlife.lifecycle.filings.rows import FiledRow, span_of
from bondlife.lifecycle.filings.steps import Step
from bondlife.locks import period_of, touched
from calculators.kernel.dates import WorkCalendar
from models.layouts import LayoutColumn
from models.periods import DATED
from models.registry import metadata

COLUMNS = (
    LayoutColumn("line_code", "行号"),
    LayoutColumn("payee", "收款人"),
    LayoutColumn("amount", "金额"),
    LayoutColumn("summary_text", "摘要", required=False),
)
ROWS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(-(10**9), 10**9), max_size=6)


def rows(amounts: dict[str, int]) -> list[FiledRow]:
    return [FiledRow(key, key, {"payee": "甲", "amount": amount}) for key, amount in amounts.items()]


@given(ROWS)
def test_law_rows_do_not_differ_from_themselves(amounts: dict[str, int]) -> None:
    assert changes(rows(amounts), rows(amounts), COLUMNS) == []


@given(ROWS, ROWS)
def test_law_differences_explain_the_difference_of_the_sums(old: dict[str, int], new: dict[str, int]) -> None:
    found = changes(rows(old), rows(new), COLUMNS)
    moved = 0
    for one in found:
        if one.kind == "new":
            moved += new[one.key]
        elif one.kind == "gone":
            moved -= old[one.key]
        else:
            moved += (one.after or 0) - (one.before or 0)
    assert total_of(rows(new), "amount") - total_of(rows(old), "amount") == moved


def test_a_zero_is_a_figure_and_an_empty_text_is_none() -> None:
    row = FiledRow("a", "甲项目", {"payee": "", "amount": 0}, "/projects/1")
    assert [(one.item, one.href) for one in missing_cells([row], COLUMNS)] == [("payee", "/projects/1")]


def step(value: object, unit: str, cycle: str, after: int = 0) -> Step:
    rule = Rule("", "calendar.x", "x", "x", value, {}, unit, "", "", "unconfirmed", date(2000, 1, 1), "")
    return Step("x", rule, cycle, "layout.x", "officer", 1, after, locks=False)


def test_days_are_counted_in_working_days_and_move_to_the_working_day_before() -> None:
    calendar = WorkCalendar(rest_days=frozenset({date(2026, 10, day) for day in range(1, 8)}))
    month = span_of(1, "330304", "2026-09", "month")
    assert step(5, "working_days", "month").due_on(month, calendar) == date(2026, 10, 14)
    year = span_of(1, "330304", "2026", "year")
    assert step("01-31", "month_day", "year", 1).due_on(year, calendar) == date(2027, 1, 29)
    assert step("01-31", "month_day", "year", 1).opens_on(year) == date(2026, 12, 31)
    assert step("10-31", "month_day", "year").opens_on(year) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("period", "cycle"),
    [("2026-13", "month"), ("2026", "month"), ("2026-01", "year"), ("abcd", "year"), ("", "year")],
)
def test_a_period_that_is_none_is_refused(period: str, cycle: str) -> None:
    with pytest.raises(Invalid):
        span_of(1, "330304", period, cycle)


def test_closed_months_are_asked_where_a_date_or_its_amount_moves() -> None:
    values = {"paid_on": date(2036, 5, 6), "amount": 1, "state": "paid"}
    asked = [("disbursement", 7, values, names) for names in (["paid_on"], ["amount"], ["state"])]
    assert [dict(touched(*one)) for one in asked] == [
        {(7, "2036-05"): "paid_on"},
        {(7, "2036-05"): "paid_on"},
        {},
    ]
    assert dict(touched("task", 7, values, ["paid_on"])) == {}
    assert (period_of(date(2036, 5, 6)), period_of("2036-05"), period_of(None)) == ("2036-05", "2036-05", "")


def test_every_column_a_lock_watches_exists() -> None:
    for name, dated in DATED.items():
        columns = metadata.tables[name].columns
        assert {*dated.dates, *dated.amounts} <= set(columns.keys()), name
        assert "region_id" in columns
