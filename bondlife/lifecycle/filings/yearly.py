"""Rows of the yearly files: quota, budget, carry-over, levels, final accounts, balances, debt."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.lifecycle.filings.rows import FiledRow, Span
from bondlife.locale import is_chinese
from bondlife.services.ledger import ACCOUNTS
from models.base import columns, table
from models.quota import BY_KEY, keys_of
from models.registry import (
    Bond,
    BondShare,
    BudgetLine,
    Instalment,
    LedgerEntry,
    OnLending,
    Posting,
    Project,
    QuotaLine,
    Region,
)

_HELD = ("treasury", "project_account")
_SIGNS = dict.fromkeys(("onlending_payable", "debt", "debt_due", "advances", "project_income"), -1)
"""Accounts whose natural side is credit: a report prints what is owed above zero."""
_BASES = {"opening": "年初预算", "adjustment": "预算调整"}


def advance_quota(session: Session, span: Span) -> list[FiledRow]:
    """Return the lines of advance quota notified for the year."""
    line = columns(QuotaLine)
    statement = (
        sa.select(QuotaLine)
        .where(line.region_id == span.region_id, line.year == span.year, line.entry == "advance")
        .order_by(line.notified_on, line.id)
        .execution_options(scoped=True)
    )
    return [
        FiledRow(
            f"quota_line/{row.public_id}",
            f"{row.notice_number} {row.notified_on}",
            {
                "region_code": span.region_code,
                "year": row.year,
                "entry": BY_KEY[row.entry].label.zh,
                "document_number": row.notice_number,
                "issued_on": row.notified_on.isoformat(),
                "amount": row.amount,
            },
            "/quota",
        )
        for row in session.execute(statement).scalars()
    ]


def budget_adjustments(session: Session, span: Span) -> list[FiledRow]:
    """Return the budget lines of the year that an adjustment opened."""
    line = columns(BudgetLine)
    return _budget(
        session, span, line.basis == "adjustment", line.state.in_(("open", "carried_over", "closed"))
    )


def carry_over(session: Session, span: Span) -> list[FiledRow]:
    """Return the budget lines of the year with money left over."""
    line = columns(BudgetLine)
    return _budget(session, span, line.state.in_(("open", "carried_over")), line.amount > line.used)


def _budget(session: Session, span: Span, *conditions: Any) -> list[FiledRow]:
    line, project = columns(BudgetLine), columns(Project)
    statement = (
        sa.select(BudgetLine, Project)
        .join_from(table(BudgetLine), table(Project), project.id == line.project_id)
        .where(line.region_id == span.region_id, line.year == span.year, line.ended_at.is_(None), *conditions)
        .order_by(project.code, line.account, line.id)
        .execution_options(scoped=True)
    )
    return [_budget_row(span, *row) for row in session.execute(statement)]


def _budget_row(span: Span, line: BudgetLine, project: Project) -> FiledRow:
    values = {
        "region_code": span.region_code,
        "project_code": project.platform_code or project.code,
        "project_name": project.name,
        "year": line.year,
        "account": line.account,
        "budget_basis": _BASES.get(line.basis, line.basis),
        "document_number": line.document_number,
        "budget_amount": line.amount,
        "used": line.used,
        "left": line.amount - line.used,
    }
    label = f"{project.name} · {line.account}"
    href = f"/records/budget_line/{line.public_id}"
    return FiledRow(f"budget_line/{line.public_id}", label, values, href, project.id)


def levels(session: Session, span: Span) -> list[FiledRow]:
    """Return each link of on-lending that ends or begins here, in the books of both levels."""
    link, held, of_bond, project = (columns(one) for one in (OnLending, BondShare, Bond, Project))
    statement = (
        sa.select(OnLending, BondShare, Bond, Project)
        .join_from(table(OnLending), table(BondShare), held.id == link.share_id)
        .join(table(Bond), of_bond.id == held.bond_id)
        .join(table(Project), project.id == held.project_id)
        .where(sa.or_(link.lender_id == span.region_id, link.borrower_id == span.region_id))
        .where(link.ended_at.is_(None), held.ended_at.is_(None))
        .where(sa.or_(link.signed_on.is_(None), link.signed_on <= span.last))
        .order_by(of_bond.name, project.code, link.id)
        .execution_options(scoped=True)
    )
    rows = session.execute(statement).all()
    books = _books(session, span, sorted({row[1].id for row in rows}))
    names = _regions(session, {key for row in rows for key in (row[0].lender_id, row[0].borrower_id)})
    return [_level_row(one, share, bond, owner, books, names) for one, share, bond, owner in rows]


def _level_row(
    link: OnLending, share: BondShare, bond: Bond, project: Project, books: Any, names: dict[int, str]
) -> FiledRow:
    receivable = books.get((link.lender_id, "onlending_receivable", share.id), 0)
    payable = -books.get((link.borrower_id, "onlending_payable", share.id), 0)
    values = {
        "bond_code": bond.code,
        "bond_name": bond.name,
        "project_name": project.name,
        "lender": names.get(link.lender_id, ""),
        "borrower": names.get(link.borrower_id, ""),
        "amount": link.amount,
        "receivable": receivable,
        "payable": payable,
        "difference": receivable - payable,
    }
    label = f"{bond.name} · {values['lender']} → {values['borrower']}"
    return FiledRow(
        f"onlending/{link.public_id}", label, values, f"/projects/{project.public_id}", project.id
    )


def _books(session: Session, span: Span, shares: list[int]) -> dict[tuple[int, str, int], int]:
    """Return balances of on-lending by book, account and share at the end of the span."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    found: dict[tuple[int, str, int], int] = {}
    for start in range(0, len(shares), 500):
        statement = (
            sa.select(posting.book_id, posting.account, posting.share_id, sa.func.sum(posting.amount))
            .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
            .where(
                posting.share_id.in_(shares[start : start + 500]),
                posting.account.in_(("onlending_receivable", "onlending_payable")),
                entry.business_date <= span.last,
            )
            .group_by(posting.book_id, posting.account, posting.share_id)
        )
        found.update({(book, name, key): int(total) for book, name, key, total in session.execute(statement)})
    return found


