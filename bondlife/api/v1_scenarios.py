"""Named scenarios of a project: keep, list, read, end."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    SentKey,
    Version,
    body_of,
    database,
    own_key,
    reply,
    stored,
    takes,
    version_asked,
)
from bondlife.queries.scenarios import scenario_one, scenarios_of
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import scenarios
from bondlife.services.inputs import Input
from bondlife.services.scenarios import ScenarioInput
from bondlife.services.values import PublicId

router = ApiRouter(prefix="/scenarios", tags=["scenarios"])

Reader = Annotated[Actor, Depends(require("forecast.read"))]
Writer = Annotated[Actor, Depends(require("forecast.edit"))]


class ScenarioAsk(Input):
    """Of which project."""

    project: PublicId


class ScenarioEnd(Input):
    """The version that is ended."""

    version: Version = None


class ScenarioLine(BaseModel):
    """One scenario of a project."""

    public_id: str
    version: int
    name: str
    calculator: str
    calculator_version: int
    digest: str
    note: str
    project: str
    at: str
    ended_at: str | None


class ScenarioOut(ScenarioLine):
    """One scenario with what went in and what came out."""

    arguments: dict[str, Any]
    result: Any


class ScenariosOut(BaseModel):
    """The scenarios of a project, newest first."""

    items: list[ScenarioLine]


class ScenarioStored(BaseModel):
    """What was kept or ended."""

    public_id: str
    version: int


@router.get("", response_model=ScenariosOut)
def list_scenarios(request: Request, actor: Reader, asked: Annotated[ScenarioAsk, Query()]) -> Response:
    """List the scenarios of a project."""
    return reply({"items": scenarios_of(database(request), actor, asked.project)})


@router.post("", response_model=ScenarioStored, status_code=201, openapi_extra=takes(ScenarioInput))
def save_scenario(
    request: Request,
    actor: Writer,
    form: Annotated[ScenarioInput, Depends(body_of(ScenarioInput))],
    key: SentKey = None,
) -> Response:
    """Compute and keep a scenario under a name."""
    return stored(scenarios.save(database(request), actor, form, key=own_key(actor, key)), 201)


@router.get("/{public_id}", response_model=ScenarioOut)
def read_scenario(request: Request, actor: Reader, public_id: PublicId) -> Response:
    """Read one scenario."""
    told = scenario_one(database(request), actor, public_id)
    return reply(told, version=told["version"])


@router.post("/{public_id}/end", response_model=ScenarioStored, openapi_extra=takes(ScenarioEnd))
def end_scenario(
    request: Request,
    actor: Writer,
    public_id: PublicId,
    form: Annotated[ScenarioEnd, Depends(body_of(ScenarioEnd))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """End a scenario."""
    version = version_asked(if_match, form.version)
    return stored(scenarios.end(database(request), actor, public_id, version, key=own_key(actor, key)))
