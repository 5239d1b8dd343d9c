"""What a period brought to all contracts of a shape that share scores, prices and inputs: worked out once.

    factors    of each component line: base × factor is its exact amount
    bases      of components whose amount is not written in the terms: price × volume, a step of a formula
    pattern    the canonical result, with a place for each figure that differs between contracts

Shapes  one shape of terms with what one period brought.
Units   fen; factors are exact fractions.
Errors  none: what cannot be worked out together is None, and the single way says why.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from bondlife.errors import Invalid
from bondlife.ppp.frozen import Frozen
from bondlife.ppp.parts import ComponentTerms, Terms
from bondlife.ppp.quantities import Quantities
from bondlife.ppp.shapes import Shape
from bondlife.ppp.statement import SCHEMA, coefficient_told, components_of, shared_income_of
from calculators.kernel.errors import CalculationError
from calculators.ppp.statement import FORMULAS, NAMES, Component
from models.canonical import canonical_json, quoted

LONGEST = 2**62
"""Factors and bases from here on are left to the single way, whose numbers have no end."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a component: its kind, name and clause, and the factor of the base."""

    component: int
    kind: str
    name: str
    clause: str
    factor: Fraction
    of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """Bases by component (None: in the terms) over their parts, price factors; factors by line; the pattern.

    A line is base × above ÷ below, in which the parts of the base are counted. Contracts whose layout,
    component and kind of each line, is the same stand in one table.
    """

    layout: tuple[tuple[int, str], ...]
    bases: tuple[int | None, ...]
    parts: tuple[int, ...]
    indexed: tuple[Fraction, ...]
    above: tuple[int, ...]
    below: tuple[int, ...]
    user_payment: int
    shared_income: int
    pattern: str


def brought_of(shape: Shape, frozen: Frozen) -> Brought | None:
    """Return what a period brought; None where a contract must be worked out alone."""
    try:
        return _brought(shape, frozen)
    except (Invalid, CalculationError):
        return None


def _brought(shape: Shape, frozen: Frozen) -> Brought | None:
    terms = shape.terms
    told: dict[str, Any] = {
        name: json.loads(getattr(frozen, name)) for name in ("inputs", "prices", "indices")
    }
    told |= {"period": frozen.period, "scores": [one.told() for one in frozen.scores]}
    here = Quantities.of(terms, told)
    components = components_of(terms, here)
    lines = tuple(_lines(terms, components))
    bases = [Fraction(one.base) for one in components]
    given = [None if n in shape.varying else one.numerator for n, one in enumerate(bases)]
    parts = [
        terms.components[n].base.periods if n in shape.varying else o.denominator for n, o in enumerate(bases)
    ]
    below = [one.factor.denominator * parts[one.component] for one in lines]
    sizes = [*(abs(one.factor.numerator) for one in lines), *below, *(one or 0 for one in given)]
    if not _are_plain(lines, components) or max(sizes) >= LONGEST:
        return None
    coefficients = [
        coefficient_told(one, row.cycle)
        for one, row in zip(here.scored, frozen.scores if here.scored else (), strict=True)
    ]
    return Brought(
        layout=tuple((one.component, one.kind) for one in lines),
        bases=tuple(given),
        parts=tuple(parts),
        indexed=tuple(Fraction(one.index_factor) for one in components),
        above=tuple(one.factor.numerator for one in lines),
        below=tuple(below),
        user_payment=here.fen(terms.user_payment) if terms.user_payment else 0,
        shared_income=shared_income_of(terms, here),
        pattern=_pattern(lines, canonical_json(coefficients)),
    )


def _lines(terms: Terms, components: list[Component]) -> Iterable[Line]:
    for place, (part, agreed) in enumerate(zip(components, terms.components, strict=True)):
        yield Line(place, "base", part.name, part.clause, Fraction(1), {})
        factor = Fraction(part.index_factor)
        if factor != 1:
            clause = _index_clause(terms, agreed) or part.clause
            yield Line(place, "indexation", part.name, clause, factor - 1, {"factor": str(factor)})
        for one in part.linked:
            share, coefficient = Fraction(one.share), Fraction(one.coefficient)
            of = {"coefficient": str(coefficient), "share": str(share)}
            name, moved = f"{part.name}: {one.name}", factor * share * (coefficient - 1)
            yield Line(place, "performance", name, one.clause or part.clause, moved, of)


def _index_clause(terms: Terms, agreed: ComponentTerms) -> str:
    return terms.indexation[agreed.index].clause if agreed.index else ""


def _are_plain(lines: tuple[Line, ...], components: list[Component]) -> bool:
    """Tell whether nothing has to be refused and every line has a name of its own."""
    names = [(one.kind, one.name) for one in lines]
    rates = [Fraction(part.coefficient) for one in components for part in one.linked]
    shares = [sum((Fraction(part.share) for part in one.linked), Fraction(0)) for one in components]
    return (
        len(set(names)) == len(names)
        and min(Fraction(one.index_factor) for one in components) > 0
        and min(Fraction(one.base) for one in components) >= 0
        and min(rates, default=0) >= 0
        and max(shares) <= 1
    )


def _pattern(lines: tuple[Line, ...], coefficients: str) -> str:
    """Return the result with places for: charges, deducted, difference, fee, lines, rest, payable, payers, ….

    The places of a line are its exact amount, its whole fen and its base.
    """
    own = ",".join(map(_line_pattern, lines))
    return (
        f'{{"carried_forward":0,"charges":[%s],"coefficients":{_kept(coefficients)},"deducted":"%s",'
        f'"difference":%s,"fee":"%s","lines":[{own}%s],"payable":%s,"payers":%s,"schema":{SCHEMA},'
        '"to_pay":%s,"unrounded":"%s"}'
    )


def _line_pattern(one: Line) -> str:
    of = "".join(f',{quoted(name)}:"{value}"' for name, value in one.of.items())
    return (
        f'{{"clause":{_kept(quoted(one.clause))},"exact":"%s","fen":%s,"formula":{_kept(quoted(FORMULAS[one.kind]))},'
        f'"kind":{quoted(one.kind)},"name":{_kept(quoted(one.name))},"of":{{"base":"%s"{of}}}}}'
    )


def _kept(text: str) -> str:
    return text.replace("%", "%%")


@lru_cache(maxsize=1024)
def whole_line(kind: str, clause: str = "") -> str:
    """Return the pattern of a line of whole fen that rests on nothing but itself: exact, fen, quoted name.

    The comma before it is part of it.
    """
    return (
        f',{{"clause":{_kept(quoted(clause))},"exact":"%s","fen":%s,"formula":{quoted(FORMULAS[kind])},'
        f'"kind":"{kind}","name":%s,"of":{{}}}}'
    )


def single_line(kind: str, fen: int) -> str:
    """Return a line of which a statement has one at most; nothing where it comes to nothing."""
    return whole_line(kind) % (fen, fen, quoted(NAMES[kind])) if fen else ""
