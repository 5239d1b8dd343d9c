"""Money beside payments and instalments: transfers, refunds, income, fees, reserve, corrections."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow
from models.columns import Cents


class Movement(RecordRow, table=True):
    """One movement of money: entered by one person, confirmed and booked by another."""

    number: str = Field(max_length=40, unique=True)
    type: str = Field(max_length=24)
    share_id: int | None = Field(default=None, foreign_key="bond_share.id", index=True)
    payment_id: int | None = Field(default=None, foreign_key="disbursement.id", index=True)
    corrects_id: int | None = Field(default=None, foreign_key="movement.id", unique=True)
    amount: int = Field(sa_type=Cents)
    moved_on: date
    voucher: str = Field(default="", max_length=60)
    counterparty: str = Field(default="", max_length=200)
    budget_account: str = Field(default="", max_length=20)
    note: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "movement"

    __table_args__ = (sa.CheckConstraint("amount > 0", "amount"),)
