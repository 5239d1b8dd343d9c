"""Documents: attach, fetch, end."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Invalid, Refusal
from bondlife.queries.documents import stored_document, upload_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import documents
from bondlife.web.errors import status_of
from bondlife.web.form_answers import refused_upload
from bondlife.web.forms import Sent, SentForm
from bondlife.web.page import page
from bondlife.web.views import in_words

router = APIRouter(tags=["documents"])

Adder = Annotated[Actor, Depends(require("document.add"))]
Reader = Annotated[Actor, Depends(require("document.read"))]


@router.post("/documents")
def attach(request: Request, actor: Adder, form: SentForm) -> Response:
    """Keep a file on a record; a refused file shows the form again with the reason."""
    record, public_id = form.values.get("record", ""), form.values.get("public_id", "")
    try:
        _attach(request, actor, form, record, public_id)
    except Invalid as refusal:
        return _again(request, actor, form, record, public_id, refusal)
    finally:
        for file in form.files.values():
            file.file.close()
    return RedirectResponse(_back(record, public_id), 303)


def _attach(request: Request, actor: Actor, form: Sent, record: str, public_id: str) -> None:
    file = form.files.get("file")
    if file is None or not file.filename:
        raise Invalid.because("missing", "Choose a file.", "file")
    settings = request.app.state.settings
    documents.attach(
        request.app.state.db,
        actor,
        settings.documents_dir,
        file.file,
        record=record,
        public_id=public_id,
        kind_key=form.values.get("type", ""),
        name=file.filename,
        number=form.values.get("number", ""),
        limit=settings.upload_limit,
        key=form.key,
    )


def _again(
    request: Request, actor: Actor, form: Sent, record: str, public_id: str, refusal: Refusal
) -> Response:
    limit = request.app.state.settings.upload_limit
    with in_words(request, actor):
        view = upload_view(request.app.state.db, actor, record, public_id, limit)
        view = refused_upload(view, dict(form.values), refusal)
    return page(request, actor, "documents/upload.html", view, status_code=status_of(refusal))


def _back(record: str, public_id: str) -> str:
    if record == "project":
        return f"/projects/{public_id}?tab=documents"
    return f"/records/{record}/{public_id}#documents"


@router.get("/documents/{public_id}")
def fetch(request: Request, public_id: str, actor: Reader) -> Response:
    """Send a document as a file to keep; its digest is compared before it leaves."""
    found = stored_document(request.app.state.db, actor, public_id)
    body = documents.content_of(request.app.state.settings.documents_dir, found.content_digest)
    headers = {
        "Content-Disposition": f"attachment; filename=\"document\"; filename*=UTF-8''{quote(found.name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(body, media_type=found.media_type, headers=headers)


@router.post("/documents/{public_id}/end")
def end(request: Request, public_id: str, actor: Adder, form: SentForm) -> Response:
    """End a document; its bytes and history stay."""
    documents.end(request.app.state.db, actor, public_id, form.version, reason=form.reason, key=form.key)
    return RedirectResponse(
        _back(form.values.get("record", "project"), form.values.get("public_id", "")), 303
    )
