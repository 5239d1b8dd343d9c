"""Money of funds: calls and distributions with their lines, holdings, valuations, exits, capital accounts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, JsonText, Rate
from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class FundEntry:
    """One kind of movement: its sign in the partner's capital account and in the fund's cash."""

    key: str
    label: Label
    account: int
    cash: int


FUND_ENTRIES: tuple[FundEntry, ...] = (
    FundEntry("call", Label("Paid in", "实缴出资"), 1, 1),
    FundEntry("fee", Label("Fees and costs", "管理费及费用"), -1, -1),
    FundEntry("relief", Label("Fee waived or offset", "管理费减免抵扣"), 0, 0),
    FundEntry("investment", Label("Invested", "投资支出"), 0, -1),
    FundEntry("proceeds", Label("Proceeds and income", "退出回款及收益"), 0, 1),
    FundEntry("result", Label("Gain or loss", "损益"), 1, 0),
    FundEntry("carry", Label("Carry allocated", "业绩报酬划转"), 1, 0),
    FundEntry("concession", Label("Gain conceded", "让利划转"), 1, 0),
    FundEntry("distribution", Label("Distributed", "分配"), -1, -1),
    FundEntry("clawback", Label("Given back", "回拨"), 1, 1),
)
"""Every movement; a positive amount of ``fee``, ``investment`` and ``distribution`` takes money away.

A fee given back is a ``fee`` below zero; ``relief`` moves no money: it says why an agreed fee is not paid."""

ENTRY_BY_KEY = {entry.key: entry for entry in FUND_ENTRIES}


class CapitalCall(RecordRow, table=True):
    """One call for capital, or for what the manager has to give back; lines by partner foot to it."""

    __tablename__ = "capital_call"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    number: int
    type: str = Field(default="capital", max_length=12)
    called_on: date
    due_on: date
    amount: int = Field(sa_type=Cents)
    for_investment: int = Field(default=0, sa_type=Cents)
    for_fees: int = Field(default=0, sa_type=Cents)
    purpose: str = Field(default="", max_length=500)
    paid: int = Field(default=0, sa_type=Cents)

    record: ClassVar[str] = "capital_call"

    __table_args__ = (
        sa.UniqueConstraint("fund_id", "number"),
        sa.CheckConstraint("amount > 0 AND paid BETWEEN 0 AND amount", "amount"),
        sa.CheckConstraint("for_investment >= 0 AND for_fees >= 0", "parts"),
        sa.CheckConstraint("type IN ('capital','clawback')", "type"),
        sa.CheckConstraint("due_on >= called_on", "days"),
    )


class CapitalCallLine(ScopedRow, table=True):
    """What one partner is asked to pay, and what it has paid; a government's part names its budget line."""

    __tablename__ = "capital_call_line"

    call_id: int = Field(foreign_key="capital_call.id", index=True)
    partner_id: int = Field(foreign_key="fund_partner.id", index=True)
    amount: int = Field(sa_type=Cents)
    paid: int = Field(default=0, sa_type=Cents)
    paid_on: date | None = None
    budget_line_id: int | None = Field(default=None, foreign_key="budget_line.id", index=True)

    __table_args__ = (
        sa.UniqueConstraint("call_id", "partner_id"),
        sa.CheckConstraint("amount >= 0 AND paid BETWEEN 0 AND amount", "amounts"),
    )


class FundDistribution(RecordRow, table=True):
    """One distribution: cash, the terms it goes by, its way through the tiers; lines foot to it."""

    __tablename__ = "fund_distribution"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    number: int
    on: date
    amount: int = Field(sa_type=Cents)
    origin: str = Field(default="", max_length=500)
    terms_id: int = Field(foreign_key="fund_terms.id")
    score: Decimal | None = Field(default=None, sa_type=Rate)
    to_investors: int = Field(sa_type=Cents)
    to_manager: int = Field(sa_type=Cents)
    conceded: int = Field(default=0, sa_type=Cents)
    steps: Any = Field(default=None, sa_type=JsonText, nullable=True)

    record: ClassVar[str] = "fund_distribution"

    __table_args__ = (
        sa.UniqueConstraint("fund_id", "number"),
        sa.CheckConstraint("amount > 0 AND to_investors >= 0 AND to_manager >= 0", "amounts"),
        sa.CheckConstraint("to_investors + to_manager = amount", "foots"),
    )


