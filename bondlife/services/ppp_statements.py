"""The statements of a run: composed outside, stored in one act that takes the claims and moves the run on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bondlife.acts import ONCE, Act, perform
from bondlife.composed import Composed, compose_rows
from bondlife.db import Database, chunks
from bondlife.errors import Conflict, Problem
from bondlife.jobs.runner import Progress
from bondlife.lifecycle import engine
from bondlife.lifecycle.ppp_runs import DROPPED, run_digest, statement_digest
from bondlife.lifecycle.situation import situation
from bondlife.queries.ppp_gather import Asked, Gathered, TermsRead, gather
from bondlife.security.actor import SYSTEM
from models.base import columns
from models.canonical import Encoded
from models.registry import PaymentRun, PaymentStatement

AT_ONCE = 500
"""Contracts read, and claims looked at, in one go."""


def values_of(run: PaymentRun, one: Gathered, result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a statement from its frozen inputs and result."""
    assert one.frozen is not None
    is_correction = run.type == "correction"
    difference = result["difference"] if is_correction else 0
    frozen, told = Encoded(one.frozen), Encoded(result)
    return {
        "run_id": run.id,
        "contract_id": one.contract.id,
        "terms_id": one.terms_id,
        "period": run.period,
        "type": run.type,
        "revision": one.revision,
        "frozen": frozen,
        "result": told,
        "fee": rounded(result["fee"]),
        "deducted": rounded(result["deducted"]),
        "payable": result["to_pay"],
        "difference": difference,
        "carried_forward": min(difference, 0) if is_correction else result["carried_forward"],
        "digest": statement_digest(frozen, told),
        "region_id": one.contract.region_id,
        "unit_id": one.contract.unit_id,
        "department_id": one.contract.department_id,
    }


def rounded(text: str) -> int:
    """Return an exact amount of fen as the nearest whole fen, halves away from zero.

    >>> rounded("69000/7"), rounded("-5/2")
    (9857, -3)
    """
    above, _, below = text.partition("/")
    whole, rest = divmod(abs(int(above)) * 2, int(below or 1) * 2)
    size = whole + (2 * rest >= int(below or 1) * 2)
    return -size if above.startswith("-") else size


@dataclass(slots=True)
class Stated:
    """The statements of a run so far: composed for the store, and what the run says about all of them."""

    composed: list[Composed] = field(default_factory=list)
    contracts: list[int] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    payable: int = 0

    def take(self, dialect: sa.Dialect, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take a portion of statements: texts are written now, outside of the act."""
        if rows:
            self.composed.append(compose_rows(dialect, PaymentStatement, rows))
        self.contracts += [one["contract_id"] for one in rows]
        self.digests += [one["digest"] for one in rows]
        self.payable += sum(one["payable"] for one in rows)


def store(
    db: Database,
    progress: Progress | None,
    run_id: str,
    stated: "Stated",
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
    for keys in chunks(contracts, AT_ONCE):
        statement = (
            sa.select(sa.func.count())
            .select_from(PaymentStatement)
            .join(PaymentRun, other.id == own.run_id)
            .where(
                own.contract_id.in_(keys),
                own.period == run.period,
                own.type == run.type,
                other.state.not_in(DROPPED if run.type == "regular" else _SETTLED),
            )
        )
        if act.session.execute(statement.execution_options(scoped=True)).scalar_one():
            raise Conflict(
                Problem(
                    "claimed", "Another run took a contract of this period meanwhile; gather again.", law=ONCE
                )
            )


_SETTLED = (*DROPPED, "approved", "ordered", "paid", "disclosed")
"""A correction waits while another correction of the period is under way."""


def gathered(db: Database, keys: Sequence[int], asked: Asked, terms: TermsRead) -> list[Gathered]:
    """Return one portion of contracts, read at one moment."""
    with db.reading() as session:
        return gather(session, keys, asked, terms)
