"""What the budget platform says: rows of its exports as they came, and what each was matched with."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import Cents, JsonText


class PlatformLine(ScopedRow, table=True):
    """One row of an export: allotment, plan or payment; ``record`` names what it was matched with.

    ``values`` keeps every item as read; ``number`` is the allotment, plan or voucher number.
    """

    __tablename__ = "platform_line"

    kind: str = Field(max_length=12)
    number: str = Field(max_length=100, index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    project_code: str = Field(default="", max_length=60)
    on: date
    amount: int = Field(sa_type=Cents)
    values: Any = Field(default=None, sa_type=JsonText, nullable=True)
    file_digest: str = Field(max_length=80)
    file_row: int
    line_key: str = Field(max_length=64)
    state: str = Field(default="unmatched", max_length=12, index=True)
    record: str = Field(default="", max_length=20)
    record_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    why: Any = Field(default=None, sa_type=JsonText, nullable=True)
    note: str = Field(default="", max_length=500)

    __table_args__ = (
        sa.CheckConstraint("kind IN ('allotment','plan','payment')", "kind"),
        sa.CheckConstraint("state IN ('matched','unmatched','aside')", "state"),
        sa.UniqueConstraint("region_id", "line_key"),
        sa.Index("ix_platform_line_region_kind_on", "region_id", "kind", "on"),
    )
