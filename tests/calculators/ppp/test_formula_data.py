"""The data of a formula: every field read to its place, every wrong one refused by its place."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import Clause
from calculators.ppp.formula_data import (
    MAX_ENTRIES,
    MAX_ROWS,
    MAX_TEXT,
    DataExample,
    DataInput,
    DataStep,
    DataTable,
    read_formula_data,
)

LONG, TOO_LONG = "x" * MAX_TEXT, "x" * (MAX_TEXT + 1)
LONG_NUMBER = "0" * (MAX_ENTRIES - 2) + ".5"


def whole() -> dict[str, Any]:
    """Return data with every field there is, all different."""
    return {
        "key": "fee",
        "title": "Fee",
        "title_zh": "费用",
        "inputs": [{"name": "price", "label": "Price", "label_zh": "单价", "unit": "yuan"}],
        "tables": [{"name": "band", "by": "tonnes", "gives": "yuan", "rows": [["0", "1.5"], ["10", "1.2"]]}],
        "steps": [
            {"name": "sum", "label": "Sum", "label_zh": "合计", "unit": "count", "expression": "price × 2"}
        ],
        "sources": [{"document": "合同", "clause": "7", "edition": "2019", "confirmed": False}],
        "examples": [
            {
                "name": "one",
                "inputs": {"price": "1.5", "used": True},
                "expected": "3.00",
                "tolerance": "0.01",
            }
        ],
    }


def with_value(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Return the whole data with one value put in place of another, or taken out where it is None."""
    data = whole()
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    if value is None:
        del place[path[-1]]
    return data


def refused(data: Any) -> tuple[str, str, dict[str, Any]]:
    """Return code, field and figures of the refusal."""
    with pytest.raises(CalculationError) as told:
        read_formula_data(data)
    return told.value.code, told.value.field, dict(told.value.params)


def test_golden_every_field_in_its_place() -> None:
    found = read_formula_data(whole())
    assert (found.key, found.title, found.title_zh) == ("fee", "Fee", "费用")
    assert found.inputs == (DataInput("price", "Price", "单价", "yuan"),)
    rows = ((Fraction(0), Fraction(3, 2)), (Fraction(10), Fraction(6, 5)))
    assert found.tables == (DataTable("band", "tonnes", "yuan", rows),)
    assert found.steps == (DataStep("sum", "Sum", "合计", "count", "price × 2"),)
    assert found.sources == (Clause("合同", "7", "2019", confirmed=False),)
    values = (("price", Decimal("1.5")), ("used", True))
    assert found.examples == (DataExample("one", values, Decimal("3.00"), Decimal("0.01")),)


def test_golden_what_is_left_out_is_told_by_its_name() -> None:
    steps = [{"name": "sum", "unit": "yuan", "expression": "price"}]
    found = read_formula_data({"key": "fee", "inputs": [{"name": "price", "unit": "yuan"}], "steps": steps})
    assert (found.title, found.title_zh) == ("fee", "fee")
    assert found.inputs == (DataInput("price", "price", "price", "yuan"),)
    assert found.steps == (DataStep("sum", "sum", "sum", "yuan", "price"),)
    assert (found.tables, found.sources, found.examples) == ((), (), ())
    labelled = with_value(("inputs", 0, "label_zh"), None)
    assert read_formula_data(labelled).inputs[0].label_zh == "Price"
    assert read_formula_data(with_value(("steps", 0, "label_zh"), None)).steps[0].label_zh == "Sum"
    assert read_formula_data(with_value(("sources", 0, "confirmed"), None)).sources[0].confirmed
    assert read_formula_data(with_value(("examples", 0, "tolerance"), None)).examples[0].tolerance == 0


TEXTS = [
    (("key",), "key", True),
    (("title",), "title", False),
    (("title_zh",), "title_zh", False),
    (("inputs", 0, "name"), "inputs[0].name", True),
    (("inputs", 0, "label"), "inputs[0].label", False),
    (("inputs", 0, "label_zh"), "inputs[0].label_zh", False),
    (("inputs", 0, "unit"), "inputs[0].unit", True),
    (("tables", 0, "name"), "tables[0].name", True),
    (("tables", 0, "by"), "tables[0].by", True),
    (("tables", 0, "gives"), "tables[0].gives", True),
    (("steps", 0, "name"), "steps[0].name", True),
    (("steps", 0, "label"), "steps[0].label", False),
    (("steps", 0, "label_zh"), "steps[0].label_zh", False),
    (("steps", 0, "unit"), "steps[0].unit", True),
    (("steps", 0, "expression"), "steps[0].expression", True),
    (("sources", 0, "document"), "sources[0].document", True),
    (("sources", 0, "clause"), "sources[0].clause", True),
    (("sources", 0, "edition"), "sources[0].edition", True),
    (("examples", 0, "name"), "examples[0].name", True),
]


