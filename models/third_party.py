"""Third parties and experts: the pool, jobs drawn by rule, stars given blind."""

from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, JsonText


class PoolMember(ScopedRow, table=True):
    """One agency or expert that may be drawn: entry conditions as answered, fields of work, ties."""

    __tablename__ = "pool_member"

    pool: str = Field(default="agency", max_length=12)
    name: str = Field(max_length=200)
    code: str = Field(max_length=40)
    expertise: Any = Field(default_factory=list, sa_type=JsonText)
    entry: Any = Field(default_factory=dict, sa_type=JsonText)
    ties: Any = Field(default_factory=list, sa_type=JsonText)
    staff: int = 0
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    state: str = Field(default="admitted", max_length=12)
    admitted_on: date
    note: str = Field(default="", max_length=1000)

    __table_args__ = (
        sa.UniqueConstraint("region_id", "pool", "code"),
        sa.CheckConstraint("pool IN ('agency','expert')", "pool"),
        sa.CheckConstraint("state IN ('admitted','suspended','removed')", "state"),
    )


class EvaluationJob(RecordRow, table=True):
    """One job of a third party or expert: the drawing, the contract, the draft, what was said about it.

    ``drawing`` keeps seed, candidates with weights, those left out and why, and who came out.
    """

    __tablename__ = "evaluation_job"

    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="pool_member.id", index=True)
    pool: str = Field(default="agency", max_length=12)
    name: str = Field(max_length=200)
    year: int = Field(index=True)
    expertise: str = Field(default="", max_length=40)
    drawing: Any = Field(default=None, sa_type=JsonText, nullable=True)
    contract_number: str = Field(default="", max_length=100)
    amount: int = Field(default=0, sa_type=Cents)
    due_on: date | None = None
    delivered_on: date | None = None
    comments: Any = Field(default_factory=list, sa_type=JsonText)
    stars: Any = Field(default=None, sa_type=JsonText, nullable=True)

    record: ClassVar[str] = "evaluation_job"


class StarRating(ScopedRow, table=True):
    """The stars of one rater for one job, by dimension; nobody else sees them before the end."""

    __tablename__ = "star_rating"

    job_id: int = Field(foreign_key="evaluation_job.id", index=True)
    rater: str = Field(max_length=20)
    rater_id: int = Field(foreign_key="user_account.id", index=True)
    stars: Any = Field(default_factory=dict, sa_type=JsonText)
    remark: str = Field(default="", max_length=1000)

    __table_args__ = (sa.UniqueConstraint("job_id", "rater"), sa.UniqueConstraint("job_id", "rater_id"))
