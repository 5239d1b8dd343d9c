"""Kinds of project: the list, one version, drafts edited in pages, put into force by a second person."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid, Refusal, missing
from bondlife.queries.kinds.forms import flow_form, step_form
from bondlife.queries.kinds.views import draft_view, kind_view, kinds_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import kinds
from bondlife.services.kind_edits import EDITS
from bondlife.web.forms import Sent, SentForm
from bondlife.web.routes.flows import ordered
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["kinds"])

Reader = Annotated[Actor, Depends(require("kind.read"))]
Editor = Annotated[Actor, Depends(require("kind.edit"))]
Approver = Annotated[Actor, Depends(require("kind.approve"))]
OF_KIND = frozenset({"head", "document", "drop_document", "flow", "drop_flow"})
"""Edits of what belongs to the kind, whichever record the page shows."""
TICKS = frozenset({"custom", "needs_reason", "ending", "is_photo"})
"""Fields that are sent only where they are ticked."""


@router.get("/kinds")
async def show_kinds(request: Request, actor: Reader) -> Response:
    """Show every version of every kind, and the drafts."""
    return _list(request, actor, FormState())


@router.get("/kinds/{key}/versions/{number}")
async def show_kind(request: Request, key: str, number: int, actor: Reader) -> Response:
    """Show one version of a kind with its picture."""
    with in_words(request, actor):
        view = kind_view(request.app.state.db, key[:40], number, text_of(request, "record", 40))
    return show(request, actor, "kinds/kind.html", view)


@router.post("/kinds/drafts")
def copy(request: Request, form: SentForm, actor: Editor) -> Response:
    """Open a draft as a copy of a version."""
    base, _, number = form.values.get("from", "").partition(" ")
    values = {name: text for name, text in form.values.items() if name != "from"}
    try:
        typed = Sent(values, {}, 0, "", "", "").input(kinds.CopyInput, base=base, number=number)
        made = kinds.copy(request.app.state.db, actor, typed, key=form.key)
    except Refusal as refusal:
        return _list(request, actor, _state(request, actor, form, refusal), status_code=422)
    return done(f"/kinds/drafts/{made['public_id']}")


@router.get("/kinds/drafts/{public_id}")
async def show_draft(request: Request, public_id: str, actor: Reader) -> Response:
    """Show a draft with its check."""
    return _draft(request, actor, public_id, text_of(request, "record", 40), FormState())


@router.get("/kinds/drafts/{public_id}/step")
async def show_step(request: Request, public_id: str, actor: Editor) -> Response:
    """Show the form of a step of a draft."""
    place = text_of(request, "record", 40), text_of(request, "step", 40)
    return _step(request, actor, public_id, place, FormState())


@router.get("/kinds/drafts/{public_id}/flow")
async def show_flow(request: Request, public_id: str, actor: Editor) -> Response:
    """Show the form of an approval flow of a draft."""
    return _flow(request, actor, public_id, text_of(request, "flow", 40), FormState())


@router.post("/kinds/drafts/{public_id}/edit")
def edit(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Change one thing of a draft: which one is named by ``edit``."""
    name, record = form.values.get("edit", ""), form.values.get("record", "")[:40]
    if name not in EDITS:
        raise missing("edit")
    try:
        values: Any = _READ.get(name, _ticked)(form.values)
        values = {one: text for one, text in values.items() if one != "edit"}
        if name in OF_KIND:
            values = {one: text for one, text in values.items() if one != "record"}
        typed = Sent({}, {}, 0, "", "", "").input(EDITS[name][0], **values)
        kinds.edit(request.app.state.db, actor, public_id, name, typed, form.version, key=form.key)
    except Invalid as refusal:
        state = _state(request, actor, form, refusal)
        held = "" if form.values.get("is_new") else form.values.get("key", "")[:40]
        if name == "step":
            return _step(request, actor, public_id, (record, held), state, status_code=422)
        if name == "flow":
            return _flow(request, actor, public_id, held, state, status_code=422)
        return _draft(request, actor, public_id, record, state, status_code=422)
    asked = next((one for one in ("guard", "effect") if form.values.get(f"add_{one}")), "")
    if name == "step" and asked:
        key = quote(form.values.get("key", ""))
        return done(f"/kinds/drafts/{public_id}/step?record={quote(record)}&step={key}#h-{asked}s")
    return done(f"/kinds/drafts/{public_id}?record={quote(record)}")


