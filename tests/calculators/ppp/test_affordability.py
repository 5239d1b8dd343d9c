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
from tests.calculators.kept import kept_answers
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


def test_golden_equity_of_the_published_highway() -> None:
    """公路工程PPP项目物有所值评价体系研究, 表1 (10k yuan): capital 2 518.50, a fifth the government's."""
    assert equity_expenditure(25_185_000_00, government_share=Decimal("0.2")) == 5_037_000_00
    assert equity_expenditure(100_01, government_share=Decimal("0.5")) == 50_01
    assert equity_expenditure(100_00, government_share=Decimal(0)) == 0


def test_golden_risk_by_hand() -> None:
    """Scenario method: 30 % of 100 and 10 % of 500; certainty; nothing."""
    assert risk_expenditure([100_00, 500_00], [Decimal("0.3"), Decimal("0.1")]) == 80_00
    assert risk_expenditure([33_33], [Decimal(1)]) == 33_33
    assert risk_expenditure([1, 1], [Decimal("0.25"), Decimal("0.25")]) == 1


def test_golden_supporting_works_by_hand() -> None:
    assert supporting_expenditure(900_00, 200_00) == 700_00
    assert supporting_expenditure(900_00, 900_00) == 0
    assert supporting_expenditure(900_00, 0) == 900_00


@given(fen, shares)
def test_oracle_equity_is_rounded_once(capital: int, part: Decimal) -> None:
    assert equity_expenditure(capital, government_share=part) == half_up(capital * Fraction(part))


@given(fen, fen)
def test_oracle_supporting_works_and_payment_make_the_cost(government: int, private: int) -> None:
    assert supporting_expenditure(government + private, private) == government


@given(st.lists(st.tuples(fen, fen, fen), min_size=1, max_size=12))
def test_oracle_table_adds_up_year_by_year(rows: list[tuple[int, int, int]]) -> None:
    subsidies = operating_subsidy(
        10**9, [0] * len(rows), profit_rate=Decimal("0.07"), discount_rate=Decimal("0.06")
    )
    equity, risk, supporting = zip(*rows, strict=True)
    table = affordability_table(subsidies, equity=equity, risk=risk, supporting=supporting)
    expected = [year.subsidy + sum(row) for year, row in zip(subsidies, rows, strict=True)]
    assert list(table.totals) == expected
    assert table.whole_life == sum(expected)
    assert expected[table.peak_year - 1] == max(expected)
    assert table.peak_year == 1 or max(expected[: table.peak_year - 1]) < max(expected)


@given(st.lists(fen, min_size=1, max_size=8), st.integers(1, 8))
def test_law_a_likelier_risk_costs_more_and_certainty_costs_all(amounts: list[int], times: int) -> None:
    part = Decimal(1) / (len(amounts) * 10)
    once = risk_expenditure(amounts, [part] * len(amounts))
    assert once <= risk_expenditure(amounts, [part * times] * len(amounts)) <= max(amounts)
    assert risk_expenditure(amounts[:1], [Decimal(1)]) == amounts[0]


test_kept_answers = kept_answers("calculators.ppp.affordability")
