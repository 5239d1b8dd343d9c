"""Evaluations, changes of use, publications."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow
from models.columns import Cents, JsonText, Rate

_OF_PROJECT = sa.column("subject") == "project"


class Evaluation(RecordRow, table=True):
    """An evaluation of a project, contract, fund or organisation: sheet, scores side by side, grade.

    ``subject`` is the type of what is evaluated, ``subject_id`` its key where it is not the project.
    ``phase`` (construction, operation, …) and ``cycle`` (which of several in a year) may be empty. Scores are
    points of the frame's full mark: ``self_score`` of the unit, ``recheck_score`` of who checked it,
    ``third_score`` of a third party, ``score`` the one that counts. ``digest`` freezes the conclusion.
    """

    type: str = Field(max_length=20)
    year: int
    sheet: Any = Field(default=None, sa_type=JsonText, nullable=True)
    score: Decimal | None = Field(default=None, sa_type=Rate)
    grade: str = Field(default="", max_length=12)
    subject: str = Field(default="project", max_length=20, sa_column_kwargs={"server_default": "project"})
    subject_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    phase: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    cycle: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})
    round_id: int | None = Field(default=None, foreign_key="evaluation_round.id", index=True)
    self_score: Decimal | None = Field(default=None, sa_type=Rate)
    recheck_score: Decimal | None = Field(default=None, sa_type=Rate)
    third_score: Decimal | None = Field(default=None, sa_type=Rate)
    digest: str = Field(default="", max_length=80, sa_column_kwargs={"server_default": ""})

    record: ClassVar[str] = "evaluation"

    __table_args__ = (
        sa.Index(
            "ix_evaluation_of_project",
            *("project_id", "type", "year", "phase", "cycle"),
            unique=True,
            sqlite_where=_OF_PROJECT,
            postgresql_where=_OF_PROJECT,
        ),
        sa.Index(
            "ix_evaluation_of_subject",
            *("subject", "subject_id", "type", "year", "phase", "cycle"),
            unique=True,
            sqlite_where=~_OF_PROJECT,
            postgresql_where=~_OF_PROJECT,
        ),
    )


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
