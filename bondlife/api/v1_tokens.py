"""Tokens for programs: a subset of one's own rights, with a last day; shown once."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel

from bondlife.api.contract import ApiRouter, body_of, database, reply, takes
from bondlife.errors import Forbidden
from bondlife.queries.api_tokens import token_list
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import tokens
from bondlife.services.tokens import TokenInput
from bondlife.services.values import PublicId

router = ApiRouter(prefix="/tokens", tags=["tokens"])

Self = Annotated[Actor, Depends(require("account.self"))]


class TokenOut(BaseModel):
    """One of your tokens; what it is itself is never told again."""

    public_id: str
    name: str
    permissions: list[str]
    expires_at: str
    ended_at: str | None


class TokensOut(BaseModel):
    """Your tokens."""

    items: list[TokenOut]


class TokenMade(BaseModel):
    """A fresh token: this is the only time it is shown."""

    token: str


class TokenEnded(BaseModel):
    """The token that no longer works."""

    public_id: str


@router.get("", response_model=TokensOut)
def list_tokens(request: Request, actor: Self) -> Response:
    """List your tokens, the newest first."""
    return reply({"items": token_list(database(request), actor)})


@router.post("", response_model=TokenMade, status_code=201, openapi_extra=takes(TokenInput))
def make_token(
    request: Request, actor: Self, form: Annotated[TokenInput, Depends(body_of(TokenInput))]
) -> Response:
    """Make a token with some of your rights; a token makes no tokens."""
    if actor.only is not None:
        raise Forbidden.because("by_token", "A token cannot make another token; sign in for that.")
    return reply({"token": tokens.create_token(database(request), actor, form)}, 201)


@router.post("/{public_id}/end", response_model=TokenEnded)
def end_token(request: Request, actor: Self, public_id: PublicId) -> Response:
    """End one of your tokens at once."""
    return reply(tokens.end_token(database(request), actor, public_id))
