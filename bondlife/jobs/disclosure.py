"""Each night: duties brought up to date, what is public compared with the books, people reminded."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.services.disclosure_check import check
from bondlife.services.disclosure_duties import scan
from bondlife.services.disclosure_reminders import remind
from bondlife.settings import settings

NAME = "disclosure"
NIGHTLY = 1


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Scan every region, then compare; repeated on the same day it finds nothing more to do."""
    counts = scan(db, tell_progress=progress.tell)
    told = check(db, standards=settings().standards_dir)
    return {
        **counts,
        **remind(db),
        **{name: len(told[name]) for name in ("duties", "drift", "validator_errors")},
        "late": told["late"],
    }
