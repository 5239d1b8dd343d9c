"""What every PPP calculator says about itself: it runs, it is complete, it is tested in four ways."""

import importlib
import inspect
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from calculators.kernel.explain import explain, result_fields
from calculators.kernel.spec import CalculatorSpec

ROOT = Path(__file__).parents[3]
MODULES = sorted(path.stem for path in (ROOT / "calculators" / "ppp").glob("[a-z]*.py"))
HELPERS = {f"formula_{part}" for part in ("data", "lexer", "parser", "syntax", "units", "values")}
AMOUNTS = {"fen", "yuan_per_unit", "rate", "percent", "ratio", "multiple", "index", "score", "points"}
UNITS = AMOUNTS | {"days", "months", "years", "count", "date", "text", "flag", "table"}


def specs_of(name: str) -> tuple[CalculatorSpec, ...]:
    module = importlib.import_module(f"calculators.ppp.{name}")
    return getattr(module, "SPECS", None) or ((module.SPEC,) if hasattr(module, "SPEC") else ())


SPECS = [spec for name in MODULES for spec in specs_of(name)]


def from_json(value: Any, kind: Any) -> Any:
    """Turn a JSON-ready value into what the signature asks for."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _of_union(value, [part for part in inner if part is not types.NoneType])
    if origin is tuple or (inspect.isclass(origin) and issubclass(origin, Sequence)):
        return tuple(from_json(part, inner[0]) for part in value)
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {from_json(key, inner[0]): from_json(part, inner[1]) for key, part in value.items()}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = {field.name for field in fields(kind)}
        assert set(value) <= names
        return kind(**{name: from_json(part, hints[name]) for name, part in value.items()})  # type: ignore[operator]
    if inspect.isclass(kind) and issubclass(kind, Decimal | Fraction | StrEnum | int):
        return kind(value)
    return value


def _of_union(value: Any, kinds: list[Any]) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    return Fraction(value) if Fraction in kinds and "/" in str(value) else from_json(value, kinds[0])


def run_example(spec: CalculatorSpec) -> tuple[dict[str, Any], Any]:
    hints = get_type_hints(spec.function)
    arguments = {name: from_json(value, hints[name]) for name, value in spec.example.items()}
    return arguments, spec.function(**arguments)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_golden_the_example_gives_its_result(spec: CalculatorSpec) -> None:
    found = result_fields(run_example(spec)[1])
    assert spec.example_result
    assert {name: str(found[name]) for name in spec.example_result} == dict(spec.example_result)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_law_a_spec_names_what_goes_in_and_what_comes_out(spec: CalculatorSpec) -> None:
    parameters = set(inspect.signature(spec.function).parameters)
    assert {quantity.name for quantity in spec.inputs} <= parameters
    assert set(spec.example) <= {quantity.name for quantity in spec.inputs}
    arguments, result = run_example(spec)
    found = result_fields(result)
    assert {quantity.name for quantity in spec.outputs} == set(found)
    # an explanation puts inputs and results side by side, so one name has one value
    assert all(found[name] == value for name, value in arguments.items() if name in found)
    quantities = (*spec.inputs, *spec.outputs)
    known = {quantity.name for quantity in quantities}
    for quantity in quantities:
        assert quantity.unit in UNITS
        assert quantity.label
        assert quantity.label_zh
        assert set(re.findall(r"\{(\w+)\}", quantity.formula)) <= known
    assert spec.sources
    assert any(quantity.formula for quantity in spec.outputs)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_law_an_explanation_can_be_drawn(spec: CalculatorSpec) -> None:
    arguments, result = run_example(spec)
    explanation = explain(spec, arguments, result)
    assert all("{" not in told.in_numbers.replace("{'", "") for told in explanation.outputs)
    assert all("{" not in told.in_words + told.in_words_zh for told in explanation.outputs)


def test_law_keys_are_one_of_a_kind() -> None:
    keys = [spec.key for spec in SPECS]
    assert len(set(keys)) == len(keys) >= 25
    assert all(key.startswith("ppp.") for key in keys)


@pytest.mark.parametrize("name", MODULES)
def test_law_every_module_says_shapes_units_errors_and_source(name: str) -> None:
    module = importlib.import_module(f"calculators.ppp.{name}")
    for part in ("Shapes  ", "Units   ", "Errors  ", "Source  "):
        assert name == "__init__" or part in (module.__doc__ or "")


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)
def test_law_every_calculator_has_a_doctest(spec: CalculatorSpec) -> None:
    assert ">>>" in (spec.function.__doc__ or "")


@pytest.mark.parametrize("name", [name for name in MODULES if name not in HELPERS])
def test_law_every_module_is_tested_in_four_ways(name: str) -> None:
    text = (ROOT / "tests" / "calculators" / "ppp" / f"test_{name}.py").read_text(encoding="utf-8")
    for kind in ("golden", "oracle", "law", "refuses"):
        assert f"def test_{kind}" in text
    if specs_of(name):
        assert (ROOT / "tests" / "golden" / "ppp" / f"{name}.csv").exists()
