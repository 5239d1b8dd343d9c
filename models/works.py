"""Construction beyond the contract itself: milestones, contract changes, certified work, signed exceptions,
final accounts.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, Rate


class Milestone(ScopedRow, table=True):
    """One planned step of the works: its weight in the whole (0.25 is a quarter), planned and actual day."""

    project_id: int = Field(foreign_key="project.id", index=True)
    number: int
    name: str = Field(max_length=200)
    weight: Decimal = Field(sa_type=Rate)
    planned_on: date
    actual_on: date | None = None
    note: str = Field(default="", max_length=500)

    __table_args__ = (
        sa.UniqueConstraint("project_id", "number"),
        sa.CheckConstraint("weight > 0", "weight"),
    )


class ContractChange(RecordRow, table=True):
    """An approved change of a contract: what is added to its amount (below zero: taken off), and why."""

    __tablename__ = "contract_change"

    contract_id: int = Field(foreign_key="contract.id", index=True)
    number: str = Field(max_length=60)
    amount: int = Field(sa_type=Cents)
    changed_on: date
    reason: str = Field(max_length=1000)
    approval_number: str = Field(default="", max_length=100)

    record: ClassVar[str] = "contract_change"

    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)


class Certification(RecordRow, table=True):
    """Work certified under a contract in one month; below zero where an earlier month is put right."""

    contract_id: int = Field(foreign_key="contract.id", index=True)
    month: str = Field(max_length=7)
    number: str = Field(max_length=60)
    amount: int = Field(sa_type=Cents)
    certified_by: str = Field(default="", max_length=200)
    remark: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "certification"

    __table_args__ = (sa.UniqueConstraint("contract_id", "number"),)


class PaymentException(RecordRow, table=True):
    """A signed leave to pay a contract ahead of its certified work, up to a gap and a day."""

    __tablename__ = "payment_exception"

    contract_id: int = Field(foreign_key="contract.id", index=True)
    gap: Decimal = Field(sa_type=Rate)
    reason: str = Field(max_length=1000)
    expires_on: date

    record: ClassVar[str] = "payment_exception"

    __table_args__ = (sa.CheckConstraint("gap > 0", "gap"),)


class FinalAccounts(RecordRow, table=True):
    """Completion and final accounts of a project: cost by category is kept in the kind's form."""

    __tablename__ = "final_accounts"

    completed_on: date
    number: str = Field(default="", max_length=100)
    reason: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "final_accounts"
