"""Accounts outside and their statements against the ledger: matched, proposed, unmatched; both balances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Invalid, missing
from bondlife.exchange.xlsx_out import Column
from bondlife.lifecycle.book_items import BookItem, book_balance, items_of, proposals
from bondlife.locale import gettext
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns, table
from models.lifecycle import Label
from models.registry import (
    LedgerEntry,
    MoneyAccount,
    Organisation,
    Region,
    StatementLine,
    StatementMatch,
)

MOST_LINES = 500


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


LEDGER_ACCOUNTS = {
    "treasury": Label("Treasury", "国库"),
    "project_account": Label("Project account", "项目专户"),
    "reserve_fund": Label("Reserve for repayment", "偿债备付金"),
}
ENTRY_KINDS = {
    "receipt": Label("Bond money received", "债券资金到位"),
    "payment": Label("Payment to a payee", "支付收款人"),
    "payment.counter": Label("Payment returned by the bank", "银行退票"),
    "recall": Label("Recalled to the level above", "上级收回"),
    "release": Label("Released again", "重新下达"),
    "reallocation": Label("Change of use", "用途调整"),
    "remittance": Label("Remitted for debt service", "上缴还本付息资金"),
    "redemption": Label("Paid to bond holders", "兑付债券本息"),
    "opening": Label("Taken on", "在途接入"),
    "opening_payment": Label("Paid before it was taken on", "接入前已支付"),
    "to_project_account": Label("Released to the project account", "拨付至项目专户"),
    "back_to_treasury": Label("Returned to the treasury", "专户缴回国库"),
    "payee_refund": Label("Payee's refund", "收款人退款"),
    "income_handed_in": Label("Project income handed in", "项目收入缴库"),
    "issuance_fee": Label("Issuance fee", "发行费用"),
    "penalty": Label("Late penalty", "逾期罚息"),
}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account with what its statements still leave open."""

    public_id: str
    number: str
    name: str
    bank: str
    region: str
    ledger_account: str
    lines: int
    open: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class AccountsView:
    """The accounts a person sees, and the form of a new one."""

    lines: Sequence[AccountLine]
    regions: Sequence[tuple[str, str]]
    units: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    can_edit: bool
    form: Any = None


@dataclass(frozen=True, slots=True)
class MatchLine:
    """One entry a line was set against."""

    public_id: str
    version: int
    what: str
    on: date
    amount: int
    by_rule: bool


@dataclass(frozen=True, slots=True)
class BankLine:
    """One line of a statement: matched, proposed or unmatched."""

    public_id: str
    version: int
    on: date
    amount: int
    open: int
    counterparty: str
    voucher: str
    summary: str
    place: str
    state: str
    mark: str
    matches: Sequence[MatchLine]
    proposed: BookItem | None
    proposed_what: str


@dataclass(frozen=True, slots=True)
class BookLine:
    """One entry of the ledger that no statement shows yet."""

    entry: str
    on: date
    what: str
    amount: int
    open: int
    payee: str
    voucher: str
    href: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """The reconciliation of an account and month; ``difference`` is what neither side explains."""

    public_id: str
    number: str
    name: str
    bank: str
    ledger_account: str
    month: str
    before: str
    after: str
    book_balance: int
    bank_balance: int | None
    not_in_book: int
    not_at_bank: int
    lines: Sequence[BankLine]
    items: Sequence[BookLine]
    count: int
    matched: int
    proposed: int
    unmatched: int
    can_edit: bool
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def adjusted_book(self) -> int:
        """Return the book balance with what only the bank shows."""
        return self.book_balance + self.not_in_book

    @property
    def adjusted_bank(self) -> int | None:
        """Return the bank balance with what only the book shows."""
        return None if self.bank_balance is None else self.bank_balance + self.not_at_bank

    @property
    def difference(self) -> int | None:
        """Return what is left between both; zero is right."""
        return None if self.adjusted_bank is None else self.adjusted_book - self.adjusted_bank


