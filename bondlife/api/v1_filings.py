"""Beside the budget platform and the year: rows that wait, files of a step, closed months and years."""

from pathlib import Path
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
    takes,
    version_asked,
)
from bondlife.queries.filings import step_view
from bondlife.queries.platform import platform_view
from bondlife.queries.year import year_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import filings, periods
from bondlife.services.filings import FilingInput
from bondlife.services.inputs import Input
from bondlife.services.periods import PeriodInput
from bondlife.services.platform import matching
from bondlife.services.values import PublicId

router = ApiRouter(tags=["filings"])

Reader = Annotated[Actor, Depends(require("filing.read"))]
PlatformReader = Annotated[Actor, Depends(require("platform.read"))]
Importer = Annotated[Actor, Depends(require("import.run"))]
Preparer = Annotated[Actor, Depends(require("filing.prepare"))]
Signer = Annotated[Actor, Depends(require("filing.sign"))]
Proposer = Annotated[Actor, Depends(require("period.propose"))]
Closer = Annotated[Actor, Depends(require("period.lock"))]
Code = Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")]


class RowsQuery(Input):
    """Which region, kind and state of rows."""

    region: Code = ""
    kind: Annotated[str, Field(pattern=r"^(allotment|plan|payment)?$")] = ""
    state: Annotated[str, Field(pattern=r"^(matched|unmatched|aside)?$")] = ""


class StepQuery(Input):
    """Which region, step and period; the last period that ended by default."""

    region: Code = ""
    step: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    period: Annotated[str, Field(pattern=r"^([0-9]{4}(-[0-9]{2})?)?$")] = ""


class YearQuery(Input):
    """Which region and year."""

    region: Code = ""
    year: Annotated[int | None, Field(ge=1949, le=2150)] = None


class MatchIn(Input):
    """The region whose waiting rows are matched again."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")


class AsideIn(Input):
    """Why a row is left out, and the version it was read at."""

    reason: str = Field(min_length=1, max_length=500)
    version: Version = None


class SignIn(Input):
    """The digest of the file that was shown, and its version."""

    digest: str = Field(min_length=1, max_length=80)
    version: Version = None


class ReturnIn(Input):
    """Why a file is sent back, and its version."""

    reason: str = Field(min_length=1, max_length=500)
    version: Version = None


class FilingDecisionIn(Input):
    """Whether a period is closed or reopened as proposed, and the version of the proposal."""

    approve: bool
    version: Version = None


class RowsOut(BaseModel):
    """How a region works beside the platform, and rows with why they wait; amounts in fen."""

    region: str
    mode: str
    waiting: int
    items: list[dict[str, Any]]


class Matched(BaseModel):
    """How many rows matched."""

    matched: int


class StepOut(BaseModel):
    """One step in one period: what is missing, what changed, files, the ledger beside them; fen."""

    step: str
    period: str
    due_on: str
    layout: str
    official: bool
    rows: int
    missing: list[dict[str, Any]]
    changed: int
    agrees: bool | None
    controls: list[dict[str, Any]]
    differences: list[dict[str, Any]]
    files: list[dict[str, Any]]
    rejected: list[dict[str, Any]]


class FilingOut(BaseModel):
    """What was stored of a file."""

    public_id: str
    version: int
    state: str
    number: int
    rows: int
    total: int
    digest: str


class YearOut(BaseModel):
    """Steps of a year with their cells, and which months are closed."""

    region: str
    year: int
    late: int
    steps: list[dict[str, Any]]
    periods: list[dict[str, Any]]


class Proposed(BaseModel):
    """What was proposed or decided."""

    public_id: str
    state: str


class AsideOut(BaseModel):
    """The row that was left out."""

    public_id: str
    version: int
    state: str


@router.get("/platform-lines", response_model=RowsOut)
def platform_rows(request: Request, actor: PlatformReader, asked: Annotated[RowsQuery, Query()]) -> Response:
    """List rows of the budget platform, those that wait first, each with why."""
    view = platform_view(
        database(request), actor, region=asked.region, kind=asked.kind, state=asked.state, form=None
    )
    names = ("public_id", "version", "kind", "number", "amount", "project", "payee", "state", "why")
    items = [{"on": one.on.isoformat(), **{name: getattr(one, name) for name in names}} for one in view.lines]
    return reply({"region": view.region, "mode": view.mode, "waiting": view.waiting, "items": items})


@router.post("/platform-lines/matching", response_model=Matched, openapi_extra=takes(MatchIn))
def match_again(
    request: Request,
    actor: Importer,
    form: Annotated[MatchIn, Depends(body_of(MatchIn))],
    key: SentKey = None,
) -> Response:
    """Match every waiting row of a region again."""
    return reply(matching.match_again(database(request), actor, form.region, key=own_key(actor, key)))


@router.post("/platform-lines/{public_id}/aside", response_model=AsideOut, openapi_extra=takes(AsideIn))
def set_aside(
    request: Request,
    actor: Importer,
    public_id: PublicId,
    form: Annotated[AsideIn, Depends(body_of(AsideIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Leave a row out for good, with the reason."""
    version = version_asked(if_match, form.version)
    kept = own_key(actor, key)
    return reply(matching.set_aside(database(request), actor, public_id, version, form.reason, key=kept))


