"""Bring files in, in three steps: choose, look, confirm. Nothing is stored before the last."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from bondlife.errors import Invalid
from bondlife.exchange.ledger_template import project_ledger_template
from bondlife.locale import is_chinese
from bondlife.queries.import_form import ImportForm, with_refusal
from bondlife.queries.imports import imports_view, preview_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.imports import uploads
from bondlife.services.imports.reading import SOURCES, source_of
from bondlife.services.imports.run import findings_file
from bondlife.web.forms import Sent, SentForm
from bondlife.web.page import page
from bondlife.web.views import MEDIA, in_words


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


router = APIRouter(tags=["imports"])

Importer = Annotated[Actor, Depends(require("import.run"))]
TOTALS_LIMIT = 1 << 20
COLUMN = "column."

FIELDS = {
    kind: tuple((field.name, field.is_required) for field in source.fields)
    for kind, source in SOURCES.items()
}
"""Kind of file → its fields that have columns, and whether a row is nothing without them."""


@router.get("/imports")
async def show_imports(request: Request, actor: Importer) -> Response:
    """Show the form, and what was brought in before; the address may name the kind of file."""
    asked = request.query_params.get("kind", "")
    kind = asked if asked in SOURCES else "issue-list"
    return _first_step(request, actor, ImportForm({"kind": kind, "unit": SOURCES[kind].unit}))


@router.get("/imports/ledger-template.xlsx")
def ledger_template(actor: Importer) -> Response:  # noqa: ARG001 -- the door is the parameter
    """Send the empty ledger to be filled in."""
    return _xlsx(project_ledger_template(), "项目台账模板.xlsx")


@router.post("/imports")
def bring(request: Request, actor: Importer, form: SentForm) -> Response:
    """Keep a file and read it; what cannot be read is refused with its reason."""
    state = request.app.state
    with in_words(request, actor):
        try:
            file = _file(form, "file")
            upload = uploads.bring(
                state.db,
                actor,
                state.settings.uploads_dir,
                file.file,
                _name(file),
                _wanted(form),
                limit=state.settings.upload_limit,
                key=form.key,
            )
        except Invalid as refusal:
            return _first_step(request, actor, with_refusal(form.values, refusal), status_code=422)
    return _on(f"/imports/{upload}")


@router.get("/imports/{public_id}")
async def show_preview(request: Request, public_id: str, actor: Importer) -> Response:
    """Show what a file holds before anything is stored."""
    return _second_step(request, actor, public_id, ImportForm())


@router.post("/imports/{public_id}/columns")
def read_again(request: Request, public_id: str, actor: Importer, form: SentForm) -> Response:
    """Read the file again with another unit or other columns."""
    state = request.app.state
    with in_words(request, actor):
        try:
            unit = form.values.get("unit", "")
            source_of("issue-list", unit)
            folder = state.settings.uploads_dir
            uploads.read_again(state.db, actor, folder, public_id, unit, _mapping(form), key=form.key)
        except Invalid as refusal:
            return _second_step(
                request, actor, public_id, with_refusal(form.values, refusal), status_code=422
            )
    return _on(f"/imports/{public_id}")


@router.post("/imports/{public_id}/confirm")
def confirm(request: Request, public_id: str, actor: Importer, form: SentForm) -> Response:
    """Ask for all of the file to be stored; the job's page shows how far it is."""
    state = request.app.state
    with in_words(request, actor):
        try:
            job = uploads.ask(state.db, actor, state.settings.uploads_dir, public_id, key=form.key)
        except Invalid as refusal:
            return _second_step(
                request, actor, public_id, with_refusal(form.values, refusal), status_code=422
            )
    return _on(f"/jobs/{job}")


@router.get("/imports/{public_id}/findings.xlsx")
def findings(request: Request, public_id: str, actor: Importer) -> Response:
    """Send the rows with findings back, each finding beside its cell."""
    state = request.app.state
    folder = state.settings.uploads_dir
    with in_words(request, actor):
        row = uploads.own_upload(state.db, actor, public_id)
        report = uploads.read_kept(state.db, folder, row)
        body = findings_file(uploads.file_of(folder, row), report, "zh" if is_chinese() else "en")
    return _xlsx(body, "待更正行.xlsx")


def _first_step(request: Request, actor: Actor, form: ImportForm, *, status_code: int = 200) -> Response:
    state = request.app.state
    with in_words(request, actor):
        view = imports_view(state.db, actor, state.settings.upload_limit, form)
    return page(request, actor, "imports/list.html", view, status_code=status_code)


def _second_step(
    request: Request, actor: Actor, public_id: str, form: ImportForm, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = preview_view(request.app.state.db, actor, public_id, FIELDS, form)
    return page(request, actor, "imports/preview.html", view, status_code=status_code)


def _on(address: str) -> Response:
    return RedirectResponse(address, 303)


def _wanted(form: Sent) -> uploads.Wanted:
    kind, unit = form.values.get("kind", ""), form.values.get("unit", "")
    source_of(kind, unit)
    totals = form.files.get("totals")
    text = totals.file.read(TOTALS_LIMIT + 1) if totals is not None and totals.size else None
    if text is not None and len(text) > TOTALS_LIMIT:
        raise Invalid.because("file_too_big", _("The file is larger than %(mib)d MiB."), "totals", mib=1)
    return uploads.Wanted(kind, unit, totals=text)


def _file(form: Sent, name: str) -> UploadFile:
    file = form.files.get(name)
    if file is None or not file.size:
        raise Invalid.because("no_file", _("Choose a file that is not empty."), name)
    return file


def _name(file: UploadFile) -> str:
    """Return the name a file was sent under, without folders and signs that do not print."""
    last = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:120] or "—"


def _mapping(form: Sent) -> Mapping[str, str]:
    return {
        name.removeprefix(COLUMN): heading[:80]
        for name, heading in form.values.items()
        if name.startswith(COLUMN) and heading
    }


def _xlsx(body: bytes, name: str) -> Response:
    headers: dict[str, Any] = {
        "Content-Disposition": f"attachment; filename=\"download.xlsx\"; filename*=UTF-8''{quote(name)}"
    }
    return Response(body, media_type=MEDIA["xlsx"], headers=headers)
