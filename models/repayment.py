"""Repayment beside the schedule: remittances level by level, orders, shortfall plans, refinancing, tables."""

from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, JsonText


class Remittance(RecordRow, table=True):
    """One leg of an instalment on its way up: from one level to the next, the last one to the registrar.

    The row belongs to the payer; ``payee_id`` is empty where the registrar receives.
    """

    bond_id: int = Field(foreign_key="bond.id", index=True)
    share_id: int = Field(foreign_key="bond_share.id", index=True)
    instalment_id: int = Field(foreign_key="instalment.id", index=True)
    step: int
    payer_id: int = Field(foreign_key="region.id")
    payee_id: int | None = Field(default=None, foreign_key="region.id", index=True)
    due_on: date = Field(index=True)
    principal: int = Field(default=0, sa_type=Cents)
    interest: int = Field(default=0, sa_type=Cents)
    fee: int = Field(default=0, sa_type=Cents)
    penalty: int = Field(default=0, sa_type=Cents)
    sent_on: date | None = None
    voucher: str = Field(default="", max_length=60)
    received_on: date | None = None
    receipt_number: str = Field(default="", max_length=60)

    record: ClassVar[str] = "remittance"

    __table_args__ = (
        sa.UniqueConstraint("instalment_id", "step"),
        sa.CheckConstraint("principal >= 0 AND interest >= 0 AND fee >= 0 AND penalty >= 0", "amounts"),
    )


class RepaymentOrder(RecordRow, table=True):
    """An act beside the schedule that needs signatures: early repayment, redemption, waiver, reserve.

    ``purpose`` says which; ``effective_on`` is the day it takes effect.
    """

    __tablename__ = "repayment_order"

    purpose: str = Field(max_length=24, index=True)
    bond_id: int | None = Field(default=None, foreign_key="bond.id", index=True)
    share_id: int | None = Field(default=None, foreign_key="bond_share.id", index=True)
    instalment_id: int | None = Field(default=None, foreign_key="instalment.id", index=True)
    amount: int = Field(sa_type=Cents)
    effective_on: date
    document_number: str = Field(default="", max_length=100)
    grounds: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "repayment_order"

    __table_args__ = (sa.CheckConstraint("amount > 0", "amount"),)


class ShortfallLine(ScopedRow, table=True):
    """One source of a shortfall plan: how much, in which year, approved by which document on which day."""

    __tablename__ = "shortfall_line"

    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    instalment_id: int = Field(foreign_key="instalment.id", index=True)
    source: str = Field(max_length=40)
    year: int
    amount: int = Field(sa_type=Cents)
    approval_number: str = Field(default="", max_length=100)
    approved_on: date | None = None
    note: str = Field(default="", max_length=500)

    __table_args__ = (
        sa.CheckConstraint("amount > 0", "amount"),
        sa.UniqueConstraint("instalment_id", "source", "year"),
    )


class RefinancingLine(ScopedRow, table=True):
    """Old principal mapped to a share of a refinancing bond: the lineage of a debt, read both ways."""

    __tablename__ = "refinancing_line"

    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    instalment_id: int = Field(foreign_key="instalment.id", index=True)
    old_share_id: int = Field(foreign_key="bond_share.id", index=True)
    new_share_id: int = Field(foreign_key="bond_share.id", index=True)
    amount: int = Field(sa_type=Cents)
    done_on: date | None = None

    __table_args__ = (
        sa.CheckConstraint("amount > 0", "amount"),
        sa.UniqueConstraint("instalment_id", "new_share_id"),
    )


class PublishedTable(ScopedRow, table=True):
    """A published table of repayments as printed: its cells, and where it was printed.

    ``cells`` holds rows [name, [[column, text as printed], …]] in their order; the layout says which sums it
    claims.
    """

    __tablename__ = "published_table"

    layout: str = Field(max_length=24, index=True)
    title: str = Field(max_length=200)
    unit: str = Field(default="亿元", max_length=12)
    address: str = Field(default="", max_length=300)
    publisher: str = Field(default="", max_length=100)
    cells: Any = Field(default=None, sa_type=JsonText, nullable=True)

    __table_args__ = (sa.UniqueConstraint("region_id", "layout", "title"),)
