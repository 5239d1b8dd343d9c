"""Rules and kinds in force: immutable versions, dated in the world and in what was known."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import Row
from models.columns import JsonText, UtcDateTime


class RuleVersion(Row, table=True):
    """One dated value of a rule; in force once a second person approved it."""

    __tablename__ = "rule_version"

    key: str = Field(max_length=80, index=True)
    region_code: str = Field(default="", max_length=12)
    label: Any = Field(default=None, sa_type=JsonText, nullable=True)
    value: Any = Field(default=None, sa_type=JsonText, nullable=True)
    params: Any = Field(default=None, sa_type=JsonText, nullable=True)
    unit: str = Field(default="", max_length=20)
    form: str = Field(default="number", max_length=12)
    basis: str = Field(default="", max_length=300)
    clause: str = Field(default="", max_length=200)
    status: str = Field(default="unconfirmed", max_length=16)
    note: str = Field(default="", max_length=1000)
    valid_from: date
    valid_to: date | None = None
    known_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    shipped: bool = True
    state: str = Field(default="in_force", max_length=12, index=True)
    prepared_by: int | None = Field(default=None, foreign_key="user_account.id")
    approved_by: int | None = Field(default=None, foreign_key="user_account.id")
    replaces_id: int | None = Field(default=None, foreign_key="rule_version.id")

    __table_args__ = (
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> prepared_by", "four_eyes"),
        sa.CheckConstraint("state IN ('draft','in_force','superseded','rejected')", "state"),
    )


class KindVersion(SQLModel, table=True):
    """One immutable version of a kind, as canonical JSON."""

    __tablename__ = "kind_version"

    key: str = Field(primary_key=True, max_length=40)
    number: int = Field(primary_key=True)
    data: Any = Field(default=None, sa_type=JsonText, nullable=True)
    digest: str = Field(max_length=80)
    known_from: datetime = Field(sa_type=UtcDateTime)
    shipped: bool = True


class KindDraft(Row, table=True):
    """A kind being edited: a copy of a version, and the version it became once a second person approved.

    ``data`` is the kind as it would be stored, ``editors`` the inner ids of everybody who changed it.
    """

    __tablename__ = "kind_draft"

    key: str = Field(max_length=40, index=True)
    number: int | None = None
    base_key: str = Field(max_length=40)
    base_number: int
    data: Any = Field(default=None, sa_type=JsonText, nullable=True)
    note: str = Field(default="", max_length=1000)
    state: str = Field(default="draft", max_length=12, index=True)
    editors: Any = Field(default_factory=list, sa_type=JsonText)
    prepared_by: int | None = Field(default=None, foreign_key="user_account.id")
    approved_by: int | None = Field(default=None, foreign_key="user_account.id")

    __table_args__ = (
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> prepared_by", "four_eyes"),
        sa.CheckConstraint("state IN ('draft','proposed','in_force','withdrawn')", "state"),
    )


class Setting(Row, table=True):
    """A choice of one region, such as its approval steps or its mode beside the budget platform."""

    region_id: int = Field(foreign_key="region.id", index=True)
    key: str = Field(max_length=80)
    value: Any = Field(default=None, sa_type=JsonText, nullable=True)
    valid_from: date

    __table_args__ = (sa.UniqueConstraint("region_id", "key", "valid_from"),)


class Holiday(SQLModel, table=True):
    """A rest day or made-up working day entered by an administrator over the shipped calendar."""

    day: date = Field(primary_key=True)
    working: bool
    name: str = Field(default="", max_length=60)
