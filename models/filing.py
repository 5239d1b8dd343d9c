"""Files that leave the house: the steps of the year and the monthly uploads, each with the rows it held."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import Cents, JsonText, UtcDateTime


class Filing(ScopedRow, table=True):
    """One file of a step and period (2036-04 or 2036): prepared by one person, signed by another.

    ``digest`` covers the rows; the stored document carries it on its sign sheet.
    """

    step: str = Field(max_length=40)
    period: str = Field(max_length=7)
    number: int
    layout_id: int = Field(foreign_key="rule_version.id")
    unit: str = Field(max_length=8)
    count: int
    total: int = Field(default=0, sa_type=Cents)
    digest: str = Field(max_length=80)
    state: str = Field(default="prepared", max_length=12, index=True)
    prepared_by: int | None = Field(default=None, foreign_key="user_account.id")
    signed_by: int | None = Field(default=None, foreign_key="user_account.id")
    signed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_on: date | None = None
    document_id: int | None = Field(default=None, foreign_key="document.id")
    reason: str = Field(default="", max_length=500)

    __table_args__ = (
        sa.CheckConstraint("state IN ('prepared','signed','returned')", "state"),
        sa.CheckConstraint("signed_by IS NULL OR signed_by <> prepared_by", "four_eyes"),
        sa.UniqueConstraint("region_id", "step", "period", "number"),
    )


class FilingLine(ScopedRow, table=True):
    """One row of a file: what it is about (``key``), its values by item, and whether it came back."""

    __tablename__ = "filing_line"

    filing_id: int = Field(foreign_key="filing.id", index=True)
    code: str = Field(max_length=60, unique=True)
    key: str = Field(max_length=120)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    href: str = Field(default="", max_length=200)
    values: Any = Field(default=None, sa_type=JsonText, nullable=True)
    state: str = Field(default="sent", max_length=12, index=True)
    reason: str = Field(default="", max_length=500)

    __table_args__ = (
        sa.CheckConstraint("state IN ('sent','rejected','mended')", "state"),
        sa.UniqueConstraint("filing_id", "key"),
    )
