"""One record of any type: facts, state, documents, next steps, what waits for a signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of, newest_kind
from bondlife.db import Database, quick_rows, told_rows
from bondlife.errors import missing
from bondlife.lifecycle.facts import rows_of_keys
from bondlife.lifecycle.situation import Situation, situation
from bondlife.locale import gettext
from bondlife.queries.approvals import BarView, bar_of
from bondlife.queries.documents import DocumentsView, documents_of
from bondlife.queries.field_labels import RENAMED
from bondlife.queries.history import HistoryView, author_of, history_of, version_data
from bondlife.queries.places import region_name
from bondlife.queries.record_fields import COLUMN_FIELDS, MORE_LABELS
from bondlife.queries.record_forms import FormView, data_of, groups_of, shown_text
from bondlife.queries.record_projects import ALONE
from bondlife.queries.row_texts import is_rows, rows_text
from bondlife.queries.steps import NextBlock, href_of, next_block, title_of
from bondlife.queries.words import record_name, said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import hot, scoped
from bondlife.services.records import OF_BUDGET, OF_PPP, REFERENCES, REGIONS
from models.base import columns
from models.lifecycle import FieldSpec, Kind
from models.registry import RECORDS, Bond, Project, RecordRow, Region, StateMove, User

_ALSO = ("received", "paid", "used", "number", "nominal_date", "payment_date", "remittance_date", "principal")
_ALSO_MORE = ("interest", "fee", "grade", "due_on")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the facts."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move of the record, with the gates that were not examined here."""

    at: datetime
    label: str
    source: str
    target: str
    person: str
    reason: str
    not_examined: Sequence[str]
    approval_href: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """The page of one record."""

    record: str
    record_label: str
    public_id: str
    title: str
    state: str
    since: datetime | None
    version: int
    is_taken_on: bool
    crumbs: Sequence[tuple[str, str]]
    facts: Sequence[tuple[str, Sequence[Fact]]]
    next: NextBlock
    moves: Sequence[MoveLine]
    documents: DocumentsView
    history: HistoryView
    bar: BarView | None
    edit_href: str


def row_of(session: Session, actor: Actor, record: str, public_id: str) -> RecordRow:
    """Return a record this person may see; any other is missing."""
    if record not in RECORDS:
        raise missing()
    place = hot(actor, "record of a key", record)
    keys = quick_rows(session, actor, place, partial(_of_key, actor, record), {"key": public_id})
    rows = rows_of_keys(session, RECORDS[record], [key for (key,) in keys])
    if not rows:
        raise missing(record)
    return rows[0]


def _of_key(actor: Actor, record: str) -> Any:
    own = columns(RECORDS[record])
    statement = scoped(actor, RECORDS[record], own.id, permission=f"{record}.read")
    return statement.where(own.public_id == sa.bindparam("key", None, sa.String()), own.ended_at.is_(None))


def record_view(db: Database, actor: Actor, record: str, public_id: str, *, field: str = "") -> RecordView:
    """Return the page of a record."""
    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        here = situation(session, row, clock.business_date(), actor=actor)
        kind = here.kind
        may_edit = actor.can_on(f"{record}.edit", row.region_id, row.unit_id, row.department_id)
        return RecordView(
            record,
            record_name(kind, record),
            row.public_id,
            title_of(session, row),
            state_name(kind, record, row.state),
            row.state_since,
            row.version,
            row.taken_on,
            _crumbs(row, here),
            facts_of(session, actor, row, kind),
            next_block(session, actor, row, here.today),
            moves_of(session, row, kind),
            documents_of(session, actor, row, here),
            history_of(session, row, whole=False, field=field),
            bar_of(session, actor, row),
            f"/records/{record}/{row.public_id}/edit" if may_edit else "",
        )


def _crumbs(row: RecordRow, here: Situation) -> list[tuple[str, str]]:
    places = [(gettext("Projects"), "/projects")]
    project = here.project
    if project is not None and project.id != row.id:
        places.append((project.name, f"/projects/{project.public_id}"))
    if isinstance(row, Bond):
        places = [(gettext("Bonds and money"), "/bonds")]
    return [("PPP", "/ppp/contracts")] if row.kind == "ppp" else places


def facts_of(session: Session, actor: Actor, row: RecordRow, kind: Kind) -> list[tuple[str, list[Fact]]]:
    """Return the filled fields of a record in the groups of its form; what is empty is left out."""
    own = {spec.name: spec for spec in COLUMN_FIELDS.get(row.record, ())}
    groups: list[tuple[str, list[Fact]]] = []
    seen: set[str] = set()
    for form in (one for one in kind.forms if one.record == row.record):
        for group in form.groups:
            specs = [own.get(spec.name, spec) for spec in group.fields]
            seen |= {spec.name for spec in specs}
            groups.append((said(group.label), _facts(session, actor, row, specs)))
    rest = [spec for name, spec in own.items() if name not in seen]
    more = [Fact(said(MORE_LABELS[n]), _plain(row, n)) for n in (*_ALSO, *_ALSO_MORE) if _has(row, n, own)]
    title = gettext("Belongs to") if groups else gettext("Record")
    groups.insert(0, (title, [*_facts(session, actor, row, rest), *more]))
    return [(title, facts) for title, facts in groups if facts]


