"""Shares of an issue: hand-worked splits, the share's own schedule as oracle, footing both ways."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.bonds.schedule import DebtSchedule, Repayment, debt_schedule
from calculators.bonds.shares import split_schedule
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any)
forms = st.sampled_from([Repayment.BULLET, Repayment.INSTALMENT])


def issue(
    face: int, rate: Decimal = Decimal("0.0317"), years: int = 5, form: Repayment = Repayment.INSTALMENT
) -> DebtSchedule:
    return debt_schedule(
        face,
        coupon_rate=rate,
        value_date=date(2024, 4, 1),
        tenor_years=years,
        coupon_frequency=1,
        repayment=form,
    )


@pytest.mark.parametrize("case", golden_cases("bonds/shares.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    whole = issue(
        int(case["face"]),
        Decimal(case["coupon_rate"]),
        int(case["tenor_years"]),
        Repayment(case["repayment"]),
    )
    parts = split_schedule(whole.rows, [int(share) for share in case["shares"].split()])
    shown = [f"{sum(r.principal for r in part)}/{sum(r.interest for r in part)}" for part in parts]
    assert " ".join(shown) == case["expected"]


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=6), forms)
def test_oracle_a_share_stays_by_its_own_schedule(amounts: list[int], form: Repayment) -> None:
    parts = split_schedule(issue(sum(amounts), form=form).rows, amounts)
    for amount, part in zip(amounts, parts, strict=True):
        alone = issue(amount, form=form).rows
        assert part[0].opening == amount
        for ours, theirs in zip(part, alone, strict=True):
            # The issue rounds its yearly principal once, a share alone another time: years × 1 fen apart.
            assert abs(ours.opening - theirs.opening) <= 2 * len(alone)
            assert abs(ours.interest - theirs.interest) <= 2


@given(st.integers(0, 10**13), weights, forms)
def test_law_shares_foot_row_by_row_and_share_by_share(face: int, shares: list[int], form: Repayment) -> None:
    whole = issue(face, form=form)
    parts = split_schedule(whole.rows, shares)
    for index, row in enumerate(whole.rows):
        for name in ("opening", "interest", "principal", "closing"):
            assert sum(getattr(part[index], name) for part in parts) == getattr(row, name)
    for part in parts:
        assert sum(row.principal for row in part) == part[0].opening
        assert part[-1].closing == 0
        assert all(row.principal >= 0 and row.interest >= 0 and row.closing >= 0 for row in part)


@given(st.integers(0, 10**13), weights, st.integers(2, 1000))
def test_law_only_proportions_matter(face: int, shares: list[int], times: int) -> None:
    rows = issue(face).rows
    assert split_schedule(rows, shares) == split_schedule(rows, [share * times for share in shares])


def test_refuses() -> None:
    rows = issue(100).rows
    broken = (rows[0], replace(rows[1], opening=1))
    for given_rows, shares, code, field in (
        ((), [1], "empty", "rows"),
        (rows, [], "empty", "weights"),
        (rows, [0, 0], "zero_weights", "weights"),
        (rows, [2, -1], "negative_amount", "shares"),
        (rows, [0.5, 0.5], "not_integer", "shares"),
        (broken, [1], "not_continuous", "rows"),
    ):
        with pytest.raises(CalculationError) as refusal:
            split_schedule(given_rows, shares)  # type: ignore[arg-type]
        assert (refusal.value.code, refusal.value.field) == (code, field)


test_kept_answers = kept_answers("calculators.bonds.shares")
