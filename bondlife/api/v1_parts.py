"""Contracts, readiness items, balance plans of a project, and the on-lending chain of a share."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    Receipt,
    SentKey,
    body_of,
    database,
    own_key,
    reply,
    stored,
    takes,
    version_asked,
)
from bondlife.errors import missing
from bondlife.queries import api_parts
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import parts
from bondlife.services.inputs import ContractInput, ForecastInput, Input, OnLendingInput, PermitInput
from bondlife.services.values import PublicId
from models.registry import Contract, OnLending, ScopedRow

router = ApiRouter(tags=["parts"])

ContractReader = Annotated[Actor, Depends(require("contract.read"))]
ContractEditor = Annotated[Actor, Depends(require("contract.edit"))]
PermitReader = Annotated[Actor, Depends(require("permit.read"))]
PermitEditor = Annotated[Actor, Depends(require("permit.edit"))]
PlanReader = Annotated[Actor, Depends(require("forecast.read"))]
PlanEditor = Annotated[Actor, Depends(require("forecast.edit"))]
ChainReader = Annotated[Actor, Depends(require("onlending.read"))]
Lender = Annotated[Actor, Depends(require("onlending.edit"))]


class PermitsInput(Input):
    """Readiness items of one project, as a whole; each names the project again."""

    items: list[PermitInput] = Field(max_length=60)


class PartsOut(BaseModel):
    """Parts of one project or share."""

    items: list[dict[str, Any]]


class PermitsStored(BaseModel):
    """How many items changed."""

    public_id: str
    changed: int


class ForecastStored(BaseModel):
    """The version that was stored."""

    public_id: str
    number: int


@router.get("/projects/{public_id}/contracts", response_model=PartsOut)
def contracts(request: Request, public_id: PublicId, actor: ContractReader) -> Response:
    """List the contracts of a project."""
    return reply({"items": api_parts.project_parts(database(request), actor, public_id, "contracts")})


@router.post("/contracts", response_model=Receipt, status_code=201, openapi_extra=takes(ContractInput))
def add_contract(
    request: Request,
    actor: ContractEditor,
    form: Annotated[ContractInput, Depends(body_of(ContractInput))],
    key: SentKey = None,
) -> Response:
    """Store a contract."""
    return stored(parts.save_contract(database(request), actor, form, key=own_key(actor, key)), 201)


@router.put("/contracts/{public_id}", response_model=Receipt, openapi_extra=takes(ContractInput))
def change_contract(
    request: Request,
    public_id: PublicId,
    actor: ContractEditor,
    form: Annotated[ContractInput, Depends(body_of(ContractInput))],
    key: SentKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Change a contract; its amount is never below what was paid."""
    _require(request, actor, Contract, public_id, "contract.read")
    version = version_asked(if_match, None)
    found = parts.save_contract(
        database(request), actor, form, public_id=public_id, version=version, key=own_key(actor, key)
    )
    return stored(found)


@router.get("/projects/{public_id}/permits", response_model=PartsOut)
def permits(request: Request, public_id: PublicId, actor: PermitReader) -> Response:
    """List the readiness items of a project."""
    return reply({"items": api_parts.project_parts(database(request), actor, public_id, "permits")})


@router.put("/projects/{public_id}/permits", response_model=PermitsStored, openapi_extra=takes(PermitsInput))
def set_permits(
    request: Request,
    public_id: PublicId,
    actor: PermitEditor,
    form: Annotated[PermitsInput, Depends(body_of(PermitsInput))],
    key: SentKey = None,
) -> Response:
    """Store readiness items; items left out stay as they are."""
    found = parts.save_permits(database(request), actor, public_id, form.items, key=own_key(actor, key))
    return reply(found)


@router.get("/projects/{public_id}/forecasts", response_model=PartsOut)
def forecasts(request: Request, public_id: PublicId, actor: PlanReader) -> Response:
    """List the versions of a project's balance plan with their cells."""
    return reply({"items": api_parts.forecasts(database(request), actor, public_id)})


@router.post("/forecasts", response_model=ForecastStored, status_code=201, openapi_extra=takes(ForecastInput))
def add_forecast(
    request: Request,
    actor: PlanEditor,
    form: Annotated[ForecastInput, Depends(body_of(ForecastInput))],
    key: SentKey = None,
) -> Response:
    """Store a balance plan as a new version."""
    return reply(parts.save_forecast(database(request), actor, form, key=own_key(actor, key)), 201)


@router.get("/bond-shares/{public_id}/onlending", response_model=PartsOut)
def chain(request: Request, public_id: PublicId, actor: ChainReader) -> Response:
    """List the on-lending links of a share."""
    return reply({"items": api_parts.chain(database(request), actor, public_id)})


@router.post("/onlending", response_model=Receipt, status_code=201, openapi_extra=takes(OnLendingInput))
def add_link(
    request: Request,
    actor: Lender,
    form: Annotated[OnLendingInput, Depends(body_of(OnLendingInput))],
    key: SentKey = None,
) -> Response:
    """Store one link of a chain."""
    return stored(parts.save_onlending(database(request), actor, form, key=own_key(actor, key)), 201)


@router.put("/onlending/{public_id}", response_model=Receipt, openapi_extra=takes(OnLendingInput))
def change_link(
    request: Request,
    public_id: PublicId,
    actor: Lender,
    form: Annotated[OnLendingInput, Depends(body_of(OnLendingInput))],
    key: SentKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Change one link, such as when it is signed."""
    _require(request, actor, OnLending, public_id, "onlending.read")
    version = version_asked(if_match, None)
    found = parts.save_onlending(
        database(request), actor, form, public_id=public_id, version=version, key=own_key(actor, key)
    )
    return stored(found)


def _require(request: Request, actor: Actor, model: type[ScopedRow], public_id: str, permission: str) -> None:
    """Refuse a part that is not there for this person before anything else is said about it."""
    if not api_parts.part_of(database(request), actor, model, public_id, permission):
        raise missing()
