"""Money of bond shares as the ledger stood at the end of a day: what came, what was paid, what was repaid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import chunks
from models.base import columns
from models.registry import Instalment, MoneyFlow

AT_ONCE = 5000
"""Shares asked for in one statement."""

_SETTLED = ("paid", "refinanced")
_STEPS = ("raised", "moved", "refinanced", "paid")


@dataclass(frozen=True, slots=True)
class ShareMoney:
    """Fen of one share up to a day: raised, moved in (below zero: away), refinanced, paid to payees."""

    raised: int = 0
    moved: int = 0
    refinanced: int = 0
    paid: int = 0

    @property
    def came(self) -> int:
        """Return all that came to the share."""
        return self.raised + self.moved + self.refinanced

    @property
    def spent(self) -> int:
        """Return what was spent: paid to payees, or to the bond that was refinanced."""
        return self.paid + self.refinanced

    @property
    def unused(self) -> int:
        """Return what came and was not spent, wherever it lies."""
        return self.came - self.spent


def shares_at(session: Session, shares: Collection[int], on: date) -> dict[int, ShareMoney]:
    """Return the money of each share named, up to and including a day."""
    flow = columns(MoneyFlow)
    sums: dict[int, dict[str, int]] = {key: {} for key in shares}
    for keys in chunks(sorted(sums), AT_ONCE):
        statement = (
            sa.select(flow.share_id, flow.step, sa.func.sum(flow.amount))
            .where(flow.share_id.in_(keys), flow.on <= on, flow.step.in_(_STEPS))
            .group_by(flow.share_id, flow.step)
        )
        for share, step, amount in session.execute(statement.execution_options(scoped=True)):
            sums[share][step] = int(amount)
    return {key: ShareMoney(**found) for key, found in sums.items()}


def repaid_at(session: Session, bond_id: int, on: date) -> int:
    """Return the principal of a bond repaid up to and including a day."""
    due = columns(Instalment)
    statement = sa.select(sa.func.sum(due.principal)).where(
        due.bond_id == bond_id,
        due.state.in_(_SETTLED),
        due.ended_at.is_(None),
        sa.func.coalesce(due.paid_on, due.payment_date) <= on,
    )
    return int(session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)
