"""Open the notices of the day and record what fell overdue."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.services.repayment_notices import open_due

NAME = "repayment_scan"
NIGHTLY = 0


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, int]:
    """Carry out one scan; repeated on the same day it finds nothing more to do."""
    found = open_due(db)
    progress.tell(found.notices, found.notices, "notices", now=True)
    return {"notices": found.notices, "overdue": found.overdue}
