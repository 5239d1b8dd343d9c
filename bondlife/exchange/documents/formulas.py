"""Formulas of forms: one text that is a live formula in a sheet and an identity here, exact to the fen.

A formula is a sum, difference, product or quotient of names and numbers, with brackets and ``sum(a, b)``,
``min``, ``max`` and ``round``. Names are columns of the row or items of the block; in the ``_formula`` of a
row they are rows of the table in the same column, ``row.column`` is another cell, ``self.column`` one of its
own row.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Any

from bondlife.exchange.documents.paper import Column, Facts, Item, Paper, Row, Table
from bondlife.exchange.units import in_unit

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[-+*/(),]))"
)
_FUNCTIONS = {"sum", "min", "max", "round"}
_DIGITS = 60
_Value = Callable[[str], Decimal]
_Cell = tuple[str, str, str]


class FormulaError(ValueError):
    """A formula that cannot be read or names what is not there."""


class WordsError(FormulaError):
    """A cell of figures that holds words, as forms allow where there is no figure."""


@lru_cache(maxsize=4096)
def tokens(formula: str) -> tuple[tuple[str, str], ...]:
    """Return the tokens of a formula as (kind, text); kinds: name, number, sign, function."""
    found, at = [], 0
    text = formula.rstrip()
    while at < len(text):
        read = _TOKEN.match(text, at)
        if read is None:
            raise FormulaError(f"{formula!r}: cannot read {text[at:]!r}")
        kind = str(read.lastgroup)
        word = read[kind]
        found.append(("function" if kind == "name" and word in _FUNCTIONS else kind, word))
        at = read.end()
    return tuple(found)


def names(formula: str) -> list[str]:
    """Return the names a formula is over, in their order."""
    return [word for kind, word in tokens(formula) if kind == "name"]


def as_excel(formula: str, place: Callable[[str], str], places: int) -> str:
    """Return a sheet's formula, rounded to ``places`` decimals; ``place`` tells the cell of a name.

    >>> as_excel("a - b", {"a": "C1", "b": "C2"}.__getitem__, 2)
    '=ROUND(C1-C2,2)'
    """
    told = []
    for kind, word in tokens(formula):
        if kind == "name":
            told.append(place(word))
        else:
            told.append(word.upper() if kind == "function" else word)
    text = "".join(told)
    if "ROUND(" in text:  # a rounding of its own says how many decimals
        return "=" + text
    return f"=ROUND({text},{places})"


class _Reader:
    """Reads a formula from the left and works it out with exact decimals."""

    def __init__(self, formula: str, value: Callable[[str], Decimal]) -> None:
        self.formula, self.value = formula, value
        self.left = list(tokens(formula))

    def whole(self) -> Decimal:
        found = self.total()
        if self.left:
            raise FormulaError(f"{self.formula!r}: {self.left[0][1]!r} stands too much")
        return found

    def total(self) -> Decimal:
        found = self.product()
        while self._next("+", "-"):
            sign = self.left.pop(0)[1]
            other = self.product()
            found = found + other if sign == "+" else found - other
        return found

    def product(self) -> Decimal:
        found = self.part()
        while self._next("*", "/"):
            sign = self.left.pop(0)[1]
            other = self.part()
            if sign == "/" and not other:
                raise FormulaError(f"{self.formula!r} divides by zero")
            found = found * other if sign == "*" else found / other
        return found

    def part(self) -> Decimal:
        if not self.left:
            raise FormulaError(f"{self.formula!r} ends too early")
        kind, word = self.left.pop(0)
        if kind == "number":
            return Decimal(word)
        if kind == "name":
            return self.value(word)
        if word == "-":
            return -self.part()
        if kind == "function":
            return self.call(word)
        if word == "(":
            found = self.total()
            self._take(")")
            return found
        raise FormulaError(f"{self.formula!r}: {word!r} stands too much")

    def call(self, name: str) -> Decimal:
        self._take("(")
        given = [self.total()]
        while self._next(","):
            self.left.pop(0)
            given.append(self.total())
        self._take(")")
        if name == "round":
            return _rounded(given[0], int(given[1]) if len(given) > 1 else 0)
        if name == "sum":
            return sum(given, Decimal(0))
        return min(given) if name == "min" else max(given)

    def _next(self, *signs: str) -> bool:
        return bool(self.left) and self.left[0][0] == "sign" and self.left[0][1] in signs

    def _take(self, sign: str) -> None:
        if not self._next(sign):
            raise FormulaError(f"{self.formula!r}: {sign!r} is missing")
        self.left.pop(0)


def work_out(formula: str, value: Callable[[str], Decimal]) -> Decimal:
    """Return what a formula gives.

    >>> work_out("(a - b) * 0.5", {"a": Decimal(7), "b": Decimal(3)}.__getitem__)
    Decimal('2.0')
    """
    with localcontext() as context:
        context.prec = _DIGITS
        return _Reader(formula, value).whole()


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def decimals(unit: str, kind: str) -> int:
    """Return to how many decimals a computed cell is rounded: whole fen in its unit, shares to eight."""
    if kind == "fen":
        return len(str(round(1 / in_unit(1, unit)))) - 1
    return 0 if kind == "count" else 8


@dataclass(frozen=True, slots=True)
class Broken:
    """An identity that does not hold: where, by which formula, what is stated and what comes out.

    ``computed`` is None where the formula cannot be worked out at all.
    """

    section: str
    row: str
    field: str
    label: str
    formula: str
    stated: Decimal
    computed: Decimal | None


def broken(paper: Paper) -> list[Broken]:
    """Return every identity of a paper that does not hold, to the fen, or cannot be worked out."""
    return [found for _cell, found in _identities(paper) if found is not None]


def holding(paper: Paper) -> set[tuple[str, str, str]]:
    """Return the computed cells whose formula gives what they state, as (section, row, field)."""
    return {cell for cell, found in _identities(paper) if found is None}


def row_name(row: Row, number: int) -> str:
    """Return how a row is called: its key, else its number from one."""
    return str(row.get("_key") or number)


def _identities(paper: Paper) -> Iterator[tuple[_Cell, Broken | None]]:
    """Yield every cell with a formula that can be compared, with what is broken there or None."""
    for section in paper.form.sections:
        unit = paper.form.unit_of(section)
        if isinstance(section, Facts):
            cells = paper.values.get(section.key) or {}
            value = _along(section.items, cells, unit)
            for one in section.items:
                if one.formula:
                    cell = "", one.key, one.label, one.kind
                    yield from _compared(section.key, cell, one.formula, value, cells.get(one.key), unit)
        elif isinstance(section, Table):
            yield from _row_identities(paper, section)


def _row_identities(paper: Paper, section: Table) -> Iterator[tuple[_Cell, Broken | None]]:
    rows, unit = paper.rows(section.key), paper.form.unit_of(section)
    by_key = {str(row["_key"]): row for row in rows if row.get("_key")}
    for number, row in enumerate(rows, 1):
        for column in section.columns:
            cell = row_name(row, number), column.key, column.label, column.kind
            if row.get("_formula") and column.kind == "fen":
                value = _across(section, by_key, row, column, unit)
                yield from _compared(section.key, cell, row["_formula"], value, row.get(column.key), unit)
            elif column.formula and _adds_up(section, column, row):
                yield (section.key, cell[0], column.key), None
            elif column.formula:
                value = _along(section.columns, row, unit)
                yield from _compared(section.key, cell, column.formula, value, row.get(column.key), unit)


def _adds_up(section: Table, column: Column, row: Row) -> bool:
    """Tell whether a plain sum of amounts holds in whole fen: the usual case, without a decimal."""
    terms, stated = _terms(column.formula), row.get(column.key)
    if not terms or column.kind != "fen" or type(stated) is not int:
        return False
    kinds = {one.key: one.kind for one in section.columns}
    total = 0
    for sign, name in terms:
        amount = row.get(name)
        if kinds.get(name) != "fen" or (amount is not None and type(amount) is not int):
            return False
        total += sign * (amount or 0)
    return total == stated


@lru_cache(maxsize=4096)
def _terms(formula: str) -> tuple[tuple[int, str], ...]:
    """Return a sum of names as signs and names; empty where the formula is of another kind."""
    found, sign = [], 1
    for place, (kind, word) in enumerate(tokens(formula)):
        if place % 2 == 0:
            if kind != "name" or "." in word:
                return ()
            found.append((sign, word))
        elif word not in ("+", "-"):
            return ()
        else:
            sign = 1 if word == "+" else -1
    return tuple(found)


def cell_of(name: str, column: str, row: str) -> tuple[str, str]:
    """Return row and column of a name in the formula of a row; a bare name stands in the same column.

    >>> cell_of("full", "amount", "payable"), cell_of("self.factor", "amount", "payable")
    (('full', 'amount'), ('payable', 'factor'))
    """
    first, _dot, second = name.partition(".")
    if not second:
        return first, column
    return (row if first == "self" else first), second


def _across(section: Table, by_key: Mapping[str, Row], own: Row, column: Column, unit: str) -> _Value:
    kinds = {one.key: one.kind for one in section.columns}

    def value(name: str) -> Decimal:
        row, key = cell_of(name, column.key, "self")
        found = own if row == "self" else by_key.get(row)
        if found is None or key not in kinds:
            raise FormulaError(f"there is no {name!r}")
        return number_of(found.get(key), kinds[key], unit)

    return value


def _along(fields: Sequence[Column | Item], cells: Row, unit: str) -> _Value:
    kinds = {one.key: one.kind for one in fields}

    def value(name: str) -> Decimal:
        if name not in kinds:
            raise FormulaError(f"there is no {name!r}")
        return number_of(cells.get(name), kinds[name], unit)

    return value


def _compared(
    section: str, cell: tuple[str, str, str, str], formula: str, value: _Value, stated: Any, unit: str
) -> Iterator[tuple[_Cell, Broken | None]]:
    """Work a formula out in the unit that the sheet shows, as the sheet will; words are not compared."""
    row, key, label, kind = cell
    if stated is None or isinstance(stated, str):
        return
    places = decimals(unit, kind)
    computed: Decimal | None = None
    try:
        computed = _rounded(work_out(formula, value), places)
    except WordsError:
        return
    except FormulaError:
        pass
    told = _rounded(number_of(stated, kind, unit), places)
    is_broken = computed != told
    yield (
        (section, row, key),
        Broken(section, row, key, label, formula, told, computed) if is_broken else None,
    )


def number_of(value: Any, kind: str, unit: str) -> Decimal:
    """Return a cell as the number a sheet holds: amounts in the unit, nothing as zero."""
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, str):
        raise WordsError(f"{value[:40]!r} is no number")
    return in_unit(value, unit) if kind == "fen" else Decimal(value)


def sums(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the sums of the columns that are summed, over the rows that are no sums; words add nothing."""
    own = [row for row in rows if row.get("_mark") != "sum"]
    return {one.key: sum(_figures(row.get(one.key) for row in own)) for one in columns if one.is_summed}


def _figures(cells: Iterable[Any]) -> Iterator[Any]:
    return (one for one in cells if one and not isinstance(one, str))
