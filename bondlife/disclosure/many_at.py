"""What yearly forms tell of many projects at once, each figure from one statement; names are read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.disclosure.about import body_name
from bondlife.disclosure.annual import states_at
from bondlife.disclosure.projects_at import TOLD, band_word, city_and_county, status_word
from models.base import columns
from models.registry import Asset, Evaluation, ProgressReport, Project


@dataclass(slots=True)
class Names:
    """Names of places and bodies and words of grades, each looked up once for a whole table."""

    session: Session
    on: date
    _places: dict[int, tuple[str, str]] = field(default_factory=dict)
    _bodies: dict[int | None, str] = field(default_factory=dict)
    _grades: dict[tuple[int, str], str | None] = field(default_factory=dict)

    def place(self, region_id: int) -> tuple[str, str]:
        """Return city and county of a region."""
        if region_id not in self._places:
            self._places[region_id] = city_and_county(self.session, region_id)
        return self._places[region_id]

    def body(self, key: int | None) -> str | None:
        """Return the name of a unit or department, None where none is entered."""
        if key not in self._bodies:
            self._bodies[key] = body_name(self.session, key)
        return self._bodies[key] or None

    def grade(self, region_id: int, grade: str) -> str | None:
        """Return a grade in the words of its region, None where there is none."""
        place = region_id, grade
        if place not in self._grades:
            self._grades[place] = (
                band_word(self.session, region_id, grade, date(self.on.year, 12, 31)) if grade else None
            )
        return self._grades[place]


@dataclass(frozen=True, slots=True)
class Works:
    """How far a project is built at a day: state in words, physical progress, assets registered, fen."""

    status: str
    progress: Decimal | None
    assets: int


def grades_of(session: Session, keys: Sequence[int], year: int) -> Mapping[int, str]:
    """Return the grade of the last evaluation of a year of each project that has one."""
    own = columns(Evaluation)
    statement = (
        sa.select(own.project_id, own.grade)
        .where(own.project_id.in_(keys), own.year == year, own.grade != "", own.ended_at.is_(None))
        .order_by(own.id)
    )
    return dict(tuple(row) for row in _rows(session, statement))


def works_of(session: Session, keys: Sequence[int], on: date) -> Mapping[int, Works]:
    """Return how far each project is built at a day."""
    reports, assets, states = (
        _reports(session, keys, on),
        _assets(session, keys, on),
        states_at(session, keys, on),
    )
    own = columns(Project)
    found = _rows(session, sa.select(own.id, own.kind, own.kind_version).where(own.id.in_(keys)))
    return {
        row.id: Works(
            status_word(session, row, reports.get(row.id), states[row.id]),
            reports[row.id].physical_progress if row.id in reports else None,
            assets.get(row.id, 0),
        )
        for row in found
    }


def _rows(session: Session, statement: Any) -> Any:
    return session.execute(statement.execution_options(scoped=True))


def _reports(session: Session, keys: Sequence[int], on: date) -> dict[int, Any]:
    """Return the last monthly report of each project up to the month of a day."""
    own = columns(ProgressReport)
    told = (
        own.project_id.in_(keys), own.state.in_(TOLD), own.ended_at.is_(None), own.month <= f"{on:%Y-%m}",
    )  # fmt: skip
    last = (
        sa.select(own.project_id, sa.func.max(own.month).label("month")).where(*told).group_by(own.project_id)
    ).subquery()
    statement = (
        sa.select(own.project_id, own.build_status, own.physical_progress)
        .join(last, sa.and_(last.c.project_id == own.project_id, last.c.month == own.month))
        .where(*told)
    )
    return {row.project_id: row for row in _rows(session, statement)}


def _assets(session: Session, keys: Sequence[int], on: date) -> dict[int, int]:
    own = columns(Asset)
    statement = (
        sa.select(own.project_id, sa.func.sum(own.investment))
        .where(own.project_id.in_(keys), own.recorded_on <= on, own.ended_at.is_(None))
        .group_by(own.project_id)
    )
    return {key: int(amount) for key, amount in _rows(session, statement)}
