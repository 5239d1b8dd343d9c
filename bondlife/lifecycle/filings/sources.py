"""Sources of rows by name, and the figures of the ledger that their sums must give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.errors import Invalid
from bondlife.lifecycle.filings import monthly, yearly
from bondlife.lifecycle.filings.compare import total_of
from bondlife.lifecycle.filings.rows import FiledRow, Span
from models.base import columns
from models.registry import MoneyTotal

Source = Callable[[Session, Span], list[FiledRow]]

SOURCES: dict[str, Source] = {
    "bond-shares": monthly.bond_shares,
    "treasury-payments": monthly.payments,
    "advance-quota": yearly.advance_quota,
    "budget-adjustments": yearly.budget_adjustments,
    "carry-over": yearly.carry_over,
    "lending-levels": yearly.levels,
    "budget-accounts": yearly.accounts,
    "ledger-balances": yearly.balances,
    "debt-of-year": yearly.debt,
}
"""What a layout names as its kind → the rows it prints."""

CONTROLS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "bond-shares": (("paid_now", ("paid",)), ("received_now", ("raised", "moved", "refinanced"))),
    "treasury-payments": (("amount", ("paid",)),),
}
"""Source → items whose sum the ledger's own sums by region and period must give."""

ZERO: dict[str, tuple[str, ...]] = {"lending-levels": ("difference",)}
"""Source → items that must be zero in every row: both levels hold the same figure."""


@dataclass(frozen=True, slots=True)
class Control:
    """One sum of a file beside the figure the ledger gives on its own, fen."""

    item: str
    filed: int
    ledger: int

    @property
    def difference(self) -> int:
        """Return what lies between both; zero is right."""
        return self.filed - self.ledger


def rows_of(session: Session, source: str, span: Span) -> list[FiledRow]:
    """Return the rows of a source as the ledger and the registers now give them."""
    if source not in SOURCES:
        raise Invalid.because("no_source", "There is no source of rows %(name)s.", "layout", name=source[:40])
    return SOURCES[source](session, span)


def controls_of(session: Session, source: str, span: Span, rows: Sequence[FiledRow]) -> list[Control]:
    """Return each sum that must foot, and each item that must be zero."""
    found = [
        Control(item, total_of(rows, item), _kept(session, span, steps))
        for item, steps in CONTROLS.get(source, ())
    ]
    apart = ZERO.get(source, ())
    return found + [Control(item, sum(abs(int(row.values[item])) for row in rows), 0) for item in apart]


def _kept(session: Session, span: Span, steps: tuple[str, ...]) -> int:
    """Return what the ledger's sums say of a region and period."""
    total = columns(MoneyTotal)
    statement = sa.select(sa.func.sum(total.amount)).where(
        total.region_id == span.region_id, total.period == span.period, total.step.in_(steps)
    )
    return int(session.execute(statement).scalar_one() or 0)
