"""Payment terms as data: read, checked, and asked what a period needs before an amount can be said.

    components    base × index × (fixed share + Σ share × coefficient); bases: an amount, a year over its
                  periods, amounts by year, a level annuity, equal principal, price × billable volume, a step
                  of the formula
    score         which cycles pay a period: length, lag, last or mean, whether a first period is paid in full
    deductions    areas with weights, points with bands, amounts fixed by the contract; minimum and cap
    indexation    composite factors with base months, cycle and trigger
    then          user payments, income above plan, payment cap, carry-over, rounding, period, payers

Numbers are text (decimal or fraction), money is whole fen. A reference names where a value comes from:
``score``, ``input:NAME`` (a quantity of the period), ``price:NAME`` (a price basis of the contract),
``factor:NAME`` (a coefficient formula of these terms) or ``number:1.5``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bondlife.ppp.parts import (
    AreaTerms,
    Base,
    BaseType,
    Combine,
    ComponentKind,
    ComponentTerms,
    DayKind,
    DeductionTerms,
    Factor,
    IndexPart,
    IndexTerms,
    Linked,
    Payer,
    ScoreTerms,
    SharingTerms,
    Terms,
)
from bondlife.ppp.periods import LENGTHS, months_of
from bondlife.ppp.reading import Place, refuse
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import Rounding
from calculators.ppp.annuity import Timing
from calculators.ppp.coefficient import Band, CoefficientKind, CoefficientRule
from calculators.ppp.deductions import Area, RatchetStep
from calculators.ppp.formula import ContractFormula, read_formula
from calculators.ppp.user_payment import SharingBand

_REFERENCE = re.compile(
    r"score|(?:input|price|factor):[^:\s]{1,60}|number:-?\d{1,20}(?:\.\d{1,20})?", re.ASCII
)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


_FIELDS = (
    *("components", "coefficient", "score", "deductions", "indexation", "user_payment", "sharing"),
    *("payment_cap", "carried_forward", "rounding", "period", "payers", "formula_inputs"),
    *("factors", "first_period", "late_rate", "guaranteed_return"),
)


def read_terms(body: object, formula: object = None) -> Terms:
    """Return checked terms, or refuse naming the place.

    >>> base = {"type": "amount", "fen": 100_00}
    >>> component = {"key": "availability", "name": "可用性付费", "kind": "availability", "base": base}
    >>> read_terms({"components": [component], "period": {"months": 3}}).components[0].base.fen
    10000
    """
    top = Place.of(body)
    top.only(*_FIELDS)
    read = None if formula is None else _formula(formula)
    terms = _assembled(top, read)
    _require_consistent(top, terms)
    return replace(terms, references=terms.sources())


def _assembled(top: Place, formula: ContractFormula | None) -> Terms:
    period = top.part("period")
    period.only("months", "due_days", "due_kind")
    coefficient = top.part("coefficient") if top.has("coefficient") else None
    offset = top.part("user_payment") if top.has("user_payment") else None
    return Terms(
        tuple(_component(one) for one in top.rows("components", needed=True)),
        None if coefficient is None else _coefficient(coefficient),
        "" if coefficient is None else coefficient.text("clause", ""),
        _score(top.part("score")) if top.has("score") else None,
        _deductions(top.part("deductions")) if top.has("deductions") else DeductionTerms(),
        {one.key: one for one in map(_index, top.rows("indexation"))},
        "" if offset is None else f"input:{offset.text('input')}",
        "" if offset is None else offset.text("clause", ""),
        _sharing(top.part("sharing")) if top.has("sharing") else None,
        top.fen("payment_cap") if top.has("payment_cap") else None,
        top.flag("carried_forward"),
        top.choice("rounding", Rounding, "half_up"),
        period.whole("months", least=1, most=12),
        period.whole("due_days", 30, most=366),
        period.choice("due_kind", DayKind, "calendar"),
        tuple(_payer(one) for one in top.rows("payers")),
        formula,
        _bindings(top, "formula_inputs"),
        {one.key: one for one in map(_factor, top.rows("factors"))},
        _first(top),
        top.decimal("late_rate", "0"),
        top.decimal("guaranteed_return", "0"),
    )


def _first(top: Place) -> str:
    period = top.text("first_period", "")
    if period:
        months_of(period)
    return period


def _factor(at: Place) -> Factor:
    at.only("key", "name", "formula", "inputs", "clause")
    key, formula = at.text("key"), _formula(at.data.get("formula"), at.name("formula"))
    bindings = _bindings(at, "inputs")
    _require_bound(formula, bindings, at.name("inputs"))
    return Factor(key, at.text("name", key), formula, bindings, at.text("clause", ""))


def _formula(data: object, at: str = "formula") -> ContractFormula:
    try:
        return read_formula(Place.of(data, at).data)
    except CalculationError as error:
        refuse(f"{at}: {error.field}", error.msgid, **error.params)


def _component(at: Place) -> ComponentTerms:
    at.only("key", "name", "kind", "base", "linked", "index", "clause")
    key = at.text("key")
    linked = tuple(_linked(one) for one in at.rows("linked"))
    return ComponentTerms(
        key,
        at.text("name", key),
        at.choice("kind", ComponentKind),
        _base(at.part("base")),
        linked,
        at.text("index", "") if at.has("index") else "",
        at.text("clause", ""),
    )


def _linked(at: Place) -> Linked:
    at.only("name", "share", "coefficient", "clause")
    return Linked(at.text("name"), at.share("share"), _source(at, "coefficient"), at.text("clause", ""))


_OF_BASE: Mapping[BaseType, tuple[str, ...]] = {
    BaseType.AMOUNT: ("fen",),
    BaseType.YEARLY: ("fen", "periods"),
    BaseType.ANNUITY: ("principal", "rate", "years", "timing", "residual", "periods"),
    BaseType.STRAIGHT_LINE: ("principal", "rate", "years", "residual", "first_year", "periods"),
    BaseType.VOLUME: ("price", "volume", "design", "least", "most"),
    BaseType.FORMULA: ("step",),
    BaseType.BY_YEAR: ("amounts", "periods"),
}


def _base(at: Place) -> Base:
    kind = at.choice("type", BaseType)
    at.only("type", "evidence", *_OF_BASE[kind])
    evidence = at.text("evidence", "")
    if kind is BaseType.FORMULA:
        return Base(kind, step=at.text("step", ""), evidence=evidence)
    if kind is BaseType.VOLUME:
        return _volume_base(at, evidence)
    periods = at.whole("periods", 1, least=1, most=12)
    if kind is BaseType.BY_YEAR:
        return Base(kind, by_year=_by_year(at.part("amounts")), periods=periods, evidence=evidence)
    if kind in {BaseType.AMOUNT, BaseType.YEARLY}:
        return Base(kind, fen=at.fen("fen"), periods=periods, evidence=evidence)
    first = at.whole("first_year", least=1900, most=2200) if kind is BaseType.STRAIGHT_LINE else 0
    return Base(
        kind,
        fen=at.fen("principal"),
        rate=at.decimal("rate"),
        years=at.whole("years", least=1, most=100),
        timing=at.choice("timing", Timing, "arrears"),
        residual=at.fen("residual", 0),
        first_year=first,
        periods=periods,
        evidence=evidence,
    )


def _by_year(at: Place) -> dict[int, int]:
    """Return year → fen, the years in order."""
    for year in at.data:
        if not re.fullmatch(r"(19|20|21)\d{2}", str(year), re.ASCII):
            refuse(at.name(str(year)[:20]), _("Write the year as 2026."))
    return {int(year): at.fen(year) for year in sorted(at.data)}


def _volume_base(at: Place, evidence: str) -> Base:
    return Base(
        BaseType.VOLUME,
        price=at.text("price"),
        volume=f"input:{at.text('volume')}",
        design=at.decimal("design", "0"),
        least=at.decimal("least", "0"),
        most=at.decimal("most", "0"),
        evidence=evidence,
    )


def _coefficient(at: Place) -> CoefficientRule:
    at.only("kind", "threshold", "offset", "bands", "floor", "cap", "clause")
    return CoefficientRule(
        at.choice("kind", CoefficientKind),
        at.decimal("threshold") if at.has("threshold") else None,
        at.decimal("offset", "0"),
        tuple(Band(one.decimal("from_score"), one.decimal("coefficient")) for one in at.rows("bands")),
        at.decimal("floor", "0"),
        at.decimal("cap") if at.has("cap") else None,
    )


def _score(at: Place) -> ScoreTerms:
    at.only("cycle_months", "lag", "combine", "is_first_period_full", "clause")
    months = at.whole("cycle_months", least=1, most=12)
    if months not in LENGTHS:
        refuse(at.name("cycle_months"), _("A cycle is 1, 3, 6 or 12 months long."))
    lag = at.whole("lag", most=24)
    full = at.flag("is_first_period_full")
    return ScoreTerms(months, lag, at.choice("combine", Combine, "last"), full, at.text("clause", ""))


def _deductions(at: Place) -> DeductionTerms:
    at.only(
        *("annual_charge", "rate", "areas", "use_factor", "repeat", "point_value", "points"),
        *("minimum", "cap_share", "clause"),
    )
    cap = at.decimal("cap_share") if at.has("cap_share") else None
    if cap is not None and not 0 <= cap <= 1:
        refuse(at.name("cap_share"), _("A share lies between 0 and 1."))
    return DeductionTerms(
        at.fen("annual_charge", 0),
        at.fraction("rate") if at.has("rate") else None,
        tuple(_area(one) for one in at.rows("areas")),
        at.decimal("use_factor", "0.5"),
        _ratchet(at, "repeat") or (RatchetStep(0, Decimal(1)),),
        at.fen("point_value", 0),
        _ratchet(at, "points"),
        at.fen("minimum", 0),
        cap,
        at.text("clause", ""),
    )


def _area(at: Place) -> AreaTerms:
    at.only("key", "name", "weight", "possible_periods")
    key = at.text("key")
    area = Area(at.decimal("weight"), at.whole("possible_periods", most=1_000_000))
    return AreaTerms(key, at.text("name", key), area)


def _ratchet(at: Place, field: str) -> tuple[RatchetStep, ...]:
    rows = at.rows(field)
    return tuple(RatchetStep(one.whole("above", most=1_000_000), one.decimal("factor")) for one in rows)


def _index(at: Place) -> IndexTerms:
    at.only("key", "fixed_share", "parts", "months_back", "cycle_months", "trigger", "clause")
    parts = tuple(_index_part(one) for one in at.rows("parts", needed=True))
    if sum((Fraction(one.weight) for one in parts), Fraction(0)) != 1:
        refuse(at.name("parts"), _("The weights of the indices sum to 1 exactly."))
    fixed = at.decimal("fixed_share", "0")
    if not 0 <= fixed <= 1:
        refuse(at.name("fixed_share"), _("A share lies between 0 and 1."))
    return IndexTerms(
        at.text("key"),
        fixed,
        parts,
        at.whole("months_back", 0, most=36),
        at.whole("cycle_months", 0, most=240),
        at.decimal("trigger", "0"),
        at.text("clause", ""),
    )


def _index_part(at: Place) -> IndexPart:
    at.only("series", "weight", "base_month")
    month = at.text("base_month")
    if not _MONTH.fullmatch(month):
        refuse(at.name("base_month"), _("Write the month as 2026-11."))
    return IndexPart(at.text("series"), at.decimal("weight"), month)


def _sharing(at: Place) -> SharingTerms:
    at.only("input", "plan", "bands", "clause")
    rows = at.rows("bands", needed=True)
    bands = tuple(SharingBand(one.fen("above"), one.decimal("share")) for one in rows)
    return SharingTerms(f"input:{at.text('input')}", at.fen("plan"), bands, at.text("clause", ""))


def _payer(at: Place) -> Payer:
    at.only("region", "name", "share")
    return Payer(at.text("region", ""), at.text("name", ""), at.share("share"))


def _bindings(top: Place, field: str) -> dict[str, str]:
    if not top.has(field):
        return {}
    at = top.part(field)
    return {str(name): _source(at, str(name)) for name in at.data}


def _source(at: Place, field: str) -> str:
    text = at.text(field)
    if not _REFERENCE.fullmatch(text):
        refuse(at.name(field), _("Name a source: score, input:NAME, price:NAME, factor:NAME or number:1.5."))
    return text


def _require_consistent(top: Place, terms: Terms) -> None:
    """Refuse terms whose parts do not fit each other."""
    _require_once([one.key for one in terms.components], "components")
    _require_once([one.name for one in terms.components], "components")
    _require_once([one.data["key"] for one in top.rows("indexation")], "indexation")
    _require_once([one.data["key"] for one in top.rows("factors")], "factors")
    _require_once([one.key for one in terms.deductions.areas], "deductions.areas")
    _require_factors(terms)
    for place, part in enumerate(terms.components):
        at = f"components[{place}]"
        if part.linked_share > 1:
            refuse(f"{at}.linked", _("The linked shares of a component exceed 1."))
        if part.index and part.index not in terms.indexation:
            refuse(f"{at}.index", _("There is no indexation of this name."))
    if terms.period_months not in LENGTHS:
        refuse("period.months", _("A period is 1, 3, 6 or 12 months long."))
    if terms.needs_score and (terms.score is None or terms.coefficient is None):
        refuse(
            "score", _("A score moves the payment: say which cycle counts and how it becomes a coefficient.")
        )
    if terms.payers and sum((one.share for one in terms.payers), Fraction(0)) != 1:
        refuse("payers", _("The shares of the payers sum to 1 exactly."))
    _require_formula(terms)


def _require_factors(terms: Terms) -> None:
    """Refuse a factor that is not there, or that rests on one worked out after it."""
    for name in terms.names("factor"):
        if name not in terms.factors:
            refuse("factors", _("There is no factor “%(name)s”."), name=name)
    known: set[str] = set()
    for one in terms.factors.values():
        later = {source.partition(":")[2] for source in one.bindings.values() if source.startswith("factor:")}
        if later - known:
            refuse(f"factors.{one.key}", _("A factor rests only on factors that stand before it."))
        known.add(one.key)


def _require_once(keys: Sequence[Any], at: str) -> None:
    if len(set(keys)) != len(keys):
        refuse(at, _("Two entries have the same name."))


def _require_formula(terms: Terms) -> None:
    used = [one for one in terms.components if one.base.type is BaseType.FORMULA]
    if terms.formula is None:
        if used or terms.bindings:
            refuse("formula", _("A component rests on the formula, but there is none."))
        return
    steps = {step.name for step in terms.formula.steps}
    for one in used:
        if one.base.step and one.base.step not in steps:
            refuse("components", _("The formula has no step “%(step)s”."), step=one.base.step)
    _require_bound(terms.formula, terms.bindings, "formula_inputs")


def _require_bound(formula: ContractFormula, bindings: Mapping[str, str], at: str) -> None:
    inputs = {entry.name for entry in formula.data.inputs}
    for name in sorted(inputs ^ set(bindings)):
        refuse(f"{at}.{name}", _("Every input of the formula has one source, and nothing else has."))
