"""Works of a project: milestones as one list, the delay and the money against work as they stand."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import ApiRouter, SentKey, body_of, database, own_key, reply, takes
from bondlife.queries.api_works import milestones_told, works_told
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import works
from bondlife.services.inputs import Input, MilestoneInput

router = ApiRouter(prefix="/projects/{public_id}", tags=["works"])

Reader = Annotated[Actor, Depends(require("milestone.read"))]
Writer = Annotated[Actor, Depends(require("milestone.edit"))]


class MilestonesIn(Input):
    """All milestones of a project as they shall stand; a number left out is ended."""

    items: list[MilestoneInput] = Field(max_length=200)


class MilestonesOut(BaseModel):
    """All milestones of a project; a weight is a percentage of the whole."""

    items: list[dict[str, Any]]


class MilestonesStored(BaseModel):
    """How many milestones changed."""

    public_id: str
    changed: int


class ContractWork(BaseModel):
    """A contract: payments of all sources against certified work; rates are percentages."""

    contract: str
    number: str
    amount: str
    certified: str
    paid: str
    excused: str
    gap: str | None
    limit: str | None
    ahead: bool
    exception_until: date | None


class WorksOut(BaseModel):
    """Build state, progress, delay, and every contract against its certified work."""

    month: str
    build_status: str
    progress: str | None
    planned_progress: str | None
    finish_by_pace: date | None
    finish_by_milestones: date | None
    days_late: int | None
    contracts: list[ContractWork]


@router.get("/milestones", response_model=MilestonesOut)
def list_milestones(request: Request, public_id: str, actor: Reader) -> Response:
    """List the milestones of a project."""
    return reply(milestones_told(database(request), actor, public_id))


@router.put("/milestones", response_model=MilestonesStored, openapi_extra=takes(MilestonesIn))
def store_milestones(
    request: Request,
    public_id: str,
    actor: Writer,
    form: Annotated[MilestonesIn, Depends(body_of(MilestonesIn))],
    key: SentKey = None,
) -> Response:
    """Store the milestones of a project as they shall stand."""
    return reply(
        works.save_milestones(database(request), actor, public_id, form.items, key=own_key(actor, key))
    )


@router.get("/works", response_model=WorksOut)
def read_works(request: Request, public_id: str, actor: Reader) -> Response:
    """Read how the works stand."""
    return reply(works_told(database(request), actor, public_id))
