"""A handful of rows in every table of the business, written as the product writes them: with versions."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.catalogue import kinds
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.lifecycle.rail import refresh_rail
from bondlife.security.actor import SYSTEM
from models.base import table
from models.columns import JsonText, Rate, UtcDateTime
from models.registry import BUSINESS, RECORDS, Project, metadata

OWN = frozenset({"id", "public_id", "version", "created_at", "ended_at"})
"""Columns that the act fills."""
JUDGED_OTHERWISE = frozenset(
    {"document", "paper_template", "filing", "filing_line", "fund", "setting_proposal"}
)
"""Tables whose rows need a file, lines or books to be sound."""
EACH = 3


def fill_every_table(db: Database) -> list[str]:
    """Put rows into every empty table that takes plain ones; returns the names of those filled."""
    filled = [name for name in list(_names(db)) if _fill(db, name)]
    perform(db, SYSTEM, "test.rails", _rails)
    return filled


def _names(db: Database) -> Iterator[str]:
    models = {table(model).name for model in BUSINESS} - JUDGED_OTHERWISE
    with db.connection() as connection:
        for one in metadata.sorted_tables:
            count = sa.select(sa.func.count()).select_from(one)
            if one.name in models and not connection.execute(count).scalar_one():
                yield one.name


def _rails(act: Act) -> None:
    """Let the rails of projects say what stands beside them now."""
    for project in act.find(Project):
        refresh_rail(act, project.id or 0)


def _fill(db: Database, name: str) -> bool:
    model = next(one for one in BUSINESS if table(one).name == name)

    def work(act: Act) -> None:
        act.insert_many(model, [_values(act, table(model), number) for number in range(EACH)])

    try:
        perform(db, SYSTEM, "test.fill", work)
    except (Refusal, LookupError, ValueError):
        return False
    return True


def _values(act: Act, target: sa.Table, number: int) -> dict[str, Any]:
    found = {one.name: _value(act, one, number) for one in target.columns if one.name not in OWN}
    record = next((key for key, model in RECORDS.items() if table(model) is target), None)
    if record is not None:
        kind = next(one for one in kinds().values() if any(life.record == record for life in one.lifecycles))
        state = kind.lifecycle(record).initial
        found |= {
            "kind": kind.key,
            "kind_version": kind.version,
            "state": state,
            "state_moves": 0,
            "taken_on": False,
        }
    return found


def _value(act: Act, column: sa.Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        if column.nullable or key.column.table is column.table:
            return None
        return act.session.connection().execute(sa.select(sa.func.max(key.column))).scalar_one()
    kind = column.type
    if isinstance(kind, JsonText):
        return {"number": number}
    if isinstance(kind, Rate):
        return Decimal("0.0233")
    if isinstance(kind, UtcDateTime):
        return clock.now()
    return _plain(getattr(kind, "impl", kind), number)


def _plain(kind: Any, number: int) -> Any:
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Date):
        return date(2036, 4, 1 + number)
    if isinstance(kind, sa.Integer):
        return 2030 + number
    return f"示例{number}"[: getattr(kind, "length", None) or 20]
