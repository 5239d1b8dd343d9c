"""Rules: the list, one rule with history and citations, a new version with four eyes."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid
from bondlife.queries.rules import RuleFilter, rule_view, rules_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import rules
from bondlife.web.forms import SentForm
from bondlife.web.views import FormState, done, in_words, refused, show, text_of

router = APIRouter(tags=["rules"])


@router.get("/rules")
async def show_rules(request: Request, actor: Annotated[Actor, Depends(require("rule.read"))]) -> Response:
    """Show the rules in force by regulation, and those that wait."""
    wanted = RuleFilter(
        text_of(request, "regulation", 20), text_of(request, "status", 20), text_of(request, "q", 60)
    )
    with in_words(request, actor):
        view = rules_view(request.app.state.db, actor, wanted)
    return show(request, actor, "rules/list.html", view)


@router.get("/rules/{public_id}")
async def show_rule(
    request: Request, public_id: str, actor: Annotated[Actor, Depends(require("rule.read"))]
) -> Response:
    """Show one rule."""
    return _rule(request, actor, public_id, None)


@router.post("/rules/{public_id}/versions")
def propose_version(
    request: Request,
    public_id: str,
    form: SentForm,
    actor: Annotated[Actor, Depends(require("rule.edit"))],
) -> Response:
    """Put a new version up for approval."""
    try:
        made = rules.propose(
            request.app.state.db, actor, public_id, form.input(rules.RuleInput), key=form.key
        )
    except Invalid as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        return _rule(request, actor, public_id, state, status_code=422)
    return done(f"/rules/{made['public_id']}")


@router.post("/rules/{public_id}/decision")
def decide_version(
    request: Request,
    public_id: str,
    form: SentForm,
    actor: Annotated[Actor, Depends(require("rule.approve"))],
) -> Response:
    """Approve or turn down a version that waits."""
    db, act = request.app.state.db, form.values.get("act", "")
    if act == "approve":
        rules.approve(db, actor, public_id, form.version, key=form.key)
    elif act == "return":
        rules.reject(db, actor, public_id, form.version, form.reason, key=form.key)
    else:
        raise Invalid.because("outcome", "Approve or return.", "act")
    return done(f"/rules/{public_id}")


def _rule(
    request: Request, actor: Actor, public_id: str, state: FormState | None, status_code: int = 200
) -> Response:
    with in_words(request, actor):
        view = rule_view(request.app.state.db, actor, public_id, state or FormState())
    return show(request, actor, "rules/rule.html", view, status_code=status_code)
