"""The payment statement: contract formulas reproduced, lines that foot, nothing lost."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.money import Rounding
from calculators.ppp.exact import fen_of
from calculators.ppp.formula import evaluate_formula, exact_fen, formula_payment, read_formula
from calculators.ppp.statement import (
    Component,
    Deduction,
    LinkedShare,
    Statement,
    StatementTerms,
    payment_statement,
)
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.formula_fuzz import FORMULAS
from tests.calculators.ppp.helpers import fen, refusal, shares, small_fen
from tests.golden import golden_cases
from tests.oracles.ppp import component_by_definition, half_up

coefficients = st.fractions(0, 2, max_denominator=90)
roundings = st.sampled_from(Rounding)


@st.composite
def components(draw: st.DrawFn) -> list[Component]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, 12), max_size=3)))
        sizes = [Fraction(b - a, 12) for a, b in zip([0, *cuts], cuts, strict=False)]
        linked = tuple(LinkedShare(f"c{at}", size, draw(coefficients)) for at, size in enumerate(sizes))
        factor = draw(st.fractions(Fraction(1, 2), 2, max_denominator=143))
        found.append(Component(f"part {number}", draw(fen), linked, factor))
    return found


def _fee(parts: list[Component]) -> Fraction:
    return sum(
        (
            component_by_definition(
                Fraction(part.base),
                Fraction(part.index_factor),
                [(Fraction(link.share), Fraction(link.coefficient)) for link in part.linked],
            )
            for part in parts
        ),
        Fraction(0),
    )


def _foots(statement: Statement) -> bool:
    near = all(abs(line.fen - line.exact) < 1 for line in statement.lines)
    return near and sum(line.fen for line in statement.lines) == statement.payable


@pytest.mark.parametrize("case", golden_cases("ppp/statement.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    linked = LinkedShare("score", Fraction(case["share"]), Fraction(case["coefficient"]))
    component = Component("service", int(case["base"]), (linked,), Fraction(case["index"]))
    terms = StatementTerms(
        rounding=Rounding(case["rounding"]),
        deduction_cap_share=Decimal(case["cap_share"]) if case["cap_share"] else None,
        payment_cap=int(case["payment_cap"]) if case["payment_cap"] else None,
        is_carried_forward=case["carries"] == "yes",
    )
    statement = payment_statement(
        [component],
        terms=terms,
        deductions=[Deduction("event", int(case["deduction"]))] if case["deduction"] else [],
        user_payment=int(case["users"] or 0),
        shared_income=int(case["shared"] or 0),
        carried_in=int(case["carried_in"] or 0),
    )
    assert statement.payable == int(case["expected"])
    assert statement.carried_forward == int(case["carried_forward"] or 0)
    assert _foots(statement)


def test_golden_the_statement_pays_what_the_contract_formula_pays() -> None:
    """Maonan plant by lines and by formula: 78 032.57 yuan with every coefficient unrounded."""
    data = next(data for data in FORMULAS if data["key"] == "maonan_plant")
    score, quality = Fraction(69, 70), Fraction("0.86989")
    inputs: dict[str, Any] = {"Py": Decimal("1.69"), "QB": Decimal(3), "Kq": quality, "E1": score}
    result = evaluate_formula(read_formula(data), {**inputs, "Pk": Decimal("33.59")})
    operation = (LinkedShare("Kq", Fraction(1, 10), quality), LinkedShare("E1", Fraction(3, 10), score))
    parts = [
        Component("operation", Fraction("1.69") * 3 * 1_000_000, operation),
        Component(
            "availability", Fraction("33.59") / 12 * 1_000_000, (LinkedShare("E1", Fraction(1, 3), score),)
        ),
    ]
    statement = payment_statement(parts, terms=StatementTerms())
    assert statement.unrounded == exact_fen(result)
    assert statement.payable == formula_payment(result) == 7_768_143
    whole = Component("by formula", exact_fen(result))
    assert payment_statement([whole], terms=StatementTerms()).payable == statement.payable


def test_golden_every_line_says_what_it_is() -> None:
    """Hand-worked: 12 000 indexed by 5 %, 69/70 on three tenths, two events capped at a tenth of the fee."""
    score = LinkedShare("score", Decimal("0.3"), Fraction(69, 70), "annex 4")
    quality = LinkedShare("quality", Decimal("0.1"), Decimal("0.9"))
    part = Component("operation", 12_000, (score, quality), Decimal("1.05"), "clause 12")
    terms = StatementTerms(Rounding.HALF_UP, Decimal("0.1"), 11_000)
    statement = payment_statement(
        [part],
        terms=terms,
        deductions=[Deduction("odour", 1_000, "annex 5"), Deduction("noise", 500)],
        user_payment=700,
        shared_income=80,
        carried_in=-20,
    )
    assert statement.fee == 12_420
    assert statement.deducted == 1_242
    assert [(one.kind, one.name, one.clause, one.fen) for one in statement.lines] == [
        ("base", "operation", "clause 12", 12_000),
        ("indexation", "operation", "clause 12", 600),
        ("performance", "operation: score", "annex 4", -54),
        ("performance", "operation: quality", "clause 12", -126),
        ("deduction", "odour", "annex 5", -1_000),
        ("deduction", "noise", "", -500),
        ("relief", "deduction cap", "", 258),
        ("cap", "payment cap", "", -178),
        ("offset", "user payments", "", -700),
        ("sharing", "income above plan", "", -80),
        ("carried_in", "carried in", "", -20),
    ]
    assert [(one.formula, one.in_numbers) for one in statement.lines] == [
        ("base", "12000"),
        ("base × (index factor − 1)", "12000 × (21/20 − 1)"),
        ("indexed base × share × (coefficient − 1)", "12600 × 3/10 × (69/70 − 1)"),
        ("indexed base × share × (coefficient − 1)", "12600 × 1/10 × (9/10 − 1)"),
        ("− deduction", "− 1000"),
        ("− deduction", "− 500"),
        ("deductions − cap share × fee", "1500 − 1242"),
        ("cap − amount", "11000 − 11178"),
        ("− user payments", "-700"),
        ("− government part of income above plan", "-80"),
        ("carried in from the period before", "-20"),
    ]
    assert statement.unrounded == statement.payable == 10_200
    assert statement.carried_forward == 0


def test_golden_what_is_below_zero_is_carried_forward_in_a_line_of_its_own() -> None:
    terms = StatementTerms(is_carried_forward=True)
    statement = payment_statement([Component("fee", 100)], terms=terms, user_payment=130)
    last = statement.lines[-1]
    assert (last.kind, last.name, last.clause) == ("carried_forward", "carried forward", "")
    assert (last.formula, last.in_numbers, last.fen) == ("− amount below zero", "− (-30)", 30)
    assert (statement.payable, statement.carried_forward) == (0, -30)


def test_law_as_many_entries_as_a_statement_takes() -> None:
    parts = [Component("fee", 0, (LinkedShare("s", Decimal(0), Decimal(1)),) * 1200)]
    statement = payment_statement(parts, terms=StatementTerms(), deductions=[Deduction("d", 0)] * 1200)
    assert (statement.payable, len(statement.lines)) == (0, 2401)


@given(components(), roundings)
def test_oracle_fee(parts: list[Component], rounding: Rounding) -> None:
    statement = payment_statement(parts, terms=StatementTerms(rounding))
    assert statement.fee == statement.unrounded == _fee(parts)
    assert statement.payable == fen_of(_fee(parts), rounding, "fee")


@given(components(), st.lists(fen, max_size=4), st.none() | shares, st.none() | fen, fen)
def test_oracle_whole(
    parts: list[Component], taken: list[int], part: Decimal | None, cap: int | None, users: int
) -> None:
    fee = _fee(parts)
    deducted = Fraction(sum(taken)) if part is None else min(Fraction(sum(taken)), fee * Fraction(part))
    limited = fee - deducted if cap is None else min(fee - deducted, Fraction(cap))
    terms = StatementTerms(Rounding.HALF_UP, part, cap, is_carried_forward=True)
    deductions = [Deduction("event", amount) for amount in taken]
    statement = payment_statement(parts, terms=terms, deductions=deductions, user_payment=users)
    assert statement.deducted == deducted
    assert statement.unrounded == limited - users
    assert statement.payable == half_up(max(limited - users, Fraction(0)))


@given(components(), st.lists(small_fen, max_size=6), small_fen, roundings)
def test_law_lines_foot_to_the_payable_in_fen(
    parts: list[Component], taken: list[int], users: int, rounding: Rounding
) -> None:
    terms = StatementTerms(rounding, is_carried_forward=True)
    deductions = [Deduction(f"event {at}", amount) for at, amount in enumerate(taken)]
    statement = payment_statement(parts, terms=terms, deductions=deductions, user_payment=users)
    assert _foots(statement)
    assert all(line.fen == line.exact for line in statement.lines if line.exact.denominator == 1)
    assert statement.payable * statement.carried_forward == 0
    assert statement.carried_forward <= 0 <= statement.payable


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_law_what_is_carried_forward_comes_off_the_next_period(fee: int, users: int) -> None:
    terms = StatementTerms(is_carried_forward=True)
    first = payment_statement([Component("fee", fee)], terms=terms, user_payment=users)
    second = payment_statement([Component("fee", 10**11)], terms=terms, carried_in=first.carried_forward)
    assert first.payable + second.payable == fee - users + 10**11


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_law_full_coefficients_pay_the_base(one: int, other: int) -> None:
    full = (LinkedShare("score", Decimal(1), Decimal(1)),)
    parts = [Component("a", one, full), Component("b", other, full)]
    assert payment_statement(parts, terms=StatementTerms()).payable == one + other


def test_law_a_limit_that_is_just_met_adds_no_line() -> None:
    terms = StatementTerms(deduction_cap_share=Decimal("0.25"), payment_cap=7_500)
    just = payment_statement([Component("fee", 10_000)], terms=terms, deductions=[Deduction("d", 2_500)])
    assert [line.kind for line in just.lines] == ["base", "deduction"]
    over = payment_statement([Component("fee", 10_000)], terms=terms, deductions=[Deduction("d", 2_501)])
    assert [line.kind for line in over.lines] == ["base", "deduction", "relief"]
    assert just.payable == over.payable == 7_500


def test_law_a_half_fen_is_met_exactly() -> None:
    """69/70 of 35 fen is 34.5 exactly: no decimal rendering of the coefficient may move it."""
    parts = [Component("fee", 35, (LinkedShare("score", Decimal(1), Fraction(69, 70)),))]
    payable = {
        rounding: payment_statement(parts, terms=StatementTerms(rounding)).payable for rounding in Rounding
    }
    assert payable == {
        Rounding.HALF_UP: 35,
        Rounding.HALF_EVEN: 34,
        Rounding.UP: 35,
        Rounding.DOWN: 34,
    }


TERMS = StatementTerms()
GOOD = Component("fee", 100)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], ("empty", "components")),
        ([GOOD] * 2, ("duplicate_name", "components")),
        ([Component("a", -1)], ("negative", "components")),
        ([Component("a", True)], ("not_exact", "components")),
        ([Component("a", 1, index_factor=Decimal(0))], ("not_positive", "components")),
        (
            [Component("a", 1, (LinkedShare("s", Decimal("1.1"), Decimal(1)),))],
            ("not_a_share", "components"),
        ),
        (
            [Component("a", 1, (LinkedShare("s", Decimal("0.6"), Decimal(1)),) * 2)],
            ("shares_above_one", "components"),
        ),
        (
            [Component("a", 1, (LinkedShare("s", Decimal(1), Decimal(-1)),))],
            ("negative", "components"),
        ),
        (
            [Component("a", 1, (LinkedShare("s", Decimal(0), Decimal(1)),) * 1201)],
            ("too_many", "components"),
        ),
    ],
)
def test_refuses_components(parts: list[Component], expected: tuple[str, str]) -> None:
    assert refusal(payment_statement, parts, terms=TERMS) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"deductions": [Deduction("d", -1)]}, ("negative", "deductions")),
        ({"deductions": [Deduction("d", 101)]}, ("negative_payable", "components")),
        ({"user_payment": 101}, ("negative_payable", "components")),
        ({"user_payment": -1}, ("negative", "user_payment")),
        ({"user_payment": 1.5}, ("not_integer", "user_payment")),
        ({"shared_income": -1}, ("negative", "shared_income")),
        ({"carried_in": 1}, ("positive_carry", "carried_in")),
        ({"carried_in": -0.5}, ("not_integer", "carried_in")),
        ({"deductions": [Deduction("d", 0)] * 1201}, ("too_many", "deductions")),
        ({"terms": StatementTerms(payment_cap=-1)}, ("negative", "terms.payment_cap")),
        (
            {"terms": StatementTerms(deduction_cap_share=Decimal(2))},
            ("not_a_share", "terms.deduction_cap_share"),
        ),
    ],
)
def test_refuses_terms(change: dict[str, object], expected: tuple[str, str]) -> None:
    named: dict[str, object] = {"terms": TERMS, **change}
    assert refusal(payment_statement, [GOOD], **named) == expected


test_kept_answers = kept_answers("calculators.ppp.statement")
