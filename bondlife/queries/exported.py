"""A file of the year as the command line tells it: rows, missing cells, sums against the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.lifecycle.filings import FiledRow, Missing, controls_of, missing_cells, rows_of
from bondlife.lifecycle.filings.rows import span_of
from bondlife.lifecycle.filings.sources import Control
from bondlife.lifecycle.filings.steps import layout_for, step_of
from bondlife.lifecycle.layouts import LayoutInForce
from models.base import columns
from models.registry import Region

NAMES = {"debt-system": "debt_monthly", "look-through": "look_through"}
"""What the command line calls the monthly files; other steps go by their keys."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One file of a region and period as it would be prepared now; money in fen."""

    step: str
    region: str
    period: str
    layout: LayoutInForce
    rows: Sequence[FiledRow]
    missing: Sequence[Missing]
    controls: Sequence[Control]

    def as_dict(self) -> dict[str, Any]:
        """Return the file as JSON has it."""
        return {
            "step": self.step,
            "region": self.region,
            "period": self.period,
            "layout": self.layout.key,
            "official": self.layout.is_official,
            "unit": "fen",
            "rows": [{"key": row.key, **row.values} for row in self.rows],
            "missing": [{"record": one.label, "item": one.item, "href": one.href} for one in self.missing],
            "controls": [
                {"item": one.item, "filed": one.filed, "ledger": one.ledger, "difference": one.difference}
                for one in self.controls
            ],
        }


def exported(db: Database, what: str, region: str, period: str) -> Exported:
    """Return a file of a region and period from the machine itself; nothing is stored."""
    place = columns(Region)
    with db.reading() as session:
        found = session.execute(sa.select(place.id).where(place.code == region)).scalar_one_or_none()
        if found is None:
            raise Invalid.because(
                "no_region", "There is no region with code %(code)s.", "region", code=region
            )
        rules = rule_book(session, region)
        step = step_of(rules, NAMES.get(what, what.replace("-", "_")))
        layout = layout_for(rules, step)
        span = span_of(int(found), region, period, step.cycle)
        rows = rows_of(session, layout.kind, span)
        controls = controls_of(session, layout.kind, span, rows)
    missing = missing_cells(rows, layout.columns)
    return Exported(step.key, region, period, layout, rows, missing, controls)
