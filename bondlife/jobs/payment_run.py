"""Work out a payment run: gather, freeze, calculate, check, store the statements in one act."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database, chunks
from bondlife.errors import Conflict, Invalid, missing
from bondlife.jobs.runner import Progress
from bondlife.lifecycle.ppp_runs import open_lines, region_keys
from bondlife.ppp.statement import statement_of
from bondlife.queries.ppp_gather import Asked, Gathered, TermsRead, contract_keys
from bondlife.queries.ppp_warnings import cap_warnings
from bondlife.services.ppp_statements import AT_ONCE, Stated, gathered, store, values_of
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


class _Portions:
    """A run under way: statements so far, who was left out and why."""

    def __init__(self, db: Database, found: PaymentRun, progress: Progress, keys: Sequence[int]) -> None:
        self.db, self.run, self.progress, self.keys = db, found, progress, keys
        self.asked = Asked(found.period, found.type, clock.business_date())
        self.terms = TermsRead()
        self.stated = Stated()
        self.left_out: list[dict[str, Any]] = []

    def store(self, warnings: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Work through all contracts and store what came out."""
        done = 0
        for part in chunks(self.keys, AT_ONCE):
            self._part(gathered(self.db, part, self.asked, self.terms), done)
            done += len(part)
        self.progress.tell(done, len(self.keys), "storing", now=True)
        return store(self.db, self.progress, self.run.public_id, self.stated, self.left_out, warnings)

    def _part(self, portion: Sequence[Gathered], done: int) -> None:
        ready: list[tuple[Gathered, dict[str, Any]]] = []
        for place, one in enumerate(portion):
            self.progress.tell(done + place, len(self.keys), "calculating")
            result = self._calculated(one)
            if result is not None:
                ready.append((one, result))
        self._check_budget(ready)
        for one, _result in ready:
            if one.missing:
                self._leave_out(one)
        whole = [values_of(self.run, one, result) for one, result in ready if not one.missing]
        self.stated.take(self.db.engine.dialect, whole)

    def _calculated(self, one: Gathered) -> dict[str, Any] | None:
        if one.frozen is not None:
            try:
                return statement_of(one.frozen, one.terms)
            except Invalid as refusal:
                one.refused("cannot_calculate", refusal.problems[0])
        self._leave_out(one)
        return None

    def _check_budget(self, ready: Sequence[tuple[Gathered, dict[str, Any]]]) -> None:
        """Note where no open budget line of the year covers what a payer is to pay."""
        paying = [(one, payer) for one, result in ready for payer in result["payers"] if payer["amount"]]
        with self.db.reading() as session:
            regions = region_keys(session, (payer["region"] for _one, payer in paying if payer["region"]))
            contracts = {one.contract.id for one, _payer in paying}
            lines = open_lines(session, contracts, self.asked.today.year)
        for one, payer in paying:
            region = regions.get(payer["region"], 0) if payer["region"] else one.contract.region_id
            line = lines.get((one.contract.id, region))
            if line is None:
                one.lack("no_budget_line", payer["region"], year=self.asked.today.year)
            elif line.used + payer["amount"] > line.amount:
                one.lack("budget_short", line.account, left=payer["amount"], right=line.amount - line.used)

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
