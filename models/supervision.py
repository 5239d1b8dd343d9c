"""Evaluations, changes of use, publications."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow
from models.columns import Cents, JsonText, Rate


class Evaluation(RecordRow, table=True):
    """An ex-ante evaluation, self-evaluation or later one: items, scores, grade."""

    type: str = Field(max_length=20)
    year: int
    sheet: Any = Field(default=None, sa_type=JsonText, nullable=True)
    score: Decimal | None = Field(default=None, sa_type=Rate)
    grade: str = Field(default="", max_length=12)

    record: ClassVar[str] = "evaluation"

    __table_args__ = (sa.UniqueConstraint("project_id", "type", "year"),)


class ChangeOfUse(RecordRow, table=True):
    """Unused money of a share given to another project, in one of the four lawful cases."""

    __tablename__ = "change_of_use"

    share_id: int = Field(foreign_key="bond_share.id", index=True)
    target_project_id: int = Field(foreign_key="project.id", index=True)
    case: str = Field(max_length=20)
    amount: int = Field(sa_type=Cents)
    reason: str = Field(default="", max_length=1000)
    approval_number: str = Field(default="", max_length=100)

    record: ClassVar[str] = "change_of_use"

    __table_args__ = (sa.CheckConstraint("amount > 0", "amount"),)


class Publication(RecordRow, table=True):
    """A disclosure of a project or bond: form, cut-off, content, digest, where it was published."""

    form: str = Field(max_length=20)
    bond_id: int | None = Field(default=None, foreign_key="bond.id")
    cut_off: date
    due_on: date | None = None
    published_on: date | None = None
    content: Any = Field(default=None, sa_type=JsonText, nullable=True)
    digest: str = Field(default="", max_length=80)
    address: str = Field(default="", max_length=300)

    record: ClassVar[str] = "publication"
