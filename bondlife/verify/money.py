"""The money of bonds: every fen raised is with a payee, held somewhere, returned or given to another share.

Sums by share come from the postings themselves; what is kept beside them must say the same.
"""

from collections import defaultdict
from random import SystemRandom
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.services.money_flow import flow_sums, total_sums
from bondlife.settings import Settings
from bondlife.verify.report import Check
from bondlife.verify.weights import PRIME, Weights
from models.base import columns, table
from models.registry import (
    BondShare,
    Contract,
    LedgerEntry,
    MoneyFlow,
    MoneyTotal,
    Posting,
)

Sums = dict[str, int]


def flows(db: Database, _settings: Settings) -> Check:
    """The sums by share and day, and by region and period, are those of the postings.

    Both sides are weighed with numbers drawn for this run, one pass over each and no sorting; where the
    weights differ, every sum is computed and the wrong ones are named.
    """
    check = Check("money_flows")
    with db.connection() as connection:
        count = sa.select(sa.func.count())
        check.checked = sum(
            connection.execute(count.select_from(table(model))).scalar_one()
            for model in (MoneyFlow, MoneyTotal)
        )
        weights = Weights(SystemRandom())
        sides = [connection.execute(one).scalar_one() or 0 for one in weights.statements()]
    postings, kept, by_month, months, by_year, years = (int(one) % PRIME for one in sides)
    if (postings, by_month, by_year) != (kept, months, years):
        _name_differences(db, check)
    return check


def _name_differences(db: Database, check: Check) -> None:
    flow, total = columns(MoneyFlow), columns(MoneyTotal)
    keys = (flow.share_id, flow.on, flow.region_id, flow.book_id, flow.step, flow.contract_id)
    stored = sa.select(*keys, flow.amount).where(flow.amount != 0)
    by_period = sa.select(total.region_id, total.period, total.step, total.amount).where(total.amount != 0)
    with db.connection() as connection:
        kept = {tuple(row[:-1]): int(row[-1]) for row in connection.execute(stored)}
        computed = {tuple(row[:-1]): int(row[-1]) for row in connection.execute(flow_sums())}
        told = {tuple(row[:-1]): int(row[-1]) for row in connection.execute(by_period)}
        months = [tuple(row) for row in connection.execute(total_sums())]
    _compare(check, "sum of share, day, region, book, step, contract", computed, kept)
    _compare(check, "sum of region, period, step", _periods(months), told)


def _periods(months: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    found: dict[tuple[Any, ...], int] = defaultdict(int)
    for region, month, step, amount in months:
        found[region, month, step] += int(amount)
        found[region, month[:4], step] += int(amount)
    return {key: amount for key, amount in found.items() if amount}


def _compare(check: Check, what: str, computed: Any, kept: Any) -> None:
    if computed == kept:
        return
    for key in sorted(computed.keys() | kept.keys(), key=str):
        if computed.get(key, 0) != kept.get(key, 0):
            check.wrong(f"{what} {key} holds {kept.get(key, 0)}, the postings say {computed.get(key, 0)}")


def proceeds(db: Database, _settings: Settings) -> Check:
    """Per bond: raised and moved in = paid to payees + held at each level + returned; rows say the same."""
    check = Check("bond_proceeds")
    sums = _sums_by_share(db)
    share = columns(BondShare)
    chosen = (share.id, share.bond_id, share.region_id, share.received, share.paid, share.fields)
    bonds: dict[int, int] = defaultdict(int)
    with db.connection() as connection:
        for key, bond, region, received, paid, fields in connection.execute(sa.select(*chosen)):
            found = sums.get(key, {})
            bonds[bond] += _gap(found)
            _check_share(check, key, region, (received, paid, fields or {}), found)
    check.checked = len(bonds)
    for bond, gap in sorted(bonds.items()):
        if gap:
            check.wrong(f"bond {bond}: {gap} fen of its proceeds are neither paid nor held nor returned")
    return check


def _gap(found: Sums) -> int:
    """Return what came in less what is paid and held; zero is right."""
    held = sum(amount for name, amount in found.items() if name.startswith(("treasury:", "project_account:")))
    return found.get("raised", 0) + found.get("moved", 0) - held - found.get("paid", 0)


def _check_share(check: Check, key: int, region: int, row: tuple[int, int, Any], found: Sums) -> None:
    received, paid, fields = row
    away = sum(
        amount
        for name, amount in found.items()
        if name.startswith("treasury:") and name != f"treasury:{region}"
    )
    returned = away or int(fields.get("_returned", 0))
    refinanced = found.get("refinanced", 0)
    came = found.get("raised", 0) + found.get("moved", 0) + refinanced - returned
    spent = found.get("paid", 0) + refinanced
    if (came, spent) != (received, paid):
        check.wrong(
            f"share {key} says received {received}, paid {paid}; its postings say {came} and {spent} fen"
        )


def _sums_by_share(db: Database) -> dict[int, Sums]:
    """Return the steps of each share by name; what is held is told apart by book."""
    flow = columns(MoneyFlow)
    statement = sa.select(flow.share_id, flow.step, flow.book_id, sa.func.sum(flow.amount)).group_by(
        flow.share_id, flow.step, flow.book_id
    )
    found: dict[int, Sums] = defaultdict(lambda: defaultdict(int))
    with db.connection() as connection:
        for share, step, book, amount in connection.execute(statement):
            name = f"{step}:{book}" if step in ("treasury", "project_account") else step
            found[share][name] += int(amount)
    return found


def traced(db: Database, _settings: Settings) -> Check:
    """Every fen paid walks back from payee and contract to share, project and bond: 100 % of it."""
    check = Check("payment_trace")
    posting, contract, share, entry = (columns(m) for m in (Posting, Contract, BondShare, LedgerEntry))
    statement = (
        sa.select(
            posting.id,
            posting.amount,
            posting.payee,
            posting.bond_id == share.bond_id,
            posting.project_id == contract.project_id,
            entry.kind,
        )
        .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
        .outerjoin(table(BondShare), share.id == posting.share_id)
        .outerjoin(table(Contract), contract.id == posting.contract_id)
        .where(posting.account == "works", posting.share_id.is_not(None))
    )
    paid = told = 0
    with db.connection() as connection:
        for key, amount, payee, is_bond, is_project, kind in connection.execute(statement):
            check.checked += 1
            paid += amount
            is_opening = kind == "opening_payment"
            if payee and is_bond and (is_project or is_opening):
                told += amount
            else:
                check.wrong(f"posting {key}: {amount} fen do not walk back to contract, project and issue")
    check.figures = {"paid": int(paid), "traced": int(told)}
    return check
