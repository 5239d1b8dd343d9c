"""What the tests of funds, scoring and risk share: reading cases, refusals, examples of specs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import strategies as st

from calculators.kernel.errors import CalculationError
from calculators.kernel.explain import result_fields
from calculators.kernel.spec import CalculatorSpec

fen = st.integers(0, 10**15)
above_zero = st.integers(1, 10**15)
shares = st.decimals(Decimal(0), Decimal(1), places=4)
points = st.decimals(Decimal(0), Decimal(100), places=2)


def refusal(function: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[str, str]:
    """Return code and field of the refusal that a call must end in."""
    with pytest.raises(CalculationError) as refused:
        function(*arguments, **named)
    return refused.value.code, refused.value.field


def whole(text: str) -> list[int]:
    """Read whole numbers out of one CSV field."""
    return [int(part) for part in text.split()]


def numbers(text: str) -> list[Decimal]:
    """Read decimals out of one CSV field."""
    return [Decimal(part) for part in text.split()]


def days(text: str) -> list[date]:
    """Read dates out of one CSV field."""
    return [date.fromisoformat(part) for part in text.split()]


def is_near(value: Decimal | None, exact: Fraction, tolerance: Fraction = Fraction(1, 10**20)) -> bool:
    """Tell whether a decimal agrees with an exact value, relative to its size."""
    return value is not None and abs(Fraction(value) - exact) <= tolerance * max(
        abs(exact), Fraction(1, 10**6)
    )


def check_example(spec: CalculatorSpec) -> None:
    """Run the example of a spec through its function and compare the fields it promises."""
    hints = get_type_hints(spec.function)
    assert set(spec.example) <= {quantity.name for quantity in spec.inputs} <= set(hints) - {"return"}
    found = result_fields(spec.function(**{k: _read(hints[k], v) for k, v in spec.example.items()}))
    assert {name: str(found[name]) for name in spec.example_result} == dict(spec.example_result)
    assert {quantity.name for quantity in spec.outputs} <= set(found)
    assert all(quantity.formula and quantity.label_zh for quantity in spec.outputs)


def _read(kind: Any, value: Any) -> Any:
    """Turn a JSON-ready value into what the annotation asks for."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return None if value is None else _read(next(k for k in inner if k is not NoneType), value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read(inner[1], one) for key, one in value.items()}
    if origin is not None and issubclass(origin, Sequence):
        return [_read(inner[0], one) for one in value]
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(
            **{
                field.name: _read(hints[field.name], value[field.name])
                for field in fields(kind)
                if field.name in value
            }
        )
    return _scalar(kind, value)


def _scalar(kind: Any, value: Any) -> Any:
    if kind is Decimal:
        return Decimal(value)
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value
