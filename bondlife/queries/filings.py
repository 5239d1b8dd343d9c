"""One step in one period: its rows, what is missing, what changed since, and the ledger beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import RuleBook, rule_book
from bondlife.calendar import work_calendar
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.filings import Change, FiledRow, Missing, Span, changes, missing_cells, rows_of
from bondlife.lifecycle.filings.compare import LINE_CODE
from bondlife.lifecycle.filings.reconciling import Reconciliation, as_rows, last_signed, lines_of, reconcile
from bondlife.lifecycle.filings.rows import span_of
from bondlife.lifecycle.filings.sources import Control, controls_of
from bondlife.lifecycle.filings.steps import Step, layout_for, step_of
from bondlife.lifecycle.layouts import LayoutInForce
from bondlife.locale import is_chinese
from bondlife.queries.places import region_of
from bondlife.queries.shell import region_choices
from bondlife.queries.users import role_label
from bondlife.queries.words import said
from bondlife.queries.year import STATES, state_of
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.layouts import ITEMS
from models.lifecycle import Label
from models.registry import Document, Filing, FilingLine, Region, User

SHOWN = 100
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column; ``kind`` says how its values are written."""

    item: str
    heading: str
    kind: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row under its heads."""

    label: str
    href: str
    cells: Sequence[Any]


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A required cell that is empty."""

    label: str
    item: str
    href: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference between two files, or a file and the ledger."""

    kind: str
    label: str
    item: str
    value_kind: str
    before: Any
    after: Any
    href: str


@dataclass(frozen=True, slots=True)
class ControlLine:
    """A sum of the file beside the ledger's own figure."""

    item: str
    filed: int
    ledger: int
    difference: int


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of this step and period."""

    public_id: str
    version: int
    number: int
    count: int
    total: int
    mark: str
    state: str
    word: str
    digest: str
    file_digest: str
    prepared_by: str
    signed_by: str
    signed_at: Any
    reason: str
    href: str
    rejected: int


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """One row that came back."""

    code: str
    label: str
    reason: str
    state: str
    mark: str
    href: str


@dataclass(frozen=True, slots=True)
class StepView:
    """The page of one step in one period of a region."""

    region: str
    region_name: str
    regions: Sequence[tuple[str, str]]
    step: str
    label: str
    period: str
    is_monthly: bool
    owner: str
    due_on: date
    mark: str
    word: str
    is_open: bool
    layout: str
    layout_href: str
    is_official: bool
    rule_href: str
    unit: str
    heads: Sequence[Head]
    rows: Sequence[RowShown]
    count: int
    missing: Sequence[MissingLine]
    missing_count: int
    changed: Sequence[ChangeLine]
    changed_count: int
    since: int
    controls: Sequence[ControlLine]
    differences: Sequence[ChangeLine]
    difference_count: int
    reconciled: int
    agrees: bool | None
    files: Sequence[FileLine]
    rejected: Sequence[RejectedLine]
    waiting: FileLine | None
    can_prepare: bool
    can_sign: bool
    can_import: bool
    form: Any
    key: str = field(default_factory=lambda: str(uuid4()))


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page is made of, as read in one session."""

    span: Span
    step: Step
    layout: LayoutInForce
    rows: Sequence[FiledRow]
    last: Filing | None
    before: Sequence[FiledRow]
    reconciliation: Reconciliation | None
    controls: Sequence[Control]


def step_view(db: Database, actor: Actor, step_key: str, *, region: str, period: str, form: Any) -> StepView:
    """Return one step of a region this person works in, in the period named or the last that ended."""
    today = clock.business_date()
    with db.reading() as session:
        place = region_of(session, actor, region, "filing.read")
        rules = rule_book(session, place.code, today)
        found = _found(session, rules, place, step_key, period, today)
        due = found.step.due_on(found.span, work_calendar(session))
        files = _files(session, actor, found.span, step_key)
        rejected = _rejected(session, actor, found.span, step_key)
    return _view(actor, place, found, (due, today), files, rejected, region_choices(db, actor), form)


def _found(session: Session, rules: RuleBook, place: Region, key: str, period: str, today: date) -> _Found:
    step = step_of(rules, key)
    span = span_of(place.id or 0, place.code, period or _period(step, today), step.cycle)
    layout = layout_for(rules, step)
    rows = rows_of(session, layout.kind, span)
    last = last_signed(session, span.region_id, key, span.period)
    before = as_rows(lines_of(session, last), rows) if last is not None else []
    compared = reconcile(session, last, layout, span) if last is not None else None
    controls = controls_of(session, layout.kind, span, rows) if compared is None else compared.controls
    return _Found(span, step, layout, rows, last, before, compared, controls)


def _period(step: Step, today: date) -> str:
    """Return the last period that ended; for what is due within its year, the present one."""
    if step.cycle == "year":
        return str(today.year - (1 if step.years_after else 0))
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year}-{month:02d}"


