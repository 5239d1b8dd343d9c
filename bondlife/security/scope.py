"""Which rows a person sees: one clause, put on every query of scoped rows."""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement, Select

from bondlife.security.actor import Actor, Grant
from models.base import columns
from models.registry import Bond, BondShare, RegionClosure, Row, ScopedRow

FEW_REGIONS = 200
"""Up to here regions are named one by one, so that an index by region serves."""


def scoped(actor: Actor, model: type[Row], *columns: Any, permission: str = "") -> Select[Any]:
    """Return a select of a model, or of columns of it, limited to the rows the actor may see."""
    statement = sa.select(*columns) if columns else sa.select(model)
    condition = visible(actor, model, permission)
    if condition is not None:
        statement = statement.where(condition)
    return statement.execution_options(scoped=actor)


def hot(actor: Actor, *place: Any) -> tuple[Any, ...]:
    """Return the key under which a scoped statement is kept compiled: what it is for, and whose rights."""
    return (*place, actor.grants, actor.only)


def visible(actor: Actor, model: type[Row], permission: str = "") -> ColumnElement[bool] | None:
    """Return the condition under which a row is this actor's to see; None means every row."""
    if not issubclass(model, ScopedRow):
        return None
    grants = actor.grants_for(permission)
    if any(grant.region_ids is None and grant.organisation_id is None for grant in grants):
        return None
    return sa.or_(sa.false(), *(_grant_clause(model, grant) for grant in _together(grants)))


@lru_cache(maxsize=10_000)
def _together(grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """Return what grants over whole regions see as one grant over all of them, and the others as they are."""
    own = [one for one in grants if one.organisation_id is None]
    if len(own) < 2:
        return grants
    regions = frozenset[int]().union(*(one.region_ids or () for one in own))
    issuers = frozenset[int]().union(*(one.issuer_ids for one in own))
    others = (one for one in grants if one.organisation_id is not None)
    return (Grant("", regions, issuer_ids=issuers), *others)


def _grant_clause(model: type[ScopedRow], grant: Grant) -> ColumnElement[bool]:
    clause = _own_clause(model, grant)
    if issubclass(model, Bond):
        held = sa.select(columns(BondShare).bond_id).where(_own_clause(BondShare, grant))
        above = columns(Bond).region_id.in_(sorted(grant.issuer_ids))
        return sa.or_(clause, columns(Bond).id.in_(held), above)
    return clause


def _own_clause(model: type[ScopedRow], grant: Grant) -> ColumnElement[bool]:
    column = columns(model)
    parts: list[ColumnElement[bool]] = []
    if grant.region_ids is not None:
        parts.append(column.region_id.in_(sorted(grant.region_ids)))
    if grant.organisation_id is not None:
        own = grant.organisation_id
        parts.append(sa.or_(column.unit_id == own, column.department_id == own))
    return sa.and_(sa.true(), *parts)


def closure_of(region_id: Any) -> Select[Any]:
    """Return the regions of a subtree."""
    closure = columns(RegionClosure)
    return sa.select(closure.descendant_id).where(closure.ancestor_id == region_id)
