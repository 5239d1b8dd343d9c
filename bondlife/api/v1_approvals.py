"""Approvals: what waits, what is to be signed, sign or return, take back."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import ApiRouter, Paging, SentKey, body_of, database, own_key, reply, takes
from bondlife.queries.api_approvals import approval_list, approval_one
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import moves
from bondlife.services.inputs import Input
from bondlife.services.values import Line, Prose, PublicId

router = ApiRouter(prefix="/approvals", tags=["approvals"])

Reader = Annotated[Actor, Depends(require("approval.read"))]


class ApprovalAsk(Paging):
    """Which approvals: those I can sign now, or all that wait in my regions."""

    mine: bool = True


class DecisionIn(Input):
    """A signature on what was shown, or a return with its reason."""

    outcome: Literal["approve", "return"]
    digest: str = Field(pattern=r"^(sha256:)?[0-9a-f]{64}$", description="the digest of what was shown")
    text: Prose = Field("", max_length=1000)
    minutes_number: Line = Field("", max_length=60)


class ApprovalOut(BaseModel):
    """What waits for signatures: the record, the step, the digest that is signed."""

    public_id: str
    version: int
    record: str
    subject: str
    transition: str
    state: str
    step: str
    role: str
    section: str
    digest: str
    subject_version: int
    reason: str
    prepared_by: str
    since: str | None
    is_mine: bool
    proposed: dict[str, Any] | None
    opinions: list[dict[str, Any]]


class ApprovalPage(BaseModel):
    """One page of approvals."""

    items: list[ApprovalOut]
    next: str


class DecisionOut(BaseModel):
    """Where the approval, and once complete the record, stands now."""

    approval: str
    state: str
    public_id: str | None = None
    version: int | None = None


@router.get("", response_model=ApprovalPage)
def list_approvals(request: Request, actor: Reader, asked: Annotated[ApprovalAsk, Query()]) -> Response:
    """List what waits for signatures."""
    told = approval_list(database(request), actor, asked.after, asked.limit, mine=asked.mine)
    return reply(told.as_dict())


@router.get("/{public_id}", response_model=ApprovalOut)
def read_approval(request: Request, actor: Reader, public_id: PublicId) -> Response:
    """Read one approval with the signatures given so far."""
    told = approval_one(database(request), actor, public_id)
    return reply(told, version=told["version"])


@router.post("/{public_id}/decisions", response_model=DecisionOut, openapi_extra=takes(DecisionIn))
def decide(
    request: Request,
    actor: Annotated[Actor, Depends(require("approval.decide"))],
    public_id: PublicId,
    form: Annotated[DecisionIn, Depends(body_of(DecisionIn))],
    key: SentKey = None,
) -> Response:
    """Sign or return; the last signature carries out what it is for."""
    answer = moves.decide(
        database(request),
        actor,
        public_id,
        form.outcome,
        form.digest,
        text=form.text,
        minutes_number=form.minutes_number,
        key=own_key(actor, key),
    )
    return reply(answer)


@router.post("/{public_id}/withdrawal", response_model=DecisionOut)
def withdraw(
    request: Request,
    actor: Annotated[Actor, Depends(require("approval.withdraw"))],
    public_id: PublicId,
    key: SentKey = None,
) -> Response:
    """Take back what you put up for signatures."""
    return reply(moves.withdraw(database(request), actor, public_id, key=own_key(actor, key)))
