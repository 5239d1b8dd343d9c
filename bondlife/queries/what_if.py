"""Named scenarios over the whole portfolio, and one of them beside plan and actual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import missing
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Job, PortfolioScenario, Project, Region

STATES = {
    "waiting": ("wait", Label("being computed", "计算中")),
    "ready": ("done", Label("computed", "已计算")),
    "failed": ("no", Label("could not be computed", "计算失败")),
}

TERMS: Mapping[str, tuple[Label, str]] = {
    "issue_amount": (Label("New issue", "新增发行"), "fen"),
    "issue_year": (Label("Year of issue", "发行年度"), "years"),
    "issue_tenor": (Label("Tenor", "期限"), "count"),
    "issue_percent": (Label("Rate of the new issue", "新增发行利率"), "percent"),
    "refinance_percent": (Label("Principal refinanced", "再融资比例"), "percent"),
    "refinance_from": (Label("Refinancing from", "再融资起始年"), "years"),
    "refinance_to": (Label("Refinancing to", "再融资截止年"), "years"),
    "refinance_tenor": (Label("Tenor of refinancing", "再融资期限"), "count"),
    "refinance_rate_percent": (Label("Rate of refinancing", "再融资利率"), "percent"),
    "rate_move_percent": (Label("Move of rates", "利率变动"), "percent"),
    "income_percent": (Label("Change of income", "收入变动"), "percent"),
    "delay_years": (Label("Delay of works", "工期延误（年）"), "count"),
}
"""What a scenario may assume, with its unit."""


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One scenario of the list."""

    public_id: str
    name: str
    region: str
    mark: str
    word: str
    computed_on: date | None


@dataclass(frozen=True, slots=True)
class WhatIfsView:
    """The scenarios of one's regions."""

    lines: Sequence[ScenarioLine]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: plan, actual, scenario (fen), and the scenario's change of debt service."""

    year: int
    plan: int
    paid: int
    principal: int
    interest: int
    plan_income: int
    income: int

    @property
    def service(self) -> int:
        """Return principal and interest of the scenario."""
        return self.principal + self.interest

    @property
    def change(self) -> int:
        """Return the scenario less the plan."""
        return self.service - self.plan


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One project whose multiple the scenario moves; ``misses`` says that it falls below the bound."""

    name: str
    href: str
    before: Decimal
    then: Decimal
    misses: bool


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """One scenario: its terms and its years."""

    public_id: str
    version: int
    name: str
    note: str
    region: str
    mark: str
    word: str
    state: str
    terms: Sequence[tuple[str, Any, str]]
    years: Sequence[YearLine]
    projects: int
    below: int
    below_then: int
    bound: str
    moved: Sequence[MovedLine]
    computed_on: date | None
    digest: str
    job: str
    can_edit: bool
    form: Any


@dataclass(frozen=True, slots=True)
class WhatIfFormView:
    """The form of a new scenario."""

    regions: Sequence[tuple[str, str]]
    form: Any


def what_ifs_view(db: Database, actor: Actor) -> WhatIfsView:
    """Return the scenarios of one's regions, newest first."""
    own, region = columns(PortfolioScenario), columns(Region)
    statement = scoped(actor, PortfolioScenario, PortfolioScenario, region.name, permission="what_if.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.ended_at.is_(None))
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.id.desc()).limit(200)).all()
    lines = [
        ScenarioLine(
            row[0].public_id,
            row[0].name,
            row[1],
            STATES[row[0].state][0],
            said(STATES[row[0].state][1]),
            row[0].computed_on,
        )
        for row in rows
    ]
    return WhatIfsView(lines, actor.can("what_if.edit"))


def what_if_view(db: Database, actor: Actor, public_id: str, form: Any) -> WhatIfView:
    """Return one scenario."""
    own, region, job = columns(PortfolioScenario), columns(Region), columns(Job)
    statement = scoped(actor, PortfolioScenario, PortfolioScenario, region.name, permission="what_if.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.public_id == public_id)
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
        if found is None:
            raise missing("scenario")
        asked = sa.select(job.public_id).where(job.name == "what_if", job.params == {"scenario": public_id})
        last = session.execute(asked.order_by(job.id.desc()).limit(1)).scalar_one_or_none()
        moved = _moved(session, actor, found[0].result or {})
    row: PortfolioScenario = found[0]
    result, (mark, word) = row.result or {}, STATES[row.state]
    return WhatIfView(
        public_id,
        row.version,
        row.name,
        row.note,
        found[1],
        mark,
        said(word),
        row.state,
        _terms(row.terms or {}),
        [_year(one) for one in result.get("years", ())],
        result.get("projects", 0),
        result.get("below", 0),
        result.get("below_then", 0),
        result.get("bound", ""),
        moved,
        row.computed_on,
        row.digest,
        last or "",
        actor.can_on("what_if.edit", row.region_id) and row.ended_at is None,
        form,
    )


def _moved(session: Session, actor: Actor, result: Mapping[str, Any]) -> list[MovedLine]:
    """Return the projects the scenario moves that this person may see, those that fall most first."""
    rows, own = result.get("moved", ()), columns(Project)
    statement = scoped(actor, Project, own.id, own.name, own.public_id, permission="project.read")
    statement = statement.where(own.id.in_([row[0] for row in rows]))
    named = {row.id: row for row in session.execute(statement)}
    bound, told = Decimal(result.get("bound") or "0"), []
    for key, before, then in rows:
        if key in named:
            place = f"/projects/{named[key].public_id}?tab=plan"
            values = Decimal(before), Decimal(then), Decimal(then) < bound
            told.append(MovedLine(named[key].name, place, *values))
    return told


def what_if_form_view(db: Database, actor: Actor, form: Any) -> WhatIfFormView:
    """Return what the form of a scenario offers."""
    return WhatIfFormView(region_choices(db, actor), form)


def _terms(terms: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    """Return what is assumed, in words; what was left out is not told."""
    told = []
    skipped = set()
    if not terms.get("issue_amount"):
        skipped |= {"issue_tenor", "issue_year", "issue_percent"}
    if not terms.get("refinance_percent"):
        skipped |= {"refinance_tenor", "refinance_from", "refinance_to", "refinance_rate_percent"}
    for name, (label, unit) in TERMS.items():
        value = terms.get(name)
        if value and name not in skipped:
            told.append((said(label), Decimal(value) if unit == "percent" else value, unit))
    return told


def _year(one: Mapping[str, int]) -> YearLine:
    plan = one["plan_principal"] + one["plan_interest"]
    names = ("paid", "principal", "interest", "plan_income", "income")
    return YearLine(one["year"], plan, *(one[name] for name in names))