@pytest.mark.parametrize(("path", "field", "is_needed"), TEXTS, ids=[field for _, field, _ in TEXTS])
def test_refuses_texts_by_their_place(path: tuple[Any, ...], field: str, is_needed: bool) -> None:
    for wrong in ("", 7, ["x"], TOO_LONG):
        assert refused(with_value(path, wrong)) == ("bad_data", field, {"most": MAX_TEXT})
    read_formula_data(with_value(path, LONG))
    if is_needed:
        assert refused(with_value(path, None))[:2] == ("bad_data", field)
    else:
        read_formula_data(with_value(path, None))


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("tables", 0, "rows", 1, 0), "tables[0].rows[1]"),
        (("tables", 0, "rows", 1, 1), "tables[0].rows[1]"),
        (("examples", 0, "inputs", "price"), "examples[0].inputs.price"),
        (("examples", 0, "expected"), "examples[0]"),
        (("examples", 0, "tolerance"), "examples[0]"),
    ],
)
def test_refuses_numbers_by_their_place(path: tuple[Any, ...], field: str) -> None:
    for wrong in (1.5, 2, "two", "0" + LONG_NUMBER):
        assert refused(with_value(path, wrong))[:2] == ("bad_data", field)
    for wrong in ("NaN", "1e40"):
        assert refused(with_value(path, wrong))[1] == field
    if path[0] == "examples":
        read_formula_data(with_value(path, LONG_NUMBER))


@pytest.mark.parametrize(
    ("path", "wrong", "field", "params"),
    [
        (("tables", 0, "rows"), [], "tables[0].rows", {"most": MAX_ROWS}),
        (("tables", 0, "rows"), None, "tables[0].rows", {"most": MAX_ROWS}),
        (("tables", 0, "rows"), (("0", "1"),), "tables[0].rows", {"most": MAX_ROWS}),
        (("tables", 0, "rows"), [["0", "1"], ["0", "2"]], "tables[0].rows", {}),
        (("tables", 0, "rows"), [["1", "1"], ["0", "2"]], "tables[0].rows", {}),
        (("tables", 0, "rows", 0), ["0"], "tables[0].rows[0]", {}),
        (("tables", 0, "rows", 0), ["0", "1", "2"], "tables[0].rows[0]", {}),
        (("tables", 0, "rows", 1), "12", "tables[0].rows[1]", {}),
        (("sources", 0, "confirmed"), "yes", "sources[0].confirmed", {}),
        (("examples", 0, "inputs"), [], "examples[0].inputs", {}),
        (("inputs",), [], "inputs", {}),
        (("inputs",), None, "inputs", {}),
        (("steps",), [], "steps", {}),
        (("steps",), {}, "steps", {}),
        (("tables",), {}, "tables", {}),
        (("sources",), "x", "sources", {}),
        (("examples",), {}, "examples", {}),
        (("inputs", 0), "price", "inputs[0]", {}),
        (("examples", 0), [], "examples[0]", {}),
    ],
)
def test_refuses_shapes_by_their_place(
    path: tuple[Any, ...], wrong: Any, field: str, params: dict[str, Any]
) -> None:
    assert refused(with_value(path, wrong)) == ("bad_data", field, params)


def test_refuses_what_is_no_mapping() -> None:
    assert refused([]) == ("bad_data", "formula", {})


@pytest.mark.parametrize("name", ["inputs", "tables", "steps", "sources", "examples"])
def test_refuses_more_entries_than_are_taken(name: str) -> None:
    row = whole()[name][0]
    assert len(getattr(read_formula_data({**whole(), name: [row] * MAX_ENTRIES}), name)) == MAX_ENTRIES
    told = refused({**whole(), name: [row] * (MAX_ENTRIES + 1)})
    assert told == ("too_many", name, {"most": MAX_ENTRIES})


def test_refuses_more_rows_and_values_than_are_taken() -> None:
    rows = [[str(at), "1"] for at in range(MAX_ROWS + 1)]
    assert refused(with_value(("tables", 0, "rows"), rows))[:2] == ("bad_data", "tables[0].rows")
    assert len(read_formula_data(with_value(("tables", 0, "rows"), rows[:-1])).tables[0].rows) == MAX_ROWS
    values = {f"x{at}": "1" for at in range(MAX_ENTRIES + 1)}
    assert refused(with_value(("examples", 0, "inputs"), values))[:2] == ("bad_data", "examples[0].inputs")
    del values["x0"]
    found = read_formula_data(with_value(("examples", 0, "inputs"), values))
    assert len(found.examples[0].inputs) == MAX_ENTRIES


def test_law_reading_takes_places_one_by_one() -> None:
    second = {**whole()["inputs"][0], "unit": ""}
    told = refused({**whole(), "inputs": [whole()["inputs"][0], second]})
    assert told[:2] == ("bad_data", "inputs[1].unit")
