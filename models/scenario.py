"""Named scenarios: a calculator's arguments and result, kept with a project."""

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
