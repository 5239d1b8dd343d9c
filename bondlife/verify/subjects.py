"""What the versions of one name are about: the row that should say the last of them, and its text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.db import told_by
from bondlife.prepared import among, spread
from bondlife.seals import SEALS, Seal, sealed_texts
from bondlife.verify.report import DAMAGED
from bondlife.verify.texts import NEITHER, dear, neither, row_text, whole_text
from bondlife.wholeness import differing
from models.base import columns, table
from models.canonical import digest
from models.registry import BUSINESS, Forecast, RowVersion

ONE = sa.literal(1)
"""What is written once is sealed by its first version."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Rows with versions, or wholes under a seal: ``row`` is joined by its id and stands at ``number``.

    ``keys`` selects all that should have a version. A name of versions that is no table of rows has no row.
    """

    name: str
    row: sa.Table | None = None
    number: Any = None
    keys: Any = None
    seal: Seal | None = None

    def shared(self, dialect: str) -> dict[str, Any]:
        """Return the columns that are told once for all rows that share a value."""
        return {} if self.row is None else dear(self.row, dialect)

    def text(self, dialect: str) -> Any:
        """Return the expression of what the last version should say; None where only reading can tell."""
        assert self.row is not None
        names = self.shared(dialect)
        if self.seal is not None:
            return whole_text(self.seal, self.row, dialect, names)
        return row_text(self.row, dialect, names)

    def wrong(self, connection: Connection, keys: Sequence[int]) -> Iterator[str]:
        """Read what stands under these keys and say what is not as its versions tell."""
        try:
            yield from list(self._wrong(connection, keys))
        except DAMAGED:
            if len(keys) == 1:
                yield f"{self.name} {keys[0]} cannot be read"
                return
            for key in keys:
                yield from self.wrong(connection, [key])

    def _wrong(self, connection: Connection, keys: Sequence[int]) -> Iterator[str]:
        if self.seal is not None:
            yield from self._unsealed(connection, self.seal, keys)
        elif self.row is not None:
            for key, number in differing(partial(told_by, connection), self.row, keys):
                yield f"{self.name} {key} is not what version {number} says"
            yield from self._behind(connection, keys)
            yield from self._neither(connection, self.row, keys)

    def _behind(self, connection: Connection, keys: Sequence[int]) -> Iterator[str]:
        """Rows that are gone, and rows put back to an older version than their last."""
        asked = spread(keys)
        place = "behind", self.name, len(asked)
        for key, number, newest in told_by(connection, place, lambda: self._last(asked), asked):
            says = "is gone" if number is None else f"stands at version {number}, its last is {newest}"
            yield f"{self.name} {key} {says}"

    def _neither(self, connection: Connection, row: sa.Table, keys: Sequence[int]) -> Iterator[str]:
        strange = neither(row, connection.dialect.name)
        if strange is None:
            return
        asked = spread(keys)
        statement = sa.select(row.c.id).where(among(row.c.id, asked), strange)
        place = "neither", self.name, len(asked)
        for (key,) in told_by(connection, place, lambda: statement, asked):
            yield f"{self.name} {key} {NEITHER}"

    def _last(self, asked: Mapping[str, int]) -> sa.Select[Any]:
        assert self.row is not None
        version, own = columns(RowVersion), self.row.c
        last = sa.func.max(version.version)
        return (
            sa.select(version.row_id, own.version, last)
            .outerjoin_from(table(RowVersion), self.row, own.id == version.row_id)
            .where(version.table_name == self.name, among(version.row_id, asked))
            .group_by(version.row_id, own.version)
            .having(sa.or_(own.version.is_(None), own.version < last))
            .order_by(version.row_id)
        )

    def _unsealed(self, connection: Connection, seal: Seal, keys: Sequence[int]) -> Iterator[str]:
        version = columns(RowVersion)
        sealed = sa.select(version.row_id, version.digest).where(
            version.table_name == self.name, version.row_id.in_(keys), version.version == 1
        )
        stood = {row[0]: row[1] for row in connection.execute(sealed)}
        for key, told in sealed_texts(connection.execute, seal, keys):
            if stood.pop(key, None) != digest(told):
                yield f"{seal.name} of {seal.key} {key} is not what was sealed"
        for key in stood:
            yield f"{seal.name} of {seal.key} {key} is gone"


def _row(target: sa.Table) -> Subject:
    return Subject(target.name, target, target.c.version, sa.select(target.c.id))


def _sealed(seal: Seal) -> Subject:
    rows = table(seal.rows)
    row = rows if seal.is_single else table(seal.whole or Forecast)
    keys = sa.select(rows.c[seal.key]) if seal.is_single else sa.select(rows.c[seal.key]).distinct()
    return Subject(seal.name, row, ONE, keys, seal)


SUBJECTS: Mapping[str, Subject] = {
    one.name: one for one in (*map(_row, map(table, BUSINESS)), *map(_sealed, SEALS.values()))
}
"""Every subject by the name of its versions."""
