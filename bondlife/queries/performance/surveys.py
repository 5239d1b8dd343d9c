"""Surveys with their answers summed up, and the page a ticket opens; single answers belong to nobody."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import segno
import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.surveys import satisfaction
from models.base import columns
from models.canonical import digest
from models.registry import Project, Survey, SurveyTicket

MOST = 100


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One survey with what came of it; ``is_enough`` tells whether enough people answered."""

    public_id: str
    version: int
    name: str
    project: str
    opens_on: date
    closes_on: date
    is_open: bool
    tickets: int
    answers: int
    rate: Any
    satisfaction: Any
    is_enough: bool
    questions: Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class SurveysView:
    """All surveys, and the tickets of one that was just opened: they are told once."""

    lines: Sequence[SurveyLine]
    projects: Sequence[tuple[str, str]]
    least: int
    can_edit: bool
    idempotency_key: str
    tickets: Sequence[tuple[str, str]] = ()
    errors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What somebody with a ticket sees."""

    name: str
    project: str
    questions: Sequence[Any]
    is_answered: bool
    is_open: bool
    token: str
    scale: Sequence[int]
    errors: Sequence[str] = ()


def surveys_view(
    db: Database,
    actor: Actor,
    *,
    tickets: Sequence[tuple[str, str]] = (),
    errors: Sequence[str] = (),
) -> SurveysView:
    """Return the surveys the person may see."""
    with db.reading() as session:
        rules = rule_book(session, region_code(session, actor.region_id) if actor.region_id else "")
        least = rules["performance.survey_least"].whole()
        own, project = columns(Survey), columns(Project)
        statement = scoped(actor, Survey, Survey, project.name, permission="survey.read")
        statement = statement.outerjoin(Project, project.id == own.project_id)
        rows = session.execute(statement.order_by(own.id.desc()).limit(MOST))
        choice = scoped(actor, Project, project.public_id, project.name, permission="project.read")
        choices = session.execute(
            choice.where(project.ended_at.is_(None)).order_by(project.id.desc()).limit(200)
        )
        return SurveysView(
            [_line(session, row, name or "", least) for row, name in rows],
            [(key, name) for key, name in choices],
            least,
            actor.can("survey.edit"),
            str(uuid4()),
            tickets,
            errors,
        )


def _line(session: Session, row: Survey, project: str, least: int) -> SurveyLine:
    own = columns(SurveyTicket)
    statement = sa.select(own.answers).where(own.survey_id == row.id).execution_options(scoped=True)
    found = [one for (one,) in session.execute(statement)]
    given = [one for one in found if one]
    scales = [one for one in row.questions if one["form"] == "scale"]
    by_question = [
        (one["text"], satisfaction([int(each[one["key"]]) for each in given if one["key"] in each]))
        for one in scales
    ]
    every = [int(each[one["key"]]) for one in scales for each in given if one["key"] in each]
    return SurveyLine(
        row.public_id,
        row.version,
        row.name,
        project,
        row.opens_on,
        row.closes_on,
        row.state == "open" and clock.business_date() <= row.closes_on,
        len(found),
        len(given),
        None if not found else round(len(given) / len(found) * 100),
        satisfaction(every),
        len(given) >= least,
        by_question,
    )


def answer_view(db: Database, token: str, errors: Sequence[str] = ()) -> AnswerView:
    """Return the survey of a ticket; an unknown ticket is missing."""
    with db.reading() as session:
        own = columns(SurveyTicket)
        statement = sa.select(SurveyTicket).where(own.ticket_digest == digest(token[:80]))
        ticket = session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()
        if ticket is None:
            raise missing("survey")
        survey = session.get_one(Survey, ticket.survey_id, execution_options={"scoped": True})
        project = (
            session.get(Project, survey.project_id, execution_options={"scoped": True})
            if survey.project_id
            else None
        )
        today = clock.business_date()
        return AnswerView(
            survey.name,
            project.name if project is not None else "",
            survey.questions,
            ticket.answered_on is not None,
            survey.state == "open" and survey.opens_on <= today <= survey.closes_on,
            token,
            (5, 4, 3, 2, 1),
            errors,
        )


def picture(address: str) -> str:
    """Return the QR code of an address as an image a page may show without any script."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="png", scale=4, border=2)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
