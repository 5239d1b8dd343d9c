"""The tree of regions as the public walks it: how many things each region and those below it published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.queries.public.sources import epoch
from models.base import columns
from models.registry import PublicEntry, Region, RegionClosure

Counts = Mapping[int, Mapping[str, int]]
_KEPT: dict[str, tuple[int, Counts]] = {}
"""Counts by database, and the epoch they were counted at: they change only with a publication."""


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One region with how many things it and those below it have published."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Below:
    """What lies below a region: regions with public things, and its own things by kind."""

    regions: Sequence[PlaceLine]
    counts: Mapping[str, int]


def counts_of() -> Below:
    """Return nothing: what the page of a smaller thing shows below it."""
    return Below((), {})


def below_of(session: Session, region_id: int) -> Below:
    """Return the regions right below one that published something, and all things of its subtree by kind."""
    closure, place = columns(RegionClosure), columns(Region)
    statement = (
        sa.select(place.id, place.code, place.name)
        .join_from(Region, RegionClosure, closure.descendant_id == place.id)
        .where(closure.ancestor_id == region_id, closure.depth == 1, place.ended_at.is_(None))
        .order_by(place.code)
    )
    counted = _counts(session)
    return Below(_lines(session, statement, counted), counted.get(region_id, {}))


def top(session: Session) -> Below:
    """Return the provinces that published something, and everything that is public by kind."""
    place = columns(Region)
    statement = sa.select(place.id, place.code, place.name).where(
        place.level == "province", place.ended_at.is_(None)
    )
    counted = _counts(session)
    lines = _lines(session, statement.order_by(place.code), counted)
    own = columns(PublicEntry)
    totals = session.execute(sa.select(own.kind, sa.func.count()).group_by(own.kind))
    return Below(lines, {kind: int(count) for kind, count in totals})


def _lines(session: Session, statement: sa.Select[tuple[int, str, str]], counted: Counts) -> list[PlaceLine]:
    found = [
        PlaceLine(code, name, sum(counted.get(key, {}).values()))
        for key, code, name in session.execute(statement)
    ]
    return [one for one in found if one.count]


def _counts(session: Session) -> Counts:
    """Return how many things of each kind every region's subtree published."""
    place, now = str(session.get_bind().engine.url), epoch(session)
    held = _KEPT.get(place)
    if held is None or held[0] != now:
        held = _KEPT[place] = (now, _counted(session))
    return held[1]


def _counted(session: Session) -> Counts:
    own, closure = columns(PublicEntry), columns(RegionClosure)
    by_place = (
        sa.select(own.region_id, own.kind, sa.func.count().label("found"))
        .group_by(own.region_id, own.kind)
        .subquery()
    )
    statement = (
        sa.select(closure.ancestor_id, by_place.c.kind, sa.func.sum(by_place.c.found))
        .join_from(by_place, RegionClosure, closure.descendant_id == by_place.c.region_id)
        .group_by(closure.ancestor_id, by_place.c.kind)
    )
    found: dict[int, dict[str, int]] = {}
    for key, kind, count in session.execute(statement):
        found.setdefault(key, {})[kind] = int(count)
    return found
