"""Statements of limit and balance (F8): list, one statement, its form, its file."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from bondlife.errors import Conflict, Invalid
from bondlife.exchange.papers.statements import f8_paper
from bondlife.locale import DEFAULT, speaking
from bondlife.queries.limit_form import first_values, limit_form_view, stored_statement
from bondlife.queries.limits import limits_view, statement_table, statement_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.limits import StatementInput, save_statement
from bondlife.services.messages import problems_of
from bondlife.web.forms import SentForm
from bondlife.web.papers import paper_answer
from bondlife.web.views import FormState, attachment, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["limits"])

Reader = Annotated[Actor, Depends(require("limit.read"))]
Editor = Annotated[Actor, Depends(require("limit.edit"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]
HEAD = ("region", "year", "basis", "as_of", "source")


@router.get("/limits")
async def show_limits(request: Request, actor: Reader) -> Response:
    """Show statements and whether their identities hold."""
    with in_words(request, actor):
        view = limits_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
            after=text_of(request, "after", 200),
            before=text_of(request, "before", 200),
        )
    return show(request, actor, "limits/list.html", view)


@router.get("/limits/new")
async def new_statement(request: Request, actor: Editor) -> Response:
    """Show the form of a new statement, filled from the quota ledger where a region is named."""
    year = whole_of(request, "year", 1949, 2150)
    data = first_values(request.app.state.db, actor, text_of(request, "region", 12), year)
    return _form(request, actor, FormState(data))


@router.get("/limits/{public_id}")
async def show_statement(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one statement with its identities."""
    with in_words(request, actor):
        view = statement_view(request.app.state.db, actor, public_id, text_of(request, "explain"))
    return show(request, actor, "limits/show.html", view)


@router.get("/limits/{public_id}/edit")
async def edit_statement(request: Request, public_id: str, actor: Editor) -> Response:
    """Show the form of a stored statement."""
    data, version = stored_statement(request.app.state.db, actor, public_id)
    return _form(request, actor, FormState(data), public_id, version)


@router.get("/limits/{public_id}/export/{kind}")
def export_statement(request: Request, public_id: str, kind: str, actor: Exporter) -> Response:
    """Send the statement in the layout of the official form."""
    if kind in ("pdf", "docx"):
        with speaking(DEFAULT):
            view = statement_view(request.app.state.db, actor, public_id)
        return paper_answer(request, f8_paper(view), kind, view.region_id)
    with in_words(request, actor):
        table = statement_table(request.app.state.db, actor, public_id)
        return attachment(request, actor, kind, table)


@router.post("/limits")
def store_statement(request: Request, form: SentForm, actor: Editor) -> Response:
    """Store a statement, new or changed."""
    public_id = form.values.get("public_id", "")
    try:
        stored = save_statement(
            request.app.state.db,
            actor,
            statement_of(form.values),
            public_id=public_id,
            version=form.version,
            key=form.key,
        )
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        code = 409 if isinstance(refusal, Conflict) else 422
        return _form(request, actor, state, public_id, form.version, status_code=code)
    return done(f"/limits/{stored['public_id']}")


def statement_of(values: Mapping[str, str]) -> StatementInput:
    """Read a typed statement: whatever is no head is a figure; an empty figure is not told."""
    head = {name: values[name] for name in HEAD if values.get(name)}
    left_out = {*HEAD, "public_id"}
    figures = {name[:60]: text for name, text in values.items() if name not in left_out and text.strip()}
    try:
        return StatementInput.model_validate({**head, "figures": figures})
    except ValidationError as error:
        raise Invalid(*_placed(error.errors(include_input=False, include_url=False))) from None


def _placed(errors: Any) -> Any:
    """Return the findings with the figure's own field as their place."""
    for one in errors:
        if len(one["loc"]) > 1 and one["loc"][0] == "figures":
            one["loc"] = one["loc"][1:]
    return problems_of(errors)


def _form(
    request: Request,
    actor: Actor,
    state: FormState,
    public_id: str = "",
    version: int = 0,
    status_code: int = 200,
) -> Response:
    with in_words(request, actor):
        view = limit_form_view(request.app.state.db, actor, state, public_id, version)
    return show(request, actor, "limits/form.html", view, status_code=status_code)
