"""The public page of a region at a cut-off: limits and balances, what falls due by year, ratios, projects."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.about import About, region_of
from bondlife.disclosure.bonds_at import ON_THE_MARKET, head
from bondlife.disclosure.builders.f7 import regions
from bondlife.disclosure.page_parts import NONE, SETTLED, plain, share
from bondlife.lifecycle.facts import rows
from models.base import columns
from models.registry import Bond, BondShare, Instalment, LimitStatement, MoneyFlow

_STATED = ("limit_general", "balance_general", "limit_special", "balance_special")
_BASES = ("expected", "reported", "published")
"""Kinds of statement, the strongest last."""


def build(about: About) -> dict[str, Any]:
    """Return the public page of a region and all below it."""
    region, wall = region_of(about), _wall(about)
    limits = _limits(about)
    return {
        **head("region_page", about.cut_off, region, region.name),
        "rows": [{**limits, **_uses(limits), **_ahead(about, wall), **_projects(about)}],
        "wall": wall,
    }


def _limits(about: About) -> dict[str, Any]:
    """Return limits and balances of the last statement up to the cut-off: published first, then reported."""
    own = columns(LimitStatement)
    told = rows(about.session, LimitStatement, own.region_id == about.region_id, own.as_of <= about.cut_off)
    best = max(told, key=lambda one: (one.year, _BASES.index(one.basis)), default=None)
    figures = (best.figures if best is not None else None) or {}
    return {
        "stated_on": plain(best.as_of if best is not None else None),
        **{name: figures.get(name, NONE) for name in _STATED},
    }


def _uses(limits: dict[str, Any]) -> dict[str, str]:
    found = {}
    for kind in ("general", "special"):
        pair = limits[f"balance_{kind}"], limits[f"limit_{kind}"]
        found[f"use_{kind}"] = share(*pair) if NONE not in pair else NONE
    return found


def _wall(about: About) -> list[dict[str, Any]]:
    """Return principal and interest that fall due after the cut-off, by year."""
    due = columns(Instalment)
    statement = (
        sa.select(due.payment_date, sa.func.sum(due.principal), sa.func.sum(due.interest))
        .where(
            due.region_id.in_(regions(about)),
            due.payment_date > about.cut_off,
            due.state != "superseded",
            due.ended_at.is_(None),
        )
        .group_by(due.payment_date)
    )
    years: dict[int, list[int]] = {}
    for day, principal, interest in about.session.execute(statement.execution_options(scoped=True)):
        sums = years.setdefault(day.year, [0, 0])
        sums[0] += int(principal)
        sums[1] += int(interest)
    return [
        {"year": str(year), "principal": first, "interest": second, "due": first + second}
        for year, (first, second) in sorted(years.items())
    ]


def _ahead(about: About, wall: list[dict[str, Any]]) -> dict[str, Any]:
    next_year = str(about.year + 1)
    due = next((int(one["due"]) for one in wall if one["year"] == next_year), 0)
    left = _outstanding(about.session, regions(about), about.cut_off)
    return {"due_next": due, "outstanding": left, "due_share": share(due, left)}


def _outstanding(session: Session, places: Any, on: date) -> int:
    """Return the principal of shares that was not repaid by a day."""
    due = columns(Instalment)
    paid = sa.and_(due.state.in_(SETTLED), sa.func.coalesce(due.paid_on, due.payment_date) <= on)
    statement = sa.select(sa.func.sum(sa.case((paid, 0), else_=due.principal))).where(
        due.region_id.in_(places), due.state != "superseded", due.ended_at.is_(None)
    )
    return int(session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)


def _projects(about: About) -> dict[str, Any]:
    """Return how many projects hold bonds, what they hold, what they were paid out of them."""
    own, bond = columns(BondShare), columns(Bond)
    issued = sa.func.coalesce(bond.issue_date, bond.value_date, about.cut_off)
    held = (
        sa.select(own.id, own.project_id, own.amount)
        .join_from(BondShare, Bond, bond.id == own.bond_id)
        .where(
            own.region_id.in_(regions(about)),
            own.state != "cancelled",
            own.ended_at.is_(None),
            bond.state.in_(ON_THE_MARKET),
            issued <= about.cut_off,
        )
    )
    shares = held.subquery()
    sums = sa.select(sa.func.count(sa.distinct(shares.c.project_id)), sa.func.sum(shares.c.amount))
    count, amount = about.session.execute(sums.execution_options(scoped=True)).one()
    flow = columns(MoneyFlow)
    paid = sa.select(sa.func.sum(flow.amount)).where(
        flow.share_id.in_(sa.select(shares.c.id)), flow.step == "paid", flow.on <= about.cut_off
    )
    out = int(about.session.execute(paid.execution_options(scoped=True)).scalar_one() or 0)
    whole = int(amount or 0)
    return {"projects": int(count), "held": whole, "paid": out, "use": share(out, whole)}


BUILDERS = {"region_page": build}
