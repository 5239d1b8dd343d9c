"""Performance management: rounds of evaluation, goals, dual monitoring, rectification."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from models.base import RecordRow, ScopedRow
from models.columns import Cents, JsonText, Rate


class EvaluationRound(ScopedRow, table=True):
    """All evaluations of one type, year and phase in a region, and the frame they keep until its end.

    ``frame`` is a copy of the frame in force when the round was opened, ``frame_digest`` its digest. A
    re-check has ``sampled_from`` and the ``sample`` as drawn: seed, strata, picks.
    """

    __tablename__ = "evaluation_round"

    year: int = Field(index=True)
    type: str = Field(max_length=20)
    subject: str = Field(default="project", max_length=20)
    phase: str = Field(default="", max_length=20)
    name: str = Field(max_length=100)
    frame: Any = Field(default=None, sa_type=JsonText)
    frame_digest: str = Field(max_length=80)
    due_on: date | None = None
    state: str = Field(default="open", max_length=12)
    closed_on: date | None = None
    sampled_from_id: int | None = Field(default=None, foreign_key="evaluation_round.id")
    sample: Any = Field(default=None, sa_type=JsonText, nullable=True)
    result: Any = Field(default=None, sa_type=JsonText, nullable=True)

    __table_args__ = (
        sa.UniqueConstraint("region_id", "year", "type", "subject", "phase", "name"),
        sa.CheckConstraint("state IN ('open','closed')", "state"),
    )


class PerformanceGoal(RecordRow, table=True):
    """What money is to achieve in a year: duty → task → project, with measurable indicators.

    ``indicators`` are rows of key, levels, direction, target, unit and weight (points). ``amount`` is the
    money the goal goes with, fen. ``round`` counts how often it was declared (二上二下).
    """

    __tablename__ = "performance_goal"

    layer: str = Field(default="project", max_length=12)
    parent_id: int | None = Field(default=None, foreign_key="performance_goal.id", index=True)
    year: int = Field(index=True)
    budget: str = Field(default="general", max_length=20)
    name: str = Field(max_length=200)
    statement: str = Field(default="", max_length=2000)
    amount: int = Field(default=0, sa_type=Cents)
    indicators: Any = Field(default_factory=list, sa_type=JsonText)
    round: int = 0
    budget_number: str = Field(default="", max_length=100)
    digest: str = Field(default="", max_length=80)

    record: ClassVar[str] = "goal"

    __table_args__ = (
        sa.UniqueConstraint("project_id", "year", "budget", "layer"),
        sa.CheckConstraint("layer IN ('duty','task','project')", "layer"),
        sa.CheckConstraint("amount >= 0", "amount"),
    )


class Monitoring(RecordRow, table=True):
    """Dual monitoring of one project at one day: money and goals by task, light, measure.

    ``tasks`` are rows of name, budget and spent (fen), target and actual in the task's own unit, light,
    reason. Rates are shares (0.5 is 50 %).
    """

    __tablename__ = "monitoring"

    year: int = Field(index=True)
    checked_to: date
    tasks: Any = Field(default_factory=list, sa_type=JsonText)
    money_progress: Decimal | None = Field(default=None, sa_type=Rate)
    goal_progress: Decimal | None = Field(default=None, sa_type=Rate)
    light: str = Field(default="", max_length=12)
    measure: str = Field(default="none", max_length=12)
    reason: str = Field(default="", max_length=1000)
    correction: str = Field(default="", max_length=1000)
    due_on: date | None = None

    record: ClassVar[str] = "monitoring"

    __table_args__ = (
        sa.UniqueConstraint("project_id", "checked_to"),
        sa.CheckConstraint("measure IN ('none','correct','suspend','stop')", "measure"),
    )


class Rectification(RecordRow, table=True):
    """An order to put right what an evaluation or monitoring found: deadline, answer, evidence, close-out."""

    __tablename__ = "rectification"

    evaluation_id: int | None = Field(default=None, foreign_key="evaluation.id", index=True)
    monitoring_id: int | None = Field(default=None, foreign_key="monitoring.id", index=True)
    number: str = Field(default="", max_length=60)
    finding: str = Field(max_length=2000)
    demand: str = Field(max_length=2000)
    ordered_on: date
    due_on: date = Field(index=True)
    answer: str = Field(default="", max_length=2000)
    answered_on: date | None = None
    closed_on: date | None = None

    record: ClassVar[str] = "rectification"

    __table_args__ = (sa.CheckConstraint("due_on >= ordered_on", "days"),)
