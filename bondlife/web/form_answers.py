"""What routes of forms share: the person's language while a view is made, forms shown again, ways back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from bondlife.errors import Conflict, Invalid, Refusal
from bondlife.locale import gettext
from bondlife.queries.documents import UploadView
from bondlife.queries.record import conflict_view
from bondlife.queries.record_forms import FormView, sentence, with_refusal
from bondlife.security.actor import Actor
from bondlife.web.errors import status_of
from bondlife.web.page import page
from bondlife.web.views import in_words


def attachment(body: bytes, name: str, media_type: str) -> Response:
    """Return bytes as a file to keep, its name in every writing."""
    headers = {"Content-Disposition": f"attachment; filename=\"download\"; filename*=UTF-8''{quote(name)}"}
    return Response(body, media_type=media_type, headers=headers)


def go_on(request: Request, address: str) -> Response:
    """Send the browser on to a page, also where htmx carried the form for it."""
    if request.headers.get("HX-Request") == "true":
        return Response("", 200, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def show_form(request: Request, actor: Actor, form: FormView, *, status_code: int = 200) -> Response:
    """Draw a form on its page."""
    return page(request, actor, "records/form.html", form, status_code=status_code)


def store_or_show(
    request: Request,
    actor: Actor,
    record: str,
    typed: Mapping[str, str],
    make: Callable[[], FormView],
    write: Callable[[], str],
    *,
    public_id: str = "",
    version: int = 0,
) -> Response:
    """Carry a form out and go on, or show it again: what was typed stays, a stale form shows three sides."""
    try:
        return RedirectResponse(write(), 303)
    except Conflict as conflict:
        if conflict.theirs is None and conflict.problems[0].code != "duplicate":
            raise
        if conflict.theirs is not None and public_id:
            with in_words(request, actor):
                view = conflict_view(request.app.state.db, actor, record, public_id, version, typed)
            return page(request, actor, "errors/conflict.html", view, status_code=409)
        refusal: Refusal = Invalid.because(
            "duplicate", "A record with this key already exists.", _key_of(record)
        )
    except Invalid as invalid:
        refusal = invalid
    with in_words(request, actor):
        form = with_refusal(make(), record, typed, refusal)
    return show_form(request, actor, form, status_code=status_of(refusal))


def _key_of(record: str) -> str:
    """Return the field by which two records of a type are told apart, for the message."""
    keys = {"project": "code", "contract": "number", "disbursement": "number", "progress": "month"}
    return keys.get(record, "year")


def refused_upload(view: UploadView, typed: Mapping[str, str], refusal: Refusal) -> UploadView:
    """Return the upload form with what was typed and why the file was refused."""
    errors = {problem.field or "file": sentence(problem) for problem in refusal.problems}
    if any(problem.code == "missing" for problem in refusal.problems):
        errors["file"] = gettext("Choose a file.")
    return replace(view, documents=replace(view.documents, data=dict(typed), errors=errors))
