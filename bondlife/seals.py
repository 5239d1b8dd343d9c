"""Seals of rows that are written once: entries with their postings, moves, cells of plans.

Such rows have no versions of their own. A seal is the version of the whole they make up: its canonical text
and digest enter the root of the act that wrote them, so a changed, added or missing row is found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from models.base import table
from models.canonical import canonical_json, digest
from models.registry import (
    ForecastCell,
    Holiday,
    KindVersion,
    LedgerEntry,
    Posting,
    RegionClosure,
    RegionCode,
    RegionParent,
    StateMove,
)

CHUNK = 500
REGISTERS: tuple[type[SQLModel], ...] = (RegionCode, RegionParent, RegionClosure, KindVersion, Holiday)
"""Small tables without versions: each act that writes one seals it whole."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Rows of one table that belong together by ``key``, and the row they belong to if it is sealed too."""

    rows: type[SQLModel]
    key: str
    whole: type[SQLModel] | None = None

    @property
    def name(self) -> str:
        """Return the name under which its versions stand."""
        return table(self.rows).name

    @property
    def is_single(self) -> bool:
        """Tell whether each row is sealed by itself; its text is then the row's own in ``frame``."""
        return self.key == "id" and self.whole is None

    @property
    def frame(self) -> str:
        """Return what stands around the text of the one row."""
        return '{"of":null,"rows":[%s]}'


SEALS: Mapping[type[SQLModel], Seal] = {
    one.rows: one
    for one in (
        Seal(Posting, "entry_id", LedgerEntry),
        Seal(StateMove, "id"),
        Seal(ForecastCell, "forecast_id"),
    )
}
"""Every seal by the rows it covers."""


def sealed_texts(execute: Any, seal: Seal, keys: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield key and canonical text of each whole among these keys, as the tables hold it now."""
    rows = table(seal.rows)
    for first in range(0, len(keys), CHUNK):
        part = keys[first : first + CHUNK]
        statement = sa.select(rows).where(rows.c[seal.key].in_(part)).order_by(rows.c[seal.key], rows.c.id)
        yield from _texts(seal, _data(execute(statement)), _wholes(execute, seal, part))


def register_text(execute: Any, model: type[SQLModel]) -> str:
    """Return count and digest of a whole register, as canonical text."""
    target = table(model)
    rows = _data(execute(sa.select(target).order_by(*target.primary_key.columns)))
    return canonical_json({"count": len(rows), "digest": digest(canonical_json(rows))})


def _data(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in rows]


def _wholes(execute: Any, seal: Seal, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
    if seal.whole is None:
        return {}
    target = table(seal.whole)
    return {row["id"]: row for row in _data(execute(sa.select(target).where(target.c.id.in_(keys))))}


def _texts(
    seal: Seal, rows: Sequence[Mapping[str, Any]], wholes: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, str]]:
    for key, group in groupby(rows, key=itemgetter(seal.key)):
        yield key, canonical_json({"of": wholes.get(key), "rows": list(group)})
