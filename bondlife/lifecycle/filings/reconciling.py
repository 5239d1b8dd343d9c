"""A filed file against the ledger as it now stands: row by row, and the sums that must foot."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.lifecycle.filings.compare import Change, changes
from bondlife.lifecycle.filings.rows import FiledRow, Span
from bondlife.lifecycle.filings.sources import Control, controls_of, rows_of
from bondlife.lifecycle.layouts import LayoutInForce
from models.base import columns
from models.registry import Filing, FilingLine


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What differs between a file and the ledger, the sums beside each other, rows that came back."""

    differences: Sequence[Change]
    controls: Sequence[Control]
    rejected: int

    @property
    def agrees(self) -> bool:
        """Tell whether nothing differs, every sum foots and no row came back."""
        foots = all(one.difference == 0 for one in self.controls)
        return not self.differences and foots and not self.rejected


def last_signed(session: Session, region_id: int, step: str, period: str) -> Filing | None:
    """Return the newest signed file of a step and period."""
    own = columns(Filing)
    statement = (
        sa.select(Filing)
        .where(own.region_id == region_id, own.step == step, own.period == period, own.state == "signed")
        .order_by(own.number.desc())
        .limit(1)
        .execution_options(scoped=True)
    )
    found: Filing | None = session.execute(statement).scalar_one_or_none()
    return found


def lines_of(session: Session, filing: Filing) -> list[FilingLine]:
    """Return the lines of a file in their order."""
    own = columns(FilingLine)
    statement = sa.select(FilingLine).where(own.filing_id == filing.id).order_by(own.id)
    return list(session.execute(statement.execution_options(scoped=True)).scalars())


def as_rows(lines: Sequence[FilingLine], labels: Sequence[FiledRow] = ()) -> list[FiledRow]:
    """Return stored lines as rows; names come from the rows of today where these still stand."""
    named = {row.key: row.label for row in labels}
    return [
        FiledRow(one.key, named.get(one.key, one.code), one.values, one.href, one.project_id) for one in lines
    ]


def reconcile(session: Session, filing: Filing, layout: LayoutInForce, span: Span) -> Reconciliation:
    """Compare a file with what the same source gives today, and its sums with the ledger's own."""
    lines = lines_of(session, filing)
    today = rows_of(session, layout.kind, span)
    filed = as_rows(lines, today)
    return Reconciliation(
        changes(filed, today, layout.columns),
        controls_of(session, layout.kind, span, filed),
        sum(one.state == "rejected" for one in lines),
    )
