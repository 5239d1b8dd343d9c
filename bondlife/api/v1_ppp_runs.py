"""Payment runs of PPP contracts: open, read, step, receipts; statements; scores, quantities, events."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    SentKey,
    Version,
    body_of,
    database,
    own_key,
    reply,
    stored,
    takes,
    version_asked,
)
from bondlife.queries.api_ppp_runs import run_data, statement_data
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import moves, ppp_periods, ppp_runs, ppp_scores
from bondlife.services.input_base import Input
from bondlife.services.values import Key, Line, PublicId

router = ApiRouter(tags=["ppp"])

Reader = Annotated[Actor, Depends(require("payment_run.read"))]
Writer = Annotated[Actor, Depends(require("payment_run.create"))]
Payer = Annotated[Actor, Depends(require("payment_run.pay"))]
Opener = Annotated[Actor, Depends(require("evaluation.create"))]
Scorer = Annotated[Actor, Depends(require("evaluation.edit"))]
Editor = Annotated[Actor, Depends(require("ppp_period.edit"))]


class RunAsk(Input):
    """Where the page of statements starts."""

    after: Annotated[int, Field(ge=0, le=2**62)] = 0


class RunStep(Input):
    """A step of a run."""

    transition: Key
    reason: Line = Field("", max_length=1000)
    version: Version = None


class SheetSent(ppp_scores.SheetInput):
    """Scores with the version of the sheet they were written on."""

    version: Version = None


class Left(BaseModel):
    """One contract without a statement and what it lacks."""

    contract: str
    number: str
    name: str
    missing: list[dict[str, Any]]


class StatementOfRun(BaseModel):
    """One statement of a run, fen."""

    statement: str
    contract: str
    number: str
    payable: int
    digest: str


class RunOut(BaseModel):
    """One run; ``next`` is where the next page of statements starts."""

    public_id: str
    version: int
    number: str
    period: str
    type: str
    state: str
    region: str
    contracts: int
    payable: int
    digest: str
    left_out: list[Left]
    statements: list[StatementOfRun]
    next: int | None


class StatementOut(BaseModel):
    """One statement: what it was worked out from, what came out, the digest over both, its orders."""

    public_id: str
    period: str
    type: str
    payable: int
    difference: int
    digest: str
    frozen: dict[str, Any]
    result: dict[str, Any]
    orders: list[dict[str, Any]]


class RunStored(BaseModel):
    """What was opened, moved or paid."""

    public_id: str
    version: int
    state: str
    number: str = ""
    job: str = ""
    approval: str = ""
    digest: str = ""
    paid: int = 0


class PartStored(BaseModel):
    """What was stored of a period; ``stated`` says that it counts through a correction."""

    public_id: str
    version: int
    stated: bool = False


@router.post(
    "/payment-runs", response_model=RunStored, status_code=201, openapi_extra=takes(ppp_runs.PaymentRunInput)
)
def open_run(
    request: Request,
    actor: Writer,
    form: Annotated[ppp_runs.PaymentRunInput, Depends(body_of(ppp_runs.PaymentRunInput))],
    key: SentKey = None,
) -> Response:
    """Open a run and have it worked out."""
    return stored(ppp_runs.open_run(database(request), actor, form, key=own_key(actor, key)), 201)


@router.get("/payment-runs/{public_id}", response_model=RunOut)
def read_run(
    request: Request, actor: Reader, public_id: PublicId, asked: Annotated[RunAsk, Query()]
) -> Response:
    """Read a run, its digest, its statements and who was left out."""
    told = run_data(database(request), actor, public_id, asked.after)
    return reply(told, version=told["version"])


@router.post("/payment-runs/{public_id}/steps", response_model=RunStored, openapi_extra=takes(RunStep))
def move_run(
    request: Request,
    actor: Reader,
    public_id: PublicId,
    form: Annotated[RunStep, Depends(body_of(RunStep))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Take a step of a run, or put it up for signatures."""
    version = version_asked(if_match, form.version)
    answer = moves.move(
        database(request),
        actor,
        "payment_run",
        public_id,
        form.transition,
        version,
        reason=form.reason,
        key=own_key(actor, key),
    )
    return stored(answer)


@router.post(
    "/payment-runs/{public_id}/receipts",
    response_model=RunStored,
    openapi_extra=takes(ppp_runs.ReceiptsInput),
)
def record_receipts(
    request: Request,
    actor: Payer,
    public_id: PublicId,
    form: Annotated[ppp_runs.ReceiptsInput, Depends(body_of(ppp_runs.ReceiptsInput))],
    key: SentKey = None,
) -> Response:
    """Record treasury receipts; each order is paid once."""
    return stored(
        ppp_runs.record_receipts(database(request), actor, public_id, form, key=own_key(actor, key))
    )


@router.get("/payment-statements/{public_id}", response_model=StatementOut)
def read_statement(request: Request, actor: Reader, public_id: PublicId) -> Response:
    """Read one statement with its frozen inputs."""
    return reply(statement_data(database(request), actor, public_id))


@router.post(
    "/ppp-scores", response_model=RunStored, status_code=201, openapi_extra=takes(ppp_scores.ScoreInput)
)
def open_score(
    request: Request,
    actor: Opener,
    form: Annotated[ppp_scores.ScoreInput, Depends(body_of(ppp_scores.ScoreInput))],
    key: SentKey = None,
) -> Response:
    """Open the score of a cycle; its steps are those of evaluations."""
    return stored(ppp_scores.open_score(database(request), actor, form, key=own_key(actor, key)), 201)


@router.put("/ppp-scores/{public_id}/sheet", response_model=RunStored, openapi_extra=takes(SheetSent))
def save_sheet(
    request: Request,
    actor: Scorer,
    public_id: PublicId,
    form: Annotated[SheetSent, Depends(body_of(SheetSent))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Store scores of items."""
    version = version_asked(if_match, form.version)
    wanted = ppp_scores.SheetInput(items=form.items)
    return stored(
        ppp_scores.save_sheet(database(request), actor, public_id, wanted, version, key=own_key(actor, key))
    )


@router.post(
    "/ppp-contracts/{public_id}/quantities",
    response_model=PartStored,
    status_code=201,
    openapi_extra=takes(ppp_periods.QuantityInput),
)
def save_quantity(
    request: Request,
    actor: Editor,
    public_id: PublicId,
    form: Annotated[ppp_periods.QuantityInput, Depends(body_of(ppp_periods.QuantityInput))],
    key: SentKey = None,
) -> Response:
    """Store one quantity of a period, or its series."""
    answer = ppp_periods.save_quantity(database(request), actor, public_id, form, key=own_key(actor, key))
    return stored(answer, 201)


@router.post(
    "/ppp-contracts/{public_id}/events",
    response_model=PartStored,
    status_code=201,
    openapi_extra=takes(ppp_periods.EventInput),
)
def save_event(
    request: Request,
    actor: Editor,
    public_id: PublicId,
    form: Annotated[ppp_periods.EventInput, Depends(body_of(ppp_periods.EventInput))],
    key: SentKey = None,
) -> Response:
    """Log an event."""
    answer = ppp_periods.save_event(database(request), actor, public_id, form, key=own_key(actor, key))
    return stored(answer, 201)
