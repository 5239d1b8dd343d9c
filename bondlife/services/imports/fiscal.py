"""Store fiscal figures of regions and years; newer figures stand over older ones, older are told."""

from collections.abc import Sequence
from typing import Any

from bondlife.acts import Act
from bondlife.errors import Invalid, Problem
from bondlife.exchange.fiscal_years import FiscalRow
from bondlife.services.imports.foreign import foreign_region
from bondlife.services.imports.limits import regions_of
from models.base import columns
from models.registry import FiscalYear

UNSAID = "导入文件"
"""What a file that names no source is called."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def store(act: Act, rows: Sequence[FiscalRow]) -> dict[str, Any]:
    """Store the figures of every row; what the file does not print stays as it was."""
    regions = regions_of(act, {row.region for row in rows}, "fiscal.edit")
    foreign = [row for row in rows if row.region not in regions]
    if foreign:
        raise Invalid(*(foreign_region(f"row {row.row}", row.region) for row in foreign[:20]))
    own, keys = columns(FiscalYear), sorted(set(regions.values()))
    held = {(one.region_id, one.year): one for one in act.find(FiscalYear, own.region_id.in_(keys))}
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for row in rows:
        counts[_stored(act, regions[row.region], row, held.get((regions[row.region], row.year)))] += 1
    return counts


def _stored(act: Act, region_id: int, row: FiscalRow, before: FiscalYear | None) -> str:
    values: dict[str, Any] = {**row.amounts, "as_of": row.as_of, "source": row.source or UNSAID}
    if before is None:
        act.add(FiscalYear(region_id=region_id, year=row.year, **values))
        return "added"
    if row.as_of < before.as_of:
        raise Invalid(
            Problem(
                "older_figures",
                _("Row %(row)d: figures as of %(day)s are stored already; these are older."),
                "as_of",
                {"row": row.row, "day": before.as_of.isoformat()},
            )
        )
    if all(getattr(before, name) == value for name, value in values.items()):
        return "unchanged"
    act.change(before, **values)
    return "changed"
