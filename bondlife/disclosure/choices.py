"""What the leaders of a region chose to show outside, as it holds today: off where nobody chose."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from models.base import columns
from models.registry import RegionClosure, Setting

LATENESS = "disclosure.show_lateness"
CONTRACTORS = "disclosure.show_contractors"


def is_chosen(session: Session, region_id: int, key: str) -> bool:
    """Return a region's choice in force today, else that of the nearest region above it; off by default."""
    return chosen(session, region_id, (key,))[key]


def chosen(session: Session, region_id: int, keys: Sequence[str]) -> Mapping[str, bool]:
    """Return several choices of a region in one reading."""
    setting, closure = columns(Setting), columns(RegionClosure)
    statement = (
        sa.select(setting.key, setting.value)
        .join_from(Setting, RegionClosure, closure.ancestor_id == setting.region_id)
        .where(
            closure.descendant_id == region_id,
            setting.key.in_(keys),
            setting.valid_from <= clock.business_date(),
            setting.ended_at.is_(None),
        )
        .order_by(closure.depth, setting.valid_from.desc())
    )
    found = dict.fromkeys(keys, False)
    settled: set[str] = set()
    for key, value in session.execute(statement.execution_options(scoped=True)):
        if key not in settled:
            settled.add(key)
            found[key] = bool(value)
    return found
