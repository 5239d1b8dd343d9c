"""Damage to a database file, and what of its content is different afterwards."""

import hashlib
import random
import re
from collections.abc import Callable
from pathlib import Path

import pysqlite3  # type: ignore[import-untyped]

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
PAGE = 4096
INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}).([0-9]{2}:[0-9]{2}:[0-9]{2})")
"""A stored instant; the sign between day and time carries no value, any is read alike."""


def flip_bit(data: bytearray, chance: random.Random) -> None:
    """Turn one bit of the file."""
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def zero_page(data: bytearray, chance: random.Random) -> None:
    """Empty one page."""
    start = PAGE * chance.randrange(1, len(data) // PAGE)
    data[start : start + PAGE] = bytes(PAGE)


def swap_pages(data: bytearray, chance: random.Random) -> None:
    """Exchange two pages."""
    one, two = (PAGE * place for place in chance.sample(range(1, len(data) // PAGE), 2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]


def truncate(data: bytearray, chance: random.Random) -> None:
    """Cut the end off."""
    del data[chance.randrange(PAGE, len(data)) :]


DAMAGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip_bit,
    flip_bit,
    flip_bit,
    zero_page,
    swap_pages,
    truncate,
)
"""Kinds of damage; single bits come most often, for they hide best."""


def damaged_copy(source: Path, target: Path, seed: int) -> str:
    """Write a damaged copy of a database file and return what was done to it."""
    chance = random.Random(seed)
    data = bytearray(source.read_bytes())
    damage = chance.choice(DAMAGES)
    damage(data, chance)
    target.write_bytes(data)
    return damage.__name__


def content(path: Path) -> str | None:
    """Return a digest of all business values in a file; None where they cannot be read."""
    told = hashlib.sha256()
    connection = pysqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    connection.text_factory = bytes
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for (raw,) in names.fetchall():
            name = raw.decode()
            if name not in LOOSE:
                kept = [row[1].decode() for row in connection.execute(f"PRAGMA table_info({name})")]
                chosen = ", ".join(f'"{one}"' for one in kept if one != "sort_key")
                rows = sorted(map(repr, connection.execute(f"SELECT {chosen} FROM {name}")))
                text = INSTANT.sub(r"\1 \2", "\n".join([name, *rows]))
                told.update(text.encode("utf-8", "surrogateescape"))
    except (pysqlite3.DatabaseError, UnicodeError, OverflowError):
        return None
    finally:
        connection.close()
    return told.hexdigest()
