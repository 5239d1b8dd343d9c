"""PPP contracts: parties and phases, dated terms as data, prices and indices, what a period brought."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow, scope_indexes
from models.columns import Cents, JsonText, Rate, UtcDateTime


class PPPContract(RecordRow, table=True):
    """A contract of a PPP project: its regime decides what it may ever pay for.

    ``project_id`` names the project whose shares hold special-bond money, if any. ``financing``,
    ``risks`` and ``milestones`` are lists of rows as the contract prints them; ``spending`` the government's
    approved plan by year, which counts for affordability before what the terms say. Amounts are fen (pence
    in GBP).
    """

    __tablename__ = "ppp_contract"

    number: str = Field(max_length=60)
    name: str = Field(max_length=200)
    regime: str = Field(max_length=12)
    payment_type: str = Field(max_length=16)
    currency: str = Field(default="CNY", max_length=3)
    sector: str = Field(default="", max_length=40)
    agency: str = Field(max_length=200)
    company: str = Field(max_length=200)
    company_credit_code: str = Field(default="", max_length=18)
    signed_on: date | None = None
    construction_from: date | None = None
    operation_from: date | None = None
    ends_on: date | None = None
    total_investment: int = Field(default=0, sa_type=Cents)
    capital: int = Field(default=0, sa_type=Cents)
    government_capital: int = Field(default=0, sa_type=Cents)
    financing: Any = Field(default=None, sa_type=JsonText, nullable=True)
    risks: Any = Field(default=None, sa_type=JsonText, nullable=True)
    milestones: Any = Field(default=None, sa_type=JsonText, nullable=True)
    spending: Any = Field(default=None, sa_type=JsonText, nullable=True)
    regime_basis: str = Field(default="", max_length=300)

    record: ClassVar[str] = "ppp_contract"

    __table_args__ = (
        sa.UniqueConstraint("region_id", "number"),
        sa.CheckConstraint("regime IN ('stock','new')", "regime"),
        sa.CheckConstraint("payment_type IN ('government_pay','gap_subsidy','user_pay')", "payment_type"),
        sa.CheckConstraint("currency IN ('CNY','GBP')", "currency"),
        sa.CheckConstraint("government_capital <= capital AND capital <= total_investment", "capital"),
        *scope_indexes("ppp_contract", "name"),
    )


class PPPTerms(RecordRow, table=True):
    """One dated version of the payment terms, as data; in force once a second person approved it.

    ``body`` holds components, coefficients, deductions, indexation, sharing, caps, rounding, periods and
    payers (``bondlife.ppp.terms``); ``formula`` the contract formula with its worked examples, where the
    terms rest on one. ``supplement`` names the supplementary agreement that brought a later version.
    """

    __tablename__ = "ppp_terms"

    contract_id: int = Field(foreign_key="ppp_contract.id", index=True)
    number: int
    name: str = Field(default="", max_length=200)
    supplement: str = Field(default="", max_length=100)
    valid_from: date
    valid_to: date | None = None
    template: str = Field(default="", max_length=40)
    formula_version: str = Field(default="", max_length=40)
    body: Any = Field(default=None, sa_type=JsonText, nullable=True)
    formula: Any = Field(default=None, sa_type=JsonText, nullable=True)
    digest: str = Field(default="", max_length=80)

    record: ClassVar[str] = "ppp_terms"

    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "valid"),
    )


class PriceBasis(ScopedRow, table=True):
    """A unit price or base amount of a contract from a month on (2025-06), with its evidence."""

    __tablename__ = "price_basis"

    contract_id: int = Field(foreign_key="ppp_contract.id", index=True)
    name: str = Field(max_length=60)
    effective_month: str = Field(max_length=7)
    value: Decimal = Field(sa_type=Rate)
    unit: str = Field(max_length=40)
    evidence: str = Field(max_length=300)

    __table_args__ = (sa.UniqueConstraint("contract_id", "name", "effective_month"),)


class IndexSeries(ScopedRow, table=True):
    """A price index a region keeps: electricity, wages, consumer prices; yearly or monthly."""

    __tablename__ = "index_series"

    key: str = Field(max_length=60)
    name: str = Field(max_length=200)
    unit: str = Field(default="index", max_length=40)
    frequency: str = Field(default="month", max_length=10)
    source: str = Field(max_length=300)

    __table_args__ = (
        sa.UniqueConstraint("region_id", "key"),
        sa.CheckConstraint("frequency IN ('month','quarter','year')", "frequency"),
    )


class IndexValue(ScopedRow, table=True):
    """One value of an index as published, for the first month of what it covers (2025-06)."""

    __tablename__ = "index_value"

    series_id: int = Field(foreign_key="index_series.id", index=True)
    month: str = Field(max_length=7)
    value: Decimal = Field(sa_type=Rate)
    source: str = Field(default="", max_length=300)

    __table_args__ = (
        sa.UniqueConstraint("series_id", "month"),
        sa.CheckConstraint("value > 0", "value"),
    )


class PeriodInput(ScopedRow, table=True):
    """One measured quantity of a contract and period (volume, quality, user income) with its evidence.

    A quantity measured day by day or month by month inside the period keeps its series in ``series``.
    """

    __tablename__ = "period_input"

    contract_id: int = Field(foreign_key="ppp_contract.id", index=True)
    period: str = Field(max_length=10)
    name: str = Field(max_length=60)
    value: Decimal = Field(sa_type=Rate)
    unit: str = Field(default="", max_length=40)
    series: Any = Field(default=None, sa_type=JsonText, nullable=True)
    evidence: str = Field(default="", max_length=300)

    __table_args__ = (sa.UniqueConstraint("contract_id", "period", "name"),)


class ServiceEvent(ScopedRow, table=True):
    """An unavailable area or a fault: when reported, answered, mended, and what it weighs."""

    __tablename__ = "service_event"

    contract_id: int = Field(foreign_key="ppp_contract.id", index=True)
    number: str = Field(max_length=30)
    period: str = Field(max_length=10, index=True)
    type: str = Field(max_length=20)
    area: str = Field(default="", max_length=60)
    criterion: str = Field(default="", max_length=200)
    reported_at: datetime = Field(sa_type=UtcDateTime)
    responded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    periods: Decimal = Field(default=Decimal(0), sa_type=Rate)
    points: Decimal = Field(default=Decimal(0), sa_type=Rate)
    amount: int | None = Field(default=None, sa_type=Cents)
    was_used: bool = Field(default=False)
    remark: str = Field(default="", max_length=1000)

    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        sa.CheckConstraint("type IN ('unavailable','fault','points','amount')", "type"),
        sa.CheckConstraint("periods >= 0 AND points >= 0 AND (amount IS NULL OR amount >= 0)", "weights"),
    )


class Waiver(RecordRow, table=True):
    """A deduction that is not taken: nothing disappears, the reason and a public line stay."""

    contract_id: int = Field(foreign_key="ppp_contract.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="service_event.id", unique=True)
    number: str = Field(max_length=30)
    period: str = Field(max_length=10)
    amount: int = Field(sa_type=Cents)
    reason: str = Field(default="", max_length=1000)
    public_line: str = Field(default="", max_length=300)

    record: ClassVar[str] = "waiver"

    __table_args__ = (
        sa.UniqueConstraint("contract_id", "number"),
        sa.CheckConstraint("amount > 0", "amount"),
    )


class Arrear(ScopedRow, table=True):
    """What fell due to a company for a period: paid how far, and how the rest will be cleared.

    ``payments`` holds rows {on, amount, voucher}, whose amounts add up to ``paid``; ``plan`` rows
    {on, amount}.
    ``late_rate`` is the default interest of the contract per year, as agreed when the amount fell due.
    """

    contract_id: int = Field(foreign_key="ppp_contract.id", index=True)
    period: str = Field(max_length=10)
    due_on: date = Field(index=True)
    due: int = Field(sa_type=Cents)
    paid: int = Field(default=0, sa_type=Cents)
    late_rate: Decimal = Field(default=Decimal(0), sa_type=Rate)
    payments: Any = Field(default=None, sa_type=JsonText, nullable=True)
    plan: Any = Field(default=None, sa_type=JsonText, nullable=True)
    plan_number: str = Field(default="", max_length=100)
    remark: str = Field(default="", max_length=1000)

    __table_args__ = (
        sa.UniqueConstraint("contract_id", "period"),
        sa.CheckConstraint("paid >= 0 AND paid <= due", "paid"),
    )
