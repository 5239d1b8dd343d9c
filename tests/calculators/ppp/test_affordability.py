"""Affordability against published tables, the definition and its own laws."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.ppp.affordability import (
    affordability_table,
    equity_expenditure,
    operating_subsidy,
    risk_expenditure,
    supporting_expenditure,
)
from tests.calculators.ppp.helpers import fen, numbers, rates, refusal, shares, shown, whole
from tests.golden import golden_cases
from tests.oracles.ppp import gap_by_definition, half_up

years = st.lists(st.tuples(fen, fen), min_size=1, max_size=30)


@pytest.mark.parametrize("case", golden_cases("ppp/affordability.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    wan = 1_000_000
    subsidies = operating_subsidy(
        int(Decimal(case["construction_cost"]) * wan),
        [int(amount * wan) for amount in numbers(case["operating_costs"])],
        [int(amount * wan) for amount in numbers(case["user_payments"])],
        profit_rate=Decimal(case["profit_rate"]),
        discount_rate=Decimal(case["discount_rate"]),
    )
    expected = case["expected"].split()
    assert [shown(Fraction(year.gap, wan), 2) for year in subsidies][: len(expected)] == expected


def test_golden_whole_life_of_the_published_table() -> None:
    subsidies = operating_subsidy(
        12_634_370_000, [0] * 10, profit_rate=Decimal("0.07"), discount_rate=Decimal("0.06")
    )
    assert shown(Fraction(affordability_table(subsidies).whole_life, 1_000_000), 2) == "18887.95"


@given(fen, years, rates, rates)
def test_oracle(cost: int, rows: list[tuple[int, int]], profit: Decimal, discount: Decimal) -> None:
    operation, users = zip(*rows, strict=True)
    table = operating_subsidy(cost, operation, users, profit_rate=profit, discount_rate=discount)
    for year in table:
        expected = gap_by_definition(
            cost,
            operation[year.year_number - 1],
            users[year.year_number - 1],
            profit=Fraction(profit),
            discount=Fraction(discount),
            years=len(rows),
            number=year.year_number,
        )
        assert year.gap == expected
        assert year.subsidy == max(expected, 0)


@given(st.lists(st.tuples(fen, st.integers(0, 10)), min_size=1, max_size=10))
def test_oracle_risk(rows: list[tuple[int, int]]) -> None:
    whole_chance = max(sum(chance for _, chance in rows), 1) * 10
    chances = [Decimal(chance) / whole_chance for _, chance in rows]
    expected = sum(amount * Fraction(chance) for (amount, _), chance in zip(rows, chances, strict=True))
    assert risk_expenditure([amount for amount, _ in rows], chances) == half_up(Fraction(expected))


@given(fen, years, rates, rates)
def test_law_subsidy_never_falls_while_running_is_level(
    cost: int, rows: list[tuple[int, int]], profit: Decimal, discount: Decimal
) -> None:
    table = operating_subsidy(cost, [rows[0][0]] * len(rows), profit_rate=profit, discount_rate=discount)
    amounts = [year.subsidy for year in table]
    assert amounts == sorted(amounts)
    assert affordability_table(table).totals[affordability_table(table).peak_year - 1] == max(amounts)


@given(years, st.data())
def test_law_the_table_foots(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    table = operating_subsidy(
        0, [row[0] for row in rows], profit_rate=Decimal("0.05"), discount_rate=Decimal(0)
    )
    others = [data.draw(st.lists(fen, min_size=len(rows), max_size=len(rows))) for _ in range(3)]
    full = affordability_table(table, equity=others[0], risk=others[1], supporting=others[2])
    assert full.whole_life == sum(year.subsidy for year in table) + sum(map(sum, others))
    assert sum(full.totals) == full.whole_life


@given(fen, shares)
def test_law_equity_parts_add_up(capital: int, part: Decimal) -> None:
    government = equity_expenditure(capital, government_share=part)
    private = equity_expenditure(capital, government_share=1 - part)
    assert abs(government + private - capital) <= 1


@given(fen, fen)
def test_law_supporting_takes_back_what_was_paid(cost: int, paid: int) -> None:
    assert supporting_expenditure(cost + paid, paid) == cost


@pytest.mark.parametrize(
    ("amounts", "profit", "discount", "expected"),
    [
        ((-1, [1], []), "0", "0", ("negative", "construction_cost")),
        ((1, [], []), "0", "0", ("empty", "operating_costs")),
        ((1, [0] * 1201, []), "0", "0", ("too_many", "operating_costs")),
        ((1, [1], [1, 2]), "0", "0", ("shape_mismatch", "user_payments")),
        ((1, [-1], []), "0", "0", ("negative", "operating_costs")),
        ((1, [1], [-1]), "0", "0", ("negative", "user_payments")),
        ((1, [1], []), "-0.1", "0", ("negative", "profit_rate")),
        ((1, [1], []), "0", "-0.1", ("negative", "discount_rate")),
        ((1, [1], []), "NaN", "0", ("not_finite", "profit_rate")),
        ((1, [1], []), "0", "Infinity", ("not_finite", "discount_rate")),
        ((10**18, [1], []), "100", "0", ("out_of_range", "construction_cost")),
    ],
)
def test_refuses_subsidy(
    amounts: tuple[int, list[int], list[int]], profit: str, discount: str, expected: tuple[str, str]
) -> None:
    named = {"profit_rate": Decimal(profit), "discount_rate": Decimal(discount)}
    assert refusal(operating_subsidy, *amounts, **named) == expected


def test_refuses_floats_and_text() -> None:
    assert refusal(operating_subsidy, 1, [1], profit_rate=0.07, discount_rate=Decimal(0)) == (
        "not_exact",
        "profit_rate",
    )
    assert refusal(operating_subsidy, 1.0, [1], profit_rate=Decimal(0), discount_rate=Decimal(0)) == (
        "not_integer",
        "construction_cost",
    )


def test_refuses_other_duties() -> None:
    assert refusal(equity_expenditure, 1, government_share=Decimal("1.01")) == (
        "not_a_share",
        "government_share",
    )
    assert refusal(risk_expenditure, [1, 2], [Decimal("0.6"), Decimal("0.5")]) == (
        "over_certain",
        "probabilities",
    )
    assert refusal(risk_expenditure, [], []) == ("empty", "amounts")
    assert refusal(risk_expenditure, [1], []) == ("empty", "probabilities")
    assert refusal(supporting_expenditure, 1, 2) == ("overpaid", "private_payment")
    assert refusal(affordability_table, []) == ("empty", "subsidies")
    one = operating_subsidy(1, [1], profit_rate=Decimal(0), discount_rate=Decimal(0))
    assert refusal(affordability_table, one, risk=whole("1 2")) == ("shape_mismatch", "risk")
