"""The published contract: OpenAPI, with the bodies, the one shape of refusals, and both ways to sign in."""

from functools import cache
from typing import Annotated, Any

from fastapi import Depends
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from pydantic.json_schema import models_json_schema

from bondlife.api import v1
from bondlife.api.contract import BODIES, ApiRouter, reply
from bondlife.security.actor import Actor
from bondlife.security.gate import require

router = ApiRouter(tags=["contract"])

DESCRIPTION = """Registers, lifecycles, calculators and imports of bondlife for programs.

Amounts are text in yuan with at most two decimals, percentages text such as "2.36", dates 2026-11-21.
Lists are turned by the cursor `next`, given back as `after`. Changes name the version they rest on, by
`If-Match` or `version`; a write with an `Idempotency-Key` may be repeated safely. A record of somebody
else's region is 404, exactly as one that does not exist. Refusals all have one shape with stable codes.
Calculators take amounts as whole fen, as the command line does.
"""
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "a token from the account page"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "bondlife_session",
        "description": "a signed-in browser; writes also send X-CSRF-Token",
    },
}


@router.get("/openapi.json", response_model=dict[str, Any])
def contract(_actor: Annotated[Actor, Depends(require("account.self"))]) -> Response:
    """Read this contract as OpenAPI."""
    return reply(document())


@cache
def document() -> dict[str, Any]:
    """Return the contract: one document, whoever asks."""
    found = get_openapi(
        title="bondlife",
        version="1",
        description=DESCRIPTION,
        routes=v1.routes(),
    )
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    wanted: Any = [(model, "validation") for _, model in sorted(BODIES.items())]
    _, bodies = models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    schemas.update({name: schema for name, schema in bodies["$defs"].items() if name not in schemas})
    for path in found["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                parameter["schema"] = _without_null(parameter["schema"])
    found["components"]["securitySchemes"] = SCHEMES
    found["security"] = [{"token": []}, {"session": []}]
    return found


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a parameter may say: one left out is not sent, and no header or address can say null."""
    said = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(said) != 1:
        return schema
    return {**{name: value for name, value in schema.items() if name != "anyOf"}, **said[0]}
