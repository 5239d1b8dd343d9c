"""Many rows written column by column say, byte for byte, what each row says alone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.canonical import canonical_columns, canonical_json, digest, digest_lines

MOMENTS = st.datetimes(timezones=st.just(UTC))
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=4)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.text(),
    AMOUNTS,
    st.dates(),
    MOMENTS,
    st.dictionaries(st.text(), st.integers()),
    st.lists(st.text(max_size=3), max_size=3),
)
COLUMNS = st.sampled_from((st.text(), st.integers(), AMOUNTS, st.dates(), MOMENTS, st.just("%s"), VALUES))


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw rows that name the same columns, each column of one type or of many."""
    names = draw(st.lists(st.text(min_size=1), min_size=1, max_size=4, unique=True))
    kinds = {name: draw(COLUMNS) for name in names}
    return [{name: draw(kinds[name]) for name in names} for _ in range(draw(st.integers(1, 4)))]


def by_column(rows: list[dict[str, Any]], names: Iterable[str]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in names}


@given(tables())
@settings(max_examples=150, deadline=None)
def test_rows_written_together_are_the_rows_written_alone(rows: list[dict[str, Any]]) -> None:
    assert canonical_columns(by_column(rows, rows[0]), {}) == [canonical_json(row) for row in rows]


def test_values_that_are_equal_but_not_written_alike_stay_apart() -> None:
    rows: list[dict[str, Any]] = [
        {"a": Decimal("0.00"), "b": 1, "c": date(2026, 1, 2)},
        {"a": Decimal("-0.00"), "b": True, "c": None},
        {"a": Decimal("1E+2"), "b": None, "c": datetime(2026, 1, 2, tzinfo=UTC)},
    ]
    assert canonical_columns(by_column(rows, "abc"), {}) == [canonical_json(row) for row in rows]
    assert canonical_columns(by_column(rows, "c"), {}) == [canonical_json({"c": row["c"]}) for row in rows]


def test_what_all_share_is_written_once_and_marks_stay() -> None:
    varying, shared = {"b": ["%s", '"']}, {"c%": Decimal("1.10"), "a": None}
    told = canonical_columns(varying, shared, {"d": "\0"})
    assert told == ['{"a":null,"b":"%s","c%":"1.1","d":\0}', '{"a":null,"b":"\\"","c%":"1.1","d":\0}']


@pytest.mark.parametrize("count", [0, 1, 2, 5000, 5001, 10_000])
def test_lines_are_digested_as_one_text(count: int) -> None:
    lines = [f"行{number}" for number in range(count)]
    assert digest_lines(lines) == digest("\n".join(lines))
