"""Asked figures of a project: calculator, numbers, rules with their basis, who entered them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bondlife.books import RuleBook
from bondlife.errors import Invalid
from bondlife.locale import is_chinese
from calculators.coverage import balance_table as balance_module
from calculators.coverage import capital_ratio as capital_module
from calculators.coverage import dscr as dscr_module
from calculators.coverage import multiples as multiples_module
from calculators.kernel.explain import Explanation, explain
from calculators.kernel.spec import CalculatorSpec
from calculators.risk import use_rates as use_module


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule behind a figure."""

    text: str
    basis: str
    region: str
    valid_from: date
    status: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Where to look."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A figure that was asked, with everything behind it."""

    key: str
    output: str
    shown: str
    explanation: Explanation
    rules: Sequence[RuleLine]
    entered: Sequence[str]
    refs: Sequence[Ref]


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure: result and inputs of one calculator call, the output shown, where it comes from."""

    key: str
    output: str
    shown: str
    spec: CalculatorSpec
    inputs: Mapping[str, Any]
    result: object
    rule_keys: Sequence[str] = ()
    entered: Sequence[str] = ()
    refs: Sequence[Ref] = ()


def asked(figures: Mapping[str, Figure], key: str, rules: RuleBook) -> AskedFigure | None:
    """Return the explanation of a figure of the page; an unknown key is refused, none is no question."""
    if not key:
        return None
    found = figures.get(key)
    if found is None:
        raise Invalid.because("no_figure", "This page has no figure %(key)s.", "explain", key=key[:60])
    return AskedFigure(
        key,
        found.output,
        found.shown,
        _readable(explain(found.spec, found.inputs, found.result), found.output),
        rule_lines(rules, found.rule_keys),
        found.entered,
        found.refs,
    )


def _readable(whole: Explanation, asked_output: str) -> Explanation:
    """Return an explanation without whole tables and sister multiples: those stand on the page itself."""
    inputs = tuple(one for one in whole.inputs if one.unit != "table")
    outputs = tuple(
        one for one in whole.outputs if one.name == asked_output or one.unit not in {"table", "multiple"}
    )
    return replace(whole, inputs=inputs, outputs=outputs)


def rule_lines(rules: RuleBook, keys: Sequence[str]) -> list[RuleLine]:
    """Return the rules behind a figure as they stand for the region and day."""
    lines = []
    for key in keys:
        rule = rules.get(key)
        if rule is not None:
            label = rule.label_zh if is_chinese() else rule.label_en
            value = "" if rule.value in (None, True, "") or isinstance(rule.value, list) else f" {rule.value}"
            basis = f"{rule.basis} {rule.clause}".strip()
            lines.append(RuleLine(label + value, basis, rules.region_code, rule.valid_from, rule.status))
    return lines


def multiples(found: Any, inputs: Mapping[str, int], key: str, shown: str, refs: Sequence[Ref]) -> Figure:
    """Return one coverage multiple as a figure."""
    return Figure(
        f"coverage.{key}",
        key,
        shown,
        multiples_module.SPEC,
        inputs,
        found,
        ("coverage.self_balance", "coverage.lower_total", "coverage.lower_bond"),
        refs=refs,
    )


def lowest_dscr(found: Any, inputs: Mapping[str, Any], shown: str, refs: Sequence[Ref]) -> Figure:
    """Return the lowest yearly ratio as a figure."""
    return Figure(
        "dscr", "minimum", shown, dscr_module.SPEC, inputs, found, ("coverage.cash_floor",), refs=refs
    )


def lowest_balance(found: Any, inputs: Mapping[str, Any], shown: str, refs: Sequence[Ref]) -> Figure:
    """Return the lowest cash balance as a figure."""
    keys = ("coverage.cash_floor", "coverage.balance_checks")
    return Figure("cash", "lowest_balance", shown, balance_module.SPEC, inputs, found, keys, refs=refs)


def capital(found: Any, inputs: Mapping[str, Any], shown: str, refs: Sequence[Ref]) -> Figure:
    """Return the capital ratio as a figure."""
    spec = capital_module.SPEC
    return Figure("capital_ratio", "ratio", shown, spec, inputs, found, ("reserve.capital_ratio",), refs=refs)


def use_figure(inputs: Mapping[str, int], output: str, shown: str, refs: Sequence[Ref]) -> Figure:
    """Return one rate of the use of money as a figure."""
    found = use_module.use_rates(
        inputs["held"], arrived=inputs["arrived"], released=inputs["released"], paid=inputs["paid"]
    )
    keys = ("use.within_received", "use.spend_progress")
    return Figure(f"use.{output}", output, shown, use_module.SPEC, inputs, found, keys, refs=refs)
