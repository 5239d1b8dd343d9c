"""Jobs: the table is the queue."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.base import new_public_id
from models.columns import Identity, JsonText, UtcDateTime


class Job(SQLModel, table=True):
    """One piece of work for the job process: what, for whom, how far, and how it ended."""

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    public_id: str = Field(default_factory=new_public_id, max_length=36, unique=True)
    name: str = Field(max_length=40)
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    region_id: int | None = Field(default=None, foreign_key="region.id")
    params: Any = Field(default=None, sa_type=JsonText, nullable=True)
    state: str = Field(default="waiting", max_length=12, index=True)
    done: int = 0
    total: int = 0
    message: str = Field(default="", max_length=500)
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)
    error: str = Field(default="", max_length=2000)
    attempt: int = 0
    fence: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    heartbeat_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    __table_args__ = (
        sa.CheckConstraint("state IN ('waiting','running','done','failed','cancelled')", "state"),
    )


class ImportFile(SQLModel, table=True):
    """A file that was brought in: its digest makes the second time a no-op."""

    __tablename__ = "import_file"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    public_id: str = Field(default_factory=new_public_id, max_length=36, unique=True)
    kind: str = Field(max_length=40)
    region_id: int = Field(foreign_key="region.id", index=True)
    name: str = Field(max_length=200)
    content_digest: str = Field(max_length=80, index=True)
    options: Any = Field(default=None, sa_type=JsonText, nullable=True)
    summary: Any = Field(default=None, sa_type=JsonText, nullable=True)
    state: str = Field(default="previewed", max_length=12)
    job_id: int | None = Field(default=None, foreign_key="job.id")
    user_id: int | None = Field(default=None, foreign_key="user_account.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ImportMapping(SQLModel, table=True):
    """Which column meant what in the last file of this shape."""

    __tablename__ = "import_mapping"

    id: int | None = Field(default=None, primary_key=True, sa_type=Identity)
    kind: str = Field(max_length=40)
    region_id: int = Field(foreign_key="region.id")
    header_digest: str = Field(max_length=80)
    mapping: Any = Field(default=None, sa_type=JsonText, nullable=True)
    unit: str = Field(default="", max_length=8)

    __table_args__ = (sa.UniqueConstraint("kind", "region_id", "header_digest"),)
