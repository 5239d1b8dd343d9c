"""Regions with dated codes, dated fiscal parents and their closure."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import Row
from models.columns import Identity


class Region(Row, table=True):
    """A government or development zone that can hold debt or projects."""

    code: str = Field(max_length=12, index=True)
    name: str = Field(max_length=80)
    short_name: str = Field(default="", max_length=40)
    level: str = Field(max_length=12)
    parent_id: int | None = Field(default=None, foreign_key="region.id")
    is_issuer: bool = False
    is_zone: bool = False
    high_risk: bool = False
    sort_key: str = Field(default="", max_length=200)

    __table_args__ = (
        sa.CheckConstraint("level IN ('nation','province','city','county','township','zone')", "level"),
    )


class RegionCode(SQLModel, table=True):
    """A code and name a region carried over a span of dates."""

    __tablename__ = "region_code"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    region_id: int = Field(foreign_key="region.id", index=True)
    code: str = Field(max_length=12, index=True)
    name: str = Field(max_length=80)
    valid_from: date
    valid_to: date | None = None


class RegionParent(SQLModel, table=True):
    """The fiscal parent of a region over a span of dates."""

    __tablename__ = "region_parent"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    region_id: int = Field(foreign_key="region.id", index=True)
    parent_id: int = Field(foreign_key="region.id", index=True)
    valid_from: date
    valid_to: date | None = None


class RegionClosure(SQLModel, table=True):
    """Each pair of ancestor and descendant as it stands today, itself included at depth 0."""

    __tablename__ = "region_closure"

    ancestor_id: int = Field(primary_key=True, foreign_key="region.id")
    descendant_id: int = Field(primary_key=True, foreign_key="region.id", index=True)
    depth: int


class Epoch(SQLModel, table=True):
    """A counter that rises when cached facts (regions, rights, rules) change."""

    name: str = Field(primary_key=True, max_length=40)
    value: int = 0
