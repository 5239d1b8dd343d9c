"""Calculators as pages and programs see them: by area, by words, and each with its form."""

import types
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from inspect import Parameter, signature
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bondlife.catalogue import calculator_specs
from bondlife.queries.calculator_labels import option_label
from calculators.kernel.spec import CalculatorSpec, Clause, Quantity

Shape = Literal["amount", "whole", "decimal", "date", "text", "flag", "choice", "lines", "json"]
UNIT_WORDS = {
    "rate": "0.0236 = 2.36%",
    "percent": "%",
    "yuan_per_unit": "¥",
}
"""Units as they stand beside a field, in signs that need no translation."""
_LISTS = {list, tuple, set, frozenset, Sequence, Collection}


@dataclass(frozen=True, slots=True)
class Argument:
    """One input of a calculator: how it is typed and what it means."""

    name: str
    label: str
    label_zh: str
    unit: str
    shape: Shape
    of: Shape
    options: tuple[str, ...]
    is_required: bool
    may_be_none: bool

    @property
    def is_typed(self) -> bool:
        """Tell whether the field must be filled in: an input that may be nothing is nothing when empty."""
        return self.is_required and not self.may_be_none

    @property
    def is_amount(self) -> bool:
        """Tell whether people type yuan here, while the calculator takes fen."""
        return "amount" in (self.shape, self.of)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return what can be chosen, with how it is said."""
        from bondlife.locale import is_chinese

        words = [(option, option_label(option)) for option in self.options]
        return [(option, label.zh if is_chinese() else label.en) for option, label in words]

    @property
    def unit_word(self) -> str:
        """Return the unit beside the field, nothing where it goes without saying."""
        return UNIT_WORDS.get(self.unit, "")


@dataclass(frozen=True, slots=True)
class CalculatorLine:
    """One calculator in a list."""

    key: str
    area: str
    title: str
    title_zh: str
    version: int
    sources: tuple[Clause, ...]
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Area:
    """One area with its calculators."""

    key: str
    lines: tuple[CalculatorLine, ...]


def calculator_lines(q: str = "") -> list[CalculatorLine]:
    """Return the calculators whose key or title holds every word of a text."""
    words = q.lower().split()
    return [
        _line(spec)
        for key, spec in sorted(calculator_specs().items())
        if all(word in f"{key} {spec.title} {spec.title_zh}".lower() for word in words)
    ]


def calculator_areas(q: str = "") -> tuple[Area, ...]:
    """Return the calculators by area."""
    held: dict[str, list[CalculatorLine]] = {}
    for line in calculator_lines(q):
        held.setdefault(line.area, []).append(line)
    return tuple(Area(key, tuple(lines)) for key, lines in held.items())


@cache
def arguments_of(key: str) -> tuple[Argument, ...]:
    """Return the inputs of a calculator in the order of its signature."""
    spec = calculator_specs()[key]
    hints = get_type_hints(spec.function)
    quantities = {one.name: one for one in spec.inputs}
    return tuple(
        _argument(name, hints[name], parameter.default is Parameter.empty, quantities.get(name))
        for name, parameter in signature(spec.function).parameters.items()
    )


def described(spec: CalculatorSpec) -> dict[str, Any]:
    """Return everything a program needs to call a calculator."""
    from bondlife.calculate import plain

    line = _line(spec)
    return {
        "key": spec.key,
        "area": line.area,
        "title": spec.title,
        "title_zh": spec.title_zh,
        "version": spec.version,
        "unit": spec.unit,
        "inputs": [_input(one) for one in arguments_of(spec.key)],
        "outputs": [_output(one) for one in spec.outputs],
        "sources": [
            {"document": s.document, "clause": s.clause, "edition": s.edition, "confirmed": s.confirmed}
            for s in spec.sources
        ],
        "example": plain(spec.example),
    }


def _line(spec: CalculatorSpec) -> CalculatorLine:
    confirmed = all(one.confirmed for one in spec.sources)
    area = spec.key.partition(".")[0]
    return CalculatorLine(spec.key, area, spec.title, spec.title_zh, spec.version, spec.sources, confirmed)


def _input(one: Argument) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "label_zh": one.label_zh,
        "unit": one.unit,
        "shape": one.shape,
        "of": one.of,
        "options": list(one.options),
        "required": one.is_required,
    }


def _output(one: Quantity) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": one.label,
        "label_zh": one.label_zh,
        "unit": one.unit,
        "formula": one.formula,
    }


def _argument(name: str, kind: Any, required: bool, quantity: Quantity | None) -> Argument:
    plain_kinds, may_be_none = _without_none(kind)
    unit = quantity.unit if quantity else ""
    shape, options = _shape(plain_kinds, unit)
    of = _inner(plain_kinds, unit) if shape == "lines" else shape
    label = quantity.label if quantity else name.replace("_", " ")
    label_zh = quantity.label_zh if quantity else label
    return Argument(name, label, label_zh, unit, shape, of, options, required, may_be_none)


def _without_none(kind: Any) -> tuple[tuple[Any, ...], bool]:
    if get_origin(kind) in (Union, types.UnionType):
        parts = get_args(kind)
        kept = tuple(part for part in parts if part is not types.NoneType)
        return kept, len(kept) < len(parts)
    return (kind,), False


def _shape(kinds: tuple[Any, ...], unit: str) -> tuple[Shape, tuple[str, ...]]:
    """Return how a value of some types is typed, and what can be chosen."""
    kind = kinds[-1]
    origin = get_origin(kind)
    if origin is Literal:
        return "choice", tuple(str(option) for option in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "choice", tuple(str(member.value) for member in kind)
    if origin in _LISTS:
        simple = _inner(kinds, unit) != "json"
        return ("lines" if simple else "json"), ()
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "json", ()
    return _plain_shape(kinds, unit), ()


def _inner(kinds: tuple[Any, ...], unit: str) -> Shape:
    parts = [part for part in get_args(kinds[-1]) if part is not Ellipsis]
    if len(parts) != 1:
        return "json"
    inner, _ = _without_none(parts[0])
    shape, _ = _shape(inner, unit)
    return shape if shape in {"amount", "whole", "decimal", "date", "text"} else "json"


def _plain_shape(kinds: tuple[Any, ...], unit: str) -> Shape:
    if all(kind is int for kind in kinds):
        return "amount" if unit in {"fen", "table"} else "whole"
    if unit == "fen" and all(kind in (int, Decimal) for kind in kinds):
        return "amount"
    shapes: Mapping[Any, Shape] = {
        Decimal: "decimal",
        Fraction: "decimal",
        float: "decimal",
        int: "decimal",
        date: "date",
        str: "text",
        bool: "flag",
    }
    return shapes.get(kinds[0], "json")