class FundDistributionLine(ScopedRow, table=True):
    """What one partner gets: capital back, gain, carry earned, gain conceded to it (below zero: given up)."""

    __tablename__ = "fund_distribution_line"

    distribution_id: int = Field(foreign_key="fund_distribution.id", index=True)
    partner_id: int = Field(foreign_key="fund_partner.id", index=True)
    capital: int = Field(default=0, sa_type=Cents)
    gain: int = Field(default=0, sa_type=Cents)
    carry: int = Field(default=0, sa_type=Cents)
    concession: int = Field(default=0, sa_type=Cents)
    amount: int = Field(sa_type=Cents)

    __table_args__ = (
        sa.UniqueConstraint("distribution_id", "partner_id"),
        sa.CheckConstraint("capital + gain + carry + concession = amount AND amount >= 0", "foots"),
    )


class FundHolding(ScopedRow, table=True):
    """One investment of a fund: company or sub-fund, cost and day, direction and place.

    ``whole_paid_in`` is what all investors have paid into a sub-fund, ours with them: leverage counts it.
    """

    __tablename__ = "fund_holding"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    number: int
    name: str = Field(max_length=200)
    code: str = Field(default="", max_length=40)
    instrument: str = Field(default="equity", max_length=12)
    direction: str = Field(default="", max_length=40)
    place_code: str = Field(default="", max_length=12)
    cost: int = Field(sa_type=Cents)
    invested_on: date
    whole_paid_in: int = Field(default=0, sa_type=Cents)

    __table_args__ = (
        sa.UniqueConstraint("fund_id", "number"),
        sa.CheckConstraint("cost > 0 AND whole_paid_in >= 0", "amounts"),
        sa.CheckConstraint("instrument IN ('equity','sub_fund','other')", "instrument"),
    )


class FundValuation(ScopedRow, table=True):
    """The fair value of a holding on a day; one a day."""

    __tablename__ = "fund_valuation"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    holding_id: int = Field(foreign_key="fund_holding.id", index=True)
    on: date
    value: int = Field(sa_type=Cents)
    method: str = Field(default="", max_length=100)
    source: str = Field(default="", max_length=300)

    __table_args__ = (
        sa.UniqueConstraint("holding_id", "on"),
        sa.CheckConstraint("value >= 0", "value"),
    )


class FundExit(ScopedRow, table=True):
    """Money a holding brought: a sale (with the cost that leaves) or income while it is held (cost 0)."""

    __tablename__ = "fund_exit"

    fund_id: int = Field(foreign_key="fund.id", index=True)
    holding_id: int = Field(foreign_key="fund_holding.id", index=True)
    number: int
    on: date
    method: str = Field(default="transfer", max_length=12)
    cost_out: int = Field(default=0, sa_type=Cents)
    proceeds: int = Field(sa_type=Cents)
    price_basis: str = Field(default="", max_length=300)

    __table_args__ = (
        sa.UniqueConstraint("holding_id", "number"),
        sa.CheckConstraint("cost_out >= 0 AND proceeds >= 0", "amounts"),
        sa.CheckConstraint("method IN ('transfer','listing','buy_back','liquidation','income')", "method"),
    )


class FundMovement(ScopedRow, table=True):
    """One line of the books of a fund, never changed: a partner's account (or none) and the fund's cash.

    ``amount`` is fen in the sense of its entry; a wrong line is answered by one that names it. ``category``
    says what kind of fee a fee is; fees of before and other entries leave it empty.
    """

    __tablename__ = "fund_movement"

    fund_id: int = Field(foreign_key="fund.id")
    partner_id: int | None = Field(default=None, foreign_key="fund_partner.id", index=True)
    on: date
    entry: str = Field(max_length=12)
    amount: int = Field(sa_type=Cents)
    source: str = Field(max_length=60, index=True)
    reverses_id: int | None = Field(default=None, foreign_key="fund_movement.id", unique=True)
    note: str = Field(default="", max_length=300)
    category: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", "amount"),
        sa.Index("ix_fund_movement_fund_id_on", "fund_id", "on"),
    )
