"""Duties of a region with its budget and final accounts: limit, issue and repayment, use of bonds."""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from bondlife.disclosure.duties.projects import ON_THE_MARKET, asked
from bondlife.disclosure.duties.wanted import Wanted, after, in_year
from bondlife.queries.conditions.found import Look
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.registry import Bond, BondShare, BudgetSheet, LimitStatement


def limit_balance(look: Look) -> Iterator[Wanted]:
    """Yield regions with debt of their own: limit and balance of the last year."""
    yield from _final_accounts(look, "limit_balance")


def issue_repayment(look: Look) -> Iterator[Wanted]:
    """Yield regions with debt of their own: issue, principal and interest of the last year."""
    yield from _final_accounts(look, "issue_repayment")


def _final_accounts(look: Look, what: str) -> Iterator[Wanted]:
    yield from (_of_year(look, what, region_id) for region_id in _with_debt(look))


def _of_year(look: Look, what: str, region_id: int) -> Wanted:
    """Return a duty of a region for the last year."""
    year = look.today.year - 1
    due = in_year(look.rules(region_id).get(BY_KEY[what].rule), look.today.year)
    return Wanted(what, "region", region_id, str(year), region_id, date(year, 12, 31), due)


def _with_debt(look: Look) -> list[int]:
    share, told = columns(BondShare), columns(LimitStatement)
    held = sa.select(share.region_id).where(share.ended_at.is_(None), share.state != "cancelled")
    stated = sa.select(told.region_id).where(told.year == look.today.year - 1, told.ended_at.is_(None))
    whole = sa.union(held, stated).subquery()
    return sorted(int(row[0]) for row in look.rows(sa.select(whole.c.region_id)))


def bond_use(look: Look) -> Iterator[Wanted]:
    """Yield regions whose debt budget of the year is approved: the use of its bonds, days after that."""
    yield from _with_budget(look, "bond_use")


def limit_budget(look: Look) -> Iterator[Wanted]:
    """Yield regions whose debt budget of the year is approved: limit and balance, days after that."""
    yield from _with_budget(look, "limit_budget")


def _with_budget(look: Look, what: str) -> Iterator[Wanted]:
    own, year = columns(BudgetSheet), look.today.year
    statement = (
        sa.select(own.region_id, sa.func.min(own.approved_on).label("day"))
        .where(own.year == year, own.approved_on.is_not(None), own.ended_at.is_(None))
        .group_by(own.region_id)
        .order_by(own.region_id)
    )
    for row in look.rows(statement):
        due = after(look, look.rules(row.region_id).get(BY_KEY[what].rule), row.day)
        cut_off = max(row.day, date(year, 1, 1))
        yield Wanted(what, "region", row.region_id, str(year), row.region_id, cut_off, due)


def general_use(look: Look) -> Iterator[Wanted]:
    """Yield regions that were lent general bonds in the last year, where their use by function is asked."""
    share, bond, year = columns(BondShare), columns(Bond), look.today.year - 1
    statement = (
        sa.select(share.region_id)
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .where(
            bond.bond_type == "general",
            bond.year == year,
            bond.state.in_(ON_THE_MARKET),
            share.state != "cancelled",
            share.ended_at.is_(None),
        )
        .distinct()
        .order_by(share.region_id)
    )
    for row in look.rows(statement):
        if asked(look, row.region_id, BY_KEY["general_use"].form):
            yield _of_year(look, "general_use", row.region_id)


FINDERS = {
    "general_use": general_use,
    "limit_balance": limit_balance,
    "limit_budget": limit_budget,
    "issue_repayment": issue_repayment,
    "bond_use": bond_use,
}
