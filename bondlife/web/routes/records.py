"""Records of every type: page, form, move, change of checked figures."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Forbidden
from bondlife.queries.record import edit_form, new_form, record_view, stored_form_data
from bondlife.queries.record_forms import FormView, cleaned
from bondlife.queries.record_projects import ALONE, project_choice
from bondlife.queries.steps import PLACES
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.security.permissions import PERMISSIONS
from bondlife.services import moves, records
from bondlife.services.inputs import RecordInput
from bondlife.web.form_answers import show_form, store_or_show
from bondlife.web.forms import Sent, SentForm
from bondlife.web.page import page
from bondlife.web.views import in_words

router = APIRouter(tags=["records"])

Reader = Annotated[Actor, Depends(require("approval.read"))]
"""Everybody who may read records of some type; which type is asked again in the handler."""


@router.get("/records/{record}/new")
def show_new(request: Request, record: str, actor: Reader, project: str = "") -> Response:
    """Show the empty form of a record; away from a project it is asked which one."""
    _require(actor, record, "create")
    if not project and record not in ALONE:
        q = request.query_params.get("q", "")[:100]
        with in_words(request, actor):
            choice = project_choice(request.app.state.db, actor, record, q)
        return page(request, actor, "records/choose.html", choice)
    with in_words(request, actor):
        form = new_form(request.app.state.db, actor, record, project)
    return show_form(request, actor, form)


@router.post("/records/{record}/new")
def create(request: Request, record: str, actor: Reader, form: SentForm, project: str = "") -> Response:
    """Store a new record."""
    _require(actor, record, "create")
    db, values = request.app.state.db, form.values_of(records.input_of(record))

    def write() -> str:
        stored = records.create(db, actor, record, read(values, record), key=form.key)
        return place_of(record, stored["public_id"])

    return store_or_show(request, actor, record, values, lambda: new_form(db, actor, record, project), write)


@router.get("/records/{record}/{public_id}")
def show(request: Request, record: str, public_id: str, actor: Reader) -> Response:
    """Show a record: a project has a page of its own."""
    _require(actor, record, "read")
    with in_words(request, actor):
        view = record_view(
            request.app.state.db, actor, record, public_id, field=request.query_params.get("field", "")
        )
    if record in PLACES:
        return RedirectResponse(place_of(record, public_id), 303)
    return page(request, actor, "records/show.html", view)


@router.get("/records/{record}/{public_id}/edit")
def show_edit(request: Request, record: str, public_id: str, actor: Reader) -> Response:
    """Show the form of a stored record."""
    _require(actor, record, "edit")
    with in_words(request, actor):
        form = edit_form(request.app.state.db, actor, record, public_id)
    return show_form(request, actor, form)


@router.post("/records/{record}/{public_id}/edit")
def edit(request: Request, record: str, public_id: str, actor: Reader, form: SentForm) -> Response:
    """Store what was changed; a stale form shows all three sides."""
    _require(actor, record, "edit")
    return edited(request, actor, record, public_id, form)


@router.post("/records/{record}/{public_id}/change")
def propose(request: Request, record: str, public_id: str, actor: Reader, form: SentForm) -> Response:
    """Ask for a change of checked figures; a second person approves it."""
    _require(actor, record, "edit")
    return edited(request, actor, record, public_id, form, is_proposal=True)


@router.post("/records/{record}/{public_id}/move")
def move(request: Request, record: str, public_id: str, actor: Reader, form: SentForm) -> Response:
    """Carry out a transition, or put it up for signatures."""
    _require(actor, record, "read")
    transition = form.values.get("transition", "")[:60]
    moves.move(
        request.app.state.db,
        actor,
        record,
        public_id,
        transition,
        form.version,
        reason=form.reason,
        key=form.key,
    )
    return RedirectResponse(place_of(record, public_id), 303)


def edited(
    request: Request, actor: Actor, record: str, public_id: str, form: Sent, *, is_proposal: bool = False
) -> Response:
    """Store an edit or propose it; fields the form did not carry stay as they are."""
    db = request.app.state.db
    held, region, kind = stored_form_data(db, actor, record, public_id)
    values = form.values_of(records.input_of(record))
    typed = {**held, **values}

    def write() -> str:
        data = read(typed, record, region=region, kind=kind)
        if is_proposal:
            moves.propose_change(
                db, actor, record, public_id, data, form.version, reason=form.reason, key=form.key
            )
        else:
            records.edit(db, actor, record, public_id, data, form.version, reason=form.reason, key=form.key)
        return place_of(record, public_id)

    def again() -> FormView:
        return edit_form(db, actor, record, public_id)

    return store_or_show(
        request, actor, record, values, again, write, public_id=public_id, version=form.version
    )


def read(values: object, record: str, *, region: str = "", kind: str = "") -> RecordInput:
    """Check typed values against the form of a record; region and kind of a stored one are given."""
    typed = cleaned(dict(values))  # type: ignore[call-overload]
    if region and "region" in records.input_of(record).model_fields:
        typed["region"] = region
    if kind and record == "project":
        typed["kind"] = kind
    return Sent(typed, {}, 0, "", "", "").input(records.input_of(record))


def place_of(record: str, public_id: str) -> str:
    """Return the page of a record."""
    return f"{PLACES.get(record, f'/records/{record}')}/{public_id}"


def _require(actor: Actor, record: str, act: str) -> None:
    """Refuse a type of record this person has nothing to do with; an unknown type is missing."""
    records.input_of(record)
    permission = f"{record}.{act}"
    if permission not in PERMISSIONS or not actor.can(permission):
        raise Forbidden.because("forbidden", "Your role does not allow this step.", permission)
