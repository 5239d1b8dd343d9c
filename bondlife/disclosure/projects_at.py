"""A project as its records stood at a cut-off: the latest report of its works, its bodies, its words."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kind_of, lifecycle_of, region_code, rule_book
from bondlife.disclosure.about import About, body_name
from bondlife.errors import Invalid
from bondlife.lifecycle.facts import by_key
from models.base import columns
from models.lifecycle import Label
from models.registry import (
    ProgressReport,
    Project,
    RecordRow,
    Region,
    StateMove,
)
from models.sectors import SECTORS

TOLD = ("submitted", "confirmed")
"""States of a monthly report whose figures count."""
_BUILD = {
    "approved": Label("Approved", "已立项"),
    "building": Label("Under construction", "在建"),
    "suspended": Label("Suspended", "停工"),
    "completed": Label("Completed", "已竣工"),
    "accounts_done": Label("Final accounts done", "已决算"),
}


def progress_at(session: Session, project_id: int | None, on: date) -> ProgressReport | None:
    """Return the last monthly report of a project up to the month of a day."""
    report = columns(ProgressReport)
    statement = (
        sa.select(ProgressReport)
        .where(report.project_id == project_id, report.state.in_(TOLD), report.ended_at.is_(None))
        .where(report.month <= f"{on:%Y-%m}")
        .order_by(report.month.desc())
        .limit(1)
    )
    found: ProgressReport | None = session.execute(
        statement.execution_options(scoped=True)
    ).scalar_one_or_none()
    return found


def build_status(session: Session, project: Project, on: date) -> str:
    """Return how far a project was built at a day, in the words of the form."""
    return status_word(session, project, progress_at(session, project.id, on), state_at(session, project, on))


def status_word(session: Session, project: Any, report: Any, state: str) -> str:
    """Return how far a project is built by its last report, else by its state; rows of columns will do."""
    if report is not None and report.build_status in _BUILD:
        return _BUILD[report.build_status].zh
    life = lifecycle_of(kind_of(session, project.kind, project.kind_version), "project")
    return next((one.label.zh for one in life.states if one.key == state), state)


def state_at(session: Session, row: RecordRow, on: date) -> str:
    """Return the state of a record at the end of a day; before its first move it stood where that began."""
    move = columns(StateMove)
    own = move.record == row.record, move.record_id == row.id
    before = sa.select(move.target).where(*own, move.business_date <= on).order_by(move.number.desc())
    after = sa.select(move.source).where(*own, move.business_date > on).order_by(move.number)
    for statement in (before, after):
        found = session.execute(statement.limit(1)).scalar_one_or_none()
        if found is not None:
            return str(found)
    return row.state


def project_words(session: Session, project: Project, on: date, side: str) -> dict[str, Any]:
    """Return the six cells of a project in a table with two sides."""
    return {
        f"{side}_name": project.name,
        f"{side}_code": project.code or None,
        f"{side}_sector": sector_word(project.sector) or None,
        f"{side}_department": body_name(session, project.department_id) or None,
        f"{side}_unit": body_name(session, project.unit_id) or None,
        f"{side}_status": build_status(session, project, on),
    }


def sector_word(key: str) -> str:
    """Return a sector in the words of the form."""
    return next((label.zh for name, label in SECTORS if name == key), key)


def project_of(about: About) -> Project:
    """Return the project a form is about; refuses a form that names none."""
    found = by_key(about.session, Project, about.project_id)
    if found is None:
        raise Invalid.because("no_project", "This form is about a project: name it.", "project")
    return found


def city_and_county(session: Session, region_id: int) -> tuple[str, str]:
    """Return the city and county of a region; a city itself stands as its own county."""
    region = by_key(session, Region, region_id)
    assert region is not None
    place = columns(Region)
    city = f"{region.code[:4]}00"
    statement = sa.select(place.name).where(place.code == city, place.ended_at.is_(None)).limit(1)
    name = session.execute(statement).scalar_one_or_none()
    return (name or region.name, region.name if region.code != city else "本级")


def band_word(session: Session, region_id: int, grade: str, on: date) -> str | None:
    """Return a grade in the words of the score bands in force; a grade told in words stands as it is."""
    rule = rule_book(session, region_code(session, region_id), max(on, date(2021, 1, 1))).get(
        "performance.score_bands"
    )
    bands = rule.value if rule is not None else ()
    return next((str(one["zh"]) for one in bands if one["key"] == grade), grade) or None
