"""F4 and F5, yearly table and report of projects as Zhejiang publishes them: one project or a province."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import chunks
from bondlife.disclosure.about import About, region_of, text_of
from bondlife.disclosure.annual import AT_ONCE, Annual, annuals
from bondlife.disclosure.bonds_at import head, held_rows, tenor_word
from bondlife.disclosure.many_at import Names, Works, grades_of, works_of
from bondlife.disclosure.projects_at import project_of
from models.base import columns
from models.registry import Project

WORDS = ("use_words", "operation_words", "asset_words", "follow_up")
"""What only people can tell of a year."""


def build_table(about: About) -> dict[str, Any]:
    """Return one row a bond of the project at a year end."""
    project, session, on = project_of(about), about.session, about.cut_off
    key = project.id or 0
    figures = annuals(session, [key], on)
    return {
        **head("F4", on, region_of(about), project.name),
        "realised": figures[key].realised,
        "rows": list(_table(session, [key], figures, Names(session, on))),
    }


def table_rows(session: Session, projects: Sequence[int], on: date) -> Iterator[dict[str, Any]]:
    """Yield one row a bond that projects hold at a day, project by project."""
    names = Names(session, on)
    for keys in chunks(projects, AT_ONCE):
        yield from _table(session, keys, annuals(session, keys, on), names)


def _table(
    session: Session, keys: Sequence[int], figures: Mapping[int, Annual], names: Names
) -> Iterator[dict[str, Any]]:
    grades = grades_of(session, keys, names.on.year)
    for row in held_rows(session, keys, names.on, "special"):
        grade = names.grade(row.region_id, grades.get(row.project_id, ""))
        yield {
            **_bond(row),
            **_shared(row, figures[row.project_id], names),
            "evaluation": grade,
            "note": None,
        }


def _bond(row: Any) -> dict[str, Any]:
    return {
        "bond_short_name": row.short_name or None,
        "bond_name": row.bond_name,
        "tenor": tenor_word(row),
        "coupon_rate": text_of(row.coupon_rate),
        "bond_used": row.amount,
    }


def _shared(row: Any, year: Annual, names: Names) -> dict[str, Any]:
    city, county = names.place(row.region_id)
    return {
        "city": city,
        "county": county,
        "department": names.body(row.department_id),
        "name": row.name,
        "investment": row.total_investment,
        "investment_bonds": row.special_bond,
        "realised": year.realised,
        "realised_bonds": year.realised_bonds,
        "income_total": year.earned,
        "income_year": year.earned_year,
        "expected_income": year.expected,
    }


def build_report(about: About) -> dict[str, Any]:
    """Return the report in words, with the figures that go into it."""
    project = project_of(about)
    [row] = report_rows(about.session, [project.id or 0], about.cut_off)
    return {**head("F5", about.cut_off, region_of(about), project.name), "rows": [row]}


def report_rows(session: Session, projects: Sequence[int], on: date) -> Iterator[dict[str, Any]]:
    """Yield the report of each project at a day, in the order they are named."""
    own = columns(Project)
    for keys in chunks(projects, AT_ONCE):
        figures, works = annuals(session, keys, on), works_of(session, keys, on)
        statement = sa.select(own.id, own.name).where(own.id.in_(keys)).execution_options(scoped=True)
        names: dict[int, str] = dict(tuple(row) for row in session.execute(statement))
        yield from (_report(names[key], figures[key], works[key]) for key in keys)


def _report(name: str, year: Annual, works: Works) -> dict[str, Any]:
    return {
        "name": name,
        "received": year.received,
        "paid": year.realised_bonds,
        "paid_share": _share(year.realised_bonds, year.received),
        "status": works.status,
        "progress": text_of(works.progress),
        "income_year": year.earned_year,
        "income_total": year.earned,
        "assets": works.assets,
        **dict.fromkeys(WORDS),
    }


def _share(part: int, whole: int) -> str | None:
    if not whole:
        return None
    return f"{(Decimal(part) / whole).quantize(Decimal('0.0001'), ROUND_HALF_UP):f}"


BUILDERS = {"F4": build_table, "F5": build_report}
