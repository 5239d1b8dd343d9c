"""Check the fields a kind adds to a record against the kind's own form."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bondlife.errors import Invalid, Problem
from bondlife.services.values import Day, Line, Percent, Prose, SignedMoney, Year
from models.lifecycle import FieldSpec, Kind

_TYPES: dict[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(Line),
    "long_text": TypeAdapter(Prose),
    "money": TypeAdapter(SignedMoney),
    "rate": TypeAdapter(Percent),
    "date": TypeAdapter(Day),
    "year": TypeAdapter(Year),
    "count": TypeAdapter(int),
    "number": TypeAdapter(Decimal),
}
_LONGEST = 4000
_LARGEST = 10**15


def specs_of(kind: Kind, record: str) -> dict[str, FieldSpec]:
    """Return the fields a kind adds to a type of record, by name."""
    forms = [form for form in kind.forms if form.record == record]
    return {spec.name: spec for form in forms for group in form.groups for spec in group.fields}


def check_fields(kind: Kind, record: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields in stored form; every wrong one is named."""
    specs, kept, problems = specs_of(kind, record), {}, []
    for name, value in values.items():
        if name not in specs:
            problems.append(
                Problem("unknown_field", "There is no field %(name)s.", name, {"name": name[:60]})
            )
        elif value not in (None, ""):
            try:
                kept[name] = _check(specs[name], value)
            except Invalid as refusal:
                problems.extend(refusal.problems)
    if problems:
        raise Invalid(*problems)
    return kept


def _check(spec: FieldSpec, value: Any) -> Any:
    check: Callable[[FieldSpec, Any], Any] = {
        "flag": _flag,
        "choice": _choice,
        "table": _table,
    }.get(spec.type, _plain)
    return check(spec, value)


def _plain(spec: FieldSpec, value: Any) -> Any:
    try:
        checked = _TYPES[spec.type].validate_python(_number(spec, value))
    except (ValidationError, OverflowError, ArithmeticError):
        raise _wrong(spec) from None
    if isinstance(checked, str) and len(checked) > _LONGEST:
        raise Invalid.because("too_long", "The text is too long.", spec.name)
    if spec.type in {"count", "number"} and not _within_bounds(checked):
        raise _wrong(spec)
    if isinstance(checked, Decimal):
        return format(checked.normalize(), "f")
    return checked.isoformat() if isinstance(checked, date) else checked


def _within_bounds(number: Any) -> bool:
    return Decimal(number).is_finite() and abs(Decimal(number)) <= _LARGEST


def _number(spec: FieldSpec, value: Any) -> Any:
    if spec.type in {"count", "number"} and (isinstance(value, bool | float) or len(str(value)) > 30):
        raise _wrong(spec)
    return value


def _flag(spec: FieldSpec, value: Any) -> str:
    words = {True: "yes", False: "no", "yes": "yes", "no": "no", "on": "yes", "true": "yes", "false": "no"}
    if not isinstance(value, bool | str) or value not in words:
        raise _wrong(spec)
    return words[value]


def _choice(spec: FieldSpec, value: Any) -> str:
    if value not in {key for key, _ in spec.choices}:
        raise _wrong(spec)
    return str(value)


def _table(spec: FieldSpec, value: Any) -> Any:
    """Keep a small table of text cells: item → {column: text}."""
    if not isinstance(value, dict) or len(value) > 200:
        raise _wrong(spec)
    return {_line(spec, item): _cells(spec, cells) for item, cells in value.items()}


def _cells(spec: FieldSpec, cells: Any) -> Any:
    if isinstance(cells, dict) and len(cells) <= 20:
        return {_line(spec, name): _line(spec, cell) for name, cell in cells.items()}
    return _line(spec, cells)


def _line(spec: FieldSpec, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        text = _TYPES["long_text"].validate_python(value)
    except ValidationError:
        raise _wrong(spec) from None
    if len(text) > _LONGEST:
        raise Invalid.because("too_long", "The text is too long.", spec.name)
    return str(text)


def _wrong(spec: FieldSpec) -> Invalid:
    return Invalid.because(
        "bad_value", "This is not a value of type %(type)s.", spec.name, type=spec.type, label=spec.label.en
    )
