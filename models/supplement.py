"""Supplementary requests: money asked for outside the opening budget, once a year."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow
from models.columns import Cents


class Supplement(RecordRow, table=True):
    """One request of a project: what is asked, what the meeting agreed, the adjustment that holds it."""

    year: int = Field(index=True)
    name: str = Field(max_length=200)
    account: str = Field(default="", max_length=20)
    amount: int = Field(sa_type=Cents)
    agreed: int | None = Field(default=None, sa_type=Cents)
    requested_on: date
    adjustment_number: str = Field(default="", max_length=100)
    committee_number: str = Field(default="", max_length=100)
    committee_on: date | None = None
    reason: str = Field(default="", max_length=1000)

    record: ClassVar[str] = "supplement"

    __table_args__ = (
        sa.CheckConstraint("amount > 0 AND (agreed IS NULL OR agreed BETWEEN 0 AND amount)", "amounts"),
        sa.UniqueConstraint("project_id", "year", "name"),
    )
