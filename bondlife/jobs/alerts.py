"""The nightly scan of alerts, then the snapshot of the month and the mail that follow from it."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.runner import Progress
from bondlife.services.alert_scan import scan
from bondlife.services.risk import take_snapshots

NAME = "alerts"
NIGHTLY = 1


def run(db: Database, _params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Scan every region, and keep the ratios of the month."""
    counts = scan(db, tell_progress=progress.tell)
    return {**counts, "snapshots": take_snapshots(db)}
