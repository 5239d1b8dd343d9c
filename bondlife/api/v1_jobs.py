"""Jobs: what runs or ran for me, how far it is, what came of it."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from bondlife.api.contract import ApiRouter, Paging, database, reply
from bondlife.queries import api_registers as registers
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.values import PublicId

router = ApiRouter(prefix="/jobs", tags=["jobs"])

Reader = Annotated[Actor, Depends(require("job.read"))]


class JobLine(BaseModel):
    """One job and how far it is."""

    public_id: str
    name: str
    state: str
    done: int
    total: int
    message: str
    created_at: str | None
    ended_at: str | None


class JobOut(JobLine):
    """One job with what came of it."""

    result: Any
    error: str


class JobPage(BaseModel):
    """One page of jobs."""

    items: list[JobLine]
    next: str


@router.get("", response_model=JobPage)
def list_jobs(request: Request, actor: Reader, asked: Annotated[Paging, Query()]) -> Response:
    """List your jobs, oldest first; the system administrator sees all."""
    return reply(registers.jobs(database(request), actor, asked.after, asked.limit).as_dict())


@router.get("/{public_id}", response_model=JobOut)
def read_job(request: Request, actor: Reader, public_id: PublicId) -> Response:
    """Read one job."""
    return reply(registers.job(database(request), actor, public_id))
