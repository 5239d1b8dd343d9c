"""The append-only double-entry ledger in fen."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.columns import Cents, Identity, UtcDateTime


class LedgerEntry(SQLModel, table=True):
    """One business event; its postings sum to zero in every book."""

    __tablename__ = "ledger_entry"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    public_id: str = Field(max_length=36, unique=True)
    kind: str = Field(max_length=40)
    business_date: date = Field(index=True)
    known_at: datetime = Field(sa_type=UtcDateTime)
    act: int = Field(sa_type=sa.BigInteger, index=True)
    source: str = Field(max_length=100, index=True)
    counters_id: int | None = Field(default=None, foreign_key="ledger_entry.id", unique=True)
    note: str = Field(default="", max_length=500)


class Posting(SQLModel, table=True):
    """One side of an entry: book, account, fen (debit above zero), and what it is about."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    entry_id: int = Field(foreign_key="ledger_entry.id", index=True)
    book_id: int = Field(foreign_key="region.id")
    unit_id: int | None = Field(default=None, foreign_key="organisation.id")
    account: str = Field(max_length=40)
    amount: int = Field(sa_type=Cents)
    bond_id: int | None = Field(default=None, foreign_key="bond.id")
    share_id: int | None = Field(default=None, foreign_key="bond_share.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    contract_id: int | None = Field(default=None, foreign_key="contract.id")
    payee: str = Field(default="", max_length=200)
    budget_account: str = Field(default="", max_length=20)

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", "amount"),
        sa.Index("ix_posting_book_account", "book_id", "account"),
    )


class LedgerBalance(SQLModel, table=True):
    """The sum of postings by book, unit, account, share; updated in the same transaction."""

    __tablename__ = "ledger_balance"

    book_id: int = Field(primary_key=True, foreign_key="region.id")
    unit_id: int = Field(primary_key=True, default=0)
    account: str = Field(primary_key=True, max_length=40)
    share_id: int = Field(primary_key=True, default=0, sa_type=sa.BigInteger)
    amount: int = Field(sa_type=Cents)
