"""Create and edit records of every type: one way for all, with the differences as data."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from bondlife.acts import Act, perform
from bondlife.books import kind_of, lifecycle_of, newest_kind
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem, missing
from bondlife.lifecycle.engine import enter, state_of
from bondlife.lifecycle.rail import refresh_rail
from bondlife.queries.field_labels import RENAMED
from bondlife.security.actor import Actor
from bondlife.services import approvals, public_index, search
from bondlife.services.derived import derived_values
from bondlife.services.fields import check_fields
from bondlife.services.inputs import RECORD_INPUTS, RecordInput
from models.base import columns
from models.lifecycle import Kind
from models.registry import (
    RECORDS,
    Application,
    Bond,
    BondShare,
    BudgetLine,
    ChangeOfUse,
    Contract,
    Disbursement,
    Evaluation,
    Instalment,
    Movement,
    Organisation,
    PerformanceGoal,
    PPPContract,
    PPPTerms,
    Project,
    Publication,
    RecordRow,
    Region,
    Row,
    ServiceEvent,
)

REFERENCES: dict[str, tuple[type[Row], str]] = {
    "unit": (Organisation, "unit_id"),
    "department": (Organisation, "department_id"),
    "project": (Project, "project_id"),
    "target_project": (Project, "target_project_id"),
    "bond": (Bond, "bond_id"),
    "share": (BondShare, "share_id"),
    "application": (Application, "application_id"),
    "contract": (Contract, "contract_id"),
    "budget_line": (BudgetLine, "budget_line_id"),
    "instalment": (Instalment, "instalment_id"),
    "payment": (Disbursement, "payment_id"),
    "corrects": (Movement, "corrects_id"),
    "parent": (PerformanceGoal, "parent_id"),
    "evaluation": (Evaluation, "evaluation_id"),
    "ppp_contract": (PPPContract, "contract_id"),
    "event": (ServiceEvent, "event_id"),
}
"""Input fields that name another record, and the column that keeps its key."""

REGIONS = {"lender": "lender_id"}
"""Input fields that name a region by its code, and the column that keeps its key."""

LATE: dict[str, frozenset[str]] = {
    "project": frozenset({"fields", "platform_code", "debt_system_code", "ndrc_code"}),
    "bond": frozenset({"fields", "code", "short_name", "rating"}),
    "bond_share": frozenset({"fields"}),
    "remittance": frozenset({"receipt_number", "fields"}),
    "instalment": frozenset({"principal_source", "interest_source", "secured", "paid_on", "fields"}),
    "disbursement": frozenset({"voucher", "paid_on", "fields"}),
    "publication": frozenset({"published_on", "address", "fields"}),
    "change_of_use": frozenset({"approval_number", "fields"}),
    "contract_change": frozenset({"approval_number"}),
    "ppp_contract": frozenset({"company", "company_credit_code", "operation_from", "department_id"}),
    "final_accounts": frozenset({"number"}),
    "fund": frozenset({"filing_number", "custody_account", "registered_on"}),
    "capital_call": frozenset({"purpose"}),
    "fund_distribution": frozenset({"origin"}),
    "fund_terms": frozenset({"document_number"}),
    "asset": frozenset(
        {
            *("net_value", "estimated_value", "income_period", "income_total", "yearly_inflow"),
            *("yearly_subsidy", "pledged", "pledge_note", "disposed_on", "disposal_number"),
            *("disposal_proceeds", "disposal_to_repayment"),
        }
    ),
}
"""What may be filled in after a record has left its first state; the rest changes by an approved change."""

LATE_AT: dict[tuple[str, str], frozenset[str]] = {
    ("goal", "returned"): frozenset({"name", "statement", "amount", "indicators", "fields"}),
    ("goal", "declared"): frozenset({"budget_number"}),
    ("evaluation_job", "drawn"): frozenset({"contract_number", "amount", "due_on"}),
    ("evaluation_job", "drafted"): frozenset({"comments", "delivered_on"}),
    ("accountability", "decided"): frozenset({"outcome"}),
    ("supplement", "submitted"): frozenset({"agreed"}),
    ("supplement", "met"): frozenset({"adjustment_number"}),
    ("supplement", "adjusted"): frozenset({"committee_number", "committee_on"}),
}
"""What may be filled in at one state alone, for the signatures of the next step go by it."""


def create(db: Database, actor: Actor, record: str, form: RecordInput, *, key: str = "") -> dict[str, Any]:
    """Store a new record at the start of its lifecycle."""

    def work(act: Act) -> dict[str, Any]:
        return receipt(add(act, record, form))

    return dict(perform(db, actor, f"{record}.create", work, key=key, request=form.model_dump(mode="json")))


def add(act: Act, record: str, form: RecordInput, *, permission: str = "") -> RecordRow:
    """Store a new record inside an act that is already open."""
    row = RECORDS[record](**_new_values(act, record, form))
    act.actor.require(permission or f"{record}.create", row.region_id, row.unit_id, row.department_id)
    kind = _kind_with(act, row)
    row.fields = check_fields(kind, record, form.fields)
    for name, value in derived_values(act, row).items():
        setattr(row, name, value)
    enter(act, row, lifecycle_of(kind, record))
    act.add(row)
    act.flush()
    act.about(row)
    after_change(act, row)
    return row


def edit(
    db: Database,
    actor: Actor,
    record: str,
    public_id: str,
    form: RecordInput,
    version: int,
    *,
    reason: str = "",
    key: str = "",
) -> dict[str, Any]:
    """Change a record; an edit voids approvals that wait on it."""

    def work(act: Act) -> dict[str, Any]:
        row = fetch(act, record, public_id)
        act.actor.require(f"{record}.edit", row.region_id, row.unit_id, row.department_id)
        act.require_version(row, version)
        values = changed_values(act, row, form)
        _require_editable(act, row, values)
        return receipt(apply(act, row, values, reason=reason))

    request = [public_id, version, form.model_dump(mode="json"), reason]
    return dict(perform(db, actor, f"{record}.edit", work, key=key, request=request))


def apply(act: Act, row: RecordRow, values: Mapping[str, Any], *, reason: str = "") -> RecordRow:
    """Write checked values on a record inside an open act."""
    act.change(row, **values)
    act.change(row, **derived_values(act, row))
    act.flush()
    act.about(row, changed=sorted(values), reason=reason)
    approvals.void_waiting(act, row)
    after_change(act, row)
    return row


def fetch(act: Act, record: str, public_id: str) -> RecordRow:
    """Return a record the actor may see, locked for writing."""
    if record not in RECORDS:
        raise missing()
    return act.fetch(RECORDS[record], public_id, f"{record}.read")


def changed_values(act: Act, row: RecordRow, form: RecordInput) -> dict[str, Any]:
    """Return the columns a form changes, checked against the kind."""
    values = column_values(act, form)
    kind = kind_of(act.session, row.kind, row.kind_version)
    kept = {name: value for name, value in row.fields.items() if name not in form.fields}
    values["fields"] = {**kept, **check_fields(kind, row.record, form.fields)}
    for fixed in ("kind", "region"):
        values.pop(fixed, None)
    for fixed in ("unit_id", "department_id") if row.record in OF_BUDGET and row.project_id else ():
        values.pop(fixed, None)
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def column_values(act: Act, form: RecordInput) -> dict[str, Any]:
    """Translate a form into columns: names into keys, the rest as it is."""
    values: dict[str, Any] = {}
    for name, value in form:
        if name in REFERENCES:
            model, column = REFERENCES[name]
            values[column] = None if value is None else act.fetch(model, value).id
        elif name in REGIONS:
            values[REGIONS[name]] = region_by_code(act, value) if value else None
        elif name not in {"fields", "region", "kind"}:
            values[RENAMED.get(name, name)] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    """Return rows of a form as the data a column keeps."""
    if isinstance(value, list):
        return [_row(one) if isinstance(one, BaseModel) else one for one in value]
    return value


def _row(form: BaseModel) -> dict[str, Any]:
    """Return one row as JSON keeps it: money as fen, figures as exact text."""
    return {name: f"{value.normalize():f}" if isinstance(value, Decimal) else value for name, value in form}


def receipt(row: RecordRow) -> dict[str, Any]:
    """Return what the caller is told about a stored record."""
    return {"public_id": row.public_id, "version": row.version, "state": row.state}


def after_change(act: Act, row: RecordRow) -> None:
    """Keep the projections right: search, sort keys, public entries, the rails of every project concerned."""
    search.index(act, row)
    if isinstance(row, Publication) and row.state in public_index.SHOWN:
        public_index.refresh(act, row)
    for project_id in _projects_of(act, row):
        refresh_rail(act, project_id)


def _projects_of(act: Act, row: RecordRow) -> list[int]:
    """Return the projects a record shows on: its own, those that share a bond, the one that gets money."""
    found = {row.id if isinstance(row, Project) else row.project_id}
    if isinstance(row, Bond):
        share = columns(BondShare)
        statement = sa.select(share.project_id).where(share.bond_id == row.id, share.ended_at.is_(None))
        found |= set(act.session.execute(statement.execution_options(scoped=True)).scalars())
    if isinstance(row, ChangeOfUse):
        found.add(row.target_project_id)
    return sorted(one for one in found if one is not None)


def region_by_code(act: Act, code: str) -> int:
    """Return the key of a region by its code."""
    statement = sa.select(columns(Region).id).where(
        columns(Region).code == code, columns(Region).ended_at.is_(None)
    )
    found = act.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise Invalid.because("no_region", "There is no region with code %(code)s.", "region", code=code)
    return int(found)


def input_of(record: str) -> type[RecordInput]:
    """Return the form of a type of record."""
    if record not in RECORD_INPUTS:
        raise missing()
    return RECORD_INPUTS[record]


def _new_values(act: Act, record: str, form: RecordInput) -> dict[str, Any]:
    values = column_values(act, form)
    if record == "project":
        return {**values, **_kind_values(act, form.kind), "region_id": region_by_code(act, form.region)}  # type: ignore[attr-defined]
    if record in OF_PPP:
        return {**values, **_ppp_values(act, record, form, values)}
    if values.get("project_id") is not None:
        return {**values, **inherited(act.get(Project, values["project_id"]))}
    for model, name in _PARENTS.get(record, ()):
        if values.get(name) is not None:
            return {**values, **inherited_from(act.get(model, values[name]))}
    if "region" in type(form).model_fields:
        region_id = region_by_code(act, form.region)  # type: ignore[attr-defined]
        return {**values, **_kind_values(act, OF_BUDGET.get(record, "special_bond")), "region_id": region_id}
    if values.get("bond_id") is not None:
        bond = act.get(Bond, values["bond_id"])
        return {**values, "region_id": bond.region_id, "kind": bond.kind, "kind_version": bond.kind_version}
    raise Invalid.because("no_parent", "Name the project this record belongs to.", "project")


_PARENTS: Mapping[str, tuple[tuple[type[RecordRow], str], ...]] = {
    "repayment_order": ((Instalment, "instalment_id"), (BondShare, "share_id")),
    "fund_use_plan": ((BudgetLine, "budget_line_id"),),
}
"""Type of record → the records it may be about, and takes its place from."""


OF_BUDGET = dict.fromkeys(("goal", "evaluation_job", "appraisal", "result_list"), "ordinary")
"""Records of a region whose lifecycle is the one of ordinary budget projects."""


OF_PPP = frozenset({"ppp_contract", "ppp_terms", "waiver"})
"""Records of the PPP kind: a contract stands by itself, the rest belongs to one."""


def _ppp_values(act: Act, record: str, form: RecordInput, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a PPP record belongs; a version of terms gets the next number of its contract."""
    if record == "ppp_contract":
        return {**_kind_values(act, "ppp"), "region_id": region_by_code(act, form.region)}  # type: ignore[attr-defined]
    contract = act.get(PPPContract, values["contract_id"])
    found = inherited_from(contract)
    if record == "ppp_terms":
        own = columns(PPPTerms)
        last = sa.select(sa.func.max(own.number)).where(own.contract_id == contract.id)
        held = act.session.execute(last.execution_options(scoped=True)).scalar_one()
        found["number"] = (held or 0) + 1
    return found


