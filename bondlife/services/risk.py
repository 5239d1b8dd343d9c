"""Fiscal figures, official results, monthly snapshots of ratios, and the register of risk events."""

from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field

from bondlife import clock
from bondlife.acts import Act, perform
from bondlife.books import rule_books
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem
from bondlife.queries.risk_parts import parts_of
from bondlife.queries.risk_ratios import ratios_of
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line, MaybeId, Money, Prose, Year
from models.base import columns
from models.registry import FiscalYear, OfficialResult, Project, Region, RiskEvent, RiskSnapshot

__all__ = [
    "FiscalInput",
    "OfficialInput",
    "RiskEventInput",
    "add_action",
    "close_event",
    "decide_event",
    "propose_event",
    "save_fiscal",
    "save_official",
    "take_snapshots",
]

MOST_ACTIONS = 200


class FiscalInput(Input):
    """Fiscal figures of a region and year; a figure that is not known stays empty."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    year: Year
    as_of: Day
    general_revenue: Money | None = None
    transfers: Money | None = None
    fund_revenue: Money | None = None
    state_capital: Money | None = None
    general_spending: Money | None = None
    fund_spending: Money | None = None
    general_interest: Money | None = None
    special_interest: Money | None = None
    gross_product: Money | None = None
    source: Line = Field(min_length=1, max_length=300)


class OfficialInput(Input):
    """The level a higher office assigned, by which document."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    year: Year
    level: Literal["red", "orange", "yellow", "green"]
    document: Line = Field(min_length=1, max_length=200)
    told_on: Day


class RiskEventInput(Input):
    """A risk event as a person declares it."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    level: Literal["I", "II", "III", "IV"]
    title: Line = Field(min_length=1, max_length=200)
    trigger: Prose = Field(min_length=1, max_length=1000)
    happened_on: Day
    project: MaybeId = None


def save_fiscal(db: Database, actor: Actor, form: FiscalInput, *, key: str = "") -> dict[str, Any]:
    """Store the fiscal figures of a region and year, or newer ones over them; versions keep the old ones."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("fiscal.edit", region_id)
        own = columns(FiscalYear)
        values = form.model_dump(exclude={"region"})
        found = act.find(FiscalYear, own.region_id == region_id, own.year == form.year)
        row = found[0] if found else None
        if row is not None and form.as_of < row.as_of:
            raise Invalid.because(
                "older_figures",
                "Figures as of %(day)s are stored already; these are older.",
                "as_of",
                day=row.as_of.isoformat(),
            )
        row = act.change(row, **values) if row else act.add(FiscalYear(region_id=region_id, **values))
        act.flush()
        act.about(row, year=form.year)
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "fiscal.save", work, key=key, request=form.model_dump(mode="json")))


