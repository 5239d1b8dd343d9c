"""Rows of the monthly files: bond shares for the debt system, payments for look-through monitoring."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.lifecycle.filings.rows import FiledRow, Span
from models.base import columns, table
from models.registry import (
    Bond,
    BondShare,
    Contract,
    Disbursement,
    Instalment,
    LedgerEntry,
    MoneyFlow,
    Movement,
    Posting,
    Project,
)

_RAISED = ("raised", "moved", "refinanced")
_HELD = ("treasury", "project_account")


def bond_shares(session: Session, span: Span) -> list[FiledRow]:
    """Return one row for each share of a bond that the region's projects hold."""
    share, bond, project = columns(BondShare), columns(Bond), columns(Project)
    statement = (
        sa.select(BondShare, Bond, Project)
        .join_from(table(BondShare), table(Bond), bond.id == share.bond_id)
        .join(table(Project), project.id == share.project_id)
        .where(share.region_id == span.region_id, share.ended_at.is_(None))
        .where(sa.or_(bond.value_date.is_(None), bond.value_date <= span.last))
        .order_by(bond.value_date, bond.name, project.code)
        .execution_options(scoped=True)
    )
    rows = session.execute(statement).all()
    money, repaid = _money(session, span), _repaid(session, span)
    return [_share_row(span, one, at, owner, money, repaid) for one, at, owner in rows]


def _share_row(
    span: Span, share: BondShare, bond: Bond, project: Project, money: Any, repaid: Any
) -> FiledRow:
    now, ever = money.get((share.id, True), {}), money.get((share.id, False), {})
    principal, principal_now, interest_now = repaid.get(share.id, (0, 0, 0))
    values = {
        **_about(span, project),
        "bond_code": bond.code,
        "bond_name": bond.name,
        "coupon_rate": _rate(bond.coupon_rate),
        "maturity_date": _day(bond.maturity_date),
        "amount": share.amount,
        "as_capital": share.as_capital,
        "received": _sum(ever, _RAISED),
        "received_now": _sum(now, _RAISED),
        "paid": _sum(ever, ("paid",)),
        "paid_now": _sum(now, ("paid",)),
        "unused": _sum(ever, _HELD),
        "repaid_now": principal_now,
        "interest_now": interest_now,
        "principal_balance": share.amount - principal,
    }
    label = f"{project.name} · {bond.name}"
    return FiledRow(
        f"bond_share/{share.public_id}", label, values, f"/projects/{project.public_id}", project.id
    )


def _about(span: Span, project: Project | None) -> dict[str, Any]:
    return {
        "region_code": span.region_code,
        "debt_system_code": project.debt_system_code if project is not None else "",
        "project_code": (project.platform_code or project.code) if project is not None else "",
        "project_name": project.name if project is not None else "",
    }


def _sum(parts: dict[str, int], names: Iterable[str]) -> int:
    return sum(parts.get(name, 0) for name in names)


