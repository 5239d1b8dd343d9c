"""Call a calculator by its spec with JSON-ready values, and write its result back as text.

One door for pages, API, command line and the examples of the specs: values are read by the types of
the function's own signature, so a form and a call cannot drift apart.

Shapes  mappings of argument name to JSON-ready value.
Units   amounts as whole fen; decimals, fractions and dates as text; never a binary float.
Errors  CalculationError: missing, unknown_field, not_integer, not_a_number, not_a_date, not_text,
        not_a_flag, not_a_list, not_an_object, not_a_choice, unsupported, too_long; the field is a path
        such as "rows[2].year".
Source  Convention of this library.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from inspect import Parameter, signature
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec

MOST_ITEMS = 100_000
"""Longest list read from the outside in one argument."""

_SERIES = {list, tuple, set, frozenset, Sequence, Collection}


def run(spec: CalculatorSpec, raw: Mapping[str, Any]) -> Any:
    """Read the raw values by the function's signature and call it.

    >>> from calculators.kernel.money import mul_div
    >>> spec = CalculatorSpec("half", "Half", "一半", "fen", mul_div, (), (), (), {}, {})
    >>> run(spec, {"amount": 10, "numerator": 1, "denominator": "2"})
    5
    """
    return spec.function(**arguments(spec.function, raw))


def arguments(function: Callable[..., Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed arguments of a function from JSON-ready values.

    >>> def pay(amount: int, *, rate: Decimal = Decimal(0)) -> None: ...
    >>> arguments(pay, {"amount": "1200", "rate": "0.0236"})
    {'amount': 1200, 'rate': Decimal('0.0236')}
    """
    hints = get_type_hints(function)
    parameters = signature(function).parameters
    required = [name for name, one in parameters.items() if one.default is Parameter.empty]
    _check_names(raw, parameters, required, "")
    return {name: read(value, hints[name], name) for name, value in raw.items()}


def read(value: Any, kind: Any, field: str) -> Any:
    """Read one JSON-ready value as the type asked for.

    >>> read(["1.5", "2"], tuple[Decimal, ...], "steps")
    (Decimal('1.5'), Decimal('2'))
    """
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _read_union(value, get_args(kind), field)
    if origin is Literal:
        return _choose(value, {option: option for option in get_args(kind)}, field)
    if origin in _SERIES:
        return _read_series(value, kind, field)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_mapping(value, get_args(kind), field)
    return _read_plain(value, kind, field)


