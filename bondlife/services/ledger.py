"""Post to the double-entry ledger: every entry sums to zero in every book, balances move with it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import Act
from bondlife.db import told_rows, upsert_add
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.facts import by_key
from bondlife.services import money_flow
from models.base import columns, new_public_id, table
from models.registry import Bond, BondShare, Contract, LedgerBalance, LedgerEntry, Posting, Project, Row

ACCOUNTS = {
    "onlending_receivable": ("On-lending receivable", "转贷应收款"),
    "onlending_payable": ("On-lending payable", "转贷应付款"),
    "treasury": ("Treasury", "国库"),
    "project_account": ("Project account", "项目专户"),
    "works": ("Paid to payees", "已付收款人"),
    "debt": ("Debt", "债务本金"),
    "debt_service": ("Interest paid", "债务付息"),
    "debt_due": ("Debt due by an option", "行权到期本金"),
    "prepaid": ("Paid in ahead", "预缴还本付息款"),
    "advances": ("Received ahead", "预收下级还本付息款"),
    "fees": ("Fees", "发行兑付费用"),
    "penalties": ("Late penalties", "逾期罚息"),
    "project_income": ("Project income handed in", "项目收入缴库"),
    "transfers": ("Transfers withheld", "扣减的转移支付"),
    "reserve_fund": ("Reserve for repayment", "偿债备付金"),
    "ppp_service": ("PPP service fees", "PPP服务费支出"),
    "budget_funds": ("Funds of the budget", "预算资金"),
    "fund_stake": ("Stake in investment funds", "政府投资基金股权"),
    "fund_income": ("Income from investment funds", "政府投资基金收益"),
}
"""Account codes with their names; there is no account per bond or project, those are dimensions."""

NEVER_NEGATIVE = frozenset({"treasury", "project_account"})
"""Money that must be there before it is spent: a balance of a share below zero is refused."""


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an entry: debit above zero, credit below."""

    book_id: int
    account: str
    amount: int
    unit_id: int | None = None
    bond_id: int | None = None
    share_id: int | None = None
    project_id: int | None = None
    contract_id: int | None = None
    payee: str = ""
    budget_account: str = ""


def post(
    act: Act, kind: str, lines: Sequence[Line], *, source: str, on: date | None = None, note: str = ""
) -> LedgerEntry:
    """Post one entry; it foots in every book or is refused."""
    used = [line for line in lines if line.amount]
    _check(used)
    act.require_whole(*_named(act.session, used))
    entry = LedgerEntry(
        public_id=new_public_id(),
        kind=kind,
        business_date=on or act.business_date,
        known_at=act.now,
        act=0,
        source=source,
        note=note,
    )
    for book in sorted({line.book_id for line in used}):
        act.require_open(book, entry.business_date)
    act.post(entry, [_posting(line) for line in used])
    for line in sorted(used, key=_cell):
        book, unit, account, share = _cell(line)
        keys = {"book_id": book, "unit_id": unit, "account": account, "share_id": share}
        upsert_add(act.session, table(LedgerBalance), keys, "amount", line.amount)
    money_flow.add(act.session, kind, entry.business_date, used)
    for line in used:
        _require_covered(act, line)
    return entry


def _named(session: Session, lines: Sequence[Line]) -> list[Row]:
    """Return the shares, bonds, contracts and projects these sides are booked on."""
    named: list[tuple[type[Row], str]] = [
        (BondShare, "share_id"),
        (Bond, "bond_id"),
        (Contract, "contract_id"),
        (Project, "project_id"),
    ]
    keys = {(model, getattr(line, name)) for model, name in named for line in lines}
    found = (by_key(session, model, key) for model, key in keys)
    return [row for row in found if row is not None]


def counter(act: Act, entry: LedgerEntry, *, reason: str, on: date | None = None) -> LedgerEntry:
    """Correct an entry by its mirror image; entries are never changed."""
    lines = act.session.execute(sa.select(Posting).where(columns(Posting).entry_id == entry.id)).scalars()
    mirrored = [turned(_line(posting)) for posting in lines]
    undone = post(act, f"{entry.kind}.counter", mirrored, source=entry.source, on=on, note=reason)
    undone.counters_id = entry.id
    return undone


def balance(act: Act, book_id: int, account: str, share_id: int, unit_id: int = 0) -> int:
    """Return one balance."""
    values = {"book_id": book_id, "account": account, "share_id": share_id, "unit_id": unit_id}
    found = told_rows(act.session, None, "one balance", lambda: _balance(tuple(values)), values)
    return int(found[0][0]) if found else 0


def _balance(names: Sequence[str]) -> sa.Select[Any]:
    cell = columns(LedgerBalance)
    own = (cell[name] == sa.bindparam(name, None, cell[name].type) for name in names)
    return sa.select(cell.amount).where(*own)


def _check(lines: Sequence[Line]) -> None:
    if not lines:
        raise Invalid.because("empty_entry", "An entry needs at least two sides.")
    sums: dict[int, int] = defaultdict(int)
    for line in lines:
        if line.account not in ACCOUNTS:
            raise Invalid.because("no_account", "There is no account %(name)s.", "account", name=line.account)
        sums[line.book_id] += line.amount
    if any(sums.values()):
        raise Invalid.because("unbalanced", "The entry does not sum to zero in every book.")


def _cell(line: Line) -> tuple[int, int, str, int]:
    return (line.book_id, line.unit_id or 0, line.account, line.share_id or 0)


def _require_covered(act: Act, line: Line) -> None:
    """Refuse to spend money of a share that is not there; all lines of the entry count first."""
    book, unit, account, share = _cell(line)
    if (
        share
        and account in NEVER_NEGATIVE
        and line.amount < 0
        and balance(act, book, account, share, unit) < 0
    ):
        raise Blocked(
            Problem("short_of_money", "There is not that much money of this bond share left in this account.")
        )


def _posting(line: Line) -> Posting:
    return Posting(
        entry_id=0,
        book_id=line.book_id,
        unit_id=line.unit_id,
        account=line.account,
        amount=line.amount,
        bond_id=line.bond_id,
        share_id=line.share_id,
        project_id=line.project_id,
        contract_id=line.contract_id,
        payee=line.payee,
        budget_account=line.budget_account,
    )


def _line(posting: Posting) -> Line:
    return Line(
        posting.book_id,
        posting.account,
        posting.amount,
        posting.unit_id,
        posting.bond_id,
        posting.share_id,
        posting.project_id,
        posting.contract_id,
        posting.payee,
        posting.budget_account,
    )


def turned(line: Line) -> Line:
    """Return the other side of a line."""
    return replace(line, amount=-line.amount)
