"""Write a yearly table of a region: told of on its way, kept for who asked."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.import_file import actor_for
from bondlife.jobs.runner import Progress
from bondlife.services.disclosure_tables import JOB, Table, write_file
from bondlife.settings import settings

NAME = JOB


def run(db: Database, params: dict[str, Any], progress: Progress, user: int | None) -> dict[str, Any]:
    """Write one table in the name of who asked for it; the result names the file by its digest."""
    wanted = Table(str(params["region"]), int(params["year"]), str(params["form"]))
    progress.tell(0, 0, "reading", now=True)

    def tell(done: int, total: int) -> None:
        progress.tell(done, total, "writing")

    actor = actor_for(db, user)
    written, stored = write_file(db, actor, wanted, settings().exports_dir, tell=tell)
    progress.tell(written.rows, written.rows, "done", now=True)
    return {
        "kind": "file",
        "job": progress.public_id,
        "file": stored.digest,
        "name": f"{wanted.form}-{wanted.region}-{wanted.year}.{stored.extension}",
        "rows": written.rows,
    }