def text(value: object) -> str:
    """Write a value or a result as stable text: series in brackets, dates in ISO form, None as a dash.

    >>> text((Decimal("2.20"), None, date(2026, 1, 5)))
    '(2.20, —, 2026-01-05)'
    """
    if is_dataclass(value) and not isinstance(value, type):
        inner = (f"{field.name}={text(getattr(value, field.name))}" for field in fields(value))
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{text(key)}: {text(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "(" + ", ".join(text(part) for part in value) + ")"
    return _plain_text(value)


def _plain_text(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value.value) if isinstance(value, Enum) else str(value)


def _check_names(raw: Mapping[str, Any], known: Collection[str], required: Sequence[str], place: str) -> None:
    for name in raw:
        if name not in known:
            raise CalculationError("unknown_field", f"{place}{name}", "there is no such input")
    for name in required:
        if name not in raw:
            raise CalculationError("missing", f"{place}{name}", "this input is needed")


def _read_union(value: Any, kinds: tuple[Any, ...], field: str) -> Any:
    if value is None and NoneType in kinds:
        return None
    plain = [kind for kind in kinds if kind is not NoneType]
    for kind in plain[:-1]:
        try:
            return read(value, kind, field)
        except CalculationError:
            continue
    return read(value, plain[-1], field)


def _read_series(value: Any, kind: Any, field: str) -> Any:
    if not isinstance(value, list | tuple):
        raise CalculationError("not_a_list", field, "a list is needed")
    if len(value) > MOST_ITEMS:
        raise CalculationError("too_long", field, "at most %(most)s items", most=MOST_ITEMS)
    inner, build = get_args(kind), get_origin(kind)
    if build is tuple and inner[-1] is not Ellipsis:
        return _read_fixed(value, inner, field)
    parts = (read(part, inner[0], f"{field}[{i}]") for i, part in enumerate(value))
    return build(parts) if build in (set, frozenset, list) else tuple(parts)


def _read_fixed(value: Sequence[Any], kinds: tuple[Any, ...], field: str) -> tuple[Any, ...]:
    if len(value) != len(kinds):
        raise CalculationError("not_a_list", field, "exactly %(count)s items are needed", count=len(kinds))
    pairs = enumerate(zip(value, kinds, strict=True))
    return tuple(read(part, kind, f"{field}[{i}]") for i, (part, kind) in pairs)


def _read_mapping(value: Any, kinds: tuple[Any, ...], field: str) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise CalculationError("not_an_object", field, "named values are needed")
    if len(value) > MOST_ITEMS:
        raise CalculationError("too_long", field, "at most %(most)s items", most=MOST_ITEMS)
    key, part = kinds
    return {read(k, key, f"{field}[{k}]"): read(v, part, f"{field}[{k}]") for k, v in value.items()}


def _read_plain(value: Any, kind: Any, field: str) -> Any:
    if kind is Any or kind is object:
        return value
    if kind in _READERS:
        return _READERS[kind](value, field)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _choose(value, {member.value: member for member in kind}, field)
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_record(value, kind, field)
    raise CalculationError("unsupported", field, "this input cannot be given from outside")


def _read_record(value: Any, kind: type, field: str) -> Any:
    if isinstance(value, kind):
        return value
    if not isinstance(value, Mapping):
        raise CalculationError("not_an_object", field, "named values are needed")
    parts = {part.name: part for part in fields(kind) if part.init}
    required = [n for n, p in parts.items() if p.default is MISSING and p.default_factory is MISSING]
    _check_names(value, parts, required, f"{field}.")
    hints = get_type_hints(kind)
    return kind(**{name: read(part, hints[name], f"{field}.{name}") for name, part in value.items()})


def _choose(value: Any, options: Mapping[Any, Any], field: str) -> Any:
    if isinstance(value, Enum) and value in options.values():
        return value
    if not isinstance(value, str | int) or value not in options:
        known = ", ".join(map(str, options))
        raise CalculationError("not_a_choice", field, "one of: %(known)s", known=known)
    return options[value]


def _read_int(value: Any, field: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    sign_and_digits = value.strip() if isinstance(value, str) else ""
    digits = sign_and_digits.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 40):
        raise CalculationError("not_integer", field, "a whole number is needed")
    return int(sign_and_digits)


def _read_decimal(value: Any, field: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise CalculationError("not_a_number", field, "a decimal number, written as text")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise CalculationError("not_a_number", field, "a decimal number, written as text") from None
    if not number.is_finite() or abs(number.adjusted()) > 60:
        raise CalculationError("not_a_number", field, "a finite decimal number")
    return number


def _read_fraction(value: Any, field: str) -> Fraction:
    if isinstance(value, Fraction):
        return value
    above, _, below = value.partition("/") if isinstance(value, str) else (value, "", "")
    divisor = _read_decimal(below or 1, field)
    if not divisor:
        raise CalculationError("not_a_number", field, "cannot divide by zero")
    return Fraction(_read_decimal(above, field)) / Fraction(divisor)


def _read_date(value: Any, field: str) -> date:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise CalculationError("not_a_date", field, "a date as YYYY-MM-DD") from None


def _read_text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise CalculationError("not_text", field, "text is needed")
    return value


def _read_flag(value: Any, field: str) -> bool:
    options = {True: True, False: False, "true": True, "false": False, "yes": True, "no": False}
    if not isinstance(value, bool | str) or value not in options:
        raise CalculationError("not_a_flag", field, "yes or no")
    return options[value]


def _read_float(value: Any, field: str) -> float:
    if isinstance(value, float):
        value = repr(value)
    return float(_read_decimal(value, field))


_READERS: Mapping[Any, Callable[[Any, str], Any]] = {
    int: _read_int,
    Decimal: _read_decimal,
    Fraction: _read_fraction,
    date: _read_date,
    str: _read_text,
    bool: _read_flag,
    float: _read_float,
}
