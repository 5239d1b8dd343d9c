"""Open the tasks of the files that are due."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.services.filings.reminding import open_due

NAME = "calendar_scan"
NIGHTLY = 2
"""Hour of the day in Beijing."""


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, int]:
    """Carry out one scan; repeated on the same day it finds nothing more to do."""
    opened = open_due(db)
    progress.tell(opened, opened, "tasks", now=True)
    return {"opened": opened}
