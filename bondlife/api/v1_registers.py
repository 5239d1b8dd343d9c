"""Registers beside the records: regions, organisations, search, changes, and who I am."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import ApiRouter, Paging, database, reply
from bondlife.queries import api_registers as registers
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.security.permissions import PERMISSIONS
from bondlife.services.inputs import Input
from bondlife.services.values import Line

router = ApiRouter()

Reader = Annotated[Actor, Depends(require("organisation.read"))]


class RegionAsk(Paging):
    """Which subtree."""

    under: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""


class SearchAsk(Input):
    """What is looked for: pieces of names, codes, pinyin initials."""

    q: Line = Field(min_length=1, max_length=100, examples=["污水"])


class OrganisationAsk(Paging):
    """What is looked for."""

    q: Line = Field("", max_length=100)


class ChangesAsk(Input):
    """After which number of the chain."""

    since: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class RegionOut(BaseModel):
    """A government or zone; ``parent`` is the code of the one above."""

    public_id: str
    code: str
    name: str
    level: str
    is_issuer: bool
    is_zone: bool
    parent: str | None


class RegionPage(BaseModel):
    """One page of regions."""

    items: list[RegionOut]
    next: str


class OrganisationOut(BaseModel):
    """A body that owns, supervises or works for projects."""

    public_id: str
    version: int
    name: str
    credit_code: str
    role: str


class OrganisationPage(BaseModel):
    """One page of organisations."""

    items: list[OrganisationOut]
    next: str


class HitOut(BaseModel):
    """One thing that was found."""

    type: str
    public_id: str
    code: str
    name: str


class HitsOut(BaseModel):
    """What was found; at most twenty of each type."""

    items: list[HitOut]


class ChangeOut(BaseModel):
    """One act on a record."""

    seq: int
    at: str
    act: str
    record: str
    public_id: str
    version: int | None


class ChangesOut(BaseModel):
    """What was done since; ask again with ``next``, until it reaches ``head``."""

    items: list[ChangeOut]
    next: int
    head: int


class MeOut(BaseModel):
    """Who asks, and what they may do."""

    account: str
    name: str
    roles: list[str]
    section: str
    permissions: list[str]


@router.get("/regions", response_model=RegionPage, tags=["registers"])
def list_regions(request: Request, actor: Reader, asked: Annotated[RegionAsk, Query()]) -> Response:  # noqa: ARG001
    """List the regions, or those under one."""
    return reply(registers.regions(database(request), asked.under, asked.after, asked.limit).as_dict())


@router.get("/organisations", response_model=OrganisationPage, tags=["registers"])
def list_organisations(
    request: Request,
    actor: Reader,
    asked: Annotated[OrganisationAsk, Query()],
) -> Response:
    """List the organisations of one's regions."""
    return reply(
        registers.organisations(database(request), actor, asked.q, asked.after, asked.limit).as_dict()
    )


@router.get("/search", response_model=HitsOut, tags=["registers"])
def search(
    request: Request,
    actor: Annotated[Actor, Depends(require("search.read"))],
    asked: Annotated[SearchAsk, Query()],
) -> Response:
    """Find projects, bonds, organisations and regions."""
    return reply({"items": registers.search(database(request), actor, asked.q)})


@router.get("/changes", response_model=ChangesOut, tags=["registers"])
def changes(
    request: Request,
    actor: Annotated[Actor, Depends(require("history.read"))],
    asked: Annotated[ChangesAsk, Query()],
) -> Response:
    """Follow what is done on the records you may see."""
    return reply(registers.changes(database(request), actor, asked.since, asked.limit))


@router.get("/me", response_model=MeOut, tags=["registers"])
def me(actor: Annotated[Actor, Depends(require("account.self"))]) -> Response:
    """Say who asks and what they may do."""
    told: dict[str, Any] = {
        "account": actor.account,
        "name": actor.name,
        "roles": sorted(actor.roles),
        "section": actor.section,
        "permissions": sorted(name for name in PERMISSIONS if actor.can(name)),
    }
    return reply(told)
