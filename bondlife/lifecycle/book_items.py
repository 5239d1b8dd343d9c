"""Entries of the ledger on an account outside, and which line of a statement each of them may answer to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import Rule
from models.base import columns, table
from models.registry import (
    Disbursement,
    LedgerEntry,
    MoneyAccount,
    Movement,
    Posting,
    StatementLine,
    StatementMatch,
)


@dataclass(frozen=True, slots=True)
class BookItem:
    """One entry as it moved an account: what came in is above zero; ``open`` is not matched yet."""

    entry_id: int
    entry: str
    on: date
    kind: str
    source: str
    amount: int
    matched: int
    payee: str
    voucher: str

    @property
    def open(self) -> int:
        """Return what no line of a statement was set against yet."""
        return self.amount - self.matched


def items_of(session: Session, account: MoneyAccount, first: date, last: date) -> list[BookItem]:
    """Return the entries that moved an account between two days, oldest first."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    total, payee = sa.func.sum(posting.amount), sa.func.max(posting.payee)
    statement = (
        sa.select(
            *(entry.id, entry.public_id, entry.business_date, entry.kind, entry.source),
            total,
            payee,
        )
        .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
        .where(*of_account(account), entry.business_date >= first, entry.business_date <= last)
        .group_by(entry.id, entry.public_id, entry.business_date, entry.kind, entry.source)
        .having(total != 0)
        .order_by(entry.business_date, entry.id)
    )
    rows = session.execute(statement).all()
    matched, told = _matched(session, account), _papers(session, [row[4] for row in rows])
    found = []
    for key, public_id, on, kind, source, amount, seen in rows:
        name, voucher = told.get(source, ("", ""))
        taken = matched.get(key, 0)
        found.append(
            BookItem(key, public_id, on, kind, source, int(amount), taken, name or seen or "", voucher)
        )
    return found


def of_account(account: MoneyAccount) -> list[sa.ColumnElement[bool]]:
    """Return the condition under which a posting moves an account outside."""
    posting = columns(Posting)
    own = [posting.book_id == account.region_id, posting.account == account.ledger_account]
    if account.unit_id is not None:
        own.append(posting.unit_id == account.unit_id)
    return own


def book_balance(session: Session, account: MoneyAccount, until: date) -> int:
    """Return what the ledger says the account holds at the end of a day."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(sa.func.sum(posting.amount))
        .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
        .where(*of_account(account), entry.business_date >= account.opened_on, entry.business_date <= until)
    )
    return account.opening_balance + int(session.execute(statement).scalar_one() or 0)


def _matched(session: Session, account: MoneyAccount) -> dict[int, int]:
    match = columns(StatementMatch)
    statement = (
        sa.select(match.entry_id, sa.func.sum(match.amount))
        .where(match.account_id == account.id, match.ended_at.is_(None))
        .group_by(match.entry_id)
        .execution_options(scoped=True)
    )
    return {key: int(amount) for key, amount in session.execute(statement)}


def _papers(session: Session, sources: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the other party and the voucher of the records behind entries."""
    found: dict[str, tuple[str, str]] = {}
    for record, model in (("disbursement", Disbursement), ("movement", Movement)):
        own = columns(model)
        name = own.payee if record == "disbursement" else own.counterparty
        keys = [one.partition("/")[2] for one in sources if one.startswith(f"{record}/")]
        for start in range(0, len(keys), 500):
            chosen = own.public_id.in_(keys[start : start + 500])
            statement = sa.select(own.public_id, name, own.voucher).where(chosen)
            for key, party, voucher in session.execute(statement.execution_options(scoped=True)):
                found[f"{record}/{key}"] = (party, voucher)
    return found


def proposals(
    lines: Iterable[StatementLine], items: Sequence[BookItem], rule: Rule | None
) -> Iterator[tuple[StatementLine, BookItem]]:
    """Yield each line with the one entry the rule finds for it; two that fit alike are left to a person.

    The amount is the same, the days lie within the rule, and payee or voucher agree.
    """
    if rule is None:
        return
    reach = timedelta(days=rule.whole())
    free = [item for item in items if item.open]
    for line in sorted(lines, key=lambda one: (one.on, one.id or 0)):
        left = line.amount - line.matched
        fitting = [
            one for one in free if one.open == left and abs(one.on - line.on) <= reach and _agrees(line, one)
        ]
        exact = [one for one in fitting if one.voucher and one.voucher == line.voucher]
        chosen = exact if len(exact) == 1 else fitting
        if left and len(chosen) == 1:
            free.remove(chosen[0])
            yield line, chosen[0]


def _agrees(line: StatementLine, item: BookItem) -> bool:
    same_voucher = bool(item.voucher) and item.voucher == line.voucher
    return same_voucher or (bool(item.payee) and item.payee == line.counterparty)