@router.post("/kinds/drafts/{public_id}/propose")
def propose(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Put a draft up for a second person."""
    try:
        typed = form.input(kinds.PutInput)
        kinds.propose(request.app.state.db, actor, public_id, typed, form.version, key=form.key)
    except Refusal as refusal:
        state = _state(request, actor, form, refusal)
        return _draft(request, actor, public_id, "", state, status_code=422)
    return done(f"/kinds/drafts/{public_id}")


@router.post("/kinds/drafts/{public_id}/decision")
def decide(request: Request, public_id: str, form: SentForm, actor: Approver) -> Response:
    """Bring a proposed kind into force, or hand it back with a reason."""
    asked = form.values.get("act", "")
    if asked not in {"approve", "return"}:
        raise Invalid.because("outcome", "Approve or return.", "act")
    kinds.decide(
        request.app.state.db,
        actor,
        public_id,
        form.version,
        approve=asked == "approve",
        shown=form.digest,
        reason=form.reason,
        key=form.key,
    )
    return done(f"/kinds/drafts/{public_id}")


@router.post("/kinds/drafts/{public_id}/withdraw")
def withdraw(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Give a draft up."""
    kinds.withdraw(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done("/kinds")


def _ticked(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: (text != "") if name in TICKS else text for name, text in values.items()}


def _step_values(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the form of a step: ticked stages and documents, conditions and effects by their number."""
    plain = {name: text for name, text in values.items() if "." not in name}
    added = {"add_guard", "add_effect", "is_new"}
    found = {name: text for name, text in _ticked(plain).items() if name not in added}
    for part in ("guard", "effect"):
        uses = _numbered(values, part)
        if values.get(f"add_{part}"):
            uses.append({"name": values[f"add_{part}"], "params": {}})
        found[f"{part}s"] = uses
    for part in ("source", "document"):
        found[f"{part}s"] = [name.removeprefix(f"{part}.") for name in values if name.startswith(f"{part}.")]
    return found


def _numbered(values: Mapping[str, str], part: str) -> list[dict[str, Any]]:
    """Return what a form holds as part.number.name and part.number.param.…, but for what is taken out."""
    found: dict[str, dict[str, Any]] = {}
    for name, text in values.items():
        first, _, rest = name.partition(".")
        number, _, place = rest.partition(".")
        if first != part:
            continue
        use = found.setdefault(number, {"name": "", "params": {}})
        if place.startswith("param."):
            use["params"][place.removeprefix("param.")] = text
        else:
            use[place] = text
    return [one for _number, one in sorted(found.items()) if not one.pop("drop", "")]


def _flow_values(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the form of a flow: the signatures that carry a number, in its order."""
    plain = {name: text for name, text in values.items() if not name.startswith("step_") and name != "is_new"}
    return {**plain, "steps": ordered(values)}


_READ: Mapping[str, Callable[[Mapping[str, str]], dict[str, Any]]] = {
    "step": _step_values,
    "flow": _flow_values,
}
"""How the forms of some edits are read."""


def _state(request: Request, actor: Actor, form: Sent, refusal: Refusal) -> FormState:
    with in_words(request, actor):
        return refused(form.values, refusal)


def _list(request: Request, actor: Actor, state: FormState, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = kinds_view(request.app.state.db, actor, state)
    return show(request, actor, "kinds/list.html", view, status_code=status_code)


def _draft(
    request: Request, actor: Actor, public_id: str, record: str, state: FormState, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = draft_view(request.app.state.db, actor, public_id, record, state)
    return show(request, actor, "kinds/draft.html", view, status_code=status_code)


def _step(
    request: Request,
    actor: Actor,
    public_id: str,
    place: tuple[str, str],
    state: FormState,
    status_code: int = 200,
) -> Response:
    with in_words(request, actor):
        view = step_form(request.app.state.db, actor, public_id, *place, state)
    return show(request, actor, "kinds/step.html", view, status_code=status_code)


def _flow(
    request: Request, actor: Actor, public_id: str, key: str, state: FormState, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = flow_form(request.app.state.db, actor, public_id, key, state)
    return show(request, actor, "kinds/flow.html", view, status_code=status_code)
