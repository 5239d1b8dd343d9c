"""Conditions any record can have: fields, documents, related records."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.db import told_rows
from bondlife.errors import Problem
from bondlife.lifecycle.facts import of_each
from bondlife.lifecycle.situation import Situation
from bondlife.prepared import among, spread
from bondlife.queries.field_labels import label_of
from models.base import columns
from models.lifecycle import Kind
from models.registry import RECORDS, BondShare, Document, RecordRow, StateMove


def value_of(row: RecordRow, name: str) -> Any:
    """Return a column of a record, or a field its kind adds."""
    return getattr(row, name) if name in type(row).model_fields else row.fields.get(name)


def fields_filled(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for fields that are still empty."""
    for name in params["fields"]:
        if value_of(here.row, name) in (None, "", {}, []):
            label = label_of(here.kind, here.row.record, name)
            yield Problem("field_empty", "Fill in: %(label)s.", name, {"label": label})


def field_in(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that a field holds one of the values listed."""
    if "rule" in params and here.rules.get(str(params["rule"])) is None:
        return
    row = related_project(here) if params.get("record") == "project" else here.row
    name = params["field"]
    allowed = [str(one) for one in listed(here, params, "values")]
    found = value_of(row, name) if row is not None else None
    if str(found) not in allowed:
        label = label_of(here.kind, str(params.get("record", here.row.record)), name)
        yield Problem(
            "field_not_in",
            "%(label)s reads %(found)s; lawful here: %(allowed)s.",
            name,
            {"label": label, "found": "—" if found in (None, "") else found, "allowed": allowed},
        )


def documents_present(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for documents that are not attached."""
    attached = attached_types(here, here.row)
    for key in listed(here, params, "documents"):
        if key not in attached:
            label = next((d.label for d in here.kind.documents if d.key == key), key)
            yield Problem("document_missing", "Attach: %(label)s.", "documents", {"label": label})


def related_in(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the related record stands in one of the states."""
    row = related(here, params["record"])
    states = tuple(params["states"])
    if row is None or row.state not in states:
        lifecycle = here.kind.lifecycle(params["record"])
        names = [state.label for state in lifecycle.states if state.key in states]
        yield Problem(
            "related_not_in",
            "%(record)s must stand at: %(states)s.",
            params["record"],
            {"record": lifecycle.label, "states": names},
        )


def no_open(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that no record of these types is still under way."""
    for record, count in open_counts(here, tuple(params["records"])).items():
        if count:
            label = here.kind.lifecycle(record).label
            yield Problem(
                "still_open",
                "%(count)d of %(label)s are still under way.",
                record,
                {"count": count, "label": label},
            )


def came_from(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the last move started from a state."""
    move = columns(StateMove)
    statement = (
        sa.select(move.source)
        .where(move.record == here.row.record, move.record_id == here.row.id)
        .order_by(move.number.desc())
        .limit(1)
    )
    source = here.session.execute(statement).scalar_one_or_none()
    if source != params["state"]:
        yield Problem("other_origin", "The record did not come from this state.")


def listed(here: Situation, params: Mapping[str, Any], name: str) -> Sequence[Any]:
    """Return a list given in the parameters, or by the rule they name; a rule not in force asks nothing."""
    if name in params:
        return tuple(params[name])
    rule = here.rules.get(str(params.get("rule", "")))
    found = rule.value if rule is not None else ()
    return [one["key"] if isinstance(one, dict) else one for one in found or ()]


def attached_types(here: Situation, row: RecordRow) -> set[str]:
    """Return the types of documents attached to a record."""
    return of_each(here.session, "attached", row, lambda rows: _attached_types(here.session, rows), set())


def _attached_types(session: Session, together: Sequence[RecordRow]) -> Mapping[Any, set[str]]:
    keys = spread([row.id or 0 for row in together])
    values = {"subject": together[0].record, **keys}
    found: dict[int, set[str]] = {}
    for key, kind in told_rows(session, None, ("attached", len(keys)), partial(_attached, keys), values):
        found.setdefault(key, set()).add(kind)
    return found


def _attached(keys: Mapping[str, int]) -> sa.Select[Any]:
    document = columns(Document)
    return sa.select(document.subject_id, document.type).where(
        document.subject == sa.bindparam("subject", None, sa.String()),
        among(document.subject_id, keys),
        document.ended_at.is_(None),
    )


def related_project(here: Situation) -> RecordRow | None:
    """Return the project of the record."""
    return here.project


def related(here: Situation, record: str) -> RecordRow | None:
    """Return the record that stands beside the moving one: its project, share, bond, budget line."""
    if record == "project":
        return here.project
    key = getattr(here.row, REFERENCE.get(record, ""), None)
    if key is not None:
        return here.session.get(RECORDS[record], key, execution_options={"scoped": True})
    if record == "bond" and here.row.record == "application":
        return _bond_of_application(here)
    return None


REFERENCE = {
    "bond": "bond_id",
    "bond_share": "share_id",
    "budget_line": "budget_line_id",
    "application": "application_id",
    "fund": "fund_id",
}


def _bond_of_application(here: Situation) -> RecordRow | None:
    share, bond = columns(BondShare), columns(RECORDS["bond"])
    statement = (
        sa.select(RECORDS["bond"])
        .join_from(RECORDS["bond"], BondShare, share.bond_id == bond.id)
        .where(share.application_id == here.row.id)
        .execution_options(scoped=True)
        .limit(1)
    )
    found: RecordRow | None = here.session.execute(statement).scalar_one_or_none()
    return found


def open_counts(here: Situation, records: Sequence[str]) -> dict[str, int]:
    """Count the records of some types that are under way for the same share, budget line or project."""
    reference = {"bond_share": "share_id", "budget_line": "budget_line_id"}.get(here.row.record, "")
    found = {}
    for record in records:
        name = reference if reference in columns(RECORDS[record]) else "project_id"
        row = here.row if name == reference else here.project
        count = partial(_open_counts, here.session, here.kind, record, name)
        fact = ("open", here.kind.key, here.kind.version, record, name)
        found[record] = 0 if row is None else of_each(here.session, fact, row, count, 0)
    return found


def _open_counts(
    session: Session, kind: Kind, record: str, name: str, together: Sequence[RecordRow]
) -> Mapping[Any, int]:
    """Count the records of a type that are under way for each of some others, which they name."""
    keys = spread([row.id or 0 for row in together])
    place = ("open", kind.key, kind.version, record, name, len(keys))
    rows = told_rows(session, None, place, partial(_open, kind, record, name, keys), keys)
    return {key: count for key, count in rows}  # noqa: C416 -- tuples of any length


def _open(kind: Kind, record: str, name: str, keys: Mapping[str, int]) -> sa.Select[Any]:
    column = columns(RECORDS[record])
    ending = [state.key for state in kind.lifecycle(record).states if state.ending]
    return (
        sa.select(column[name], sa.func.count())
        .where(among(column[name], keys), column.ended_at.is_(None), column.state.not_in(ending))
        .group_by(column[name])
    )


GUARDS = {
    "fields_filled": fields_filled,
    "field_in": field_in,
    "documents_present": documents_present,
    "related_in": related_in,
    "no_open": no_open,
    "came_from": came_from,
}
