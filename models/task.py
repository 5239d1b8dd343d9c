"""Approvals, opinions, tasks, alerts with their log."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import ScopedRow
from models.columns import Identity, JsonText, UtcDateTime


class Approval(ScopedRow, table=True):
    """A step that waits for signatures: what was shown (digest), which steps, who prepared."""

    subject: str = Field(max_length=40, index=True)
    subject_id: int = Field(index=True)
    transition: str = Field(max_length=40)
    flow: str = Field(max_length=40)
    steps: Any = Field(default=None, sa_type=JsonText, nullable=True)
    current_step: int = 0
    subject_version: int
    subject_digest: str = Field(max_length=80)
    prepared_by: int = Field(foreign_key="user_account.id", index=True)
    reason: str = Field(default="", max_length=1000)
    proposed: Any = Field(default=None, sa_type=JsonText, nullable=True)
    state: str = Field(default="waiting", max_length=12, index=True)
    waiting_role: str = Field(default="", max_length=20, index=True)
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("state IN ('waiting','approved','returned','withdrawn','void')", "state"),
    )


class Opinion(ScopedRow, table=True):
    """One signature or return on an approval."""

    approval_id: int = Field(foreign_key="approval.id", index=True)
    step: int
    user_id: int = Field(foreign_key="user_account.id")
    for_user_id: int | None = Field(default=None, foreign_key="user_account.id")
    outcome: str = Field(max_length=12)
    text: str = Field(default="", max_length=1000)
    minutes_number: str = Field(default="", max_length=60)
    digest: str = Field(max_length=80)
    at: datetime = Field(sa_type=UtcDateTime)

    __table_args__ = (sa.UniqueConstraint("approval_id", "step", "user_id"),)


class Task(ScopedRow, table=True):
    """Something somebody must do, by a day, on a record."""

    subject: str = Field(max_length=40, index=True)
    subject_id: int = Field(index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    role: str = Field(max_length=20, index=True)
    title: str = Field(max_length=200)
    title_zh: str = Field(max_length=200)
    params: Any = Field(default=None, sa_type=JsonText, nullable=True)
    due_on: date | None = Field(default=None, index=True)
    done_on: date | None = None
    origin: str = Field(default="", max_length=80, index=True)


class Alert(ScopedRow, table=True):
    """A condition found by a scan: since when, why, whose it is, by when; put aside or closed."""

    key: str = Field(max_length=40, index=True)
    subject: str = Field(max_length=40)
    subject_id: int
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    level: str = Field(max_length=12)
    since: date
    why: Any = Field(default=None, sa_type=JsonText, nullable=True)
    owner_role: str = Field(max_length=20, index=True)
    due_on: date | None = Field(default=None, index=True)
    escalated: int = 0
    snoozed_until: date | None = None
    snooze_reason: str = Field(default="", max_length=500)
    snoozed_by: int | None = Field(default=None, foreign_key="user_account.id")
    closed_on: date | None = None

    __table_args__ = (
        sa.UniqueConstraint("key", "subject", "subject_id", "since"),
        sa.Index("ix_alert_open", "region_id", "closed_on", "since", "id"),
    )


class AlertLog(SQLModel, table=True):
    """One step in the life of an alert, never changed: opened, changed, raised, put aside, woken, closed."""

    __tablename__ = "alert_log"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    alert_id: int = Field(foreign_key="alert.id", index=True)
    event: str = Field(max_length=12)
    at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
    actor_id: int | None = Field(default=None, foreign_key="user_account.id")
    detail: Any = Field(default=None, sa_type=JsonText, nullable=True)
