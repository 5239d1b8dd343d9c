"""A figure that was asked: what it is, how it came about, by which rule, and where to look."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bondlife.books import Rule
from bondlife.locale import gettext
from bondlife.queries.words import said
from calculators.kernel.explain import ExplainedQuantity, Explanation, explain
from calculators.kernel.spec import CalculatorSpec, Clause
from models.lifecycle import Label

MOST_PARTS = 12
"""A sum names this many parts one by one; the rest is one part."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A way on: its words and its address."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class CitedRule:
    """A rule behind a figure, as the explanation prints it."""

    text: str
    basis: str
    region: str
    valid_from: str
    status: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sum."""

    label: Label
    amount: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything the explanation of one figure shows."""

    key: str
    output: str
    value: Any
    unit: str
    explanation: Explanation
    rules: Sequence[CitedRule] = ()
    entered: Sequence[str] = ()
    refs: Sequence[Ref] = ()


def sum_figure(key: str, label: Label, parts: Sequence[Part], *, refs: Sequence[Ref] = ()) -> Figure:
    """Return a total in fen with the parts it foots to."""
    named = _few(parts)
    inputs = tuple(
        ExplainedQuantity(f"part{number}", part.label.en, part.label.zh, "fen", part.amount)
        for number, part in enumerate(named)
    )
    names = [one.name for one in inputs]
    total = sum(part.amount for part in parts)
    output = ExplainedQuantity(
        "total",
        label.en,
        label.zh,
        "fen",
        total,
        " + ".join(one.label for one in inputs) or "0",
        " + ".join(one.label_zh for one in inputs) or "0",
        "",
        " + ".join(f"{{{name}}}" for name in names) or "0",
    )
    told = Explanation(key, 1, label.en, label.zh, inputs, (output,), ())
    return Figure(key, "total", total, "fen", told, refs=refs)


def calculated(
    key: str,
    spec: CalculatorSpec,
    inputs: dict[str, Any],
    result: object,
    output: str,
    *,
    rules: Sequence[CitedRule] = (),
    entered: Sequence[str] = (),
    refs: Sequence[Ref] = (),
) -> Figure:
    """Return a figure as its calculator explains it."""
    told = explain(spec, inputs, result)
    wanted = next(one for one in told.outputs if one.name == output)
    return Figure(key, output, wanted.value, wanted.unit, told, rules, entered, refs)


def worked(
    key: str,
    output: ExplainedQuantity,
    inputs: Sequence[ExplainedQuantity],
    *,
    sources: Sequence[Clause] = (),
    rules: Sequence[CitedRule] = (),
    refs: Sequence[Ref] = (),
) -> Figure:
    """Return a figure worked out from a few quantities by one formula."""
    told = Explanation(key, 1, output.label, output.label_zh, tuple(inputs), (output,), tuple(sources))
    return Figure(key, output.name, output.value, output.unit, told, rules, (), refs)


def ratio_figure(
    key: str,
    label: Label,
    part: tuple[Label, int],
    whole: tuple[Label, int],
    *,
    unit: str = "rate",
    rules: Sequence[CitedRule] = (),
    refs: Sequence[Ref] = (),
) -> Figure:
    """Return an amount over another one (both fen) with both amounts; the whole is not zero."""
    inputs = tuple(
        ExplainedQuantity(name, one.en, one.zh, "fen", amount)
        for name, (one, amount) in (("part", part), ("whole", whole))
    )
    output = ExplainedQuantity(
        "ratio",
        label.en,
        label.zh,
        unit,
        Decimal(part[1]) / whole[1],
        f"{part[0].en} ÷ {whole[0].en}",
        f"{part[0].zh} ÷ {whole[0].zh}",
        "",
        "{part} ÷ {whole}",
    )
    return worked(key, output, inputs, rules=rules, refs=refs)


def cited(rule: Rule) -> CitedRule:
    """Return a rule as the explanation prints it."""
    label = said(Label(rule.label_en, rule.label_zh))
    region = rule.region_code or gettext("nationwide")
    told = _value(rule.value)
    text, since = f"{label}：{told}" if told else label, rule.valid_from.isoformat()
    return CitedRule(text, rule.basis, region, since, rule.status)


def _value(value: Any) -> str:
    """Return the value of a rule in a line; a table stands on the rule's own page."""
    if isinstance(value, list):
        return "" if any(isinstance(one, dict | list) for one in value) else "、".join(map(str, value))
    return "" if isinstance(value, dict) or value is None else str(value)


def _few(parts: Sequence[Part]) -> Sequence[Part]:
    if len(parts) <= MOST_PARTS:
        return parts
    rest = parts[MOST_PARTS - 1 :]
    others = Label(f"{len(rest)} other items", f"其余 {len(rest)} 项")
    return [*parts[: MOST_PARTS - 1], Part(others, sum(part.amount for part in rest))]
