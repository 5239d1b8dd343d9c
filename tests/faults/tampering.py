"""Twelve ways to rewrite the record quietly, each on a row of chance, and what a proof says then."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bondlife.acts import record_hash
from bondlife.db import Database
from bondlife.migrations.guards import drop_append_only
from models.base import table
from models.registry import AuditRecord

HISTORY = ("audit_record", "row_version", "ledger_entry", "posting", "state_move")
AUDIT = table(AuditRecord)


@dataclass(frozen=True, slots=True)
class Installation:
    """Database file, older copy of it, another installation's file, and the folder of attachments."""

    file: Path
    older: Path
    foreign: Path
    documents: Path


def _run(connection: sa.Connection, text: str, **values: Any) -> None:
    connection.execute(sa.text(text), values)


def _seq(connection: sa.Connection, chance: random.Random, *, low: int = 2) -> int:
    last = connection.execute(sa.select(sa.func.max(AUDIT.c.seq))).scalar_one()
    return chance.randrange(low, last)


def edit(connection: sa.Connection, chance: random.Random) -> str:
    """Write another person into a record."""
    seq = _seq(connection, chance)
    _run(connection, "UPDATE audit_record SET actor = actor || 'x' WHERE seq = :seq", seq=seq)
    return f"audit {seq} was changed"


def delete(connection: sa.Connection, chance: random.Random) -> str:
    """Take a record out of the middle."""
    seq = _seq(connection, chance)
    _run(connection, "DELETE FROM audit_record WHERE seq = :seq", seq=seq)
    return f"audit {seq} is missing"


def insert(connection: sa.Connection, chance: random.Random) -> str:
    """Put a record of one's own at the end, without touching the head."""
    seq = connection.execute(sa.select(sa.func.max(AUDIT.c.seq))).scalar_one() + 1
    copied = connection.execute(sa.select(AUDIT).where(AUDIT.c.seq == _seq(connection, chance))).one()
    connection.execute(sa.insert(AUDIT).values({**copied._mapping, "seq": seq}))
    return f"audit {seq} does not follow its predecessor"


def reorder(connection: sa.Connection, chance: random.Random) -> str:
    """Exchange two neighbours."""
    seq = _seq(connection, chance)
    for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
        _run(connection, "UPDATE audit_record SET seq = :new WHERE seq = :old", old=old, new=new)
    return f"audit {seq} does not follow its predecessor"


def renumber(connection: sa.Connection, chance: random.Random) -> str:
    """Leave a number out."""
    seq = _seq(connection, chance)
    _run(connection, "UPDATE audit_record SET seq = -seq - 1 WHERE seq >= :seq", seq=seq)
    _run(connection, "UPDATE audit_record SET seq = -seq WHERE seq < 0")
    return f"audit {seq} is missing"


def cut_tail(connection: sa.Connection, chance: random.Random) -> str:
    """Forget the newest acts."""
    seq = _seq(connection, chance)
    _run(connection, "DELETE FROM audit_record WHERE seq > :seq", seq=seq)
    return "head"


def forge_tail(connection: sa.Connection, chance: random.Random) -> str:
    """Change a record and compute every hash after it anew, the head included."""
    seq, previous = _seq(connection, chance), ""
    for row in connection.execute(sa.select(AUDIT).where(AUDIT.c.seq >= seq).order_by(AUDIT.c.seq)).all():
        values = {**row._mapping, "previous": previous or row.previous}
        values["actor"] = f"{row.actor}x" if row.seq == seq else row.actor
        previous = values["hash"] = record_hash(AuditRecord(**values))
        connection.execute(sa.update(AUDIT).where(AUDIT.c.seq == row.seq).values(values))
    _run(connection, "UPDATE audit_head SET hash = :hash", hash=previous)
    return "is not what it was on"


def forge_clock(connection: sa.Connection, chance: random.Random) -> str:
    """Let an act have happened earlier."""
    seq = _seq(connection, chance)
    earlier = "datetime(at, '-1 day')"
    _run(connection, f"UPDATE audit_record SET at = {earlier} WHERE seq = :seq", seq=seq)
    return f"audit {seq} was changed"


def edit_row(connection: sa.Connection, chance: random.Random) -> str:
    """Change an amount without an act."""
    name, column = chance.choice(
        [("disbursement", "amount"), ("bond_share", "amount"), ("contract", "paid"), ("budget_line", "used")]
    )
    key = chance.choice(list(connection.execute(sa.text(f"SELECT id FROM {name}")).scalars()))
    _run(connection, f"UPDATE {name} SET {column} = {column} + 1 WHERE id = :key", key=key)
    return f"{name} {key} is not what version"


IN_PLACE: tuple[Callable[[sa.Connection, random.Random], str], ...] = (
    edit,
    delete,
    insert,
    reorder,
    renumber,
    cut_tail,
    forge_tail,
    forge_clock,
    edit_row,
)


def roll_back(place: Installation, _chance: random.Random) -> str:
    """Put an older copy of the database in its place."""
    shutil.copyfile(place.older, place.file)
    return "is not what it was on"


def swap_databases(place: Installation, _chance: random.Random) -> str:
    """Put the database of another installation in its place."""
    shutil.copyfile(place.foreign, place.file)
    return "is not what it was on"


def edit_attachment(place: Installation, chance: random.Random) -> str:
    """Change one byte of an attached file."""
    path = chance.choice(sorted(one for one in place.documents.rglob("*") if one.is_file()))
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1
    path.write_bytes(data)
    return "was changed"


FILES: tuple[Callable[[Installation, random.Random], str], ...] = (roll_back, swap_databases, edit_attachment)


def tamper(place: Installation, db: Database, number: int, chance: random.Random) -> tuple[str, str]:
    """Tamper in one of the twelve ways; return its name and what a proof should say."""
    if number >= len(IN_PLACE):
        way = FILES[number - len(IN_PLACE)]
        return way.__name__, way(place, chance)
    inside = IN_PLACE[number]
    with db.connection(write=True) as connection:
        drop_append_only(connection, *HISTORY)
        sign = inside(connection, chance)
    db.engine.dispose()
    return inside.__name__, sign
