"""Bonds, the parts of them that projects hold, on-lending, instalments."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow, scope_indexes, sparse_indexes
from models.columns import Cents, JsonText, Rate


class Bond(RecordRow, table=True):
    """One issue. The annexes print no code, so the printed name with its tenor may be all there is."""

    unit_id: int | None = Field(default=None, foreign_key="organisation.id")
    department_id: int | None = Field(default=None, foreign_key="organisation.id")
    project_id: int | None = Field(default=None, foreign_key="project.id")
    code: str = Field(default="", max_length=40, index=True)
    name: str = Field(max_length=300)
    short_name: str = Field(default="", max_length=60)
    sort_key: str = Field(default="", max_length=600)
    bond_type: str = Field(max_length=12)
    purpose: str = Field(max_length=40)
    face: int = Field(sa_type=Cents)
    major_projects: int = Field(default=0, sa_type=Cents)
    tenor_years: int
    option_pattern: str = Field(default="", max_length=20)
    coupon_rate: Decimal | None = Field(default=None, sa_type=Rate)
    coupon_frequency: int = 1
    repayment_form: str = Field(default="bullet", max_length=20)
    issue_date: date | None = None
    tender_date: date | None = None
    value_date: date | None = None
    maturity_date: date | None = None
    year: int = Field(index=True)
    batch: str = Field(default="", max_length=40)
    rating: str = Field(default="", max_length=12)
    issuance_fee_rate: Decimal | None = Field(default=None, sa_type=Rate)
    registration_fee_rate: Decimal | None = Field(default=None, sa_type=Rate)
    principal_table: Any = Field(default=None, sa_type=JsonText, nullable=True)
    """Principal by year of the tenor in fen, once a call or put has changed it."""

    record: ClassVar[str] = "bond"

    __table_args__ = (
        sa.UniqueConstraint("name", "tenor_years", "maturity_date", "face"),
        sa.CheckConstraint("face > 0", "face"),
        # a bond belongs to an issuer; units and projects hold shares of it
        *sparse_indexes("bond", "unit_id", "department_id", "project_id"),
        *scope_indexes("bond", "sort_key", "issue_date", "face", "maturity_date"),
    )


class BondShare(RecordRow, table=True):
    """The part of a bond that one project holds; shares foot to the issue."""

    __tablename__ = "bond_share"

    bond_id: int = Field(foreign_key="bond.id", index=True)
    application_id: int | None = Field(default=None, foreign_key="application.id")
    amount: int = Field(sa_type=Cents)
    as_capital: int = Field(default=0, sa_type=Cents)
    received: int = Field(default=0, sa_type=Cents)
    paid: int = Field(default=0, sa_type=Cents)

    record: ClassVar[str] = "bond_share"

    __table_args__ = (
        sa.CheckConstraint("amount > 0 AND as_capital >= 0 AND as_capital <= amount", "amounts"),
        sa.UniqueConstraint("bond_id", "project_id"),
    )


class OnLending(ScopedRow, table=True):
    """One link of the chain that lends a share downward: province to city, city to county."""

    __tablename__ = "onlending"

    share_id: int = Field(foreign_key="bond_share.id", index=True)
    lender_id: int = Field(foreign_key="region.id")
    borrower_id: int = Field(foreign_key="region.id")
    agreement_number: str = Field(default="", max_length=100)
    signed_on: date | None = None
    amount: int = Field(sa_type=Cents)
    lead_days: int = 5
    late_rate_multiple: int = 2

    __table_args__ = (
        sa.CheckConstraint("lead_days BETWEEN 0 AND 99", "lead_days"),
        sa.UniqueConstraint("share_id", "lender_id"),
    )


class Instalment(RecordRow, table=True):
    """One payment of principal and interest on a share, with the day it must reach the level above."""

    bond_id: int = Field(foreign_key="bond.id", index=True)
    share_id: int = Field(foreign_key="bond_share.id", index=True)
    number: int
    nominal_date: date
    payment_date: date = Field(index=True)
    remittance_date: date = Field(index=True)
    provisional: bool = False
    principal: int = Field(sa_type=Cents)
    interest: int = Field(sa_type=Cents)
    fee: int = Field(default=0, sa_type=Cents)
    principal_source: str = Field(default="", max_length=40)
    interest_source: str = Field(default="", max_length=40)
    secured: int = Field(default=0, sa_type=Cents)
    paid: int = Field(default=0, sa_type=Cents)
    paid_on: date | None = None
    origin: str = Field(default="schedule", max_length=12)
    """schedule, early (repaid to the lender), carried (by the issuer), rest (of refinancing), call, put."""
    waived: int = Field(default=0, sa_type=Cents)

    record: ClassVar[str] = "instalment"

    __table_args__ = (
        sa.CheckConstraint("principal >= 0 AND interest >= 0 AND paid >= 0 AND waived >= 0", "amounts"),
        sa.UniqueConstraint("share_id", "number"),
        sa.Index("ix_instalment_region_payment", "region_id", "payment_date"),
        # The calendar of a whole province reads this index alone: 30,000 rows of a year in ten milliseconds.
        sa.Index(
            "ix_instalment_calendar",
            *("payment_date", "id", "region_id", "state", "interest_source", "principal_source"),
            *("principal", "interest", "fee", "secured", "paid", "ended_at"),
        ),
    )
