"""Payment runs: claims, frozen inputs, statements with their lines, orders and receipts."""

from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, JsonText


class PaymentRun(RecordRow, table=True):
    """One run over contracts for a period: ``type`` regular, or correction of an earlier run.

    ``left_out`` lists the contracts without a statement, each with what it lacked; ``digest`` covers the
    digests of all its statements and is what people sign.
    """

    __tablename__ = "payment_run"

    number: str = Field(max_length=40, unique=True)
    period: str = Field(max_length=10, index=True)
    type: str = Field(default="regular", max_length=12)
    corrects_id: int | None = Field(default=None, foreign_key="payment_run.id")
    job_id: int | None = Field(default=None, foreign_key="job.id")
    contracts: int = 0
    left_out: Any = Field(default=None, sa_type=JsonText, nullable=True)
    payable: int = Field(default=0, sa_type=Cents)
    digest: str = Field(default="", max_length=80)
    reason: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "payment_run"

    __table_args__ = (
        sa.CheckConstraint("type IN ('regular','correction')", "type"),
        sa.CheckConstraint("(type = 'correction') = (corrects_id IS NOT NULL)", "corrects"),
    )


class PaymentStatement(ScopedRow, table=True):
    """What one contract is paid for one period, with everything it was computed from.

    ``frozen`` is the canonical input, ``result`` the canonical statement; their digest is what people sign.
    The claim (contract, period, type, revision) is unique: nobody is paid twice for one thing.
    """

    __tablename__ = "payment_statement"

    run_id: int = Field(foreign_key="payment_run.id", index=True)
    contract_id: int = Field(foreign_key="ppp_contract.id")
    terms_id: int = Field(foreign_key="ppp_terms.id")
    period: str = Field(max_length=10)
    type: str = Field(default="regular", max_length=12)
    revision: int = 0
    frozen: Any = Field(default=None, sa_type=JsonText, nullable=True)
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)
    fee: int = Field(default=0, sa_type=Cents)
    deducted: int = Field(default=0, sa_type=Cents)
    payable: int = Field(default=0, sa_type=Cents)
    difference: int = Field(default=0, sa_type=Cents)
    carried_forward: int = Field(default=0, sa_type=Cents)
    digest: str = Field(default="", max_length=80)

    __table_args__ = (
        sa.UniqueConstraint("contract_id", "period", "type", "revision"),
        sa.CheckConstraint("payable >= 0 AND carried_forward <= 0", "payable"),
    )


class PaymentOrder(ScopedRow, table=True):
    """One payer's part of a statement, and the treasury's receipt once it is paid."""

    __tablename__ = "payment_order"

    statement_id: int = Field(foreign_key="payment_statement.id", index=True)
    payer: str = Field(max_length=200)
    payer_id: int | None = Field(default=None, foreign_key="region.id", index=True)
    budget_line_id: int | None = Field(default=None, foreign_key="budget_line.id", index=True)
    amount: int = Field(sa_type=Cents)
    due_on: date
    voucher: str = Field(default="", max_length=60)
    paid_on: date | None = None

    __table_args__ = (
        sa.UniqueConstraint("statement_id", "payer"),
        sa.CheckConstraint("amount >= 0", "amount"),
        sa.CheckConstraint("paid_on IS NULL OR voucher <> ''", "receipt"),
    )
