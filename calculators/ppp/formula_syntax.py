"""The parts of a parsed contract formula.

Shapes  a tree of frozen nodes; sums, products and conditions are flat, so depth is nesting only.
Units   columns count characters from 1.
Errors  none: nodes are made by the parser.
Source  Own grammar, see formula_parser.
"""

from dataclasses import dataclass
from fractions import Fraction

from calculators.ppp.units import Unit


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; without a unit it is pure, and a bare zero fits any unit."""

    value: Fraction
    unit: Unit | None
    column: int


@dataclass(frozen=True, slots=True)
class Name:
    """An input or an earlier step."""

    name: str
    column: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added or taken away."""

    terms: "tuple[tuple[bool, Node], ...]"
    column: int


@dataclass(frozen=True, slots=True)
class Product:
    """Factors multiplied or divided by, from the left; the flag marks a divisor."""

    factors: "tuple[tuple[bool, Node], ...]"
    column: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison of two values."""

    sign: str
    left: "Node"
    right: "Node"
    column: int


@dataclass(frozen=True, slots=True)
class Condition:
    """Statements joined by "and" or "or", or one turned round by "not"."""

    word: str
    parts: "tuple[Node, ...]"
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; a lookup's table stands in ``table``."""

    function: str
    table: str
    arguments: "tuple[Node, ...]"
    column: int


Node = Number | Name | Sum | Product | Comparison | Condition | Call
