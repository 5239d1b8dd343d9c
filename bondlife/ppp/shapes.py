"""Terms that differ in their amounts alone are one shape: read and checked once for all that have it.

    shape     the canonical text of the terms with every ``fen`` and ``principal`` taken out, and the formula
    amounts   what was taken out, in order; each is the amount of one component

Shapes  terms as canonical text, encoded.
Units   fen.
Errors  Invalid: what is wrong with terms, said of the contract that has them.
"""

import json
import re
from dataclasses import dataclass
from typing import NamedTuple

from bondlife.errors import Invalid
from bondlife.ppp.parts import BaseType, Terms
from bondlife.ppp.terms import read_terms
from calculators.kernel.money import MAX_FEN
from models.canonical import canonical_json

_FEN = re.compile(rb'"fen":(\d+)')
_AMOUNT = re.compile(rb'(?:(?<="fen":)|(?<="principal":))(\d+)')
"""The first alone is found ten times as fast; most terms hold no principal."""
_WRITTEN = frozenset({BaseType.AMOUNT, BaseType.YEARLY})
_OWN_AMOUNT = _WRITTEN | {BaseType.ANNUITY, BaseType.STRAIGHT_LINE}
"""Bases whose amount is written in the terms as one number."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Terms as the first contract of the shape has them, and which components have an amount of their own.

    Amounts that are written need no working out; those of a schedule do.
    """

    terms: Terms
    varying: tuple[int, ...]
    are_written: bool


class TermsHeld(NamedTuple):
    """The terms of one contract: of a shape with its amounts, or, where ``shape`` is None, read alone."""

    terms: Terms
    shape: Shape | None
    amounts: tuple[int, ...] = ()


class Shapes:
    """The shapes met so far in a run."""

    def __init__(self) -> None:
        self._held: dict[tuple[bytes, str | None], Shape | None] = {}

    def find(self, body: bytes, formula: str | None) -> TermsHeld:
        """Return checked terms from canonical text, or raise what is wrong with them."""
        parts = (_AMOUNT if b'"principal":' in body else _FEN).split(body)
        key = b"#".join(parts[::2]), formula
        amounts = tuple(map(int, parts[1::2]))
        if key not in self._held:
            self._held[key] = _shape(body, formula, amounts)
        shape = self._held[key]
        if shape is None or max(amounts, default=0) > MAX_FEN:
            return TermsHeld(_read(body, formula), None)
        return TermsHeld(shape.terms, shape, amounts)


def _read(body: bytes, formula: str | None) -> Terms:
    return read_terms(json.loads(body), None if formula is None else json.loads(formula))


def _shape(body: bytes, formula: str | None, amounts: tuple[int, ...]) -> Shape | None:
    """Return a shape; None where these terms are not sound, or hold numbers that are not such amounts."""
    try:
        terms = _read(body, formula)
    except Invalid:
        return None
    varying = tuple(n for n, one in enumerate(terms.components) if one.base.type in _OWN_AMOUNT)
    if tuple(terms.components[n].base.fen for n in varying) != amounts:
        return None
    written = all(terms.components[n].base.type in _WRITTEN for n in varying)
    return Shape(terms, varying, written) if canonical_json(json.loads(body)).encode() == body else None