def _has(row: RecordRow, name: str, own: Mapping[str, FieldSpec]) -> bool:
    return (
        name not in own
        and name in type(row).model_fields
        and name in MORE_LABELS
        and bool(getattr(row, name))
    )


def _plain(row: RecordRow, name: str) -> str:
    money = name in {"received", "paid", "used", "principal", "interest", "fee"}
    return shown_text("money" if money else "text", getattr(row, name))


def _facts(session: Session, actor: Actor, row: RecordRow, specs: Sequence[FieldSpec]) -> list[Fact]:
    found = []
    for spec in specs:
        fact = _fact(session, actor, row, spec)
        if fact is not None:
            found.append(fact)
    return found


def _fact(session: Session, actor: Actor, row: RecordRow, spec: FieldSpec) -> Fact | None:
    if spec.name in REFERENCES:
        return _reference(session, actor, row, spec)
    if spec.name == "region" or spec.name in REGIONS:
        key = getattr(row, REGIONS.get(spec.name, "region_id"))
        return Fact(said(spec.label), region_name(session, key) if key is not None else "")
    if spec.name == "kind":
        return Fact(said(spec.label), said(kind_of(session, row.kind, row.kind_version).label))
    column = RENAMED.get(spec.name, spec.name)
    value = getattr(row, column) if column in type(row).model_fields else row.fields.get(spec.name)
    if value in (None, "", 0, []) or isinstance(value, dict):
        return None
    if is_rows(row.record, spec.name):
        return Fact(said(spec.label), rows_text(row.record, spec.name, value))
    return Fact(said(spec.label), shown_text(spec.type, value, spec))


def _reference(session: Session, actor: Actor, row: RecordRow, spec: FieldSpec) -> Fact | None:
    model, column = REFERENCES[spec.name]
    key = getattr(row, column)
    other: Any = None if key is None else session.get(model, key, execution_options={"scoped": True})
    if other is None:
        return None
    if not isinstance(other, RecordRow):
        return Fact(said(spec.label), getattr(other, "name", "") or getattr(other, "number", ""))
    may = actor.can_on(f"{other.record}.read", other.region_id, other.unit_id, other.department_id)
    return Fact(said(spec.label), title_of(session, other), href_of(other) if may else "")


def moves_of(session: Session, row: RecordRow, kind: Kind) -> list[MoveLine]:
    """Return how a record came to where it stands, the latest first."""
    return moves_about(session, row.record, row.id or 0, kind)


def moves_about(session: Session, record: str, key: int, kind: Kind) -> list[MoveLine]:
    """Return the moves of a record known by its inner key, the latest first."""
    labels = {t.key: said(t.label) for t in kind.lifecycle(record).transitions}
    rows = told_rows(session, None, "moves of a record", _moves, {"record": record, "key": key})
    return [
        MoveLine(
            at,
            gettext("Taken on") if step == "take_on" else (labels.get(step) or step),
            state_name(kind, record, source),
            state_name(kind, record, target),
            name or "bondlife",
            reason,
            [labels.get(one, one) for one in not_examined or ()],
            "",
        )
        for at, step, source, target, reason, not_examined, name in rows
    ]


def _moves() -> sa.Select[Any]:
    move, user = columns(StateMove), columns(User)
    told = (move.at, move.transition, move.source, move.target, move.reason, move.not_examined)
    return (
        sa.select(*told, user.display_name)
        .join_from(StateMove, User, user.id == move.actor_id, isouter=True)
        .where(move.record == sa.bindparam("record", None, sa.String))
        .where(move.record_id == sa.bindparam("key", None, sa.BigInteger))
        .order_by(move.number.desc())
    )


BACK = {
    "project": "/projects",
    "goal": "/performance/goals",
    "evaluation_job": "/performance/pool",
    "appraisal": "/performance/registers",
    **dict.fromkeys(sorted(OF_PPP), "/ppp/contracts"),
}
"""Where the empty form of a record leads back to."""
KIND_ALONE = {**dict.fromkeys(sorted(OF_PPP), "ppp"), **OF_BUDGET}
"""Record → the kind whose form it has without a project above it, where that is not the special bond."""


