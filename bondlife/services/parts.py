"""Parts without a lifecycle: readiness items, contracts, on-lending links, balance plans, funding."""

from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services import approvals
from bondlife.services.inputs import (
    ContractInput,
    ForecastInput,
    OnLendingInput,
    PermitInput,
)
from bondlife.services.records import region_by_code
from models.base import columns
from models.registry import (
    BondShare,
    Certification,
    Contract,
    ContractChange,
    Disbursement,
    Forecast,
    ForecastCell,
    OnLending,
    Permit,
    Project,
    ScopedRow,
)
from models.rules.reserve import READINESS_ITEMS

MOST_YEARS = 60


def save_permits(
    db: Database, actor: Actor, project_id: str, items: list[PermitInput], *, key: str = ""
) -> dict[str, Any]:
    """Store the readiness items of a project as one grid; unchanged rows stay as they are."""
    known = {name for name, _label in READINESS_ITEMS}

    def work(act: Act) -> dict[str, Any]:
        project = _project(act, project_id, "permit.edit")
        held = {row.type: row for row in act.find(Permit, columns(Permit).project_id == project.id)}
        changed = 0
        for item in items:
            if item.type not in known:
                raise Invalid.because(
                    "bad_value", "There is no readiness item %(name)s.", "type", name=item.type
                )
            changed += _save_permit(act, project, held.get(item.type), item)
        act.about(project, permits=changed)
        if changed:
            approvals.void_waiting(act, project)
        return {"public_id": project_id, "changed": changed}

    request = [project_id, [item.model_dump(mode="json") for item in items]]
    return dict(perform(db, actor, "permit.save", work, key=key, request=request))


def _save_permit(act: Act, project: Project, row: Permit | None, item: PermitInput) -> int:
    values = item.model_dump(exclude={"project", "type"})
    if row is None:
        if not any(values.values()):
            return 0
        act.add(Permit(**_scope(project), project_id=key_of(project), type=item.type, **values))
        return 1
    before = row.version
    act.change(row, **values)
    return row.version - before


def save_contract(
    db: Database, actor: Actor, form: ContractInput, *, public_id: str = "", version: int = 0, key: str = ""
) -> dict[str, Any]:
    """Store a new contract, or change one; its amount is never below what was paid."""

    def work(act: Act) -> dict[str, Any]:
        project = _project(act, form.project, "contract.edit")
        values = form.model_dump(exclude={"project"})
        if not public_id:
            row = act.add(Contract(**_scope(project), project_id=key_of(project), **values))
        else:
            row = act.fetch(Contract, public_id, "contract.read")
            act.require_version(row, version)
            _require_contract(act, row, project, form)
            act.change(row, **values)
        act.flush()
        act.about(row)
        return {"public_id": row.public_id, "version": row.version}

    request = [public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "contract.save", work, key=key, request=request))


def _require_contract(act: Act, row: Contract, project: Project, form: ContractInput) -> None:
    if row.project_id != project.id:
        raise Invalid.because("other_project", "A contract stays with its project.", "project")
    if form.amount < row.paid:
        raise Invalid.because("below_paid", "The amount is below what was paid under the contract.", "amount")
    _require_unmoved(act, row, form)
    payment = columns(Disbursement)
    paid = act.find(
        Disbursement, payment.contract_id == row.id, payment.state.in_(("approved", "paid", "matched"))
    )
    if paid and form.payee != row.payee:
        raise Blocked(
            Problem("payee_fixed", "Payments were approved to this payee; make a new contract.", "payee")
        )


def _require_unmoved(act: Act, row: Contract, form: ContractInput) -> None:
    """Refuse to type over what certificates and approved changes have made of a contract."""
    if form.certified != row.certified and _done(act, Certification, row, "confirmed"):
        raise Blocked(
            Problem("certified_fixed", "Certified work moves by certificates; make one.", "certified")
        )
    if form.amount != row.amount and _done(act, ContractChange, row, "approved"):
        raise Blocked(
            Problem("amount_fixed", "The contract was changed by approval; make another change.", "amount")
        )


def _done(act: Act, model: type[Certification | ContractChange], row: Contract, state: str) -> bool:
    column = columns(model)
    return bool(act.find(model, column.contract_id == row.id, column.state == state))


