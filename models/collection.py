"""Collection tasks: asked of many units, answered, checked, reviewed, summed up, sent up."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import ScopedRow
from models.columns import Identity, JsonText, UtcDateTime


class Collection(ScopedRow, table=True):
    """One request for figures: what is asked, by when, how far it has come."""

    title: str = Field(max_length=200)
    note: str = Field(default="", max_length=1000)
    questions: Any = Field(default=None, sa_type=JsonText, nullable=True)
    due_on: date
    state: str = Field(default="draft", max_length=12, index=True)
    prepared_by: int | None = Field(default=None, foreign_key="user_account.id")
    summary: Any = Field(default=None, sa_type=JsonText, nullable=True)
    summed_by: int | None = Field(default=None, foreign_key="user_account.id")
    reported_on: date | None = None
    reported_by: int | None = Field(default=None, foreign_key="user_account.id")

    __table_args__ = (
        sa.CheckConstraint("state IN ('draft','sent','summed','reported','withdrawn')", "state"),
    )


class CollectionPart(ScopedRow, table=True):
    """What one unit answers: its figures and the step they stand at."""

    __tablename__ = "collection_part"

    collection_id: int = Field(foreign_key="collection.id", index=True)
    step: str = Field(default="answer", max_length=12, index=True)
    step_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answers: Any = Field(default=None, sa_type=JsonText, nullable=True)
    answered_by: int | None = Field(default=None, foreign_key="user_account.id")
    checked_by: int | None = Field(default=None, foreign_key="user_account.id")
    reviewed_by: int | None = Field(default=None, foreign_key="user_account.id")
    returned: int = 0

    __table_args__ = (
        sa.UniqueConstraint("collection_id", "region_id", "unit_id"),
        sa.CheckConstraint("step IN ('answer','check','review','accepted','withdrawn')", "step"),
    )


class CollectionStep(SQLModel, table=True):
    """One step of one part, never changed: how long it stood there, who took it on, why it went back."""

    __tablename__ = "collection_step"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    part_id: int = Field(foreign_key="collection_part.id", index=True)
    region_id: int = Field(foreign_key="region.id", index=True)
    step: str = Field(max_length=12)
    outcome: str = Field(max_length=12)
    began_at: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    actor_id: int | None = Field(default=None, foreign_key="user_account.id")
    reason: str = Field(default="", max_length=1000)
