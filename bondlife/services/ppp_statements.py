"""The statements of a run: composed outside, stored in one act that takes the claims and moves the run on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from bondlife.acts import ONCE, Act, perform
from bondlife.composed import Composed, compose_columns
from bondlife.db import Database, chunks
from bondlife.errors import Conflict, Problem
from bondlife.jobs.runner import Progress
from bondlife.lifecycle import engine
from bondlife.lifecycle.ppp_runs import CARRIED, DROPPED, run_digest, statement_digest
from bondlife.lifecycle.situation import situation
from bondlife.ppp.result import Result
from bondlife.queries.ppp_gather import Asked, Gathered
from bondlife.security.actor import SYSTEM
from models.base import columns, new_public_ids
from models.canonical import Encoded
from models.registry import PaymentRun, PaymentStatement

AT_ONCE = 1000
"""Contracts whose claims are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A contract of the run with its frozen inputs as canonical text, encoded, and what they come to."""

    gathered: Gathered
    frozen: bytes
    result: Result


class Portion(NamedTuple):
    """Statements composed for the store, what a run says about all of them, and the contracts left out."""

    composed: Sequence[Composed]
    contracts: Sequence[int]
    digests: Sequence[str]
    payable: int
    carried: int
    left_out: Sequence[dict[str, Any]]

    def sent(self) -> tuple[Any, ...]:
        """Return the portion as it goes from one process to another."""
        return ([one.sent() for one in self.composed], *self[1:])

    @classmethod
    def received(cls, dialect: sa.Dialect, sent: tuple[Any, ...]) -> "Portion":
        """Return a portion that another process composed."""
        composed, *others = sent
        return cls([Composed.received(dialect, one) for one in composed], *others)


def portion_of(
    dialect: sa.Dialect,
    run_id: int,
    asked: Asked,
    worked: Sequence[Worked],
    left_out: Sequence[dict[str, Any]],
) -> Portion:
    """Return statements composed for the store: texts are written now, outside of the act."""
    if not worked:
        return Portion((), (), (), 0, 0, left_out)
    cells = _columns(run_id, asked, worked)
    composed = compose_columns(dialect, PaymentStatement, cells)
    sums = sum(cells["payable"]), sum(cells["carried_forward"])
    return Portion([composed], cells["contract_id"], cells["digest"], *sums, left_out)


def joined(parts: Sequence[Portion]) -> Portion:
    """Return portions as one, in their order."""
    composed, contracts, digests, left_out = (
        [one for part in parts for one in getattr(part, name)]
        for name in ("composed", "contracts", "digests", "left_out")
    )
    payable, carried = (sum(getattr(part, name) for part in parts) for name in ("payable", "carried"))
    return Portion(composed, contracts, digests, payable, carried, left_out)


def _columns(run_id: int, asked: Asked, worked: Sequence[Worked]) -> dict[str, list[Any]]:
    """Return the rows of statements, by column."""
    of, results = [one.gathered for one in worked], [one.result for one in worked]
    frozen = [Encoded.written(one.frozen) for one in worked]
    told = [Encoded.written(one.text.encode()) for one in results]
    rows = {name: [getattr(asked, name)] * len(worked) for name in ("period", "type")}
    rows |= {name: [getattr(one.contract, name) for one in of] for name in _PLACE}
    rows |= {name: [getattr(one, name) for one in results] for name in ("fee", "deducted", "payable")}
    is_correction = asked.type == "correction"
    changes = [one.difference if is_correction else 0 for one in results]
    carried = [min(one, 0) for one in changes] if is_correction else [one.carried_forward for one in results]
    return rows | {
        "public_id": new_public_ids(len(worked)),
        "run_id": [run_id] * len(worked),
        "contract_id": [one.contract.id for one in of],
        "terms_id": [one.terms_id for one in of],
        "revision": [one.revision for one in of],
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
    stated: Portion,
    warnings: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Store the statements of a run and move it on; one claimed meanwhile sends the whole work back."""
    left_out = list(stated.left_out)

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
            left_out=left_out,
            payable=stated.payable,
            digest=run_digest(run.period, run.type, stated.digests, left_out),
            fields={**run.fields, "warnings": list(warnings), CARRIED: stated.carried},
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
