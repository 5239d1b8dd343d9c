"""What the leaders of a region chose to show outside, as it holds today: off where nobody chose."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.disclosure.things import chosen_forms
from models.base import columns
from models.disclosure_forms import forms
from models.registry import Publication, RegionClosure, Setting

LATENESS = "disclosure.show_lateness"
CONTRACTORS = "disclosure.show_contractors"


def is_chosen(session: Session, region_id: int, key: str) -> bool:
    """Return a region's choice in force today, else that of the nearest region above it; off by default."""
    return chosen(session, region_id, (key,))[key]


def chosen(session: Session, region_id: int, keys: Sequence[str]) -> Mapping[str, bool]:
    """Return several choices of a region in one reading."""
    asked = {"region": region_id, "today": clock.business_date()}
    found = dict.fromkeys(keys, False)
    settled: set[str] = set()
    for key, value in session.execute(_choices(tuple(keys)), asked):
        if key not in settled:
            settled.add(key)
            found[key] = bool(value)
    return found


@cache
def _choices(keys: tuple[str, ...]) -> Any:
    setting = columns(Setting)
    place = sa.bindparam("region", type_=sa.BigInteger), sa.bindparam("today", type_=sa.Date)
    made = _made(*place, setting.key.in_(keys), setting.key, setting.value)
    return made.execution_options(scoped=True)


def _made(region_id: Any, today: Any, which: Any, *chosen: Any) -> Any:
    """Return the statement of choices of a region and those above it, the one that holds today first."""
    setting, closure = columns(Setting), columns(RegionClosure)
    return (
        sa.select(*chosen)
        .join_from(Setting, RegionClosure, closure.ancestor_id == setting.region_id)
        .where(
            closure.descendant_id == region_id,
            which,
            setting.valid_from <= today,
            setting.ended_at.is_(None),
        )
        .order_by(closure.depth, setting.valid_from.desc())
    )


def is_shown() -> Any:
    """Return the condition of publications anybody may see: no choice is asked for, or it holds today."""
    own = columns(Publication)
    chosen = ((key, forms()[key].choice) for key in chosen_forms())
    return sa.or_(
        own.form.not_in(chosen_forms()), *((own.form == key) & _holds(choice) for key, choice in chosen)
    )


def _holds(key: str) -> Any:
    """Return the condition that a choice holds in the region of a publication."""
    setting = columns(Setting)
    made = _made(
        columns(Publication).region_id, clock.business_date(), setting.key == key, setting.value
    ).limit(1)
    return made.correlate(Publication).scalar_subquery() == sa.literal(True, setting.value.type)
