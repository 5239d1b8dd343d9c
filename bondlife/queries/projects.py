"""The project list: filtered by region tree, stage, sector, year, text; sorted; paged by key; with totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.queries import finding
from bondlife.queries.paging import PAGE, decode, encode
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.registry import Project, ProjectRail, Region

SORTS: dict[str, tuple[str, type, bool]] = {
    "name": ("sort_key", str, False),
    "code": ("code", str, False),
    "investment": ("total_investment", int, True),
    "year": ("start_year", int, True),
}
"""Sort name → column, type of its cursor, largest first."""


FEW_REGIONS = 60
"""Up to here a page is put together from the first rows of every region."""


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What the address of a list says."""

    region: str = ""
    stage: str = ""
    sector: str = ""
    year: int | None = None
    state: str = ""
    kind: str = ""
    q: str = ""
    sort: str = "name"
    after: str = ""
    before: str = ""

    @property
    def shape(self) -> tuple[Any, ...]:
        """Return which conditions there are: what the statement's text depends on."""
        return (
            bool(self.region),
            bool(self.stage),
            bool(self.sector),
            self.year is not None,
            bool(self.state),
            bool(self.kind),
            finding.shape(self.q),
            self.sort,
            bool(self.after),
            bool(self.before),
        )


class ProjectRow(NamedTuple):
    """One line of the list, as the database gives it; amounts in fen."""

    public_id: str
    code: str
    name: str
    region: str
    sector: str
    state: str
    stage: str
    start_year: int
    total_investment: int
    special_bond: int
    issued: int
    kind: str = ""
    tracks: Any = None


@dataclass(frozen=True, slots=True)
class ProjectList:
    """One page of the list and the ways on and back; an empty cursor: there is no page there."""

    filter: ProjectFilter
    rows: Sequence[ProjectRow]
    next_after: str
    previous_before: str = ""


@dataclass(frozen=True, slots=True)
class ProjectTotals:
    """Count and sums of everything the filter selects."""

    count: int
    total_investment: int
    special_bond: int
    issued: int


def project_list(db: Database, actor: Actor, wanted: ProjectFilter) -> ProjectList:
    """Return one page of the projects the actor may see."""
    if wanted.sort not in SORTS:
        raise Invalid.because(
            "bad_sort", "The list cannot be sorted by %(name)s.", "sort", name=wanted.sort[:40]
        )
    key = ("projects", actor.grants, actor.only, wanted.shape)
    found = db.rows(actor, key, lambda: _page(actor, wanted), _values(wanted) | _place(wanted))
    more = len(found) > PAGE
    page = found[:PAGE][::-1] if wanted.before else found[:PAGE]
    has_next, has_previous = (True, more) if wanted.before else (more, bool(wanted.after))
    return ProjectList(
        wanted,
        [ProjectRow._make(row[2:]) for row in page],
        encode(page[-1][1], page[-1][0]) if page and has_next else "",
        encode(page[0][1], page[0][0]) if page and has_previous else "",
    )


def _place(wanted: ProjectFilter) -> dict[str, Any]:
    """Return the parameters that say where the page starts."""
    cursor = decode(wanted.before or wanted.after, SORTS[wanted.sort][1])
    return {} if cursor is None else {"from_value": cursor.value, "from_id": cursor.row_id}


def project_totals(db: Database, actor: Actor, wanted: ProjectFilter) -> ProjectTotals:
    """Return the count and sums of the filter."""
    key = ("project totals", actor.grants, actor.only, wanted.shape[:-3])
    found = db.rows(actor, key, lambda: _totals(actor, wanted), _values(wanted))
    count, investment, bond, issued = found[0]
    return ProjectTotals(count, int(investment), int(bond), int(issued))


def all_rows(session: Session, actor: Actor, wanted: ProjectFilter) -> Sequence[ProjectRow]:
    """Return every row of the filter, for an export of exactly this."""
    statement = _filtered(actor, wanted, _list_columns())
    project = columns(Project)
    ordered = statement.order_by(*_order(wanted, project[SORTS[wanted.sort][0]], project.id))
    return tuple(ProjectRow._make(row) for row in session.execute(ordered, _values(wanted)))


def _list_columns() -> tuple[Any, ...]:
    project, region, rail = columns(Project), columns(Region), columns(ProjectRail)
    return (
        project.public_id,
        project.code,
        project.name,
        region.name,
        project.sector,
        project.state,
        rail.now_track,
        project.start_year,
        project.total_investment,
        project.special_bond,
        project.issued,
        project.kind,
        rail.tracks,
    )


def _page(actor: Actor, wanted: ProjectFilter) -> Any:
    project = columns(Project)
    key = project[SORTS[wanted.sort][0]]
    statement = _filtered(actor, wanted, (project.id, key, *_list_columns()))
    beyond = _beyond(wanted, key)
    regions = _few_regions(actor)
    if regions:
        statement = statement.where(project.id.in_(_first_of_each(wanted, regions, beyond)))
    return statement.where(*beyond).order_by(*_order(wanted, key, project.id)).limit(PAGE + 1)


