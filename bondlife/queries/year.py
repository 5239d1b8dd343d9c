"""The calendar of a year: every step by period with its state, and which months are closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import rule_book
from bondlife.calendar import work_calendar
from bondlife.db import Database
from bondlife.lifecycle.filings.rows import Span, span_of
from bondlife.lifecycle.filings.steps import Step, steps_in
from bondlife.queries.places import region_of
from bondlife.queries.platform import ChoiceLine, choices_of
from bondlife.queries.shell import region_choices
from bondlife.queries.users import role_label
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.choices import PERIOD
from calculators.kernel.dates import WorkCalendar
from models.base import columns
from models.lifecycle import Label
from models.registry import Filing, Period

STATES = {
    "early": ("open", Label("not yet due", "未到期")),
    "open": ("now", Label("to be made", "待编制")),
    "late": ("late", Label("late", "已逾期")),
    "prepared": ("wait", Label("waits for its signature", "待签署")),
    "signed": ("done", Label("signed", "已签署")),
    "returned": ("no", Label("sent back", "已退回")),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One step in one period: state, due day, where it is done."""

    period: str
    due_on: date
    mark: str
    state: str
    word: str
    href: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the year with its cells: twelve for a monthly step, one for a yearly step."""

    key: str
    label: str
    owner: str
    basis: str
    is_confirmed: bool
    locks: bool
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A month or the year of the books: closed or open."""

    period: str
    is_locked: bool
    locked_at: Any
    is_over: bool


@dataclass(frozen=True, slots=True)
class YearView:
    """The calendar of one region and year."""

    region: str
    region_name: str
    regions: Sequence[tuple[str, str]]
    year: int
    monthly: Sequence[StepLine]
    yearly: Sequence[StepLine]
    periods: Sequence[PeriodLine]
    proposals: Sequence[ChoiceLine]
    late: int
    to_make: int
    to_sign: int
    can_propose: bool
    can_decide: bool
    form: Any


def year_view(db: Database, actor: Actor, *, region: str, year: int | None, form: Any) -> YearView:
    """Return the calendar of a region this person works in; without a year, of the present one."""
    today = clock.business_date()
    chosen = year or today.year
    with db.reading() as session:
        place = region_of(session, actor, region, "filing.read")
        key = place.id or 0
        steps = steps_in(rule_book(session, place.code, today))
        filed = _filed(session, actor, key, chosen)
        calendar = work_calendar(session)
        lines = [_step_line(one, key, place.code, chosen, filed, calendar, today) for one in steps]
        periods = _periods(session, key, chosen, today)
        proposals = choices_of(session, actor, key, f"{PERIOD.prefix}{chosen}", "period.read")
    cells = [cell for line in lines for cell in line.cells]
    return YearView(
        region=place.code,
        region_name=place.name,
        regions=region_choices(db, actor),
        year=chosen,
        monthly=[line for line in lines if len(line.cells) > 1],
        yearly=[line for line in lines if len(line.cells) == 1],
        periods=periods,
        proposals=proposals,
        late=sum(cell.state == "late" for cell in cells),
        to_make=sum(cell.state == "open" for cell in cells),
        to_sign=sum(cell.state == "prepared" for cell in cells),
        can_propose=actor.can_on("period.propose", key),
        can_decide=actor.can_on("period.lock", key),
        form=form,
    )


def _filed(session: Session, actor: Actor, region_id: int, year: int) -> dict[tuple[str, str], str]:
    """Return the state of the newest file of every step and period of the year."""
    own = columns(Filing)
    statement = scoped(actor, Filing, own.step, own.period, own.state, permission="filing.read")
    statement = statement.where(own.region_id == region_id, own.period.startswith(str(year)))
    found: dict[tuple[str, str], str] = {}
    for step, period, state in session.execute(statement.order_by(own.number)):
        found[step, period] = state
    return found


def _step_line(
    step: Step,
    region_id: int,
    code: str,
    year: int,
    filed: Mapping[tuple[str, str], str],
    calendar: WorkCalendar,
    today: date,
) -> StepLine:
    names = [f"{year}-{month:02d}" for month in range(1, 13)] if step.cycle == "month" else [str(year)]
    spans = [span_of(region_id, code, name, step.cycle) for name in names]
    cells = [_cell(step, span, filed.get((step.key, span.period), ""), calendar, today) for span in spans]
    rule = step.rule
    return StepLine(
        step.key,
        said(Label(rule.label_en, rule.label_zh)),
        role_label(step.owner),
        rule.basis,
        rule.confirmed,
        step.locks,
        cells,
    )


def _cell(step: Step, span: Span, state: str, calendar: WorkCalendar, today: date) -> Cell:
    due = step.due_on(span, calendar)
    shown = state or state_of(due, step.opens_on(span), today)
    mark, label = STATES[shown]
    href = f"/year/{step.key}?region={span.region_code}&period={span.period}"
    return Cell(span.period, due, mark, shown, said(label), href)


def state_of(due: date, opens: date, today: date) -> str:
    """Return how a step without a file stands: not yet due, to be made, late."""
    if today > due:
        return "late"
    return "open" if today >= opens else "early"


def _periods(session: Session, region_id: int, year: int, today: date) -> list[PeriodLine]:
    own = columns(Period)
    statement = sa.select(own.month, own.locked_at).where(
        own.region_id == region_id, own.month.startswith(str(year)), own.locked_at.is_not(None)
    )
    closed: dict[str, Any] = {key: told for key, told in session.execute(statement)}  # noqa: C416
    months = [f"{year}-{month:02d}" for month in range(1, 13)]
    found = [PeriodLine(one, one in closed, closed.get(one), f"{today:%Y-%m}" > one) for one in months]
    name = str(year)
    return [*found, PeriodLine(name, name in closed, closed.get(name), today.year > year)]