def new_form(db: Database, actor: Actor, record: str, project_id: str, kind_key: str = "") -> FormView:
    """Return the empty form of a new record; of a project or bond without a project above it."""
    with db.reading() as session:
        project = row_of(session, actor, "project", project_id) if project_id else None
        assert project is None or isinstance(project, Project)
        if project is None and record not in ALONE:
            raise missing("project")
        kind = (
            kind_of(session, project.kind, project.kind_version)
            if project and record not in OF_PPP
            else newest_kind(session, kind_key or KIND_ALONE.get(record, "special_bond"))
        )
        label = record_name(kind, record)
        data = _defaults(project, record, kind.key)
        action = "/projects/new" if record == "project" else f"/records/{record}/new?project={project_id}"
        back = f"/projects/{project_id}" if project_id else BACK.get(record, "/bonds")
        return FormView(
            gettext("New: %(what)s") % {"what": label},
            action,
            back,
            0,
            str(uuid4()),
            groups_of(session, actor, kind, record, project, is_new=True),
            data,
            crumbs=[("PPP", "/ppp/contracts")] if record in OF_PPP else _form_crumbs(project),
        )


def edit_form(db: Database, actor: Actor, record: str, public_id: str) -> FormView:
    """Return the form of a stored record; past its first state, checked figures change by approval."""
    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        actor.require(f"{record}.edit", row.region_id, row.unit_id, row.department_id)
        kind = kind_of(session, row.kind, row.kind_version)
        project = (
            row
            if isinstance(row, Project)
            else session.get(Project, row.project_id, execution_options={"scoped": True})
            if row.project_id
            else None
        )
        at_first = row.state == kind.lifecycle(record).initial
        place = href_of(row)
        return FormView(
            gettext("Edit: %(what)s") % {"what": title_of(session, row)},
            f"{place}/edit",
            place,
            row.version,
            str(uuid4()),
            groups_of(session, actor, kind, record, project, is_new=False),
            data_of(session, row, record, kind),
            change_action="" if at_first else f"/records/{record}/{row.public_id}/change",
            crumbs=[*_form_crumbs(project), (title_of(session, row), place)]
            if not isinstance(row, Project)
            else _form_crumbs(project),
        )


def _form_crumbs(project: Project | None) -> list[tuple[str, str]]:
    places = [(gettext("Projects"), "/projects")]
    if project is not None:
        places.append((project.name, f"/projects/{project.public_id}"))
    return places


def _defaults(project: Project | None, record: str, kind_key: str) -> dict[str, str]:
    year = str(clock.business_date().year)
    data = {
        "kind": kind_key,
        "start_year": year,
        "year": year,
        "coupon_frequency": "1",
        "bond_type": "special",
    }
    data |= {
        "repayment_form": "bullet",
        "revenue_nature": "some",
        "basis": "opening",
        "build_status": "building",
        "type": "debt_service" if record == "budget_sheet" else "",
        "requested_on": clock.business_date().isoformat(),
    }
    if project is not None:
        data["project"] = project.public_id
    names = {spec.name for spec in COLUMN_FIELDS.get(record, ())}
    return {name: value for name, value in data.items() if name in names}


def stored_form_data(
    db: Database, actor: Actor, record: str, public_id: str
) -> tuple[dict[str, str], str, str]:
    """Return the values of a record as typed, with its region code and kind: what an edit starts from."""
    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        kind = kind_of(session, row.kind, row.kind_version)
        region = session.get(Region, row.region_id)
        return data_of(session, row, record, kind), region.code if region else "", row.kind


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field on which two people may disagree."""

    name: str
    label: str
    base: str
    theirs: str
    mine: str
    is_clash: bool


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What was there, what somebody else stored, what I typed."""

    what: str
    author: str
    at: datetime
    rows: Sequence[ConflictRow]
    action: str
    version: int
    idempotency_key: str
    href: str


def conflict_view(
    db: Database, actor: Actor, record: str, public_id: str, opened: int, typed: Mapping[str, str]
) -> ConflictView:
    """Return the three sides of a conflict, field by field, where any two differ."""
    form = edit_form(db, actor, record, public_id)
    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        kind = kind_of(session, row.kind, row.kind_version)
        base = _as_typed(session, row, record, kind, opened)
        author, at = author_of(session, row)
        what = title_of(session, row)
    rows = []
    for name, label in form.labels.items():
        before, theirs = base.get(name, ""), form.data.get(name, "")
        mine = typed.get(name, theirs)
        if not before == theirs == mine:
            clash = theirs not in (before, mine) and mine != before
            rows.append(ConflictRow(name, label, before, theirs, mine, clash))
    return ConflictView(what, author, at, rows, form.action, form.version, str(uuid4()), form.cancel)


def _as_typed(session: Session, row: RecordRow, record: str, kind: Kind, number: int) -> dict[str, str]:
    """Return an older version of a record as it would be typed."""
    held = version_data(session, row, number)
    if not held:
        return {}
    types = {column.key: column.type for column in columns(type(row))}
    older = type(row)(**{name: _value(types[name], value) for name, value in held.items() if name in types})
    return data_of(session, older, record, kind)


def _value(kind: Any, value: Any) -> Any:
    """Bring a plain value of a row version back to what the column holds."""
    from datetime import date
    from decimal import Decimal

    from models.columns import Rate

    if value is None:
        return None
    if isinstance(kind, Rate):
        return Decimal(str(value))
    if isinstance(kind, sa.Date):
        return date.fromisoformat(str(value))
    return value
