"""Expert review of applications: a round for one batch, and each expert's own sheet."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import Cents, JsonText


class ReviewRound(ScopedRow, table=True):
    """The review of one batch: the sheet as in force, the quota to give out, the ranking at the end."""

    __tablename__ = "review_round"

    year: int
    batch: str = Field(max_length=40)
    quota: int = Field(sa_type=Cents)
    sheet: Any = Field(default=None, sa_type=JsonText)
    state: str = Field(default="open", max_length=12)
    closed_on: date | None = None
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)

    __table_args__ = (
        sa.UniqueConstraint("region_id", "year", "batch"),
        sa.CheckConstraint("state IN ('open','closed')", "state"),
        sa.CheckConstraint("quota >= 0", "quota"),
    )


class ReviewScore(ScopedRow, table=True):
    """The points one expert gives one application, item by item; nobody else sees them before the end."""

    __tablename__ = "review_score"

    round_id: int = Field(foreign_key="review_round.id", index=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    expert_id: int = Field(foreign_key="user_account.id", index=True)
    points: Any = Field(default=None, sa_type=JsonText)
    opinion: str = Field(default="", max_length=1000)

    __table_args__ = (sa.UniqueConstraint("round_id", "application_id", "expert_id"),)