def accounts_view(db: Database, actor: Actor, form: Any = None) -> AccountsView:
    """Return the accounts a person sees."""
    account, region, line = columns(MoneyAccount), columns(Region), columns(StatementLine)
    is_open = sa.case((line.matched != line.amount, 1), else_=0)
    statement = (
        scoped(
            actor,
            MoneyAccount,
            *(account.public_id, account.number, account.name, account.bank, region.name.label("region")),
            account.ledger_account,
            sa.func.count(line.id),
            sa.func.coalesce(sa.func.sum(is_open), 0),
            sa.func.max(line.on),
            permission="statement.read",
        )
        .join(Region, region.id == account.region_id)
        .outerjoin(StatementLine, line.account_id == account.id)
        .where(account.ended_at.is_(None))
        .group_by(account.id, region.name)
        .order_by(account.number)
    )
    unit = columns(Organisation)
    with db.reading() as session:
        lines = [
            AccountLine(key, number, name, bank, place, said(LEDGER_ACCOUNTS[kind]), count, int(left), last)
            for key, number, name, bank, place, kind, count, left, last in session.execute(statement)
        ]
        units = session.execute(
            sa.select(unit.public_id, unit.name)
            .where(unit.role == "unit", unit.ended_at.is_(None))
            .limit(500)
        )
        choices = [(key, name) for key, name in units]
    kinds = [(key, said(label)) for key, label in LEDGER_ACCOUNTS.items()]
    return AccountsView(lines, region_choices(db, actor), choices, kinds, actor.can("statement.edit"), form)


def statement_view(db: Database, actor: Actor, public_id: str, month: str = "") -> StatementView:
    """Return the reconciliation of an account for a month, the last one with lines by default."""
    with db.reading() as session:
        account = _account(session, actor, public_id)
        chosen = month or _last_month(session, account)
        first, last = _days(chosen)
        stored = _stored(session, account, first, last)
        rule = rule_book(session, region_code(session, account.region_id)).get("use.statement_match_days")
        reach = timedelta(days=rule.whole() if rule is not None else 0)
        around = items_of(session, account, first - reach, last + reach)
        open_lines = [one for one in stored if one.matched != one.amount]
        found = {line.id: item for line, item in proposals(open_lines, around, rule)}
        matches = _matches(session, [one.id or 0 for one in stored])
        lines = [_bank_line(one, matches.get(one.id or 0, []), found.get(one.id)) for one in stored]
        standing = items_of(session, account, account.opened_on, last)
        balance = book_balance(session, account, last)
        bank = _bank_balance(session, account, last)
        loose = _loose(session, account, last)
    items = [_book_line(one) for one in standing if one.open]
    return StatementView(
        public_id=account.public_id,
        number=account.number,
        name=account.name,
        bank=account.bank,
        ledger_account=said(LEDGER_ACCOUNTS[account.ledger_account]),
        month=chosen,
        before=_shift(first, -1),
        after=_shift(last, 1),
        book_balance=balance,
        bank_balance=bank,
        not_in_book=loose,
        not_at_bank=sum(one.open for one in items),
        lines=lines[:MOST_LINES],
        items=items[:MOST_LINES],
        count=len(lines),
        matched=sum(one.state == "matched" for one in lines),
        proposed=sum(one.state == "proposed" for one in lines),
        unmatched=sum(one.state in ("unmatched", "part") for one in lines),
        can_edit=actor.can_on("statement.edit", account.region_id, account.unit_id, account.department_id),
    )


def _account(session: Session, actor: Actor, public_id: str) -> MoneyAccount:
    statement = scoped(actor, MoneyAccount, permission="statement.read")
    found: MoneyAccount | None = session.execute(
        statement.where(columns(MoneyAccount).public_id == public_id)
    ).scalar_one_or_none()
    if found is None:
        raise missing("account")
    return found


def _last_month(session: Session, account: MoneyAccount) -> str:
    line = columns(StatementLine)
    last = session.execute(
        sa.select(sa.func.max(line.on)).where(line.account_id == account.id).execution_options(scoped=True)
    ).scalar_one()
    return f"{last or clock.business_date():%Y-%m}"


def _days(month: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{month[:7]}-01")
    except ValueError:
        raise Invalid.because("bad_month", "Write the month as 2026-11.", "month") from None
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)


def _shift(day: date, days: int) -> str:
    return f"{day + timedelta(days=days):%Y-%m}"


def _stored(session: Session, account: MoneyAccount, first: date, last: date) -> list[StatementLine]:
    line = columns(StatementLine)
    statement = (
        sa.select(StatementLine)
        .where(line.account_id == account.id, line.on >= first, line.on <= last)
        .order_by(line.on, line.id)
        .execution_options(scoped=True)
    )
    return list(session.execute(statement).scalars())


def _bank_balance(session: Session, account: MoneyAccount, last: date) -> int | None:
    """Return the balance the bank printed last; without one, what its lines give from the opening on."""
    line = columns(StatementLine)
    own = (line.account_id == account.id, line.on <= last)
    printed = (
        sa.select(line.balance)
        .where(*own, line.balance.is_not(None))
        .order_by(line.on.desc(), line.id.desc())
        .limit(1)
        .execution_options(scoped=True)
    )
    found = session.execute(printed).scalar_one_or_none()
    if found is not None:
        return int(found)
    total = sa.select(sa.func.sum(line.amount)).where(*own).execution_options(scoped=True)
    moved = session.execute(total).scalar_one()
    return None if moved is None else account.opening_balance + int(moved)


