"""Rounds of evaluation, scoring sheets, simulated lists, requests, the pool and its stars."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    SentKey,
    Version,
    Write,
    add_writes,
    body_of,
    database,
    own_key,
    reply,
    stored,
    takes,
    version_asked,
)
from bondlife.queries.performance.round import round_view
from bondlife.queries.performance.yearly import yearly_paper
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import evaluations, result_use, rounds, third_parties
from bondlife.services.input_base import Input
from bondlife.services.performance_inputs import RequestInput
from bondlife.services.values import Key, PublicId

router = ApiRouter(tags=["performance"])

Reader = Annotated[Actor, Depends(require("evaluation.read"))]
Opener = Annotated[Actor, Depends(require("round.open"))]
Closer = Annotated[Actor, Depends(require("round.close"))]
Concluder = Annotated[Actor, Depends(require("evaluation.conclude"))]


class EnrolIn(Input):
    """Projects of which kind are enrolled; departments have none."""

    kind: Key = "ordinary"


class RoundCloseIn(Input):
    """The version of the round that was looked at."""

    version: Version = None


class ScoreIn(evaluations.SheetInput):
    """One scorer's points, and the version of the evaluation that was looked at."""

    version: Version = None


class Stored(BaseModel):
    """What was stored, by its public key, with counts where there are any."""

    public_id: str
    version: int | None = None
    drawn: int | None = None
    enrolled: int | None = None
    accepted: int | None = None
    left: int | None = None
    projects: int | None = None
    cut: int | None = Field(None, description="fen")
    state: str | None = None


class RoundOut(BaseModel):
    """A round with its raw counts, means and gaps."""

    public_id: str
    version: int
    name: str
    year: int
    region: str
    closed: bool
    frame: str
    frame_status: str
    sums: dict[str, Any]
    sample: dict[str, Any] | None


@router.get("/evaluation-rounds/{public_id}", response_model=RoundOut)
def read_round(request: Request, public_id: PublicId, actor: Reader) -> Response:
    """Read a round: counts by grade, means by department, gaps between scorers."""
    view = round_view(database(request), actor, public_id)
    told = {
        "public_id": view.public_id,
        "version": view.version,
        "name": view.name,
        "year": view.year,
        "region": view.region,
        "closed": view.is_closed,
        "frame": view.frame,
        "frame_status": view.frame_status,
        "sums": asdict(view.sums),
        "sample": view.sample,
    }
    return reply(told, version=view.version)


class ReportAsk(Input):
    """Of which region's subtree; without one, all that the person may read."""

    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""


class ReportOut(BaseModel):
    """The yearly report as the paper holds it: sums, tables and sentences; amounts in fen, words Chinese."""

    form: str
    title: str
    number: str
    issuer: str
    unit: str
    cut_off: date | None
    mark: str
    notes: list[str]
    values: dict[str, Any]


@router.get("/performance-reports/{year}", response_model=ReportOut)
def read_report(
    request: Request,
    actor: Reader,
    year: Annotated[int, Path(ge=1990, le=2150)],
    asked: Annotated[ReportAsk, Query()],
) -> Response:
    """Read the yearly report to the congress; the header X-Paper-Digest is that of the printed paper."""
    paper = yearly_paper(database(request), actor, year=year, region=asked.region)
    answer = reply(paper.content())
    answer.headers["X-Paper-Digest"] = paper.digest
    return answer


@router.post("/evaluation-rounds/{public_id}/enrolment", response_model=Stored, openapi_extra=takes(EnrolIn))
def enrol(
    request: Request,
    public_id: PublicId,
    actor: Opener,
    form: Annotated[EnrolIn, Depends(body_of(EnrolIn))],
    key: SentKey = None,
) -> Response:
    """Open the evaluation of every project or department of a round."""
    return stored(rounds.enrol(database(request), actor, public_id, form.kind, key=own_key(actor, key)))


@router.post("/evaluation-rounds/{public_id}/acceptance", response_model=Stored)
def accept_all(request: Request, public_id: PublicId, actor: Concluder, key: SentKey = None) -> Response:
    """Accept every submitted self-evaluation that was not drawn."""
    return stored(rounds.accept_all(database(request), actor, public_id, key=own_key(actor, key)))


@router.post("/evaluation-rounds/{public_id}/close", response_model=Stored, openapi_extra=takes(RoundCloseIn))
def close_round(
    request: Request,
    public_id: PublicId,
    actor: Closer,
    form: Annotated[RoundCloseIn, Depends(body_of(RoundCloseIn))],
    key: SentKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Close a round: its results are fixed."""
    version = version_asked(if_match, form.version)
    return stored(rounds.close_round(database(request), actor, public_id, version, key=own_key(actor, key)))


@router.post("/evaluations/{public_id}/scores", response_model=Stored, openapi_extra=takes(ScoreIn))
def score(
    request: Request,
    public_id: PublicId,
    actor: Reader,
    form: Annotated[ScoreIn, Depends(body_of(ScoreIn))],
    key: SentKey = None,
    if_match: IfMatch = None,
) -> Response:
    """Store one scorer's points; nobody re-checks what they scored."""
    version = version_asked(if_match, form.version)
    sheet = evaluations.SheetInput.model_validate(
        form.model_dump(mode="json", exclude={"version"}, exclude_unset=True)
    )
    told = evaluations.score(database(request), actor, public_id, sheet, version, key=own_key(actor, key))
    return stored(told)


WRITES = (
    Write(
        "/evaluation-rounds",
        rounds.RoundInput,
        rounds.open_round,
        "round.open",
        "Open a round; the frame in force today is kept in it.",
        201,
    ),
    Write(
        "/evaluation-rounds/{public_id}/sample",
        rounds.SampleInput,
        rounds.draw_sample,
        "round.open",
        "Draw the self-evaluations that are re-checked.",
        201,
    ),
    Write(
        "/evaluation-rounds/{public_id}/result-lists",
        result_use.SimulationInput,
        result_use.simulate,
        "result_list.create",
        "Store what a rule would cut, as a list nobody has signed.",
        201,
    ),
    Write(
        "/budget-requests",
        RequestInput,
        result_use.save_request,
        "goal.edit",
        "Store what a project asks for in a year's budget.",
    ),
    Write(
        "/pool-members",
        third_parties.MemberInput,
        third_parties.save_member,
        "pool.edit",
        "Admit a third party or expert that meets the entry conditions.",
        201,
    ),
    Write(
        "/evaluation-jobs/{public_id}/stars",
        third_parties.StarsInput,
        third_parties.rate,
        "evaluation_job.rate",
        "Store one's stars for a delivered job.",
    ),
)
"""Forms that one service each stores."""

add_writes(router, WRITES, Stored)
