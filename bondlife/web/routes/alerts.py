"""Alerts: the list, one alert with its figures and log, putting it aside, scanning now."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.alerts import AlertFilter, alert_view, alerts_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.alerts import snooze, wake
from bondlife.services.queue import scan_now
from bondlife.services.values import parse_day
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["alerts"])

Reader = Annotated[Actor, Depends(require("alert.read"))]
Owner = Annotated[Actor, Depends(require("alert.snooze"))]

Scanner = Annotated[Actor, Depends(require("alert.scan"))]


@router.get("/alerts")
async def show_alerts(request: Request, actor: Reader) -> Response:
    """Show alerts, newest first."""
    wanted = AlertFilter(
        text_of(request, "state", 8) or "open",
        text_of(request, "who", 8) or "all",
        text_of(request, "key", 8),
        text_of(request, "level", 10),
        text_of(request, "region", 12),
        text_of(request, "after", 200),
        text_of(request, "before", 200),
    )
    with in_words(request, actor):
        view = alerts_view(request.app.state.db, actor, wanted)
    return show(request, actor, "alerts/list.html", view)


@router.post("/alerts/scan")
def scan(
    request: Request, form: SentForm, actor: Annotated[Actor, Depends(require("alert.scan"))]
) -> Response:
    """Put a scan into the queue and show how far it is."""
    return done(f"/jobs/{scan_now(request.app.state.db, actor, key=form.key)}")


@router.get("/alerts/{public_id}")
async def show_alert(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one alert."""
    return _page(request, actor, public_id, FormState())


@router.post("/alerts/{public_id}/snooze")
def put_aside(request: Request, public_id: str, form: SentForm, actor: Owner) -> Response:
    """Put an alert aside until a day."""
    try:
        until = parse_day(form.values.get("until", ""), "until")
        version, key = form.version, form.key
        snooze(request.app.state.db, actor, public_id, version, until=until, reason=form.reason, key=key)
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused({**form.values, "reason": form.reason}, refusal)
        return _page(request, actor, public_id, state, status_code=422)
    return done(f"/alerts/{public_id}")


@router.post("/alerts/{public_id}/wake")
def bring_back(request: Request, public_id: str, form: SentForm, actor: Owner) -> Response:
    """Bring an alert back that was put aside."""
    wake(request.app.state.db, actor, public_id, form.version, key=form.key)
    return done(f"/alerts/{public_id}")


def _page(
    request: Request, actor: Actor, public_id: str, state: FormState, *, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = alert_view(request.app.state.db, actor, public_id, state, text_of(request, "explain"))
    return show(request, actor, "alerts/show.html", view, status_code=status_code)
