"""Contract formulas: the shipped files, an independent evaluation, laws, refusals by column, fuzzing."""

import json
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.ppp.formula import (
    check_examples,
    evaluate_formula,
    evaluate_formula_data,
    exact_fen,
    formula_payment,
    missing_inputs,
    read_formula,
)
from calculators.ppp.formula_lexer import MAX_LENGTH, MAX_TOKENS
from calculators.ppp.formula_parser import MAX_DEPTH, parse
from tests.calculators.kept import kept_answers
from tests.calculators.ppp.formula_fuzz import FORMULAS, TEMPLATES, fuzz
from tests.calculators.ppp.helpers import refusal, shown
from tests.golden import golden_cases
from tests.oracles.ppp import component_by_definition, half_up, quality_by_definition

BY_KEY = {data["key"]: data for data in FORMULAS}


def formula_of(expression: str, unit: str = "ratio", **units: str) -> dict[str, Any]:
    inputs = [{"name": name, "unit": text} for name, text in units.items()]
    inputs = inputs or [{"name": "x", "unit": "ratio"}]
    steps = [{"name": "result", "unit": unit, "expression": expression}]
    return {"key": "test", "inputs": inputs, "steps": steps}


def value_of(expression: str, **values: Any) -> Fraction:
    values = values or {"x": Decimal(0)}
    units = {name: "flag" if isinstance(value, bool) else "ratio" for name, value in values.items()}
    text = expression if "x" in expression or set(values) != {"x"} else f"{expression} + 0 * x"
    return evaluate_formula_data(formula_of(text, **units), values).value


@pytest.mark.parametrize("data", FORMULAS, ids=lambda data: data["key"])
def test_golden_shipped_formulas_reproduce_their_examples(data: dict[str, Any]) -> None:
    formula = read_formula(data)
    checks = check_examples(formula)
    assert checks
    assert [check for check in checks if not check.agrees] == []
    assert formula.data.sources
    assert (TEMPLATES / f"{data['key']}.json").exists()


@pytest.mark.parametrize("case", golden_cases("ppp/formula.csv"), ids=lambda case: case["case"])
def test_golden(case: dict[str, str]) -> None:
    inputs: dict[str, Any] = {
        name: {"yes": True, "no": False}.get(text) if text in {"yes", "no"} else Fraction(text)
        for name, text in (pair.split("=") for pair in case["inputs"].split())
    }
    found = evaluate_formula(read_formula(BY_KEY[case["formula"]]), inputs)
    assert shown(found.value, int(case["places"])) == case["expected"]


def test_golden_network_row_as_published() -> None:
    """The report printed 24 997.33 yuan; 24 997.22 follows from the figures it shows."""
    inputs: dict[str, Any] = {
        "Py": Decimal("30.227733"),
        "Kq": Fraction(8312, 9000),
        "E1": Decimal(1),
        "Pk": Decimal(0),
    }
    payment = formula_payment(evaluate_formula(read_formula(BY_KEY["maonan_network"]), inputs))
    assert payment == 2_499_722
    assert abs(payment - 2_499_733) <= 20


def test_golden_an_example_that_is_wrong_is_found() -> None:
    wrong = json.loads(json.dumps(BY_KEY["yunan_plant"]))
    wrong["examples"][0]["expected"] = "4.2706"
    assert [check.agrees for check in check_examples(read_formula(wrong))] == [False]


# --- an independent evaluation: the test builds text and exact value side by side

_DECIMALS = st.decimals(Decimal(0), Decimal(1000), places=2)
_LEAVES = st.one_of(
    _DECIMALS.map(lambda number: (f"{number:f}", Fraction(number))),
    st.just(("x", Fraction(7, 4))),
    st.just(("y", Fraction(-3))),
)