def _view(
    actor: Actor,
    place: Region,
    found: _Found,
    days: tuple[date, date],
    files: list[FileLine],
    rejected: list[RejectedLine],
    regions: Sequence[tuple[str, str]],
    form: Any,
) -> StepView:
    due, today = days
    step, span, layout, rule = found.step, found.span, found.layout, found.step.rule
    empty = missing_cells(found.rows, layout.columns)
    changed = changes(found.before, found.rows, layout.columns) if found.last is not None else []
    compared = found.reconciliation
    opens = step.opens_on(span)
    newest = files[0].state if files else ""
    mark, label = STATES[newest or state_of(due, opens, today)]
    waiting = next((one for one in files if one.state == "prepared"), None)
    differing = compared.differences if compared is not None else []
    return StepView(
        region=place.code,
        region_name=place.name,
        regions=regions,
        step=step.key,
        label=said(Label(rule.label_en, rule.label_zh)),
        period=span.period,
        is_monthly=step.cycle == "month",
        owner=role_label(step.owner),
        due_on=due,
        mark=mark,
        word=said(label),
        is_open=today >= opens,
        layout=layout.label_zh if is_chinese() else layout.label_en,
        layout_href=f"/rules/{layout.rule_id}",
        is_official=layout.is_official,
        rule_href=f"/rules/{rule.public_id}",
        unit=layout.unit,
        heads=_heads(layout),
        rows=[_shown(row, layout) for row in found.rows[:SHOWN]],
        count=len(found.rows),
        missing=[_missing(one) for one in empty[:MOST_TOLD]],
        missing_count=len(empty),
        changed=[_change(one) for one in changed[:MOST_TOLD]],
        changed_count=len(changed),
        since=found.last.number if found.last is not None else 0,
        controls=[_control(one) for one in found.controls],
        differences=[_change(one) for one in differing[:MOST_TOLD]],
        difference_count=len(differing),
        reconciled=found.last.number if found.last is not None else 0,
        agrees=compared.agrees if compared is not None else None,
        files=files,
        rejected=rejected,
        waiting=waiting,
        can_prepare=actor.can_on("filing.prepare", place.id) and today >= opens and waiting is None,
        can_sign=actor.can_on("filing.sign", place.id),
        can_import=actor.can("import.run"),
        form=form,
    )


def _heads(layout: LayoutInForce) -> list[Head]:
    return [
        Head(one.item, one.heading, ITEMS[one.item].kind) for one in layout.columns if one.item != LINE_CODE
    ]


def _shown(row: FiledRow, layout: LayoutInForce) -> RowShown:
    items = [one.item for one in layout.columns if one.item != LINE_CODE]
    return RowShown(row.label, row.href, [row.values.get(item) for item in items])


def _missing(one: Missing) -> MissingLine:
    return MissingLine(one.label, said(ITEMS[one.item].label), one.href)


def _change(one: Change) -> ChangeLine:
    item = ITEMS.get(one.item)
    label, kind = (said(item.label), item.kind) if item is not None else ("", "text")
    return ChangeLine(one.kind, one.label, label, kind, one.before, one.after, one.href)


def _control(one: Control) -> ControlLine:
    return ControlLine(said(ITEMS[one.item].label), one.filed, one.ledger, one.difference)


def _files(session: Session, actor: Actor, span: Span, step: str) -> list[FileLine]:
    own, document, user = columns(Filing), columns(Document), columns(User)
    line = columns(FilingLine)
    back = (
        sa.select(sa.func.count())
        .where(line.filing_id == own.id, line.state == "rejected")
        .execution_options(scoped=True)
        .scalar_subquery()
    )
    chosen = (Filing, document.public_id, document.content_digest, back)
    statement = scoped(actor, Filing, *chosen, permission="filing.read")
    statement = statement.outerjoin(Document, document.id == own.document_id).where(
        own.region_id == span.region_id, own.step == step, own.period == span.period
    )
    rows = session.execute(statement.order_by(own.number.desc())).all()
    people = sorted({one for row in rows for one in (row[0].prepared_by, row[0].signed_by)} - {None})
    found = session.execute(sa.select(user.id, user.display_name).where(user.id.in_(people)))
    names: dict[int, str] = {key: told for key, told in found}  # noqa: C416
    return [_file(row, key, digest, count, names) for row, key, digest, count in rows]


def _file(row: Filing, key: str | None, digest: str | None, back: int, names: dict[int, str]) -> FileLine:
    mark, label = STATES[row.state]
    return FileLine(
        row.public_id,
        row.version,
        row.number,
        row.count,
        row.total,
        mark,
        row.state,
        said(label),
        row.digest,
        digest or "",
        names.get(row.prepared_by or 0, ""),
        names.get(row.signed_by or 0, ""),
        row.signed_at,
        row.reason,
        f"/documents/{key}" if key else "",
        int(back),
    )


def _rejected(session: Session, actor: Actor, span: Span, step: str) -> list[RejectedLine]:
    line, own = columns(FilingLine), columns(Filing)
    statement = (
        scoped(actor, FilingLine, permission="filing.read")
        .join(Filing, own.id == line.filing_id)
        .where(own.region_id == span.region_id, own.step == step, own.period == span.period)
        .where(line.state != "sent")
        .order_by(line.code)
        .limit(MOST_TOLD)
    )
    words = {
        "rejected": ("no", Label("came back", "已退回")),
        "mended": ("done", Label("sent again", "已重报")),
    }
    return [
        RejectedLine(
            row.code,
            str(row.values.get("project_name", "")),
            row.reason,
            said(words[row.state][1]),
            words[row.state][0],
            row.href,
        )
        for row in session.execute(statement).scalars()
    ]


def filing_place(db: Database, actor: Actor, public_id: str) -> tuple[str, str, str]:
    """Return region code, step and period of a file this person may see; any other is missing."""
    own, region = columns(Filing), columns(Region)
    statement = scoped(actor, Filing, region.code, own.step, own.period, permission="filing.read")
    statement = statement.join(Region, region.id == own.region_id).where(own.public_id == public_id)
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
    if found is None:
        raise missing("filing")
    code, step, period = found
    return str(code), str(step), str(period)