def inherited_from(row: RecordRow) -> dict[str, Any]:
    """Return what a record takes over from the one it is about."""
    names = ("region_id", "unit_id", "department_id", "project_id", "kind", "kind_version")
    return {name: getattr(row, name) for name in names}


def inherited(project: Project) -> dict[str, Any]:
    """Return what a record takes over from its project."""
    names = ("region_id", "unit_id", "department_id", "kind", "kind_version")
    return {"project_id": project.id, **{name: getattr(project, name) for name in names}}


def _kind_with(act: Act, row: RecordRow) -> Kind:
    """Return the pinned kind of a new record, or the newest where the pinned one knows no such record yet."""
    pinned = kind_of(act.session, row.kind, row.kind_version)
    if any(one.record == row.record for one in pinned.lifecycles):
        return pinned
    newest = newest_kind(act.session, row.kind)
    row.kind_version = newest.version
    return newest


def _kind_values(act: Act, key: str) -> dict[str, Any]:
    kind = newest_kind(act.session, key)
    return {"kind": kind.key, "kind_version": kind.version}


def _require_editable(act: Act, row: RecordRow, values: Mapping[str, Any]) -> None:
    lifecycle = lifecycle_of(kind_of(act.session, row.kind, row.kind_version), row.record)
    if row.state == lifecycle.initial:
        return
    if state_of(lifecycle, row.state).ending:
        raise Blocked(Problem("ended", "This record is closed; it no longer changes."))
    late = LATE.get(row.record, frozenset()) | LATE_AT.get((row.record, row.state), frozenset())
    fixed = sorted(set(values) - late)
    if fixed:
        raise Blocked(
            Problem(
                "needs_change_form",
                "Checked figures change only by an approved change; ask for a change of: %(names)s.",
                params={"names": ", ".join(fixed)},
            )
        )
