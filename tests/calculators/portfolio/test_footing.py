"""Lines of many payments footed at once: the scalar statement line by line, and sizes that do not fit."""

from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.portfolio.footing import footed
from calculators.ppp.statement import (
    Component,
    Deduction,
    LinkedShare,
    Statement,
    StatementTerms,
    payment_statement,
)

Row = tuple[int, Fraction, list[tuple[Fraction, Fraction]], int]
SHARES = st.fractions(0, Fraction(1, 2), max_denominator=40)


def row(most: int, parts: int) -> st.SearchStrategy[Row]:
    """Draw a base, an index factor, the linked shares with their coefficients, and a deduction."""
    linked = st.tuples(SHARES, st.fractions(0, 2, max_denominator=900))
    return st.tuples(
        st.integers(0, most) | st.integers(0, 300),
        st.fractions(Fraction(1, 2), 2, max_denominator=60),
        st.lists(linked, min_size=parts, max_size=parts),
        st.integers(0, max(most // 5, 1)) | st.just(0),
    )


def together(rows: list[Row], rounding: Rounding) -> Any:
    """Return the rows footed at once: base, price change, one line a linked share."""
    factors = [[Fraction(1), f - 1, *(f * s * (c - 1) for s, c in linked)] for _base, f, linked, _off in rows]
    above, below = (
        np.array([[getattr(one, part) for one in line] for line in factors], np.int64)
        for part in ("numerator", "denominator")
    )
    base = np.repeat(np.array([[one[0]] for one in rows], np.int64), above.shape[1], axis=1)
    taken_off = np.array([one[3] for one in rows], np.int64)
    return footed(base, above, below, taken_off=taken_off, rounding=rounding)


def alone(one: Row, rounding: Rounding) -> Statement | None:
    """Return the statement of a row alone; None where it is below zero."""
    base, factor, linked, off = one
    parts = tuple(LinkedShare(str(n), share, moved) for n, (share, moved) in enumerate(linked))
    try:
        return payment_statement(
            [Component("fee", base, parts, factor)],
            terms=StatementTerms(rounding),
            deductions=[Deduction("event", off)],
        )
    except CalculationError as refusal:
        if refusal.code != "negative_payable":
            raise
        return None


@given(st.integers(0, 2).flatmap(lambda n: st.lists(row(10**12, n), min_size=1, max_size=5)), st.data())
def test_oracle_every_line_is_that_of_the_statement_alone(rows: list[Row], data: st.DataObject) -> None:
    rounding = data.draw(st.sampled_from(Rounding))
    found = together(rows, rounding)
    for place, one in enumerate(rows):
        statement = alone(one, rounding)
        assert found.is_sound[place] == (statement is not None)
        if statement is None:
            continue
        lines = [line for line in statement.lines if line.kind != "deduction"]
        exact = [
            Fraction(int(a), int(b)) for a, b in zip(found.above[place], found.below[place], strict=True)
        ]
        moved = list(zip(exact, found.fen[place].tolist(), strict=True))
        assert [part for n, part in enumerate(moved) if n != 1 or one[1] != 1] == [
            (line.exact, line.fen) for line in lines
        ]
        assert found.payable[place] == statement.payable
        assert Fraction(int(found.fee_above[place]), int(found.fee_below[place])) == statement.fee
        assert Fraction(int(found.left_above[place]), int(found.left_below[place])) == statement.unrounded


@given(st.integers(2**61, 2**63 - 1), st.integers(2, 2**40))
def test_refuses_what_64_bits_do_not_hold_and_leaves_the_other_rows_alone(base: int, factor: int) -> None:
    whole = np.array([[base], [100]], np.int64), np.array([[factor], [1]]), np.array([[1], [3]])
    found = footed(*whole, taken_off=np.array([0, 0]))
    assert found.is_sound.tolist() == [False, True]
    assert (found.payable[1], found.above[1, 0], found.below[1, 0]) == (33, 100, 3)


@given(st.lists(st.integers(2**20, 2**33).map(lambda n: 2 * n + 1), min_size=4, max_size=6))
def test_refuses_denominators_without_a_small_common_multiple(below: list[int]) -> None:
    parts = np.array([below, [7] * len(below)], np.int64)
    found = footed(np.ones_like(parts), np.ones_like(parts), parts, taken_off=np.array([0, 0]))
    whole = np.lcm.reduce(np.array(below, object))
    assert bool(found.is_sound[0]) <= bool(whole < 2**62)
    assert found.is_sound[1]


def test_law_lines_less_what_is_taken_off_foot_to_the_payable() -> None:
    draw = np.random.default_rng(11)
    base, above = draw.integers(0, 10**11, (4000, 4)), draw.integers(-900, 900, (4000, 4))
    above[:, 0] = 9000
    off = draw.integers(0, 10**8, 4000)
    found = footed(base, above, np.full((4000, 4), 900), taken_off=off)
    sums = found.fen.sum(axis=1) - off
    assert (sums == found.payable)[found.is_sound].all()
    assert found.is_sound.sum() > 3000
