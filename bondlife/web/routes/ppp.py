"""PPP contracts: register, contract, terms and their editor, import of contract files."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid, Problem, Refusal, missing
from bondlife.exchange.ppp_contracts import contracts_text
from bondlife.locale import gettext
from bondlife.ppp.template import filled, templates
from bondlife.queries.ppp_contract import LISTS, contract_view
from bondlife.queries.ppp_contracts import contracts_view
from bondlife.queries.ppp_import import import_view
from bondlife.queries.ppp_lists import GRIDS, list_view
from bondlife.queries.ppp_terms import terms_view
from bondlife.queries.ppp_terms_form import form_view
from bondlife.queries.record_forms import sentence
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import ppp, ppp_import, records
from bondlife.services.ppp_inputs import LISTS as LIST_FORMS
from bondlife.services.ppp_inputs import PPPTermsInput, PriceInput
from bondlife.web.errors import status_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import done, in_words, show, text_of

router = APIRouter(tags=["ppp"])

Reader = Annotated[Actor, Depends(require("ppp_contract.read"))]
Writer = Annotated[Actor, Depends(require("ppp_contract.create"))]
Editor = Annotated[Actor, Depends(require("ppp_contract.edit"))]
TermsReader = Annotated[Actor, Depends(require("ppp_terms.read"))]
TermsWriter = Annotated[Actor, Depends(require("ppp_terms.create"))]
TermsEditor = Annotated[Actor, Depends(require("ppp_terms.edit"))]
GRID_ROWS = 100
FILE_LIMIT = 4 << 20


@router.get("/ppp/contracts")
async def show_contracts(request: Request, actor: Reader) -> Response:
    """Show the register of contracts."""
    with in_words(request, actor):
        view = contracts_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            regime=text_of(request, "regime", 12),
            state=text_of(request, "state", 40),
            q=text_of(request, "q", 60),
        )
    return show(request, actor, "ppp/contracts.html", view)


@router.get("/ppp/contracts/{public_id}")
async def show_contract(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one contract."""
    with in_words(request, actor):
        view = contract_view(request.app.state.db, actor, public_id, explain=text_of(request, "explain"))
    return show(request, actor, "ppp/contract.html", view)


@router.get("/ppp/contracts/{public_id}/lists/{name}")
async def show_list(request: Request, public_id: str, name: str, actor: Editor) -> Response:
    """Show the form of one list of a contract."""
    return _list_form(request, actor, public_id, name)


@router.post("/ppp/contracts/{public_id}/lists/{name}")
def store_list(request: Request, public_id: str, name: str, form: SentForm, actor: Editor) -> Response:
    """Store one list of a contract."""
    if name not in LISTS:
        raise missing("list")
    try:
        rows = _grid(form.values, name)
        ppp.set_list(request.app.state.db, actor, public_id, name, rows, form.version, key=form.key)
    except Invalid as refusal:
        return _list_form(request, actor, public_id, name, form.values, refusal)
    return done(f"/ppp/contracts/{public_id}")


def _grid(values: Mapping[str, str], name: str) -> list[Any]:
    """Read the filled rows of a grid."""
    rows = []
    for number in range(GRID_ROWS):
        row = {field.name: values.get(f"{number}.{field.name}", "").strip() for field in GRIDS[name]}
        if any(row.values()):
            typed = {field: text for field, text in row.items() if text}
            try:
                rows.append(Sent(typed, {}, 0, "", "", "").input(LIST_FORMS[name]))
            except Invalid as refusal:
                raise Invalid(*(_at(one, number) for one in refusal.problems)) from None
    return rows


def _at(problem: Problem, number: int) -> Problem:
    return replace(problem, field=f"{number}.{problem.field}")


