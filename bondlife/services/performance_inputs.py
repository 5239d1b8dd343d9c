"""What people may say about goals, monitoring, rectification, jobs, accountability, appraisal.

Rows of a table come as a list of mappings, or as text pasted from a sheet: one row a line, cells apart by a
tab or by ``|`` in the order of the columns.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.services.input_base import Input, RecordInput
from bondlife.services.values import (
    Day,
    Key,
    Line,
    MaybeDay,
    MaybeId,
    Money,
    Points,
    PositiveMoney,
    Prose,
    PublicId,
    Score,
    Year,
)
from models.rule_words import ENTRIES
from models.rules.frames import SEEDS as FRAMES
from models.rules.indicators import LIBRARY

MOST_ROWS = 200
INDICATOR_COLUMNS = ("first", "second", "name", "target", "unit", "direction", "points")
TASK_COLUMNS = ("name", "budget", "spent", "target", "actual", "unit", "reason")
COMMENT_COLUMNS = ("who", "text", "answer")
TABLES = {
    ("goal", "indicators"): INDICATOR_COLUMNS,
    ("monitoring", "tasks"): TASK_COLUMNS,
    ("evaluation_job", "comments"): COMMENT_COLUMNS,
}
"""Columns of records that hold rows, and the order in which a line names their cells."""
_DIRECTIONS = {"正向": "higher", "反向": "lower", "≥": "higher", "≤": "lower", "": "higher"}


def pasted(columns: Sequence[str]) -> Callable[[Any], Any]:
    """Return the reader of rows that come as text."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        lines = [line for line in value.splitlines() if line.strip()]
        if len(lines) > MOST_ROWS:
            raise PydanticCustomError("too_many_rows", "at most {most} rows", {"most": MOST_ROWS})
        return [_cells(columns, line) for line in lines]

    return read


def _cells(columns: Sequence[str], line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.replace("｜", "|").replace("\t", "|").split("|")]
    if len(parts) > len(columns):
        raise PydanticCustomError("too_many_cells", "a row has at most {most} cells", {"most": len(columns)})
    return {name: part for name, part in zip(columns, parts, strict=False) if part}


def _direction(value: Any) -> Any:
    return _DIRECTIONS.get(value.strip(), value.strip()) if isinstance(value, str) else value


_LEVELS = {
    word: str(row[part])
    for row in (*(row for seed in FRAMES if isinstance(seed.value, list) for row in seed.value), *LIBRARY)
    for part in ("first", "second")
    if part in row
    for label in (ENTRIES.get(str(row[part])),)
    if label is not None
    for word in (label.zh, f"{label.zh}指标", label.en.lower())
}
"""Words of levels in either language → their keys."""


def _level(value: Any) -> Any:
    """Read a level by its key or by its words; any other text stands, and is named when it is checked."""
    return _LEVELS.get(value.strip().lower(), value.strip()) if isinstance(value, str) else value


class IndicatorRow(Input):
    """One indicator of a goal: levels, name, target with its unit, which way is better, points."""

    first: Annotated[Line, BeforeValidator(_level)] = Field("output", max_length=20)
    second: Annotated[Line, BeforeValidator(_level)] = Field("", max_length=20)
    name: Line = Field(min_length=1, max_length=100)
    target: Line = Field("", max_length=100)
    unit: Line = Field("", max_length=20)
    direction: Annotated[Literal["higher", "lower", "within"], BeforeValidator(_direction)] = "higher"
    points: Points = Decimal(0)


class TaskRow(Input):
    """One task under monitoring: money in yuan, the goal in its own unit."""

    name: Line = Field(min_length=1, max_length=100)
    budget: Money
    spent: Money = 0
    target: Points
    actual: Points
    unit: Line = Field("", max_length=20)
    reason: Line = Field("", max_length=500)


class CommentRow(Input):
    """One comment on a draft, and its answer."""

    who: Line = Field(min_length=1, max_length=100)
    text: Line = Field(min_length=1, max_length=1000)
    answer: Line = Field("", max_length=1000)


Indicators = Annotated[
    list[IndicatorRow], Field(max_length=MOST_ROWS), BeforeValidator(pasted(INDICATOR_COLUMNS))
]
Tasks = Annotated[list[TaskRow], Field(max_length=MOST_ROWS), BeforeValidator(pasted(TASK_COLUMNS))]
Comments = Annotated[list[CommentRow], Field(max_length=MOST_ROWS), BeforeValidator(pasted(COMMENT_COLUMNS))]


