"""Statements compiled once: the fast path of hot reads and of inserting many rows."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement compiled once: text, order of its parameters, fixed values, how some columns are read.

    ``binds`` says how parameters are given to the driver whose type asks for it.
    """

    text: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    reads: tuple[tuple[int, Callable[[Any], Any]], ...] = ()
    binds: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Return values in the form the driver takes: by name, or in the order of the text."""
        known = {**self.fixed, **values}
        return known if self.order is None else tuple(known[name] for name in self.order)

    def bound(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return values as their types give them to the driver."""
        return {name: self.binds[name](one) if name in self.binds else one for name, one in values.items()}

    def told(self, rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Return rows of the driver with every value as the type of its column says."""
        if not self.reads:
            return [tuple(row) for row in rows]
        found: list[tuple[Any, ...]] = []
        for row in rows:
            cells = list(row)
            for place, read in self.reads:
                cells[place] = read(cells[place])
            found.append(tuple(cells))
        return found


MOSTSTATEMENTS = 5000
"""So many statements are kept compiled."""
STATEMENTS: dict[tuple[str, Any], Prepared] = {}


def prepared(dialect: sa.Dialect, key: Hashable, build: Callable[[], Any]) -> Prepared:
    """Return the statement of a key, built and compiled the first time it is asked for."""
    place = (dialect.name, key)
    held = STATEMENTS.get(place)
    if held is None:
        if len(STATEMENTS) > MOSTSTATEMENTS:
            STATEMENTS.clear()
        held = STATEMENTS.setdefault(place, _prepare(dialect, build()))
    return held


def _prepare(dialect: sa.Dialect, statement: Any) -> Prepared:
    _write_out_constants(statement)
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    order = compiled.positiontup
    binds = {name: bind for name, one in compiled.binds.items() if (bind := _bind(dialect, one.type))}
    return Prepared(
        _planned_once(compiled.string, compiled) if dialect.name == "sqlite" else compiled.string,
        tuple(order) if order is not None else None,
        compiled.params,
        _reads(dialect, statement),
        binds,
    )


def _planned_once(text: str, compiled: Any) -> str:
    """Let SQLite plan a select once for all keys: one that is bound bare is looked at, and planned anew for.

    A plus before it changes nothing but that. What else is bound (days, names) is still looked at.
    """
    order, (first, *parts) = compiled.positiontup or (), text.split("?")
    if not isinstance(compiled.statement, sa.Select | sa.CompoundSelect) or len(parts) != len(order):
        return text
    kinds = (compiled.binds[name].type if name in compiled.binds else None for name in order)
    signs = ("+?" if isinstance(kind, sa.Integer) else "?" for kind in kinds)
    return "".join([first, *(sign + part for sign, part in zip(signs, parts, strict=True))])


def _reads(dialect: sa.Dialect, statement: Any) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Return how columns of a select are read from the driver, for those that are not taken as they come."""
    if not isinstance(statement, sa.Select):
        return ()
    ways = (
        one.type.dialect_impl(dialect).result_processor(dialect, None) for one in statement.selected_columns
    )
    return tuple((place, way) for place, way in enumerate(ways) if way is not None)


def _bind(dialect: sa.Dialect, kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


def _write_out_constants(statement: Any) -> None:
    """Let what is known now stand in the text: SQLite plans a statement anew whenever such a one is bound."""
    for one in visitors.iterate(statement):
        if isinstance(one, sa.BindParameter):
            one.required = False  # values come with every call
            one.literal_execute = one.literal_execute or _is_plain(one.value)


def _is_plain(value: Any) -> bool:
    """Tell whether a value is a whole number or a word, or a list of such."""
    return all(type(one) in (int, str) for one in (value if isinstance(value, list | tuple) else (value,)))


SIZES = (1, 4, 16, 64, 256, 1024, 4096)
"""So many keys a statement over several rows is compiled for; the last key fills up what is left."""


def spread(keys: Sequence[int]) -> dict[str, int]:
    """Return keys of rows as parameters of the next size, to be asked for by ``among``.

    >>> spread([7, 9])
    {'key0': 7, 'key1': 9, 'key2': 9, 'key3': 9}
    """
    size = next((one for one in SIZES if one >= len(keys)), len(keys))
    last = keys[-1] if keys else 0
    return {f"key{place}": key for place, key in enumerate([*keys, *[last] * (size - len(keys))])}


def among(column: sa.ColumnElement[Any], values: Mapping[str, int]) -> sa.ColumnElement[bool]:
    """Ask that a column holds one of the keys that were spread."""
    return column.in_([sa.bindparam(name, None, sa.BigInteger()) for name in values])
