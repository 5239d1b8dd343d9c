"""Templates of documents: the forms, their fields, a sample, sending a new one, ending one."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Conflict, Invalid, Refusal
from bondlife.exchange.documents.docx_fields import sample
from bondlife.exchange.documents.render import MEDIA, render, template_of
from bondlife.queries.paper_templates import (
    form_called,
    template_file,
    template_place,
    template_view,
    templates_view,
)
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import paper_templates
from bondlife.services.documents import content_of
from bondlife.services.paper_templates import LIMIT, TemplateInput
from bondlife.web.errors import say, status_of
from bondlife.web.form_answers import attachment
from bondlife.web.forms import Sent, SentForm
from bondlife.web.papers import paper_answer
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["templates of documents"])

Reader = Annotated[Actor, Depends(require("template.read"))]
Editor = Annotated[Actor, Depends(require("template.edit"))]
Approver = Annotated[Actor, Depends(require("template.approve"))]


@router.get("/paper-templates")
async def show_templates(request: Request, actor: Reader) -> Response:
    """Show the forms with the template that serves a region."""
    with in_words(request, actor):
        view = templates_view(request.app.state.db, actor, region=text_of(request, "region", 12))
    return show(request, actor, "papers/templates.html", view)


@router.get("/paper-templates/{form}")
async def show_template(request: Request, form: str, actor: Reader) -> Response:
    """Show one form: what a template may name, the versions that were kept."""
    return _page(request, actor, form, text_of(request, "region", 12), FormState())


@router.get("/paper-templates/{form}/own.docx")
def own_template(form: str, actor: Reader) -> Response:
    """Send the form's own template, to be edited."""
    assert actor
    found = form_called(form)
    return attachment(template_of(found), f"{found.title}.docx", MEDIA["docx"])


@router.get("/paper-templates/{form}/sample/{kind}")
def show_sample(request: Request, form: str, kind: str, actor: Reader) -> Response:
    """Send the form filled with examples, its docx from the template that serves the person's region."""
    return paper_answer(request, sample(form_called(form)), kind, actor.region_id)


@router.get("/paper-templates/files/{public_id}")
def fetch_template(request: Request, public_id: str, actor: Reader) -> Response:
    """Send a template that was kept; its digest is compared before it leaves."""
    name, digest = template_file(request.app.state.db, actor, public_id)
    body = content_of(request.app.state.settings.documents_dir, digest)
    return attachment(body, name, MEDIA["docx"])


@router.post("/paper-templates/{form}")
def keep_template(request: Request, form: str, actor: Editor, sent: SentForm) -> Response:
    """Keep a template for a second person; a refused one shows the form again with every place."""
    region = sent.values.get("region", "")[:12]
    state = request.app.state
    try:
        file = sent.files.get("file")
        if file is None or not file.filename:
            raise Invalid.because("missing", "Choose a file.", "file")
        wanted = sent.input(TemplateInput, form=form, reason=sent.reason)
        folder = state.settings.documents_dir
        paper_templates.keep(state.db, actor, folder, file.file, wanted, name=file.filename, key=sent.key)
    except (Invalid, Conflict) as refusal:
        return _refused(request, actor, form, region, sent, refusal)
    return done(f"/paper-templates/{form}?region={region}")


@router.get("/paper-templates/files/{public_id}/sample")
def show_kept_sample(request: Request, public_id: str, actor: Reader) -> Response:
    """Send the form filled with examples by a template that was kept, in force or not."""
    form, _region = template_place(request.app.state.db, actor, public_id)
    _name, digest = template_file(request.app.state.db, actor, public_id)
    found = form_called(form)
    body = render(sample(found), "docx", content_of(request.app.state.settings.documents_dir, digest))
    return attachment(body, f"{found.title}.docx", MEDIA["docx"])


@router.post("/paper-templates/files/{public_id}/decide")
def decide_template(request: Request, public_id: str, actor: Approver, sent: SentForm) -> Response:
    """Put a template into force, or refuse it, by a second person."""
    db = request.app.state.db
    form, region = template_place(db, actor, public_id)
    approve = sent.values.get("act") == "approve"
    try:
        paper_templates.decide(db, actor, public_id, sent.version, approve=approve, key=sent.key)
    except (Invalid, Conflict) as refusal:
        return _refused(request, actor, form, region, sent, refusal)
    return done(f"/paper-templates/{form}?region={region}")


@router.post("/paper-templates/files/{public_id}/end")
def end_template(request: Request, public_id: str, actor: Reader, sent: SentForm) -> Response:
    """End a template with a reason."""
    db = request.app.state.db
    form, region = template_place(db, actor, public_id)
    try:
        paper_templates.end(db, actor, public_id, sent.version, reason=sent.reason, key=sent.key)
    except (Invalid, Conflict) as refusal:
        return _refused(request, actor, form, region, sent, refusal)
    return done(f"/paper-templates/{form}?region={region}")


def _refused(
    request: Request, actor: Actor, form: str, region: str, sent: Sent, refusal: Refusal
) -> Response:
    with in_words(request, actor):
        state = refused({**sent.values, "reason": sent.reason}, refusal)
        told = [say(one) for one in refusal.problems if one.field == "file"]
        if told:  # a template has many places; each is told
            state = replace(state, errors={**state.errors, "file": "；".join(told)})
    return _page(request, actor, form, region, state, refusal)


def _page(
    request: Request,
    actor: Actor,
    form: str,
    region: str,
    state: FormState,
    refusal: Refusal | None = None,
) -> Response:
    with in_words(request, actor):
        view = template_view(request.app.state.db, actor, form, region=region, form=state, limit=LIMIT)
    if not state.data:
        view = replace(view, form=replace(state, data={"region": view.region}))
    status = status_of(refusal) if refusal is not None else 200
    return show(request, actor, "papers/template.html", view, status_code=status)
