"""What the tests of funds, scoring and risk share: reading cases, refusals, examples of specs."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from inspect import signature
from typing import Any

import pytest
from hypothesis import strategies as st

from calculators.kernel.call import run, text
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
    names = set(signature(spec.function).parameters)
    assert set(spec.example) <= {quantity.name for quantity in spec.inputs} <= names
    found = result_fields(run(spec, spec.example))
    assert {name: text(found[name]) for name in spec.example_result} == dict(spec.example_result)
    assert set(spec.example_result) <= {quantity.name for quantity in spec.outputs} <= set(found)
    assert all(quantity.formula and quantity.label_zh for quantity in spec.outputs)
