"""Applications for bond money, one per batch."""

from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow
from models.columns import Cents


class Application(RecordRow, table=True):
    """What a project asks for in one batch: one plan, two books, and a control figure to stay within."""

    year: int = Field(index=True)
    batch: str = Field(max_length=40)
    purpose: str = Field(max_length=40)
    amount: int = Field(sa_type=Cents)
    as_capital: int = Field(default=0, sa_type=Cents)
    tenor_years: int
    route: str = Field(default="", max_length=20)
    accounting_firm: str = Field(default="", max_length=100)
    law_firm: str = Field(default="", max_length=100)

    record: ClassVar[str] = "application"

    __table_args__ = (
        sa.CheckConstraint("amount > 0 AND as_capital >= 0 AND as_capital <= amount", "amounts"),
        sa.UniqueConstraint("project_id", "year", "batch", "purpose"),
    )
