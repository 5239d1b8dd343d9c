"""Each night: what the public can look up is compared with what is public, and put right."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.services.public_index import rebuild

NAME = "public_index"
NIGHTLY = 1


def run(db: Database, _params: dict[str, Any], _progress: Progress, _user: int | None) -> dict[str, int]:
    """Write every entry that is missing, stale or left over; on most nights there is none."""
    return {"entries": rebuild(db)}
