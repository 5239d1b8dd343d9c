"""Parts of projects and registers of quota as the API tells them: amounts in yuan, dates as text."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.queries.api import row_of
from bondlife.queries.limits import limits_view, statement_view
from bondlife.queries.quota import quota_view, told_rooms
from bondlife.queries.reviews import round_view
from bondlife.queries.supplements import supplements_view
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.kernel.money import to_yuan
from models.base import columns, table
from models.columns import Cents
from models.registry import (
    BondShare,
    BudgetSheet,
    BudgetSheetLine,
    Contract,
    Forecast,
    ForecastCell,
    OnLending,
    Permit,
    Project,
    Region,
    Row,
    ScopedRow,
)

PARTS: Mapping[str, tuple[type[ScopedRow], str]] = {
    "contracts": (Contract, "contract.read"),
    "permits": (Permit, "permit.read"),
}
_HIDDEN = frozenset({"id", "region_id", "unit_id", "department_id", "project_id", "share_id", "document_id"})


def project_parts(db: Database, actor: Actor, project_id: str, part: str) -> list[dict[str, Any]]:
    """Return the contracts or readiness items of a project the actor may see."""
    model, permission = PARTS[part]
    own = columns(model)
    with db.reading() as session:
        project = row_of(session, actor, "project", project_id)
        statement = scoped(actor, model, permission=permission)
        statement = statement.where(own.project_id == project.id, own.ended_at.is_(None)).order_by(own.id)
        return [_told(row) for row in session.execute(statement).scalars()]


def forecasts(db: Database, actor: Actor, project_id: str) -> list[dict[str, Any]]:
    """Return the versions of a project's balance plan, each with its cells."""
    own = columns(Forecast)
    with db.reading() as session:
        project = row_of(session, actor, "project", project_id)
        statement = scoped(actor, Forecast, permission="forecast.read")
        statement = statement.where(own.project_id == project.id, own.ended_at.is_(None))
        rows = session.execute(statement.order_by(own.number)).scalars().all()
        cells = _cells(session, [row.id for row in rows])
        return [{**_told(row), "cells": cells.get(row.id, [])} for row in rows]


def _cells(session: Session, keys: Iterable[int | None]) -> dict[int | None, list[dict[str, Any]]]:
    own = columns(ForecastCell)
    statement = sa.select(own.forecast_id, own.item, own.year, own.bucket, own.amount)
    statement = statement.where(own.forecast_id.in_(list(keys))).order_by(own.item, own.year)
    found: dict[int | None, list[dict[str, Any]]] = {}
    for key, item, year, bucket, amount in session.execute(statement):
        cell = {"item": item, "year": year, "bucket": bucket, "amount": _yuan(amount)}
        found.setdefault(key, []).append(cell)
    return found


def chain(db: Database, actor: Actor, share_id: str) -> list[dict[str, Any]]:
    """Return the on-lending links of a share the actor may see."""
    own, lender = columns(OnLending), sa.alias(table(Region), "lender")
    borrower = sa.alias(table(Region), "borrower")
    with db.reading() as session:
        share = row_of(session, actor, "bond_share", share_id)
        statement = scoped(
            actor, OnLending, OnLending, lender.c.code, borrower.c.code, permission="onlending.read"
        )
        statement = (
            statement.join(lender, lender.c.id == own.lender_id)
            .join(borrower, borrower.c.id == own.borrower_id)
            .where(own.share_id == share.id, own.ended_at.is_(None))
            .order_by(own.id)
        )
        return [
            {**_told(row, "lender_id", "borrower_id"), "share": share_id, "lender": above, "borrower": below}
            for row, above, below in session.execute(statement)
        ]


def part_of(
    db: Database, actor: Actor, model: type[ScopedRow], public_id: str, permission: str
) -> dict[str, str]:
    """Return what a stored part belongs to: its project or share, by public key."""
    own = columns(model)
    with db.reading() as session:
        statement = scoped(actor, model, permission=permission).where(own.public_id == public_id)
        row: Any = session.execute(statement).scalar_one_or_none()
        if row is None:
            return {}
        above: type[Row] = BondShare if model is OnLending else Project
        key = row.share_id if model is OnLending else row.project_id
        found = session.get(above, key, execution_options={"scoped": True})
        name = "share" if model is OnLending else "project"
        return {name: found.public_id} if found is not None else {}


