"""Debt limits, control figures and budget lines."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents


class DebtLimit(ScopedRow, table=True):
    """Limit and balance of one region, year and kind of debt, as notified or reported."""

    __tablename__ = "debt_limit"

    year: int
    bond_type: str = Field(max_length=12)
    opening_limit: int = Field(default=0, sa_type=Cents)
    new_limit: int = Field(default=0, sa_type=Cents)
    advance_limit: int = Field(default=0, sa_type=Cents)
    control_figure: int | None = Field(default=None, sa_type=Cents)
    balance: int | None = Field(default=None, sa_type=Cents)
    notice_number: str = Field(default="", max_length=100)
    notified_on: date | None = None

    __table_args__ = (sa.UniqueConstraint("region_id", "year", "bond_type"),)


class BudgetLine(RecordRow, table=True):
    """Budget of one project, year and account; the opening budget or an approved adjustment opens it."""

    __tablename__ = "budget_line"

    year: int = Field(index=True)
    account: str = Field(max_length=20)
    purpose: str = Field(max_length=20)
    amount: int = Field(sa_type=Cents)
    used: int = Field(default=0, sa_type=Cents)
    basis: str = Field(default="opening", max_length=20)
    document_number: str = Field(default="", max_length=100)
    approved_on: date | None = None

    record: ClassVar[str] = "budget_line"

    __table_args__ = (
        sa.CheckConstraint("amount > 0 AND used >= 0", "amounts"),
        sa.UniqueConstraint("project_id", "year", "account", "purpose"),
    )
