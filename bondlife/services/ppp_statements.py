"""The statements of a run: composed outside, stored in one act that takes the claims and moves the run on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bondlife.acts import ONCE, Act, perform
from bondlife.composed import Composed, compose_columns
from bondlife.db import Database, chunks
from bondlife.errors import Conflict, Problem
from bondlife.jobs.runner import Progress
from bondlife.lifecycle import engine
from bondlife.lifecycle.ppp_runs import DROPPED, run_digest, statement_digest
from bondlife.lifecycle.situation import situation
from bondlife.ppp.result import Result
from bondlife.ppp.shapes import Shapes
from bondlife.queries.ppp_gather import Asked, Gathered, gather
from bondlife.security.actor import SYSTEM
from models.base import columns, new_public_ids
from models.canonical import Encoded
from models.registry import PaymentRun, PaymentStatement

AT_ONCE = 1000
"""Contracts read, and claims looked at, in one go."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A contract of the run with its frozen inputs as canonical text, encoded, and what they come to."""

    gathered: Gathered
    frozen: bytes
    result: Result


@dataclass(slots=True)
class Stated:
    """The statements of a run so far: composed for the store, and what the run says about all of them."""

    composed: list[Composed] = field(default_factory=list)
    contracts: list[int] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    payable: int = 0

    def take(self, dialect: sa.Dialect, run: PaymentRun, worked: Sequence[Worked]) -> None:
        """Take a portion of statements: texts are written now, outside of the act."""
        if not worked:
            return
        cells = _columns(run, worked)
        self.composed.append(compose_columns(dialect, PaymentStatement, cells))
        self.contracts += cells["contract_id"]
        self.digests += cells["digest"]
        self.payable += sum(cells["payable"])


def _columns(run: PaymentRun, worked: Sequence[Worked]) -> dict[str, list[Any]]:
    """Return the rows of statements, by column."""
    asked, results = [one.gathered for one in worked], [one.result for one in worked]
    frozen = [Encoded.written(one.frozen) for one in worked]
    told = [Encoded.written(one.text.encode()) for one in results]
    rows = {name: [getattr(run, name)] * len(worked) for name in ("period", "type")}
    rows |= {name: [getattr(one.contract, name) for one in asked] for name in _PLACE}
    rows |= {name: [getattr(one, name) for one in results] for name in ("fee", "deducted", "payable")}
    is_correction = run.type == "correction"
    changes = [one.difference if is_correction else 0 for one in results]
    carried = [min(one, 0) for one in changes] if is_correction else [one.carried_forward for one in results]
    return rows | {
        "public_id": new_public_ids(len(worked)),
        "run_id": [run.id] * len(worked),
        "contract_id": [one.contract.id for one in asked],
        "terms_id": [one.terms_id for one in asked],
        "revision": [one.revision for one in asked],
        "frozen": frozen,
        "result": told,
        "difference": changes,
        "carried_forward": carried,
        "digest": list(map(statement_digest, frozen, told)),
    }


_PLACE = ("region_id", "unit_id", "department_id")


def store(
    db: Database,
    progress: Progress | None,
    run_id: str,
    stated: Stated,
    left_out: Sequence[dict[str, Any]],
    warnings: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Store the statements of a run and move it on; one claimed meanwhile sends the whole work back."""

    def work(act: Act) -> dict[str, Any]:
        if progress is not None:
            progress.require(act)
        run = _waiting(act, run_id)
        _require_unclaimed(act, run, stated.contracts)
        for part in stated.composed:
            act.insert(part)
        act.change(
            run,
            contracts=len(stated.contracts),
            left_out=list(left_out),
            payable=stated.payable,
            digest=run_digest(run.period, run.type, stated.digests, list(left_out)),
            fields={**run.fields, "warnings": list(warnings)},
        )
        act.about(run, digest=run.digest, contracts=run.contracts)
        if stated.contracts:
            act.flush()
            here = situation(act.session, run, act.business_date)
            transition = engine.find(here, "calculate")
            engine.require_guards(here, transition)
            engine.move(act, here, transition)
        return {
            "run": run_id,
            "statements": len(stated.contracts),
            "left_out": len(left_out),
            "digest": run.digest,
            "kind": "payment-run",
        }

    return dict(perform(db, SYSTEM, "payment_run.calculated", work))


def _waiting(act: Act, run_id: str) -> PaymentRun:
    run = act.find(PaymentRun, columns(PaymentRun).public_id == run_id)[0]
    if run.state != "draft":
        raise Conflict(Problem("moved_on", "The statements of this run are stored already.", law=ONCE))
    return run


def _require_unclaimed(act: Act, run: PaymentRun, contracts: Sequence[int]) -> None:
    """Refuse what another run has taken since it was gathered; the unique key refuses what comes at once."""
    own, other = columns(PaymentStatement), columns(PaymentRun)
    over = DROPPED if run.type == "regular" else _SETTLED
    live = sa.select(other.id).where(
        other.period == run.period, other.type == run.type, other.id != run.id, other.state.not_in(over)
    )
    runs = list(act.session.execute(live.execution_options(scoped=True)).scalars())
    for keys in chunks(contracts, AT_ONCE) if runs else ():
        taken = sa.select(own.id).where(own.contract_id.in_(keys), own.run_id.in_(runs)).limit(1)
        if act.session.execute(taken.execution_options(scoped=True)).first() is not None:
            raise Conflict(
                Problem(
                    "claimed", "Another run took a contract of this period meanwhile; gather again.", law=ONCE
                )
            )


_SETTLED = (*DROPPED, "approved", "ordered", "paid", "disclosed")
"""A correction waits while another correction of the period is under way."""


def gathered(db: Database, keys: Sequence[int], asked: Asked, shapes: Shapes) -> list[Gathered]:
    """Return one portion of contracts, read at one moment."""
    with db.reading() as session:
        return gather(session, keys, asked, shapes)
