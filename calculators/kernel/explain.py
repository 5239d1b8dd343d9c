"""Explain a result: formula in words, numbers put in, source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from calculators.kernel.formulas_zh import FORMULAS_ZH
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class ExplainedQuantity:
    """One quantity of a calculation: what it is, its value, and how it came about."""

    name: str
    label: str
    label_zh: str
    unit: str
    value: Any
    in_words: str = ""
    in_words_zh: str = ""
    in_numbers: str = ""
    formula: str = ""
    formula_zh: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A whole calculation, ready to be drawn or read out."""

    key: str
    version: int
    title: str
    title_zh: str
    inputs: tuple[ExplainedQuantity, ...]
    outputs: tuple[ExplainedQuantity, ...]
    sources: tuple[Clause, ...]


def result_fields(result: object) -> dict[str, Any]:
    """Return the fields of a frozen result, or the bare value under the name "result".

    >>> result_fields(5)
    {'result': 5}
    """
    if is_dataclass(result) and not isinstance(result, type):
        return {field.name: getattr(result, field.name) for field in fields(result)}
    return {"result": result}


def explain(spec: CalculatorSpec, inputs: Mapping[str, Any], result: object) -> Explanation:
    """Put the inputs and the result of one call into the formulas of its spec.

    >>> outputs = (Quantity("result", "Double", "两倍", "fen", "2 × {face}"),)
    >>> inputs = (Quantity("face", "Face", "面值", "fen"),)
    >>> spec = CalculatorSpec("double", "Double", "两倍", "fen", abs, inputs, outputs, (), {}, {})
    >>> explain(spec, {"face": 3}, 6).outputs[0].in_numbers
    '2 × 3'
    """
    values = {**inputs, **result_fields(result)}
    labels = {q.name: q for q in (*spec.inputs, *spec.outputs)}

    def told(quantity: Quantity) -> ExplainedQuantity:
        """Return one output with its value and its formula in words and in numbers, in both languages."""
        formula_zh = FORMULAS_ZH.get(quantity.formula, quantity.formula)
        return ExplainedQuantity(
            quantity.name,
            quantity.label,
            quantity.label_zh,
            quantity.unit,
            values.get(quantity.name),
            _fill(quantity.formula, {name: q.label for name, q in labels.items()}),
            _fill(formula_zh, {name: q.label_zh for name, q in labels.items()}),
            _fill(quantity.formula, {name: _short(value) for name, value in values.items()}),
            quantity.formula,
            formula_zh,
        )

    return Explanation(
        spec.key,
        spec.version,
        spec.title,
        spec.title_zh,
        tuple(told(q) for q in spec.inputs if q.name in values),
        tuple(told(q) for q in spec.outputs),
        spec.sources,
    )


def _fill(formula: str, words: Mapping[str, str]) -> str:
    return _NAME.sub(lambda found: words.get(found[1], found[1]), formula)


def _short(value: object) -> str:
    """Write a value as it stands in a formula; long series show their ends and length."""
    if isinstance(value, tuple | list):
        if len(value) > 4:
            return f"({_short(value[0])}, {_short(value[1])}, … {_short(value[-1])}; {len(value)})"
        return "(" + ", ".join(_short(part) for part in value) + ")"
    return "—" if value is None else str(value)
