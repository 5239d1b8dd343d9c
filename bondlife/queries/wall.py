"""The maturity wall: what falls due by year or month, and how much of it is not secured yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.queries.dues import SETTLED, gap_amount, of_actor
from bondlife.queries.figures import Part, sum_figure
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from models.base import columns
from models.lifecycle import Label
from models.registry import Instalment


@dataclass(frozen=True, slots=True)
class WallRow:
    """One year or month of the wall."""

    period: str
    count: int
    principal: int
    interest: int
    unfunded: int

    @property
    def due(self) -> int:
        """Return principal and interest together."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class WallView:
    """The wall of open instalments from today on, overdue ones included."""

    region: str
    year: int | None
    rows: Sequence[WallRow]
    count: int
    principal: int
    interest: int
    unfunded: int
    peak: WallRow | None
    regions: Sequence[tuple[str, str]]
    explain: Any = None

    @property
    def due(self) -> int:
        """Return principal and interest together."""
        return self.principal + self.interest


def wall_view(
    db: Database, actor: Actor, *, region: str = "", year: int | None = None, explain: str = ""
) -> WallView:
    """Return the wall by year, or by month of one year."""
    own = columns(Instalment)
    day = own.payment_date
    sums = (sa.func.count(), sa.func.sum(own.principal), sa.func.sum(own.interest), sa.func.sum(gap_amount()))
    statement = of_actor(actor, day, *sums, region=region).where(own.state.not_in(SETTLED))
    if year:
        statement = statement.where(day >= date(year, 1, 1), day <= date(year, 12, 31))
    with db.reading() as session:
        found = session.execute(statement.group_by(day).order_by(day)).all()
    rows = _rows(found, 7 if year else 4)
    names = ("count", "principal", "interest", "unfunded")
    totals: list[Any] = [sum(getattr(row, name) for row in rows) for name in names]
    peak = max(rows, key=lambda row: row.due, default=None)
    rest: list[Any] = [*totals, peak, region_choices(db, actor), _asked(explain, rows)]
    return WallView(region, year, rows, *rest)


def _rows(days: Sequence[Any], length: int) -> list[WallRow]:
    """Return the years or months that days sum up to: the index is by day, so that no date is taken apart."""
    held: dict[str, list[Any]] = {}
    for day in days:
        held.setdefault(day[0].isoformat()[:length], []).append(day)
    return [
        WallRow(period, *(sum(int(day[at]) for day in found) for at in range(1, 5)))
        for period, found in held.items()
    ]


def _asked(key: str, rows: Sequence[WallRow]) -> Any:
    labels = {
        "principal": Label("Principal falling due", "到期本金合计"),
        "interest": Label("Interest falling due", "应付利息合计"),
        "due": Label("Principal and interest falling due", "应付本息合计"),
        "unfunded": Label("Not secured yet", "未落实资金合计"),
    }
    if key not in labels:
        return None
    return sum_figure(
        key, labels[key], [Part(Label(row.period, row.period), getattr(row, key)) for row in rows]
    )
