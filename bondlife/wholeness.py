"""Damage is found before it is used: a stored row is what its last version says, or nothing is done on it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.errors import Blocked, Problem
from models.base import as_before, columns, kept, table
from models.canonical import canonical_json, digest
from models.lifecycle import Label
from models.registry import Row, RowVersion

LAW = Label(
    "an entry rests on complete and true records, 会计法", "会计核算以真实完整的原始记录为依据，会计法"
)
"""A rule of the house behind every refusal of damaged rows."""
Execute = Callable[[Any], Any]


def differing(execute: Execute, target: sa.Table, keys: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Yield key and version number of the rows among these that are not what that version says."""
    names = [column.key for column in target.columns]
    sealed = _sealed(execute, target.name, keys)
    for row in execute(sa.select(target).where(target.c.id.in_(keys)).order_by(target.c.id)):
        data = dict(zip(names, row, strict=True))
        if sealed.get((row.id, row.version)) not in (_told(data), _told(as_before(target.name, data))):
            yield row.id, row.version


def require_whole(session: Session, rows: Iterable[Row]) -> None:
    """Refuse to go on with rows that were changed past the product.

    Raises:
        Blocked: with table, key and version of each row that is not what its history says.
    """
    wanted: dict[type[Row], list[int | None]] = defaultdict(list)
    for row in rows:
        wanted[type(row)].append(row.id)
    problems = [
        _damaged(table(model).name, *found)
        for model, keys in wanted.items()
        for found in differing(session.connection().execute, table(model), keys)
    ]
    if problems:
        raise Blocked(*problems)


def _damaged(name: str, key: int, number: int) -> Problem:
    return Problem(
        "damaged",
        "%(table)s %(key)d was changed past the system: it is not what its version %(number)d says. Nothing "
        "is booked on it until the books are proved again; tell the system administrator.",
        "",
        {"table": name, "key": key, "number": number},
        "system_admin",
        law=LAW,
    )


def _told(data: dict[str, Any]) -> str:
    """Return the digest of a row; a value that no text can hold has none."""
    try:
        return digest(canonical_json(kept(data)))
    except (TypeError, ValueError):
        return ""


def _sealed(execute: Execute, name: str, keys: Sequence[int | None]) -> dict[tuple[int, int], str]:
    version = columns(RowVersion)
    statement = sa.select(version.row_id, version.version, version.digest).where(
        version.table_name == name, version.row_id.in_(keys)
    )
    return {(row_id, number): text for row_id, number, text in execute(statement)}