def _day(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def _rate(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _money(session: Session, span: Span) -> dict[tuple[int, bool], dict[str, int]]:
    """Return what each step moved of each share: in the span (True) and up to its end (False)."""
    flow = columns(MoneyFlow)
    in_span = sa.case((flow.on >= span.first, flow.amount), else_=0)
    statement = (
        sa.select(flow.share_id, flow.step, sa.func.sum(flow.amount), sa.func.sum(in_span))
        .where(
            flow.region_id == span.region_id,
            flow.on <= span.last,
            sa.or_(flow.book_id == span.region_id, flow.step.not_in(_HELD)),
        )
        .group_by(flow.share_id, flow.step)
    )
    found: dict[tuple[int, bool], dict[str, int]] = {}
    for share, step, ever, now in session.execute(statement):
        found.setdefault((share, False), {})[step] = int(ever)
        found.setdefault((share, True), {})[step] = int(now)
    return found


def _repaid(session: Session, span: Span) -> dict[int, tuple[int, int, int]]:
    """Return principal repaid up to the end, principal and interest paid in the span, by share."""
    row = columns(Instalment)
    in_span = row.paid_on >= span.first
    statement = (
        sa.select(
            row.share_id,
            sa.func.sum(row.principal),
            sa.func.sum(sa.case((in_span, row.principal), else_=0)),
            sa.func.sum(sa.case((in_span, row.interest), else_=0)),
        )
        .where(row.region_id == span.region_id, row.paid_on <= span.last, row.ended_at.is_(None))
        .group_by(row.share_id)
        .execution_options(scoped=True)
    )
    return {key: (int(whole), int(part), int(due)) for key, whole, part, due in session.execute(statement)}


def payments(session: Session, span: Span) -> list[FiledRow]:
    """Return one row for each entry that paid a payee, or took a payment back, in the span."""
    posting, entry = columns(Posting), columns(LedgerEntry)
    statement = (
        sa.select(Posting, LedgerEntry)
        .join_from(table(Posting), table(LedgerEntry), entry.id == posting.entry_id)
        .where(
            posting.book_id == span.region_id,
            posting.account == "works",
            posting.share_id.is_not(None),
            entry.business_date >= span.first,
            entry.business_date <= span.last,
        )
        .order_by(entry.business_date, entry.id, posting.id)
        .execution_options(scoped=True)
    )
    rows = session.execute(statement).all()
    papers = _papers(session, [entry.source for _posting, entry in rows])
    names = _names(session, [posting for posting, _entry in rows])
    return [_payment_row(span, one, entry, papers, names) for one, entry in rows]


def _payment_row(span: Span, posting: Posting, entry: LedgerEntry, papers: Any, names: Any) -> FiledRow:
    project = names["project"].get(posting.project_id)
    contract = names["contract"].get(posting.contract_id)
    bond = names["bond"].get(posting.bond_id)
    paper = papers.get(entry.source)
    values = {
        **_about(span, project),
        "bond_name": bond.name if bond is not None else "",
        "bond_code": bond.code if bond is not None else "",
        "contract_number": contract.number if contract is not None else "",
        "payee": posting.payee or (contract.payee if contract is not None else ""),
        "payee_code": contract.payee_credit_code if contract is not None else "",
        "voucher": _voucher(paper),
        "paid_on": _day(entry.business_date),
        "account": posting.budget_account,
        "amount": posting.amount,
        "work_basis": getattr(paper, "work_basis", "") or "",
    }
    kind, _slash, key = entry.source.partition("/")
    href = f"/records/{kind}/{key}" if kind in ("disbursement", "movement") else ""
    label = f"{values['project_name']} · {values['payee']} · {values['paid_on']}"
    return FiledRow(f"entry/{entry.public_id}/{posting.id}", label, values, href, posting.project_id)


def _voucher(paper: Any) -> str:
    return str(getattr(paper, "voucher", "") or "")


def _papers(session: Session, sources: list[str]) -> dict[str, Any]:
    """Return the payments and movements behind entries, by their source."""
    found: dict[str, Any] = {}
    for model in (Disbursement, Movement):
        head = f"{model.record}/"
        keys = sorted({one.removeprefix(head) for one in sources if one.startswith(head)})
        for start in range(0, len(keys), 500):
            part = columns(model).public_id.in_(keys[start : start + 500])
            statement = sa.select(model).where(part).execution_options(scoped=True)
            found.update({f"{head}{row.public_id}": row for row in session.execute(statement).scalars()})
    return found


def _names(session: Session, postings: list[Posting]) -> dict[str, dict[Any, Any]]:
    """Return projects, contracts and bonds by key."""
    found: dict[str, dict[Any, Any]] = {}
    for name, model in (("project", Project), ("contract", Contract), ("bond", Bond)):
        keys = sorted({getattr(one, f"{name}_id") for one in postings} - {None})
        rows: dict[Any, Any] = {}
        for start in range(0, len(keys), 500):
            part = columns(model).id.in_(keys[start : start + 500])
            statement = sa.select(model).where(part).execution_options(scoped=True)
            rows.update({row.id: row for row in session.execute(statement).scalars()})
        found[name] = rows
    return found