def _regions(session: Session, keys: set[int]) -> dict[int, str]:
    region = columns(Region)
    statement = sa.select(region.id, region.name).where(region.id.in_(sorted(keys)))
    return {key: told for key, told in session.execute(statement)}  # noqa: C416


def accounts(session: Session, span: Span) -> list[FiledRow]:
    """Return what was spent under each budget account in the year beside what was budgeted."""
    spent, budget = _spent(session, span), _budgeted(session, span)
    return [
        FiledRow(
            f"account/{code}",
            code,
            {
                "region_code": span.region_code,
                "year": span.year,
                "account": code,
                "budget_amount": budget.get(code, 0),
                "used": spent.get(code, 0),
                "difference": budget.get(code, 0) - spent.get(code, 0),
            },
            "/debt-service",
        )
        for code in sorted(spent.keys() | budget.keys())
    ]


def _spent(session: Session, span: Span) -> dict[str, int]:
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(posting.budget_account, sa.func.sum(posting.amount))
        .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
        .where(
            posting.book_id == span.region_id,
            posting.budget_account != "",
            posting.account.not_in(_HELD),
            entry.business_date >= span.first,
            entry.business_date <= span.last,
        )
        .group_by(posting.budget_account)
    )
    return {code: int(total) for code, total in session.execute(statement)}


def _budgeted(session: Session, span: Span) -> dict[str, int]:
    line = columns(BudgetLine)
    statement = (
        sa.select(line.account, sa.func.sum(line.amount))
        .where(line.region_id == span.region_id, line.year == span.year, line.ended_at.is_(None))
        .where(line.state.in_(("open", "carried_over", "closed")))
        .group_by(line.account)
        .execution_options(scoped=True)
    )
    return {code: int(total) for code, total in session.execute(statement)}


def balances(session: Session, span: Span) -> list[FiledRow]:
    """Return every account of the region's book at the start and at the end of the year."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    before = sa.case((entry.business_date < span.first, posting.amount), else_=0)
    statement = (
        sa.select(posting.account, sa.func.sum(before), sa.func.sum(posting.amount))
        .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
        .where(posting.book_id == span.region_id, entry.business_date <= span.last)
        .group_by(posting.account)
        .order_by(posting.account)
    )
    return [
        FiledRow(
            f"book/{name}",
            _account_name(name),
            {
                "region_code": span.region_code,
                "year": span.year,
                "book": ACCOUNTS[name][1],
                "opening": _SIGNS.get(name, 1) * int(opening),
                "closing": _SIGNS.get(name, 1) * int(closing),
            },
        )
        for name, opening, closing in session.execute(statement)
        if opening or closing
    ]


def _account_name(name: str) -> str:
    return ACCOUNTS[name][1 if is_chinese() else 0]


def debt(session: Session, span: Span) -> list[FiledRow]:
    """Return limit, balance at both ends, what arrived, principal and interest paid, in one row."""
    before = _owed(session, span, span.first - timedelta(days=1))
    after = _owed(session, span, span.last)
    values = {
        "region_code": span.region_code,
        "year": span.year,
        "limit_amount": _limit(session, span),
        "opening": before,
        "received_now": _arrived(session, span),
        **_served(session, span),
        "closing": after,
    }
    if not any(value for name, value in values.items() if name not in ("region_code", "year")):
        return []
    return [FiledRow(f"debt/{span.year}", f"{span.region_code} {span.year}", values, "/limits")]


def _owed(session: Session, span: Span, day: date) -> int:
    """Return what the region owes on special bonds at the end of a day: to its lender or to holders."""
    return -_book_sum(session, span, ("onlending_payable", "debt", "debt_due"), day) - _book_sum(
        session, span, ("onlending_receivable",), day
    )


def _book_sum(session: Session, span: Span, names: tuple[str, ...], day: date) -> int:
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(sa.func.sum(posting.amount))
        .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
        .where(posting.book_id == span.region_id, posting.account.in_(names), entry.business_date <= day)
    )
    return int(session.execute(statement).scalar_one() or 0)


def _arrived(session: Session, span: Span) -> int:
    from bondlife.lifecycle.filings.monthly import bond_shares

    return sum(int(row.values["received_now"]) for row in bond_shares(session, span))


def _served(session: Session, span: Span) -> dict[str, int]:
    row = columns(Instalment)
    statement = (
        sa.select(sa.func.sum(row.principal), sa.func.sum(row.interest))
        .where(row.region_id == span.region_id, row.ended_at.is_(None))
        .where(row.paid_on >= span.first, row.paid_on <= span.last)
        .execution_options(scoped=True)
    )
    principal, interest = session.execute(statement).one()
    return {"repaid_now": int(principal or 0), "interest_now": int(interest or 0)}


def _limit(session: Session, span: Span) -> int:
    line = columns(QuotaLine)
    statement = sa.select(sa.func.sum(line.amount)).where(
        line.region_id == span.region_id,
        line.bond_type == "special",
        line.entry.in_(keys_of("limit")),
        line.year == span.year,
    )
    return int(session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)
