"""Registers kept by hand: regions added and changed by two administrators, organisations."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from fastapi import Path as PathValue
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    SentKey,
    body_of,
    database,
    own_key,
    reply,
    takes,
    version_asked,
)
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import organisations, regions
from bondlife.services.inputs import Input
from bondlife.services.organisations import OrganisationInput
from bondlife.services.regions import RegionChange, RegionInput
from bondlife.services.values import PublicId

router = ApiRouter(tags=["registers"])

RegionEditor = Annotated[Actor, Depends(require("region.edit"))]
RegionApprover = Annotated[Actor, Depends(require("region.approve"))]
OrganisationEditor = Annotated[Actor, Depends(require("organisation.edit"))]


class RegionStored(BaseModel):
    """The region that was added."""

    public_id: str
    code: str


class ChangeStored(BaseModel):
    """A change of a region, and how far it is."""

    public_id: str
    state: str


class OrganisationStored(BaseModel):
    """The organisation that was stored."""

    public_id: str
    version: int


class OrganisationEnded(BaseModel):
    """The organisation that was closed."""

    public_id: str


class SeenVersion(Input):
    """The version that was seen."""

    version: int = Field(0, ge=0, le=2_000_000_000)


class RegionVerdict(SeenVersion):
    """A second administrator's word."""

    outcome: Literal["approve", "refuse"]


class OrganisationEdit(OrganisationInput):
    """An organisation as it is to stand, and the version that was seen."""

    version: int = Field(0, ge=0, le=2_000_000_000)


@router.post("/regions", response_model=RegionStored, status_code=201, openapi_extra=takes(RegionInput))
def add_region(
    request: Request,
    actor: RegionEditor,
    form: Annotated[RegionInput, Depends(body_of(RegionInput))],
    key: SentKey = None,
) -> Response:
    """Add a county or zone that the shipped table lacks."""
    return reply(regions.add(database(request), actor, form, key=own_key(actor, key)), 201)


@router.post(
    "/regions/{code}/changes", response_model=ChangeStored, status_code=201, openapi_extra=takes(RegionChange)
)
def propose_region_change(
    request: Request,
    actor: RegionEditor,
    code: Annotated[str, PathValue(pattern=r"^[0-9A-Z]{1,12}$")],
    form: Annotated[RegionChange, Depends(body_of(RegionChange))],
    key: SentKey = None,
) -> Response:
    """Ask for another code, name or parent of a region; a second administrator signs."""
    stored = regions.propose(database(request), actor, code, form, key=own_key(actor, key))
    return reply(_told(stored), 201)


@router.post(
    "/region-changes/{public_id}/decisions", response_model=ChangeStored, openapi_extra=takes(RegionVerdict)
)
def decide_region_change(
    request: Request,
    actor: RegionApprover,
    public_id: PublicId,
    form: Annotated[RegionVerdict, Depends(body_of(RegionVerdict))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Bring a change of a region into force from today, or refuse it; never one's own."""
    version, approve = version_asked(if_match, form.version), form.outcome == "approve"
    kept = own_key(actor, key)
    return reply(
        _told(regions.decide(database(request), actor, public_id, version, approve=approve, key=kept))
    )


def _told(stored: dict[str, Any]) -> dict[str, Any]:
    return {name: stored[name] for name in ChangeStored.model_fields}


@router.post(
    "/organisations",
    response_model=OrganisationStored,
    status_code=201,
    openapi_extra=takes(OrganisationInput),
)
def add_organisation(
    request: Request,
    actor: OrganisationEditor,
    form: Annotated[OrganisationInput, Depends(body_of(OrganisationInput))],
    key: SentKey = None,
) -> Response:
    """Enter a project unit or a competent department."""
    return reply(organisations.save(database(request), actor, form, key=own_key(actor, key)), 201)


@router.put(
    "/organisations/{public_id}", response_model=OrganisationStored, openapi_extra=takes(OrganisationEdit)
)
def edit_organisation(
    request: Request,
    actor: OrganisationEditor,
    public_id: PublicId,
    form: Annotated[OrganisationEdit, Depends(body_of(OrganisationEdit))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Mend the name or code of an organisation; region and role stay."""
    wanted = OrganisationInput.model_validate(form.model_dump(exclude={"version"}))
    version, kept = version_asked(if_match, form.version), own_key(actor, key)
    return reply(
        organisations.save(database(request), actor, wanted, public_id=public_id, version=version, key=kept)
    )


@router.post(
    "/organisations/{public_id}/end", response_model=OrganisationEnded, openapi_extra=takes(SeenVersion)
)
def end_organisation(
    request: Request,
    actor: OrganisationEditor,
    public_id: PublicId,
    form: Annotated[SeenVersion, Depends(body_of(SeenVersion))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Close an organisation that no open project and no account belongs to."""
    version, kept = version_asked(if_match, form.version), own_key(actor, key)
    return reply(organisations.end(database(request), actor, public_id, version, key=kept))
