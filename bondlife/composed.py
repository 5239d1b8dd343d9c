"""Rows composed before they are written: bound for the database and told as text, but for what an act knows.

An act holds the write lock of the database. Whoever brings many rows composes them beforehand, outside of it:
values are bound, canonical texts written, with holes where a key, the instant or the business day will stand.
Inside the act the holes are filled, digests taken and rows inserted; nothing else is left to do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import sqlalchemy as sa

from bondlife.db import bound
from models.base import PROJECTED, SECRET, kept, new_public_ids, table
from models.canonical import canonical_bytes, canonical_json, digest_bytes, filled
from models.registry import Row, metadata

MARKS: Mapping[str, str] = {"id": "\0", "of": "\1", "now": "\2", "day": "\3"}
"""Signs that no canonical text contains (JSON escapes them), one for each kind of hole."""


class Version(NamedTuple):
    """One row as it is after an act: canonical text and its digest."""

    table_name: str
    row_id: int
    version: int
    data: str
    digest: str


class Versions(NamedTuple):
    """Many of them by column; texts are encoded where the driver takes bytes."""

    table_name: Sequence[str]
    row_id: Sequence[int]
    version: Sequence[int]
    data: Sequence[str | bytes]
    digest: Sequence[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What only the act knows: keys of the rows, keys of the rows they are about, instant, business day."""

    ids: Sequence[int]
    now: datetime
    day: date
    of: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """Rows of one table: bound values that differ and that all share, holes by column, texts with marks.

    ``long`` are columns of canonical text that stands written already: put into the gaps of the texts at the
    last moment, for most of what a row says is in them.
    """

    target: sa.Table
    dialect: sa.Dialect
    varying: Mapping[str, Sequence[Any]]
    shared: Mapping[str, Any]
    holes: Mapping[str, str]
    texts: Sequence[bytes]
    long: Sequence[Sequence[bytes]] = ()

    def sent(self) -> tuple[Any, ...]:
        """Return it as it goes to another process, which has the description of the table itself."""
        return self.target.name, self.varying, self.shared, self.holes, self.texts, self.long

    @classmethod
    def received(cls, dialect: sa.Dialect, sent: tuple[Any, ...]) -> "Composed":
        """Return rows composed in another process, for this one's database."""
        name, *parts = sent
        return cls(metadata.tables[name], dialect, *parts)

    def cells(self, known: Known) -> tuple[dict[str, Sequence[Any]], dict[str, Any]]:
        """Return the bound values by column: those that differ, those all rows share."""
        varying, shared = dict(self.varying), dict(self.shared)
        for name, hole in self.holes.items():
            if hole in ("id", "of"):
                varying[name] = known.ids if hole == "id" else known.of
            else:
                value = known.now if hole == "now" else known.day
                shared[name] = bound(self.dialect, self.target.c[name], [value])[0]
        return varying, shared

    def versions(self, known: Known) -> Versions:
        """Return the first version of each row."""
        told, count = self._told(known), len(known.ids)
        data = list(map(filled, told, zip(*self.long, strict=True)) if self.long else told)
        stored = data if self.dialect.name == "sqlite" else [one.decode() for one in data]
        return Versions(
            [self.target.name] * count, known.ids, [1] * count, stored, list(map(digest_bytes, data))
        )

    def _told(self, known: Known) -> Iterator[bytes]:
        marks = {hole: MARKS[hole].encode() for hole in self.holes.values()}
        same = {"now": canonical_json(known.now).encode(), "day": canonical_json(known.day).encode()}
        wide = [(marks[hole], text) for hole, text in same.items() if hole in marks]
        own, about = marks["id"], marks.get("of")
        for key, of, whole in zip(known.ids, known.of or repeat(0), self.texts, strict=False):
            text = whole.replace(own, b"%d" % key)
            for mark, value in wide:
                text = text.replace(mark, value)
            yield text if about is None else text.replace(about, b"%d" % of)


def compose(
    dialect: sa.Dialect,
    target: sa.Table,
    varying: Mapping[str, Sequence[Any]],
    shared: Mapping[str, Any],
    holes: Mapping[str, str],
    frame: str = "%s",
) -> Composed:
    """Bind columns and write the text of each row; ``holes`` name a mark for each column that the act fills.

    Columns in ``varying`` hold one value a row, all of one length. ``frame`` is put around each text.
    """
    texts, long = canonical_bytes(
        _proven(varying),
        {name: kept({name: value})[name] for name, value in shared.items() if name not in PROJECTED},
        {name: MARKS[hole] for name, hole in holes.items()},
    )
    return Composed(
        target,
        dialect,
        {name: bound(dialect, target.c[name], column) for name, column in varying.items()},
        {name: bound(dialect, target.c[name], [value])[0] for name, value in shared.items()},
        holes,
        _framed(texts, frame.encode()),
        long,
    )


def _framed(texts: list[bytes], frame: bytes) -> list[bytes]:
    """Return the texts in their frame; one that all rows share is held once."""
    if texts[0] == texts[-1] and len(set(texts)) == 1:
        return [frame % texts[0]] * len(texts)
    return texts if frame == b"%s" else [frame % text for text in texts]


def compose_rows(
    dialect: sa.Dialect, model: type[Row], values: Sequence[Mapping[str, Any]], **holes: str
) -> Composed:
    """Compose new rows of a business table; what is not named takes its default."""
    named = (
        {name: None for row in values for name in row}.keys() - {"id", "created_at", "version"} - holes.keys()
    )
    blank = _blank(model)
    cells = {name: [row.get(name, blank[name]) for row in values] for name in sorted(named)}
    if "public_id" not in cells:
        cells["public_id"] = new_public_ids(len(values))
    return compose_columns(dialect, model, cells, **holes)


def compose_columns(
    dialect: sa.Dialect, model: type[Row], cells: Mapping[str, Sequence[Any]], **holes: str
) -> Composed:
    """Compose new rows of a business table given by columns, each as long as the others."""
    own = {"id": "id", "created_at": "now", **holes}
    same = {name: column[0] for name, column in cells.items() if len(set(map(id, column))) == 1}
    varying = {name: column for name, column in cells.items() if name not in same or name == "public_id"}
    shared = {**_blank(model), "version": 1, **same}
    fixed = {name: value for name, value in shared.items() if name not in varying and name not in own}
    return compose(dialect, table(model), varying, fixed, own)


def _proven(varying: Mapping[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Return the columns as versions keep them: secrets by their digest, projections not at all."""
    return {
        name: [kept({name: value})[name] for value in column] if name in SECRET else column
        for name, column in varying.items()
        if name not in PROJECTED
    }


@cache
def _blank(model: type[Row]) -> dict[str, Any]:
    """Return what a new row of a table holds where nothing is said."""
    return {
        name: None if field.is_required() or field.default_factory else field.default
        for name, field in model.model_fields.items()
    }
