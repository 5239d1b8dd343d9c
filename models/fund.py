"""Government investment funds: the register, partners, dated terms, policy goals, findings, contributions."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, Row, ScopedRow, scope_indexes
from models.columns import Cents, JsonText, Rate


class Fund(RecordRow, table=True):
    """One government investment fund; the plan it rests on is its project, whose budget pays into it."""

    name: str = Field(max_length=200)
    sort_key: str = Field(default="", max_length=400)
    fund_type: str = Field(default="industry", max_length=12)
    purpose: str = Field(default="", max_length=1000)
    target_size: int | None = Field(default=None, sa_type=Cents)
    manager: str = Field(default="", max_length=200)
    manager_code: str = Field(default="", max_length=40)
    custodian: str = Field(default="", max_length=200)
    custody_account: str = Field(default="", max_length=60)
    filing_number: str = Field(default="", max_length=60)
    plan_confirmed_on: date | None = None
    registered_on: date | None = None
    investment_ends_on: date | None = None
    term_ends_on: date | None = None

    record: ClassVar[str] = "fund"

    __table_args__ = (
        sa.CheckConstraint("target_size >= 0", "target_size"),
        sa.CheckConstraint("fund_type IN ('industry','venture','parent')", "fund_type"),
        sa.UniqueConstraint("project_id"),
        *scope_indexes("fund", "sort_key", "target_size"),
    )


class FundPartner(ScopedRow, table=True):
    """Who stands in a fund: a government of some tier, state or social capital, the manager.

    ``government_id`` is the region whose budget pays; ``is_manager`` marks the partner that earns the carry.
    """

    __tablename__ = "fund_partner"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    number: int
    name: str = Field(max_length=200)
    code: str = Field(default="", max_length=40)
    tier: str = Field(max_length=12)
    government_id: int | None = Field(default=None, foreign_key="region.id")
    is_manager: bool = False

    __table_args__ = (
        sa.UniqueConstraint("fund_id", "number"),
        sa.UniqueConstraint("fund_id", "name"),
        sa.CheckConstraint(
            "tier IN ('central','province','city','county','state_capital','social','manager')", "tier"
        ),
    )


class FundCommitment(ScopedRow, table=True):
    """What a partner promised on a day (fen); below zero where a promise was lowered. Never changed."""

    __tablename__ = "fund_commitment"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    partner_id: int = Field(foreign_key="fund_partner.id", index=True)
    amount: int = Field(sa_type=Cents)
    committed_on: date
    document_number: str = Field(default="", max_length=100)

    __table_args__ = (sa.CheckConstraint("amount <> 0", "amount"),)


class FundTerms(RecordRow, table=True):
    """One dated version of a fund's terms, with an example worked by hand that it must reproduce.

    Rates are per year, shares from 0 to 1. ``concession`` holds bands (lowest_score, share), ``directions``
    rows (key, label, share at least), ``example`` calls, distributions and what they must give.
    """

    __tablename__ = "fund_terms"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    number: int
    valid_from: date
    document_number: str = Field(default="", max_length=100)
    waterfall: str = Field(default="european", max_length=16)
    hurdle_rate: Decimal = Field(sa_type=Rate)
    compounding: str = Field(default="simple", max_length=12)
    catch_up_share: Decimal = Field(sa_type=Rate)
    carry_rate: Decimal = Field(sa_type=Rate)
    clawback_tax_rate: Decimal = Field(default=Decimal(0), sa_type=Rate)
    management_fee_rate: Decimal = Field(default=Decimal(0), sa_type=Rate)
    fee_base: str = Field(default="paid_in", max_length=12)
    most_in_one: Decimal | None = Field(default=None, sa_type=Rate)
    reinvestment_ratio: Decimal | None = Field(default=None, sa_type=Rate)
    concession: Any = Field(default=None, sa_type=JsonText, nullable=True)
    directions: Any = Field(default=None, sa_type=JsonText, nullable=True)
    exit_clauses: Any = Field(default=None, sa_type=JsonText, nullable=True)
    promises_return: bool = False
    example: Any = Field(default=None, sa_type=JsonText, nullable=True)

    record: ClassVar[str] = "fund_terms"

    __table_args__ = (
        sa.UniqueConstraint("fund_id", "number"),
        sa.CheckConstraint("waterfall IN ('european','deal_by_deal','total_return')", "waterfall"),
        sa.CheckConstraint("compounding IN ('simple','compound')", "compounding"),
        sa.CheckConstraint("fee_base IN ('committed','paid_in','invested')", "fee_base"),
    )


class FundGoal(ScopedRow, table=True):
    """One policy goal of a fund: measured from its books (``measure``) or entered with its day."""

    __tablename__ = "fund_goal"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    number: int
    name: str = Field(max_length=200)
    measure: str = Field(default="entered", max_length=20)
    unit: str = Field(default="", max_length=20)
    target: Decimal = Field(sa_type=Rate)
    weight: Decimal = Field(default=Decimal(0), sa_type=Rate)
    actual: Decimal | None = Field(default=None, sa_type=Rate)
    actual_on: date | None = None

    __table_args__ = (
        sa.UniqueConstraint("fund_id", "number"),
        sa.CheckConstraint(
            "measure IN ('entered','leverage','reinvestment','direction','paid_in')", "measure"
        ),
    )


class FundFinding(ScopedRow, table=True):
    """A breach somebody found: field off policy, not by the charter, other; until it is cleared."""

    __tablename__ = "fund_finding"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    trigger: str = Field(max_length=20)
    found_on: date
    text: str = Field(max_length=1000)
    cleared_on: date | None = None
    cleared_by_text: str = Field(default="", max_length=1000)

    __table_args__ = (
        sa.CheckConstraint("trigger IN ('off_policy','against_charter','other_breach')", "trigger"),
    )


class FundContribution(ScopedRow, table=True):
    """What a government partner plans to pay in a year: the commitment of a future budget."""

    __tablename__ = "fund_contribution"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    partner_id: int = Field(foreign_key="fund_partner.id", index=True)
    year: int = Field(index=True)
    amount: int = Field(sa_type=Cents)
    basis: str = Field(default="", max_length=200)
    budget_line_id: int | None = Field(default=None, foreign_key="budget_line.id")

    __table_args__ = (
        sa.UniqueConstraint("partner_id", "year"),
        sa.CheckConstraint("amount >= 0", "amount"),
    )


class FundDecision(RecordRow, table=True):
    """What the result of an evaluation means for a fund and year: contribution, exit, fee, reward.

    ``steps`` holds the figures the rule went through, as shown before the signature.
    """

    __tablename__ = "fund_decision"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    year: int = Field(index=True)
    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id")
    score: Decimal = Field(sa_type=Rate)
    grade: str = Field(max_length=12)
    action: str = Field(max_length=12)
    contribution: int = Field(sa_type=Cents)
    fee_share: Decimal = Field(sa_type=Rate)
    reward: int = Field(default=0, sa_type=Cents)
    steps: Any = Field(default=None, sa_type=JsonText, nullable=True)

    record: ClassVar[str] = "fund_decision"

    __table_args__ = (
        sa.CheckConstraint("contribution >= 0 AND reward >= 0", "amounts"),
        sa.CheckConstraint("action IN ('continue','reduce','suspend','exit','terminate')", "action"),
    )


class BenchmarkLevel(Row, table=True):
    """The level of a public market index on a day: what a fund is held beside."""

    __tablename__ = "benchmark_level"

    key: str = Field(max_length=40)
    name: str = Field(max_length=100)
    on: date
    level: Decimal = Field(sa_type=Rate)
    source: str = Field(default="", max_length=300)

    __table_args__ = (
        sa.UniqueConstraint("key", "on"),
        sa.CheckConstraint("level > 0", "level"),
    )