def sheet_lines(db: Database, actor: Actor, sheet_id: str) -> list[dict[str, Any]]:
    """Return the lines of a budget sheet the actor may see."""
    own, project = columns(BudgetSheetLine), columns(Project)
    with db.reading() as session:
        sheet = row_of(session, actor, "budget_sheet", sheet_id)
        assert isinstance(sheet, BudgetSheet)
        statement = (
            sa.select(BudgetSheetLine, project.public_id)
            .join(Project, project.id == own.project_id)
            .where(own.sheet_id == sheet.id, own.ended_at.is_(None))
            .order_by(own.id)
            .execution_options(scoped=True)
        )
        return [{**_told(row, "sheet_id"), "project": key} for row, key in session.execute(statement)]


def quota_rooms(db: Database, actor: Actor, region: str, year: int, bond_type: str) -> list[dict[str, Any]]:
    """Return the room of each region that keeps a ledger."""
    return [_money(one) for one in told_rooms(db, actor, region, year, bond_type)]


def quota_lines(db: Database, actor: Actor, region: str, year: int, bond_type: str) -> list[dict[str, Any]]:
    """Return the lines of a year, the newest first."""
    view = quota_view(db, actor, region=region, year=year, bond_type=bond_type)
    names = ("public_id", "region_code", "year", "entry", "batch", "notice_number", "note")
    return [
        {
            **{name: getattr(line, name) for name in names},
            "amount": _yuan(line.amount),
            "notified_on": line.notified_on.isoformat(),
            "is_counter": line.is_counter,
            "is_reversed": line.is_reversed,
        }
        for line in view.lines
    ]


def statements(
    db: Database, actor: Actor, region: str, year: int | None, after: str, limit: int
) -> dict[str, Any]:
    """Return one page of statements of limit and balance with how many identities do not hold."""
    view = limits_view(db, actor, region=region, year=year, after=after, size=limit)
    items = [
        {
            "public_id": line.public_id,
            "region": line.region,
            "year": line.year,
            "as_of": line.as_of.isoformat(),
            "limit": _maybe(line.limit),
            "balance": _maybe(line.balance),
            "broken": line.broken,
        }
        for line in view.lines
    ]
    return {"items": items, "next": view.page.after}


def statement(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return one statement with every identity it is held to."""
    view = statement_view(db, actor, public_id)
    checks = [
        {
            "key": one.key,
            "computed": _yuan(one.computed),
            "published": _yuan(one.published),
            "difference": _yuan(one.difference),
            "holds": one.holds,
            "is_rule": one.is_rule,
        }
        for one in view.checks
    ]
    head = {"public_id": view.public_id, "region": view.region_code, "year": view.year}
    return {**head, "as_of": view.as_of.isoformat(), "broken": view.broken, "checks": checks}


def review(db: Database, actor: Actor, public_id: str) -> dict[str, Any]:
    """Return a review as this person may see it: before its end nobody's points but one's own."""
    view = round_view(db, actor, public_id)
    candidates = [
        {
            "application": one.public_id,
            "amount": _yuan(one.amount),
            "sheets": one.sheets,
            "own_points": one.own,
            "mean": one.mean,
            "rank": one.rank,
            "allocated": _maybe(one.allocated),
        }
        for one in view.candidates
    ]
    head = {"public_id": view.public_id, "version": view.version, "year": view.year, "batch": view.batch}
    items = [{"key": one.key, "most": one.most} for one in view.items]
    return {
        **head,
        "quota": _yuan(view.quota),
        "closed": view.is_closed,
        "items": items,
        "candidates": candidates,
    }


def cut(db: Database, actor: Actor, region: str, year: int) -> dict[str, Any]:
    """Return what supplementary requests of a year asked for, got and lost."""
    view = supplements_view(db, actor, region=region, year=year)
    whole = view.whole
    if whole is None:
        return {"year": year, "decided": 0, "waiting": view.waiting}
    amounts = {name: _yuan(getattr(whole, name)) for name in ("requested", "agreed", "cut")}
    return {
        "year": year,
        "decided": whole.count,
        "waiting": view.waiting,
        **amounts,
        "rate": f"{whole.rate:.6f}",
    }


def _told(row: Row, *hidden: str) -> dict[str, Any]:
    """Return the columns of a row as the API tells them."""
    return {
        column.key: _value(getattr(row, column.key), isinstance(column.type, Cents))
        for column in table(type(row)).columns
        if column.key not in _HIDDEN and column.key not in hidden
    }


def _value(value: Any, is_money: bool) -> Any:
    if is_money:
        return _maybe(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def _money(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _yuan(value) if isinstance(value, int) else value for name, value in told.items()}


def _maybe(fen: int | None) -> str | None:
    return None if fen is None else _yuan(fen)


def _yuan(fen: int) -> str:
    return f"{to_yuan(fen):f}"
