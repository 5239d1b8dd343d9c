"""Payment runs and statements as programs read them."""

from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.ppp_runs import run_row
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import PaymentOrder, PaymentStatement, PPPContract

MOST = 1000


def run_data(db: Database, actor: Actor, public_id: str, after: int) -> dict[str, Any]:
    """Return a run with up to a thousand of its statements after a position."""
    own, contract = columns(PaymentStatement), columns(PPPContract)
    with db.reading() as session:
        run, region = run_row(session, actor, public_id)
        statement = (
            sa.select(own.id, own.public_id, contract.public_id, contract.number, own.payable, own.digest)
            .join(PPPContract, contract.id == own.contract_id)
            .where(own.run_id == run.id, own.ended_at.is_(None), own.id > after)
            .order_by(own.id)
            .limit(MOST)
        )
        rows = session.execute(statement.execution_options(scoped=True)).all()
    names = ("statement", "contract", "number", "payable", "digest")
    return {
        "public_id": run.public_id,
        "version": run.version,
        "number": run.number,
        "period": run.period,
        "type": run.type,
        "state": run.state,
        "region": region,
        "contracts": run.contracts,
        "payable": run.payable,
        "digest": run.digest,
        "left_out": run.left_out or [],
        "statements": [dict(zip(names, row[1:], strict=True)) for row in rows],
        "next": rows[-1][0] if len(rows) == MOST else None,
    }


def statement_data(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return a statement: frozen inputs, result, digest, its orders."""
    own, order = columns(PaymentStatement), columns(PaymentOrder)
    statement = scoped(actor, PaymentStatement, permission="payment_run.read").where(
        own.public_id == public_id
    )
    with db.reading() as session:
        row: PaymentStatement | None = session.execute(statement).scalar_one_or_none()
        if row is None:
            raise missing("payment_statement")
        held = sa.select(PaymentOrder).where(order.statement_id == row.id, order.ended_at.is_(None))
        orders = list(session.execute(held.execution_options(scoped=True)).scalars())
    return {
        "public_id": row.public_id,
        "period": row.period,
        "type": row.type,
        "payable": row.payable,
        "difference": row.difference,
        "digest": row.digest,
        "frozen": row.frozen,
        "result": row.result,
        "orders": [
            {
                "public_id": one.public_id,
                "payer": one.payer,
                "amount": one.amount,
                "due_on": one.due_on.isoformat(),
                "voucher": one.voucher,
                "paid_on": None if one.paid_on is None else one.paid_on.isoformat(),
            }
            for one in orders
        ],
    }
