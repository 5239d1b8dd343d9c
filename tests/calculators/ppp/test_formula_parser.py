"""Formulas as trees: what binds to what, the column of every part, refusals with what they found."""

from fractions import Fraction
from typing import Any

import pytest

from calculators.kernel.errors import CalculationError
from calculators.ppp.formula_parser import MAX_DEPTH, parse
from calculators.ppp.formula_syntax import Call, Comparison, Condition, Name, Number, Product, Sum
from calculators.ppp.units import parse_unit


def told(text: str) -> tuple[str, str, dict[str, Any]]:
    """Return code, column and figures of a refusal."""
    with pytest.raises(CalculationError) as refusal:
        parse(text)
    return refusal.value.code, refusal.value.field, dict(refusal.value.params)


def test_golden_sums_of_products() -> None:
    a, b, c = Name("a", 1), Name("b", 5), Name("c", 9)
    assert parse("a + b * c") == Sum(((False, a), (False, Product(((False, b), (False, c)), 5))), 1)
    assert parse("a - b / c") == Sum(((False, a), (True, Product(((False, b), (True, c)), 5))), 1)
    assert parse("a") == a
    assert parse("  2") == Number(Fraction(2), None, 3)
    assert parse(" -a") == Sum(((True, Name("a", 3)),), 2)


def test_golden_conditions_bind_looser_than_comparisons() -> None:
    left = Comparison("<", Name("a", 1), Name("b", 5), 3)
    right = Comparison(">=", Name("c", 11), Name("d", 16), 13)
    assert parse("a < b and c >= d") == Condition("and", (left, right), 1)
    assert parse("a or b and c") == Condition(
        "or", (Name("a", 1), Condition("and", (Name("b", 6), Name("c", 12)), 6)), 1
    )
    assert parse("a or b or c") == Condition("or", (Name("a", 1), Name("b", 6), Name("c", 11)), 1)
    assert parse(" not a") == Condition("not", (Name("a", 6),), 2)


def test_golden_calls_and_tables() -> None:
    assert parse("max(a, b)") == Call("max", "", (Name("a", 5), Name("b", 8)), 1)
    assert parse("lookup(band, a)") == Call("lookup", "band", (Name("a", 14),), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b", ("syntax", "column 3", {"found": "b"})),
        ("(a", ("syntax", "column 3", {"sign": ")", "found": "—"})),
        ("a +", ("syntax", "column 4", {"found": "—"})),
        ("a + )", ("syntax", "column 5", {"found": ")"})),
        ("lookup(2, a)", ("syntax", "column 8", {"found": "2"})),
        ("lookup(band a)", ("syntax", "column 13", {"sign": ",", "found": "a"})),
        ("eval(a)", ("unknown_function", "column 1", {"text": "eval"})),
        ("clip(a)", ("wrong_arguments", "column 1", {"text": "clip", "least": 3, "most": 3})),
    ],
)
def test_refuses_with_column_and_what_was_found(text: str, expected: tuple[str, str, Any]) -> None:
    assert told(text) == expected


def test_refuses_brackets_deeper_than_the_limit_whatever_stood_before() -> None:
    deepest = "(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH
    for before in ("", "(a) + ", "((a)) + ", "(a) + (a) + "):
        parse(before + deepest)
        code, column, params = told(f"{before}({deepest})")
        assert (code, column, params) == (
            "too_deep",
            f"column {len(before) + MAX_DEPTH + 2}",
            {"most": MAX_DEPTH},
        )


def test_law_brackets_do_not_change_the_meaning() -> None:
    assert parse("(a) + ((b))") == Sum(((False, Name("a", 2)), (False, Name("b", 9))), 1)


def test_golden_a_number_carries_its_unit() -> None:
    both = parse("2 [yuan/m3] + 3 [ratio]")
    assert isinstance(both, Sum)
    first, second = (node for _, node in both.terms)
    assert first == Number(Fraction(2), parse_unit("yuan/m3"), 1)
    assert second == Number(Fraction(3), parse_unit("ratio"), 15)
    assert told("1 + 2 [parsecs]")[1] == "column 7"
