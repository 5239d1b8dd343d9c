"""A line of the quota ledger on its way: put forward by one person, posted on another's signature."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow
from models.columns import Cents


class QuotaNotice(RecordRow, table=True):
    """One notified amount as it is put forward (fen), or the counter-line of ``reverses_id``.

    ``line_id`` names the line of the ledger it became; it is empty until the last signature.
    """

    __tablename__ = "quota_notice"

    year: int = Field(index=True)
    bond_type: str = Field(max_length=12)
    entry: str = Field(max_length=20)
    amount: int = Field(sa_type=Cents)
    batch: str = Field(default="", max_length=40)
    lender_id: int | None = Field(default=None, foreign_key="region.id", index=True)
    notice_number: str = Field(default="", max_length=100)
    notified_on: date
    reverses_id: int | None = Field(default=None, foreign_key="quota_line.id", index=True)
    line_id: int | None = Field(default=None, foreign_key="quota_line.id", unique=True)
    note: str = Field(default="", max_length=500)

    record: ClassVar[str] = "quota_notice"

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", "amount"),
        sa.CheckConstraint("lender_id IS NULL OR lender_id <> region_id", "lender"),
    )
