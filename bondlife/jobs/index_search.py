"""Fill search and sort keys of rows that came in bulk: a projection, written after the import counts."""

from typing import Any

import sqlalchemy as sa

from bondlife.db import Database, insert_rows
from bondlife.jobs.runner import Progress
from bondlife.services.search import grams, sort_key
from models.base import columns, table
from models.registry import Bond, SearchGram

NAME = "index_search"
CHUNK = 2000


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, int]:
    """Index every bond that has no sort key yet, in small commits."""
    bond = columns(Bond)
    waiting = sa.select(sa.func.count()).select_from(Bond).where(bond.sort_key == "")
    with db.reading() as session:
        total = int(session.execute(waiting, execution_options={"scoped": True}).scalar_one())
    done = 0
    while part := _step(db):
        done += part
        progress.tell(done, total, "search")
    return {"indexed": done}


def _step(db: Database) -> int:
    """Index the next bonds; keys and pieces are made before the lock, and kept for rows still without."""
    bond, own = columns(Bond), table(Bond)
    waiting = bond.sort_key == ""
    chosen = sa.select(bond.id, bond.version, bond.name, bond.short_name, bond.code).where(waiting)
    with db.reading() as session:
        rows = session.execute(chosen.limit(CHUNK), execution_options={"scoped": True}).all()
    made = {(row.id, row.version): _made(row) for row in rows}
    with db.writing() as session:
        unchanged = sa.select(bond.id, bond.version).where(waiting, bond.id.in_([row.id for row in rows]))
        found = session.execute(unchanged, execution_options={"scoped": True}).all()
        ready = {key: made[key, version] for key, version in found if (key, version) in made}
        for key, (sorting, _) in ready.items():
            session.execute(sa.update(own).where(own.c.id == key).values(sort_key=sorting))
        pieces = [
            {"gram": gram, "subject": "bond", "subject_id": key}
            for key, (_, found_by) in ready.items()
            for gram in found_by
        ]
        insert_rows(session, table(SearchGram), pieces)
        session.commit()
    return len(rows)


def _made(row: Any) -> tuple[str, list[str]]:
    """Return the sort key of a bond and the pieces it is found by."""
    found_by = sorted(set(grams(row.name, row.short_name, codes=[row.code])))
    return sort_key(f"{row.name} {row.short_name}") or " ", found_by
