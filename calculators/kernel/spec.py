"""What a calculator says about itself: quantities, formulas, sources, a worked example."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a formula comes from: document, clause or page, edition; confirmed means the text was read."""

    document: str
    clause: str
    edition: str
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """One input or output: its name in code, labels, unit, and for outputs the formula.

    ``formula`` is written with names in braces, "{face} × {coupon_rate} ÷ {frequency}", so that one
    template serves words (labels put in) and numbers (values put in).
    ``unit`` is one of: fen, rate (decimal per year), percent, ratio, multiple, days, months, years,
    count, score, points, date, text, index, yuan_per_unit, flag, table.
    """

    name: str
    label: str
    label_zh: str
    unit: str
    formula: str = ""


@dataclass(frozen=True, slots=True)
class CalculatorSpec:
    """One calculator: key, titles, function, quantities, sources and an example that runs.

    ``example`` holds the arguments as JSON-ready values (dates and decimals as text);
    ``example_result`` the fields they give, as text.
    A result that is not a dataclass is described by one output named "result".
    """

    key: str
    title: str
    title_zh: str
    unit: str
    function: Callable[..., Any]
    inputs: tuple[Quantity, ...]
    outputs: tuple[Quantity, ...]
    sources: tuple[Clause, ...]
    example: Mapping[str, Any]
    example_result: Mapping[str, str]
    version: int = 1
