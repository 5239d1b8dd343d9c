"""Documents of records: list, read, fetch, keep."""

from io import BytesIO
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import BYTES, ApiRouter, FileBytes, SentKey, database, own_key, reply
from bondlife.api.v1_records import NAMES
from bondlife.queries import api_registers as registers
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import documents
from bondlife.services.inputs import Input
from bondlife.services.values import Key, Line, PublicId

router = ApiRouter(prefix="/documents", tags=["documents"])

Reader = Annotated[Actor, Depends(require("document.read"))]
RECORD = f"^({'|'.join(NAMES)})$"


class DocumentsAsk(Input):
    """Of which record."""

    record: str = Field(pattern=RECORD, examples=["project"])
    public_id: PublicId


class UploadAsk(DocumentsAsk):
    """Of which record, what it is, and what it is called; the file is the body."""

    type: Key
    name: Line = Field(min_length=1, max_length=200)
    number: Line = Field("", max_length=100)


class DocumentOut(BaseModel):
    """One version of a document."""

    public_id: str
    version: int
    type: str
    name: str
    number: str
    media_type: str
    size: int
    record: str
    digest: str
    created_at: str | None
    ended_at: str | None


class DocumentsOut(BaseModel):
    """The documents of a record, newest first."""

    items: list[DocumentOut]


class Kept(BaseModel):
    """The document that was kept."""

    public_id: str
    version: int


@router.get("", response_model=DocumentsOut)
def list_documents(request: Request, actor: Reader, asked: Annotated[DocumentsAsk, Query()]) -> Response:
    """List the documents of a record."""
    return reply({"items": registers.documents(database(request), actor, asked.record, asked.public_id)})


@router.post("", response_model=Kept, status_code=201, openapi_extra=BYTES)
def upload(
    request: Request,
    actor: Annotated[Actor, Depends(require("document.add"))],
    asked: Annotated[UploadAsk, Query()],
    content: FileBytes,
    key: SentKey = None,
) -> Response:
    """Keep a file with a record; the same type again is a newer version beside the old."""
    settings = request.app.state.settings
    kept = documents.attach(
        database(request),
        actor,
        settings.documents_dir,
        BytesIO(content),
        record=asked.record,
        public_id=asked.public_id,
        kind_key=asked.type,
        name=asked.name,
        number=asked.number,
        limit=settings.upload_limit,
        key=own_key(actor, key),
    )
    return reply(kept, 201, version=kept["version"])


@router.get("/{public_id}", response_model=DocumentOut)
def read_document(request: Request, actor: Reader, public_id: PublicId) -> Response:
    """Read what is known of a document."""
    told = registers.document(database(request), actor, public_id)
    return reply(told, version=told["version"])


@router.get(
    "/{public_id}/content",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "the file"}},
)
def fetch_document(request: Request, actor: Reader, public_id: PublicId) -> Response:
    """Fetch the file as it was kept; its digest is compared first."""
    told = registers.document(database(request), actor, public_id)
    body = documents.content_of(request.app.state.settings.documents_dir, told["digest"])
    headers = {
        "Content-Disposition": f"attachment; filename=\"download\"; filename*=UTF-8''{quote(told['name'])}"
    }
    return Response(body, headers=headers, media_type="application/octet-stream")
