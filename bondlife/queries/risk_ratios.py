"""The ratios of a region from their parts: value, line, colour where a rule gives one, and the calculator."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bondlife.books import Rule, RuleBook
from calculators.kernel.errors import CalculationError
from calculators.kernel.spec import CalculatorSpec
from calculators.risk import debt_ratio as debt_module
from calculators.risk import interest_burden as interest_module
from calculators.risk import liability_rate as liability_module
from calculators.risk import limit_use as limit_module
from calculators.risk import overdue_ratio as overdue_module
from calculators.risk import ratio as ratio_module
from calculators.risk import repayment_ratio as repayment_module
from calculators.risk.levels import LevelBand
from models.lifecycle import Label

REPAYMENT, DEPENDENCE = repayment_module.SPECS[0], repayment_module.SPECS[1]
CAPACITY = ("general_revenue", "transfers", "fund_revenue", "state_capital")

STATUTORY = Label(
    "Statutory debt alone: the bands count hidden debt too, so no colour is claimed.",
    "仅含法定债务：分档口径包含隐性债务，本页不判定颜色。",
)
NO_LINE = Label("No rule sets a line.", "没有规则规定分档线。")
MISSING = Label("Figures are missing.", "缺少数据。")

Parts = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio of a region: None where a part is missing; colour empty where none can be claimed."""

    key: str
    label: Label
    value: Decimal | None = None
    colour: str = ""
    reason: Label | None = None
    spec: CalculatorSpec | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    result: object = None
    output: str = "ratio"
    rules: Sequence[Rule] = ()


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    label: Label
    make: Callable[["_Kind", Parts, RuleBook], Ratio]


def ratios_of(parts: Parts, rules: RuleBook) -> list[Ratio]:
    """Return every ratio of a region; a ratio whose parts are not known says so instead of showing zero."""
    found = []
    for kind in KINDS:
        try:
            found.append(kind.make(kind, parts, rules))
        except CalculationError:
            found.append(Ratio(kind.key, kind.label, reason=MISSING))
    return found


def capacity_of(parts: Parts, rules: RuleBook) -> dict[str, int]:
    """Return the parts of fiscal capacity; those the rule does not count are zero, unknown ones refuse."""
    rule = rules.get("risk.fiscal_capacity")
    counted = rule.value if rule is not None else CAPACITY
    return {name: _known(parts, name) if name in counted else 0 for name in CAPACITY}


def _known(parts: Parts, name: str) -> int:
    value = parts.get(name)
    if value is None:
        raise CalculationError("missing", name, "this figure is not known")
    return value


def _over(rules: RuleBook, key: str, value: Decimal) -> tuple[str, Sequence[Rule]]:
    rule = rules.get(key)
    return ("", ()) if rule is None else (("red" if value > rule.decimal() else "green"), (rule,))


