"""F3U, what the general bonds of a year were spent for: each bond beside the classes of expenditure."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from bondlife.books import Rule, region_code, rule_book
from bondlife.disclosure.about import About, region_of
from bondlife.disclosure.bonds_at import ON_THE_MARKET, head
from bondlife.disclosure.builders.f7 import regions
from bondlife.disclosure.money_at import shares_at
from bondlife.disclosure.page_parts import NONE
from bondlife.lifecycle.guards.budget import fitting
from models.base import columns
from models.registry import Bond, BondShare, LedgerEntry, Posting

_NOTHING = (NONE, NONE)


def build(about: About) -> dict[str, Any]:
    """Return income and expenditure of the general bonds of the year of the cut-off."""
    held, region = _held(about), region_of(about)
    pairs = zip_longest(_came(about, held), _spent(about, list(held)), fillvalue=_NOTHING)
    names = ("bond", "came", "function", "spent")
    rows = [dict(zip(names, (*left, *right), strict=True)) for left, right in pairs]
    return {**head("F3U", about.cut_off, region, region.name), "rows": rows}


def _held(about: About) -> Mapping[int, str]:
    """Return the shares of general bonds of the year in the region and below, each with its bond's name."""
    share, bond = columns(BondShare), columns(Bond)
    statement = (
        sa.select(share.id, bond.name)
        .join_from(BondShare, Bond, bond.id == share.bond_id)
        .where(
            share.region_id.in_(regions(about)),
            share.state != "cancelled",
            share.ended_at.is_(None),
            bond.bond_type == "general",
            bond.year == about.year,
            bond.state.in_(ON_THE_MARKET),
            sa.func.coalesce(bond.issue_date, bond.value_date, about.cut_off) <= about.cut_off,
        )
        .order_by(bond.issue_date, bond.id, share.id)
        .execution_options(scoped=True)
    )
    return dict(tuple(row) for row in about.session.execute(statement))


def _came(about: About, held: Mapping[int, str]) -> list[tuple[str, int]]:
    """Return what came of each bond, fen."""
    money, sums = shares_at(about.session, list(held), about.cut_off), dict.fromkeys(held.values(), 0)
    for key, name in held.items():
        sums[name] += money[key].came
    return list(sums.items())


def _spent(about: About, shares: Sequence[int]) -> list[tuple[str, int]]:
    """Return what was paid out of these shares by class of the budget account, fen."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(posting.budget_account, sa.func.sum(posting.amount))
        .join_from(Posting, LedgerEntry, entry.id == posting.entry_id)
        .where(
            posting.share_id.in_(shares),
            posting.account == "works",
            entry.business_date <= about.cut_off,
        )
        .group_by(posting.budget_account)
        .execution_options(scoped=True)
    )
    rules = rule_book(about.session, region_code(about.session, about.region_id), about.cut_off)
    table, sums = rules.get("budget.general_accounts"), dict[str, int]()
    for account, amount in about.session.execute(statement):
        name = _class(table, account)
        sums[name] = sums.get(name, 0) + int(amount)
    return sorted((name, amount) for name, amount in sums.items() if amount)


def _class(table: Rule | None, account: str) -> str:
    """Return the class of an account with its code; an account of no class stands as it is."""
    row = max(fitting(table, account), key=lambda one: len(one["code"]), default=None)
    return f"{row['code']}{row['zh']}" if row is not None else account or NONE


BUILDERS = {"F3U": build}
