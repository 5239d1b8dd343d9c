"""What a region is watched by: fiscal figures, official results, snapshots, risk events, sanctions.

Hidden debt is classified: there is no column for it anywhere.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Row, ScopedRow
from models.columns import Cents, JsonText


class FiscalYear(ScopedRow, table=True):
    """Fiscal figures of a region and year with their source; a figure that is not known stays empty."""

    __tablename__ = "fiscal_year"

    year: int = Field(index=True)
    as_of: date
    general_revenue: int | None = Field(default=None, sa_type=Cents)
    transfers: int | None = Field(default=None, sa_type=Cents)
    fund_revenue: int | None = Field(default=None, sa_type=Cents)
    state_capital: int | None = Field(default=None, sa_type=Cents)
    general_spending: int | None = Field(default=None, sa_type=Cents)
    fund_spending: int | None = Field(default=None, sa_type=Cents)
    general_interest: int | None = Field(default=None, sa_type=Cents)
    special_interest: int | None = Field(default=None, sa_type=Cents)
    gross_product: int | None = Field(default=None, sa_type=Cents)
    source: str = Field(max_length=300)

    __table_args__ = (sa.UniqueConstraint("region_id", "year"),)


class OfficialResult(ScopedRow, table=True):
    """The risk level a higher office assigned to a region and year: entered by hand, never published."""

    __tablename__ = "official_result"

    year: int
    level: str = Field(max_length=12)
    document: str = Field(max_length=200)
    told_on: date

    __table_args__ = (
        sa.UniqueConstraint("region_id", "year"),
        sa.CheckConstraint("level IN ('red','orange','yellow','green')", "level"),
    )


class RiskSnapshot(ScopedRow, table=True):
    """The ratios of a region as they stood at the last scan of a month."""

    __tablename__ = "risk_snapshot"

    month: str = Field(max_length=7, index=True)
    year: int
    taken_on: date
    figures: Any = Field(default=None, sa_type=JsonText, nullable=True)

    __table_args__ = (sa.UniqueConstraint("region_id", "month"),)


class RiskEvent(ScopedRow, table=True):
    """A debt-risk event a person declared: level, trigger, actions taken; never written by a scan."""

    __tablename__ = "risk_event"

    level: str = Field(max_length=4)
    title: str = Field(max_length=200)
    trigger: str = Field(max_length=1000)
    happened_on: date
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    actions: Any = Field(default=None, sa_type=JsonText, nullable=True)
    state: str = Field(default="proposed", max_length=12, index=True)
    declared_by: int | None = Field(default=None, foreign_key="user_account.id")
    confirmed_by: int | None = Field(default=None, foreign_key="user_account.id")
    closed_on: date | None = None

    __table_args__ = (
        sa.CheckConstraint("level IN ('I','II','III','IV')", "level"),
        sa.CheckConstraint("state IN ('proposed','declared','refused','closed')", "state"),
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> declared_by", "four_eyes"),
    )


class Sanction(Row, table=True):
    """A sanction on a region or one project: what it stops, by whose rule, until when, rectified when.

    Those below it must see it, so it is not a scoped row: queries name the regions whose sanctions they read.
    """

    region_id: int = Field(foreign_key="region.id", index=True)
    level: str = Field(max_length=12)
    document: str = Field(max_length=200)
    reason: str = Field(max_length=1000)
    blocks: Any = Field(default=None, sa_type=JsonText, nullable=True)
    rule_region: str = Field(default="", max_length=12)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    starts_on: date
    until: date | None = None
    rectify_by: date | None = None
    rectification: str = Field(default="", max_length=1000)
    state: str = Field(default="proposed", max_length=12, index=True)
    prepared_by: int | None = Field(default=None, foreign_key="user_account.id")
    approved_by: int | None = Field(default=None, foreign_key="user_account.id")
    lifted_on: date | None = None

    __table_args__ = (
        sa.CheckConstraint("level IN ('minor','serious','deduction','region')", "level"),
        sa.CheckConstraint("state IN ('proposed','in_force','refused','lifted')", "state"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> prepared_by", "four_eyes"),
    )
