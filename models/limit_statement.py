"""Statements of limit and balance (F8): printed figures of one region and year, kept as printed."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import JsonText


class LimitStatement(ScopedRow, table=True):
    """What a region reported or published about its debt of a year.

    ``figures`` holds fen by item, ``item@own`` and ``item@lower`` for the columns of one's own level and of
    those below; ``ratios`` holds published ratios as exact text.
    """

    __tablename__ = "limit_statement"

    year: int
    basis: str = Field(max_length=12)
    as_of: date
    unit: str = Field(default="元", max_length=4)
    source: str = Field(default="", max_length=300)
    figures: Any = Field(default=None, sa_type=JsonText)
    ratios: Any = Field(default=None, sa_type=JsonText)

    __table_args__ = (
        sa.UniqueConstraint("region_id", "year", "basis"),
        sa.CheckConstraint("basis IN ('published','reported','expected')", "basis"),
    )
