"""What a period of a PPP contract brought: quantities, the event log, waivers, the budget that pays."""

import re
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel, ValidationError

from bondlife import clock
from bondlife.errors import Invalid, Refusal
from bondlife.queries.ppp_period import period_view
from bondlife.queries.ppp_waivers import waivers_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import ppp_periods, records
from bondlife.services.messages import problems_of
from bondlife.services.ppp_inputs import WaiverInput
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["ppp"])

Reader = Annotated[Actor, Depends(require("ppp_contract.read"))]
Editor = Annotated[Actor, Depends(require("ppp_period.edit"))]
Budgeter = Annotated[Actor, Depends(require("budget_line.create"))]
WaiverReader = Annotated[Actor, Depends(require("waiver.read"))]
Waiving = Annotated[Actor, Depends(require("waiver.create"))]
_TIMES = ("reported_at", "responded_at", "mended_at")


@router.get("/ppp/waivers")
async def show_waivers(request: Request, actor: WaiverReader) -> Response:
    """Show the register of waived deductions."""
    with in_words(request, actor):
        view = waivers_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            state=text_of(request, "state", 12),
            contract=text_of(request, "contract", 40),
        )
    return show(request, actor, "ppp/waivers.html", view)


@router.get("/ppp/period/{public_id}")
async def show_period(request: Request, public_id: str, actor: Reader) -> Response:
    """Show what a period of a contract brought."""
    return _period(request, actor, public_id, FormState())


@router.post("/ppp/period/{public_id}/quantity")
def store_quantity(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Store one quantity; several lines of day and value are its series."""
    values: dict[str, Any] = _given(form, "period", "name", "unit", "value", "combine", "evidence")
    if series := form.values.get("series", "").strip():
        values["series"] = _series(series)
    return _stored(
        request, actor, public_id, form, ppp_periods.QuantityInput, values, ppp_periods.save_quantity
    )


@router.post("/ppp/period/{public_id}/event")
def store_event(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Store one event of the log."""
    names = ("period", "number", "type", "area", "criterion", "periods", "points", "amount", "remark")
    values = _given(form, *names, *_TIMES) | {"was_used": bool(form.values.get("was_used"))}
    for name in _TIMES:
        if name in values:
            values[name] = _instant(values[name])
    return _stored(request, actor, public_id, form, ppp_periods.EventInput, values, ppp_periods.save_event)


@router.post("/ppp/period/{public_id}/budget")
def store_budget(request: Request, public_id: str, form: SentForm, actor: Budgeter) -> Response:
    """Draft the budget line of a year."""
    values = _given(form, "year", "account", "amount", "region", "document_number", "approved_on")
    return _stored(
        request, actor, public_id, form, ppp_periods.PPPBudgetInput, values, ppp_periods.open_budget
    )


@router.post("/ppp/period/{public_id}/waiver")
def store_waiver(request: Request, public_id: str, form: SentForm, actor: Waiving) -> Response:
    """Draft the waiver of a deduction; it counts once it is granted."""
    values = _given(form, "event", "number", "period", "amount", "public_line")
    values |= {"ppp_contract": public_id, "reason": form.said or ""}

    def store(db: Any, who: Actor, _contract: str, wanted: WaiverInput, *, key: str) -> Any:
        return records.create(db, who, "waiver", wanted, key=key)

    return _stored(request, actor, public_id, form, WaiverInput, values, store)


def _stored(
    request: Request,
    actor: Actor,
    public_id: str,
    form: Sent,
    model: type[BaseModel],
    values: dict[str, Any],
    store: Any,
) -> Response:
    try:
        wanted = _validated(model, values)
        store(request.app.state.db, actor, public_id, wanted, key=form.key)
    except (Invalid, Refusal) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _period(request, actor, public_id, state, status_code=422)
    period = re.sub(r"[^0-9HQ-]", "", form.values.get("period", ""))[:10]
    return done(f"/ppp/period/{public_id}" + (f"?period={period}" if period else ""))


def _given(form: Sent, *names: str) -> dict[str, Any]:
    """Return the fields that were filled in."""
    return {name: form.values[name].strip() for name in names if form.values.get(name, "").strip()}


def _series(text: str) -> list[dict[str, str]]:
    """Read lines of day and value, as pasted from a sheet."""
    rows = [line.replace("\t", " ").replace(",", " ").split() for line in text.splitlines() if line.strip()]
    for number, row in enumerate(rows, 1):
        if len(row) != 2:
            raise Invalid.because(
                "bad_series", "Line %(number)s is not a day and a value.", "series", number=number
            )
    return [{"on": row[0], "value": row[1]} for row in rows[:1000]]


def _instant(text: str) -> datetime:
    """Read a time as the office's clock shows it."""
    try:
        return datetime.fromisoformat(text[:19]).replace(tzinfo=clock.BEIJING)
    except ValueError:
        raise Invalid.because("bad_time", "Write the time as 2026-11-21 14:30.", "reported_at") from None


def _validated(model: type[BaseModel], values: dict[str, Any]) -> Any:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise Invalid(*problems_of(error.errors(include_input=False, include_url=False))) from None


def _period(
    request: Request, actor: Actor, public_id: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        period = text_of(request, "period", 10) or state.data.get("period", "")[:10]
        view = period_view(request.app.state.db, actor, public_id, period, state)
    return show(request, actor, "ppp/period.html", view, status_code=status_code)
