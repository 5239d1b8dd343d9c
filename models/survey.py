"""Public surveys: questions behind a link, one answer a token, no account."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.base import Row, ScopedRow
from models.columns import JsonText


class Survey(ScopedRow, table=True):
    """One survey of a project's users: questions frozen at its opening, days, how many may answer."""

    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id", index=True)
    name: str = Field(max_length=200)
    questions: Any = Field(default_factory=list, sa_type=JsonText)
    opens_on: date
    closes_on: date
    state: str = Field(default="open", max_length=12)

    __table_args__ = (
        sa.CheckConstraint("closes_on >= opens_on", "days"),
        sa.CheckConstraint("state IN ('open','closed')", "state"),
    )


class SurveyTicket(Row, table=True):
    """The right to answer once: the digest of a token, and the answer when it came."""

    __tablename__ = "survey_ticket"

    survey_id: int = Field(foreign_key="survey.id", index=True)
    region_id: int = Field(foreign_key="region.id", index=True)
    ticket_digest: str = Field(max_length=80, unique=True)
    answers: Any = Field(default=None, sa_type=JsonText, nullable=True)
    answered_on: date | None = None
