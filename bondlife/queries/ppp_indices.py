"""Price indices a region keeps for the indexation of its contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bondlife.db import Database
from bondlife.lifecycle.facts import rows
from bondlife.queries.ppp_quantities import unit_word
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import IndexSeries, IndexValue, Region

FREQUENCIES = {
    "month": Label("monthly", "月度"),
    "quarter": Label("quarterly", "季度"),
    "year": Label("yearly", "年度"),
}
MOST = 200


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One index with its newest values, the oldest first."""

    public_id: str
    key: str
    name: str
    region: str
    frequency: str
    unit: str
    source: str
    first: str
    last: str
    values: Sequence[tuple[str, Decimal, str]]


@dataclass(frozen=True, slots=True)
class IndicesView:
    """All indices this person may see."""

    series: Sequence[SeriesLine]
    regions: Sequence[tuple[str, str]]
    may_edit: bool


def indices_view(db: Database, actor: Actor) -> IndicesView:
    """Return the indices with their last two dozen values."""
    own, place = columns(IndexSeries), columns(Region)
    statement = scoped(actor, IndexSeries, IndexSeries, place.name, permission="index_series.read")
    statement = statement.join(Region, place.id == own.region_id).where(own.ended_at.is_(None))
    with db.reading() as session:
        found = list(session.execute(statement.order_by(own.key, own.id).limit(MOST)))
        value = columns(IndexValue)
        held: dict[int, list[IndexValue]] = {}
        keys = [row[0].id for row in found]
        for one in rows(session, IndexValue, value.series_id.in_(keys)) if keys else ():
            held.setdefault(one.series_id, []).append(one)
    lines = [_line(series, region, held.get(series.id or 0, [])) for series, region in found]
    return IndicesView(lines, region_choices(db, actor), actor.can("index_series.edit"))


def _line(series: IndexSeries, region: str, values: Sequence[IndexValue]) -> SeriesLine:
    ordered = sorted(values, key=lambda one: one.month)
    return SeriesLine(
        series.public_id,
        series.key,
        series.name,
        region,
        said(FREQUENCIES[series.frequency]),
        unit_word(series.unit),
        series.source,
        ordered[0].month if ordered else "",
        ordered[-1].month if ordered else "",
        [(one.month, one.value, one.source) for one in ordered[-24:]],
    )
