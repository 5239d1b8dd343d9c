"""Calling a calculator from JSON-ready values: every type read, every wrong value refused with its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.balance_table import SPEC as BALANCE_TABLE
from calculators.coverage.llcr import SPEC_LOAN
from calculators.kernel.call import MOST_ITEMS, arguments, read, run, text
from calculators.kernel.errors import CalculationError


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Part:
    amount: int
    rate: Decimal = Decimal(0)


def anything(amount: int, *, parts: Sequence[Part] = ()) -> tuple[int, Sequence[Part]]:
    return amount, parts


READ: list[tuple[Any, Any, Any]] = [
    ("12", int, 12),
    (" -12 ", int, -12),
    ("0.0236", Decimal, Decimal("0.0236")),
    (3, Decimal, Decimal(3)),
    ("1/3", Fraction, Fraction(1, 3)),
    ("0.25", Fraction, Fraction(1, 4)),
    ("2024-02-29", date, date(2024, 2, 29)),
    (True, bool, True),
    ("no", bool, False),
    ("text", str, "text"),
    ("red", Colour, Colour.RED),
    (Colour.RED, Colour, Colour.RED),
    ("a", Literal["a", "b"], "a"),
    (None, int | None, None),
    ("5", int | None, 5),
    ("x", int | str, "x"),
    ([1, "2"], Sequence[int], (1, 2)),
    ([1, 2], list[int], [1, 2]),
    (["2024-01-01"], frozenset[date], frozenset({date(2024, 1, 1)})),
    ([["1", "0.5"]], tuple[tuple[int, Decimal], ...], ((1, Decimal("0.5")),)),
    ({"2024": "5"}, Mapping[int, int], {2024: 5}),
    ({"amount": "5", "rate": "0.1"}, Part, Part(5, Decimal("0.1"))),
    (Part(1), Part, Part(1)),
    ("0.5", float, 0.5),
    (0.5, float, 0.5),
    ({"any": 1}, Any, {"any": 1}),
]


@pytest.mark.parametrize(("raw", "kind", "value"), READ, ids=repr)
def test_golden_reads(raw: Any, kind: Any, value: Any) -> None:
    found = read(raw, kind, "x")
    assert found == value
    assert type(found) is type(value)


def test_golden_examples_of_specs_run() -> None:
    assert text(run(SPEC_LOAN, SPEC_LOAN.example)) == "(2, 2.2)"
    assert run(BALANCE_TABLE, BALANCE_TABLE.example).first_gap_year is None


def test_golden_text_is_stable() -> None:
    assert text({"a": (Decimal("2.0E+2"), None, True, Colour.RED)}) == "{a: (200, —, yes, red)}"
    assert text(Part(1)) == "{amount=1, rate=0}"


@given(st.integers(-(10**18), 10**18), st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_oracle_text_round_trip(whole: int, number: Decimal) -> None:
    assert read(text(whole), int, "x") == whole
    if abs(number.adjusted()) <= 60:
        assert read(text(number), Decimal, "x") == number


@given(st.dates())
def test_law_dates_survive(day: date) -> None:
    assert read(text(day), date, "x") == day


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_law_any_json_is_read_or_refused(raw: Any) -> None:
    for kind in (int, Decimal, Fraction, date, bool, str, Colour, Part, list[int], tuple[int, int], float):
        try:
            read(raw, kind, "x")
        except CalculationError as refusal:
            place = refusal.field
        else:
            place = "x"
        assert place.startswith("x")


REFUSED: list[tuple[Any, Any, str, str]] = [
    (1.5, int, "not_integer", "x"),
    (True, int, "not_integer", "x"),
    ("1_000", int, "not_integer", "x"),
    ("9" * 41, int, "not_integer", "x"),
    ("--1", int, "not_integer", "x"),
    (0.1, Decimal, "not_a_number", "x"),
    ("NaN", Decimal, "not_a_number", "x"),
    ("1e999", Decimal, "not_a_number", "x"),
    ("one", Decimal, "not_a_number", "x"),
    ("1/0", Fraction, "not_a_number", "x"),
    ("2023-02-29", date, "not_a_date", "x"),
    (20240101, date, "not_a_date", "x"),
    ("maybe", bool, "not_a_flag", "x"),
    (1, bool, "not_a_flag", "x"),
    (1, str, "not_text", "x"),
    ("blue", Colour, "not_a_choice", "x"),
    ([], Colour, "not_a_choice", "x"),
    ("c", Literal["a", "b"], "not_a_choice", "x"),
    ("12", Sequence[int], "not_a_list", "x"),
    ([1, "y"], Sequence[int], "not_integer", "x[1]"),
    ([1], tuple[int, int], "not_a_list", "x"),
    ([0] * 100_001, Sequence[int], "too_long", "x"),
    ([], Mapping[str, int], "not_an_object", "x"),
    ({"a": "b"}, Mapping[str, int], "not_integer", "x[a]"),
    (5, Part, "not_an_object", "x"),
    ({"rate": "1"}, Part, "missing", "x.amount"),
    ({"amount": 1, "colour": 2}, Part, "unknown_field", "x.colour"),
    ({"amount": "?"}, Part, "not_integer", "x.amount"),
    (float("nan"), float, "not_a_number", "x"),
    (1, complex, "unsupported", "x"),
]


@pytest.mark.parametrize(("raw", "kind", "code", "field"), REFUSED)
def test_refuses(raw: Any, kind: Any, code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        read(raw, kind, "x")
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_unknown_and_missing_arguments() -> None:
    for raw, code, field in (
        ({}, "missing", "amount"),
        ({"amount": 1, "face": 2}, "unknown_field", "face"),
        ({"amount": 1, "parts": [{"amount": 1}, {}]}, "missing", "parts[1].amount"),
    ):
        with pytest.raises(CalculationError) as refusal:
            arguments(anything, raw)
        assert (refusal.value.code, refusal.value.field) == (code, field)


@pytest.mark.parametrize("word", [True, "true", "yes", False, "false", "no"])
def test_golden_every_word_for_a_flag(word: Any) -> None:
    assert read(word, bool, "flag") is (word in (True, "true", "yes"))


@pytest.mark.parametrize(
    ("value", "kind", "code", "field"),
    [
        ([1] * (MOST_ITEMS + 1), list[int], "too_long", "f"),
        ({str(n): 1 for n in range(MOST_ITEMS + 1)}, Mapping[str, int], "too_long", "f"),
        ({"x": 1}, Mapping[int, int], "not_integer", "f[x]"),
        ({"1": "x"}, Mapping[int, int], "not_integer", "f[1]"),
        (["x"], tuple[int, ...] | None, "not_integer", "f[0]"),
        ("x", int | Decimal, "not_a_number", "f"),
        ("1/x", Fraction, "not_a_number", "f"),
        ([1], tuple[int, int], "not_a_list", "f"),
        ("c", Literal["a", "b"], "not_a_choice", "f"),
        ("1" * 41, int, "not_integer", "f"),
        ("1e61", Decimal, "not_a_number", "f"),
        ("1e-61", Decimal, "not_a_number", "f"),
        (None, int, "not_integer", "f"),
    ],
)
def test_refuses_at_the_place_and_says_the_limit(value: Any, kind: Any, code: str, field: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        read(value, kind, "f")
    assert (refusal.value.code, refusal.value.field) == (code, field)
    figures = {"too_long": [MOST_ITEMS], "not_a_choice": ["a, b"]}
    if isinstance(value, list) and kind == tuple[int, int]:
        figures["not_a_list"] = [2]
    assert list(refusal.value.params.values()) == figures.get(code, [])


def test_golden_the_longest_that_is_read() -> None:
    assert len(read([1] * MOST_ITEMS, list[int], "f")) == MOST_ITEMS
    assert len(read({str(n): 1 for n in range(MOST_ITEMS)}, Mapping[str, int], "f")) == MOST_ITEMS
    assert read("9" * 40, int, "f") == 10**40 - 1
    assert read("1e60", Decimal, "f") == 10**60
    assert read("1e-60", Decimal, "f") == Decimal("1e-60")
    assert read(date(2024, 1, 1), date, "f") == date(2024, 1, 1)
    assert read("0.5", int | str | Decimal, "f") == "0.5"
    assert read("5", Decimal | int, "f") == Decimal(5)


def test_golden_results_as_text() -> None:
    told = {"a": Colour.RED, "b": (True, False), "c": Decimal("1E+3")}
    assert text(told) == "{a: red, b: (yes, no), c: 1000}"
    assert text({Colour.RED: Part(1)}) == "{red: {amount=1, rate=0}}"
