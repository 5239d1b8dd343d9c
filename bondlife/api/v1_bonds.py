"""Parts of a bond, and sums of instalments by month."""

from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import ApiRouter, database, reply
from bondlife.api.v1_records import RecordOut
from bondlife.errors import Invalid
from bondlife.queries import api_registers as registers
from bondlife.queries.api_instalments import instalment_sums
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.inputs import Input
from bondlife.services.values import Month, PublicId

router = ApiRouter()


class PartsOut(BaseModel):
    """The parts of a bond you may see."""

    items: list[RecordOut]


class MonthsAsk(Input):
    """From one month to another, both belonging to it; perhaps one region's subtree."""

    from_month: Month = Field(examples=["2026-01"])
    to_month: Month = Field(examples=["2026-12"])
    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""


class SumOut(BaseModel):
    """What falls due in one month; amounts in yuan."""

    month: str
    count: int
    principal: str
    interest: str
    fee: str
    secured: str


class SumsOut(BaseModel):
    """Sums by month, and all together."""

    months: list[SumOut]
    total: SumOut


@router.get("/bonds/{public_id}/shares", response_model=PartsOut, tags=["bonds"])
def shares(
    request: Request, public_id: PublicId, actor: Annotated[Actor, Depends(require("bond_share.read"))]
) -> Response:
    """List the shares of a bond you may see."""
    return reply({"items": registers.bond_parts(database(request), actor, public_id, "bond_share")})


@router.get("/bonds/{public_id}/schedule", response_model=PartsOut, tags=["bonds"])
def schedule(
    request: Request, public_id: PublicId, actor: Annotated[Actor, Depends(require("instalment.read"))]
) -> Response:
    """List the instalments of a bond you may see."""
    return reply({"items": registers.bond_parts(database(request), actor, public_id, "instalment")})


@router.get("/instalments/sums", response_model=SumsOut, tags=["instalments"])
def sums(
    request: Request,
    actor: Annotated[Actor, Depends(require("instalment.read"))],
    asked: Annotated[MonthsAsk, Query()],
) -> Response:
    """Sum what falls due, month by month."""
    if asked.to_month < asked.from_month:
        raise Invalid.because(
            "bad_window", "The last month lies before the first, or too far on.", "to_month"
        )
    return reply(
        instalment_sums(database(request), actor, asked.from_month, asked.to_month, region=asked.region)
    )
