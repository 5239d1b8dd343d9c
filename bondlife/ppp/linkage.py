"""How much of each component hangs on performance, from its linked shares and from its formula.

    formula   1 − value with every coefficient at 0 ÷ value with every coefficient at 1
    in all    of the formula's share, and of the rest the linked shares

The other inputs of a formula are those of its first worked example: a linked share does not depend on them
where the formula is a product, and is the example's where it is not.

Shapes  terms as read.
Units   shares are exact fractions of 1; money at risk in fen a year.
Errors  CalculationError of the formula and of ``ppp.linkage``.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bondlife.ppp.parts import SCORE, BaseType, ComponentKind, ComponentTerms, Terms
from calculators.kernel.errors import CalculationError
from calculators.ppp.formula import ContractFormula, evaluate_formula
from calculators.ppp.linkage import ComponentKind as LinkedKind
from calculators.ppp.linkage import Linkage, LinkedComponent, performance_linkage


@dataclass(frozen=True, slots=True)
class LinkedPart:
    """One component with its linked share and the yearly base it is weighed by (None: not known)."""

    key: str
    name: str
    kind: ComponentKind
    share: Fraction
    base: int | None
    clause: str

    @property
    def at_risk(self) -> int | None:
        """Return the money that hangs on performance, fen a year, or None where the base is not known."""
        return None if self.base is None else round(self.base * self.share)


def linked_parts(terms: Terms, bases: dict[str, int | None]) -> tuple[LinkedPart, ...]:
    """Return every component with the share that performance moves."""
    return tuple(
        LinkedPart(
            part.key, part.name, part.kind, linked_share(terms, part), bases.get(part.key), part.clause
        )
        for part in terms.components
    )


def linked_share(terms: Terms, part: ComponentTerms) -> Fraction:
    """Return the share of a component that performance moves, formula and linked shares together."""
    within = Fraction(0)
    if part.base.type is BaseType.FORMULA and terms.formula is not None:
        within = _formula_share(terms, terms.formula, part.base.step)
    return within + (1 - within) * part.linked_share


def _formula_share(terms: Terms, formula: ContractFormula, step: str) -> Fraction:
    moved = _coefficients(terms, formula)
    if not moved or not formula.data.examples:
        return Fraction(0)
    given = dict(formula.data.examples[0].inputs)
    whole, least = (_step_value(formula, given, moved, level, step) for level in (1, 0))
    return Fraction(0) if whole == 0 else 1 - least / whole


def _coefficients(terms: Terms, formula: ContractFormula) -> set[str]:
    """Return the inputs that are pure numbers bound to a score or factor: a billable volume is none."""
    pure = {entry.name for entry in formula.data.inputs if entry.unit == "ratio"}
    bound = terms.bindings.items()
    return pure & {name for name, source in bound if source == SCORE or source.startswith("factor:")}


def _step_value(
    formula: ContractFormula, given: dict[str, Decimal | bool], moved: set[str], level: int, step: str
) -> Fraction:
    result = evaluate_formula(formula, {**given, **dict.fromkeys(moved, Decimal(level))})
    return next((line.value for line in result.steps if line.name == step), result.value)


def gate_of(parts: tuple[LinkedPart, ...], gate: Decimal) -> Linkage | None:
    """Return the linkage of the contract by its gate; None where no component is an availability payment.

    Components whose yearly base is not known weigh the same as each other.
    """
    if not any(part.kind is ComponentKind.AVAILABILITY for part in parts):
        return None
    known = all(part.base is not None for part in parts)
    rows = [
        LinkedComponent(
            LinkedKind.AVAILABILITY if part.kind is ComponentKind.AVAILABILITY else LinkedKind.OPERATION,
            (part.base or 0) if known else 1,
            part.share,
        )
        for part in parts
    ]
    try:
        return performance_linkage(rows, gate=gate)
    except CalculationError as error:
        if error.code == "zero_base":
            return None
        raise
