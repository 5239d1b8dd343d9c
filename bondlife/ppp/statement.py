"""A payment statement from frozen inputs alone: the same canonical text gives the same canonical result.

    frozen   {schema, contract, period, type, terms: {body, formula}, scores, inputs, prices, indices,
              events, waivers, carried_in, already}
    result   {schema, lines, fee, deducted, unrounded, payable, carried_forward, coefficients, charges,
              difference, to_pay, payers}

A correction works the whole period out again; ``already`` is what earlier statements of the period came to,
``difference`` the rest, of which what lies above zero is paid and what lies below is carried.

Money is whole fen or an exact fraction of fen as text; other figures are exact text. Nothing is read from
outside: no clock, no setting, no rule of today. What the terms ask and the inputs lack is refused by name.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from bondlife.errors import Invalid, Problem
from bondlife.ppp.charges import Charge, charges_of
from bondlife.ppp.parts import Base, BaseType, ComponentTerms, Terms
from bondlife.ppp.periods import first_day
from bondlife.ppp.quantities import Quantities, priced
from bondlife.ppp.reading import refuse
from bondlife.ppp.terms import read_terms
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import split
from calculators.ppp.annuity import level_payment, straight_line_schedule
from calculators.ppp.coefficient import PaymentCoefficient
from calculators.ppp.formula import FormulaResult, exact_fen
from calculators.ppp.statement import (
    Component,
    Deduction,
    LinkedShare,
    Statement,
    StatementLine,
    StatementTerms,
    payment_statement,
)
from calculators.ppp.user_payment import excess_sharing
from calculators.ppp.volume import billable_volume

SCHEMA = 1


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def statement_of(frozen: Mapping[str, Any], terms: Terms | None = None) -> dict[str, Any]:
    """Return the result of frozen inputs; ``terms`` spares reading the same body again.

    >>> base = {"type": "amount", "fen": 100_00}
    >>> component = {"key": "a", "name": "可用性付费", "kind": "availability", "base": base}
    >>> body = {"components": [component], "period": {"months": 3}}
    >>> frozen = {"schema": 1, "period": "2026-Q3", "terms": {"body": body, "formula": None}, "scores": [],
    ...     "inputs": {}, "prices": {}, "indices": {}, "events": [], "waivers": [], "carried_in": 0,
    ...     "already": 0}
    >>> statement_of(frozen)["payable"]
    10000
    """
    if frozen.get("schema") != SCHEMA:
        refuse("schema", _("These inputs were frozen in a form that is not known here."))
    agreed = terms or read_terms(frozen["terms"]["body"], frozen["terms"]["formula"])
    try:
        return _stated(agreed, frozen)
    except CalculationError as error:
        raise Invalid(Problem(error.code, error.msgid, error.field, error.params or None)) from error


def _stated(terms: Terms, frozen: Mapping[str, Any]) -> dict[str, Any]:
    here = Quantities.of(terms, frozen)
    charges = charges_of(terms.deductions, frozen["events"], frozen["waivers"])
    components = components_of(terms, here)
    clause = terms.deductions.clause
    statement = payment_statement(
        components,
        terms=StatementTerms(
            terms.rounding, terms.deductions.cap_share, terms.payment_cap, terms.is_carried_forward
        ),
        deductions=[Deduction(one.name, one.amount, clause) for one in charges],
        waivers=[Deduction(one.name, one.waived, clause) for one in charges if one.waived],
        user_payment=here.fen(terms.user_payment) if terms.user_payment else 0,
        shared_income=shared_income_of(terms, here),
        carried_in=frozen["carried_in"],
    )
    return _told(terms, here, statement, components, charges)


def components_of(terms: Terms, here: Quantities) -> list[Component]:
    """Return the components with their bases, price factors and coefficients, all exact."""
    formula = None if terms.formula is None else here.worked_out(terms.formula, terms.bindings)
    return [_component(one, here, formula) for one in terms.components]


def _component(part: ComponentTerms, here: Quantities, formula: FormulaResult | None) -> Component:
    linked = tuple(
        LinkedShare(one.name, one.share, here.number(one.source), one.clause) for one in part.linked
    )
    factor = here.index(part.index) if part.index else Fraction(1)
    return Component(part.name, _base(part.base, here, formula), linked, factor, part.clause)


def _base(base: Base, here: Quantities, formula: FormulaResult | None) -> int | Fraction:
    match base.type:
        case BaseType.VOLUME:
            return _volume(base, here)
        case BaseType.FORMULA:
            assert formula is not None
            return _of_formula(base, formula)
        case _:
            year = first_day(str(here.frozen["period"])).year
            return Fraction(year_amount(base, year), base.periods)


def year_amount(base: Base, year: int) -> int:
    """Return what a year costs; an amount of one period counts as a year of one."""
    if base.type is BaseType.ANNUITY:
        return level_payment(
            base.fen,
            return_rate=base.rate,
            periods=base.years,
            timing=base.timing,
            residual=base.residual,
        )
    if base.type is BaseType.STRAIGHT_LINE:
        return _straight_line(base, year)
    if base.type is BaseType.BY_YEAR and year not in base.by_year:
        refuse("components", _("The amounts by year have none for %(year)s."), year=year)
    return base.by_year[year] if base.type is BaseType.BY_YEAR else base.fen


def _straight_line(base: Base, year: int) -> int:
    number = year - base.first_year + 1
    if not 1 <= number <= base.years:
        refuse("components", _("The schedule of equal principal has no year for this period."))
    rows = straight_line_schedule(
        base.fen, return_rate=base.rate, periods=base.years, residual=base.residual
    ).rows
    return rows[number - 1].payment


def _volume(base: Base, here: Quantities) -> Fraction:
    price, volume = here.get(f"price:{base.price}"), here.get(base.volume)
    billable = volume.value
    if base.design:
        billable = billable_volume(
            volume.value,
            design=base.design,
            guaranteed_share=base.least,
            maximum_share=base.most or Decimal(1),
        ).billable
    return priced(price, volume, billable, f"price:{base.price}")


def _of_formula(base: Base, formula: FormulaResult) -> Fraction:
    step = next((one for one in formula.steps if one.name == base.step), formula.steps[-1])
    return exact_fen(FormulaResult(step.value, step.unit, formula.steps, formula.evaluation_steps))


def shared_income_of(terms: Terms, here: Quantities) -> int:
    """Return the government's part of income above plan, fen."""
    if terms.sharing is None:
        return 0
    actual = here.fen(terms.sharing.source)
    return excess_sharing(actual, terms.sharing.plan, bands=terms.sharing.bands).government_part


