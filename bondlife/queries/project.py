"""The page of one project: title, seven tracks, the answer, and the tab that was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database, told_rows
from bondlife.lifecycle.situation import Situation, situation
from bondlife.locale import gettext
from bondlife.queries import explanations as told
from bondlife.queries import project_money as money
from bondlife.queries.amounts import figure
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.documents import documents_of
from bondlife.queries.explanations import AskedFigure, Figure, Ref, asked
from bondlife.queries.history import changes_since_approval, history_of
from bondlife.queries.places import region_name
from bondlife.queries.project_operation import OperationView, operation_view
from bondlife.queries.project_plan import PlanView, plan_view
from bondlife.queries.project_records import records_view, tasks_view
from bondlife.queries.project_works import WorksView, works_view
from bondlife.queries.record import facts_of, moves_of, row_of
from bondlife.queries.scenarios import ScenarioLine, scenario_lines
from bondlife.queries.steps import NextBlock, living_records, next_blocks
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from calculators.coverage.capital_ratio import capital_ratio
from calculators.kernel.errors import CalculationError
from models.base import columns
from models.lifecycle import Kind, Label
from models.registry import Project, ProjectRail

TABS: tuple[tuple[str, Label], ...] = (
    ("overview", Label("Overview", "概况")),
    ("plan", Label("Plan and coverage", "收支与覆盖")),
    ("money", Label("Bonds and money", "债券与资金")),
    ("works", Label("Works and assets", "工程与资产")),
    ("schedule", Label("Repayment", "还本付息")),
    ("records", Label("Records", "办理事项")),
    ("documents", Label("Documents", "资料")),
    ("tasks", Label("Tasks", "任务")),
    ("history", Label("History", "历史")),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One track on the rail."""

    name: str
    mark: str
    word: str
    note: str
    is_now: bool
    href: str
    risk: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What the address of a project page asks for."""

    tab: str = "overview"
    explain: str = ""
    forecast: str = ""
    against: str = ""
    field: str = ""
    since_approval: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures of the answer sentence; None where there is nothing to say."""

    held: int
    refinancing: int
    arrival: str
    release: str
    payment: str
    idle: int
    coverage: str
    coverage_key: str
    lowest: str
    lowest_year: int | None
    next_due: date | None
    next_amount: int


