"""A job process with one slow job, for the test of zombies: computes without a word, then publishes."""

import time
from pathlib import Path
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.jobs import _found, runner
from bondlife.jobs.runner import Progress
from bondlife.security.actor import SYSTEM
from models.registry import Setting

NAME = "slow_publication"
COMPUTING_SECONDS = 2.0
TAKEN_OVER_SECONDS = 0.1
"""Who takes the job over is quick; nobody stops it."""


def run(db: Database, params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, int]:
    """Compute, then store one row, if this worker still owns the job."""
    time.sleep(COMPUTING_SECONDS if progress.fence == 1 else TAKEN_OVER_SECONDS)

    def publish(act: Act) -> int:
        progress.require(act)
        told = {"fence": progress.fence}
        act.add(Setting(region_id=1, valid_from=act.business_date, key=str(params["key"]), value=told))
        return progress.fence

    return {"fence": perform(db, SYSTEM, "test.publish", publish)}


def main(url: str, folder: str) -> None:
    """Be a job process that knows the slow job."""
    _found()[NAME] = run
    runner.main(url, Path(folder))
