"""Work out a payment run: gather, freeze, calculate, check, store the statements in one act."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Conflict, missing
from bondlife.jobs.runner import Progress
from bondlife.jobs.sharing import shared_out, wake_for
from bondlife.queries.ppp_gather import Asked, contract_keys
from bondlife.queries.ppp_warnings import cap_warnings
from bondlife.services.ppp_portions import Task
from bondlife.services.ppp_statements import joined, store
from models.base import columns
from models.registry import PaymentRun, PPPContract, RegionClosure

NAME = "payment_run"
TRIES = 3
"""How often a run gathers again because another took a contract in between."""


def wake(db: Database) -> None:
    """Start the child that large runs are shared with, where there are contracts enough for one."""
    own = columns(PPPContract)
    with db.reading() as session:
        live = sa.select(sa.func.count()).select_from(PPPContract).where(own.ended_at.is_(None))
        count = session.execute(live, execution_options={"scoped": True}).scalar_one()
    wake_for(count)


def run(db: Database, params: dict[str, Any], progress: Progress, _user: int | None) -> dict[str, Any]:
    """Work out one run; what a second try finds stored already is its result."""
    for attempt in range(TRIES):
        try:
            return _worked_out(db, str(params["run"]), progress)
        except Conflict as conflict:
            if conflict.problems[0].code not in {"claimed", "duplicate"} or attempt == TRIES - 1:
                raise
    raise AssertionError


def _worked_out(db: Database, run_id: str, progress: Progress) -> dict[str, Any]:
    progress.tell(0, 0, "reading", now=True)
    with db.reading() as session:
        own = columns(PaymentRun)
        found: PaymentRun | None = session.execute(
            sa.select(PaymentRun).where(own.public_id == run_id), execution_options={"scoped": True}
        ).scalar_one_or_none()
        if found is None:
            raise missing("payment_run")
        if found.state != "draft":
            return {
                "run": run_id,
                "statements": found.contracts,
                "digest": found.digest,
                "kind": "payment-run",
            }
        closure = columns(RegionClosure)
        regions = sa.select(closure.descendant_id).where(closure.ancestor_id == found.region_id)
        below = list(session.execute(regions).scalars()) or [found.region_id]
        keys = contract_keys(session, below, found.fields.get("contracts") or [])
        today = clock.business_date()
        rules = rule_book(session, region_code(session, found.region_id), today)
        warnings = cap_warnings(session, rules, today)
    task = Task(found.id or 0, Asked(found.period, found.type, today))
    with _undisturbed():
        parts = shared_out(db, task, keys, partial(_tell, progress, len(keys)))
        progress.tell(len(keys), len(keys), "storing", now=True)
        return store(db, progress, run_id, joined(parts), warnings)


def _tell(progress: Progress, total: int, done: int) -> None:
    progress.tell(done, total, "calculating")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Leave the collector of cycles out of it: a run makes many values that all live to its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
