"""Year-by-year balance plans: versions of what a project is expected to earn, spend and repay."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import ScopedRow
from models.columns import Cents, Identity


class Forecast(ScopedRow, table=True):
    """One version of a project's balance plan: plan or scenario; actual years are records of their own."""

    project_id: int = Field(foreign_key="project.id", index=True)
    number: int
    name: str = Field(max_length=100)
    purpose: str = Field(default="plan", max_length=12)
    first_year: int
    last_year: int
    assumed_rate: str = Field(default="", max_length=20)
    note: str = Field(default="", max_length=1000)

    __table_args__ = (sa.UniqueConstraint("project_id", "number"),)


class ForecastCell(SQLModel, table=True):
    """One amount of a balance plan: item × year; ``year_to`` makes a bucket such as 2026 and after."""

    __tablename__ = "forecast_cell"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    forecast_id: int = Field(foreign_key="forecast.id", index=True)
    item: str = Field(max_length=40)
    year: int
    bucket: str = Field(default="", max_length=20)
    amount: int = Field(sa_type=Cents)

    __table_args__ = (sa.UniqueConstraint("forecast_id", "item", "year", "bucket"),)
