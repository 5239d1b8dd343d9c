"""The project list as it is drawn: every cell a finished text, so that the hot template only prints."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from bondlife.books import kinds_in_force, known_here, versions_known
from bondlife.db import Database
from bondlife.locale import current_locale, gettext
from bondlife.queries.amounts import figure
from bondlife.queries.projects import ProjectFilter, ProjectRow, ProjectTotals, project_list, project_totals
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Kind, Label
from models.registry import Project
from models.sectors import SECTORS

MARKS = {"done": "✓", "active": "●", "trouble": "▲", "none": "○"}
"""One sign a track: finished, at work, in trouble, not begun; the words stand in the hint."""

_WORDS = {
    "done": Label("done", "已完成"),
    "active": Label("under way", "进行中"),
    "trouble": Label("in trouble", "有问题"),
    "none": Label("not begun", "未开始"),
}


CELLS = (
    "public_id",
    "name",
    "code",
    "region",
    "sector",
    "state",
    "told",
    "marks",
    "stage",
    "told",
    "year",
    "investment",
    "bond",
    "issued",
)
"""What stands in a row of the list, in the order the template prints it; every cell a finished text."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter row offers."""

    regions: Sequence[tuple[str, str]]
    stages: Sequence[tuple[str, str]]
    sectors: Sequence[tuple[str, str]]
    years: Sequence[int]
    states: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProjectsView:
    """The page of projects, ``cells`` as CELLS says row by row; a part for htmx carries no choices."""

    filter: ProjectFilter
    shown: int
    cells: Sequence[str]
    next_after: str
    previous_before: str
    query: str
    is_filtered: bool
    choices: Choices | None
    can_create: bool


@dataclass(frozen=True, slots=True)
class TotalsView:
    """Count and sums of a filter."""

    totals: ProjectTotals
    query: str


def projects_view(
    db: Database, actor: Actor, wanted: ProjectFilter, unit: str, *, whole: bool
) -> ProjectsView:
    """Return one page of the list, with the filter row where the whole page is asked for."""
    found = project_list(db, actor, wanted)
    query = query_of(wanted)
    return ProjectsView(
        wanted,
        len(found.rows),
        _cells(found.rows, unit, current_locale()),
        found.next_after,
        found.previous_before,
        query,
        bool(query),
        choices(db, actor) if whole else None,
        actor.can("project.create"),
    )


def totals_view(db: Database, actor: Actor, wanted: ProjectFilter) -> TotalsView:
    """Return count and sums of the filter."""
    return TotalsView(project_totals(db, actor, wanted), query_of(wanted))


def query_of(wanted: ProjectFilter) -> str:
    """Return the filter as it stands in an address, without sort and place."""
    names = ("region", "stage", "sector", "year", "state", "kind", "q")
    return urlencode([(n, str(getattr(wanted, n))) for n in names if getattr(wanted, n) not in ("", None)])


def choices(db: Database, actor: Actor) -> Choices:
    """Return what the filter row offers this person."""
    with db.reading() as session:
        kinds = [kind for kind in kinds_in_force(session) if kind.has("project")]
    stages = {track.key: said(track.label) for kind in kinds for track in kind.tracks}
    states = {state.key: said(state.label) for kind in kinds for state in kind.lifecycle("project").states}
    return Choices(
        region_choices(db, actor),
        list(stages.items()),
        [(key, said(label)) for key, label in SECTORS],
        _years(db, actor),
        list(states.items()),
        [(kind.key, said(kind.label)) for kind in kinds],
    )


def _years(db: Database, actor: Actor) -> list[int]:
    project = columns(Project)
    bounds = scoped(actor, Project, sa.func.min(project.start_year), sa.func.max(project.start_year))
    with db.reading() as session:
        first, last = session.execute(bounds).one()
    return list(range(last, first - 1, -1)) if first is not None else []


def _cells(rows: Sequence[ProjectRow], unit: str, locale: str) -> list[str]:
    cells: list[str] = []
    known = known_here()
    for row in rows:
        marks, told = rail_summary(row.kind, row.tracks, locale, known)
        sector, state, stage = names(row.kind, row.sector, row.state, row.stage or "", locale, known)
        cells += (
            row.public_id,
            row.name,
            row.code,
            row.region,
            sector,
            state,
            told,
            marks,
            stage,
            told,
            str(row.start_year),
            figure(row.total_investment, unit),
            figure(row.special_bond, unit),
            figure(row.issued, unit),
        )
    return cells


@lru_cache(maxsize=4096)
def names(kind: str, sector: str, state: str, stage: str, locale: str, known: int) -> tuple[str, str, str]:  # noqa: ARG001
    """Return what sector, state and stage are called; language and known kinds only key the cache."""
    versions = versions_known(kind)
    sectors = dict(SECTORS)
    sector_name = said(sectors[sector]) if sector in sectors else sector
    if not versions:
        return sector_name, state, stage
    lives = [found.lifecycle("project") for found in reversed(versions)]
    states = {one.key: one.label for life in lives for one in life.states}
    tracks = {one.key: one.label for one in versions[0].tracks}
    return (
        sector_name,
        said(states[state]) if state in states else state,
        said(tracks[stage]) if stage in tracks else "",
    )


@lru_cache(maxsize=8192)
def rail_summary(kind: str, tracks: str | None, locale: str, known: int) -> tuple[str, str]:  # noqa: ARG001
    """Return the tracks of a kind as signs and in words; equal rails are told once."""
    versions = versions_known(kind)
    if not versions or not tracks:
        return "", gettext("no records yet")
    held, found = json.loads(tracks), versions[0]
    marks = "".join(MARKS[_progress(held, track.key)] for track in found.tracks)
    return marks, "；".join(_told(found, held, track.key) for track in found.tracks)


def _progress(held: dict[str, Any], key: str) -> str:
    return str(held.get(key, {}).get("progress", "none"))


def _told(kind: Kind, held: dict[str, Any], key: str) -> str:
    label = next(track.label for track in kind.tracks if track.key == key)
    return f"{said(label)}：{said(_WORDS[_progress(held, key)])}"
