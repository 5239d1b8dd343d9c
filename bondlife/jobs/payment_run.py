"""Work out a payment run: gather, freeze, calculate, check, store the statements in one act."""

import gc
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database, chunks
from bondlife.errors import Conflict, Invalid, missing
from bondlife.jobs.runner import Progress
from bondlife.lifecycle.ppp_runs import region_keys
from bondlife.ppp.result import Result
from bondlife.ppp.shapes import Shapes
from bondlife.ppp.statement import statement_of
from bondlife.ppp.together import Together
from bondlife.queries.ppp_gather import Asked, Gathered, contract_keys
from bondlife.queries.ppp_warnings import cap_warnings
from bondlife.services.ppp_statements import AT_ONCE, Stated, Worked, gathered, store
from models.base import columns
from models.registry import PaymentRun, RegionClosure

NAME = "payment_run"
TRIES = 3
"""How often a run gathers again because another took a contract in between."""


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
    with _undisturbed():
        return _Portions(db, found, progress, keys).store(warnings)


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


def alone(one: Gathered, frozen: bytes) -> Result | None:
    """Work out a contract that is out of the ordinary; what is refused is noted."""
    try:
        return Result.of(statement_of(json.loads(frozen)))
    except Invalid as refusal:
        one.refused("cannot_calculate", refusal.problems[0])
    return None


class _Portions:
    """A run under way: statements so far, who was left out and why."""

    def __init__(self, db: Database, found: PaymentRun, progress: Progress, keys: Sequence[int]) -> None:
        self.db, self.run, self.progress, self.keys = db, found, progress, keys
        self.asked = Asked(found.period, found.type, clock.business_date())
        self.shapes, self.together = Shapes(), Together()
        self.stated, self.regions = Stated(), dict[str, int]()
        self.left_out: list[dict[str, Any]] = []

    def store(self, warnings: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Work through all contracts and store what came out."""
        done = 0
        for part in chunks(self.keys, AT_ONCE):
            self._part(gathered(self.db, part, self.asked, self.shapes), done)
            done += len(part)
        self.progress.tell(done, len(self.keys), "storing", now=True)
        return store(self.db, self.progress, self.run.public_id, self.stated, self.left_out, warnings)

    def _part(self, portion: Sequence[Gathered], done: int) -> None:
        whole = [(one, one.held, one.frozen) for one in portion if one.held and one.frozen]
        results = self.together.results([(held, frozen) for _one, held, frozen in whole])
        ready: list[Worked] = []
        self.progress.tell(done, len(self.keys), "calculating")
        for (one, _held, frozen), result in zip(whole, results, strict=True):
            data = frozen.data()
            found = result or alone(one, data)
            if found is not None:
                ready.append(Worked(one, data, found))
        self._check_budget(ready)
        for one in portion:
            if one.missing:
                self._leave_out(one)
        self.stated.take(self.db.engine.dialect, self.run, [one for one in ready if not one.gathered.missing])

    def _check_budget(self, ready: Sequence[Worked]) -> None:
        """Note where no open budget line of the year covers what a payer is to pay."""
        paying = [(one.gathered, *payer) for one in ready for payer in one.result.payers if payer[1]]
        codes = {code for _one, code, _amount in paying if code} - self.regions.keys()
        if codes:
            with self.db.reading() as session:
                self.regions |= {**dict.fromkeys(codes, 0), **region_keys(session, codes)}
        for one, code, amount in paying:
            region = self.regions[code] if code else one.contract.region_id
            line = next((held for held in reversed(one.lines) if held.region_id == region), None)
            if line is None:
                one.lack("no_budget_line", code, year=self.asked.today.year)
            elif line.used + amount > line.amount:
                one.lack("budget_short", line.account, left=amount, right=line.amount - line.used)

    def _leave_out(self, one: Gathered) -> None:
        contract = one.contract
        self.left_out.append(
            {
                "contract": contract.public_id,
                "number": contract.number,
                "name": contract.name,
                "missing": one.missing,
            }
        )
