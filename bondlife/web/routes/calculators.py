"""Calculators: the list, each with its form and live result, and named scenarios."""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.catalogue import calculator_spec
from bondlife.db import Database
from bondlife.errors import Invalid, Refusal
from bondlife.locale import gettext, speaking
from bondlife.queries.calculator_page import FormState, calculator_view, calculators_view
from bondlife.queries.calculators import arguments_of
from bondlife.queries.scenarios import project_choices, scenario_one
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import scenarios
from bondlife.services.calculator_form import shown_arguments, typed_arguments
from bondlife.services.messages import refusal_of
from bondlife.services.scenarios import ScenarioInput
from bondlife.web.errors import say, status_of
from bondlife.web.form_answers import go_on
from bondlife.web.forms import Sent, SentForm
from bondlife.web.page import language, page
from calculators.kernel.errors import CalculationError

router = APIRouter(prefix="/calculators", tags=["calculators"])

Runner = Annotated[Actor, Depends(require("calculator.run"))]
Keeper = Annotated[Actor, Depends(require("forecast.edit"))]
_FORM_FIELDS = {"name": "scenario_name", "project": "scenario_project"}


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_CODES = {
    "missing": _("This input is needed."),
    "not_integer": _("Write a whole number."),
    "not_a_number": _("Write a number in digits."),
    "not_a_date": _("Write the date as 2026-11-21."),
    "not_text": _("Write text."),
    "not_a_flag": _("Choose yes or no."),
    "not_a_list": _("Write one value a line."),
    "not_an_object": _("Write named values as in the example."),
    "not_a_choice": _("Choose one of the values offered."),
    "unknown_field": _("There is no such field."),
}
"""Refusals of typed values in the person's language; refusals of single calculators keep their own words."""


@router.get("")
async def show_calculators(request: Request, actor: Runner) -> Response:
    """List the calculators by area; a word narrows them."""
    view = calculators_view(request.query_params.get("q", "")[:100])
    return page(request, actor, "calculators/list.html", view)


@router.get("/{key}")
def show_calculator(request: Request, actor: Runner, key: str) -> Response:
    """Show one calculator with its example worked out, or a kept scenario."""
    db: Database = request.app.state.db
    spec = calculator_spec(key[:60])
    asked = request.query_params.get("scenario", "")[:36]
    kept = scenario_one(db, actor, asked) if asked else None
    options: dict[str, Any] = {}
    if kept is not None and kept["calculator"] == spec.key:
        form = FormState(shown_arguments(arguments_of(spec.key), kept["arguments"]))
        options = {"form": form, "given": kept["arguments"], "saved": kept["name"]}
    return page(request, actor, "calculators/show.html", _view(request, actor, spec.key, **options))


@router.post("/{key}")
def compute(request: Request, actor: Runner, key: str, form: SentForm) -> Response:
    """Work out what was typed; a refusal keeps it and names the field."""
    spec = calculator_spec(key[:60])
    typed = dict(form.values)
    try:
        given = typed_arguments(arguments_of(spec.key), typed)
        view = _view(request, actor, spec.key, form=FormState(typed), given=given)
    except (Refusal, CalculationError) as refusal:
        return _refused(request, actor, spec.key, typed, refusal)
    return page(request, actor, "calculators/show.html", view)


@router.post("/{key}/scenarios")
def keep(request: Request, actor: Keeper, key: str, form: SentForm) -> Response:
    """Keep what was typed as a named scenario of a project."""
    spec = calculator_spec(key[:60])
    typed = dict(form.values)
    try:
        given = typed_arguments(arguments_of(spec.key), typed)
        wanted = _scenario(form, spec.key, given)
        kept = scenarios.save(request.app.state.db, actor, wanted, key=form.key)
    except (Refusal, CalculationError) as refusal:
        return _refused(request, actor, spec.key, typed, refusal)
    return go_on(request, f"/calculators/{spec.key}?scenario={kept['public_id']}")


@router.post("/{key}/scenarios/{public_id}/end")
def end(request: Request, actor: Keeper, key: str, public_id: str, form: SentForm) -> Response:  # noqa: ARG001
    """End a kept scenario; its project's plan no longer lists it."""
    db: Database = request.app.state.db
    kept = scenario_one(db, actor, public_id[:36])
    scenarios.end(db, actor, public_id[:36], form.version, key=form.key)
    return go_on(request, f"/projects/{kept['project']}?tab=plan#t-scenarios")


def _scenario(form: Sent, key: str, given: dict[str, Any]) -> ScenarioInput:
    own = {name: form.values.get(place, "") for name, place in _FORM_FIELDS.items()}
    sent = Sent(own, {}, form.version, form.key, form.reason, form.digest)
    return sent.input(ScenarioInput, calculator=key, arguments=given)


def _view(request: Request, actor: Actor, key: str, **options: Any) -> Any:
    return calculator_view(key, project_choices(request.app.state.db, actor), str(uuid4()), **options)


def _refused(
    request: Request, actor: Actor, key: str, typed: dict[str, str], refusal: Refusal | CalculationError
) -> Response:
    with speaking(language(request, actor)):
        errors = _sentences(refusal)
    view = _view(request, actor, key, form=FormState(typed, errors))
    status = 422 if isinstance(refusal, CalculationError | Invalid) else status_of(refusal)
    return page(request, actor, "calculators/show.html", view, status_code=status)


def _sentences(refusal: Refusal | CalculationError) -> dict[str, str]:
    """Return what is wrong, by the field of the form it belongs to."""
    if isinstance(refusal, CalculationError):
        place = refusal.field.split("[")[0].split(".")[0]
        told = gettext(_CODES[refusal.code]) if refusal.code in _CODES else say(refusal_of(refusal))
        where = f"{refusal.field}: " if refusal.field != place else ""
        return {place: f"{where}{told}"}
    return {
        _FORM_FIELDS.get(problem.field, problem.field) or "form": say(problem) for problem in refusal.problems
    }
