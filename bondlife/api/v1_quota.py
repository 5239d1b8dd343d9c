"""Quota ledger, statements of limit and balance, expert reviews, lines of budget sheets, cuts of a year."""

from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife import clock
from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    Paging,
    Receipt,
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
from bondlife.queries import api_parts
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import reviews, sheets
from bondlife.services.inputs import Input, QuotaNoticeInput
from bondlife.services.limits import StatementInput, save_statement
from bondlife.services.quota import post_line, reverse_line
from bondlife.services.values import Prose, PublicId, Year

router = ApiRouter(tags=["quota"])

QuotaReader = Annotated[Actor, Depends(require("quota.read"))]
QuotaEditor = Annotated[Actor, Depends(require("quota.edit"))]
LimitReader = Annotated[Actor, Depends(require("limit.read"))]
LimitEditor = Annotated[Actor, Depends(require("limit.edit"))]
ReviewReader = Annotated[Actor, Depends(require("review.read"))]
Opener = Annotated[Actor, Depends(require("review.open"))]
Expert = Annotated[Actor, Depends(require("review.score"))]
Closer = Annotated[Actor, Depends(require("review.close"))]
SheetReader = Annotated[Actor, Depends(require("budget_sheet.read"))]
SheetEditor = Annotated[Actor, Depends(require("budget_sheet.edit"))]
RequestReader = Annotated[Actor, Depends(require("supplement.read"))]


class RegionAsk(Input):
    """Which region's subtree, which year; without a year the present one."""

    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""
    year: Annotated[int | None, Field(ge=1949, le=2150)] = None


class StatementAsk(Paging):
    """Which region's subtree, which year; without a year all of them."""

    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""
    year: Annotated[int | None, Field(ge=1949, le=2150)] = None


class QuotaAsk(RegionAsk):
    """Which type of debt besides."""

    bond_type: Literal["special", "general"] = "special"


class ReverseIn(Input):
    """Why a line is answered by its counter-line."""

    reason: Prose = Field(min_length=1, max_length=500)


class CloseIn(Input):
    """The version of the review that was looked at."""

    version: Version = None


class LinesIn(Input):
    """The lines of an allotment notice as a whole."""

    version: Version = None
    lines: list[sheets.SheetLineInput] = Field(max_length=500)


class ItemsOut(BaseModel):
    """What was found; amounts in yuan."""

    items: list[dict[str, Any]]


class ItemsPage(ItemsOut):
    """One page of what was found and the cursor of the next one, empty at the end."""

    next: str


class StatementOut(BaseModel):
    """One statement and its identities; amounts in yuan."""

    public_id: str
    region: str
    year: int
    as_of: str
    broken: int
    checks: list[dict[str, Any]]


class ReviewOut(BaseModel):
    """One review as this person may see it."""

    public_id: str
    version: int
    year: int
    batch: str
    quota: str
    closed: bool
    items: list[dict[str, Any]]
    candidates: list[dict[str, Any]]


class CutOut(BaseModel):
    """What supplementary requests of a year asked for, got and lost."""

    year: int
    decided: int
    waiting: int
    requested: str = "0.00"
    agreed: str = "0.00"
    cut: str = "0.00"
    rate: str = ""


def _year(asked: Year | None) -> int:
    return asked or clock.business_date().year


@router.get("/quota/rooms", response_model=ItemsOut)
def rooms(request: Request, actor: QuotaReader, asked: Annotated[QuotaAsk, Query()]) -> Response:
    """List the room of each region that keeps a ledger."""
    found = api_parts.quota_rooms(database(request), actor, asked.region, _year(asked.year), asked.bond_type)
    return reply({"items": found})


@router.get("/quota/lines", response_model=ItemsOut)
def lines(request: Request, actor: QuotaReader, asked: Annotated[QuotaAsk, Query()]) -> Response:
    """List the lines of a year."""
    found = api_parts.quota_lines(database(request), actor, asked.region, _year(asked.year), asked.bond_type)
    return reply({"items": found})


@router.post("/quota/lines", response_model=Receipt, status_code=201, openapi_extra=takes(QuotaNoticeInput))
def add_line(
    request: Request,
    actor: QuotaEditor,
    form: Annotated[QuotaNoticeInput, Depends(body_of(QuotaNoticeInput))],
    key: SentKey = None,
) -> Response:
    """Put a line forward, or post it where no second person is needed."""
    return stored(post_line(database(request), actor, form, key=own_key(actor, key)), 201)


@router.post(
    "/quota/lines/{public_id}/reverse",
    response_model=Receipt,
    status_code=201,
    openapi_extra=takes(ReverseIn),
)
def counter_line(
    request: Request,
    public_id: PublicId,
    actor: QuotaEditor,
    form: Annotated[ReverseIn, Depends(body_of(ReverseIn))],
    key: SentKey = None,
) -> Response:
    """Answer a wrong line by its counter-line."""
    found = reverse_line(database(request), actor, public_id, form.reason, key=own_key(actor, key))
    return stored(found, 201)


