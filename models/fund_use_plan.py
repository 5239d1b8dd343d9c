"""Fund-use plans (用款计划): how much of a budget line may be paid in which month."""

from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow
from models.columns import Cents


class FundUsePlan(RecordRow, table=True):
    """The plan of one month of a budget line (fen, below zero where it takes back an earlier one).

    ``month`` (2026-05) is the one from which the amount may be paid.
    """

    __tablename__ = "fund_use_plan"

    budget_line_id: int = Field(foreign_key="budget_line.id", index=True)
    number: str = Field(default="", max_length=100)
    month: str = Field(max_length=7, index=True)
    amount: int = Field(sa_type=Cents)
    reason: str = Field(default="", max_length=500)

    record: ClassVar[str] = "fund_use_plan"

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", "amount"),
        sa.UniqueConstraint("budget_line_id", "number", "month"),
    )
