"""Funds a person may read, with their books and the rules of their region."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import RuleBook, rule_book
from bondlife.errors import missing
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.lifecycle.funds.returns import Level
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import BenchmarkLevel, Fund, Region

MOST = 500


def fund_row(session: Session, actor: Actor, public_id: str) -> Fund:
    """Return a fund this person may read; any other is missing."""
    statement = scoped(actor, Fund, permission="fund.read").where(columns(Fund).public_id == public_id)
    found: Fund | None = session.execute(statement).scalar_one_or_none()
    if found is None or found.ended_at is not None:
        raise missing("fund")
    return found


def read_book(session: Session, actor: Actor, public_id: str) -> FundBook:
    """Return the books of a fund this person may read."""
    return book_of(session, fund_row(session, actor, public_id).id)


def funds_of(
    session: Session, actor: Actor, *, region: str = "", state: str = "", fund_type: str = ""
) -> list[tuple[Fund, str, str]]:
    """Return funds with name and code of their region, the largest target first."""
    own, place = columns(Fund), columns(Region)
    statement = scoped(actor, Fund, Fund, place.name, place.code, permission="fund.read")
    statement = statement.join(Region, place.id == own.region_id).where(own.ended_at.is_(None))
    if region:
        root = sa.select(place.id).where(place.code == region).correlate(None).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    for column, value in ((own.state, state), (own.fund_type, fund_type)):
        if value:
            statement = statement.where(column == value)
    ordered = statement.order_by(own.target_size.desc(), own.id).limit(MOST)
    return [(row[0], row[1], row[2]) for row in session.execute(ordered)]


def region_of(session: Session, fund: Fund) -> tuple[str, str]:
    """Return code and name of the region of a fund."""
    place = columns(Region)
    row = session.execute(sa.select(place.code, place.name).where(place.id == fund.region_id)).one()
    return str(row[0]), str(row[1])


def rules_of(session: Session, fund: Fund, day: date | None = None) -> RuleBook:
    """Return the rules in force in the region of a fund."""
    return rule_book(session, region_of(session, fund)[0], day or clock.business_date())


def indices(session: Session) -> list[tuple[str, str]]:
    """Return the market indices that have levels: key and name."""
    own = columns(BenchmarkLevel)
    statement = sa.select(own.key, sa.func.max(own.name)).where(own.ended_at.is_(None)).group_by(own.key)
    return [(key, name or key) for key, name in session.execute(statement.order_by(own.key))]


def levels_of(session: Session, key: str) -> list[Level]:
    """Return the levels of an index, oldest first."""
    own = columns(BenchmarkLevel)
    statement = sa.select(own.on, own.level).where(own.key == key, own.ended_at.is_(None)).order_by(own.on)
    return [Level(on, level) for on, level in session.execute(statement)]


def may(actor: Actor, fund: Fund, permission: str) -> bool:
    """Tell whether a person may do something on a fund."""
    return actor.can_on(permission, fund.region_id, fund.unit_id, fund.department_id)


def names_of(labels: Any) -> Sequence[tuple[str, str]]:
    """Return what a select offers of a table of labels."""
    from bondlife.queries.words import said

    return [(key, said(label)) for key, label in labels.items()]
