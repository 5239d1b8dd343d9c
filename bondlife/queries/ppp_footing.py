"""What a statement stands on: the part of it that hung on performance, both checks of linkage, the rules.

    at risk  what a component comes to in the period, prices moved, × its linked share
    moved    what the score took from it

The share is that of the frozen terms; where a formula holds the share inside, its money is told by the year.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from bondlife import clock
from bondlife.books import Rule, rule_book
from bondlife.lifecycle.guards.ppp import yearly_bases
from bondlife.ppp.linkage import LinkedPart, linked_parts
from bondlife.ppp.parts import BaseType, Terms
from bondlife.ppp.periods import first_day
from bondlife.ppp.terms import read_terms
from bondlife.queries.ppp_contract import LinkageView, linkage_view
from bondlife.queries.ppp_stated import ContractSeen, StatementRow
from calculators.kernel.errors import CalculationError
from models.canonical import canonical_json

LAW = (
    *("ppp.regime", "ppp.linkage_gate", "ppp.full_linkage", "ppp.payment_conditions"),
    *("ppp.objection_days", "ppp.cap_warning"),
)
"""Rules a payment rests on or is measured by; each is cited with its legal status."""


@dataclass(frozen=True, slots=True)
class RiskLine:
    """One component in the period, fen; ``at_risk`` is None where the formula holds the share inside."""

    name: str
    base: int
    share: Fraction
    at_risk: int | None
    moved: int
    clause: str


@dataclass(frozen=True, slots=True)
class FootingView:
    """The money that hung on performance, both checks apart, the rules with their status."""

    lines: Sequence[RiskLine]
    at_risk: int
    moved: int
    linkage: LinkageView
    law: Sequence[Rule]


def footing_of(session: Session, row: StatementRow, contract: ContractSeen) -> FootingView:
    """Return what a statement stands on, from its frozen terms and the rules as they stand today."""
    rules = rule_book(session, contract.region, clock.business_date())
    terms = _terms(canonical_json([row.frozen["terms"][name] for name in ("body", "formula")]))
    parts = _parts(terms, row)
    inside = {one.name for one in terms.components if one.base.type is BaseType.FORMULA}
    lines = [_line(part, row.result, is_inside=part.name in inside) for part in parts]
    return FootingView(
        lines,
        sum(one.at_risk or 0 for one in lines),
        sum(one.moved for one in lines),
        linkage_view(contract, parts, rules),
        [rule for key in LAW if (rule := rules.get(key)) is not None],
    )


@lru_cache(maxsize=256)
def _terms(text: str) -> Terms:
    """Return frozen terms; the periods of a contract share them, and they never change."""
    return read_terms(*json.loads(text))


def _parts(terms: Terms, row: StatementRow) -> tuple[LinkedPart, ...]:
    try:
        return linked_parts(terms, yearly_bases(terms, first_day(row.period)))
    except CalculationError:
        return ()


def _line(part: LinkedPart, result: Mapping[str, Any], *, is_inside: bool) -> RiskLine:
    lines = result["lines"]
    base = sum(
        one["fen"] for one in lines if one["name"] == part.name and one["kind"] in {"base", "indexation"}
    )
    moved = sum(
        one["fen"]
        for one in lines
        if one["kind"] == "performance" and str(one["name"]).startswith(f"{part.name}: ")
    )
    at_risk = None if is_inside else round(base * part.share)
    return RiskLine(part.name, base, part.share, at_risk, moved, part.clause)
