"""Projects and what belongs to them before money flows: permits, funding plan, rail projection."""

from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import RecordRow, ScopedRow, scope_indexes
from models.columns import Cents, JsonText


class Project(RecordRow, table=True):
    """A project from reserve to closing; its stages are computed from its records."""

    code: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=200)
    sort_key: str = Field(default="", max_length=400)
    platform_code: str = Field(default="", max_length=60, index=True)
    debt_system_code: str = Field(default="", max_length=60, index=True)
    ndrc_code: str = Field(default="", max_length=60, index=True)
    sector: str = Field(max_length=40, index=True)
    revenue_nature: str = Field(default="some", max_length=12)
    start_year: int = Field(index=True)
    construction_start: date | None = None
    construction_end: date | None = None
    operation_end: date | None = None
    total_investment: int = Field(default=0, sa_type=Cents)
    capital: int = Field(default=0, sa_type=Cents)
    special_bond: int = Field(default=0, sa_type=Cents)
    bond_as_capital: int = Field(default=0, sa_type=Cents)
    other_debt: int = Field(default=0, sa_type=Cents)
    issued: int = Field(default=0, sa_type=Cents)

    record: ClassVar[str] = "project"

    __table_args__ = (
        sa.CheckConstraint("total_investment >= 0 AND capital >= 0 AND special_bond >= 0", "amounts"),
        *scope_indexes("project", "sort_key", "total_investment", "start_year", "code"),
    )


class ProjectRail(SQLModel, table=True):
    """The seven tracks of a project as its records stand: a projection, rebuilt and compared by verify."""

    __tablename__ = "project_rail"

    project_id: int = Field(primary_key=True, foreign_key="project.id")
    now_track: str = Field(default="", max_length=20, index=True)
    tracks: Any = Field(default=None, sa_type=JsonText, nullable=True)


class Permit(ScopedRow, table=True):
    """One readiness item of a project: number, date, document, or why it is not needed."""

    project_id: int = Field(foreign_key="project.id", index=True)
    type: str = Field(max_length=40)
    held: bool = False
    number: str = Field(default="", max_length=100)
    issued_on: date | None = None
    expires_on: date | None = None
    document_id: int | None = Field(default=None, foreign_key="document.id")
    note: str = Field(default="", max_length=500)

    __table_args__ = (sa.UniqueConstraint("project_id", "type"),)


class FundingPlan(ScopedRow, table=True):
    """Planned money of a project by year and source."""

    __tablename__ = "funding_plan"

    project_id: int = Field(foreign_key="project.id", index=True)
    source: str = Field(max_length=40)
    bucket: str = Field(default="", max_length=20)
    year: int
    amount: int = Field(sa_type=Cents)

    __table_args__ = (sa.UniqueConstraint("project_id", "source", "year", "bucket"),)
