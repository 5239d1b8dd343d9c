"""Supplementary requests of a year: each with where it stands, and what was cut, in all and by department."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, calculated
from bondlife.queries.lifewords import state_of
from bondlife.queries.shell import region_choices
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.scoring.budget_cut import SPECS, approved_cut
from models.base import columns
from models.registry import Organisation, Project, Region, Supplement

MOST = 500
DECIDED = ("met", "adjusted", "approved", "rejected")
"""States in which the meeting has spoken: what was not agreed is cut."""
_SPEC = next(spec for spec in SPECS if spec.key == "scoring.approved_cut")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request."""

    href: str
    name: str
    project: str
    project_href: str
    region: str
    department: str
    requested: int
    agreed: int | None
    cut: int | None
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class CutLine:
    """What a group of requests asked for, got, and lost."""

    name: str
    count: int
    requested: int
    agreed: int
    cut: int
    rate: Decimal


@dataclass(frozen=True, slots=True)
class SupplementsView:
    """The requests of a year and their cut."""

    region: str
    year: int
    regions: Sequence[tuple[str, str]]
    lines: Sequence[RequestLine]
    whole: CutLine | None
    departments: Sequence[CutLine]
    waiting: int
    window: int | None
    window_basis: str
    is_cut: bool
    explain: Any = None


def supplements_view(
    db: Database, actor: Actor, *, region: str = "", year: int | None = None, explain: str = ""
) -> SupplementsView:
    """Return the requests of a year; only those the meeting decided count in the cut."""
    wanted = year or clock.business_date().year
    with db.reading() as session:
        rows = _rows(session, actor, region, wanted)
        rule = rule_book(session, region or _home(session, actor)).get("budget.supplementary_window")
    lines = [_line(row) for row in rows]
    decided = [(row, line) for row, line in zip(rows, lines, strict=True) if row[0].state in DECIDED]
    whole = _cut(gettext("All requests decided"), [line for _row, line in decided])
    names = sorted({line.department for _row, line in decided})
    groups = [_cut(name, [line for _row, line in decided if line.department == name]) for name in names]
    return SupplementsView(
        region,
        wanted,
        region_choices(db, actor),
        lines[:MOST],
        whole,
        [group for group in groups if group is not None],
        len(lines) - len(decided),
        int(rule.value) if rule is not None and rule.value is not None else None,
        rule.basis if rule is not None else "",
        len(lines) > MOST,
        _asked(explain, whole),
    )


def _home(session: Session, actor: Actor) -> str:
    region = session.get(Region, actor.region_id) if actor.region_id else None
    return region.code if region is not None else ""


def _rows(session: Session, actor: Actor, region: str, year: int) -> list[Any]:
    own, project, place, body = (columns(one) for one in (Supplement, Project, Region, Organisation))
    chosen = (Supplement, project.name, project.public_id, place.name, body.name)
    statement = scoped(actor, Supplement, *chosen, permission="supplement.read")
    statement = (
        statement.join(Project, project.id == own.project_id)
        .join(Region, place.id == own.region_id)
        .outerjoin(Organisation, body.id == own.department_id)
        .where(own.year == year, own.ended_at.is_(None))
        .order_by(own.id)
    )
    if region:
        root = sa.select(place.id).where(place.code == region).correlate(None).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return list(session.execute(statement))


def _line(row: Any) -> RequestLine:
    own: Supplement = row[0]
    state, mark = state_of(own.kind, "supplement", own.state)
    agreed = _agreed(own)
    return RequestLine(
        f"/records/supplement/{own.public_id}",
        own.name,
        row[1],
        f"/projects/{row[2]}",
        row[3],
        row[4] or gettext("no department named"),
        own.amount,
        agreed,
        None if agreed is None else approved_cut(own.amount, agreed).cut,
        state,
        mark,
    )


def _agreed(own: Supplement) -> int | None:
    if own.state not in DECIDED:
        return None
    return 0 if own.state == "rejected" else (own.agreed or 0)


def _cut(name: str, lines: Sequence[RequestLine]) -> CutLine | None:
    requested = sum(line.requested for line in lines)
    agreed = sum(line.agreed or 0 for line in lines)
    if not requested:
        return None
    found = approved_cut(requested, agreed)
    return CutLine(name, len(lines), requested, agreed, found.cut, found.rate)


def _asked(key: str, whole: CutLine | None) -> Figure | None:
    if key != "cut" or whole is None:
        return None
    inputs = {"requested": whole.requested, "approved": whole.agreed}
    return calculated(key, _SPEC, inputs, approved_cut(**inputs), "rate")
