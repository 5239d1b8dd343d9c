"""Records as the API tells them: the values a form takes, what is kept beside them, public keys only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.errors import Problem, missing
from bondlife.lifecycle import engine
from bondlife.lifecycle.situation import situation
from bondlife.queries import finding
from bondlife.queries.field_labels import RENAMED
from bondlife.queries.paging import decode, encode
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from bondlife.services.fields import specs_of
from bondlife.services.inputs import RECORD_INPUTS
from bondlife.services.records import REFERENCES, REGIONS
from calculators.kernel.money import to_yuan
from models.base import columns, table
from models.columns import Cents, Rate
from models.registry import RECORDS, Project, ProjectRail, RecordRow, Region, Row

HIDDEN = frozenset(
    {
        *("id", "public_id", "version", "created_at", "ended_at", "region_id", "project_id", "kind"),
        *("kind_version", "state", "state_since", "state_moves", "taken_on", "fields", "sort_key"),
    }
)
"""Columns told elsewhere in a record, or never."""
PLAIN = frozenset({"score"})
"""Rates that are told as they stand, not as a percentage."""


@dataclass(frozen=True, slots=True)
class RecordAsk:
    """What a list of records is asked for."""

    project: str = ""
    region: str = ""
    state: str = ""
    stage: str = ""
    sector: str = ""
    year: int | None = None
    q: str = ""
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One page of a list, ready to be sent."""

    items: Sequence[Mapping[str, Any]]
    next: str

    def as_dict(self) -> dict[str, Any]:
        """Return the page as the API sends it."""
        return {"items": list(self.items), "next": self.next}


def record_list(db: Database, actor: Actor, record: str, wanted: RecordAsk) -> Told:
    """Return one page of the records of a type the actor may see, the oldest first."""
    cursor = decode(wanted.after, int)
    with db.reading() as session:
        statement = _chosen(actor, record, wanted)
        own = columns(RECORDS[record])
        if cursor is not None:
            statement = statement.where(own.id > cursor.row_id)
        values = finding.values(wanted.q)
        found = session.execute(statement.order_by(own.id).limit(wanted.limit + 1), values).scalars().all()
        rows = found[: wanted.limit]
        more = encode(rows[-1].id, rows[-1].id) if len(found) > wanted.limit else ""
        return Told(tell(session, rows), more)


def record_one(db: Database, actor: Actor, record: str, public_id: str) -> dict[str, Any]:
    """Return one record the actor may see; any other is missing."""
    with db.reading() as session:
        return tell(session, [row_of(session, actor, record, public_id)])[0]


def record_steps(db: Database, actor: Actor, record: str, public_id: str) -> dict[str, Any]:
    """Return the transitions from where a record stands, each with what is missing."""
    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        here = situation(session, row, clock.business_date(), actor=actor)
        lines = [_step(step) for step in engine.steps(here, actor)]
        return {"public_id": public_id, "state": row.state, "version": row.version, "steps": lines}


def row_of(session: Session, actor: Actor, record: str, public_id: str) -> RecordRow:
    """Return a living record the actor may see."""
    model = RECORDS[record]
    own = columns(model)
    statement = scoped(actor, model, permission=f"{record}.read")
    statement = statement.where(own.public_id == public_id, own.ended_at.is_(None))
    row: RecordRow | None = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise missing(record)
    return row


def tell(session: Session, rows: Sequence[RecordRow]) -> list[dict[str, Any]]:
    """Return records of one type as the API sends them."""
    if not rows:
        return []
    names = _public_names(session, rows)
    return [_told(session, row, names) for row in rows]


def told_value(kind: Any, value: Any, name: str = "") -> Any:
    """Return a stored value as people write it: yuan, per cent, ISO dates."""
    if value is None:
        return None
    if isinstance(kind, Cents):
        return f"{to_yuan(int(value)):f}"
    if isinstance(kind, Rate):
        return _percent(value, name)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _percent(value: Decimal, name: str) -> str:
    shown = value if name in PLAIN else value * 100
    return f"{shown.normalize():f}"


