"""Approval flows per region: as they stand, changed by two persons, with their history."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.flows import flow_form_view, flows_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import flows
from bondlife.services.values import parse_day
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["flows"])

Reader = Annotated[Actor, Depends(require("flow.read"))]
Editor = Annotated[Actor, Depends(require("flow.edit"))]
Approver = Annotated[Actor, Depends(require("flow.approve"))]


@router.get("/flows")
async def show_flows(request: Request, actor: Reader) -> Response:
    """Show the flows of a region."""
    with in_words(request, actor):
        view = flows_view(request.app.state.db, actor, text_of(request, "region", 12), FormState())
    return show(request, actor, "flows/list.html", view)


@router.get("/flows/edit")
async def edit_flow(request: Request, actor: Editor) -> Response:
    """Show the form of one flow of a region."""
    place = (text_of(request, "region", 12), text_of(request, "flow", 60))
    return _form(request, actor, FormState(), *place)


@router.post("/flows")
def propose(request: Request, form: SentForm, actor: Editor) -> Response:
    """Propose a new list of signatures."""
    region, flow = form.values.get("region", ""), form.values.get("flow", "")
    try:
        wanted = flows.FlowInput(
            region=region,
            flow=flow,
            steps=ordered(form.values),
            valid_from=parse_day(form.values.get("valid_from", ""), "valid_from"),
            reason=form.reason,
        )
    except ValueError:
        refusal = Invalid.because("incomplete", "Number the signatures and give the reason.", "reason")
        return _form(request, actor, _state(request, actor, form, refusal), region, flow, status_code=422)
    except Invalid as refusal:
        return _form(request, actor, _state(request, actor, form, refusal), region, flow, status_code=422)
    try:
        flows.propose(request.app.state.db, actor, wanted, key=form.key)
    except Invalid as refusal:
        return _form(request, actor, _state(request, actor, form, refusal), region, flow, status_code=422)
    return done(f"/flows?region={region}")


@router.post("/flows/{public_id}/decide")
def decide(request: Request, public_id: str, form: SentForm, actor: Approver) -> Response:
    """Approve a proposed flow or refuse it."""
    is_approved = form.values.get("act") == "approve"
    flows.decide(request.app.state.db, actor, public_id, form.version, approve=is_approved, key=form.key)
    return done(f"/flows?region={form.values.get('region', '')[:12]}")


def ordered(values: Mapping[str, str]) -> list[str]:
    """Return the signatures that carry a number, in its order; anything else in their place is refused."""
    places = [
        (value.strip().zfill(4), name.removeprefix("step_"))
        for name, value in values.items()
        if name.startswith("step_") and value.strip()
    ]
    if any(not place.isascii() or not place.isdigit() or len(place) > 4 for place, _name in places):
        raise Invalid.because("bad_number", "Number the signatures 1, 2, 3 and so on.", "steps")
    return [name for _place, name in sorted(places)]


def _state(request: Request, actor: Actor, form: Sent, refusal: Invalid) -> FormState:
    with in_words(request, actor):
        return refused({**form.values, "reason": form.reason}, refusal)


def _form(
    request: Request, actor: Actor, state: FormState, region: str, flow: str, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = flow_form_view(request.app.state.db, actor, region, flow, state)
    return show(request, actor, "flows/form.html", view, status_code=status_code)
