"""Use of results: lists of cuts, the accountability register, the appraisal of districts and townships."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, JsonText, Rate


class ResultList(RecordRow, table=True):
    """What the results of a round do to next year's requests: simulated, then approved and signed.

    ``rule`` is the key of the rule, ``basis`` its value as it stood. Sums in fen.
    """

    __tablename__ = "result_list"

    round_id: int = Field(foreign_key="evaluation_round.id", index=True)
    year: int = Field(index=True)
    name: str = Field(max_length=100)
    rule: str = Field(max_length=80)
    basis: Any = Field(default=None, sa_type=JsonText)
    projects: int = 0
    requested: int = Field(default=0, sa_type=Cents)
    cut: int = Field(default=0, sa_type=Cents)
    signed_number: str = Field(default="", max_length=100)
    digest: str = Field(default="", max_length=80)

    record: ClassVar[str] = "result_list"

    __table_args__ = (
        sa.UniqueConstraint("region_id", "year", "name"),
        sa.CheckConstraint("cut BETWEEN 0 AND requested", "cut"),
    )


class ResultLine(ScopedRow, table=True):
    """One project of a list: score against mean, request, cut, what is left, why. Money in fen."""

    __tablename__ = "result_line"

    list_id: int = Field(foreign_key="result_list.id", index=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    score: Decimal | None = Field(default=None, sa_type=Rate)
    grade: str = Field(default="", max_length=12)
    requested: int = Field(sa_type=Cents)
    cut: int = Field(sa_type=Cents)
    why: str = Field(default="", max_length=40)

    __table_args__ = (
        sa.UniqueConstraint("list_id", "project_id"),
        sa.CheckConstraint("requested >= 0 AND cut BETWEEN 0 AND requested", "cut"),
    )


class BudgetRequest(ScopedRow, table=True):
    """What a project asks for in a year's budget, and its carry-over in the two years before. Fen."""

    __tablename__ = "budget_request"

    project_id: int = Field(foreign_key="project.id", index=True)
    year: int
    requested: int = Field(sa_type=Cents)
    carry_over: int = Field(default=0, sa_type=Cents)
    carry_over_before: int = Field(default=0, sa_type=Cents)

    __table_args__ = (
        sa.UniqueConstraint("project_id", "year"),
        sa.CheckConstraint("requested >= 0 AND carry_over >= 0 AND carry_over_before >= 0", "amounts"),
    )


class Accountability(RecordRow, table=True):
    """One entry of the accountability register: who answers for what, by which basis, what was done."""

    __tablename__ = "accountability"

    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id", index=True)
    found_on: date
    matter: str = Field(max_length=40)
    finding: str = Field(max_length=2000)
    answerable: str = Field(max_length=200)
    measure: str = Field(default="", max_length=40)
    decided_on: date | None = None
    decision_number: str = Field(default="", max_length=100)
    outcome: str = Field(default="", max_length=2000)

    record: ClassVar[str] = "accountability"


class Appraisal(RecordRow, table=True):
    """The yearly appraisal of performance management of one district, township or department.

    ``sheet`` is the frozen frame with points by item; ``score`` in points of 100.
    """

    __tablename__ = "appraisal"

    year: int = Field(index=True)
    subject: str = Field(default="region", max_length=20)
    subject_id: int = 0
    name: str = Field(max_length=200)
    sheet: Any = Field(default=None, sa_type=JsonText)
    score: Decimal | None = Field(default=None, sa_type=Rate)
    grade: str = Field(default="", max_length=12)

    record: ClassVar[str] = "appraisal"

    __table_args__ = (sa.UniqueConstraint("region_id", "year", "subject", "subject_id"),)
