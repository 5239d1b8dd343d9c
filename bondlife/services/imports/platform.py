"""Store rows of the budget platform and match each; a row that is known changes nothing."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.db import chunks
from bondlife.exchange.platform import PlatformRow
from bondlife.services.platform.matching import settle, settle_waiting
from models.base import columns
from models.registry import PlatformLine

COUNTRY = 1
"""Region of what the house itself brings in."""


def store(act: Act, rows: Sequence[PlatformRow]) -> dict[str, Any]:
    """Store the rows that are not there yet, match them, and match again what waited for them."""
    known = _known(act, rows)
    fresh = [row for row in rows if row.key not in known]
    region_id = act.actor.region_id or COUNTRY
    lines = [act.add(PlatformLine(region_id=region_id, **_values(row))) for row in fresh]
    act.flush()
    matched = sum(settle(act, line) for line in lines)
    places = {line.region_id for line in lines} | {region_id}
    later = settle_waiting(act, places) if matched else 0
    return {
        "added": len(fresh),
        "unchanged": len(rows) - len(fresh),
        "matched": matched + later,
        "unmatched": sum(line.state == "unmatched" for line in lines),
    }


def _known(act: Act, rows: Sequence[PlatformRow]) -> set[str]:
    """Return the keys of rows that this person's regions hold already."""
    own = columns(PlatformLine)
    found: set[str] = set()
    for part in chunks([row.key for row in rows]):
        statement = sa.select(own.line_key, own.region_id).where(own.line_key.in_(part))
        held = act.session.execute(statement.execution_options(scoped=True))
        found.update(key for key, region in held if act.actor.can_on("import.run", region))
    return found


def _values(row: PlatformRow) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "number": row.number[:100],
        "project_code": row.project_code[:60],
        "on": row.on,
        "amount": row.amount,
        "values": dict(row.values),
        "file_digest": row.file,
        "file_row": row.row,
        "line_key": row.key,
    }
