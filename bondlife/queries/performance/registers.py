"""Use of results over a region: next year's budget and quota beside them, orders, accountability, appraisals.

What is cut by a signed list is held against the budget lines of the year; a project whose orders are open or
whose last grade is low says so beside the money it asks for. Amounts are fen.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database, chunks
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.funds.board import Ask, Block, Board, Fact, Grid, Head, Line, Link, summed
from bondlife.queries.funds.money import grade_name
from bondlife.queries.lifewords import state_of
from bondlife.queries.performance.board import Place
from bondlife.queries.performance.yearly_rows import is_late, records_of
from bondlife.queries.performance_fields import MATTERS
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import (
    Accountability,
    Application,
    Appraisal,
    BudgetLine,
    Evaluation,
    Project,
    Rectification,
    ResultLine,
    ResultList,
)

LIVE = ("simulated", "signed", "published")
DONE = ("passed", "concluded")
LOW = ("fair", "poor")
"""Grades that are named where money is asked for."""


def registers_board(
    db: Database, actor: Actor, *, year: int | None = None, region: str = "", explain: str = ""
) -> Board:
    """Return the page of results in use for a budget year."""
    with db.reading() as session:
        wanted = year or _newest(Place(session, actor, region, clock.business_date().year + 1))
        place = Place(session, actor, region, wanted)
        lines, orders = _cut_lines(place), _orders(place)
        open_orders = {row.project_id or 0 for row, _name in orders if row.closed_on is None}
        blocks = [
            _budget(place, lines, open_orders),
            _quota(place, open_orders),
            _order_block(actor, orders),
            _accountability(place, actor),
            _appraisals(place, actor),
        ]
    late = sum(is_late(row) for row, _name in orders)
    return Board(
        gettext("Results in use, budget %(year)d") % {"year": wanted},
        [(gettext("Home"), "/"), (gettext("Performance"), "/performance")],
        blocks,
        [
            Fact(gettext("projects on lists of cuts"), "count", len(lines)),
            Fact(gettext("cut"), "fen", sum(one.cut for one, _list, _name in lines)),
            Fact(gettext("orders open"), "count", len(open_orders)),
            Fact(gettext("of which late"), "count", late),
        ],
        tools=[Link(gettext("Yearly report"), f"/performance/report?year={wanted - 1}&region={region}")],
        filters=[
            Ask("year", gettext("Budget year"), str(wanted), ""),
            Ask("region", gettext("Region"), region, "", choices=region_choices(db, actor)),
        ],
        explain=_figure(lines, explain),
    )


def _newest(place: Place) -> int:
    """Return the budget year of the newest list, or the coming year where there is none."""
    if not place.actor.can("result_list.read"):
        return place.year
    own = columns(ResultList)
    statement = scoped(place.actor, ResultList, sa.func.max(own.year), permission="result_list.read")
    statement = statement.where(own.state.in_(LIVE), own.ended_at.is_(None))
    return int(place.session.execute(place.limited(statement, ResultList)).scalar() or place.year)


Cut = tuple[ResultLine, ResultList, str]


def _cut_lines(place: Place) -> list[Cut]:
    """Return the lines of every list of the year that was not discarded, with list and project."""
    if not place.actor.can("result_list.read"):
        return []
    own, held, project = columns(ResultLine), columns(ResultList), columns(Project)
    statement = scoped(
        place.actor, ResultList, ResultLine, ResultList, project.name, permission="result_list.read"
    )
    statement = statement.join(ResultLine, own.list_id == held.id).join(Project, project.id == own.project_id)
    statement = statement.where(held.year == place.year, held.state.in_(LIVE), held.ended_at.is_(None))
    ordered = place.limited(statement, ResultList).order_by(own.cut.desc(), own.id)
    return [(row[0], row[1], row[2]) for row in place.session.execute(ordered)]


def _figure(lines: Sequence[Cut], explain: str) -> Figure | None:
    if explain != "cut":
        return None
    sums: dict[str, int] = defaultdict(int)
    for line, held, _name in lines:
        sums[held.name] += line.cut
    parts = [Part(Label(name, name), amount) for name, amount in sums.items()]
    return sum_figure("cut", Label("Cut by results", "结果应用核减金额"), parts)


def _planned(place: Place, projects: Iterable[int]) -> dict[int, int]:
    """Return what budget lines of the year give each project."""
    own = columns(BudgetLine)
    found: dict[int, int] = {}
    for part in chunks(sorted(set(projects)), 500):
        statement = (
            sa.select(own.project_id, sa.func.sum(own.amount))
            .where(own.project_id.in_(part), own.year == place.year, own.ended_at.is_(None))
            .group_by(own.project_id)
        )
        told = place.session.execute(statement.execution_options(scoped=True))
        found |= {key: int(amount) for key, amount in told}
    return found


def _budget(place: Place, lines: Sequence[Cut], open_orders: set[int]) -> Block:
    heads = [
        Head(gettext("Project")),
        Head(gettext("List")),
        Head(gettext("Score"), "number"),
        Head(gettext("Grade")),
        Head(gettext("Requested"), "fen"),
        Head(gettext("Cut"), "fen"),
        Head(gettext("Left"), "fen"),
        Head(gettext("In the budget"), "fen"),
        Head(gettext("State"), "state"),
    ]
    planned = _planned(place, (one.project_id for one, _list, _name in lines))
    rows = [_budget_line(*one, planned, open_orders) for one in lines[:500]]
    sums = summed(rows, heads, gettext("Total"))
    if sums:
        sums[-1] = Line(sums[-1].cells, is_sum=True, keys={5: "cut"})
    note = gettext(
        "A simulated list cuts nothing before it is signed. A budget line above what is left says so here."
    )
    empty = gettext(
        "No list of cuts for the budget of this year; a list is simulated on the page of a round."
    )
    title = gettext("Results and the budget of the year")
    return Block("budget", title, grid=Grid(heads, sums, empty), notes=[note])


def _budget_line(
    line: ResultLine, held: ResultList, name: str, planned: dict[int, int], open_orders: set[int]
) -> Line:
    left, given = line.requested - line.cut, planned.get(line.project_id)
    word, mark = state_of(held.kind, "result_list", held.state)
    if given is not None and given > left and held.state != "simulated":
        mark, word = "no", gettext("budget above what is left")
    elif line.project_id in open_orders:
        mark, word = "late", f"{word} · {gettext('order open')}"
    cells = [name, held.name, line.score, grade_name(line.grade), line.requested, line.cut, left, given]
    return Line([*cells, (mark, word)], f"/performance/results/{held.public_id}")


def _quota(place: Place, open_orders: set[int]) -> Block:
    """Return the applications of the year with the last result of their project."""
    heads = [
        Head(gettext("Project")),
        Head(gettext("Batch")),
        Head(gettext("Applied for"), "fen"),
        Head(gettext("Year of the result"), "text"),
        Head(gettext("Score"), "number"),
        Head(gettext("Grade")),
        Head(gettext("State"), "state"),
    ]
    found = records_of(place, Application, "application.read", columns(Application).year == place.year)
    last = _last_results(place, [row.project_id for row, _name in found])
    rows = []
    for row, name in found[:500]:
        result = last.get(row.project_id)
        told = (str(result.year), result.score, grade_name(result.grade)) if result else ("—", None, "—")
        mark = _quota_mark(result, row.project_id in open_orders)
        rows.append(Line([name, row.batch, row.amount, *told, mark], f"/records/application/{row.public_id}"))
    grid = Grid(heads, summed(rows, heads, gettext("Total")), gettext("No application of this year."))
    return Block("quota", gettext("Results and applications for quota"), grid=grid)


def _quota_mark(result: Evaluation | None, has_order: bool) -> tuple[str, str]:
    if has_order:
        return "late", gettext("order open")
    if result is None:
        return "open", gettext("no result yet")
    if result.grade in LOW:
        return "late", gettext("low grade")
    return "done", gettext("nothing against it")


def _last_results(place: Place, projects: Sequence[int]) -> dict[int, Evaluation]:
    """Return the newest concluded evaluation of each project, ex-ante left out."""
    own = columns(Evaluation)
    found: dict[int, Evaluation] = {}
    for part in chunks(sorted(set(projects)), 500):
        statement = (
            sa.select(Evaluation)
            .where(
                own.project_id.in_(part),
                own.state.in_(DONE),
                own.type != "ex_ante",
                own.score.is_not(None),
                own.ended_at.is_(None),
            )
            .order_by(own.year, own.id)
        )
        for one in place.session.execute(statement.execution_options(scoped=True)).scalars():
            found[one.project_id] = one
    return found


def _orders(place: Place) -> list[tuple[Rectification, str]]:
    """Return the orders that are open or were given from two years before the budget year on."""
    own = columns(Rectification)
    since = clock.business_date().replace(year=place.year - 2, month=1, day=1)
    wanted = sa.or_(own.closed_on.is_(None), own.ordered_on >= since)
    return [
        (row, name or "—") for row, name in records_of(place, Rectification, "rectification.read", wanted)
    ]


def _order_block(actor: Actor, orders: Sequence[tuple[Rectification, str]]) -> Block:
    heads = [
        Head(gettext("Project")),
        Head(gettext("Finding")),
        Head(gettext("Ordered on"), "date"),
        Head(gettext("Due on"), "date"),
        Head(gettext("Answered on"), "date"),
        Head(gettext("Closed on"), "date"),
        Head(gettext("State"), "state"),
    ]
    rows = []
    for row, name in orders[:500]:
        word, mark = state_of(row.kind, "rectification", row.state)
        state = ("late", gettext("late")) if is_late(row) else (mark, word)
        days = (row.ordered_on, row.due_on, row.answered_on, row.closed_on)
        rows.append(Line([name, row.finding[:120], *days, state], f"/records/rectification/{row.public_id}"))
    grid = Grid(heads, rows, gettext("Nothing is to be put right."))
    links = _new(actor, "rectification", gettext("New order"))
    return Block("orders", gettext("Rectification orders"), grid=grid, links=links)


def _new(actor: Actor, record: str, label: str) -> list[Link]:
    return [Link(label, f"/records/{record}/new")] if actor.can(f"{record}.create") else []


def _accountability(place: Place, actor: Actor) -> Block:
    heads = [
        Head(gettext("Project")),
        Head(gettext("Matter")),
        Head(gettext("Who answers")),
        Head(gettext("Found on"), "date"),
        Head(gettext("Measure taken")),
        Head(gettext("Number of the decision")),
        Head(gettext("State"), "state"),
    ]
    words = dict(MATTERS)
    rows = []
    for row, name in records_of(place, Accountability, "accountability.read")[-500:]:
        word, mark = state_of(row.kind, "accountability", row.state)
        matter = said(words[row.matter]) if row.matter in words else row.matter
        cells = [name or "—", matter, row.answerable, row.found_on, row.measure or "—"]
        href = f"/records/accountability/{row.public_id}"
        rows.append(Line([*cells, row.decision_number or "—", (mark, word)], href))
    grid = Grid(heads, rows, gettext("Nobody has to answer for anything."))
    links = _new(actor, "accountability", gettext("New entry"))
    return Block("accountability", gettext("Accountability register"), grid=grid, links=links)


def _appraisals(place: Place, actor: Actor) -> Block:
    heads = [
        Head(gettext("District or township")),
        Head(gettext("Year"), "text"),
        Head(gettext("Score"), "number"),
        Head(gettext("Grade")),
        Head(gettext("State"), "state"),
    ]
    years = columns(Appraisal).year.between(place.year - 2, place.year)
    found = [row for row, _name in records_of(place, Appraisal, "appraisal.read", years)]
    rows = []
    for row in sorted(found, key=lambda one: (-one.year, -(one.score or 0))):
        word, mark = state_of(row.kind, "appraisal", row.state)
        cells: list[Any] = [row.name, str(row.year), row.score, grade_name(row.grade) if row.grade else "—"]
        rows.append(Line([*cells, (mark, word)], f"/performance/appraisals/{row.public_id}"))
    grid = Grid(heads, rows, gettext("No district or township was appraised yet."))
    links = _new(actor, "appraisal", gettext("New appraisal"))
    return Block("appraisals", gettext("Appraisal of districts and townships"), grid=grid, links=links)
