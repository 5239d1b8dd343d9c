"""Disclosure: the board of duties, one duty, its publication from the books to the public."""

from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from bondlife.disclosure.workbook import workbook
from bondlife.errors import Invalid
from bondlife.queries.disclosure import board_table, board_view, duty_view
from bondlife.queries.disclosure_groups import GROUPS, VIEWS, Wish
from bondlife.queries.publication import publication_view
from bondlife.queries.publication_file import file_of
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import disclosure_check, disclosure_duties, publications
from bondlife.services.messages import problems_of
from bondlife.services.publications import PublishInput, WordsInput
from bondlife.web.forms import Sent, SentForm
from bondlife.web.papers import paper_answer
from bondlife.web.views import MEDIA, FormState, attachment, done, in_words, refused, show, text_of

router = APIRouter(tags=["disclosure"])

Reader = Annotated[Actor, Depends(require("disclosure.read"))]
Runner = Annotated[Actor, Depends(require("disclosure.run"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]
Viewer = Annotated[Actor, Depends(require("publication.read"))]
Editor = Annotated[Actor, Depends(require("publication.edit"))]
Creator = Annotated[Actor, Depends(require("publication.create"))]
Publisher = Annotated[Actor, Depends(require("publication.publish"))]
Assigner = Annotated[Actor, Depends(require("disclosure.assign"))]
Waiver = Annotated[Actor, Depends(require("disclosure.waive"))]

ANSWER, WHY = "a:", "e:"
"""How fields of words and of explanations are named: before the place of their cell."""


@router.get("/disclosure")
async def show_board(request: Request, actor: Reader) -> Response:
    """Show what is due, late and done."""
    turns = {name: text_of(request, name, 200) for name in ("after", "before")}
    with in_words(request, actor):
        view = board_view(request.app.state.db, actor, _wish(request), **turns)
    return show(request, actor, "disclosure/board.html", view)


@router.get("/disclosure/export/{kind}")
def export_board(request: Request, kind: str, actor: Exporter) -> Response:
    """Send the board as a file."""
    with in_words(request, actor):
        table = board_table(request.app.state.db, actor, _wish(request))
        return attachment(request, actor, kind, table)


def _wish(request: Request) -> Wish:
    """Return what of the board an address asks for; what it cannot ask for falls back to the usual."""
    shown, group = text_of(request, "shown", 8), text_of(request, "group", 8)
    texts = {"what": 24, "form": 20, "region": 12, "owner": 60}
    return Wish(
        shown if shown in VIEWS else VIEWS[0],
        group=group if group in GROUPS else GROUPS[0],
        **{name: text_of(request, name, most) for name, most in texts.items()},
    )


@router.post("/disclosure/check")
def run_check(request: Request, actor: Runner) -> Response:
    """Bring duties up to date and compare what is public with the books, now."""
    disclosure_duties.scan(request.app.state.db, actor)
    disclosure_check.check(request.app.state.db, actor, standards=request.app.state.settings.standards_dir)
    return done("/disclosure")


@router.get("/disclosure/duties/{public_id}")
async def show_duty(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one duty."""
    return _duty(request, actor, public_id, FormState())


def _duty(
    request: Request, actor: Actor, public_id: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = duty_view(request.app.state.db, actor, public_id, state)
    return show(request, actor, "disclosure/duty.html", view, status_code=status_code)


@router.post("/disclosure/duties/{public_id}/take-up")
def take_up(request: Request, public_id: str, form: SentForm, actor: Creator) -> Response:
    """Open the publication of a duty."""
    made = disclosure_duties.take_up(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/publications/{made['public_id']}")


@router.post("/disclosure/duties/{public_id}/hand-to")
def hand_to(request: Request, public_id: str, form: SentForm, actor: Assigner) -> Response:
    """Give a duty to a person."""
    account = form.values.get("account", "")[:60]
    return _written(
        request,
        actor,
        public_id,
        form,
        lambda: disclosure_duties.hand_to(
            request.app.state.db, actor, public_id, form.version, account, key=form.key
        ),
    )


@router.post("/disclosure/duties/{public_id}/not-needed")
def not_needed(request: Request, public_id: str, form: SentForm, actor: Waiver) -> Response:
    """Record that a duty does not apply."""
    return _written(
        request,
        actor,
        public_id,
        form,
        lambda: disclosure_duties.not_needed(
            request.app.state.db, actor, public_id, form.version, form.reason, key=form.key
        ),
    )


def _written(
    request: Request, actor: Actor, public_id: str, form: Sent, write: Callable[[], object]
) -> Response:
    """Carry out a write on a duty; what it refuses is said on its page."""
    try:
        write()
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused({**form.values, "reason": form.reason}, refusal)
        return _duty(request, actor, public_id, state, status_code=422)
    return done(f"/disclosure/duties/{public_id}")


@router.get("/publications/{public_id}")
async def show_publication(request: Request, public_id: str, actor: Viewer) -> Response:
    """Show one publication."""
    return _publication(request, actor, public_id, FormState())


def _publication(
    request: Request, actor: Actor, public_id: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = publication_view(
            request.app.state.db, actor, public_id, state, text_of(request, "explain", 200)
        )
    return show(request, actor, "disclosure/publication.html", view, status_code=status_code)


@router.post("/publications/{public_id}/prepare")
def prepare(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Fill a publication from the books, with the words given."""
    db = request.app.state.db
    try:
        words = form_words(form)
        publications.prepare(db, actor, public_id, form.version, words, key=form.key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _publication(request, actor, public_id, state, status_code=422)
    return done(f"/publications/{public_id}")


def form_words(form: Sent) -> WordsInput:
    """Return the words of a form by the place of their cell; a form that is no form is refused."""
    words = {"answers": _under(form.values, ANSWER), "explanations": _under(form.values, WHY)}
    try:
        return WordsInput.model_validate(words)
    except ValidationError as error:
        raise Invalid(*problems_of(error.errors(include_input=False, include_url=False))) from None


def _under(values: Mapping[str, str], lead: str) -> dict[str, str]:
    return {name.removeprefix(lead): value for name, value in values.items() if name.startswith(lead)}


@router.post("/publications/{public_id}/publish")
def publish(request: Request, public_id: str, form: SentForm, actor: Publisher) -> Response:
    """Publish an approved content."""
    publications.publish(
        request.app.state.db, actor, public_id, form.version, form.input(PublishInput), key=form.key
    )
    return done(f"/publications/{public_id}")


@router.post("/publications/{public_id}/correct")
def correct(request: Request, public_id: str, form: SentForm, actor: Creator) -> Response:
    """Open a correction of what is public."""
    made = publications.correct(
        request.app.state.db, actor, public_id, form.version, form.reason, key=form.key
    )
    return done(f"/publications/{made['public_id']}")


@router.get("/publications/{public_id}/file/{kind}")
def export_publication(request: Request, public_id: str, kind: str, actor: Exporter) -> Response:
    """Send a stored content as a file: xlsx in the layout of the form, or pdf, docx, json."""
    with in_words(request, actor):
        found = file_of(request.app.state.db, actor, public_id)
    if kind != "xlsx":
        return paper_answer(request, found.paper, kind, found.region_id)
    name = quote(f"{found.name}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename=\"download.xlsx\"; filename*=UTF-8''{name}"}
    return Response(
        workbook(found.spec, found.content, note=found.digest), media_type=MEDIA["xlsx"], headers=headers
    )
