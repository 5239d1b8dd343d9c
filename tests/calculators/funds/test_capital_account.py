"""Capital accounts: every line foots, every split is fair to the fen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.funds.capital_account import SPECS, capital_accounts, reconcile
from calculators.kernel.spec import CalculatorSpec
from tests.calculators.funds.helpers import check_example, fen, refusal, whole
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases
from tests.oracles.funds import largest_remainder

commitments = st.lists(st.integers(1, 10**15), min_size=1, max_size=12)
calls = st.integers(1, 10**9)
ONE: dict[str, Any] = {"calls": [1], "fees": [0], "results": [0], "distributions": [0]}


@pytest.mark.parametrize("case", golden_cases("funds/capital_account.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = capital_accounts(
        whole(case["commitments"]),
        calls=whole(case["calls"]),
        fees=whole(case["fees"]),
        results=whole(case["results"]),
        distributions=whole(case["distributions"]),
    )
    assert list(found.closing) == whole(case["expected_closing"])
    assert list(found.uncalled) == whole(case["expected_uncalled"])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_example(spec: CalculatorSpec) -> None:
    check_example(spec)


@given(commitments, st.integers(0, 10**12))
def test_oracle_calls_follow_the_largest_remainder(promised: list[int], call: int) -> None:
    call = min(call, sum(promised))
    found = capital_accounts(promised, calls=[call], fees=[0], results=[0], distributions=[0])
    assert list(found.paid_in) == largest_remainder(call, promised)


@given(
    st.lists(st.integers(10**14, 10**15), min_size=1, max_size=8),
    st.lists(st.tuples(calls, fen, st.integers(-(10**12), 10**12), fen), min_size=1, max_size=8),
)
def test_law_lines_foot_for_partners_and_fund(
    promised: list[int], rows: list[tuple[int, int, int, int]]
) -> None:
    called, fees, results, paid = [list(column) for column in zip(*rows, strict=True)]
    found = capital_accounts(promised, calls=called, fees=fees, results=results, distributions=paid)
    assert found.fund_closing == sum(called) - sum(fees) + sum(results) - sum(paid) == sum(found.closing)
    assert sum(found.uncalled) == sum(promised) - sum(called)
    for lines, (call, fee, result, out) in zip(found.periods, rows, strict=True):
        assert [
            sum(getattr(line, name) for line in lines) for name in ("call", "fee", "result", "distribution")
        ] == [
            call,
            fee,
            result,
            out,
        ]
    for partner in range(len(promised)):
        own = [lines[partner] for lines in found.periods]
        assert [line.opening for line in own[1:]] == [line.closing for line in own[:-1]]
        assert (partner in found.overdrawn) == (own[-1].closing < 0)


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=10))
def test_law_reconciles_with_itself_and_tells_one_fen(amounts: list[int]) -> None:
    assert reconcile(amounts, amounts).is_reconciled
    off = reconcile(amounts, [amounts[0] + 1, *amounts[1:]])
    assert (off.differences[0], off.is_reconciled, off.booked_total - off.noticed_total) == (1, False, 1)


def test_law_differences_that_cancel_are_still_told() -> None:
    found = reconcile([10, 10], [11, 9])
    assert (found.noticed_total, found.booked_total, found.is_reconciled) == (20, 20, False)


def test_refuses() -> None:
    assert refusal(capital_accounts, [], **ONE) == ("empty", "commitments")
    assert refusal(capital_accounts, [5], **{**ONE, "calls": []}) == ("empty", "calls")
    assert refusal(capital_accounts, [5], **{**ONE, "fees": []}) == ("shape_mismatch", "fees")
    assert refusal(capital_accounts, [-5], **ONE) == ("negative_amount", "commitments")
    assert refusal(capital_accounts, [5], **{**ONE, "distributions": [-1]}) == (
        "negative_amount",
        "distributions",
    )
    assert refusal(capital_accounts, [5, -5], **ONE) == ("negative_amount", "commitments")
    assert refusal(capital_accounts, [5], **{**ONE, "calls": [6]}) == ("over_commitment", "calls")
    assert refusal(capital_accounts, [5], **{**ONE, "calls": [0], "results": [3]}) == (
        "nothing_paid_in",
        "results",
    )
    assert refusal(capital_accounts, [0], **{**ONE, "calls": [0]}) == ("zero_weights", "weights")
    assert refusal(capital_accounts, [5], **{**ONE, "fees": [0.5]}) == ("not_integer", "fees")
    assert refusal(reconcile, [], []) == ("empty", "noticed")
    assert refusal(reconcile, [1], []) == ("shape_mismatch", "booked")
    assert refusal(reconcile, [1], ["1"]) == ("not_integer", "booked")


@pytest.mark.parametrize(
    ("noticed", "booked", "differences", "agrees"),
    [
        ([35, 15], [35, 16], (0, 1), False),
        ([340_000, 330_000, 330_000], [340_000, 330_000, 330_000], (0, 0, 0), True),
        ([10, 20], [20, 10], (10, -10), False),
    ],
)
def test_golden_notices_against_books_by_hand(
    noticed: list[int], booked: list[int], differences: tuple[int, ...], agrees: bool
) -> None:
    """Sums that agree do not reconcile accounts that differ."""
    found = reconcile(noticed, booked)
    assert (found.differences, found.is_reconciled) == (differences, agrees)
    assert (found.noticed_total, found.booked_total) == (sum(noticed), sum(booked))


@given(st.lists(st.tuples(fen, st.integers(-3, 3)), min_size=1, max_size=12))
def test_oracle_reconcile_finds_what_was_put_in(rows: list[tuple[int, int]]) -> None:
    found = reconcile([amount for amount, _ in rows], [amount + slip for amount, slip in rows])
    assert list(found.differences) == [slip for _, slip in rows]
    assert found.is_reconciled == all(slip == 0 for _, slip in rows)


test_kept_answers = kept_answers("calculators.funds.capital_account")
