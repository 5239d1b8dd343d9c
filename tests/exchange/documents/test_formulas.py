"""Formulas: one text, exact here and live in a sheet; what a paper may hold."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bondlife.exchange.documents import Paper, broken
from bondlife.exchange.documents.formulas import FormulaError, as_excel, holding, work_out
from bondlife.exchange.documents.said import said
from tests.exchange.documents.papers import FORM, paper, values


def worth(text: str, **names: str) -> Decimal:
    return work_out(text, {name: Decimal(value) for name, value in names.items()}.__getitem__)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a + b * 2", "14"),
        ("(a + b) * 2", "18"),
        ("a - b - 1", "-2"),
        ("-a + b", "1"),
        ("a / b", "0.8"),
        ("sum(a, b, 1)", "10"),
        ("min(a, b)", "4"),
        ("max(a, -b)", "4"),
        ("round(a / 3, 2)", "1.33"),
        ("round(2.5)", "3"),
    ],
)
def test_golden(text: str, found: str) -> None:
    assert worth(text, a="4", b="5") == Decimal(found)


@pytest.mark.parametrize(
    "text", ["a +", "(a", "a b", "a & b", "a / 0", "1.2.3", "sum()", "", "a ** 2", "__import__", "f(a)"]
)
def test_refuses(text: str) -> None:
    with pytest.raises((FormulaError, KeyError)):
        worth(text, a="4")


@given(st.lists(st.integers(-(10**15), 10**15), min_size=2, max_size=6))
def test_oracle_sums_and_products_are_those_of_fractions(numbers: list[int]) -> None:
    names = {f"n{place}": Decimal(one) / 100 for place, one in enumerate(numbers)}
    text = " + ".join(names) + " * 0.5"
    *others, last = (Fraction(one, 100) for one in numbers)
    assert Fraction(work_out(text, names.__getitem__)) == sum(others) + last / 2


def test_a_sheet_gets_the_same_text_rounded_to_the_fen() -> None:
    cells = {"a": "B2", "b": "C2", "row.factor": "D5"}
    assert as_excel("a - b", cells.__getitem__, 2) == "=ROUND(B2-C2,2)"
    assert as_excel("-a * row.factor", cells.__getitem__, 6) == "=ROUND(-B2*D5,6)"
    assert as_excel("round(a / 3, 2)", cells.__getitem__, 6) == "=ROUND(B2/3,2)"


def test_every_identity_of_the_paper_holds() -> None:
    assert broken(paper()) == []
    held = holding(paper())
    assert ("head", "", "payable") in held
    assert ("steps", "3", "amount") in held
    assert ("months", "6", "net") in held


def test_one_fen_too_much_is_told_with_both_figures() -> None:
    own = values()
    own["head"]["payable"] += 1
    own["months"][2]["net"] -= 1
    found = broken(paper(head=own["head"], months=own["months"]))
    assert [(one.section, one.row, one.label) for one in found] == [
        ("head", "", "应付"),
        ("months", "3", "净额"),
    ]
    assert found[0].stated - Decimal(str(found[0].computed)) == Decimal("0.01")
    assert found[1].stated - Decimal(str(found[1].computed)) == Decimal("-0.000001")


def test_a_formula_over_a_row_that_is_not_there_is_broken_not_skipped() -> None:
    steps = [{"line": "应付", "amount": 5, "_formula": "nowhere"}]
    found = broken(paper(steps=steps))
    assert [(one.field, one.computed) for one in found] == [("amount", None)]


def test_words_in_a_cell_of_figures_are_no_broken_identity() -> None:
    head = values()["head"] | {"cut": "尚未核定"}
    assert broken(paper(head=head)) == []


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"head": {"stranger": 1}}, ValueError),
        ({"steps": [{"line": "x", "amount": 1.5}]}, TypeError),
        ({"months": [{"mnth": "x"}]}, ValueError),
        ({"nowhere": []}, ValueError),
    ],
)
def test_what_the_form_does_not_know_is_refused(changed: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        Paper(FORM, values(**changed))


def test_the_digest_covers_values_and_pictures() -> None:
    first = paper().digest
    assert paper().digest == first
    head = values()["head"] | {"number": "other"}
    photos = [{"caption": "进水口", "data": b"\x89PNGother"}]
    assert len({first, paper(head=head).digest, paper(photos=photos).digest}) == 3


@pytest.mark.parametrize(
    ("value", "kind", "unit", "text"),
    [
        (1, "fen", "亿元", "0.0000000001"),
        (-123_456, "fen", "元", "-1,234.56"),
        (None, "fen", "元", "—"),
        (0, "fen", "万元", "0.00"),
        (Decimal("0.9512"), "percent", "元", "95.12%"),
        (Decimal("1.2"), "multiple", "元", "1.20"),
        (True, "flag", "元", "是"),
        ("a\x00\ud800b", "text", "元", "ab"),
    ],
)
def test_values_as_printed(value: Any, kind: str, unit: str, text: str) -> None:
    assert said(value, kind, unit) == text
