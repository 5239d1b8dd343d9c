"""Every version of every row in one pass: text, digest, act, instant, author, and the row that should say it.

Each text is hashed once. A block of versions where all is right needs no second look; any other is read one
version at a time, its rows are judged by reading them, and the wrong ones are named.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bondlife.db import Database, chunks, told_by
from bondlife.settings import Settings
from bondlife.verify.acts import Acts
from bondlife.verify.blocks import Block, Span, acts_of, blocks, singles
from bondlife.verify.report import DAMAGED, MOST, Check
from bondlife.verify.subjects import SUBJECTS, Subject
from models.base import columns
from models.registry import RowVersion

VERSION = columns(RowVersion)
AHEAD = 2
"""Blocks the database puts together while one is proven."""


def versions(db: Database, _settings: Settings) -> tuple[Check, Check, Check]:
    """Each version is what its act sealed; each row is what its last version says, and none is gone.

    Returns the checks of roots (versions against the audit chain), of rows with versions, and of seals.
    """
    checks = roots, rows, seals = Check("audit_roots"), Check("row_digests"), Check("seals")
    with db.connection() as connection, ThreadPoolExecutor(1) as reader:
        acts, counts = Acts(connection, roots), _counts(connection)
        way = _Pass(connection, reader, acts, roots)
        for name in sorted(_names(connection) | counts.keys()):
            subject = SUBJECTS.get(name) or Subject(name)
            check = rows if subject.seal is None else seals
            check.checked += counts.get(name, 0)
            try:
                if way.prove(subject, check) < counts.get(name, 0):
                    reader.submit(_unversioned, connection, subject, check).result()
            except DAMAGED as error:
                check.wrong(f"{name} cannot be read: {getattr(error, 'orig', None) or error}")
        acts.finish()
    return checks


def _counts(connection: Connection) -> dict[str, int]:
    """Return how many of each subject there are, asked in one statement; those with none are left out."""

    def build() -> Any:
        count = sa.func.count()
        return sa.union_all(
            *(
                sa.select(sa.literal(one.name), count).select_from(one.keys.subquery())
                for one in SUBJECTS.values()
            )
        )

    return {name: count for name, count in told_by(connection, "counts of subjects", build, {}) if count}


def _names(connection: Connection) -> set[str]:
    """Return the names of which any version is kept, by one step of the index for each."""
    found: set[str] = set()
    after = sa.select(sa.func.min(VERSION.table_name)).where(VERSION.table_name > sa.bindparam("after"))
    last = ""
    while last is not None:
        [(last,)] = told_by(connection, "next name", lambda: after, {"after": last})
        found |= {last} - {None}
    return found


@dataclass(slots=True)
class _Pass:
    """One way through all versions: the connection it reads by, the acts, the check of roots."""

    connection: Connection
    reader: Executor
    acts: Acts
    roots: Check

    def prove(self, subject: Subject, check: Check) -> int:
        """Prove all versions of a subject; returns how many rows stand at one of them."""
        standing = 0
        for span, found, act in self._ahead(subject):
            standing += found.standing
            lines = found.whole()
            if lines is None:
                self.reader.submit(self._name_wrong, subject, span, check).result()
            elif lines and found.is_of_one_act:
                self.acts.add(act, lines)
            else:
                self.acts.add_each(self.reader.submit(acts_of, self.connection, span).result())
        return standing

    def _ahead(self, subject: Subject) -> Iterator[tuple[Span, Block, int]]:
        """Yield the blocks of a subject: the database puts the next ones together while one is proven.

        All questions go through the one reader, one after another: they see one moment of the books.
        """
        told = blocks(self.connection, subject)
        waiting = deque(self.reader.submit(next, told, None) for _ in range(AHEAD))
        while (found := waiting.popleft().result()) is not None:
            waiting.append(self.reader.submit(next, told, None))
            yield found

    def _name_wrong(self, subject: Subject, span: Span, check: Check) -> None:
        """Look at each version of a block by itself, and read the rows they are about."""
        keys: dict[Any, None] = {}
        for one in singles(self.connection, span):
            if not one.is_whole:
                self.roots.wrong(f"version {one.words.rpartition('/')[0]} was changed")
            self.acts.add(one.act, [one.words])
            keys[one.key] = None
        for part in chunks(list(keys)):
            for problem in subject.wrong(self.connection, part):
                check.wrong(problem)


def _unversioned(connection: Connection, subject: Subject, check: Check) -> None:
    """Name rows without the version they stand at: their blocks were judged without them."""
    [key] = subject.keys.selected_columns
    number = subject.number if subject.seal is None else sa.literal(1)
    own = sa.and_(VERSION.table_name == subject.name, VERSION.row_id == key, VERSION.version == number)
    statement = subject.keys.where(~sa.exists().where(own)).order_by(key).limit(MOST)
    keys = connection.execute(statement).scalars().all()
    for problem in subject.wrong(connection, keys):
        check.wrong(problem)
