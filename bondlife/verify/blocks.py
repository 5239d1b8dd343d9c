"""Versions by the block, as the database tells them: texts and lines put together, and whether all stand."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.db import told_by
from bondlife.verify.subjects import Subject
from models.base import columns, table
from models.registry import AuditRecord, RowVersion

AT_ONCE = 1000
"""Versions in a block: their texts stay in the cache of the processor."""
LOWEST, HIGHEST = -(2**63), 2**63 - 1
Span = dict[str, Any]
"""Name, lowest and highest key."""
BETWEEN = "\x1e"
"""Stands between texts: no canonical text contains it, JSON escapes it."""
VERSION, RECORD = columns(RowVersion), columns(AuditRecord)
NAME = sa.bindparam("name", None, sa.String())
SPAN = (
    VERSION.table_name == NAME,
    VERSION.row_id.between(
        sa.bindparam("low", None, sa.BigInteger()), sa.bindparam("high", None, sa.BigInteger())
    ),
)
ODD, OF_ACT, STANDING = 1 << 40, 1 << 20, 1
"""What a version adds to the sum of its block: it does not stand, it is of the first act, a row is at it."""


class Block(NamedTuple):
    """Versions of one name and a run of keys."""

    size: int
    weight: int
    lines: bytes | None
    texts: bytes | None

    @property
    def standing(self) -> int:
        """Return how many rows stand at one of these versions."""
        return self.weight % OF_ACT

    @property
    def is_of_one_act(self) -> bool:
        """Tell whether all are of the act of the first."""
        return self.weight // OF_ACT == self.size

    def whole(self) -> list[str] | None:
        """Return the line of each version; None where anything about one of them is not right."""
        if self.weight >= ODD:
            return None
        if not self.size:
            return []
        texts = bytes(self.texts or b"").split(BETWEEN.encode())
        lines = str(bytes(self.lines or b""), "utf-8", "replace").split("\n")
        digests = [sha256(text).hexdigest() for text in texts]
        if not self.size == len(lines) == len(texts) or not all(map(str.endswith, lines, digests)):
            return None
        return lines


class Single(NamedTuple):
    """One version, looked at by itself."""

    act: Any
    key: Any
    line: bytes
    text: bytes | None
    is_said: Any

    @property
    def words(self) -> str:
        """Return the line as its act sealed it."""
        return str(bytes(self.line), "utf-8", "replace")

    @property
    def is_whole(self) -> bool:
        """Tell whether its text has its digest, and its instant and author are those of its act."""
        told = sha256(bytes(self.text or b"")).hexdigest()
        return bool(self.is_said) and self.words.endswith(f"/sha256:{told}")


def spans(connection: Connection, name: str) -> Iterator[Span]:
    """Yield runs of keys that hold a block of versions each, all keys in all."""
    low: int | None = LOWEST
    while low is not None:
        found = told_by(connection, "end of a block", _end, {"name": name, "low": low})
        high = found[0][0] if found else HIGHEST
        yield {"name": name, "low": low, "high": high}
        low = high + 1 if found else None


def blocks(connection: Connection, subject: Subject) -> Iterator[tuple[Span, Block, int]]:
    """Yield every block of a subject with its run of keys and the act of its first version.

    What the next block starts from is asked before one is handed out: whoever asks for it in a thread of its
    own is then at once in the one long statement, and another thread proves what was handed out meanwhile.
    """
    runs = ((span, _head(connection, subject, span)) for span in spans(connection, subject.name))
    here = next(runs, None)
    while here is not None:
        span, head = here
        found = _told(connection, subject, {**span, **head})
        here = next(runs, None)
        yield span, found, head["act"]


def _head(connection: Connection, subject: Subject, span: Span) -> dict[str, Any]:
    """Return what the first version of a run says that others may share."""
    dialect, names = connection.dialect.name, subject.shared(connection.dialect.name)
    first = told_by(connection, ("first", subject.name), lambda: _first(dialect, subject), span)
    nothing: tuple[Any, ...] = (0, None, None, *(None for _ in names))
    act, at, author, *shared = first[0] if first else nothing
    told = {f"shared_{name}": value for name, value in zip(names, shared, strict=True)}
    return {**told, "act": act, "at": at, "author": author}


def _told(connection: Connection, subject: Subject, values: dict[str, Any]) -> Block:
    dialect = connection.dialect.name
    try:
        [row] = told_by(connection, ("block", subject.name), lambda: _block(dialect, subject), values)
    except sa.exc.DBAPIError:  # SQLite refuses to tell JSON that is none
        return Block(1, ODD, None, None)
    return Block(row[0], int(row[1] or 0), *row[2:])


def acts_of(connection: Connection, span: Span) -> Iterator[tuple[int, str]]:
    """Yield act and line of each version."""
    found = told_by(connection, "acts of a block", lambda: _acts(connection.dialect.name), span)
    return ((act, str(bytes(line), "utf-8", "replace")) for act, line in found)


def singles(connection: Connection, span: Span) -> Iterator[Single]:
    """Yield the versions of a block one by one."""
    return map(Single._make, told_by(connection, "singles", lambda: _singles(connection.dialect.name), span))


def _end() -> Any:
    low = VERSION.row_id >= sa.bindparam("low", None, sa.BigInteger())
    of_name = sa.select(VERSION.row_id).where(VERSION.table_name == NAME, low)
    return of_name.order_by(VERSION.row_id).limit(sa.literal(1)).offset(sa.literal(AT_ONCE))


def _first(dialect: str, subject: Subject) -> Any:
    """Select the act of the first version, its instant and author, and what others may share with its row."""
    source = table(RowVersion).join(table(AuditRecord), RECORD.seq == VERSION.act)
    told = (RECORD.seq, _raw(RECORD.at), RECORD.actor_id)
    if subject.row is not None:
        source = source.outerjoin(subject.row, subject.row.c.id == VERSION.row_id)
        told += tuple(subject.shared(dialect).values())
    return sa.select(*told).select_from(source).where(*SPAN).order_by(VERSION.row_id).limit(sa.literal(1))


def _block(dialect: str, subject: Subject) -> Any:
    source: Any = table(RowVersion)
    if subject.row is not None:
        source = source.outerjoin(subject.row, subject.row.c.id == VERSION.row_id)
    return (
        sa.select(
            sa.func.count(),
            sa.func.sum(_weight(dialect, subject)),
            _bytes(dialect, sa.func.string_agg(_line(dialect), sa.literal("\n"))),
            _bytes(dialect, sa.func.string_agg(VERSION.data, sa.literal(BETWEEN))),
        )
        .select_from(source)
        .where(*SPAN)
    )


def _weight(dialect: str, subject: Subject) -> Any:
    """Weigh a version: its act says instant and author, and its row stands at it or later."""
    stands = sa.literal(0) if subject.row is None else _stands(dialect, subject)
    of_first = VERSION.act == sa.bindparam("act", None, sa.BigInteger())
    as_first = sa.and_(
        _raw(VERSION.known_at).is_not_distinct_from(sa.bindparam("at", None, sa.types.NullType())),
        VERSION.author_id.is_not_distinct_from(sa.bindparam("author", None, sa.Integer())),
    )
    return sa.case(
        (VERSION.data.is_(None), ODD),
        (sa.case((of_first, as_first), else_=_said()), stands + sa.case((of_first, OF_ACT), else_=0)),
        else_=ODD,
    )


def _stands(dialect: str, subject: Subject) -> Any:
    """A row that stands at this version says what it says; one that is gone or stands before is none."""
    assert subject.row is not None
    text = subject.text(dialect)
    said = sa.false() if text is None else VERSION.data == text
    return sa.case(
        (subject.number == VERSION.version, sa.case((said, STANDING), else_=ODD)),
        (subject.number > VERSION.version, 0),
        else_=ODD,
    )


def _said() -> Any:
    """Instant and author of a version are those of its act."""
    return (
        sa.select(RECORD.seq)
        .where(
            RECORD.seq == VERSION.act,
            RECORD.at.is_not_distinct_from(VERSION.known_at),
            RECORD.actor_id.is_not_distinct_from(VERSION.author_id),
        )
        .exists()
    )


def _raw(column: Any) -> Any:
    """Take a value as the driver gives it."""
    return sa.type_coerce(column, sa.types.NullType())


def _acts(dialect: str) -> Any:
    return sa.select(VERSION.act, _bytes(dialect, _line(dialect))).where(*SPAN)


def _singles(dialect: str) -> Any:
    said = sa.case((_said(), 1), else_=0)
    parts = VERSION.act, VERSION.row_id, _bytes(dialect, _line(dialect)), _bytes(dialect, VERSION.data), said
    return sa.select(*parts).where(*SPAN).order_by(VERSION.row_id, VERSION.version)


def _line(dialect: str) -> Any:
    """Tell the line of a version as ``acts.version_line`` writes it."""
    numbers: Any = VERSION.row_id, VERSION.version
    if dialect != "sqlite":
        numbers = (sa.cast(number, sa.Text) for number in numbers)
    return sa.func.concat_ws("/", VERSION.table_name, *numbers, VERSION.digest)


def _bytes(dialect: str, text: Any) -> Any:
    """Take a text as bytes: a damaged one need not be text at all."""
    told = sa.cast(text, sa.LargeBinary) if dialect == "sqlite" else sa.func.convert_to(text, "UTF8")
    return _raw(told)
