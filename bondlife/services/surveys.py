"""Public surveys: opened with their questions, tickets told once, one answer a ticket."""

import secrets
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Invalid, Problem, missing
from bondlife.security.actor import SYSTEM, Actor
from bondlife.services.input_base import Input
from bondlife.services.values import Day, Line, Prose, PublicId
from models.base import columns
from models.canonical import digest
from models.registry import Project, Survey, SurveyTicket

MOST_TICKETS = 5000
SCALE = 5
"""Choices of a question on a scale: five is very satisfied, one is not at all."""


class QuestionInput(Input):
    """One question: on a scale of five, or in one's own words."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")
    text: Line = Field(min_length=1, max_length=200)
    form: Literal["scale", "words"] = "scale"


class SurveyInput(Input):
    """A survey of those a project serves."""

    project: PublicId
    name: Line = Field(min_length=1, max_length=200)
    opens_on: Day
    closes_on: Day
    questions: list[QuestionInput] = Field(min_length=1, max_length=30)
    tickets: int = Field(ge=1, le=MOST_TICKETS)

    @model_validator(mode="after")
    def _sound(self) -> "SurveyInput":
        if self.closes_on < self.opens_on:
            raise PydanticCustomError("survey_days", "a survey closes on or after the day it opens")
        if len({one.key for one in self.questions}) < len(self.questions):
            raise PydanticCustomError("survey_keys", "two questions have the same key")
        return self


class AnswerInput(Input):
    """What one ticket answers, by key of the question."""

    answers: dict[str, Prose] = Field(max_length=30)


def open_survey(db: Database, actor: Actor, form: SurveyInput) -> tuple[dict[str, Any], list[str]]:
    """Store a survey; returns its receipt and its tickets, which are told once and kept as digests only."""
    tokens = [secrets.token_urlsafe(18) for _ in range(form.tickets)]

    def work(act: Act) -> dict[str, Any]:
        project = act.fetch(Project, form.project, "project.read")
        act.actor.require("survey.edit", project.region_id, project.unit_id, project.department_id)
        names = ("region_id", "unit_id", "department_id")
        values = form.model_dump(exclude={"project", "tickets", "questions"}, mode="python")
        row = act.add(
            Survey(
                **{name: getattr(project, name) for name in names},
                project_id=project.id,
                questions=[one.model_dump() for one in form.questions],
                **values,
            )
        )
        act.flush()
        act.insert_many(SurveyTicket, [_ticket(row, token) for token in tokens])
        act.about(row, tickets=len(tokens))
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "survey.open", work)), tokens


def _ticket(row: Survey, token: str) -> dict[str, Any]:
    return {"survey_id": row.id, "region_id": row.region_id, "ticket_digest": digest(token)}


def answer(db: Database, token: str, form: AnswerInput) -> None:
    """Store the one answer of a ticket while its survey is open; who answers is not asked and not kept."""

    def work(act: Act) -> None:
        ticket = _ticket_of(act, token)
        survey = act.get(Survey, ticket.survey_id)
        if survey.state != "open" or not survey.opens_on <= act.business_date <= survey.closes_on:
            raise Blocked(Problem("survey_closed", "This survey takes no answers today."))
        if ticket.answered_on is not None:
            raise Conflict(Problem("answered_already", "This link was used already; it takes one answer."))
        act.change(ticket, answers=checked(survey, form.answers), answered_on=act.business_date)
        act.region_id = survey.region_id
        act.subject = f"survey/{survey.public_id}"

    perform(db, SYSTEM, "survey.answer", work)


def checked(survey: Survey, answers: dict[str, str]) -> dict[str, str]:
    """Return answers as they are kept: every scale from one to five, no question left open but words."""
    problems: list[Problem] = []
    for one in survey.questions:
        given = answers.get(one["key"], "").strip()
        is_choice = given in {str(number) for number in range(1, SCALE + 1)}
        if one["form"] == "scale" and not is_choice:
            problems.append(Problem("choose_one", "Choose one to five.", f"answers.{one['key']}"))
    if problems:
        raise Invalid(*problems)
    known = [one["key"] for one in survey.questions]
    return {name: answers[name].strip()[:500] for name in known if answers.get(name, "").strip()}


def _ticket_of(act: Act, token: str) -> SurveyTicket:
    own = columns(SurveyTicket)
    statement = (
        sa.select(SurveyTicket).where(own.ticket_digest == digest(token[:80])).execution_options(scoped=True)
    )
    found: SurveyTicket | None = act.session.execute(statement.with_for_update()).scalar_one_or_none()
    if found is None:
        raise missing("survey")
    return found


def close_survey(
    db: Database, actor: Actor, public_id: str, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Close a survey; from then on it takes no answers."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(Survey, public_id, "survey.read")
        act.actor.require("survey.edit", row.region_id, row.unit_id, row.department_id)
        act.require_version(row, version)
        act.change(row, state="closed")
        act.about(row)
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "survey.close", work, key=key, request=[public_id, version]))


def satisfaction(answers: list[int]) -> Decimal | None:
    """Return the satisfaction of answers on a scale: one is 0 %, five is 100 %; None without answers.

    >>> str(satisfaction([5, 4, 3]))
    '0.7500'
    """
    if not answers:
        return None
    whole = Decimal(sum(one - 1 for one in answers)) / ((SCALE - 1) * len(answers))
    return whole.quantize(Decimal("0.0001"), ROUND_HALF_UP)
