"""Calculators: list, describe, compute with explanation."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import ApiRouter, reply
from bondlife.api.strict import read_json
from bondlife.catalogue import calculator_spec
from bondlife.compute import run
from bondlife.queries.calculators import calculator_lines, described
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services.inputs import Input
from bondlife.services.sized import check_size
from bondlife.services.values import Line

router = ApiRouter(prefix="/calculators", tags=["calculators"])

Runner = Annotated[Actor, Depends(require("calculator.run"))]
CalculatorKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_.]{0,59}$", examples=["bonds.schedule"])]
ARGUMENTS = {
    "requestBody": {
        "required": True,
        "description": "The arguments by name, as the calculator's description says. Amounts are whole fen, "
        "decimals and dates text. At most 5,000 values, texts of 20,000 characters, eight levels.",
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {"total_investment": 1000000000, "minimum": "0.2", "fiscal_capital": 250000000},
            }
        },
    }
}


class CalculatorAsk(Input):
    """Words of the key or title."""

    q: Line = Field("", max_length=100)


class CalculatorLineOut(BaseModel):
    """One calculator."""

    key: str
    area: str
    title: str
    title_zh: str
    version: int


class CalculatorsOut(BaseModel):
    """The calculators, by key."""

    items: list[CalculatorLineOut]


class CalculatorOut(CalculatorLineOut):
    """One calculator with its inputs, outputs, formulas, sources and an example that runs."""

    unit: str
    inputs: list[dict[str, Any]]
    outputs: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    example: dict[str, Any]


class Computed(BaseModel):
    """A result and how it came about."""

    key: str
    version: int
    result: Any
    explanation: dict[str, Any]


async def arguments(request: Request) -> Any:
    """Read the arguments strictly and keep them within the stated limits."""
    data = await read_json(request)
    check_size(data)
    return data


@router.get("", response_model=CalculatorsOut)
def list_calculators(actor: Runner, asked: Annotated[CalculatorAsk, Query()]) -> Response:  # noqa: ARG001
    """List the calculators."""
    names = ("key", "area", "title", "title_zh", "version")
    lines = [{name: getattr(line, name) for name in names} for line in calculator_lines(asked.q)]
    return reply({"items": lines})


@router.get("/{calculator_key}", response_model=CalculatorOut)
def describe_calculator(actor: Runner, calculator_key: CalculatorKey) -> Response:  # noqa: ARG001
    """Describe one calculator: inputs, outputs with formulas, sources, an example."""
    return reply(described(calculator_spec(calculator_key)))


@router.post("/{calculator_key}", response_model=Computed, openapi_extra=ARGUMENTS)
def compute(
    actor: Runner,  # noqa: ARG001
    calculator_key: CalculatorKey,
    given: Annotated[Any, Depends(arguments)],
) -> Response:
    """Compute, with every step in words and numbers and its source."""
    return reply(run(calculator_spec(calculator_key), given))
