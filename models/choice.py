"""A proposed choice of a region: it becomes a setting when a second person approves it."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import JsonText


class SettingProposal(ScopedRow, table=True):
    """A new value of a setting from a day on, with its reason and who decided."""

    __tablename__ = "setting_proposal"

    key: str = Field(max_length=80, index=True)
    value: Any = Field(default=None, sa_type=JsonText, nullable=True)
    valid_from: date
    reason: str = Field(max_length=500)
    state: str = Field(default="proposed", max_length=12, index=True)
    prepared_by: int | None = Field(default=None, foreign_key="user_account.id")
    approved_by: int | None = Field(default=None, foreign_key="user_account.id")

    __table_args__ = (
        sa.CheckConstraint("state IN ('proposed','in_force','refused')", "state"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> prepared_by", "four_eyes"),
    )