def _binary(parts: st.SearchStrategy[tuple[str, Fraction]]) -> st.SearchStrategy[tuple[str, Fraction]]:
    def join(left: tuple[str, Fraction], sign: str, right: tuple[str, Fraction]) -> tuple[str, Fraction]:
        results = {
            "+": left[1] + right[1],
            "-": left[1] - right[1],
            "*": left[1] * right[1],
            "/": left[1] / right[1] if right[1] else left[1] * 0,
        }
        if sign == "/" and not right[1]:
            return f"({left[0]} * 0)", Fraction(0)
        return f"({left[0]} {sign} {right[0]})", results[sign]

    def call(name: str, a: tuple[str, Fraction], b: tuple[str, Fraction]) -> tuple[str, Fraction]:
        chosen = max(a[1], b[1]) if name == "max" else min(a[1], b[1])
        return f"{name}({a[0]}, {b[0]})", chosen

    def choose(a: tuple[str, Fraction], b: tuple[str, Fraction]) -> tuple[str, Fraction]:
        return f"if({a[0]} < {b[0]}, {a[0]}, -{b[0]})", a[1] if a[1] < b[1] else -b[1]

    def rounded(a: tuple[str, Fraction], places: int) -> tuple[str, Fraction]:
        return f"round({a[0]}, {places})", Fraction(half_up(a[1] * 10**places), 10**places)

    return st.one_of(
        st.builds(join, parts, st.sampled_from("+-*/"), parts),
        st.builds(call, st.sampled_from(["min", "max"]), parts, parts),
        st.builds(choose, parts, parts),
        st.builds(rounded, parts, st.integers(0, 4)),
    )


@given(st.recursive(_LEAVES, _binary, max_leaves=8))
def test_oracle_random_expressions(case: tuple[str, Fraction]) -> None:
    text, expected = case
    data = formula_of(f"{text} + 0 * x * y", x="ratio", y="ratio")
    assert evaluate_formula_data(data, {"x": Decimal("1.75"), "y": Decimal(-3)}).value == expected


@given(*[st.decimals(Decimal(0), Decimal(1000), places=3)] * 2, *[st.fractions(0, 1)] * 2)
def test_oracle_maonan_plant(price: Decimal, volume: Decimal, quality: Fraction, score: Fraction) -> None:
    formula = read_formula(BY_KEY["maonan_plant"])
    inputs: dict[str, Any] = {"Py": price, "QB": volume, "Kq": quality, "E1": score, "Pk": Decimal("33.59")}
    operation = component_by_definition(
        Fraction(price) * Fraction(volume),
        Fraction(1),
        [(Fraction(1, 10), quality), (Fraction(3, 10), score)],
    )
    built = component_by_definition(Fraction("33.59") / 12, Fraction(1), [(Fraction(1, 3), score)])
    assert evaluate_formula(formula, inputs).value == operation + built


@given(*[st.decimals(Decimal(0), Decimal(400), places=2)] * 2, st.booleans())
def test_oracle_yunan_quality(influent: Decimal, effluent: Decimal, failed: bool) -> None:
    inputs: dict[str, Any] = {"influent": influent, "effluent": effluent, "failed": failed}
    expected = quality_by_definition(Fraction(influent), Fraction(effluent), second_line=220, failed=failed)
    assert evaluate_formula(read_formula(BY_KEY["yunan_quality"]), inputs).value == expected


@given(_DECIMALS, _DECIMALS)
def test_law_order_and_signs_of_the_same_formula_agree(x: Decimal, y: Decimal) -> None:
    values = {"x": x, "y": y}
    assert value_of("x + y * 2", **values) == value_of("2 × y + x", **values)
    assert value_of("x − y", **values) == value_of("-(y - x)", **values)
    assert value_of("clip(x, 0, y)", **values) == value_of("max(0, min(x, y))", **values)
    assert value_of("if(not x >= y, x, y)", **values) == value_of("if(x < y, x, y)", **values)


@given(_DECIMALS, st.integers(1, 100))
def test_law_a_payment_scales_and_is_rounded_once(x: Decimal, periods: int) -> None:
    monthly = evaluate_formula_data(formula_of("x / 7", "10k yuan/month", x="10k yuan/month"), {"x": x})
    exact = exact_fen(monthly, periods=Decimal(periods))
    assert exact == Fraction(x) * 1_000_000 * periods / 7
    assert abs(formula_payment(monthly, periods=Decimal(periods)) - exact) <= Fraction(1, 2)
    assert formula_payment(monthly, rounding=Rounding.DOWN) <= exact_fen(monthly)


