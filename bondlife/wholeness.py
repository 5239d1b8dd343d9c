"""Damage is found before it is used: a stored row is what its last version says, or nothing is done on it."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows
from bondlife.errors import Blocked, Problem
from bondlife.prepared import among, spread
from models.base import as_before, columns, kept, table
from models.canonical import canonical_json, digest
from models.lifecycle import Label
from models.registry import Row, RowVersion

LAW = Label(
    "an entry rests on complete and true records, 会计法", "会计核算以真实完整的原始记录为依据，会计法"
)
"""A rule of the house behind every refusal of damaged rows."""
Read = Callable[[Hashable, Callable[[], Any], Mapping[str, Any]], Iterable[Sequence[Any]]]
"""Reads rows: by what the statement is kept under, how it is built, and the values of its parameters."""


def differing(read: Read, target: sa.Table, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield key and version number of the rows among these that are not what that version says."""
    names, asked = [column.key for column in target.columns], spread(keys)
    place, values = (target.name, len(asked)), {"name": target.name, **asked}
    sealed = {
        (key, number): told for key, number, told in read(("sealed", place), lambda: _sealed(asked), values)
    }
    for row in read(("rows to prove", place), lambda: _rows(target, asked), asked):
        data = dict(zip(names, row, strict=True))
        if sealed.get((data["id"], data["version"])) not in (
            _told(data),
            _told(as_before(target.name, data)),
        ):
            yield data["id"], data["version"]


def require_whole(session: Session, rows: Iterable[Row]) -> None:
    """Refuse to go on with rows that were changed past the product.

    Raises:
        Blocked: with table, key and version of each row that is not what its history says.
    """
    wanted: dict[type[Row], list[int]] = defaultdict(list)
    for row in rows:
        wanted[type(row)].append(row.id or 0)
    read = partial(told_rows, session, None)
    problems = [
        _damaged(table(model).name, *found)
        for model, keys in wanted.items()
        for found in differing(read, table(model), keys)
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


def _sealed(asked: Mapping[str, int]) -> sa.Select[Any]:
    version = columns(RowVersion)
    own = version.table_name == sa.bindparam("name", None, sa.String()), among(version.row_id, asked)
    return sa.select(version.row_id, version.version, version.digest).where(*own)


def _rows(target: sa.Table, asked: Mapping[str, int]) -> sa.Select[Any]:
    return sa.select(target).where(among(target.c.id, asked)).order_by(target.c.id)
