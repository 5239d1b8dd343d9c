"""Bond money of a project at a cut-off: from bond to payees and accounts, by year, and by contract."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.page_parts import NONE, plain
from bondlife.lifecycle.facts import rows
from bondlife.queries.money_paths import Sum, sums_of
from models.base import columns
from models.registry import Bond, BondShare, Contract, LedgerEntry, MoneyFlow, Posting, Project, Region

CAME = ("raised", "moved")
"""Steps that bring a project money; what a refinancing brings pays the bond before it."""
_STAYS = {"treasury": "国库", "project_account": "项目专户", "returned": "已退回上级"}
_PAID = "施工单位及供应商"
_STANDS = "沉淀"


def shares_of(session: Session, project: Project) -> dict[int, BondShare]:
    """Return the shares of a project that were not cancelled, by key."""
    own = columns(BondShare)
    found = rows(session, BondShare, own.project_id == project.id, own.state != "cancelled")
    return {one.id or 0: one for one in found}


def links_of(
    session: Session, project: Project, shares: Mapping[int, BondShare], on: date
) -> list[dict[str, Any]]:
    """Return the path of the bond money: bond, region, project, then payees or where it stands still."""
    names = _names(session, shares)
    links: dict[tuple[str, str, str], int] = {}
    for one in sums_of(session, sorted(shares), on):
        for link in _links(one, *names[one.share_id], project.name):
            links[link] = links.get(link, 0) + one.amount
    return [
        {"source": source, "target": target, "amount": amount, "stands": stands}
        for (source, target, stands), amount in links.items()
        if amount > 0
    ]


def _links(one: Sum, bond: str, region: str, project: str) -> list[tuple[str, str, str]]:
    if one.step != "paid" and one.step not in _STAYS:
        return []
    last = (project, _PAID, NONE) if one.step == "paid" else (project, _STAYS[one.step], _STANDS)
    return [(bond, region, NONE), (region, project, NONE), last]


def _names(session: Session, shares: Mapping[int, BondShare]) -> dict[int, tuple[str, str]]:
    bonds = {one.id: one for one in by_ids(session, Bond, {one.bond_id for one in shares.values()})}
    places = {one.id: one for one in by_ids(session, Region, {one.region_id for one in shares.values()})}
    return {
        key: (bonds[one.bond_id].short_name or bonds[one.bond_id].name, places[one.region_id].name)
        for key, one in shares.items()
    }


def by_ids(session: Session, model: Any, keys: Iterable[int | None]) -> list[Any]:
    """Return the rows of a model with these keys."""
    return rows(session, model, columns(model).id.in_(sorted(one for one in keys if one is not None)))


def paid_by_year(session: Session, project: Project, on: date) -> dict[int, int]:
    """Return what was paid for the works of a project out of every source, by year."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(entry.business_date, sa.func.sum(posting.amount))
        .join_from(Posting, LedgerEntry, entry.id == posting.entry_id)
        .where(posting.project_id == project.id, posting.account == "works", entry.business_date <= on)
        .group_by(entry.business_date)
    )
    return _summed(session.execute(statement.execution_options(scoped=True)))


def flow_by_year(session: Session, shares: Iterable[int], on: date, steps: Sequence[str]) -> dict[int, int]:
    """Return what some steps moved of shares, by year."""
    flow = columns(MoneyFlow)
    statement = (
        sa.select(flow.on, sa.func.sum(flow.amount))
        .where(flow.share_id.in_(sorted(shares)), flow.on <= on, flow.step.in_(steps))
        .group_by(flow.on)
    )
    return _summed(session.execute(statement.execution_options(scoped=True)))


def _summed(found: Iterable[Any]) -> dict[int, int]:
    years: dict[int, int] = {}
    for day, amount in found:
        years[day.year] = years.get(day.year, 0) + int(amount)
    return years


def contracts_of(session: Session, project: Project, on: date) -> list[dict[str, Any]]:
    """Return what each contract was paid out of each bond."""
    shares = shares_of(session, project)
    names = _names(session, shares)
    paid = [one for one in sums_of(session, sorted(shares), on) if one.step == "paid" and one.contract_id]
    contracts = {one.id: one for one in by_ids(session, Contract, {one.contract_id for one in paid})}
    told = [_contract(contracts[one.contract_id], names[one.share_id][0], one.amount) for one in paid]
    return sorted(told, key=lambda row: (row["contract"], row["bond"]))


def _contract(one: Contract, bond: str, paid: int) -> dict[str, Any]:
    return {
        "contract": f"{one.number} {one.name}",
        "payee": plain(one.payee),
        "bond": bond,
        "amount": one.amount,
        "paid": paid,
    }