def save_official(db: Database, actor: Actor, form: OfficialInput, *, key: str = "") -> dict[str, Any]:
    """Enter the official level of a region and year by hand; it stays inside."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("fiscal.edit", region_id)
        own = columns(OfficialResult)
        values = form.model_dump(exclude={"region"})
        found = act.find(OfficialResult, own.region_id == region_id, own.year == form.year)
        new = OfficialResult(region_id=region_id, **values)
        row = act.change(found[0], **values) if found else act.add(new)
        act.flush()
        act.about(row, year=form.year)
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "official.save", work, key=key, request=form.model_dump(mode="json")))


def take_snapshots(db: Database) -> int:
    """Keep the ratios of every region as they stand, one row a region and month; returns the rows changed."""
    today = clock.business_date()
    year = today.year - 1 if today.month < 4 else today.year
    with db.reading() as session:
        books = rule_books(session, today)
        codes = {
            row.id: row.code for row in session.execute(sa.select(columns(Region).id, columns(Region).code))
        }
        figures = {
            region_id: {
                one.key: {"value": f"{one.value:.6f}", "colour": one.colour}
                for one in ratios_of(parts, books(codes[region_id]))
                if one.value is not None
            }
            for region_id, parts in parts_of(session, year, [], today).items()
        }
    return int(perform(db, SYSTEM, "risk.snapshot", lambda act: _keep(act, year, figures)))


def _keep(act: Act, year: int, figures: dict[int, dict[str, Any]]) -> int:
    month, own = f"{act.business_date:%Y-%m}", columns(RiskSnapshot)
    held = {row.region_id: row for row in act.find(RiskSnapshot, own.month == month)}
    written = 0
    for region_id, found in sorted(figures.items()):
        row = held.get(region_id)
        if row is not None and row.figures == found:
            continue
        values: dict[str, Any] = {"year": year, "taken_on": act.business_date, "figures": found}
        if row is None:
            act.add(RiskSnapshot(region_id=region_id, month=month, **values))
        else:
            act.change(row, **values)
        written += 1
    act.detail = {"month": month, "regions": written}
    return written


def propose_event(db: Database, actor: Actor, form: RiskEventInput, *, key: str = "") -> dict[str, Any]:
    """Put a risk event forward; it stands in the register once a leader confirms it."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("risk.declare", region_id)
        project = act.fetch(Project, form.project, "project.read") if form.project else None
        values = form.model_dump(exclude={"region", "project"})
        row = act.add(
            RiskEvent(
                region_id=region_id,
                project_id=project.id if project else None,
                actions=[],
                declared_by=act.actor.user_id,
                **values,
            )
        )
        act.flush()
        act.about(row, level=form.level)
        return {"public_id": row.public_id, "state": row.state}

    return dict(perform(db, actor, "risk.declare", work, key=key, request=form.model_dump(mode="json")))


def decide_event(
    db: Database, actor: Actor, public_id: str, version: int, *, confirm: bool, key: str = ""
) -> dict[str, Any]:
    """Confirm an event another person put forward, or refuse it."""

    def work(act: Act) -> dict[str, Any]:
        row = _event(act, public_id, version, "risk.confirm")
        if act.actor.user_id == row.declared_by:
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        if row.state != "proposed":
            raise Conflict(Problem("not_waiting", "This approval is no longer open."))
        act.change(row, state="declared" if confirm else "refused", confirmed_by=act.actor.user_id)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "risk.confirm", work, key=key, request=[public_id, version, confirm]))


def add_action(
    db: Database, actor: Actor, public_id: str, version: int, *, on: date, text: str, key: str = ""
) -> dict[str, Any]:
    """Write down an action taken on an event; earlier ones stay as they are."""

    def work(act: Act) -> dict[str, Any]:
        row = _event(act, public_id, version, "risk.declare")
        if row.state != "declared":
            raise Conflict(Problem("not_declared", "Actions belong to an event that was declared."))
        if not text.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "text")
        if len(row.actions or []) >= MOST_ACTIONS:
            raise Invalid.because(
                "too_many", "An event holds at most %(most)d actions.", "text", most=MOST_ACTIONS
            )
        line = {"on": on.isoformat(), "text": text.strip()[:1000], "by": act.actor.account}
        act.change(row, actions=[*(row.actions or []), line])
        return {"public_id": public_id, "actions": len(row.actions)}

    return dict(perform(db, actor, "risk.action", work, key=key, request=[public_id, version, on, text]))


def close_event(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Close a declared event: the risk is over, by a leader's word."""

    def work(act: Act) -> dict[str, Any]:
        row = _event(act, public_id, version, "risk.confirm")
        if row.state != "declared" or not row.actions:
            raise Conflict(Problem("no_actions", "An event is closed after the actions taken stand in it."))
        act.change(row, state="closed", closed_on=act.business_date)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "risk.close", work, key=key, request=[public_id, version]))


def _event(act: Act, public_id: str, version: int, permission: str) -> RiskEvent:
    row = act.fetch(RiskEvent, public_id, "risk.read")
    act.about(row, level=row.level)
    act.actor.require(permission, row.region_id)
    act.require_version(row, version)
    return row
