"""What happened: row versions, the audit chain, idempotency keys, periods, moves of state."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.columns import Identity, JsonText, UtcDateTime


class RowVersion(SQLModel, table=True):
    """One version of one row, as canonical JSON with its digest."""

    __tablename__ = "row_version"

    table_name: str = Field(primary_key=True, max_length=40)
    row_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    version: int = Field(primary_key=True)
    act: int = Field(index=True, sa_type=sa.BigInteger)
    known_at: datetime = Field(sa_type=UtcDateTime)
    author_id: int | None = None
    data: str = Field(sa_type=sa.Text)
    digest: str = Field(max_length=80)


class AuditRecord(SQLModel, table=True):
    """One act, chained to the one before; refused acts are recorded too."""

    __tablename__ = "audit_record"

    seq: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    business_date: date
    actor_id: int | None = Field(default=None, index=True)
    actor: str = Field(max_length=60)
    act: str = Field(max_length=60, index=True)
    outcome: str = Field(max_length=12)
    subject: str = Field(default="", max_length=100, index=True)
    region_id: int | None = Field(default=None, index=True)
    detail: Any = Field(default=None, sa_type=JsonText, nullable=True)
    rows: int = 0
    root: str = Field(max_length=80)
    previous: str = Field(max_length=80)
    hash: str = Field(max_length=80)


class AuditHead(SQLModel, table=True):
    """The last link of the chain; locked last by every act."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int = Field(sa_type=sa.BigInteger)
    hash: str = Field(max_length=80)


class IdempotencyKey(SQLModel, table=True):
    """A key a caller made before sending: the same key gives the same answer, for ever."""

    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True, max_length=80)
    user_id: int | None = Field(default=None)
    act: str = Field(max_length=60)
    request: str = Field(max_length=80)
    answer: Any = Field(default=None, sa_type=JsonText, nullable=True)
    at: datetime = Field(sa_type=UtcDateTime)


class Period(SQLModel, table=True):
    """A month of a region's books; a locked month takes no acts dated in it."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    region_id: int = Field(foreign_key="region.id")
    month: str = Field(max_length=7)
    locked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    locked_by: int | None = Field(default=None, foreign_key="user_account.id")

    __table_args__ = (sa.UniqueConstraint("region_id", "month"),)


class StateMove(SQLModel, table=True):
    """One move of a record along its graph."""

    __tablename__ = "state_move"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    record: str = Field(max_length=40)
    record_id: int = Field(sa_type=sa.BigInteger)
    number: int
    transition: str = Field(max_length=40)
    source: str = Field(max_length=40)
    target: str = Field(max_length=40)
    reason: str = Field(default="", max_length=1000)
    not_examined: Any = Field(default=None, sa_type=JsonText, nullable=True)
    business_date: date
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None, foreign_key="user_account.id")
    approval_id: int | None = Field(default=None, foreign_key="approval.id")

    __table_args__ = (sa.UniqueConstraint("record", "record_id", "number"),)
