"""Identities of a balance table: printed totals and their parts, the relation itself as oracle, laws."""

import operator
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.balance_checks import Check, Totals, all_checks, check, parts_foot
from calculators.coverage.balance_table import BalanceYear, balance_table
from calculators.kernel.call import text
from calculators.kernel.errors import CalculationError
from tests.calculators.kept import kept_answers
from tests.golden import golden_cases

amounts = st.integers(-(10**15), 10**15)
RELATIONS = {"=": operator.eq, "≥": operator.ge, ">": operator.gt, "≤": operator.le}

SOUND = {
    "year": 2026,
    "project_income": 200,
    "own_funds": 20,
    "bond_proceeds": 100,
    "bond_as_capital": 40,
    "market_proceeds": 50,
    "construction_cost": 150,
    "construction_market_interest": 2,
    "operating_bond_interest": 4,
    "bond_principal": 100,
    "market_principal": 50,
}

FAULTS = {
    "income_foots": {"printed_income": 199},
    "funding_foots": {"printed_funding": 171},
    "construction_foots": {"printed_construction": 150},
    "operating_foots": {"printed_operating": 5},
    "cash_balance_rolls": {"printed_cash_balance": 65},
    "bond_repaid": {"bond_principal": 99},
    "market_repaid": {"market_principal": 49},
    "bond_interest_not_negative": {"operating_bond_interest": -1},
    "market_interest_present": {"construction_market_interest": 0},
    "construction_cost_present": {"construction_cost": 0},
    "bond_present": {"bond_proceeds": 0, "bond_as_capital": 0, "bond_principal": 0},
    "capital_within_bond": {"bond_as_capital": 101},
    "resources_cover_bond": {"construction_cost": 400},
    "cash_not_negative": {"construction_cost": 300},
    "income_present": {"project_income": 0},
}


def failed(**change: int) -> set[str]:
    year = BalanceYear(**{**SOUND, **change})
    found = balance_table([year], start_year=2026, life_years=20)
    return {one.name for one in found.checks if not one.holds}


@pytest.mark.parametrize("case", golden_cases("coverage/balance_checks.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    found = parts_foot(int(case["total"]), [int(part) for part in case["parts"].split()])
    assert f"{found.difference} {text(found.holds)}" == case["expected"]


def test_golden_figures_on_the_line_itself() -> None:
    """Resources of 170 + 200 − 4 − 152 less the cost meet the 100 of principal at a cost of 114."""
    assert "resources_cover_bond" not in failed(operating_cost=114)
    assert "resources_cover_bond" in failed(operating_cost=115)
    assert "cash_not_negative" not in failed(operating_cost=64)
    assert "cash_not_negative" in failed(operating_cost=65)


def test_golden_which_identities_are_asked_of_which_plan() -> None:
    def asked(**change: int) -> dict[str, int | None]:
        year = BalanceYear(**{**SOUND, **change})
        checks = balance_table([year], start_year=2026, life_years=20).checks
        return {one.name: one.year for one in checks}

    unfinanced = {"market_proceeds": 0, "construction_market_interest": 0}
    assert "market_interest_present" not in asked(market_principal=0, **unfinanced)
    assert "market_interest_present" in asked(market_principal=1)
    assert "income_account_named" not in asked(project_income=0)
    assert "income_account_named" in asked(project_income=1)
    assert asked(printed_income=200)["income_foots"] == 2026
    assert asked()["bond_repaid"] is None


def test_golden_a_printed_total_may_differ_by_the_tolerance_alone() -> None:
    def holds(printed: int, tolerance: int = 0) -> bool:
        year = BalanceYear(**{**SOUND, "printed_income": printed})
        checks = balance_table([year], start_year=2026, life_years=20, tolerance=tolerance).checks
        return next(one.holds for one in checks if one.name == "income_foots")

    assert [holds(199), holds(200), holds(201)] == [False, True, False]
    assert [holds(198, tolerance=1), holds(199, tolerance=1), holds(201, tolerance=1)] == [False, True, True]
    totals = Totals(*[0] * 13)
    row = BalanceYear(**{**SOUND, "printed_income": 201})
    computed = balance_table([row], start_year=2026, life_years=20).rows
    plain = all_checks([row], computed, totals, first_year=2026, last_year=2026, has_income_account=True)
    assert not plain[0].holds


@given(amounts, st.sampled_from(sorted(RELATIONS)), amounts)
def test_oracle_agrees_with_the_relation(left: int, relation: str, right: int) -> None:
    found = check("parts_foot", left, relation, right)
    assert found.holds == RELATIONS[relation](left, right)
    assert (found.left, found.right, found.difference) == (left, right, left - right)


@given(st.lists(amounts, min_size=1, max_size=30), st.integers(0, 1000), st.integers(-2000, 2000))
def test_law_parts_foot_within_the_tolerance_only(parts: list[int], tolerance: int, off: int) -> None:
    assert parts_foot(sum(parts) + off, parts, tolerance=tolerance).holds == (abs(off) <= tolerance)


@pytest.mark.parametrize("name", FAULTS)
def test_law_each_fault_is_found_by_its_own_check(name: str) -> None:
    assert failed() == set()
    assert name in failed(**FAULTS[name])


def test_law_the_span_and_the_account_are_checked() -> None:
    year = BalanceYear(**SOUND)
    for start, life, account, name in (
        (2027, 5, True, "starts_in_life"),
        (2020, 5, True, "ends_in_life"),
        (2026, 5, False, "income_account_named"),
    ):
        found = balance_table([year], start_year=start, life_years=life, has_income_account=account)
        assert [one.name for one in found.checks if not one.holds] == [name]
        assert not found.holds


def test_law_every_check_speaks_both_languages_and_names_its_year() -> None:
    year = BalanceYear(**SOUND)
    found = balance_table([year], start_year=2026, life_years=20).checks
    assert all(isinstance(one, Check) and one.label and one.label_zh for one in found)
    assert {one.year for one in found if one.name in ("cash_not_negative", "capital_within_bond")} == {2026}


def test_refuses() -> None:
    actions: list[tuple[Callable[[], object], str, str]] = [
        (lambda: check("parts_foot", 1, "<", 2), "bad_relation", "relation"),
        (lambda: check("no_such", 1, "=", 2), "not_a_choice", "name"),
        (lambda: check("parts_foot", 1.5, "=", 2), "not_integer", "left"),  # type: ignore[arg-type]
        (lambda: parts_foot(1, []), "empty", "parts"),
        (lambda: parts_foot(1, [10**20]), "out_of_range", "parts"),
    ]
    for action, code, field in actions:
        with pytest.raises(CalculationError) as refusal:
            action()
        assert (refusal.value.code, refusal.value.field) == (code, field)


def test_law_a_single_fen_is_present() -> None:
    one_fen = {
        "project_income": 1,
        "own_funds": 3,
        "bond_proceeds": 1,
        "bond_as_capital": 1,
        "market_proceeds": 1,
        "construction_cost": 1,
        "construction_market_interest": 1,
        "operating_bond_interest": 0,
        "bond_principal": 1,
        "market_principal": 1,
    }
    assert failed(**one_fen) == set()


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20), st.integers(-5, 5), st.integers(0, 5)
)
def test_oracle_parts_are_added_one_by_one(parts: list[int], off: int, tolerance: int) -> None:
    total = off
    for part in parts:
        total += part
    assert parts_foot(total, parts, tolerance=tolerance).holds == (abs(off) <= tolerance)


test_kept_answers = kept_answers("calculators.coverage.balance_checks")