def _descends(wanted: ProjectFilter) -> bool:
    """Tell which way the rows are read: backwards the page before comes, nearest row first."""
    return SORTS[wanted.sort][2] != bool(wanted.before)


def _order(wanted: ProjectFilter, key: Any, row_id: Any) -> tuple[Any, Any]:
    return (key.desc(), row_id.desc()) if _descends(wanted) else (key, row_id)


def _beyond(wanted: ProjectFilter, key: Any) -> list[Any]:
    """Return the condition under which a row comes after the cursor."""
    if not (wanted.after or wanted.before):
        return []
    place = sa.tuple_(_unseen("from_value", key.type), _unseen("from_id", sa.BigInteger()))
    row = sa.tuple_(key, columns(Project).id)
    return [row < place if _descends(wanted) else row > place]


def _unseen(name: str, kind: Any) -> Any:
    """Return a parameter the planner cannot look at: SQLite would plan anew for every page."""
    return sa.select(sa.bindparam(name, type_=kind, required=False)).scalar_subquery()


def _few_regions(actor: Actor) -> list[int]:
    """Return the regions of somebody who sees whole regions and only a few of them."""
    grants = actor.grants_for("project.read")
    if not grants or any(grant.region_ids is None or grant.organisation_id is not None for grant in grants):
        return []
    regions = sorted(frozenset[int]().union(*(grant.region_ids or () for grant in grants)))
    return regions if 1 < len(regions) <= FEW_REGIONS else []


def _first_of_each(wanted: ProjectFilter, regions: Sequence[int], beyond: Sequence[Any]) -> Any:
    """Return the keys of a page, merged from the regions: each is read along its own index, as far as needed.

    Without it the database reads and sorts everything this person may see, for one page of it.
    """
    merged = sa.union_all(*[_of_one(wanted, region_id, beyond) for region_id in regions])
    found = merged.selected_columns
    page = merged.order_by(*_order(wanted, found.value, found.id)).limit(PAGE + 1).subquery()
    return sa.select(page.c.id)


def _of_one(wanted: ProjectFilter, region_id: int, beyond: Sequence[Any]) -> Any:
    project, rail = columns(Project), columns(ProjectRail)
    key = project[SORTS[wanted.sort][0]]
    found = sa.select(project.id, key.label("value")).select_from(Project)
    if wanted.stage:
        found = found.outerjoin(ProjectRail, rail.project_id == project.id)
    found = found.where(project.region_id == region_id, project.ended_at.is_(None))
    return found.where(*_conditions(wanted), *beyond)


def _totals(actor: Actor, wanted: ProjectFilter) -> Any:
    project = columns(Project)
    sums = (
        sa.func.coalesce(sa.func.sum(c), 0)
        for c in (project.total_investment, project.special_bond, project.issued)
    )
    return _filtered(actor, wanted, (sa.func.count(), *sums), joined=False)


def _filtered(actor: Actor, wanted: ProjectFilter, chosen: Sequence[Any], *, joined: bool = True) -> Any:
    project, rail, region = columns(Project), columns(ProjectRail), columns(Region)
    statement = scoped(actor, Project, *chosen, permission="project.read").select_from(Project)
    if joined:
        statement = statement.join(Region, region.id == project.region_id)
    if joined or wanted.stage:
        statement = statement.outerjoin(ProjectRail, rail.project_id == project.id)
    statement = statement.where(project.ended_at.is_(None))
    for condition in _conditions(wanted):
        statement = statement.where(condition)
    return statement


def _conditions(wanted: ProjectFilter) -> list[Any]:
    project, rail, region = columns(Project), columns(ProjectRail), columns(Region)
    found: list[Any] = []
    if wanted.region:
        root = (
            sa.select(region.id)
            .where(region.code == sa.bindparam("region", required=False))
            .scalar_subquery()
        )
        found.append(project.region_id.in_(closure_of(root)))
    if wanted.stage:
        found.append(rail.now_track == sa.bindparam("stage", required=False))
    for name in ("sector", "state", "kind"):
        if getattr(wanted, name):
            found.append(project[name] == sa.bindparam(name, required=False))
    if wanted.year is not None:
        found.append(project.start_year == sa.bindparam("year", required=False))
    if wanted.q:
        found.append(project.id.in_(finding.matching("project", wanted.q)))
    return found


def _values(wanted: ProjectFilter) -> dict[str, Any]:
    values: Mapping[str, Any] = {
        "region": wanted.region,
        "stage": wanted.stage,
        "sector": wanted.sector,
        "state": wanted.state,
        "kind": wanted.kind,
    }
    kept = {name: value for name, value in values.items() if value}
    if wanted.year is not None:
        kept["year"] = wanted.year
    return kept | finding.values(wanted.q)
