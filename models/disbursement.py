"""Contracts, requests for payment, progress of the works."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, Rate


class Contract(ScopedRow, table=True):
    """A contract of a project with a final payee."""

    project_id: int = Field(foreign_key="project.id", index=True)
    number: str = Field(max_length=60)
    name: str = Field(max_length=200)
    type: str = Field(default="works", max_length=20)
    payee: str = Field(max_length=200)
    payee_credit_code: str = Field(default="", max_length=18)
    amount: int = Field(sa_type=Cents)
    signed_on: date | None = None
    tender_method: str = Field(default="", max_length=20)
    tendered_on: date | None = None
    months: int = 0
    certified: int = Field(default=0, sa_type=Cents)
    paid: int = Field(default=0, sa_type=Cents)

    __table_args__ = (sa.UniqueConstraint("project_id", "number"), sa.Index("ix_contract_payee", "payee"))


class Disbursement(RecordRow, table=True):
    """A payment to a final payee out of a bond share, asked, checked, approved and paid by several people."""

    share_id: int | None = Field(default=None, foreign_key="bond_share.id", index=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    budget_line_id: int = Field(foreign_key="budget_line.id", index=True)
    number: str = Field(max_length=40, unique=True)
    amount: int = Field(sa_type=Cents)
    purpose: str = Field(max_length=40)
    payee: str = Field(max_length=200)
    payee_account: str = Field(default="", max_length=60)
    payee_bank: str = Field(default="", max_length=100)
    work_basis: str = Field(default="", max_length=500)
    voucher: str = Field(default="", max_length=60)
    paid_on: date | None = None

    record: ClassVar[str] = "disbursement"

    __table_args__ = (sa.CheckConstraint("amount > 0", "amount"),)


class ProgressReport(RecordRow, table=True):
    """A month of the works: how far they are, and the certified value."""

    __tablename__ = "progress_report"

    month: str = Field(max_length=7)
    physical_progress: Decimal = Field(sa_type=Rate)
    certified_work: int = Field(default=0, sa_type=Cents)
    build_status: str = Field(default="building", max_length=20)
    remark: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "progress"

    __table_args__ = (
        sa.CheckConstraint("certified_work >= 0", "certified"),
        sa.UniqueConstraint("project_id", "month"),
    )
