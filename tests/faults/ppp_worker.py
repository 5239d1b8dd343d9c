"""Processes that work on payment runs until somebody kills them."""

import os
from datetime import UTC, datetime
from pathlib import Path

from bondlife import clock
from bondlife.db import Database
from bondlife.jobs import sharing
from bondlife.jobs.runner import run_waiting
from bondlife.security.authenticate import actor_of
from bondlife.services.ppp_runs import ReceiptsInput, record_receipts
from bondlife.settings import settings
from tests.faults.nursery import ahead_by

NOW = datetime(2036, 10, 26, 2, tzinfo=UTC)
"""The hour in which these runs are worked out and paid."""
PORTION = 40
"""Contracts in a portion of a run that is shared with a child."""


def calculate(url: str, began: str) -> None:
    """Be the job process: take whatever waits, take over from the dead at once.

    ``began`` is when the hour of these runs began; all workers share it, so that nobody's beat lies ahead.
    """
    settings().lease_seconds = 0.0
    with clock.standing_at(ahead_by(NOW - datetime.fromisoformat(began))):
        run_waiting(Database(url))


def calculate_shared(url: str, began: str, ready: str) -> None:
    """Be the job process with its child awake, many portions to share; ``ready`` then names both."""
    sharing.PORTION = PORTION
    sharing.children.warm()
    whole = Path(f"{ready}.part")
    whole.write_text(f"{os.getpid()} {sharing.children.idle[0].pid}", "utf-8")
    whole.replace(ready)
    calculate(url, began)


def pay(url: str, run: str, orders: str, said: str) -> None:
    """Record the receipts of orders one by one, and say so only after the answer."""
    db = Database(url)
    with clock.standing_at(lambda: NOW), Path(said).open("a", encoding="utf-8") as log:
        treasury = actor_of(db, "treasury")
        for order in orders.split(","):
            receipt = {"order": order, "voucher": f"GK-{order[:8]}", "paid_on": "2036-10-26"}
            form = ReceiptsInput.model_validate({"receipts": [receipt]})
            record_receipts(db, treasury, run, form, key=f"pay-{order}")
            log.write(f"{order}\n")
            log.flush()
            os.fsync(log.fileno())
