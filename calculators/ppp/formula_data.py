"""A contract formula as plain data: what a file or a form holds, checked for shape and size only.

    key, title, title_zh, inputs, tables, steps, sources, examples

Shapes  a mapping as read from JSON; numbers are written as text so that no binary float comes in.
Units   named by text, read later.
Errors  CalculationError: bad_data, too_many; the field names the place, such as steps[2].expression.
Source  Own format.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise

from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import Clause
from calculators.ppp.exact import exact

MAX_ENTRIES = 60
"""Most inputs, steps, tables, examples or sources of one formula."""

MAX_ROWS = 200
MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class DataInput:
    """A declared input; the unit "flag" makes it true or false."""

    name: str
    label: str
    label_zh: str
    unit: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """A step table: rows of (start, value), starts going up."""

    name: str
    by: str
    gives: str
    rows: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class DataStep:
    """A line of the formula as written."""

    name: str
    label: str
    label_zh: str
    unit: str
    expression: str


@dataclass(frozen=True, slots=True)
class DataExample:
    """A worked example: inputs, the result published or worked by hand, and how near it must come."""

    name: str
    inputs: tuple[tuple[str, Decimal | bool], ...]
    expected: Decimal
    tolerance: Decimal


@dataclass(frozen=True, slots=True)
class FormulaData:
    """All of a formula's data."""

    key: str
    title: str
    title_zh: str
    inputs: tuple[DataInput, ...]
    tables: tuple[DataTable, ...]
    steps: tuple[DataStep, ...]
    sources: tuple[Clause, ...]
    examples: tuple[DataExample, ...]


def read_formula_data(data: Mapping[str, object]) -> FormulaData:
    """Return the data with every field of its type, or refuse naming the place.

    >>> steps = [{"name": "fee", "unit": "yuan", "expression": "price"}]
    >>> read_formula_data({"key": "fee", "inputs": [{"name": "price", "unit": "yuan"}], "steps": steps}).title
    'fee'
    """
    if not isinstance(data, Mapping):
        raise _bad("formula", "a formula is a mapping of fields")
    key = _text(data, "key", "key")
    return FormulaData(
        key,
        _text(data, "title", "title", key),
        _text(data, "title_zh", "title_zh", key),
        tuple(_input(row, at) for at, row in _rows(data, "inputs")),
        tuple(_table(row, at) for at, row in _rows(data, "tables", needed=False)),
        tuple(_step(row, at) for at, row in _rows(data, "steps")),
        tuple(_clause(row, at) for at, row in _rows(data, "sources", needed=False)),
        tuple(_example(row, at) for at, row in _rows(data, "examples", needed=False)),
    )


def _input(row: Mapping[str, object], at: str) -> DataInput:
    name = _text(row, "name", at)
    label = _text(row, "label", at, name)
    return DataInput(name, label, _text(row, "label_zh", at, label), _text(row, "unit", at))


def _step(row: Mapping[str, object], at: str) -> DataStep:
    name = _text(row, "name", at)
    label = _text(row, "label", at, name)
    label_zh = _text(row, "label_zh", at, label)
    return DataStep(name, label, label_zh, _text(row, "unit", at), _text(row, "expression", at))


def _table(row: Mapping[str, object], at: str) -> DataTable:
    pairs = row.get("rows")
    if not isinstance(pairs, list) or not 0 < len(pairs) <= MAX_ROWS:
        raise _bad(f"{at}.rows", "a table has 1 to %(most)s rows", most=MAX_ROWS)
    rows = tuple(_pair(pair, f"{at}.rows[{i}]") for i, pair in enumerate(pairs))
    if any(a[0] >= b[0] for a, b in pairwise(rows)):
        raise _bad(f"{at}.rows", "the rows of a table go up")
    return DataTable(_text(row, "name", at), _text(row, "by", at), _text(row, "gives", at), rows)


def _pair(pair: object, at: str) -> tuple[Fraction, Fraction]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise _bad(at, "a row is a start and a value")
    return exact(_decimal(pair[0], at), at), exact(_decimal(pair[1], at), at)


def _clause(row: Mapping[str, object], at: str) -> Clause:
    confirmed = row.get("confirmed", True)
    if not isinstance(confirmed, bool):
        raise _bad(f"{at}.confirmed", "true or false")
    document = _text(row, "document", at)
    return Clause(document, _text(row, "clause", at), _text(row, "edition", at), confirmed)


def _example(row: Mapping[str, object], at: str) -> DataExample:
    inputs = row.get("inputs")
    if not isinstance(inputs, Mapping) or len(inputs) > MAX_ENTRIES:
        raise _bad(f"{at}.inputs", "an example names its inputs")
    values = tuple(
        (str(name), value if isinstance(value, bool) else _decimal(value, f"{at}.inputs.{name}"))
        for name, value in inputs.items()
    )
    expected, tolerance = _decimal(row.get("expected"), at), _decimal(row.get("tolerance", "0"), at)
    return DataExample(_text(row, "name", at), values, expected, tolerance)


def _rows(
    data: Mapping[str, object], name: str, *, needed: bool = True
) -> list[tuple[str, Mapping[str, object]]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or (needed and not rows):
        raise (
            _bad(name, "a list with at least one entry is needed")
            if needed
            else _bad(name, "a list is needed")
        )
    if len(rows) > MAX_ENTRIES:
        raise CalculationError("too_many", name, "at most %(most)s entries are taken", most=MAX_ENTRIES)
    places = [(f"{name}[{i}]", row) for i, row in enumerate(rows)]
    for at, row in places:
        if not isinstance(row, Mapping):
            raise _bad(at, "an entry is a mapping of fields")
    return places


def _text(row: Mapping[str, object], name: str, at: str, default: str | None = None) -> str:
    text = row.get(name, default)
    if not isinstance(text, str) or not text or len(text) > MAX_TEXT:
        raise _bad(
            at if at == name else f"{at}.{name}",
            "a text of 1 to %(most)s characters is needed",
            most=MAX_TEXT,
        )
    return text


def _decimal(value: object, at: str) -> Decimal:
    if not isinstance(value, str) or len(value) > MAX_ENTRIES:
        raise _bad(at, "a number is written as text")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise _bad(at, "a number is written as text") from None
    exact(number, at)
    return number


def _bad(field: str, message: str, /, **params: object) -> CalculationError:
    return CalculationError("bad_data", field, message, **params)
