"""Run a calculator from JSON-ready values: result, explanation, sources; one way for page, API, command."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib.resources import files
from math import isfinite
from typing import Any

from bondlife.errors import Invalid
from calculators.kernel.call import arguments, text
from calculators.kernel.explain import Explanation, explain
from calculators.kernel.spec import CalculatorSpec


def compute(spec: CalculatorSpec, raw: Any) -> tuple[object, Explanation]:
    """Return the result of a calculator and its explanation; refusals name the field."""
    if not isinstance(raw, Mapping):
        raise Invalid.because("not_an_object", "Give the arguments as one JSON object.", "json")
    given = arguments(spec.function, raw)
    result = spec.function(**given)
    return result, explain(spec, given, result)


def run(spec: CalculatorSpec, raw: Any) -> dict[str, Any]:
    """Return the result and explanation as plain JSON: fen as whole numbers, decimals and dates as text."""
    return told(spec, *compute(spec, raw))


def told(spec: CalculatorSpec, result: object, explanation: Explanation) -> dict[str, Any]:
    """Return a result and its explanation as plain JSON."""
    return {
        "key": spec.key,
        "version": spec.version,
        "result": plain(result),
        "explanation": {
            "title": explanation.title,
            "title_zh": explanation.title_zh,
            "inputs": [_told(one) for one in explanation.inputs],
            "outputs": [_told(one) for one in explanation.outputs],
            "sources": [asdict(source) for source in explanation.sources],
        },
    }


def plain(value: Any) -> Any:
    """Return a value in JSON's own types."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Decimal | Fraction | Enum):
        return value.value if isinstance(value, Enum) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not isfinite(value) else value


def check_formulas() -> list[dict[str, Any]]:
    """Work every shipped contract formula through its own examples."""
    from calculators.ppp.formula import check_examples, read_formula

    folder = files("calculators.ppp") / "templates"
    found = []
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".json"):
            formula = read_formula(json.loads(path.read_text(encoding="utf-8")))
            checks = [plain(check) for check in check_examples(formula)]
            found.append({"formula": path.name.removesuffix(".json"), "examples": checks})
    return found


def _told(quantity: Any) -> dict[str, Any]:
    return {
        "name": quantity.name,
        "label": quantity.label,
        "label_zh": quantity.label_zh,
        "unit": quantity.unit,
        "value": text(quantity.value),
        "in_words": quantity.in_words,
        "in_words_zh": quantity.in_words_zh,
        "in_numbers": quantity.in_numbers,
    }