def _loose(session: Session, account: MoneyAccount, last: date) -> int:
    """Return what the bank moved up to a day that no entry answers to."""
    line = columns(StatementLine)
    statement = sa.select(sa.func.sum(line.amount - line.matched)).where(
        line.account_id == account.id, line.on <= last
    )
    return int(session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)


def _matches(session: Session, lines: Sequence[int]) -> Mapping[int, list[MatchLine]]:
    match, entry = columns(StatementMatch), columns(LedgerEntry)
    found: dict[int, list[MatchLine]] = {}
    for start in range(0, len(lines), 500):
        statement = (
            sa.select(
                *(match.line_id, match.public_id, match.version, entry.kind, entry.business_date),
                *(match.amount, match.by_rule),
            )
            .join_from(table(StatementMatch), table(LedgerEntry), entry.id == match.entry_id)
            .where(match.line_id.in_(list(lines[start : start + 500])), match.ended_at.is_(None))
            .order_by(match.id)
            .execution_options(scoped=True)
        )
        for key, public_id, version, kind, on, amount, by_rule in session.execute(statement):
            found.setdefault(key, []).append(
                MatchLine(public_id, version, kind_name(kind), on, int(amount), bool(by_rule))
            )
    return found


def kind_name(kind: str) -> str:
    """Return what an entry is called; a counter-entry says so."""
    if kind in ENTRY_KINDS:
        return said(ENTRY_KINDS[kind])
    plain = kind.removesuffix(".counter")
    if plain != kind and plain in ENTRY_KINDS:
        return gettext(_("Correction: %(what)s")) % {"what": said(ENTRY_KINDS[plain])}
    return kind


MARKS = {"matched": "done", "proposed": "wait", "part": "wait", "unmatched": "no"}


def _bank_line(line: StatementLine, matches: Sequence[MatchLine], proposed: BookItem | None) -> BankLine:
    state = "unmatched"
    if line.matched == line.amount:
        state = "matched"
    elif proposed is not None:
        state = "proposed"
    elif line.matched:
        state = "part"
    return BankLine(
        line.public_id,
        line.version,
        line.on,
        line.amount,
        line.amount - line.matched,
        line.counterparty,
        line.voucher,
        line.summary,
        f"{line.file_digest[:8]} · {line.file_row}",
        state,
        MARKS[state],
        matches,
        proposed,
        kind_name(proposed.kind) if proposed is not None else "",
    )


def _book_line(item: BookItem) -> BookLine:
    record, _slash, key = item.source.partition("/")
    href = (
        f"/records/{record}/{key}"
        if record in {"disbursement", "movement", "bond_share", "remittance"}
        else ""
    )
    return BookLine(
        item.entry, item.on, kind_name(item.kind), item.amount, item.open, item.payee, item.voucher, href
    )


def statement_table(db: Database, actor: Actor, public_id: str, month: str) -> Table:
    """Return the reconciliation statement as a file: both balances, what stands out, the adjusted ones."""
    view = statement_view(db, actor, public_id, month)
    heads = (
        Column(gettext(_("Item")), "text", 30),
        Column(gettext(_("Day")), "date"),
        Column(gettext(_("Payer or payee")), "text", 30),
        Column(gettext(_("Voucher")), "text", 20),
        Column(gettext(_("Amount")), "fen", 18),
    )
    rows: list[tuple[Any, ...]] = [(gettext(_("Book balance")), None, "", "", view.book_balance)]
    rows += [
        (gettext(_("At the bank, not in the book")), one.on, one.counterparty, one.voucher, one.open)
        for one in view.lines
        if one.open
    ]
    rows.append((gettext(_("Adjusted book balance")), None, "", "", view.adjusted_book))
    rows.append((gettext(_("Bank balance")), None, "", "", view.bank_balance))
    rows += [
        (gettext(_("In the book, not at the bank")), one.on, one.payee, one.voucher, one.open)
        for one in view.items
    ]
    rows.append((gettext(_("Adjusted bank balance")), None, "", "", view.adjusted_bank))
    rows.append((gettext(_("Difference")), None, "", "", view.difference))
    return Table(f"{gettext(_('Reconciliation statement'))} {view.number} {view.month}", heads, rows)
