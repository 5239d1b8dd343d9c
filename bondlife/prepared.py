"""Statements compiled once: the fast path of hot reads and of inserting many rows."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement compiled once: text, order of its parameters, values fixed at compile time."""

    text: str
    order: tuple[str, ...] | None
    fixed: Mapping[str, Any]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """Return values in the form the driver takes: by name, or in the order of the text."""
        known = {**self.fixed, **values}
        return known if self.order is None else tuple(known[name] for name in self.order)


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
    _write_out_whole_numbers(statement)
    compiled = statement.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    order = compiled.positiontup
    return Prepared(compiled.string, tuple(order) if order is not None else None, compiled.params)


def _write_out_whole_numbers(statement: Any) -> None:
    """Let numbers known now stand in the text: SQLite plans a statement anew whenever such a one is bound."""
    for one in visitors.iterate(statement):
        if isinstance(one, sa.BindParameter) and _are_whole(one.value):
            one.literal_execute = True


def _are_whole(value: Any) -> bool:
    return all(type(one) is int for one in value) if isinstance(value, list) else type(value) is int
