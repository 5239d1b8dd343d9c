"""Funds: register, parts of a fund, calls with receipts, distributions, results; and their books."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import (
    ApiRouter,
    SentKey,
    Write,
    add_writes,
    body_of,
    database,
    own_key,
    reply,
    takes,
)
from bondlife.queries.funds.told import fund_told, portfolio_told
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.fund_inputs import (
    CallInput,
    CallReceiptInput,
    DistributionInput,
    ExitInput,
    FeeInput,
    FindingInput,
    FundGoalInput,
    HoldingInput,
    LevelInput,
    PartnerInput,
    PlanInput,
    RegisterInput,
    TermsInput,
    ValuationInput,
)
from bondlife.services.funds import calls, decisions, distributions, holdings, importing, register, terms
from bondlife.services.input_base import Input
from bondlife.services.values import Year

router = ApiRouter(prefix="/fund-books", tags=["funds"])
"""Records of funds (``/funds``, ``/capital-calls`` …) have the common operations; here stands the rest."""

Reader = Annotated[Actor, Depends(require("fund.read"))]
Registrar = Annotated[Actor, Depends(require("fund.create"))]
Writer = Annotated[Actor, Depends(require("fund.edit"))]
Receiver = Annotated[Actor, Depends(require("capital_call.receive"))]
Decider = Annotated[Actor, Depends(require("fund_decision.create"))]


class ReceiptsIn(Input):
    """What partners paid on a call."""

    items: list[CallReceiptInput] = Field(min_length=1, max_length=400)


class LevelsIn(Input):
    """Levels of market indices."""

    items: list[LevelInput] = Field(min_length=1, max_length=5000)


class FundDecisionIn(Input):
    """The budget year a result is used for."""

    year: Year


class PartnerOut(BaseModel):
    """A partner: promise, entries of its account, returns; amounts in yuan, ratios as text."""

    number: int
    name: str
    tier: str
    committed: str
    paid_in: str
    distributed: str
    account: str
    dpi: str | None
    tvpi: str | None
    rates: list[str]


class FundOut(BaseModel):
    """The books of a fund on a day."""

    public_id: str
    name: str
    state: str
    on: date
    committed: str
    paid_in: str
    cash: str
    nav: str
    distributed: str
    dpi: str | None
    rvpi: str | None
    tvpi: str | None
    rates: list[str]
    rate_is_ambiguous: bool
    exit_is_open: bool
    clawback_due: str
    partners: list[PartnerOut]


class FundsOut(BaseModel):
    """Every fund a person may read."""

    items: list[FundOut]


class FundStored(BaseModel):
    """What was stored: its public key, and its number or version where it has one."""

    public_id: str
    number: int | None = None
    version: int | None = None
    state: str | None = None


class LevelsStored(BaseModel):
    """How many levels were stored."""

    stored: int


@router.get("", response_model=FundsOut)
def list_books(request: Request, actor: Reader) -> Response:
    """Read the books of every fund."""
    return reply(portfolio_told(database(request), actor))


@router.get("/{public_id}", response_model=FundOut)
def read_books(request: Request, public_id: str, actor: Reader) -> Response:
    """Read the books of one fund."""
    return reply(fund_told(database(request), actor, public_id))


@router.post("", response_model=FundStored, status_code=201, openapi_extra=takes(RegisterInput))
def register_fund(
    request: Request,
    actor: Registrar,
    form: Annotated[RegisterInput, Depends(body_of(RegisterInput))],
    key: SentKey = None,
) -> Response:
    """Register a new fund with its plan."""
    return reply(register.register(database(request), actor, form, key=own_key(actor, key)), 201)


@router.post("/import", response_model=FundStored, status_code=201, openapi_extra=takes(importing.FundFile))
def import_fund(
    request: Request,
    actor: Registrar,
    form: Annotated[importing.FundFile, Depends(body_of(importing.FundFile))],
    key: SentKey = None,
) -> Response:
    """Bring a running fund in with its whole history."""
    found = importing.bring_in(database(request), actor, form, source="API", key=own_key(actor, key))
    return reply(found, 201)


@router.post("/levels", response_model=LevelsStored, status_code=201, openapi_extra=takes(LevelsIn))
def add_levels(
    request: Request,
    actor: Writer,
    form: Annotated[LevelsIn, Depends(body_of(LevelsIn))],
    key: SentKey = None,
) -> Response:
    """Store levels of market indices."""
    return reply(register.save_levels(database(request), actor, form.items, key=own_key(actor, key)), 201)


@router.post("/calls/{public_id}/receipts", response_model=FundStored, openapi_extra=takes(ReceiptsIn))
def add_receipts(
    request: Request,
    public_id: str,
    actor: Receiver,
    form: Annotated[ReceiptsIn, Depends(body_of(ReceiptsIn))],
    key: SentKey = None,
) -> Response:
    """Record what partners paid on a call."""
    return reply(calls.receive(database(request), actor, public_id, form.items, key=own_key(actor, key)))


@router.post(
    "/{public_id}/decisions", response_model=FundStored, status_code=201, openapi_extra=takes(FundDecisionIn)
)
def add_decision(
    request: Request,
    public_id: str,
    actor: Decider,
    form: Annotated[FundDecisionIn, Depends(body_of(FundDecisionIn))],
    key: SentKey = None,
) -> Response:
    """Draw up what an evaluation means for a budget year."""
    found = decisions.draw_up(database(request), actor, public_id, form.year, key=own_key(actor, key))
    return reply(found, 201)


PARTS: tuple[tuple[str, type[Input], Callable[..., dict[str, Any]], str, str], ...] = (
    ("partners", PartnerInput, register.add_partner, "fund.edit", "Add a partner or its further promise."),
    ("terms", TermsInput, terms.save, "fund_terms.create", "Store a new version of the terms as a draft."),
    ("calls", CallInput, calls.prepare, "capital_call.create", "Prepare a call for capital or a clawback."),
    (
        "distributions",
        DistributionInput,
        distributions.prepare,
        "fund_distribution.create",
        "Prepare a distribution by the terms in force.",
    ),
    ("holdings", HoldingInput, holdings.invest, "fund.edit", "Store an investment."),
    ("valuations", ValuationInput, holdings.value, "fund.edit", "Store a valuation of a holding."),
    ("exits", ExitInput, holdings.leave, "fund.edit", "Store an exit or income."),
    ("fees", FeeInput, holdings.pay_fee, "fund.edit", "Store a fee or cost the fund paid."),
    ("goals", FundGoalInput, register.save_goal, "fund.edit", "Store a policy goal or what is reached."),
    ("findings", FindingInput, register.add_finding, "fund.edit", "Write down a breach."),
    ("plans", PlanInput, register.plan_year, "fund.edit", "Plan what a government pays in a coming year."),
)
"""Part of a fund: its place, what it is read as, who writes it, the right it needs, what it does."""

add_writes(
    router,
    (
        Write(f"/{{public_id}}/{place}", model, act, right, words, 201)
        for place, model, act, right, words in PARTS
    ),
    FundStored,
)
