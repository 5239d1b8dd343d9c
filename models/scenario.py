"""Named scenarios: of one calculator kept with a project, and of all debt of a region."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import ScopedRow
from models.columns import JsonText


class Scenario(ScopedRow, table=True):
    """What was put into a calculator and what came out, under a name, with the digest of both."""

    project_id: int = Field(foreign_key="project.id", index=True)
    name: str = Field(max_length=100)
    calculator: str = Field(max_length=60)
    calculator_version: int
    arguments: Any = Field(default=None, sa_type=JsonText, nullable=True)
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)
    digest: str = Field(max_length=80)
    note: str = Field(default="", max_length=1000)

    __table_args__ = (sa.UniqueConstraint("project_id", "name"),)


class PortfolioScenario(ScopedRow, table=True):
    """A what-if over all debt of a region, named: what is assumed, on which books, and what came out."""

    __tablename__ = "portfolio_scenario"

    name: str = Field(max_length=100)
    note: str = Field(default="", max_length=1000)
    terms: Any = Field(default=None, sa_type=JsonText, nullable=True)
    state: str = Field(default="waiting", max_length=12)
    base_digest: str = Field(default="", max_length=80)
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)
    digest: str = Field(default="", max_length=80)
    computed_on: date | None = None

    __table_args__ = (
        sa.UniqueConstraint("region_id", "name"),
        sa.CheckConstraint("state IN ('waiting','ready','failed')", "state"),
    )
