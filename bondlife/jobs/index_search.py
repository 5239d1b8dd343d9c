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
    bond = columns(Bond)
    chosen = sa.select(bond.id, bond.name, bond.short_name, bond.code).where(bond.sort_key == "")
    with db.writing() as session:
        rows = session.execute(chosen.limit(CHUNK), execution_options={"scoped": True}).all()
        for key, name, short, _ in rows:
            own = table(Bond)
            session.execute(
                sa.update(own).where(own.c.id == key).values(sort_key=sort_key(f"{name} {short}") or " ")
            )
        pieces = [
            {"gram": gram, "subject": "bond", "subject_id": key}
            for key, name, short, code in rows
            for gram in sorted(set(grams(name, short, codes=[code])))
        ]
        insert_rows(session, table(SearchGram), pieces)
        session.commit()
        return len(rows)