@router.get("/filings", response_model=StepOut)
def read_step(request: Request, actor: Reader, asked: Annotated[StepQuery, Query()]) -> Response:
    """Read one step in one period: missing cells, changes, files, reconciliation."""
    view = step_view(
        database(request), actor, asked.step, region=asked.region, period=asked.period, form=None
    )
    return reply(told(view))


def told(view: Any) -> dict[str, Any]:
    """Return a step as programs read it."""
    files = ("public_id", "version", "number", "count", "total", "state", "digest", "rejected")
    return {
        "step": view.step,
        "period": view.period,
        "due_on": view.due_on.isoformat(),
        "layout": view.layout,
        "official": view.is_official,
        "rows": view.count,
        "missing": [{"record": one.label, "item": one.item, "href": one.href} for one in view.missing],
        "changed": view.changed_count,
        "agrees": view.agrees,
        "controls": [_plain(one, ("item", "filed", "ledger", "difference")) for one in view.controls],
        "differences": [
            _plain(one, ("kind", "label", "item", "before", "after")) for one in view.differences
        ],
        "files": [_plain(one, files) for one in view.files],
        "rejected": [_plain(one, ("code", "label", "reason", "state")) for one in view.rejected],
    }


def _plain(one: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


@router.post("/filings", response_model=FilingOut, status_code=201, openapi_extra=takes(FilingInput))
def prepare(
    request: Request,
    actor: Preparer,
    form: Annotated[FilingInput, Depends(body_of(FilingInput))],
    key: SentKey = None,
) -> Response:
    """Prepare the file of a step and period."""
    made = filings.prepare(database(request), actor, _folder(request), form, key=own_key(actor, key))
    return reply(made, 201)


@router.post("/filings/{public_id}/signature", response_model=FilingOut, openapi_extra=takes(SignIn))
def sign(
    request: Request,
    actor: Signer,
    public_id: PublicId,
    form: Annotated[SignIn, Depends(body_of(SignIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Sign a prepared file by its digest; another person than who prepared it."""
    asked = (public_id, form.digest, version_asked(if_match, form.version))
    kept = own_key(actor, key)
    return reply(filings.sign(database(request), actor, _folder(request), *asked, key=kept))


@router.post("/filings/{public_id}/return", response_model=FilingOut, openapi_extra=takes(ReturnIn))
def send_back(
    request: Request,
    actor: Signer,
    public_id: PublicId,
    form: Annotated[ReturnIn, Depends(body_of(ReturnIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Send a prepared file back, with the reason."""
    version = version_asked(if_match, form.version)
    kept = own_key(actor, key)
    return reply(filings.send_back(database(request), actor, public_id, form.reason, version, key=kept))


def _folder(request: Request) -> Path:
    folder: Path = request.app.state.settings.documents_dir
    return folder


@router.get("/calendar-years", response_model=YearOut)
def read_year(request: Request, actor: Reader, asked: Annotated[YearQuery, Query()]) -> Response:
    """Read the calendar of a year: each step by period, and which months are closed."""
    view = year_view(database(request), actor, region=asked.region, year=asked.year, form=None)
    steps = [
        {
            "step": line.key,
            "period": cell.period,
            "due_on": cell.due_on.isoformat(),
            "state": cell.state,
        }
        for line in (*view.monthly, *view.yearly)
        for cell in line.cells
    ]
    closed = [{"period": one.period, "closed": one.is_locked} for one in view.periods]
    found = {"region": view.region, "year": view.year, "late": view.late, "steps": steps, "periods": closed}
    return reply(found)


@router.post("/periods", response_model=Proposed, status_code=201, openapi_extra=takes(PeriodInput))
def propose_period(
    request: Request,
    actor: Proposer,
    form: Annotated[PeriodInput, Depends(body_of(PeriodInput))],
    key: SentKey = None,
) -> Response:
    """Ask for a month or year to be closed or reopened; a second person approves."""
    made = periods.propose(database(request), actor, form, key=own_key(actor, key))
    return reply({"public_id": made["public_id"], "state": made["state"]}, 201)


@router.post("/periods/{public_id}/decision", response_model=Proposed, openapi_extra=takes(FilingDecisionIn))
def decide_period(
    request: Request,
    actor: Closer,
    public_id: PublicId,
    form: Annotated[FilingDecisionIn, Depends(body_of(FilingDecisionIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Close or reopen a period as proposed, or refuse it."""
    version = version_asked(if_match, form.version)
    kept = own_key(actor, key)
    made = periods.decide(database(request), actor, public_id, version, approve=form.approve, key=kept)
    return reply(made)