class GoalInput(RecordInput):
    """A performance goal of a project, or of a department (layers duty and task, with its region)."""

    project: MaybeId = None
    region: str = Field("", pattern=r"^[0-9A-Z]{0,12}$", examples=["330304"])
    unit: MaybeId = None
    department: MaybeId = None
    parent: MaybeId = None
    layer: Literal["duty", "task", "project"] = "project"
    year: Year
    budget: Literal["general", "government_fund", "state_capital", "social_insurance"] = "general"
    name: Line = Field(min_length=1, max_length=200)
    statement: Prose = Field("", max_length=2000)
    amount: Money = 0
    indicators: Indicators = Field(default_factory=list)
    budget_number: Line = Field("", max_length=100)

    @model_validator(mode="after")
    def _belongs(self) -> "GoalInput":
        if (self.layer == "project") is not (self.project is not None):
            raise PydanticCustomError(
                "goal_belongs", "a goal of a project names it; duties and tasks belong to a department"
            )
        return self


class MonitoringInput(RecordInput):
    """One report of dual monitoring: money and goals by task up to a day, measure and correction."""

    project: PublicId
    checked_to: Day
    tasks: Tasks = Field(default_factory=list)
    measure: Literal["none", "correct", "suspend", "stop"] = "none"
    reason: Prose = Field("", max_length=1000)
    correction: Prose = Field("", max_length=1000)
    due_on: MaybeDay = None


class EvaluationInput(RecordInput):
    """An evaluation: items with findings and scores."""

    project: PublicId
    type: Literal[
        "ex_ante",
        "self",
        "recheck",
        "department",
        "key",
        "final",
        "construction",
        "operation",
        "annual",
    ]
    year: Year
    phase: Line = Field("", max_length=20)
    cycle: Line = Field("", max_length=20)
    score: Score = None


class RectificationInput(RecordInput):
    """An order to put something right, and its answer."""

    project: PublicId
    evaluation: MaybeId = None
    number: Line = Field("", max_length=60)
    finding: Prose = Field(min_length=1, max_length=2000)
    demand: Prose = Field(min_length=1, max_length=2000)
    ordered_on: Day
    due_on: Day
    answer: Prose = Field("", max_length=2000)
    answered_on: MaybeDay = None

    @model_validator(mode="after")
    def _in_order(self) -> "RectificationInput":
        if self.due_on < self.ordered_on:
            raise PydanticCustomError("rectification_days", "the deadline is not before the order")
        return self


class JobInput(RecordInput):
    """A job for a third party or an expert."""

    project: MaybeId = None
    region: str = Field("", pattern=r"^[0-9A-Z]{0,12}$", examples=["330304"])
    department: MaybeId = None
    evaluation: MaybeId = None
    pool: Literal["agency", "expert"] = "agency"
    name: Line = Field(min_length=1, max_length=200)
    year: Year
    expertise: Line = Field("", max_length=40)
    contract_number: Line = Field("", max_length=100)
    amount: Money = 0
    due_on: MaybeDay = None
    delivered_on: MaybeDay = None
    comments: Comments = Field(default_factory=list)


class AccountabilityInput(RecordInput):
    """One entry of the accountability register."""

    project: PublicId
    evaluation: MaybeId = None
    found_on: Day
    matter: Key
    finding: Prose = Field(min_length=1, max_length=2000)
    answerable: Line = Field(min_length=1, max_length=200)
    measure: Line = Field("", max_length=40)
    decided_on: MaybeDay = None
    decision_number: Line = Field("", max_length=100)
    outcome: Prose = Field("", max_length=2000)


class ResultListInput(RecordInput):
    """What is filled in on a list before it is signed."""

    signed_number: Line = Field("", max_length=100)


class AppraisalInput(RecordInput):
    """The appraisal of one district or township for a year; its points are given on its own page."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    year: Year


class RequestInput(Input):
    """What a project asks for in the next budget."""

    project: PublicId
    year: Year
    requested: PositiveMoney
    carry_over: Money = 0
    carry_over_before: Money = 0


PERFORMANCE_INPUTS: dict[str, type[RecordInput]] = {
    "evaluation": EvaluationInput,
    "goal": GoalInput,
    "monitoring": MonitoringInput,
    "rectification": RectificationInput,
    "evaluation_job": JobInput,
    "accountability": AccountabilityInput,
    "result_list": ResultListInput,
    "appraisal": AppraisalInput,
}
"""The form of each record of performance management."""
