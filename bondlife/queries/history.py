"""What changed on a record or a project: old and new values, who, when, why; since approval."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import kind_of
from bondlife.db import told_rows
from bondlife.queries.disclosure_words import form_name
from bondlife.queries.field_labels import label_of, spec_of_field
from bondlife.queries.nested import JOINT, counted, is_tree, nested_changes
from bondlife.queries.record_fields import CODE_WORDS, MONEY
from bondlife.queries.record_forms import shown_text
from bondlife.queries.words import act_name, document_name, done_to, record_name, said, state_name
from models.base import columns, table
from models.lifecycle import Kind
from models.registry import (
    RECORDS,
    Approval,
    AuditRecord,
    Contract,
    Document,
    Forecast,
    Permit,
    Project,
    RecordRow,
    Row,
    RowVersion,
    User,
)

MOST = 200
_SILENT = frozenset(
    {
        "id",
        "public_id",
        "version",
        "created_at",
        "sort_key",
        "state_since",
        "state_moves",
        "kind",
        "kind_version",
    }
    | {"region_id", "project_id", "subject", "subject_id", "content_digest", "media_type", "size", "steps"}
    | {
        "subject_digest",
        "prepared_by",
        "waiting_since",
        "bond_id",
        "share_id",
        "contract_id",
        "budget_line_id",
    }
    | {"event_id", "job_id", "fields.contracts"}
    | {"application_id", "document_id", "target_project_id", "proposed", "content", "digest", "flow"}
)
_OF_PROJECT = frozenset({"unit_id", "department_id"})
"""What every other record carries over from its project."""
_RATES = frozenset(
    {"coupon_rate", "physical_progress", "score", "issuance_fee_rate", "registration_fee_rate"}
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; of data kept as a tree one part, whose way the label says."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One version of one row."""

    at: datetime
    person: str
    act: str
    reason: str
    version: int
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The rows, the fields that can be asked for, and how many rows there are beyond."""

    rows: Sequence[HistoryRow]
    fields: Sequence[tuple[str, str]]
    field: str
    since_approval: bool
    is_cut: bool


def history_of(
    session: Session, row: RecordRow, *, whole: bool = True, field: str = "", since_approval: bool = False
) -> HistoryView:
    """Return the history of a record; of a project with all its records where asked for."""
    kind = kind_of(session, row.kind, row.kind_version)
    places = (
        _places(session, row) if whole and isinstance(row, Project) else {table(type(row)).name: [row.id]}
    )
    floor = last_approved_act(session, row) if since_approval else 0
    versions = _versions(session, places, floor)
    people, acts = _people(session, versions), _acts(session, versions)
    rows, fields = [], {}
    for version in versions:
        changes = changes_of(session, kind, version)
        fields.update({change.name: change.label.partition(JOINT)[0] for change in changes})
        changes = [change for change in changes if not field or change.name == field]
        if changes or not field:
            rows.append(_row(kind, version, changes, people, acts))
    return HistoryView(
        rows, sorted(fields.items(), key=lambda one: one[1]), field, since_approval, len(versions) >= MOST
    )


def changes_between(
    session: Session,
    kind: Kind,
    places: Mapping[str, list[int | None]],
    since: datetime,
    until: datetime,
) -> list[HistoryRow]:
    """Return what was changed in rows of these tables after they were first stored, from ``since`` on."""
    version = columns(RowVersion)
    ways = [sa.and_(version.table_name == name, version.row_id.in_(ids)) for name, ids in places.items()]
    statement = sa.select(RowVersion).where(
        sa.or_(*ways), version.version > 1, version.known_at >= since, version.known_at < until
    )
    ordered = statement.order_by(version.act, version.table_name, version.row_id).limit(MOST)
    versions = list(session.execute(ordered).scalars())
    people, acts = _people(session, versions), _acts(session, versions)
    return [_row(kind, one, changes_of(session, kind, one), people, acts) for one in versions]


def changes_since_approval(session: Session, row: RecordRow) -> int:
    """Return how many fields changed since the record was last approved; none if it never was."""
    floor = last_approved_act(session, row)
    if not floor:
        return 0
    kind = kind_of(session, row.kind, row.kind_version)
    found = _versions(session, {table(type(row)).name: [row.id]}, floor)
    names = {change.name for version in found for change in changes_of(session, kind, version)}
    return len(names - {"state", "issued", "received", "paid", "used"})


def last_approved_act(session: Session, row: RecordRow) -> int:
    """Return the number of the act by which the last approval of a record was complete."""
    values = {"subject": row.record, "key": row.id}
    return int(told_rows(session, None, "last approved act", _last_approved, values)[0][0] or 0)


def _last_approved() -> sa.Select[Any]:
    approval, version = columns(Approval), columns(RowVersion)
    return (
        sa.select(sa.func.max(version.act))
        .join_from(RowVersion, Approval, approval.id == version.row_id)
        .where(
            version.table_name == "approval",
            approval.subject == sa.bindparam("subject", None, sa.String()),
            approval.subject_id == sa.bindparam("key", None, sa.BigInteger()),
            approval.state == "approved",
        )
    )


def version_data(session: Session, row: Row, number: int) -> dict[str, Any]:
    """Return a stored version of a row as plain data, empty where there is none."""
    held = session.get(RowVersion, (table(type(row)).name, row.id, number))
    return dict(json.loads(held.data)) if held is not None else {}


def author_of(session: Session, row: Row) -> tuple[str, datetime]:
    """Return who stored the newest version of a row, and when."""
    held = session.get(RowVersion, (table(type(row)).name, row.id, row.version))
    assert held is not None
    user = session.get(User, held.author_id) if held.author_id else None
    return (user.display_name if user else "bondlife"), held.known_at


def _places(session: Session, project: Project) -> dict[str, list[int | None]]:
    """Return every row of a project whose history belongs to it."""
    places: dict[str, list[int | None]] = {"project": [project.id]}
    models: list[Any] = [m for m in RECORDS.values() if m is not Project and "project_id" in columns(m)]
    for model in (*models, Contract, Forecast, Permit):
        column = columns(model)
        statement = sa.select(column.id).where(column.project_id == project.id).execution_options(scoped=True)
        places[table(model).name] = list(session.execute(statement.limit(2000)).scalars())
    document = columns(Document)
    own = sa.select(document.id).where(document.subject == "project", document.subject_id == project.id)
    places["document"] = list(session.execute(own.execution_options(scoped=True)).scalars())
    return {name: ids for name, ids in places.items() if ids}


def _versions(session: Session, places: Mapping[str, list[int | None]], floor: int) -> list[RowVersion]:
    version = columns(RowVersion)
    ways = [sa.and_(version.table_name == name, version.row_id.in_(ids)) for name, ids in places.items()]
    statement = sa.select(RowVersion).where(sa.or_(*ways), version.act > floor)
    ordered = statement.order_by(version.act.desc(), version.table_name, version.row_id).limit(MOST)
    return list(session.execute(ordered).scalars())


def _people(session: Session, versions: Iterable[RowVersion]) -> dict[int, str]:
    ids = {version.author_id for version in versions if version.author_id is not None}
    user = columns(User)
    found = session.execute(sa.select(user.id, user.display_name).where(user.id.in_(sorted(ids))))
    return {int(key): name for key, name in found} if ids else {}


def _acts(session: Session, versions: Iterable[RowVersion]) -> dict[int, tuple[str, str]]:
    numbers = sorted({version.act for version in versions})
    audit = columns(AuditRecord)
    found = session.execute(sa.select(audit.seq, audit.act, audit.detail).where(audit.seq.in_(numbers)))
    return {int(seq): (act, str((detail or {}).get("reason", ""))) for seq, act, detail in found}


def _row(
    kind: Kind,
    version: RowVersion,
    changes: Sequence[FieldChange],
    people: Mapping[int, str],
    acts: Mapping[int, tuple[str, str]],
) -> HistoryRow:
    record = record_of_table(version.table_name)
    act, reason = acts.get(version.act, ("", ""))
    what = done_to(record_name(kind, record), act_name(kind, act))
    person = people.get(version.author_id or 0, "bondlife")
    return HistoryRow(version.known_at, person, what, reason, version.version, changes)


def record_of_table(name: str) -> str:
    """Return the type of record a table keeps."""
    return next((record for record, model in RECORDS.items() if table(model).name == name), name)


def changes_of(session: Session, kind: Kind, version: RowVersion) -> list[FieldChange]:
    """Return what a version changed against the one before it; the first version shows what was filled in."""
    before: dict[str, Any] = {}
    if version.version > 1:
        held = session.get(RowVersion, (version.table_name, version.row_id, version.version - 1))
        before = json.loads(held.data) if held is not None else {}
    record = record_of_table(version.table_name)
    return differences(kind, record, before, json.loads(version.data))


def differences(
    kind: Kind, record: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[FieldChange]:
    """Return the fields that differ between two versions, in words."""
    flat_before, flat_after = _flat(before), _flat(after)
    silent = _SILENT if record == "project" else _SILENT | _OF_PROJECT
    names = [name for name in flat_after if name not in silent] + [
        name for name in flat_before if name not in flat_after and name not in silent
    ]
    return [
        change
        for name in names
        for change in _changed(kind, record, name, flat_before.get(name), flat_after.get(name))
    ]


def _changed(kind: Kind, record: str, name: str, old: Any, new: Any) -> Iterable[FieldChange]:
    """Yield what differs in one field: of a tree that was there before every part, else the whole field."""
    old, new = (None if value in (None, "", False, 0) else value for value in (old, new))
    if old == new:
        return
    label = label_of_field(kind, record, name)
    if is_tree(new if old is None else old) and not (old is None and isinstance(new, dict)):
        for part in nested_changes(old, new):
            yield FieldChange(name, f"{label}{JOINT}{part.path}" if part.path else label, *part[1:])
        return
    words = (value_words(kind, record, name, value) for value in (old, new))
    yield FieldChange(name, label, *words)


def _flat(data: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: value for name, value in data.items() if name != "fields"}
    return own | {f"fields.{name}": value for name, value in (data.get("fields") or {}).items()}


def label_of_field(kind: Kind, record: str, name: str) -> str:
    """Return what a stored field is called, in the language being spoken."""
    label = label_of(kind, record, name)
    return label if isinstance(label, str) else said(label)


def value_words(kind: Kind, record: str, name: str, value: Any) -> str:  # noqa: PLR0911
    """Return a stored value in words; rates come as exact text."""
    if value in (None, "", {}, []):
        return "—"
    if name == "state":
        return state_name(kind, record, str(value))
    if record == "document" and name == "type":
        return document_name(kind, str(value))
    if record == "publication" and name == "form":
        return form_name(str(value))
    spec = spec_of_field(kind, record, name)
    if name in _RATES and record not in {"", "document"}:
        rate = Decimal(str(value))
        return shown_text("number" if name == "score" else "rate", rate)
    if isinstance(value, bool):
        return "✓" if value else "—"
    if name in MONEY and isinstance(value, int):
        return shown_text("money", value)
    if isinstance(value, dict | list):
        return counted(value) if is_tree(value) else "、".join(map(str, value))
    code = CODE_WORDS.get((record, name), {}).get(str(value))
    return said(code) if code is not None else shown_text(spec.type if spec else "text", value, spec)