def _chosen(actor: Actor, record: str, wanted: RecordAsk) -> Any:
    model = RECORDS[record]
    own = columns(model)
    statement = scoped(actor, model, permission=f"{record}.read").where(own.ended_at.is_(None))
    if wanted.project:
        keys = scoped(actor, Project, columns(Project).id, permission="project.read")
        held = keys.where(columns(Project).public_id == wanted.project).scalar_subquery()
        statement = statement.where(_project_key(record) == held)
    if wanted.region:
        root = sa.select(columns(Region).id).where(columns(Region).code == wanted.region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    if wanted.state:
        statement = statement.where(own.state == wanted.state)
    if wanted.year is not None and "year" in own:
        statement = statement.where(own.year == wanted.year)
    if wanted.stage or wanted.sector:
        statement = statement.where(_project_key(record).in_(_projects(actor, wanted)))
    if wanted.q:
        statement = statement.where(own.id.in_(finding.matching(record, wanted.q)))
    return statement


def _project_key(record: str) -> Any:
    own = columns(RECORDS[record])
    return own.id if record == "project" else own.project_id


def _projects(actor: Actor, wanted: RecordAsk) -> Any:
    """Return the keys of the projects of a stage and a sector that the actor may see."""
    project, rail = columns(Project), columns(ProjectRail)
    found = scoped(actor, Project, project.id, permission="project.read")
    if wanted.sector:
        found = found.where(project.sector == wanted.sector)
    if wanted.stage:
        at_stage = sa.select(rail.project_id).where(rail.now_track == wanted.stage)
        found = found.where(project.id.in_(at_stage))
    return found


def _public_names(session: Session, rows: Sequence[RecordRow]) -> dict[tuple[str, int], str]:
    """Return the public keys of everything the rows point at, by column and inner key."""
    found: dict[tuple[str, int], str] = {}
    wanted: dict[str, type[Row]] = {column: model for model, column in REFERENCES.values()}
    wanted |= dict.fromkeys(("region_id", *REGIONS.values()), Region)
    for column, model in wanted.items():
        keys = {key for row in rows if (key := getattr(row, column, None)) is not None}
        if keys:
            own = columns(model)
            name = own.code if model is Region else own.public_id
            statement = sa.select(own.id, name).where(own.id.in_(sorted(keys)))
            pairs = session.execute(statement.execution_options(scoped=True))
            found |= {(column, key): text for key, text in pairs}
    return found


def _told(session: Session, row: RecordRow, names: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    values = _values(session, row, names)
    own = table(type(row)).columns
    kept = {RENAMED.get(name, name) for name in values} | HIDDEN
    beside = {
        one.key: told_value(one.type, getattr(row, one.key), one.key)
        for one in own
        if one.key not in kept and not one.key.endswith("_id")
    }
    return {
        "record": row.record,
        "public_id": row.public_id,
        "version": row.version,
        "state": row.state,
        "state_since": row.state_since.isoformat() if row.state_since else None,
        "taken_on": row.taken_on,
        "kind": row.kind,
        "region": names.get(("region_id", row.region_id)),
        "project": row.public_id if isinstance(row, Project) else _name(row, "project_id", names),
        "links": _links(row, names),
        "values": values,
        "computed": beside,
    }


def _links(row: RecordRow, names: Mapping[tuple[str, int], str]) -> dict[str, str]:
    """Return the public keys of the records a row belongs to."""
    pairs = ((name, _name(row, column, names)) for name, (_, column) in REFERENCES.items())
    return {name: key for name, key in pairs if key is not None}


def _name(row: RecordRow, column: str, names: Mapping[tuple[str, int], str]) -> str | None:
    key = getattr(row, column, None)
    return None if key is None else names.get((column, key))


def _values(session: Session, row: RecordRow, names: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    """Return exactly what an edit takes; what is not set is left out."""
    own = table(type(row)).columns
    values: dict[str, Any] = {}
    for name in RECORD_INPUTS[row.record].model_fields:
        if name == "fields":
            values[name] = _fields(session, row)
        elif name == "region":
            values[name] = names.get(("region_id", row.region_id))
        elif name in REGIONS:
            values[name] = _name(row, REGIONS[name], names)
        elif name in REFERENCES:
            values[name] = _name(row, REFERENCES[name][1], names)
        else:
            column = RENAMED.get(name, name)
            values[name] = told_value(own[column].type, getattr(row, column), name)
    return {name: value for name, value in values.items() if value is not None}


def _fields(session: Session, row: RecordRow) -> dict[str, Any]:
    specs = specs_of(kind_of(session, row.kind, row.kind_version), row.record)
    return {name: _field(specs[name].type, value) for name, value in row.fields.items() if name in specs}


def _field(kind: str, value: Any) -> Any:
    if kind == "money" and isinstance(value, int):
        return f"{to_yuan(value):f}"
    if kind == "rate":
        return _percent(Decimal(value), "")
    return value


def _step(step: engine.Step) -> dict[str, Any]:
    transition = step.transition
    return {
        "transition": transition.key,
        "label": transition.label.en,
        "label_zh": transition.label.zh,
        "target": transition.target,
        "allowed": step.allowed,
        "open": step.open,
        "needs_reason": transition.needs_reason,
        "needs_signatures": bool(transition.approval),
        "missing": problems(step.missing),
    }


def problems(found: Iterable[Problem]) -> list[dict[str, str]]:
    """Return reasons as the API tells them."""
    return [
        {"code": one.code, "field": one.field, "message": one.text(), "who": one.who, "href": one.href}
        for one in found
    ]
