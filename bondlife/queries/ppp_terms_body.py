"""Payment terms in words: components, formula lines with units, worked examples, what is wrong and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from bondlife.books import RuleBook
from bondlife.errors import Invalid, Problem
from bondlife.lifecycle.guards.ppp import yearly_bases
from bondlife.locale import gettext, ngettext
from bondlife.ppp.checks import TermsCheck, check_terms, regime_problems, shown
from bondlife.ppp.estimate import Estimate, is_estimate, read_estimate
from bondlife.ppp.linkage import LinkedPart, linked_parts
from bondlife.ppp.parts import BaseType, ComponentTerms, Terms
from bondlife.queries.nested_words import BASES, CODES, COMPONENT_KINDS
from bondlife.queries.ppp_contract import LinkageView, linkage_view
from bondlife.queries.words import problem_text, said
from calculators.kernel.errors import CalculationError
from calculators.ppp.deductions import area_rate
from calculators.ppp.formula import ExampleCheck
from models.lifecycle import Label
from models.registry import PPPContract


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component in words: kind, base with its evidence, the year's amount where it is known."""

    name: str
    kind: str
    base: str
    amount: int | None
    evidence: str
    index: str
    clause: str


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """A worked example beside what the formula gives."""

    formula: str
    name: str
    expected: str
    value: str
    tolerance: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a formula."""

    name: str
    label: str
    expression: str
    unit: str


@dataclass(frozen=True, slots=True)
class InputLine:
    """One input of a formula: its unit and where its value comes from."""

    name: str
    label: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One thing that is wrong, with its place in the data."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One year of an estimate, fen."""

    year: int
    construction: int
    operation: int
    users: int
    subsidy: int
    total: int
    is_peak: bool


@dataclass(frozen=True, slots=True)
class TermsBodyView:
    """Terms as they read: everything below is computed from the two texts."""

    findings: Sequence[FindingLine]
    components: Sequence[ComponentLine]
    examples: Sequence[ExampleLine]
    inputs: Sequence[InputLine]
    steps: Sequence[StepLine]
    facts: Sequence[tuple[str, str]]
    linkage: LinkageView
    estimate: Sequence[EstimateLine]
    estimate_total: int


def body_view(
    body: Any, formula: Any, contract: PPPContract | None, valid_from: date, rules: RuleBook
) -> TermsBodyView:
    """Return what two texts say, with everything that is wrong with them."""
    asked = rules.get("ppp.worked_example")
    check = check_terms(body, formula, examples_asked=asked.whole() if asked and asked.value else 0)
    terms = check.terms
    parts = _parts(terms, valid_from) if terms is not None else ()
    estimate = _estimate(body)
    return TermsBodyView(
        [FindingLine(one.field, problem_text(one)) for one in _problems(check, contract, rules)],
        _components(terms, valid_from) if terms is not None else (),
        [_example(place, one) for place, one in check.examples],
        _inputs(terms) if terms is not None else (),
        _steps(terms) if terms is not None else (),
        _facts(terms) if terms is not None else (),
        linkage_view(contract, parts, rules),
        _estimate_lines(estimate),
        estimate.table.whole_life if estimate is not None else 0,
    )


def _parts(terms: Terms, valid_from: date) -> tuple[LinkedPart, ...]:
    try:
        return linked_parts(terms, yearly_bases(terms, valid_from))
    except CalculationError:
        return ()


def _problems(check: TermsCheck, contract: PPPContract | None, rules: RuleBook) -> list[Problem]:
    found = list(check.problems)
    ban = rules.get("ppp.new_mechanism")
    if check.terms is not None and contract is not None and contract.regime == "new" and ban is not None:
        found += regime_problems(check.terms, set(ban.value or ()))
    return found


def _components(terms: Terms, valid_from: date) -> list[ComponentLine]:
    try:
        amounts = yearly_bases(terms, valid_from)
    except CalculationError:
        amounts = {}
    return [
        ComponentLine(
            part.name,
            said(COMPONENT_KINDS[part.kind.value]),
            _base_words(part),
            amounts.get(part.key),
            part.base.evidence,
            part.index,
            part.clause,
        )
        for part in terms.components
    ]


def _base_words(part: ComponentTerms) -> str:
    base, told = part.base, said(BASES[part.base.type.value])
    if base.type in {BaseType.ANNUITY, BaseType.STRAIGHT_LINE}:
        rate = f"{(base.rate * 100).normalize():f}"
        more = gettext("%(rate)s %% a year over %(years)s years") % {"rate": rate, "years": base.years}
        return f"{told}，{more}"
    if base.type is BaseType.FORMULA:
        return f"{told} {base.step}".strip()
    if base.type is BaseType.VOLUME:
        return f"{told}（{base.least:f}–{base.most:f} × {base.design:f}）"
    return told


