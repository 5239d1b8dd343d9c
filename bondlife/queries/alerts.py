"""Alerts of one's regions: the list with why and what to do, and one alert with its figures and its log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries.alert_words import FIGURES, WORDS, alert_label, alert_specs, quantity_of, todo_of
from bondlife.queries.figures import CitedRule, Figure, Ref, cited, worked
from bondlife.queries.keyset import Order, Page, page_of
from bondlife.queries.shell import region_choices
from bondlife.queries.steps import href_of
from bondlife.queries.users import role_label
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.kernel.explain import ExplainedQuantity
from models.base import ScopedRow, columns
from models.lifecycle import Label
from models.registry import RECORDS, Alert, AlertLog, Arrear, DisclosureDuty, Project, Region, User

LEVELS = {"serious": "red", "warning": "orange", "info": "yellow"}
"""Level of an alert → level of risk on the page."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


PAGES: Mapping[str, tuple[str, type[ScopedRow]]] = {
    "disclosure_duty": ("/disclosure/duties", DisclosureDuty),
    "arrear": ("/ppp/arrears", Arrear),
}
"""Subjects that are no records, with the page each stands on."""

EVENTS = {
    "opened": _("found by the scan"),
    "changed": _("figures changed"),
    "raised": _("became graver"),
    "snoozed": _("put aside"),
    "woken": _("no longer put aside"),
    "escalated": _("passed on"),
    "closed": _("closed: the condition no longer holds"),
}
"""What the log of an alert says."""


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """What the address of the list says."""

    state: str = "open"
    who: str = "all"
    key: str = ""
    level: str = ""
    region: str = ""
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """A sentence and the figures that stand in it: name → value and unit."""

    message: str
    figures: Mapping[str, tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert of the list."""

    public_id: str
    key: str
    label: str
    risk: str
    project: str
    href: str
    region: str
    owner: str
    since: date
    due_on: date | None
    snoozed_until: date | None
    closed_on: date | None
    why: Why
    todo: str


@dataclass(frozen=True, slots=True)
class AlertsView:
    """One page of alerts, newest first, with how many of each kind are open."""

    filter: AlertFilter
    lines: Sequence[AlertLine]
    page: Page
    counts: Sequence[tuple[str, str, int]]
    regions: Sequence[tuple[str, str]]
    keys: Sequence[tuple[str, str]]
    today: date
    late: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of an alert's life."""

    at: datetime
    what: str
    who: str
    detail: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure behind an alert."""

    label: str
    value: Any
    unit: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert: why, since when, by which rule, what to do, where to go, and its life."""

    line: AlertLine
    version: int
    figures: Sequence[FigureLine]
    rule: CitedRule | None
    record_href: str
    snooze_reason: str
    log: Sequence[LogLine]
    can_act: bool
    longest: int
    form: Any
    today: date
    explain: Any = None


def alerts_view(db: Database, actor: Actor, wanted: AlertFilter) -> AlertsView:
    """Return one page of the alerts the actor may see."""
    own, today = columns(Alert), clock.business_date()
    with db.reading() as session:
        statement = _lines(actor).where(*_conditions(actor, wanted, today))
        order = Order(own.since, date, own.id, down=True)
        rows, page = page_of(session, statement, order, after=wanted.after, before=wanted.before)
        counts, late = _counts(session, actor, today)
    keys = [(key, said(spec.label)) for key, spec in alert_specs().items()]
    lines = [_line(row) for row in rows]
    return AlertsView(wanted, lines, page, counts, region_choices(db, actor), keys, today, late)


def alert_view(db: Database, actor: Actor, public_id: str, form: Any, explain: str = "") -> AlertView:
    """Return one alert; one of other regions is missing."""
    own = columns(Alert)
    with db.reading() as session:
        row = session.execute(_lines(actor).where(own.public_id == public_id)).one_or_none()
        if row is None:
            raise missing("alert")
        alert = session.execute(
            scoped(actor, Alert, permission="alert.read").where(own.public_id == public_id)
        ).scalar_one()
        rules = rule_book(session, region_code(session, alert.region_id))
        spec = alert_specs().get(alert.key)
        rule = rules.get(spec.rule) if spec is not None else None
        longest = rules.get("supervision.longest_snooze")
        href = _record_href(session, alert)
        log = _log(session, alert)
    mine = alert.owner_role in actor.roles or "leader" in actor.roles
    where = (alert.region_id, alert.unit_id, alert.department_id)
    line = _line(row)
    told = cited(rule) if rule is not None else None
    return AlertView(
        line,
        alert.version,
        _figures(line),
        told,
        href,
        alert.snooze_reason,
        log,
        mine and alert.closed_on is None and actor.can_on("alert.snooze", *where),
        longest.whole() if longest is not None else 60,
        form,
        clock.business_date(),
        _asked(line, told, href) if explain == "figure" else None,
    )


def _lines(actor: Actor) -> Any:
    own, project, region = columns(Alert), columns(Project), columns(Region)
    chosen = (
        *(own.id, own.since, own.public_id, own.key, own.level, project.name.label("project")),
        *(project.public_id.label("project_key"), region.name.label("region"), own.owner_role, own.closed_on),
        *(own.why, own.due_on, own.snoozed_until),
    )
    statement = scoped(actor, Alert, *chosen, permission="alert.read").select_from(Alert)
    return statement.outerjoin(Project, project.id == own.project_id).join(Region, region.id == own.region_id)


def _conditions(actor: Actor, wanted: AlertFilter, today: date) -> list[Any]:
    own = columns(Alert)
    found: list[Any] = [own.ended_at.is_(None)]
    if wanted.state == "open":
        found += [own.closed_on.is_(None), own.snoozed_until.is_(None)]
    elif wanted.state == "late":
        found += [own.closed_on.is_(None), own.snoozed_until.is_(None), own.due_on < today]
    elif wanted.state == "snoozed":
        found += [own.closed_on.is_(None), own.snoozed_until.is_not(None)]
    elif wanted.state == "closed":
        found.append(own.closed_on.is_not(None))
    if wanted.who == "mine":
        found.append(own.owner_role.in_(sorted(actor.roles)))
    if wanted.key:
        found.append(own.key == wanted.key)
    if wanted.level:
        found.append(own.level == wanted.level)
    if wanted.region:
        code = columns(Region)
        root = sa.select(code.id).where(code.code == wanted.region).scalar_subquery()
        found.append(own.region_id.in_(closure_of(root)))
    return found


def _counts(session: Session, actor: Actor, today: date) -> tuple[list[tuple[str, str, int]], int]:
    own = columns(Alert)
    is_late = sa.case((own.due_on < today, 1), else_=0)
    statement = (
        scoped(actor, Alert, own.key, sa.func.count(), sa.func.sum(is_late), permission="alert.read")
        .where(own.closed_on.is_(None), own.snoozed_until.is_(None), own.ended_at.is_(None))
        .group_by(own.key)
    )
    rows = sorted(session.execute(statement).all(), key=lambda row: int(row[0].removeprefix("A")))
    return [(row[0], alert_label(row[0]), row[1]) for row in rows], sum(int(row[2] or 0) for row in rows)


def _line(row: Any) -> AlertLine:
    figures = {
        name: (quantity_of(name, value), FIGURES[name].unit)
        for name, value in (row.why or {}).items()
        if name in FIGURES
    }
    words = WORDS.get(row.key)
    return AlertLine(
        row.public_id,
        row.key,
        alert_label(row.key),
        LEVELS.get(row.level, "yellow"),
        row.project or "",
        f"/projects/{row.project_key}" if row.project_key else "",
        row.region,
        role_label(row.owner_role),
        row.since,
        row.due_on,
        row.snoozed_until,
        row.closed_on,
        Why(words.why if words is not None and _holds(words.why, figures) else "", figures),
        todo_of(row.key),
    )


def _holds(message: str, figures: Mapping[str, Any]) -> bool:
    """Tell whether every figure a sentence names is there: older alerts may lack one that came later."""
    try:
        return bool(message % dict.fromkeys(figures, ""))
    except KeyError:
        return False


def _figures(line: AlertLine) -> list[FigureLine]:
    words = WORDS.get(line.key)
    asked = words.output if words is not None else ""
    return [
        FigureLine(said(FIGURES[name].label), value, unit, name == asked)
        for name, (value, unit) in line.why.figures.items()
        if value is not None
    ]


def _asked(line: AlertLine, rule: CitedRule | None, href: str) -> Figure | None:
    words = WORDS.get(line.key)
    if words is None or not words.formula or words.output not in line.why.figures:
        return None
    told = {name: _explained(name, line) for name in line.why.figures if "{" + name + "}" in words.formula}
    label, label_zh = FIGURES[words.output].label.en, FIGURES[words.output].label.zh
    value, unit = line.why.figures[words.output]
    en = zh = numbers = words.formula
    for name, one in told.items():
        place = "{" + name + "}"
        en, zh = en.replace(place, one.label), zh.replace(place, one.label_zh)
        numbers = numbers.replace(place, str(one.value))
    output = ExplainedQuantity(words.output, label, label_zh, unit, value, en, zh, numbers, words.formula)
    refs = [Ref(gettext("The record"), href)] if href else []
    return worked(f"alert.{line.key}", output, list(told.values()), rules=[rule] if rule else [], refs=refs)


def _explained(name: str, line: AlertLine) -> ExplainedQuantity:
    value, unit = line.why.figures[name]
    label: Label = FIGURES[name].label
    return ExplainedQuantity(name, label.en, label.zh, unit, value)


def _record_href(session: Session, alert: Alert) -> str:
    """Return where the record stands that an alert is about."""
    if alert.subject == "region":
        code = region_code(session, alert.region_id)
        return f"/risk/{code}"
    if alert.subject in PAGES:
        place, one = PAGES[alert.subject]
        found = session.get(one, alert.subject_id, execution_options={"scoped": True})
        return f"{place}/{found.public_id}" if found is not None else ""
    model = RECORDS.get(alert.subject)
    project = (
        session.get(Project, alert.project_id, execution_options={"scoped": True})
        if alert.project_id
        else None
    )
    if model is None or model is Project:
        return f"/projects/{project.public_id}" if project is not None else ""
    row = session.get(model, alert.subject_id, execution_options={"scoped": True})
    return href_of(row) if row is not None else ""


def _log(session: Session, alert: Alert) -> list[LogLine]:
    own, user = columns(AlertLog), columns(User)
    statement = (
        sa.select(own.at, own.event, own.detail, user.display_name)
        .outerjoin_from(AlertLog, User, user.id == own.actor_id)
        .where(own.alert_id == alert.id)
        .order_by(own.id.desc())
    )
    return [
        LogLine(
            row.at, gettext(EVENTS[row.event]), row.display_name or "bondlife", _detail(row.event, row.detail)
        )
        for row in session.execute(statement)
    ]


def _detail(event: str, detail: Any) -> str:
    if not isinstance(detail, dict):
        return ""
    if event == "snoozed":
        return gettext("until %(day)s: %(reason)s") % {"day": detail["until"], "reason": detail["reason"]}
    if event == "escalated":
        return gettext("was with %(role)s") % {"role": role_label(str(detail.get("owner_role", "")))}
    return ""
