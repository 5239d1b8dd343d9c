"""What every part of the API shares: answers, refusals, bodies, versions, keys."""

import json
from collections.abc import Callable, Coroutine, Iterable, Mapping
from enum import Enum
from typing import Annotated, Any, NamedTuple, TypeVar

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from bondlife.api.strict import checked, read_json
from bondlife.db import Database
from bondlife.errors import Conflict, Invalid, Problem
from bondlife.queries.paging import MOST, PAGE
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.inputs import Input
from bondlife.services.values import Line, PublicId

ModelT = TypeVar("ModelT", bound=BaseModel)
BODIES: dict[str, type[BaseModel]] = {}
"""Every model that is read as a body, by its name in the published contract."""


class ProblemOut(BaseModel):
    """One thing that is wrong: a stable code, the field, a sentence."""

    code: str = Field(examples=["not_found"])
    field: str = Field(examples=["project"])
    message: str = Field(examples=["There is no such record."])


class RefusalOut(BaseModel):
    """The one shape of every refusal."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "not_found",
                    "status": 404,
                    "problems": [
                        {"code": "not_found", "field": "project", "message": "There is no such record."}
                    ],
                }
            ]
        }
    )

    code: str
    status: int
    problems: list[ProblemOut]


class Paging(Input):
    """Where a page starts and how long it is."""

    after: Line = Field("", max_length=600, description="cursor: the `next` of the page before")
    limit: int = Field(PAGE, ge=1, le=MOST)


class Receipt(BaseModel):
    """What was stored; an approval that was opened comes with the digest that is to be signed."""

    public_id: str
    version: int
    state: str = ""
    approval: str | None = None
    digest: str | None = None


REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": RefusalOut, "description": "Nobody is signed in, or the token is over."},
    403: {"model": RefusalOut, "description": "The role does not allow it, or four eyes are needed."},
    404: {"model": RefusalOut, "description": "There is no such record for this person."},
    409: {"model": RefusalOut, "description": "Somebody was first, or a gate is not open yet."},
    413: {"model": RefusalOut, "description": "The body is too long."},
    422: {"model": RefusalOut, "description": "The input cannot be right; each field is named."},
    503: {"model": RefusalOut, "description": "The store cannot take it now; trying again is safe."},
}


class ApiRouter(APIRouter):
    """The routes of one module with their whole addresses and the refusals all share.

    They are whole from the start: a router inside a router would build each route twice and seek it twice.
    """

    def __init__(self, *, prefix: str = "", tags: list[str | Enum] | None = None) -> None:
        super().__init__(prefix=f"/api/v1{prefix}", tags=tags, responses=REFUSALS)


def reply(content: Any, status: int = 200, *, version: int | None = None) -> Response:
    """Return JSON; what cannot be written as UTF-8 is escaped, never a fault."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
    headers = {} if version is None else {"ETag": f'"{version}"'}
    body = text.encode("utf-8", "backslashreplace")
    return Response(body, status, headers, media_type="application/json")


def stored(receipt: Mapping[str, Any], status: int = 200) -> Response:
    """Return a receipt with its version as ETag."""
    return reply(dict(receipt), status, version=receipt.get("version"))


def body_of(model: type[ModelT]) -> Callable[[Request], Coroutine[Any, Any, ModelT]]:
    """Return the dependency that reads a body strictly; it stands after the door."""
    _publish(model)

    async def read(request: Request) -> ModelT:
        return checked(model, await read_json(request))

    return read


def takes(model: type[BaseModel]) -> dict[str, Any]:
    """Return what the published contract says about a body."""
    _publish(model)
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _publish(model: type[BaseModel]) -> None:
    """Give a body its name in the contract; two bodies of one name would be told as one of them."""
    if BODIES.setdefault(model.__name__, model) is not model:
        raise TypeError(f"two bodies are called {model.__name__}: {BODIES[model.__name__]} and {model}")


BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""What the contract says about a file sent as it is."""


async def raw_body(request: Request) -> bytes:
    """Return a file sent as it is."""
    return await request.body()


FileBytes = Annotated[bytes, Depends(raw_body)]
"""A file as the body; its length is bounded before it is read."""

SentKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,50}$",
        description="the same key with the same body gives the same answer",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", pattern=r'^("[1-9][0-9]{0,8}"|[1-9][0-9]{0,8})$', description="the ETag read"),
]
Version = Annotated[int | None, Field(ge=1, le=999_999_999, description="instead of If-Match")]


def own_key(actor: Actor, key: str | None) -> str:
    """Return a caller's key as it is kept: nobody meets the key of somebody else."""
    return f"{actor.user_id}:{key}" if key else ""


def version_asked(if_match: str | None, version: int | None) -> int:
    """Return the version a change rests on, named once or twice alike."""
    header = int(if_match.strip('"')) if if_match else None
    if header is None and version is None:
        raise Invalid.because("version_needed", "Name the version by If-Match or in the body.", "version")
    if header is not None and version is not None and header != version:
        raise Conflict(Problem("stale", "If-Match and the body name different versions.", "version"))
    return header if header is not None else version or 0


def database(request: Request) -> Database:
    """Return the database behind a request."""
    db: Database = request.app.state.db
    return db


class Write(NamedTuple):
    """One writing: its place, what it is read as, what does it, the right it needs, what it says it does.

    ``act`` takes the database, the actor, the public key where the place names one, the form and the key.
    """

    place: str
    model: type[BaseModel]
    act: Callable[..., dict[str, Any]]
    right: str
    words: str
    status: int = 200


def add_writes(router: APIRouter, writes: Iterable[Write], out: type[BaseModel]) -> None:
    """Give every writing its address behind its right; all answer in the same shape."""
    for one in writes:
        router.add_api_route(
            one.place,
            _of_one(one) if "{public_id}" in one.place else _of_none(one),
            methods=["POST"],
            response_model=out,
            status_code=one.status,
            name=f"add_{one.place.rpartition('/')[2].replace('-', '_')}",
            summary=one.words,
            description=one.words,
            openapi_extra=takes(one.model),
        )


def _of_one(write: Write) -> Callable[..., Response]:
    def add(
        request: Request,
        public_id: PublicId,
        actor: Annotated[Actor, Depends(require(write.right))],
        form: Annotated[Any, Depends(body_of(write.model))],
        key: SentKey = None,
    ) -> Response:
        told = write.act(database(request), actor, public_id, form, key=own_key(actor, key))
        return stored(told, write.status)

    return add


def _of_none(write: Write) -> Callable[..., Response]:
    def add(
        request: Request,
        actor: Annotated[Actor, Depends(require(write.right))],
        form: Annotated[Any, Depends(body_of(write.model))],
        key: SentKey = None,
    ) -> Response:
        return stored(write.act(database(request), actor, form, key=own_key(actor, key)), write.status)

    return add