def test_law_only_the_branch_taken_is_worked_out() -> None:
    assert value_of("if(x == 0, 5, 1 / x)", x=Decimal(0)) == 5
    assert value_of("if(x != 0 and 1 / x > 1, 1, 2)", x=Decimal(0)) == 2
    assert value_of("if(x == 0 or 1 / x > 1, 1, 2)", x=Decimal(0)) == 1
    assert value_of("if(flag, 1, 1 / 0)", flag=True) == 1


def test_law_precedence_is_that_of_arithmetic() -> None:
    assert value_of("1 + 2 * 3 - 4 / 8") == Fraction(13, 2)
    assert value_of("8 / 4 / 2") == 1
    assert value_of("2 - 3 - 4") == -5
    assert value_of("-2 * -3") == 6
    assert value_of("floor(-2.5)") == -3
    assert value_of("round(-2.5, 0)") == -3
    assert value_of("if(1 < 2 or 1 / 0 > 1 and 1 > 2, 1, 2)") == 1


@pytest.mark.parametrize(
    ("expression", "code", "column"),
    [
        ("x +", "syntax", 4),
        ("(x", "syntax", 3),
        ("x)", "syntax", 2),
        ("x x", "syntax", 3),
        ("1 < x < 2", "syntax", 7),
        ("and", "syntax", 1),
        ("x ^ 2", "bad_character", 3),
        ("x.__class__", "bad_number", 2),
        ("x['a']", "syntax", 2),
        ("x[yuan]", "syntax", 2),
        ("x + 1 [yuan", "open_bracket", 7),
        ("x + 1 [dollar]", "bad_unit", 7),
        ("1.2.3", "bad_number", 1),
        ("x + 1e9", "bad_number", 5),
        ("0x10", "bad_number", 1),
        (".5", "bad_number", 1),
        ("x + " + "9" * 31, "number_too_large", 5),
        ("x + " + "n" * 33, "bad_character", 5),
        ("y", "unknown_name", 1),
        ("x + True", "unknown_name", 5),
        ("eval(x)", "unknown_function", 1),
        ("x + __import__(x)", "unknown_function", 5),
        ("min(x)", "wrong_arguments", 1),
        ("floor(x, 2)", "wrong_arguments", 1),
        ("min()", "syntax", 5),
        ("lookup(3, x)", "syntax", 8),
        ("lookup(other, x)", "unknown_table", 1),
        ("x + 1 [yuan]", "unit_mismatch", 1),
        ("2 * (x - 1 [month])", "unit_mismatch", 6),
        ("min(x, 1 [yuan])", "unit_mismatch", 1),
        ("if(x, 1, 2)", "not_a_statement", 4),
        ("1 + (x < 2)", "not_a_value", 8),
        ("if(not x, 1, 2)", "not_a_statement", 8),
        ("round(x, 1.5)", "bad_decimals", 10),
        ("round(x, x)", "bad_decimals", 10),
        ("round(x, 11)", "bad_decimals", 10),
        ("1 / x", "zero_divisor", 5),
        ("clip(x, 2, 1)", "clip_reversed", 1),
        ("(" * (MAX_DEPTH + 1) + "x" + ")" * (MAX_DEPTH + 1), "too_deep", MAX_DEPTH + 2),
        ("-" * (MAX_DEPTH + 1) + "x", "too_deep", MAX_DEPTH + 2),
        ("x" + "+x" * (MAX_TOKENS // 2), "formula_too_long", MAX_TOKENS),
        ("x + 1 [yuan]" + " * 1 [yuan]" * 9, "unit_too_large", None),
        ("(x + 1000000000000) * 1000000000000000000", "number_too_large", 23),
    ],
)
def test_refuses_at_the_column(expression: str, code: str, column: int | None) -> None:
    found = refusal(evaluate_formula_data, formula_of(expression), {"x": Decimal(0)})
    assert found[0] == code
    assert column is None or found[1] == f"result column {column}"


def test_refuses_nothing_and_too_much() -> None:
    assert refusal(parse, "") == ("syntax", "column 1")
    assert refusal(parse, " " * MAX_LENGTH + "x") == ("formula_too_long", f"column {MAX_LENGTH + 1}")
    assert refusal(read_formula, formula_of("")) == ("bad_data", "steps[0].expression")


def test_refuses_numbers_and_work_without_end() -> None:
    digits = formula_of("x" + " / 999999999999999999999999999989" * 25)
    assert refusal(evaluate_formula_data, digits, {"x": Decimal(1)})[0] == "number_too_large"
    long = "x" + " + x" * 149
    steps = [{"name": f"s{n}", "unit": "ratio", "expression": long} for n in range(40)]
    busy = formula_of("x") | {"steps": steps}
    assert refusal(evaluate_formula_data, busy, {"x": Decimal(1)})[0] == "too_many_steps"


def test_refuses_a_result_of_another_unit() -> None:
    assert refusal(read_formula, formula_of("x", "yuan", x="10k yuan")) == ("unit_mismatch", "result")
    assert refusal(read_formula, formula_of("x < 1")) == ("unit_mismatch", "result")


def test_refuses_below_a_table() -> None:
    data = formula_of("lookup(bands, x)")
    data["tables"] = [{"name": "bands", "by": "ratio", "gives": "ratio", "rows": [["1", "5"]]}]
    assert evaluate_formula_data(data, {"x": Decimal(1)}).value == 5
    assert refusal(evaluate_formula_data, data, {"x": Decimal("0.9")}) == ("below_table", "result column 1")
    wrong = formula_of("lookup(bands, x)", x="yuan") | {"tables": data["tables"]}
    assert refusal(read_formula, wrong) == ("unit_mismatch", "result column 1")


def test_refuses_missing_and_unknown_inputs_by_name() -> None:
    formula = read_formula(BY_KEY["yunan_plant"])
    some: dict[str, Decimal | None] = {"P0": Decimal(1), "Kq": None}
    assert missing_inputs(formula, some) == ("QB", "Kq", "E2")
    assert refusal(evaluate_formula, formula, some) == ("missing_inputs", "QB, Kq, E2")
    full = dict.fromkeys(("P0", "QB", "Kq", "E2"), Decimal(1))
    assert refusal(evaluate_formula, formula, full | {"other": Decimal(1)}) == ("unknown_input", "other")
    assert refusal(evaluate_formula, formula, full | {"Kq": 0.9}) == ("not_exact", "Kq")
    assert refusal(evaluate_formula, formula, full | {"Kq": True}) == ("not_exact", "Kq")
    assert refusal(evaluate_formula, formula, full | {"Kq": Decimal("NaN")}) == ("not_finite", "Kq")
    assert refusal(evaluate_formula, formula, full | {"Kq": Decimal("1e99")}) == ("out_of_range", "Kq")
    flag = read_formula(formula_of("if(f, 1, 2)", f="flag"))
    assert refusal(evaluate_formula, flag, {"f": Decimal(1)}) == ("not_a_flag", "f")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"inputs": []}, ("bad_data", "inputs")),
        ({"steps": []}, ("bad_data", "steps")),
        ({"key": 1}, ("bad_data", "key")),
        ({"inputs": [{"name": "x"}]}, ("bad_data", "inputs[0].unit")),
        ({"inputs": ["x"]}, ("bad_data", "inputs[0]")),
        ({"inputs": [{"name": "x", "unit": "dollar"}]}, ("bad_unit", "x")),
        ({"inputs": [{"name": "min", "unit": "ratio"}]}, ("bad_name", "inputs")),
        ({"inputs": [{"name": "x y", "unit": "ratio"}]}, ("bad_name", "inputs")),
        ({"inputs": [{"name": "x", "unit": "ratio"}] * 2}, ("duplicate_name", "inputs")),
        ({"inputs": [{"name": n, "unit": "ratio"} for n in "xz"]}, ("unused_input", "z")),
        ({"inputs": [{"name": "x", "unit": "ratio"}] * 61}, ("too_many", "inputs")),
        (
            {"steps": [{"name": "x", "unit": "ratio", "expression": "x"}]},
            ("duplicate_name", "steps"),
        ),
        (
            {"tables": [{"name": "t", "by": "ratio", "gives": "ratio", "rows": []}]},
            ("bad_data", "tables[0].rows"),
        ),
        (
            {"tables": [{"name": "t", "by": "ratio", "gives": "ratio", "rows": [["1", "1"]] * 2}]},
            ("bad_data", "tables[0].rows"),
        ),
        (
            {"tables": [{"name": "t", "by": "ratio", "gives": "ratio", "rows": [[1.5, "1"]]}]},
            ("bad_data", "tables[0].rows[0]"),
        ),
        (
            {"sources": [{"document": "d", "clause": "c", "edition": "e", "confirmed": "yes"}]},
            ("bad_data", "sources[0].confirmed"),
        ),
        ({"examples": [{"name": "e"}]}, ("bad_data", "examples[0].inputs")),
        ({"examples": [{"name": "e", "inputs": {}, "expected": 1.5}]}, ("bad_data", "examples[0]")),
    ],
)
def test_refuses_bad_data(change: dict[str, object], expected: tuple[str, str]) -> None:
    assert refusal(read_formula, formula_of("x") | change) == expected
    assert refusal(read_formula, []) == ("bad_data", "formula")


