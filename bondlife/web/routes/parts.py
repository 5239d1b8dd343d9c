"""Parts of a project without a lifecycle: readiness grid, balance plan, contracts, on-lending, limits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Conflict, Invalid, Problem, Refusal
from bondlife.queries.amounts import FEN
from bondlife.queries.parts import (
    part_form,
    permits_page,
    plan_form,
    plan_input,
    stored_project_of,
)
from bondlife.queries.record_forms import cleaned, sentence, with_refusal
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import parts
from bondlife.services.inputs import ContractInput, OnLendingInput, PermitInput
from bondlife.web.errors import status_of
from bondlife.web.form_answers import show_form
from bondlife.web.forms import Sent, SentForm
from bondlife.web.page import money_unit, page
from bondlife.web.views import in_words
from models.rules.reserve import READINESS_ITEMS

router = APIRouter(tags=["parts"])

PermitEditor = Annotated[Actor, Depends(require("permit.edit"))]
PlanEditor = Annotated[Actor, Depends(require("forecast.edit"))]
ContractEditor = Annotated[Actor, Depends(require("contract.edit"))]
Lender = Annotated[Actor, Depends(require("onlending.edit"))]
_COLUMNS = ("held", "number", "issued_on", "expires_on", "note")


@router.get("/projects/{public_id}/permits")
def show_permits(request: Request, public_id: str, actor: PermitEditor) -> Response:
    """Show the readiness items as one grid."""
    with in_words(request, actor):
        view = permits_page(request.app.state.db, actor, public_id)
    return page(request, actor, "records/permits.html", view)


@router.post("/projects/{public_id}/permits")
def save_permits(request: Request, public_id: str, actor: PermitEditor, form: SentForm) -> Response:
    """Store the readiness grid."""
    db = request.app.state.db
    try:
        parts.save_permits(db, actor, public_id, _permits(form, public_id), key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            view = permits_page(db, actor, public_id, form.values, _errors(refusal))
        return page(request, actor, "records/permits.html", view, status_code=422)
    return RedirectResponse(f"/projects/{public_id}?tab=records", 303)


def _permits(form: Sent, public_id: str) -> list[PermitInput]:
    """Read every row of the grid; a finding names its row and column."""
    items, problems = [], []
    for key, _label in READINESS_ITEMS:
        data = {name: form.values.get(f"{key}.{name}", "") for name in _COLUMNS}
        typed = {name: text for name, text in data.items() if text}
        try:
            items.append(
                Sent({**typed, "project": public_id, "type": key}, {}, 0, "", "", "").input(PermitInput)
            )
        except Invalid as refusal:
            problems += [Problem(p.code, p.message, f"{key}.{p.field}", p.params) for p in refusal.problems]
    if problems:
        raise Invalid(*problems)
    return items


def _errors(refusal: Refusal) -> dict[str, str]:
    return {problem.field: sentence(problem) for problem in refusal.problems}


@router.get("/projects/{public_id}/plan")
def show_plan(request: Request, public_id: str, actor: PlanEditor) -> Response:
    """Show the balance plan to fill in, from the version asked for."""
    asked = request.query_params
    with in_words(request, actor):
        view = plan_form(
            request.app.state.db,
            actor,
            public_id,
            money_unit(request, actor),
            forecast_id=asked.get("from", "")[:36],
            first=asked.get("first", "")[:4],
            last=asked.get("last", "")[:4],
        )
    return page(request, actor, "records/plan.html", view)


@router.post("/projects/{public_id}/plan")
def save_plan(request: Request, public_id: str, actor: PlanEditor, form: SentForm) -> Response:
    """Store the plan as a new version; a wrong cell is named and nothing typed is lost."""
    db = request.app.state.db
    unit = form.values.get("unit", "wan")
    unit = unit if unit in FEN else "wan"
    try:
        parts.save_forecast(db, actor, plan_input(form.values, public_id, unit), key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            view = plan_form(
                db,
                actor,
                public_id,
                unit,
                first=form.values.get("first", "")[:4],
                last=form.values.get("last", "")[:4],
                typed=form.values,
                refusal=refusal,
            )
        return page(request, actor, "records/plan.html", view, status_code=422)
    return RedirectResponse(f"/projects/{public_id}?tab=plan", 303)


@router.get("/projects/{public_id}/contracts/new")
def new_contract(request: Request, public_id: str, actor: ContractEditor) -> Response:
    """Show the empty form of a contract."""
    return _show(request, actor, "contract", "", public_id)


@router.post("/projects/{public_id}/contracts/new")
def create_contract(request: Request, public_id: str, actor: ContractEditor, form: SentForm) -> Response:
    """Store a contract."""
    return _save_contract(request, actor, "", public_id, form)


@router.get("/contracts/{public_id}/edit")
def show_contract(request: Request, public_id: str, actor: ContractEditor) -> Response:
    """Show the form of a contract."""
    return _show(request, actor, "contract", public_id, "")


@router.post("/contracts/{public_id}/edit")
def edit_contract(request: Request, public_id: str, actor: ContractEditor, form: SentForm) -> Response:
    """Store what was changed."""
    project = stored_project_of(request.app.state.db, actor, "contract", public_id)
    return _save_contract(request, actor, public_id, project, form)


def _save_contract(request: Request, actor: Actor, public_id: str, project: str, form: Sent) -> Response:
    def write(typed: Mapping[str, str]) -> str:
        data = Sent({**typed, "project": project}, {}, 0, "", "", "").input(ContractInput)
        parts.save_contract(
            request.app.state.db, actor, data, public_id=public_id, version=form.version, key=form.key
        )
        return f"/projects/{project}?tab=money"

    return _stored(request, actor, "contract", public_id, project, form, write)


@router.get("/projects/{public_id}/onlending/new")
def new_link(request: Request, public_id: str, actor: Lender) -> Response:
    """Show the form of an on-lending link, with what the chain it is missing in tells."""
    asked = request.query_params
    given = {name: asked[name][:60] for name in ("share", "lender", "borrower", "amount") if name in asked}
    with in_words(request, actor):
        form = part_form(request.app.state.db, actor, "onlending", "", public_id)
    return show_form(request, actor, replace(form, data={**form.data, **given}))


@router.post("/projects/{public_id}/onlending/new")
def create_link(request: Request, public_id: str, actor: Lender, form: SentForm) -> Response:
    """Store an on-lending link."""
    return _save_link(request, actor, "", public_id, form)


@router.get("/onlending/{public_id}/edit")
def show_link(request: Request, public_id: str, actor: Lender) -> Response:
    """Show the form of an on-lending link."""
    return _show(request, actor, "onlending", public_id, "")


@router.post("/onlending/{public_id}/edit")
def edit_link(request: Request, public_id: str, actor: Lender, form: SentForm) -> Response:
    """Store what was changed."""
    project = stored_project_of(request.app.state.db, actor, "onlending", public_id)
    return _save_link(request, actor, public_id, project, form)


def _save_link(request: Request, actor: Actor, public_id: str, project: str, form: Sent) -> Response:
    def write(typed: Mapping[str, str]) -> str:
        data = Sent(typed, {}, 0, "", "", "").input(OnLendingInput)
        parts.save_onlending(
            request.app.state.db, actor, data, public_id=public_id, version=form.version, key=form.key
        )
        return f"/projects/{project}?tab=money"

    return _stored(request, actor, "onlending", public_id, project, form, write)


def _show(request: Request, actor: Actor, part: str, public_id: str, project: str) -> Response:
    with in_words(request, actor):
        form = part_form(request.app.state.db, actor, part, public_id, project)
    return show_form(request, actor, form)


def _stored(
    request: Request,
    actor: Actor,
    part: str,
    public_id: str,
    project: str,
    form: Sent,
    write: object,
) -> Response:
    """Store a part and go on, or show its form again with what was typed; a stale one is opened afresh."""
    assert callable(write)
    try:
        return RedirectResponse(write(cleaned(form.values)), 303)
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            view = part_form(request.app.state.db, actor, part, public_id, project)
            shown = with_refusal(view, part, form.values, refusal)
        if isinstance(refusal, Conflict):
            shown = replace(shown, data={**view.data, **form.values})
        return show_form(request, actor, shown, status_code=status_of(refusal))
