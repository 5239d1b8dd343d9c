"""What keeps terms from being approved: where it is wrong, and why.

    sound     the data read, nothing divides by zero, every worked example comes out
    regime    a new-mechanism contract holds no availability line, minimum volume or guaranteed return

Shapes  body and formula as stored; each finding names its place.
Units   those of the formula.
Errors  none: everything wrong is a finding.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

from bondlife.errors import Invalid, Problem
from bondlife.ppp.estimate import is_estimate, read_estimate
from bondlife.ppp.parts import BaseType, ComponentKind, Terms
from bondlife.ppp.terms import read_terms
from bondlife.ppp.years import schedule_of
from calculators.kernel.errors import CalculationError
from calculators.ppp.deductions import area_rate
from calculators.ppp.formula import ContractFormula, ExampleCheck, check_examples

_SHOWN = Context(prec=12, rounding=ROUND_HALF_EVEN)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class TermsCheck:
    """Terms as read, if they could be, with what is wrong and the worked examples beside their results."""

    terms: Terms | None
    problems: tuple[Problem, ...]
    examples: tuple[tuple[str, ExampleCheck], ...] = ()

    @property
    def is_sound(self) -> bool:
        """Tell whether the terms could be paid by."""
        return not self.problems


def check_terms(body: object, formula: object = None, *, examples_asked: int = 1) -> TermsCheck:
    """Read terms and work out every example they carry.

    >>> check_terms({"components": [], "period": {"months": 3}}).problems[0].field
    'components'
    """
    if is_estimate(body):
        return TermsCheck(None, tuple(_estimate_problems(body)))
    try:
        terms = read_terms(body, formula)
    except Invalid as refusal:
        return TermsCheck(None, tuple(refusal.problems))
    found = list(_formulas(terms))
    problems: list[Problem] = list(_figure_problems(terms))
    examples: list[tuple[str, ExampleCheck]] = []
    for place, one in found:
        try:
            checks = check_examples(one)
        except CalculationError as error:
            problems.append(Problem("bad_formula", error.msgid, f"{place}: {error.field}", error.params))
            continue
        examples += [(place, check) for check in checks]
        problems += _example_problems(place, checks, examples_asked)
    return TermsCheck(terms, tuple(problems), tuple(examples))


def _estimate_problems(body: object) -> Iterator[Problem]:
    try:
        read_estimate(body)
    except Invalid as refusal:
        yield from refusal.problems
    except CalculationError as error:
        yield Problem("bad_terms", error.msgid, f"estimate.{error.field}", error.params)
    yield Problem(
        "never_payable",
        _("An estimate of affordability is never a price: enter the payment clause of the contract."),
        "template",
    )


def _figure_problems(terms: Terms) -> Iterator[Problem]:
    """Yield figures that read well and still work out to nothing: a residual above the cost, no weights."""
    for place, part in enumerate(terms.components):
        try:
            schedule_of(part.base)
        except CalculationError as error:
            yield Problem("bad_figure", error.msgid, f"components[{place}].base.{error.field}", error.params)
    deductions = terms.deductions
    if deductions.areas and deductions.rate is None:
        try:
            area_rate(deductions.annual_charge, [one.area for one in deductions.areas])
        except CalculationError as error:
            yield Problem("bad_figure", error.msgid, f"deductions.{error.field}", error.params)


def _formulas(terms: Terms) -> Iterator[tuple[str, ContractFormula]]:
    if terms.formula is not None:
        yield "formula", terms.formula
    for key, factor in terms.factors.items():
        yield f"factors.{key}.formula", factor.formula


def _example_problems(place: str, checks: tuple[ExampleCheck, ...], asked: int) -> Iterator[Problem]:
    if len(checks) < asked:
        yield Problem(
            "no_example",
            _("The formula carries %(held)s worked examples; at least %(asked)s is asked."),
            f"{place}.examples",
            {"held": len(checks), "asked": asked},
        )
    for at, check in enumerate(checks):
        if not check.agrees:
            yield Problem(
                "example_differs",
                _("The worked example “%(name)s” says %(expected)s, the formula gives %(value)s."),
                f"{place}.examples[{at}]",
                {"name": check.name, "expected": f"{check.expected:f}", "value": shown(check.value)},
            )


def shown(value: Fraction) -> str:
    """Return an exact value as people read it, to twelve digits.

    >>> shown(Fraction(69, 70))
    '0.985714285714'
    """
    return f"{_SHOWN.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize():f}"


def regime_problems(terms: Terms, forbidden: Collection[Any]) -> Iterator[Problem]:
    """Yield what a new-mechanism contract must not hold, of what the rule lists."""
    for place, part in enumerate(terms.components):
        if "availability" in forbidden and part.kind is ComponentKind.AVAILABILITY:
            yield Problem(
                "new_availability",
                _("A contract of the new mechanism has no availability payment: “%(name)s”."),
                f"components[{place}].kind",
                {"name": part.name},
            )
        if "minimum_volume" in forbidden and part.base.type is BaseType.VOLUME and part.base.least > 0:
            yield Problem(
                "new_minimum_volume",
                _("A contract of the new mechanism guarantees no volume: “%(name)s”."),
                f"components[{place}].base.least",
                {"name": part.name},
            )
    if "guaranteed_return" in forbidden and terms.guaranteed_return > 0:
        yield Problem(
            "new_guaranteed_return",
            _("A contract of the new mechanism guarantees no return."),
            "guaranteed_return",
        )