def _list_form(
    request: Request,
    actor: Actor,
    public_id: str,
    name: str,
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    with in_words(request, actor):
        view = list_view(
            request.app.state.db, actor, public_id, name, typed, _said(refusal) if refusal else None
        )
    return show(request, actor, "ppp/list.html", view, status_code=status_of(refusal) if refusal else 200)


def _said(refusal: Refusal) -> dict[str, str]:
    """Return what is wrong by field, in the language being spoken."""
    return {one.field or "form": sentence(one) for one in reversed(refusal.problems)}


@router.post("/ppp/contracts/{public_id}/prices")
def store_price(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Store a price of a contract from a month on."""
    ppp.add_price(request.app.state.db, actor, public_id, form.input(PriceInput), key=form.key)
    return done(f"/ppp/contracts/{public_id}")


@router.get("/ppp/contracts/{public_id}/terms/new")
async def new_terms(request: Request, public_id: str, actor: TermsWriter) -> Response:
    """Show the editor of new terms; the address may name a template."""
    with in_words(request, actor):
        view = form_view(
            request.app.state.db, actor, contract_id=public_id, template=text_of(request, "template", 40)
        )
    return show(request, actor, "ppp/terms_form.html", view)


@router.post("/ppp/contracts/{public_id}/terms/new")
def create_terms(request: Request, public_id: str, form: SentForm, actor: TermsWriter) -> Response:
    """Fill a template into the editor, or store new terms as a draft."""
    if form.values.get("act") == "fill":
        return _fill(request, actor, public_id, form)
    try:
        wanted = Sent(_own(form, public_id), {}, 0, "", "", "").input(PPPTermsInput)
        stored = records.create(request.app.state.db, actor, "ppp_terms", wanted, key=form.key)
    except Invalid as refusal:
        return _again(request, actor, form, refusal, contract_id=public_id)
    return done(f"/ppp/terms/{stored['public_id']}")


@router.post("/ppp/contracts/{public_id}/terms/check")
def check(request: Request, public_id: str, form: SentForm, actor: TermsReader) -> Response:
    """Say what the texts of the editor read as, and what is wrong with them and where; nothing is stored."""
    with in_words(request, actor):
        view = form_view(request.app.state.db, actor, contract_id=public_id, typed=form.values)
    return show(request, actor, "ppp/terms_check.html", view)


@router.get("/ppp/terms/{public_id}")
async def show_terms(request: Request, public_id: str, actor: TermsReader) -> Response:
    """Show one version of the terms."""
    with in_words(request, actor):
        view = terms_view(request.app.state.db, actor, public_id)
    return show(request, actor, "ppp/terms.html", view)


@router.get("/ppp/terms/{public_id}/edit")
async def edit_terms(request: Request, public_id: str, actor: TermsEditor) -> Response:
    """Show the editor of a draft."""
    with in_words(request, actor):
        view = form_view(request.app.state.db, actor, public_id=public_id)
    return show(request, actor, "ppp/terms_form.html", view)


@router.post("/ppp/terms/{public_id}/edit")
def store_terms(request: Request, public_id: str, form: SentForm, actor: TermsEditor) -> Response:
    """Store a draft as it stands in the editor."""
    db = request.app.state.db
    try:
        contract = form.values.get("contract", "")
        wanted = Sent(_own(form, contract), {}, 0, "", "", "").input(PPPTermsInput)
        records.edit(db, actor, "ppp_terms", public_id, wanted, form.version, key=form.key)
    except Invalid as refusal:
        return _again(request, actor, form, refusal, public_id=public_id)
    return done(f"/ppp/terms/{public_id}")


_FIELDS = ("name", "supplement", "valid_from", "valid_to", "template", "formula_version", "body", "formula")


def _own(form: Sent, contract: str) -> dict[str, str]:
    typed = {name: form.values.get(name, "") for name in _FIELDS}
    return {**{name: text for name, text in typed.items() if text.strip()}, "ppp_contract": contract}


def _fill(request: Request, actor: Actor, public_id: str, form: Sent) -> Response:
    """Show the editor with a template filled by what was typed in its places."""
    found = templates().get(form.values.get("template", "")[:40])
    if found is None:
        raise missing("template")
    values = {one.name: form.values.get(f"p.{one.name}", one.value) for one in found.parameters}
    try:
        texts = filled(found, values)
    except Invalid as refusal:
        return _again(request, actor, form, refusal, contract_id=public_id)
    with in_words(request, actor):
        typed = {name: text for name, text in form.values.items() if name not in {"body", "formula"}}
        typed.setdefault("name", "")
        view = form_view(
            request.app.state.db,
            actor,
            contract_id=public_id,
            template=found.key,
            typed=typed,
            texts=texts,
        )
    return show(request, actor, "ppp/terms_form.html", view)


def _again(
    request: Request,
    actor: Actor,
    form: Sent,
    refusal: Invalid,
    *,
    contract_id: str = "",
    public_id: str = "",
) -> Response:
    with in_words(request, actor):
        view = form_view(
            request.app.state.db,
            actor,
            template=form.values.get("template", "")[:40],
            typed=form.values,
            errors=_said(refusal),
            contract_id=contract_id,
            public_id=public_id,
        )
    return show(request, actor, "ppp/terms_form.html", view, status_code=422)


@router.get("/ppp/import")
async def show_import(request: Request, actor: Writer) -> Response:
    """Show the form of the import."""
    with in_words(request, actor):
        view = import_view(request.app.state.db, actor)
    return show(request, actor, "ppp/import.html", view)


@router.post("/ppp/import")
def bring(request: Request, form: SentForm, actor: Writer) -> Response:
    """Read a contract file and show what it holds; store it once that was looked at."""
    db, region = request.app.state.db, form.values.get("region", "")[:12]
    try:
        text = _text(form)
        if form.values.get("act") == "store":
            stored = ppp_import.store_contracts(db, actor, text, region, key=form.key)
            with in_words(request, actor):
                view = import_view(db, actor, region=region, stored=stored["contracts"])
            return show(request, actor, "ppp/import.html", view)
        with in_words(request, actor):
            draft = ppp_import.read_contracts(text, region)
            view = import_view(db, actor, region=region, text=text, draft=draft)
        return show(request, actor, "ppp/import.html", view, status_code=422 if draft.problems else 200)
    except Invalid as refusal:
        with in_words(request, actor):
            view = import_view(db, actor, region=region, errors=_said(refusal))
        return show(request, actor, "ppp/import.html", view, status_code=422)


def _text(form: Sent) -> str:
    """Return the data of a sent file, or the text sent back from the look at it."""
    file = form.files.get("file")
    if file is None or not file.filename:
        text = form.values.get("text", "")
        if not text.strip():
            raise Invalid.because("no_file", gettext("Choose a file."), "file")
        return text
    held = file.file.read(FILE_LIMIT + 1)
    if len(held) > FILE_LIMIT:
        raise Invalid.because("too_large", "The file is larger than 4 MB.", "file")
    if file.filename.lower().endswith((".xlsx", ".xls", ".csv")):
        return contracts_text(held)
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid.because("not_text", "The file is neither a table nor text in UTF-8.", "file") from None
