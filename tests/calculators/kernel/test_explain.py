"""Explanations, specs and the refusal itself: what a reader is shown, and what survives a process border."""

import pickle
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calculators.coverage.break_even import SPEC as BREAK_EVEN
from calculators.coverage.llcr import SPEC_LOAN
from calculators.kernel.call import arguments, run
from calculators.kernel.errors import CalculationError
from calculators.kernel.explain import explain, result_fields
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity


@dataclass(frozen=True, slots=True)
class Product:
    amount: int


def times(face: int, rate: Decimal) -> Product:
    return Product(int(face * rate))


SPEC = CalculatorSpec(
    "test.times",
    "Times",
    "乘",
    "fen",
    times,
    (Quantity("face", "Face", "面值", "fen"), Quantity("rate", "Rate", "利率", "rate")),
    (Quantity("amount", "Amount", "金额", "fen", "{face} × {rate} + {unknown}"),),
    (Clause("Rule", "1", "2026"),),
    {"face": 100, "rate": "0.5"},
    {"amount": "50"},
)


def test_golden_words_in_both_languages_and_numbers_put_in() -> None:
    found = explain(SPEC, {"face": 100, "rate": Decimal("0.5")}, times(100, Decimal("0.5")))
    (amount,) = found.outputs
    assert amount.in_words == "Face × Rate + unknown"
    assert amount.in_words_zh == "面值 × 利率 + unknown"
    assert amount.in_numbers == "100 × 0.5 + unknown"
    assert amount.value == 50
    assert [one.value for one in found.inputs] == [100, Decimal("0.5")]
    assert found.sources == SPEC.sources


def test_golden_a_real_calculator_explains_its_fall() -> None:
    inputs = arguments(BREAK_EVEN.function, BREAK_EVEN.example)
    found = explain(BREAK_EVEN, inputs, run(BREAK_EVEN, BREAK_EVEN.example))
    told = {one.name: one for one in found.outputs}
    assert told["fall"].in_numbers == "50 ÷ 200"
    assert told["multiple"].in_words == "(Income − Cash operating cost and taxes) ÷ Debt service"


def test_golden_long_series_show_their_ends() -> None:
    flows = list(range(1, 41))
    inputs = {"cfads": flows, "debt_opening": flows, "period_rate": Decimal(0)}
    found = explain(SPEC_LOAN, inputs, SPEC_LOAN.function(**inputs))
    assert "(1, 2, … 40; 40)" in found.outputs[0].in_numbers


def test_golden_an_input_left_out_is_not_shown() -> None:
    assert [one.name for one in explain(SPEC, {"face": 1}, Product(1)).inputs] == ["face"]


def test_oracle_bare_and_frozen_results() -> None:
    assert result_fields(Product(3)) == {"amount": 3}
    assert result_fields((1, None)) == {"result": (1, None)}
    assert result_fields(Product) == {"result": Product}


@given(st.text(), st.text(), st.text())
def test_law_a_refusal_survives_a_process_border(code: str, field: str, message: str) -> None:
    refusal = CalculationError(code, field, message)
    back = pickle.loads(pickle.dumps(refusal))  # the workers of a stress test send refusals so
    assert isinstance(back, CalculationError)
    assert (back.code, back.field, back.message) == (code, field, message)
    assert str(back) == f"{field}: {message} [{code}]"


@given(st.text(alphabet="{}ab", max_size=20))
def test_law_braces_in_values_are_not_filled_again(value: str) -> None:
    found = explain(SPEC, {"face": value, "rate": Decimal(1)}, Product(1))
    assert found.outputs[0].in_numbers == f"{value} × 1 + unknown"


def test_refuses_is_a_value_error_with_its_place() -> None:
    refusal = CalculationError("empty", "flows", "at least one period is needed")
    assert isinstance(refusal, ValueError)
    assert str(refusal) == "flows: at least one period is needed [empty]"


def test_golden_every_part_of_an_explanation() -> None:
    told = explain(SPEC, {"face": 100, "rate": Decimal("0.5")}, Product(50))
    assert (told.key, told.version, told.title, told.title_zh) == ("test.times", 1, "Times", "乘")
    assert told.sources == SPEC.sources
    face, rate = told.inputs
    assert (face.name, face.label, face.label_zh, face.unit, face.value) == (
        "face",
        "Face",
        "面值",
        "fen",
        100,
    )
    assert (rate.name, rate.formula, rate.value) == ("rate", "", Decimal("0.5"))
    (amount,) = told.outputs
    assert amount.formula == "{face} × {rate} + {unknown}"
    assert amount.in_words == "Face × Rate + unknown"
    assert amount.in_words_zh == "面值 × 利率 + unknown"
    assert amount.in_numbers == "100 × 0.5 + unknown"


def shown(value: object) -> str:
    """Return how a value stands in a formula."""
    spec = CalculatorSpec(
        "test.shown", "Shown", "示", "fen", abs, (Quantity("x", "X", "某", "fen"),),
        (Quantity("result", "R", "果", "fen", "{x}"),), (), {}, {},
    )  # fmt: skip
    return explain(spec, {"x": value}, 1).outputs[0].in_numbers


def test_golden_values_in_a_formula() -> None:
    assert shown(None) == "—"
    assert shown((1, None, 3, 4)) == "(1, —, 3, 4)"
    assert shown([1, 2, 3, 4, 5]) == "(1, 2, … 5; 5)"
    assert shown([]) == "()"
    assert shown((Decimal("1.50"), [1, 2])) == "(1.50, (1, 2))"


def test_a_formula_with_english_words_is_told_in_both_languages() -> None:
    told = explain(BREAK_EVEN, BREAK_EVEN.example, run(BREAK_EVEN, BREAK_EVEN.example)).outputs[0]
    assert told.formula_zh == told.formula
    words = Quantity("amount", "Amount", "金额", "fen", "year of {maturity_date}")
    spec = CalculatorSpec("test.words", "W", "词", "fen", times, SPEC.inputs, (words,), (), {}, {})
    amount = explain(spec, {"face": 1, "rate": Decimal(1)}, Product(1)).outputs[0]
    assert (amount.formula, amount.formula_zh) == ("year of {maturity_date}", "{maturity_date}所在年度")
    assert amount.in_words_zh == "maturity_date所在年度"
