"""Damage to a database file, and what of its content is different afterwards."""

import hashlib
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3  # type: ignore[import-untyped]

from tests.faults.pages import PAGE, Layout, layout

LOOSE = frozenset(
    {
        "alembic_version",
        "epoch",
        "idempotency_key",
        "import_file",
        "import_mapping",
        "job",
        "mail_choice",
        "notice",
        "search_gram",
        "sign_in_attempt",
        "sqlite_sequence",
        "sqlite_stat1",
        "user_session",
    }
)
"""Tables that hold no business values: queues, sessions, projections that are rebuilt."""
INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\\x..|\\.|.)([0-9]{2}:[0-9]{2}:[0-9]{2})[.,]?")
"""A stored instant; what stands between day and time and before the fraction carries no value."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that stand elsewhere than they should, and where the file ends if it was cut."""

    bytes_at: Mapping[int, bytes]
    end: int | None = None

    def pages(self) -> set[int]:
        """Return the pages that are not what they were, but for those cut off."""
        return {at // PAGE + 1 for at in self.bytes_at}


Way = Callable[[bytes, Layout, random.Random], Damage]


def _flipped(data: bytes, at: int, chance: random.Random) -> Damage:
    return Damage({at: bytes([data[at] ^ 1 << chance.randrange(8)])})


def flip_bit(data: bytes, _where: Layout, chance: random.Random) -> Damage:
    """Turn one bit of the file."""
    return _flipped(data, chance.randrange(len(data)), chance)


def _row(where: Layout, chance: random.Random) -> tuple[int, int]:
    """Choose a table that holds business values, and a row of it."""
    name = chance.choice(sorted(where.rows.keys() - LOOSE))
    return chance.choice(where.rows[name])


def flip_in_row(data: bytes, where: Layout, chance: random.Random) -> Damage:
    """Turn one bit of a stored row."""
    start, length = _row(where, chance)
    return _flipped(data, start + chance.randrange(length), chance)


def zero_page(data: bytes, _where: Layout, chance: random.Random) -> Damage:
    """Empty one page."""
    return Damage({PAGE * chance.randrange(1, len(data) // PAGE): bytes(PAGE)})


def zero_page_of_rows(_data: bytes, where: Layout, chance: random.Random) -> Damage:
    """Empty one page that holds rows."""
    return Damage({_row(where, chance)[0] // PAGE * PAGE: bytes(PAGE)})


def swap_pages(data: bytes, where: Layout, chance: random.Random) -> Damage:
    """Exchange two pages, one of them with rows."""
    one = _row(where, chance)[0] // PAGE * PAGE
    two = PAGE * chance.randrange(1, len(data) // PAGE)
    return Damage({one: data[two : two + PAGE], two: data[one : one + PAGE]})


def truncate(data: bytes, _where: Layout, chance: random.Random) -> Damage:
    """Cut the end off."""
    return Damage({}, chance.randrange(PAGE, len(data)))


WAYS: tuple[Way, ...] = (
    *(flip_in_row,) * 6,
    *(flip_bit,) * 2,
    zero_page,
    zero_page_of_rows,
    swap_pages,
    truncate,
)
"""Kinds of damage; single bits of rows come most often, for they hide best."""


Special = Callable[["Patient", random.Random], tuple[str, dict[str, str]]]


class Patient:
    """A copy of a sound file that is damaged and made whole again, many times."""

    def __init__(self, sound: Path, path: Path, log: Path) -> None:
        self.path, self.log, self._sound = path, log, sound
        self.data, self.where, self.before = sound.read_bytes(), layout(sound), content(sound)
        shutil.copyfile(sound, path)

    @contextmanager
    def damaged(self, seed: int) -> Iterator[tuple[str, set[str]]]:
        """Damage the file; gives the kind of damage and the tables whose content is different."""
        chance = random.Random(seed)
        kind = chance.randrange(24)
        treated = self._treated(SPECIAL[kind], chance) if kind < len(SPECIAL) else self._bytes(chance)
        with treated as found:
            yield found
        for name in ("-wal", "-shm"):
            Path(f"{self.path}{name}").unlink(missing_ok=True)

    @contextmanager
    def _treated(self, way: Special, chance: random.Random) -> Iterator[tuple[str, set[str]]]:
        told, after = way(self, chance)
        yield told, self._different(after)
        shutil.copyfile(self._sound, self.path)

    @contextmanager
    def _bytes(self, chance: random.Random) -> Iterator[tuple[str, set[str]]]:
        way = chance.choice(WAYS)
        damage = way(self.data, self.where, chance)
        self._write(damage)
        yield way.__name__, self._changed(damage)
        back = {at: self.data[at : at + len(some)] for at, some in damage.bytes_at.items()}
        back[0] = self.data[:PAGE]  # opening a damaged file may write its head
        if damage.end is not None:
            back[damage.end] = self.data[damage.end :]
        self._write(Damage(back, len(self.data)))

    def _write(self, damage: Damage) -> None:
        with self.path.open("r+b") as file:
            for at, some in damage.bytes_at.items():
                file.seek(at)
                file.write(some)
            if damage.end is not None:
                file.truncate(damage.end)

    def _changed(self, damage: Damage) -> set[str]:
        """Return the tables with other content: if all pages are there, those a damaged page belongs to."""
        owners = {self.where.owners.get(page, "") for page in damage.pages()}
        if damage.end is not None or "sqlite_master" in owners:
            return self._different(content(self.path))
        return self._different(content(self.path, owners & self.before.keys()))

    def _different(self, after: Mapping[str, str]) -> set[str]:
        return {name for name, told in after.items() if self.before.get(name) != told}

    def renew(self) -> None:
        """Put the whole file back: something was written to it."""
        for name in ("-wal", "-shm"):
            Path(f"{self.path}{name}").unlink(missing_ok=True)
        shutil.copyfile(self._sound, self.path)

    def is_healed(self) -> bool:
        """Tell whether the file is again what it was."""
        return self.path.read_bytes() == self.data


def old_log(patient: Patient, _chance: random.Random) -> tuple[str, dict[str, str]]:
    """Lay a log of earlier beside the file."""
    shutil.copyfile(patient.log, f"{patient.path}-wal")
    with tempfile.TemporaryDirectory() as folder:
        for name in (patient.path.name, f"{patient.path.name}-wal"):
            shutil.copyfile(patient.path.with_name(name), Path(folder) / name)
        return "old_log", content(Path(folder) / patient.path.name, options="")


def edit_row(patient: Patient, chance: random.Random) -> tuple[str, dict[str, str]]:
    """Change one value of one row by a statement, past the triggers."""
    connection = pysqlite3.connect(patient.path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    column = ""
    while not column:
        name = chance.choice(sorted(patient.where.rows.keys() & patient.before.keys()))
        column = _edited(connection, name, chance)
    connection.close()
    return f"edit_row {name}.{column}", content(patient.path, [name])


def _edited(connection: Any, name: str, chance: random.Random) -> str:
    """Change a column of a row; return its name, or nothing if the database refuses the value."""
    (row,) = chance.choice(connection.execute(f"SELECT rowid FROM {name}").fetchall())
    column = chance.choice(_columns(connection, name))
    other = (
        f"CASE typeof({column}) WHEN 'integer' THEN {column} + 1 WHEN 'null' THEN 1 ELSE {column} || 'x' END"
    )
    try:
        connection.execute(f"UPDATE {name} SET {column} = {other} WHERE rowid = ?", (row,))
    except pysqlite3.DatabaseError:
        return ""
    return column


SPECIAL: tuple[Special, ...] = (old_log, edit_row, edit_row)
"""Damage that is no change of single bytes."""


def content(
    path: Path, names: Iterable[str] | None = None, options: str = "mode=ro&immutable=1"
) -> dict[str, str]:
    """Return a digest of the values of each table that holds business values; what cannot be read says so."""
    connection = pysqlite3.connect(f"file:{path}?{options}", uri=True)
    connection.text_factory = bytes
    try:
        found = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        kept = {raw.decode() for (raw,) in found} - LOOSE
        return {name: _told(connection, name) for name in (kept if names is None else names)}
    except (pysqlite3.DatabaseError, UnicodeError):
        return {"sqlite_master": "unreadable"}
    finally:
        connection.close()


def _columns(connection: Any, name: str) -> list[str]:
    told = (row[1] for row in connection.execute(f"PRAGMA table_info({name})"))
    found = (one.decode() if isinstance(one, bytes) else one for one in told)
    return [f'"{one}"' for one in found if one != "sort_key"]


def _told(connection: Any, name: str) -> str:
    try:
        chosen = ", ".join(_columns(connection, name))
        rows = sorted(map(repr, connection.execute(f"SELECT {chosen} FROM {name} NOT INDEXED")))
        text = INSTANT.sub(r"\1 \2 ", "\n".join(rows))
        return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
    except (pysqlite3.DatabaseError, UnicodeError, OverflowError):
        return "unreadable"