def save_onlending(
    db: Database, actor: Actor, form: OnLendingInput, *, public_id: str = "", version: int = 0, key: str = ""
) -> dict[str, Any]:
    """Store one link of the chain that lends a share downward, or change it."""

    def work(act: Act) -> dict[str, Any]:
        share = act.fetch(BondShare, form.share, "bond_share.read")
        act.actor.require("onlending.edit", share.region_id, share.unit_id, share.department_id)
        if form.amount > share.amount:
            raise Invalid.because("above_share", "The link cannot lend more than the share.", "amount")
        values = _link_values(act, form)
        if not public_id:
            row = act.add(OnLending(**_scope(share), share_id=key_of(share), **values))
        else:
            row = act.fetch(OnLending, public_id, "onlending.read")
            act.require_version(row, version)
            if row.share_id != share.id:
                raise Invalid.because("other_share", "A link stays with its share.", "share")
            act.change(row, **values)
        act.flush()
        act.about(row)
        approvals.void_waiting(act, share)
        return {"public_id": row.public_id, "version": row.version}

    request = [public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "onlending.save", work, key=key, request=request))


def _link_values(act: Act, form: OnLendingInput) -> dict[str, Any]:
    lender, borrower = region_by_code(act, form.lender), region_by_code(act, form.borrower)
    if lender == borrower:
        raise Invalid.because("same_region", "Lender and borrower are two different regions.", "borrower")
    values = form.model_dump(exclude={"share", "lender", "borrower"})
    return {**values, "lender_id": lender, "borrower_id": borrower}


def save_forecast(db: Database, actor: Actor, form: ForecastInput, *, key: str = "") -> dict[str, Any]:
    """Store a balance plan as a new version; earlier versions stay."""

    def work(act: Act) -> dict[str, Any]:
        project = _project(act, form.project, "forecast.edit")
        years = sorted({cell.year for cell in form.cells})
        if not years:
            raise Invalid.because("empty_plan", "The plan holds no figure.", "cells")
        if years[-1] - years[0] >= MOST_YEARS:
            raise Invalid.because("too_many_years", "A plan spans at most 60 years.", "cells")
        row = act.add(_forecast(act, project, form, years))
        act.flush()
        _add_cells(act, row, form)
        act.about(project, forecast=row.public_id, number=row.number)
        approvals.void_waiting(act, project)
        return {"public_id": row.public_id, "number": row.number}

    return dict(perform(db, actor, "forecast.save", work, key=key, request=form.model_dump(mode="json")))


def _forecast(act: Act, project: Project, form: ForecastInput, years: list[int]) -> Forecast:
    forecast = columns(Forecast)
    last = act.session.execute(
        sa.select(sa.func.max(forecast.number))
        .where(forecast.project_id == project.id)
        .execution_options(scoped=True)
    ).scalar_one()
    return Forecast(
        **_scope(project),
        project_id=key_of(project),
        number=(last or 0) + 1,
        name=form.name,
        purpose=form.purpose,
        first_year=years[0],
        last_year=years[-1],
        assumed_rate="" if form.assumed_percent is None else f"{form.assumed_percent.normalize():f}",
        note=form.note,
    )


def _add_cells(act: Act, row: Forecast, form: ForecastInput) -> None:
    seen: set[tuple[str, int, str]] = set()
    for cell in form.cells:
        place = (cell.item, cell.year, cell.bucket)
        if place in seen:
            raise Invalid.because("repeated_cell", "One cell of the plan is given twice.", cell.item)
        seen.add(place)
        if cell.amount:
            act.session.add(ForecastCell(forecast_id=key_of(row), **cell.model_dump()))
    act.seal(ForecastCell, key_of(row))


def _project(act: Act, public_id: str, permission: str) -> Project:
    """Return a project this person may change a part of; a foreign one is missing."""
    project = act.fetch(Project, public_id, "project.read")
    act.actor.require(permission, project.region_id, project.unit_id, project.department_id)
    return project


def key_of(row: ScopedRow) -> int:
    """Return the inner key of a stored row."""
    assert row.id is not None
    return row.id


def _scope(row: ScopedRow) -> dict[str, Any]:
    return {"region_id": row.region_id, "unit_id": row.unit_id, "department_id": row.department_id}