@router.get("/limit-statements", response_model=ItemsPage)
def statements(request: Request, actor: LimitReader, asked: Annotated[StatementAsk, Query()]) -> Response:
    """List statements of limit and balance, the newest year first."""
    told = asked.region, asked.year, asked.after, asked.limit
    return reply(api_parts.statements(database(request), actor, *told))


@router.get("/limit-statements/{public_id}", response_model=StatementOut)
def statement(request: Request, public_id: PublicId, actor: LimitReader) -> Response:
    """Show one statement with every identity it is held to."""
    return reply(api_parts.statement(database(request), actor, public_id))


@router.post(
    "/limit-statements", response_model=Receipt, status_code=201, openapi_extra=takes(StatementInput)
)
def add_statement(
    request: Request,
    actor: LimitEditor,
    form: Annotated[StatementInput, Depends(body_of(StatementInput))],
    key: SentKey = None,
) -> Response:
    """Store a statement."""
    return stored(save_statement(database(request), actor, form, key=own_key(actor, key)), 201)


@router.put("/limit-statements/{public_id}", response_model=Receipt, openapi_extra=takes(StatementInput))
def change_statement(
    request: Request,
    public_id: PublicId,
    actor: LimitEditor,
    form: Annotated[StatementInput, Depends(body_of(StatementInput))],
    key: SentKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Mend a statement."""
    api_parts.statement(database(request), actor, public_id)
    version = version_asked(if_match, None)
    found = save_statement(
        database(request), actor, form, public_id=public_id, version=version, key=own_key(actor, key)
    )
    return stored(found)


@router.post("/reviews", response_model=Receipt, status_code=201, openapi_extra=takes(reviews.ReviewInput))
def open_review(
    request: Request,
    actor: Opener,
    form: Annotated[reviews.ReviewInput, Depends(body_of(reviews.ReviewInput))],
    key: SentKey = None,
) -> Response:
    """Open the expert review of a batch."""
    return stored(reviews.open_round(database(request), actor, form, key=own_key(actor, key)), 201)


@router.get("/reviews/{public_id}", response_model=ReviewOut)
def show_review(request: Request, public_id: PublicId, actor: ReviewReader) -> Response:
    """Show a review: before its end nobody's points but one's own."""
    found = api_parts.review(database(request), actor, public_id)
    return reply(found, version=found["version"])


@router.post(
    "/reviews/{public_id}/scores",
    response_model=Receipt,
    status_code=201,
    openapi_extra=takes(reviews.ReviewScoreInput),
)
def add_score(
    request: Request,
    public_id: PublicId,
    actor: Expert,
    form: Annotated[reviews.ReviewScoreInput, Depends(body_of(reviews.ReviewScoreInput))],
    key: SentKey = None,
) -> Response:
    """Store one's own points for an application."""
    return stored(reviews.score(database(request), actor, public_id, form, key=own_key(actor, key)), 201)


@router.post("/reviews/{public_id}/close", response_model=Receipt, openapi_extra=takes(CloseIn))
def close_review(
    request: Request,
    public_id: PublicId,
    actor: Closer,
    form: Annotated[CloseIn, Depends(body_of(CloseIn))],
    key: SentKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Close a review: ranks and amounts are fixed."""
    version = version_asked(if_match, form.version)
    return stored(reviews.close_round(database(request), actor, public_id, version, key=own_key(actor, key)))


@router.get("/budget-sheets/{public_id}/lines", response_model=ItemsOut)
def sheet_lines(request: Request, public_id: PublicId, actor: SheetReader) -> Response:
    """List the lines of a budget sheet."""
    return reply({"items": api_parts.sheet_lines(database(request), actor, public_id)})


@router.put("/budget-sheets/{public_id}/lines", response_model=Receipt, openapi_extra=takes(LinesIn))
def set_sheet_lines(
    request: Request,
    public_id: PublicId,
    actor: SheetEditor,
    form: Annotated[LinesIn, Depends(body_of(LinesIn))],
    key: SentKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Store the lines of an allotment notice as a whole."""
    version = version_asked(if_match, form.version)
    found = sheets.set_lines(
        database(request), actor, public_id, form.lines, version, key=own_key(actor, key)
    )
    return stored({name: found[name] for name in ("public_id", "version", "state")})


@router.get("/supplements-cut", response_model=CutOut)
def supplements_cut(request: Request, actor: RequestReader, asked: Annotated[RegionAsk, Query()]) -> Response:
    """Tell what supplementary requests of a year asked for, got and lost."""
    return reply(api_parts.cut(database(request), actor, asked.region, _year(asked.year)))