@dataclass(frozen=True, slots=True)
class PlanTab:
    """The plan tab: the balance plan, and what became of it."""

    plan: PlanView
    operation: OperationView
    scenarios: Sequence[ScenarioLine]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first tab: money, next steps, facts."""

    money: money.MoneyView
    next: Sequence[NextBlock]
    ready_count: int
    facts: Sequence[tuple[str, Sequence[Any]]]
    capital_ratio: str
    moves: Sequence[Any]


@dataclass(frozen=True, slots=True)
class ProjectView:
    """The page of one project."""

    public_id: str
    name: str
    code: str
    kind: str
    state: str
    since: datetime | None
    days: int
    version: int
    is_taken_on: bool
    region: str
    rail: Sequence[Stop]
    answer: Answer
    tabs: Sequence[Tab]
    tab: str
    body: Any
    bar: BarView | None
    changes: int
    edit_href: str
    explain: AskedFigure | None


def project_view(db: Database, actor: Actor, public_id: str, question: Question, unit: str) -> ProjectView:
    """Return the page of a project with the tab asked for; a foreign project is missing."""
    with db.reading() as session:
        project = row_of(session, actor, "project", public_id)
        assert isinstance(project, Project)
        here = situation(session, project, clock.business_date(), actor=actor)
        tab = question.tab if question.tab in dict(TABS) else "overview"
        held = money.money_view(session, actor, project, here.today, unit)
        plan = _plan(session, actor, here, project, unit, question)
        figures = _figures(here, project, held, plan, unit)
        body = _body(session, actor, here, project, tab, question, held, plan, figures, unit)
        figures |= _tab_figures(body)
        return _whole(
            session, actor, here, project, tab, held, plan, body, asked(figures, question.explain, here.rules)
        )


def _plan(
    session: Session, actor: Actor, here: Situation, project: Project, unit: str, question: Question
) -> PlanView:
    on_tab = question.tab == "plan"
    return plan_view(
        session,
        actor,
        project,
        here.rules,
        unit,
        forecast_id=question.forecast if on_tab else "",
        against_id=question.against if on_tab else "",
    )


def _whole(
    session: Session,
    actor: Actor,
    here: Situation,
    project: Project,
    tab: str,
    held: money.MoneyView,
    plan: PlanView,
    body: Any,
    explain: AskedFigure | None,
) -> ProjectView:
    may_edit = actor.can_on("project.edit", project.region_id, project.unit_id, project.department_id)
    since = project.state_since
    return ProjectView(
        project.public_id,
        project.name,
        project.code,
        said(here.kind.label),
        state_name(here.kind, "project", project.state),
        since,
        (here.today - clock.local(since).date()).days if since else 0,
        project.version,
        project.taken_on,
        region_name(session, project.region_id),
        rail_of(session, here.kind, project, held),
        _answer(held, plan),
        [Tab(said(label), f"/projects/{project.public_id}?tab={key}", key == tab) for key, label in TABS],
        tab,
        body,
        bar_of(session, actor, project),
        changes_since_approval(session, project),
        f"/projects/{project.public_id}/edit" if may_edit else "",
        explain,
    )


def _body(  # noqa: PLR0911
    session: Session,
    actor: Actor,
    here: Situation,
    project: Project,
    tab: str,
    question: Question,
    held: money.MoneyView,
    plan: PlanView,
    figures: Mapping[str, Figure],
    unit: str,
) -> Any:
    """Return the view of one tab."""
    if tab == "plan":
        operation = operation_view(session, actor, project, here.rules, here.today, unit)
        return PlanTab(plan, operation, scenario_lines(session, actor, project.id or 0))
    if tab == "works":
        return works_view(session, actor, project, here.rules, here.today, unit)
    if tab == "money":
        return held
    if tab == "schedule":
        return money.schedule_view(session, actor, project, here.today)
    if tab == "records":
        return records_view(session, actor, project, here.kind)
    if tab == "documents":
        return documents_of(session, actor, project, here)
    if tab == "tasks":
        return tasks_view(session, actor, project)
    if tab == "history":
        return history_of(session, project, field=question.field, since_approval=question.since_approval)
    return _overview(session, actor, here, project, held, figures)


def _tab_figures(body: Any) -> Mapping[str, Figure]:
    """Return the figures a tab brings along."""
    if isinstance(body, PlanTab):
        return body.operation.figures
    return body.figures if isinstance(body, WorksView) else {}


def _overview(
    session: Session,
    actor: Actor,
    here: Situation,
    project: Project,
    held: money.MoneyView,
    figures: Mapping[str, Figure],
) -> Overview:
    rows = [project, *living_records(session, actor, project)]
    blocks = next_blocks(session, actor, rows, here.today)
    shown = [block for block in blocks if block.ready or block.blocked or block.aside or block.waiting]
    return Overview(
        held,
        shown,
        sum(len(block.ready) for block in shown if not block.waiting),
        facts_of(session, actor, project, here.kind)[:4],
        figures["capital_ratio"].shown if "capital_ratio" in figures else "",
        moves_of(session, project, here.kind)[:6],
    )


def _figures(
    here: Situation, project: Project, held: money.MoneyView, plan: PlanView, unit: str
) -> dict[str, Figure]:
    """Return every computed figure of the page, so that each can be asked."""
    refs = (Ref(gettext("Bonds and money"), f"/projects/{project.public_id}?tab=money"),)
    inputs = {"held": held.held, "arrived": held.received, "released": held.released, "paid": held.paid}
    found = dict(plan.figures)
    for output, shown in (
        ("arrival_rate", held.arrival_rate),
        ("disbursement_rate", held.disbursement_rate),
        ("payment_rate", held.payment_rate),
        ("idle", figure(held.idle, unit)),
    ):
        found[f"use.{output}"] = told.use_figure(inputs, output, shown, refs)
    capital = _capital(here, project)
    if capital is not None:
        found["capital_ratio"] = capital
    return found


def _capital(here: Situation, project: Project) -> Figure | None:
    """Return the capital ratio against the minimum of the sector, where there is an investment."""
    minimum = _least_capital(here, project)
    if minimum is None:
        return None
    inputs = {
        "total_investment": project.total_investment,
        "minimum": minimum,
        "own_capital": max(0, project.capital - project.bond_as_capital),
        "bond_as_capital": min(project.bond_as_capital, project.capital),
    }
    try:
        found = capital_ratio(
            project.total_investment,
            minimum=minimum,
            own_capital=inputs["own_capital"],  # type: ignore[arg-type]
            bond_as_capital=inputs["bond_as_capital"],  # type: ignore[arg-type]
        )
    except CalculationError:
        return None
    refs = (Ref(gettext("Project form"), f"/projects/{project.public_id}/edit"),)
    return told.capital(found, inputs, f"{found.ratio * 100:.2f}%", refs)


def _least_capital(here: Situation, project: Project) -> Decimal | None:
    """Return the minimum of the project's sector, of the rule's own sector where the project names none."""
    rule = here.rules.get("reserve.capital_ratio")
    sector = project.fields.get("capital_sector") or (rule.params.get("default") if rule is not None else "")
    for row in rule.value if rule is not None and isinstance(rule.value, list) else ():
        if row.get("key") == sector:
            return Decimal(row["ratio"])
    return None


def _answer(held: money.MoneyView, plan: PlanView) -> Answer:
    all_debt = next(
        (line for line in plan.multiples if line.key == "coverage.net_over_all_debt_service"), None
    )
    return Answer(
        held.held,
        held.total.held - held.held,
        held.arrival_rate,
        held.disbursement_rate,
        held.payment_rate,
        held.idle,
        all_debt.shown if all_debt else "",
        all_debt.key if all_debt else "",
        plan.lowest_ratio if all_debt else "",
        plan.lowest_year,
        held.next_due,
        held.next_amount,
    )


def rail_of(session: Session, kind: Kind, project: Project, held: money.MoneyView) -> list[Stop]:
    """Return the tracks of a project as they stand in their projection."""
    rows = told_rows(session, None, "rail of a project", _rail, {"project": project.id})
    now, held_tracks = rows[0] if rows else ("", None)
    tracks: Mapping[str, Any] = held_tracks or {}
    return [
        _stop(kind, project, track.key, said(track.label), tracks.get(track.key, {}), now, held)
        for track in kind.tracks
    ]


def _rail() -> sa.Select[Any]:
    own = columns(ProjectRail)
    asked = own.project_id == sa.bindparam("project", None, sa.BigInteger())
    return sa.select(own.now_track, own.tracks).where(asked)


def _stop(
    kind: Kind,
    project: Project,
    key: str,
    name: str,
    track: Mapping[str, Any],
    now: str,
    held: money.MoneyView,
) -> Stop:
    progress, done, total = track.get("progress", "none"), track.get("done", 0), track.get("total", 0)
    marks = {"done": "done", "trouble": "no", "active": "now" if key == now else "wait", "none": "open"}
    words = {
        "done": gettext("done"),
        "trouble": gettext("in trouble"),
        "active": gettext("under way %(done)d/%(total)d") % {"done": done, "total": total},
        "none": gettext("not begun"),
    }
    note = _note(kind, track.get("states", {}))
    if key == "repayment" and held.next_due is not None:
        note = gettext("next %(day)s") % {"day": held.next_due.isoformat()}
    return Stop(name, marks[progress], words[progress], note, key == now, _tab_of(project, key))


def _note(kind: Kind, states: Mapping[str, int]) -> str:
    """Return where the records of a track stand, two states at most."""
    said_states = []
    for place, count in states.items():
        record, _, state = place.rpartition(".")
        said_states.append((count, state_name(kind, record, state)))
    said_states.sort(reverse=True)
    return " · ".join(f"{name} {count}" if count > 1 else name for count, name in said_states[:2])


def _tab_of(project: Project, track: str) -> str:
    tabs = {"disbursement": "money", "repayment": "schedule", "reserve": "documents", "operation": "works"}
    tab = tabs.get(track, "records")
    return f"/projects/{project.public_id}?tab={tab}" + (f"#{track}" if tab == "records" else "")