def _debt(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:
    line, money = rules["risk.debt_ratio_line"], capacity_of(parts, rules)
    general, special = parts.get("general_balance"), parts.get("special_balance")
    if general is None and special is None:
        raise CalculationError("missing", "balance", "this figure is not known")
    inputs: dict[str, Any] = {
        "balance": (general or 0) + (special or 0),
        "general_revenue": money["general_revenue"],
        "transfers": money["transfers"],
        "fund_revenue": money["fund_revenue"],
        "state_capital_revenue": money["state_capital"],
        "warning_line": line.decimal(),
    }
    found = debt_module.debt_ratio(**inputs)
    cited = (line, *(one for one in (rules.get("risk.fiscal_capacity"),) if one is not None))
    told: dict[str, Any] = {"spec": debt_module.SPEC, "inputs": inputs, "result": found, "rules": cited}
    return Ratio(kind.key, kind.label, found.ratio, "", STATUTORY, **told)


def _share(above: str, *below: str) -> Callable[[_Kind, Parts, RuleBook], Ratio]:
    """Return a ratio without a line: one part over the sum of others."""

    def make(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:  # noqa: ARG001
        inputs: dict[str, Any] = {
            "part": _known(parts, above),
            "whole": sum(_known(parts, name) for name in below),
        }
        found = ratio_module.ratio_of(**inputs)
        told: dict[str, Any] = {"spec": ratio_module.SPEC, "inputs": inputs, "result": found}
        return Ratio(kind.key, kind.label, found.ratio, "", NO_LINE, **told)

    return make


def _repayment(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:
    line = rules["risk.repayment_ratio_line"]
    inputs: dict[str, Any] = {
        "principal": _known(parts, "principal_due"),
        "interest": _known(parts, "interest_due"),
        "fiscal_capacity": sum(capacity_of(parts, rules).values()),
        "line": line.decimal(),
    }
    found = repayment_module.repayment_ratio(**inputs)
    colour, cited = _over(rules, "risk.repayment_ratio_line", found.ratio)
    return Ratio(kind.key, kind.label, found.ratio, colour, None, REPAYMENT, inputs, found, rules=cited)


def _dependence(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:  # noqa: ARG001
    inputs: dict[str, Any] = {
        "refinanced": _known(parts, "refinanced"),
        "principal": _known(parts, "principal_due"),
        "interest": _known(parts, "interest_due"),
    }
    found = repayment_module.refinancing_dependence(**inputs)
    told: dict[str, Any] = {"spec": DEPENDENCE, "inputs": inputs, "result": found, "output": "dependence"}
    return Ratio(kind.key, kind.label, found.dependence, "", NO_LINE, **told)


def _overdue(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:
    overdue = _known(parts, "overdue")
    balance = sum(parts.get(name) or 0 for name in ("general_balance", "special_balance"))
    rule = rules.get("risk.overdue_bands")
    if rule is None:
        inputs: dict[str, Any] = {"part": overdue, "whole": balance}
        plain = ratio_module.ratio_of(**inputs)
        told: dict[str, Any] = {"spec": ratio_module.SPEC, "inputs": inputs, "result": plain}
        return Ratio(kind.key, kind.label, plain.ratio, "", NO_LINE, **told)
    bands = [LevelBand(one["key"], one["key"], Decimal(one["from"])) for one in rule.value]
    bands.append(LevelBand("none", "none", Decimal(0)))
    inputs = {"overdue": overdue, "balance": balance, "bands": bands}
    found = overdue_module.overdue_ratio(**inputs)
    colour = {"primary": "yellow", "medium": "orange", "severe": "red"}.get(found.level.name, "green")
    spec = overdue_module.SPEC
    return Ratio(kind.key, kind.label, found.ratio, colour, None, spec, inputs, found, rules=(rule,))


def _interest(above: str, below: str) -> Callable[[_Kind, Parts, RuleBook], Ratio]:
    def make(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:
        line, warning = rules["risk.interest_burden_line"], rules["risk.interest_burden_warning"]
        inputs: dict[str, Any] = {
            "interest": _known(parts, above),
            "spending": _known(parts, below),
            "prewarning_line": warning.decimal(),
            "line": line.decimal(),
        }
        found = interest_module.interest_burden(**inputs)
        colour = "red" if found.is_over_line else "orange" if found.is_prewarned else "green"
        spec = interest_module.SPEC
        return Ratio(
            kind.key, kind.label, found.ratio, colour, None, spec, inputs, found, rules=(line, warning)
        )

    return make


def _liability(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:
    line = rules["risk.liability_line"]
    balance = _known(parts, "general_balance") + _known(parts, "special_balance")
    inputs: dict[str, Any] = {
        "balance": balance,
        "gdp": _known(parts, "gross_product"),
        "line": line.decimal(),
    }
    found = liability_module.liability_rate(**inputs)
    colour = "red" if found.is_over_line else "green"
    told: dict[str, Any] = {
        "spec": liability_module.SPEC,
        "inputs": inputs,
        "result": found,
        "output": "rate",
    }
    return Ratio(kind.key, kind.label, found.rate, colour, None, **told, rules=(line,))


def _limit(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:
    warning = rules["risk.limit_use_warning"]
    balance = sum(parts.get(name) or 0 for name in ("general_balance", "special_balance"))
    inputs: dict[str, Any] = {
        "used": balance,
        "limit": _known(parts, "limit"),
        "warning_line": warning.decimal(),
    }
    found = limit_module.limit_use(**inputs)
    colour = "red" if found.is_over else "orange" if found.is_warned else "green"
    told: dict[str, Any] = {"spec": limit_module.SPEC, "inputs": inputs, "result": found, "output": "use"}
    return Ratio(kind.key, kind.label, found.use, colour, None, **told, rules=(warning,))


def _drift(kind: _Kind, parts: Parts, rules: RuleBook) -> Ratio:
    rule = rules["risk.revenue_drift_bands"]
    inputs: dict[str, Any] = {
        "part": _known(parts, "actual_income"),
        "whole": _known(parts, "forecast_income"),
    }
    found = ratio_module.ratio_of(**inputs)
    graver = sorted((Decimal(one["below"]), one["key"]) for one in rule.value)
    colour = next((key for below, key in graver if found.ratio < below), "green")
    spec = ratio_module.SPEC
    return Ratio(kind.key, kind.label, found.ratio, colour, None, spec, inputs, found, rules=(rule,))


KINDS = (
    _Kind("debt_ratio", Label("Debt ratio", "债务率"), _debt),
    _Kind(
        "general_debt_ratio",
        Label("General debt ratio", "一般债务率"),
        _share("general_balance", "general_revenue", "transfers"),
    ),
    _Kind(
        "special_debt_ratio",
        Label("Special debt ratio", "专项债务率"),
        _share("special_balance", "fund_revenue"),
    ),
    _Kind("repayment_ratio", Label("Repayment ratio", "偿债率"), _repayment),
    _Kind("dependence", Label("Refinancing dependence", "借新还旧依赖度"), _dependence),
    _Kind(
        "new_debt_ratio",
        Label("New-debt ratio", "新增债务率"),
        _share("new_debt", "opening_balance"),
    ),
    _Kind("overdue_ratio", Label("Overdue ratio", "逾期债务率"), _overdue),
    _Kind(
        "general_interest",
        Label("General interest burden", "一般债务利息支出率"),
        _interest("general_interest", "general_spending"),
    ),
    _Kind(
        "special_interest",
        Label("Special interest burden", "专项债务利息支出率"),
        _interest("special_interest", "fund_spending"),
    ),
    _Kind("liability_rate", Label("Liability rate", "负债率"), _liability),
    _Kind("limit_use", Label("Limit use", "限额使用率"), _limit),
    _Kind("spend_progress", Label("Spend progress", "支出进度"), _share("spent", "received")),
    _Kind("drift", Label("Actual over forecast revenue", "收益实现率"), _drift),
)
"""Every ratio of the board, in its order."""

__all__ = ["KINDS", "MISSING", "NO_LINE", "STATUTORY", "Parts", "Ratio", "capacity_of", "ratios_of"]
