"""Money in a generated province: every share received, paid out to contracts, part of it still standing."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from bench._province import BATCH, _own
from bondlife import clock
from bondlife.db import Database, insert_rows
from bondlife.services import money_flow
from models.base import columns, new_public_id, table
from models.registry import (
    BondShare,
    BudgetLine,
    Contract,
    Disbursement,
    LedgerEntry,
    Posting,
    Project,
    Region,
)

PAYMENTS = 11
"""Payments of one share: with its receipt they make fifty ledger lines."""
LINES = 6 + 4 * PAYMENTS


def fill_money(db: Database, *, seed: int = 7) -> int:
    """Book receipts and payments of every stored share, and return the number of ledger lines."""
    chance = random.Random(seed)
    share, project, region = columns(BondShare), columns(Project), columns(Region)
    with db.writing() as session:
        chosen = (share.id, share.bond_id, share.project_id, share.region_id, share.amount)
        statement = sa.select(*chosen).order_by(share.id).execution_options(scoped=True)
        shares = [tuple(row) for row in session.execute(statement)]
        province = session.execute(sa.select(region.id).where(region.code == "330000")).scalar_one()
        projects = [
            tuple(row)
            for row in session.execute(
                sa.select(project.id, project.region_id).execution_options(scoped=True)
            )
        ]
        insert_rows(
            session, table(Contract), [_contract(key, place, n) for key, place in projects for n in (0, 1)]
        )
        insert_rows(session, table(BudgetLine), [_line(key, place) for key, place in projects])
        booked = _booked(chance, shares, province)
        while parts := list(islice(booked, BATCH)):
            for model in (Disbursement, LedgerEntry, Posting):
                rows = [row for kind, row in parts if kind is model]
                insert_rows(session, table(model), rows)
        paid = sa.text("UPDATE bond_share SET paid = amount / 16 * :payments")
        session.execute(paid, {"payments": PAYMENTS})
        money_flow.rebuild(session)
        session.commit()
        session.connection().exec_driver_sql("ANALYZE")
        session.commit()
    return len(shares) * LINES


def _contract(project: int, region: int, number: int) -> dict[str, Any]:
    key = project * 2 - 1 + number
    return {
        **{
            "id": key,
            "public_id": new_public_id(),
            "version": 1,
            "created_at": clock.now(),
            "ended_at": None,
        },
        **{"region_id": region, "unit_id": None, "department_id": None, "project_id": project},
        **{
            "number": f"HT-{key:06}",
            "name": f"施工合同{key:06}",
            "type": "works",
            "payee": f"示例建工{key % 9000:05}",
        },
        **{"payee_credit_code": "", "amount": 10**13, "signed_on": None, "certified": 10**13, "paid": 0},
        **{"tender_method": "", "tendered_on": None, "months": 0},
    }


def _line(project: int, region: int) -> dict[str, Any]:
    more = {"project_id": project, "year": 2026, "account": "2290402", "purpose": "construction"}
    return {**_own(BudgetLine, project, region, "open"), **more, "amount": 10**13, "used": 0}


def _booked(chance: random.Random, shares: list[Any], province: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield payments, entries and lines in the order of their keys."""
    entry = posting = payment = 0
    for key, bond, project, region, amount in shares:
        first = date(2018, 1, 8) + timedelta(days=chance.randrange(2900))
        entry += 1
        yield LedgerEntry, _entry(entry, "receipt", first, f"bond_share/{key}")
        own = {"bond_id": bond, "share_id": key, "project_id": project}
        for book, account, fen in _receipt(province, region, amount):
            posting += 1
            yield Posting, _posting(posting, entry, book, account, fen, own)
        each = amount // 16
        for number in range(PAYMENTS):
            on = first + timedelta(days=20 * number + chance.randrange(20))
            entry, payment = entry + 1, payment + 1
            contract = project * 2 - 1 + number % 2
            paper = _payment(payment, own, region, contract, each, on)
            yield Disbursement, paper
            yield LedgerEntry, _entry(entry, "payment", on, f"disbursement/{paper['public_id']}")
            for account, fen in (
                ("treasury", -each),
                ("project_account", each),
                ("project_account", -each),
                ("works", each),
            ):
                posting += 1
                at_payee = {"contract_id": contract, "payee": paper["payee"]} if account == "works" else {}
                yield Posting, {**_posting(posting, entry, region, account, fen, own), **at_payee}


def _receipt(province: int, region: int, amount: int) -> list[tuple[int, str, int]]:
    return [
        (province, "debt", -amount),
        (province, "onlending_receivable", amount),
        (region, "onlending_payable", -amount),
        (province, "treasury", amount),
        (province, "treasury", -amount),
        (region, "treasury", amount),
    ]


def _entry(key: int, kind: str, on: date, source: str) -> dict[str, Any]:
    return {
        **{
            "id": key,
            "public_id": new_public_id(),
            "kind": kind,
            "business_date": on,
            "known_at": clock.now(),
        },
        **{"act": 1, "source": source, "counters_id": None, "note": ""},
    }


def _posting(
    key: int, entry: int, book: int, account: str, amount: int, own: dict[str, Any]
) -> dict[str, Any]:
    more = {"unit_id": None, "contract_id": None, "payee": "", "budget_account": ""}
    return {
        "id": key,
        "entry_id": entry,
        "book_id": book,
        "account": account,
        "amount": amount,
        **own,
        **more,
    }


def _payment(
    key: int, own: dict[str, Any], region: int, contract: int, amount: int, on: date
) -> dict[str, Any]:
    about = {"project_id": own["project_id"], "share_id": own["share_id"], "contract_id": contract}
    return {
        **_own(Disbursement, key, region, "paid"),
        **about,
        **{
            "budget_line_id": own["project_id"],
            "number": f"ZF-{key:07}",
            "amount": amount,
            "purpose": "works",
        },
        **{"payee": f"示例建工{contract % 9000:05}", "voucher": f"PZ-{key:07}", "paid_on": on},
    }
