"""Work statements out again from their frozen inputs: same bytes, same digests, however long after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database, chunks
from bondlife.errors import Refusal, missing
from bondlife.lifecycle.ppp_runs import run_digest, statement_digest
from bondlife.ppp.statement import statement_of
from models.base import columns
from models.canonical import canonical_json
from models.registry import PaymentRun, PaymentStatement

AT_ONCE = 500
MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class Unequal:
    """A statement or run that does not come out again, and how."""

    run: str
    statement: str
    why: str


def recompute(db: Database, run: str) -> dict[str, Any]:
    """Return {runs, equal, statements, unequal}; ``run`` is a public key, a number, or empty for all runs."""
    runs = _runs(db, run)
    if run and not runs:
        raise missing("payment_run")
    wrong = [one for found in runs for one in _wrong_of(db, found)]
    broken = {one.run for one in wrong}
    return {
        "runs": len(runs),
        "equal": sum(found.number not in broken for found in runs),
        "statements": sum(found.contracts for found in runs),
        "unequal": [[one.run, one.statement, one.why] for one in wrong[:MOST_TOLD]],
    }


def is_same(frozen: Any, result: Any) -> bool:
    """Tell whether frozen inputs give exactly the stored result, to the byte."""
    try:
        return canonical_json(statement_of(frozen)) == canonical_json(result)
    except Refusal:
        return False


def _runs(db: Database, run: str) -> Sequence[PaymentRun]:
    own = columns(PaymentRun)
    statement = sa.select(PaymentRun).where(own.digest != "").order_by(own.id)
    if run:
        statement = statement.where(sa.or_(own.public_id == run, own.number == run))
    with db.reading(patient=True) as session:
        return list(session.execute(statement.execution_options(scoped=True)).scalars())


def _wrong_of(db: Database, run: PaymentRun) -> Iterator[Unequal]:
    digests: list[str] = []
    for row in _statements(db, run):
        digests.append(row.digest)
        if row.digest != statement_digest(row.frozen, row.result):
            yield Unequal(run.number, row.public_id, "digest")
        elif not is_same(row.frozen, row.result):
            yield Unequal(run.number, row.public_id, "result")
    if run.digest != run_digest(run.period, run.type, digests, run.left_out):
        yield Unequal(run.number, "", "run digest")


def _statements(db: Database, run: PaymentRun) -> Iterator[Any]:
    own = columns(PaymentStatement)
    with db.reading(patient=True) as session:
        keys = sa.select(own.id).where(own.run_id == run.id).order_by(own.id)
        found = list(session.execute(keys.execution_options(scoped=True)).scalars())
    for part in chunks(found, AT_ONCE):
        wanted = sa.select(own.public_id, own.frozen, own.result, own.digest).where(own.id.in_(part))
        with db.reading(patient=True) as session:
            rows = session.execute(wanted.order_by(own.id).execution_options(scoped=True)).all()
        yield from rows
