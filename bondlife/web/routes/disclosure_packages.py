"""What leaves the house: packages across an air gap, their receipts, what the public side shows."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from bondlife.errors import Blocked, Conflict, Invalid
from bondlife.queries.disclosure_packages import package_parts, packages_view
from bondlife.queries.disclosure_settings import settings_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import disclosure_packages, disclosure_settings
from bondlife.services.disclosure_packages import ReceiptInput
from bondlife.services.disclosure_settings import ShowInput
from bondlife.services.messages import problems_of
from bondlife.web.errors import status_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["disclosure"])

Reader = Annotated[Actor, Depends(require("disclosure.read"))]
Publisher = Annotated[Actor, Depends(require("publication.publish"))]
Setter = Annotated[Actor, Depends(require("disclosure.set"))]
MOST_BYTES = 4 << 20


@router.get("/disclosure/packages")
async def show_packages(request: Request, actor: Reader) -> Response:
    """Show what left the house and what came back."""
    return _page(request, actor, FormState())


def _page(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = packages_view(request.app.state.db, actor, region=text_of(request, "region", 12), form=state)
    return show(request, actor, "disclosure/packages.html", view, status_code=status_code)


@router.post("/disclosure/packages")
def make_package(request: Request, form: SentForm, actor: Publisher) -> Response:
    """Carry every approved content of a region out."""
    state, region = request.app.state, form.values.get("region", "")[:12]
    try:
        disclosure_packages.make(state.db, actor, region, state.settings.secret(), key=form.key)
    except (Invalid, Blocked) as refusal:
        with in_words(request, actor):
            told = refused(form.values, refusal)
        return _page(request, actor, told, status_code=status_of(refusal))
    return done(f"/disclosure/packages?region={region}")


@router.get("/disclosure/packages/{public_id}/file")
def fetch_package(request: Request, public_id: str, actor: Publisher) -> Response:
    """Send a package as a file; the same contents give the same bytes."""
    state = request.app.state
    row, rows, region = package_parts(state.db, actor, public_id)
    body = disclosure_packages.package_bytes(row, rows, state.settings.secret(), region)
    headers = {"Content-Disposition": f'attachment; filename="disclosure-{row.number}.zip"'}
    return Response(body, media_type="application/zip", headers=headers)


@router.post("/disclosure/receipts")
def receive(request: Request, form: SentForm, actor: Publisher) -> Response:
    """Read a receipt back."""
    state = request.app.state
    try:
        told = _receipt(form)
        disclosure_packages.receive(state.db, actor, told, state.settings.documents_dir, key=form.key)
    except (Invalid, Blocked) as refusal:
        with in_words(request, actor):
            shown = refused(form.values, refusal)
        return _page(request, actor, shown, status_code=status_of(refusal))
    return done("/disclosure/packages")


def _receipt(form: Sent) -> ReceiptInput:
    """Return the receipt of a form: json as text or as a file."""
    file = form.files.get("file")
    data = file.file.read(MOST_BYTES + 1) if file is not None and file.filename else b""
    if len(data) > MOST_BYTES:
        raise Invalid.because(
            "too_large", "The file is larger than %(limit)d MiB.", "file", limit=MOST_BYTES >> 20
        )
    try:
        told = json.loads(data or form.values.get("receipt", ""))
        return ReceiptInput.model_validate(told)
    except ValidationError as error:
        raise Invalid(*problems_of(error.errors(include_input=False, include_url=False))) from None
    except (ValueError, RecursionError):
        raise Invalid.because("no_json", "A receipt is a JSON text.", "receipt") from None


@router.get("/disclosure/settings")
async def show_settings(request: Request, actor: Reader) -> Response:
    """Show what the public side shows beside contents."""
    return _settings(request, actor, FormState())


def _settings(request: Request, actor: Actor, state: FormState, *, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = settings_view(request.app.state.db, actor, region=text_of(request, "region", 12), form=state)
    return show(request, actor, "disclosure/settings.html", view, status_code=status_code)


@router.post("/disclosure/settings")
def propose_setting(request: Request, form: SentForm, actor: Setter) -> Response:
    """Put a choice forward."""
    try:
        wanted = form.input(ShowInput, reason=form.reason)
        disclosure_settings.propose(request.app.state.db, actor, wanted, key=form.key)
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            state = refused({**form.values, "reason": form.reason}, refusal)
        return _settings(request, actor, state, status_code=status_of(refusal))
    return done(f"/disclosure/settings?region={wanted.region}")


@router.post("/disclosure/settings/{public_id}/decide")
def decide_setting(request: Request, public_id: str, form: SentForm, actor: Setter) -> Response:
    """Approve or refuse a choice of somebody else."""
    is_yes = form.values.get("act") == "approve"
    disclosure_settings.decide(
        request.app.state.db, actor, public_id, form.version, approve=is_yes, key=form.key
    )
    return done("/disclosure/settings")