def test_law_a_payment_reads_its_unit_as_written() -> None:
    result = evaluate_formula_data(
        formula_of("x", "percent * yuan / month", x="percent * yuan / month"), {"x": Decimal(150)}
    )
    assert formula_payment(result, periods=Decimal(2)) == 300


@pytest.mark.parametrize("unit", ["ratio", "yuan*yuan", "yuan/m3", "yuan/month/year", "1/yuan", "month"])
def test_refuses_to_pay_what_is_not_money(unit: str) -> None:
    result = evaluate_formula_data(formula_of("x", unit, x=unit), {"x": Decimal(1)})
    assert refusal(formula_payment, result) == ("not_money", "unit")


def test_refuses_a_payment_beyond_what_is_stored() -> None:
    result = evaluate_formula_data(formula_of("x", "yuan", x="yuan"), {"x": Decimal(10**18)})
    assert refusal(formula_payment, result) == ("out_of_range", "result")
    small = evaluate_formula_data(formula_of("x", "yuan", x="yuan"), {"x": Decimal(1)})
    assert refusal(formula_payment, small, periods=Decimal(0)) == ("not_positive", "periods")


@given(st.text(max_size=200))
def test_refuses_any_text_without_falling(text: str) -> None:
    with suppress(CalculationError):
        read_formula(formula_of(text))


def test_refuses_fuzzed_formulas_without_falling() -> None:
    report = fuzz(3000, seed=1)
    assert report.crashes == []
    assert report.inputs == 3000
    assert report.answered > 100
    assert len(report.refusals) > 10


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_refuses_a_million_fuzzed_formulas_without_falling() -> None:
    report = fuzz(1_000_000, seed=20_260_101)
    assert report.crashes == []


@pytest.mark.parametrize("data", FORMULAS, ids=lambda data: data["key"])
def test_golden_data_and_inputs_in_one_go(data: dict[str, Any]) -> None:
    """Every template's own worked examples, through the door that forms and the API use."""
    for example in data["examples"]:
        inputs = {
            name: value if isinstance(value, bool) else Decimal(value)
            for name, value in example["inputs"].items()
        }
        found = evaluate_formula_data(data, inputs)
        assert abs(found.value - Fraction(example["expected"])) <= Fraction(example.get("tolerance", "0"))
        assert found.unit == data["steps"][-1]["unit"]


test_kept_answers = kept_answers("calculators.ppp.formula")
