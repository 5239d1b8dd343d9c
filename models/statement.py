"""Statements of banks and of the treasury: accounts, lines as printed, what each was matched with."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import Cents


class MoneyAccount(ScopedRow, table=True):
    """An account outside whose statements come in, and the account of the ledger it answers to."""

    __tablename__ = "money_account"

    number: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=200)
    bank: str = Field(default="", max_length=100)
    ledger_account: str = Field(max_length=40)
    opened_on: date
    opening_balance: int = Field(default=0, sa_type=Cents)

    __table_args__ = (
        sa.CheckConstraint(
            "ledger_account IN ('treasury','project_account','reserve_fund')", "ledger_account"
        ),
        sa.Index("ix_money_account_book", "region_id", "ledger_account", "unit_id"),
    )


class StatementLine(ScopedRow, table=True):
    """One line as the bank printed it; what comes in is above zero."""

    __tablename__ = "statement_line"

    account_id: int = Field(foreign_key="money_account.id", index=True)
    file_digest: str = Field(max_length=80)
    file_row: int
    on: date
    amount: int = Field(sa_type=Cents)
    balance: int | None = Field(default=None, sa_type=Cents)
    counterparty: str = Field(default="", max_length=200)
    voucher: str = Field(default="", max_length=60)
    summary: str = Field(default="", max_length=300)
    line_key: str = Field(max_length=64)
    matched: int = Field(default=0, sa_type=Cents)

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", "amount"),
        sa.UniqueConstraint("account_id", "line_key"),
        sa.Index("ix_statement_line_account_on", "account_id", "on"),
    )


class StatementMatch(ScopedRow, table=True):
    """A line of a statement, or a part of it, set against one entry of the ledger; undone by ending it."""

    __tablename__ = "statement_match"

    account_id: int = Field(foreign_key="money_account.id", index=True)
    line_id: int = Field(foreign_key="statement_line.id", index=True)
    entry_id: int = Field(foreign_key="ledger_entry.id", index=True)
    amount: int = Field(sa_type=Cents)
    by_rule: bool = False
    matched_by: int | None = Field(default=None, foreign_key="user_account.id")
    note: str = Field(default="", max_length=500)

    __table_args__ = (sa.CheckConstraint("amount <> 0", "amount"),)