def _example(place: str, one: ExampleCheck) -> ExampleLine:
    return ExampleLine(
        place, one.name, f"{one.expected:f}", shown(one.value), f"{one.tolerance:f}", one.agrees
    )


def _inputs(terms: Terms) -> list[InputLine]:
    found = []
    formulas = [(terms.formula, terms.bindings)] if terms.formula is not None else []
    for formula, bindings in [*formulas, *((one.formula, one.bindings) for one in terms.factors.values())]:
        for entry in formula.data.inputs:
            label = said(Label(entry.label, entry.label_zh))
            found.append(InputLine(entry.name, label, entry.unit, bindings[entry.name]))
    return found


def _steps(terms: Terms) -> list[StepLine]:
    formulas = [] if terms.formula is None else [terms.formula]
    return [
        StepLine(step.name, said(Label(step.label, step.label_zh)), step.expression, step.written_unit)
        for formula in [*(one.formula for one in terms.factors.values()), *formulas]
        for step in formula.steps
    ]


def _facts(terms: Terms) -> list[tuple[str, str]]:
    """Return the rest of the terms as pairs of name and words."""
    found = [
        (gettext("Period"), gettext("%(months)s months") % {"months": terms.period_months}),
        (gettext("Due after"), gettext("%(days)s days") % {"days": terms.due_days}),
        (gettext("First period"), terms.first_period or "—"),
        (gettext("Rounding"), said(CODES["rounding"][terms.rounding.value])),
    ]
    if terms.score is not None:
        found += [(gettext("Score that pays"), _score_words(terms))]
    if terms.coefficient is not None:
        found += [(gettext("Coefficient"), _coefficient_words(terms))]
    for key, index in terms.indexation.items():
        weights = "；".join(f"{one.series} {one.weight * 100:f}%" for one in index.parts)
        found.append((gettext("Indexation %(key)s") % {"key": key}, weights))
    found += _deduction_facts(terms)
    if terms.payers:
        told = "；".join(f"{one.name or one.region} {float(one.share) * 100:g}%" for one in terms.payers)
        found.append((gettext("Payers"), told))
    if terms.late_rate:
        found.append((gettext("Default interest a year"), f"{(terms.late_rate * 100).normalize():f}%"))
    return found


def _score_words(terms: Terms) -> str:
    score = terms.score
    assert score is not None
    cycle = gettext("%(months)s-month cycle") % {"months": score.cycle_months}
    lag = (
        ngettext("%(num)s cycle before", "%(num)s cycles before", score.lag) % {"num": score.lag}
        if score.lag
        else gettext("of the same period")
    )
    first = (
        gettext("first period in full") if score.is_first_period_full else gettext("first period by score")
    )
    return gettext("%(cycle)s, %(lag)s, %(first)s") % {"cycle": cycle, "lag": lag, "first": first}


def _coefficient_words(terms: Terms) -> str:
    rule = terms.coefficient
    assert rule is not None
    if rule.kind.value == "ratio":
        return gettext("score ÷ %(line)s, at most 1") % {"line": f"{rule.threshold:f}"}
    if rule.kind.value == "offset":
        words = gettext("(score + %(offset)s) ÷ 100 below %(line)s")
        return words % {"offset": f"{rule.offset:f}", "line": f"{rule.threshold:f}"}
    return "；".join(f"≥ {band.from_score:f} → {band.coefficient:f}" for band in rule.bands)


def _deduction_facts(terms: Terms) -> list[tuple[str, str]]:
    found = []
    deductions = terms.deductions
    rate = _area_rate(terms)
    if rate is not None:
        found.append((gettext("Rate of a weighted period, computed"), shown(rate / 100)))
    if deductions.rate is not None:
        found.append((gettext("Rate of a weighted period, as printed"), shown(deductions.rate)))
    if deductions.points:
        bands = "；".join(f"> {one.above} × {one.factor:f}" for one in deductions.points)
        found.append((gettext("Points"), bands))
    if deductions.cap_share is not None:
        found.append((gettext("Deductions at most"), f"{(deductions.cap_share * 100).normalize():f}%"))
    return found


def _area_rate(terms: Terms) -> Fraction | None:
    areas = [one.area for one in terms.deductions.areas]
    try:
        return area_rate(terms.deductions.annual_charge, areas).rate if areas else None
    except CalculationError:
        return None


def _estimate(body: Any) -> Estimate | None:
    try:
        return read_estimate(body) if is_estimate(body) else None
    except (Invalid, CalculationError):
        return None


def _estimate_lines(found: Estimate | None) -> list[EstimateLine]:
    if found is None:
        return []
    rows_of = zip(found.table.subsidies, found.table.totals, strict=True)
    return [
        EstimateLine(
            found.first_year + place,
            one.construction,
            one.operation,
            one.user_payment,
            one.subsidy,
            total,
            place + 1 == found.table.peak_year,
        )
        for place, (one, total) in enumerate(rows_of)
    ]
