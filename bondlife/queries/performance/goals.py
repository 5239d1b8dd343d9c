"""Goals of a year as they follow from each other: duties, their tasks, the projects, with money summed up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.lifecycle.goals import vague
from bondlife.queries.lifewords import state_of
from bondlife.queries.performance.indicators import BUDGETS
from bondlife.queries.places import region_of
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Organisation, PerformanceGoal, Project

MOST = 2000
LAYERS: Mapping[str, Label] = {
    "duty": Label("Duty", "履职"),
    "task": Label("Task", "任务"),
    "project": Label("Project", "项目"),
}


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal in the tree; amounts in fen, ``below`` is the sum of the goals that follow from it."""

    href: str
    name: str
    depth: int
    layer: str
    budget: str
    amount: int
    below: int | None
    gap: int
    indicators: int
    vague: int
    state: str
    mark: str
    project: str
    is_loose: bool


@dataclass(frozen=True, slots=True)
class DepartmentGoals:
    """The goals of one department with their sums."""

    name: str
    lines: Sequence[GoalLine]
    amount: int
    gaps: int


@dataclass(frozen=True, slots=True)
class GoalsView:
    """All goals of a year by department, money by budget."""

    region: str
    year: int
    regions: Sequence[tuple[str, str]]
    departments: Sequence[DepartmentGoals]
    budgets: Sequence[tuple[str, int, int]]
    count: int
    amount: int
    gaps: int
    loose: int
    vague: int
    can_create: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """One goal as read, with names."""

    row: PerformanceGoal
    project: str
    department: str


def goals_view(db: Database, actor: Actor, *, region: str = "", year: int | None = None) -> GoalsView:
    """Return the goals of a year and region; a goal whose parent is out of sight stands by itself."""
    wanted = year or clock.business_date().year
    with db.reading() as session:
        place = region_of(session, actor, region, "goal.read")
        words = rule_book(session, place.code)["performance.vague_words"].value
        own, project, body = (columns(one) for one in (PerformanceGoal, Project, Organisation))
        chosen = (PerformanceGoal, project.name.label("project"), body.name.label("department"))
        statement = (
            scoped(actor, PerformanceGoal, *chosen, permission="goal.read")
            .outerjoin(Project, project.id == own.project_id)
            .outerjoin(Organisation, body.id == own.department_id)
            .where(own.year == wanted, own.state != "withdrawn", own.ended_at.is_(None))
            .where(own.region_id.in_(closure_of(sa.literal(place.id))))
        )
        rows = session.execute(statement.order_by(own.id).limit(MOST))
        found = [_Found(row[0], row[1] or "", row[2] or "") for row in rows]
    groups = _departments(found, words)
    lines = [line for group in groups for line in group.lines]
    return GoalsView(
        *(place.code, wanted, region_choices(db, actor), groups, _budgets(found)),
        *(len(lines), sum(group.amount for group in groups), sum(group.gaps for group in groups)),
        *(sum(line.is_loose for line in lines), sum(line.vague for line in lines)),
        actor.can("goal.create"),
    )


def _departments(found: Sequence[_Found], words: Sequence[str]) -> list[DepartmentGoals]:
    held = {one.row.id: one for one in found}
    below: dict[int | None, list[_Found]] = defaultdict(list)
    for one in found:
        below[one.row.parent_id if one.row.parent_id in held else None].append(one)
    groups: dict[str, list[GoalLine]] = defaultdict(list)
    money: dict[str, int] = defaultdict(int)
    for top in below[None]:
        groups[top.department].extend(_walk(top, 0, below, words))
        money[top.department] += top.row.amount
    return [
        DepartmentGoals(name, lines, money[name], sum(line.gap != 0 for line in lines))
        for name, lines in sorted(groups.items())
    ]


def _walk(
    one: _Found, depth: int, below: Mapping[int | None, Sequence[_Found]], words: Sequence[str]
) -> Iterator[GoalLine]:
    children = below.get(one.row.id, ()) if depth < len(LAYERS) else ()
    yield _line(one, depth, children, words)
    for child in children:
        yield from _walk(child, depth + 1, below, words)


def _line(one: _Found, depth: int, children: Sequence[_Found], words: Sequence[str]) -> GoalLine:
    row = one.row
    total = sum(child.row.amount for child in children) if children else None
    state, mark = state_of(row.kind, "goal", row.state)
    indicators = row.indicators or []
    return GoalLine(
        f"/records/goal/{row.public_id}",
        row.name,
        depth,
        said(LAYERS[row.layer]),
        said(BUDGETS[row.budget]) if row.budget in BUDGETS else row.budget,
        row.amount,
        total,
        0 if total is None else total - row.amount,
        len(indicators),
        sum(vague(str(item.get("target", "")), words) for item in indicators),
        state,
        mark,
        one.project,
        row.layer != "duty" and depth == 0,
    )


def _budgets(found: Sequence[_Found]) -> list[tuple[str, int, int]]:
    """Return name, number and money of project goals by budget; duties and tasks are not counted twice."""
    own = [one.row for one in found if one.row.layer == "project"]
    return [
        (said(label), sum(row.budget == key for row in own), sum(r.amount for r in own if r.budget == key))
        for key, label in BUDGETS.items()
    ]
