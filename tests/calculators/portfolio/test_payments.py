"""Payments of a portfolio against hand-worked cases, exact fractions, the scalar statement, and laws."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.portfolio.payments import Payments, payments, payments_reference
from calculators.ppp.statement import Component, Deduction, LinkedShare, StatementTerms, payment_statement
from tests.golden import golden_cases
from tests.oracles.portfolio import payment

MILLION = 10**6
Case = tuple[int, int, int, list[int], int, int]


@st.composite
def contracts(draw: st.DrawFn) -> Case:
    index = draw(st.integers(1, 3 * MILLION))
    coefficient = draw(st.integers(0, 2 * MILLION) | st.sampled_from([0, MILLION, 500_000]))
    most = 10**15 * MILLION**2 // max(index * coefficient, 1)
    base = draw(st.integers(0, min(most, 10**15)) | st.integers(0, 1000))
    lines = draw(st.lists(st.integers(0, 10**12) | st.integers(0, 50), min_size=2, max_size=2))
    share = draw(st.integers(0, MILLION) | st.just(MILLION))
    return base, index, coefficient, lines, share, draw(st.integers(0, 10**15) | st.just(10**15))


def paid(cases: list[Case], function: Any = payments) -> Payments:
    base, index, coefficient, lines, share, cap = zip(*cases, strict=True)
    result: Payments = function(
        list(base),
        index=[[value] for value in index],
        coefficient=[[value] for value in coefficient],
        deductions=[[line] for line in lines],
        deduction_cap_share=list(share),
        payment_cap=list(cap),
        is_carried_forward=True,
    )
    return result


@pytest.mark.parametrize("case", golden_cases("portfolio/payments.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    names = ("base", "index", "coefficient", "cap_share", "payment_cap")
    base, index, coefficient, share, cap = (int(case[name]) for name in names)
    found = paid([(base, index, coefficient, [int(x) for x in case["deductions"].split()], share, cap)])
    assert found.payable.tolist() == [[int(case["expected"])]]


@given(st.lists(contracts(), min_size=1, max_size=6))
def test_oracle_fractions(cases: list[Case]) -> None:
    assert paid(cases).payable[:, 0].tolist() == [payment(*case) for case in cases]


def test_oracle_ten_thousand_scalar_statements() -> None:
    draw = np.random.default_rng(5)
    count = 10_000
    base = draw.integers(0, 10**12, count)
    index, coefficient = (
        draw.integers(500_000, 2_000_000, (count, 1)),
        draw.integers(0, 1_100_000, (count, 1)),
    )
    lines = draw.integers(0, 10**9, (count, 1, 2))
    share = np.where(draw.random(count) < 0.5, draw.integers(0, MILLION, count), MILLION)
    cap = np.where(draw.random(count) < 0.3, draw.integers(0, 10**12, count), 10**15)
    found = payments(
        base,
        index=index,
        coefficient=coefficient,
        deductions=lines,
        deduction_cap_share=share,
        payment_cap=cap,
        is_carried_forward=True,
    )
    for i in range(count):
        linked = LinkedShare("score", Decimal(1), Decimal(int(coefficient[i, 0])).scaleb(-6))
        factor = Decimal(int(index[i, 0])).scaleb(-6)
        statement = payment_statement(
            [Component("fee", int(base[i]), (linked,), factor)],
            terms=StatementTerms(
                deduction_cap_share=Decimal(int(share[i])).scaleb(-6) if share[i] < MILLION else None,
                payment_cap=int(cap[i]),
                is_carried_forward=True,
            ),
            deductions=[Deduction(name, int(fen)) for name, fen in zip("ab", lines[i, 0], strict=True)],
        )
        assert found.payable[i, 0] == statement.payable


@given(st.lists(contracts(), min_size=1, max_size=6))
def test_law_kernel_equals_reference(cases: list[Case]) -> None:
    found, reference = paid(cases), paid(cases, payments_reference)
    for name in Payments.__slots__:
        assert (getattr(found, name) == getattr(reference, name)).all()


@given(st.lists(contracts(), min_size=1, max_size=6))
def test_law_lines_foot(cases: list[Case]) -> None:
    found = paid(cases)
    cap = np.array([[case[-1]] for case in cases])
    left = found.fee - found.deducted
    assert (found.payable == np.clip(left, 0, cap)).all()
    assert (found.carried_forward == np.minimum(left, 0)).all()
    assert ((found.status & 2 > 0) == (left > cap)).all()
    assert ((found.status & 4 > 0) == (left < 0)).all()


@given(contracts(), st.integers(0, 1000))
def test_law_a_deduction_never_raises_the_payment(case: Case, more: int) -> None:
    base, index, coefficient, lines, share, cap = case
    harder = (base, index, coefficient, [lines[0] + more, lines[1]], share, cap)
    found = paid([case, harder]).payable[:, 0]
    assert found[1] <= found[0]


GOOD: dict[str, Any] = {
    "base": [100],
    "index": [[MILLION]],
    "coefficient": [[MILLION]],
    "deductions": [[[1]]],
}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("base", [-1], "out_of_range"),
        ("base", [1.0], "not_integer"),
        ("base", [], "empty"),
        ("index", [[0]], "out_of_range"),
        ("index", [[101 * MILLION]], "out_of_range"),
        ("index", [[MILLION]] * 2, "shape_mismatch"),
        ("coefficient", [[-1]], "out_of_range"),
        ("coefficient", [[1, 2]], "shape_mismatch"),
        ("deductions", [[[-1]]], "out_of_range"),
        ("deductions", [[[1.5]]], "not_integer"),
        ("deductions", [[[0] * 65]], "too_many_lines"),
        ("deductions", [[1]], "not_a_list"),
        ("deductions", [[[1], [1]]], "shape_mismatch"),
        ("deductions", np.zeros((1, 1)), "shape_mismatch"),
        ("deductions", np.zeros((1, 1, 1)), "not_integer"),
        ("deductions", [[[101]]], "negative_payable"),
        ("deduction_cap_share", [MILLION + 1], "out_of_range"),
        ("payment_cap", [-1], "out_of_range"),
    ],
)
def test_refuses(field: str, value: object, code: str) -> None:
    with pytest.raises(CalculationError) as refusal:
        payments(**{**GOOD, field: value})
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_refuses_a_fee_beyond_the_largest_amount() -> None:
    with pytest.raises(CalculationError) as refusal:
        payments([10**15], index=[[2 * MILLION]], coefficient=[[MILLION]], deductions=[[[]]])
    assert (refusal.value.code, refusal.value.field) == ("out_of_range", "base")


def test_golden_large_base_and_large_index_of_different_contracts() -> None:
    largest, hundredfold = 10**15, 100 * 10**6
    due = payments(
        [largest, 1_00], index=[[10**6], [hundredfold]], coefficient=[[10**6], [hundredfold]],
        deductions=[[[0]], [[0]]],
    )  # fmt: skip
    assert due.payable.tolist() == [[largest], [1_000_000]]