def _told(
    terms: Terms,
    here: Quantities,
    statement: Statement,
    components: list[Component],
    charges: tuple[Charge, ...],
) -> dict[str, Any]:
    of = _parts_of_lines(components)
    clauses = {one.name: terms.indexation[one.index].clause for one in terms.components if one.index}
    difference = statement.payable + statement.carried_forward - here.frozen["already"]
    to_pay = max(difference, 0) if here.frozen["already"] else statement.payable
    return {
        "schema": SCHEMA,
        "lines": [_line(one, of.get((one.kind, one.name), {}), clauses) for one in statement.lines],
        "fee": str(statement.fee),
        "deducted": str(statement.deducted),
        "unrounded": str(statement.unrounded),
        "payable": statement.payable,
        "carried_forward": statement.carried_forward,
        "coefficients": [
            coefficient_told(one, str(row["cycle"]))
            for one, row in zip(here.scored, here.frozen["scores"] if here.scored else (), strict=True)
        ],
        "charges": [charge_told(one) for one in charges],
        "difference": difference,
        "to_pay": to_pay,
        "payers": payers_of(terms, to_pay),
    }


def _parts_of_lines(components: list[Component]) -> dict[tuple[str, str], dict[str, str]]:
    """Return what each line was worked out from, as exact text, by its kind and name."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for one in components:
        base, factor = Fraction(one.base), Fraction(one.index_factor)
        found["base", one.name] = {"base": str(base)}
        found["indexation", one.name] = {"base": str(base), "factor": str(factor)}
        for part in one.linked:
            found["performance", f"{one.name}: {part.name}"] = {
                "base": str(base * factor),
                "share": str(Fraction(part.share)),
                "coefficient": str(Fraction(part.coefficient)),
            }
    return found


def _line(line: StatementLine, of: Mapping[str, str], clauses: Mapping[str, str]) -> dict[str, Any]:
    clause = clauses.get(line.name, "") if line.kind == "indexation" else ""
    return {
        "kind": line.kind,
        "name": line.name,
        "formula": line.formula,
        "clause": clause or line.clause,
        "exact": str(line.exact),
        "fen": line.fen,
        "of": dict(of),
    }


def charge_told(found: Charge) -> dict[str, Any]:
    """Return a deduction as a result tells it."""
    return {
        "name": found.name,
        "events": list(found.events),
        "amount": found.amount,
        "waived": found.waived,
        "of": dict(found.of),
    }


def coefficient_told(found: PaymentCoefficient, cycle: str) -> dict[str, Any]:
    """Return the coefficient of a cycle as a result tells it."""
    return {
        "cycle": cycle,
        "score": f"{found.score:f}",
        "by_kind": str(found.by_kind),
        "coefficient": str(found.coefficient),
        "is_floored": found.is_floored,
        "is_capped": found.is_capped,
        "is_vetoed": found.is_vetoed,
    }


def payers_of(terms: Terms, payable: int) -> list[dict[str, Any]]:
    """Split the payable among the payers so that the parts foot; without payers the region pays."""
    if not terms.payers:
        return [{"region": "", "name": "", "amount": payable}]
    whole = lcm(*(one.share.denominator for one in terms.payers))
    weights = [int(one.share * whole) for one in terms.payers]
    amounts = split(payable, weights)
    return [
        {"region": one.region, "name": one.name, "amount": amount}
        for one, amount in zip(terms.payers, amounts, strict=True)
    ]
