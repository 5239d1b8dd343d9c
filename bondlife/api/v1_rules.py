"""Rules in force on a day, for a region, and how they came to be."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import ApiRouter, database, reply
from bondlife.queries.api_rules import rule_history, rule_list, rule_one
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.inputs import Input
from bondlife.services.values import MaybeDay

router = ApiRouter(prefix="/rules", tags=["rules"])

Reader = Annotated[Actor, Depends(require("rule.read"))]
RuleKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_.]{0,79}$", examples=["issuance.issuance_fee_rate"])]


class RuleAsk(Input):
    """On which day, for which region; today and the whole country where nothing is said."""

    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""
    as_of: MaybeDay = None


class RuleOut(BaseModel):
    """One rule as it holds, with its basis and legal status."""

    public_id: str
    key: str
    label: str
    label_zh: str
    value: Any
    params: Any
    unit: str
    basis: str
    clause: str
    status: str
    region: str
    valid_from: str
    valid_to: str | None = None
    state: str | None = None


class RulesOut(BaseModel):
    """The rules, by key."""

    items: list[RuleOut]


@router.get("", response_model=RulesOut)
def list_rules(request: Request, actor: Reader, asked: Annotated[RuleAsk, Query()]) -> Response:  # noqa: ARG001
    """List the rules in force on a day, for a region."""
    return reply({"items": rule_list(database(request), asked.region, asked.as_of)})


@router.get("/{rule_key}", response_model=RuleOut)
def read_rule(
    request: Request,
    actor: Reader,  # noqa: ARG001
    rule_key: RuleKey,
    asked: Annotated[RuleAsk, Query()],
) -> Response:
    """Read one rule as it was in force on a day."""
    return reply(rule_one(database(request), rule_key, asked.region, asked.as_of))


@router.get("/{rule_key}/history", response_model=RulesOut)
def read_history(request: Request, actor: Reader, rule_key: RuleKey) -> Response:  # noqa: ARG001
    """List every version of a rule that was ever in force, the newest first."""
    return reply({"items": rule_history(database(request), rule_key)})
