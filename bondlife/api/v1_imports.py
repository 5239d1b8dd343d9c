"""Imports: send a file and see what it holds, then have it stored as a job."""

from io import BytesIO
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import BYTES, ApiRouter, FileBytes, SentKey, database, own_key, reply
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.imports import uploads
from bondlife.services.inputs import Input
from bondlife.services.values import Line, PublicId

router = ApiRouter(prefix="/imports", tags=["imports"])

Importer = Annotated[Actor, Depends(require("import.run"))]


class ImportAsk(Input):
    """What kind of file it is, in which unit its amounts are, what it is called; the file is the body."""

    kind: Literal[
        "issue-list",
        "disclosure",
        "duration",
        "project-page",
        "statement",
        "ledger",
        "limit-table",
        "tender-result",
        "fiscal-year",
        "platform",
        "platform-allotment",
        "platform-plan",
        "platform-payment",
        "filing-receipt",
    ]
    unit: Literal["", "元", "万元", "亿元", "百亿元"] = ""
    name: Line = Field("file", min_length=1, max_length=200)


class PreviewOut(BaseModel):
    """What the file holds: counts, totals by unit, findings with their places."""

    public_id: str
    kind: str
    state: str
    name: str
    report: dict[str, Any]


class JobAsked(BaseModel):
    """The job that stores the file."""

    job: str


@router.post("", response_model=PreviewOut, status_code=201, openapi_extra=BYTES)
def preview(
    request: Request,
    actor: Importer,
    asked: Annotated[ImportAsk, Query()],
    content: FileBytes,
    key: SentKey = None,
) -> Response:
    """Read and check a file; nothing is stored in the registers yet."""
    settings = request.app.state.settings
    public_id = uploads.bring(
        database(request),
        actor,
        settings.uploads_dir,
        BytesIO(content),
        asked.name,
        uploads.Wanted(asked.kind, asked.unit),
        limit=settings.upload_limit,
        key=own_key(actor, key),
    )
    return reply(_told(request, actor, public_id), 201)


@router.get("/{public_id}", response_model=PreviewOut)
def read_preview(request: Request, actor: Importer, public_id: PublicId) -> Response:
    """Read a preview again."""
    return reply(_told(request, actor, public_id))


@router.post("/{public_id}/confirmation", response_model=JobAsked, status_code=202)
def confirm(request: Request, actor: Importer, public_id: PublicId, key: SentKey = None) -> Response:
    """Have a clean file stored, all of it or nothing; the job says how far it is."""
    folder = request.app.state.settings.uploads_dir
    job = uploads.ask(database(request), actor, folder, public_id, key=own_key(actor, key))
    return reply({"job": job}, 202)


def _told(request: Request, actor: Actor, public_id: str) -> dict[str, Any]:
    row = uploads.own_upload(database(request), actor, public_id)
    return {
        "public_id": row.public_id,
        "kind": row.kind,
        "state": row.state,
        "name": row.name,
        "report": row.summary or {},
    }
