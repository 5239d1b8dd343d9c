"""What payment terms ask a period for: each quantity by the word people use, and its unit."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bondlife.locale import gettext, is_chinese
from bondlife.ppp.parts import BaseType, Terms
from bondlife.queries.words import said
from calculators.ppp.formula import ContractFormula
from models.lifecycle import Label

UNITS: Mapping[str, Label] = {
    "10k": Label("10k", "万"),
    "yuan": Label("yuan", "元"),
    "gbp": Label("GBP", "英镑"),
    "m3": Label("m³", "立方米"),
    "m2": Label("m²", "平方米"),
    "km": Label("km", "公里"),
    "t": Label("t", "吨"),
    "kwh": Label("kWh", "千瓦时"),
    "mg": Label("mg", "毫克"),
    "l": Label("l", "升"),
    "year": Label("year", "年"),
    "month": Label("month", "月"),
    "day": Label("day", "日"),
    "point": Label("point", "分"),
    "ratio": Label("a ratio", "比值"),
    "index": Label("index", "指数"),
    "flag": Label("yes or no", "是/否"),
}
"""Words of the parts of a unit."""


class Asked(NamedTuple):
    """A quantity the terms ask for: what it is called, its unit as the terms write it."""

    label: str
    unit: str


def asked_for(terms: Terms | None) -> Mapping[str, Asked]:
    """Return name → word and unit of every quantity the terms ask a period for, in their order."""
    if terms is None:
        return {}
    known = dict(_known(terms))
    return {name: known.get(name, Asked(name, "")) for name in terms.names("input")}


def _known(terms: Terms) -> Iterator[tuple[str, Asked]]:
    yield from _of_formula(terms.formula, terms.bindings)
    for factor in terms.factors.values():
        yield from _of_formula(factor.formula, factor.bindings)
    for part in terms.components:
        if part.base.type is BaseType.VOLUME:
            yield _name(part.base.volume), Asked(gettext("Volume of %(name)s") % {"name": part.name}, "")
    if terms.user_payment:
        yield _name(terms.user_payment), Asked(gettext("Paid by users"), "yuan")
    if terms.sharing is not None:
        yield _name(terms.sharing.source), Asked(gettext("Income to be shared"), "yuan")


def _of_formula(formula: ContractFormula | None, bindings: Mapping[str, str]) -> Iterator[tuple[str, Asked]]:
    for entry in formula.data.inputs if formula is not None else ():
        source = bindings.get(entry.name, "")
        if source.startswith("input:"):
            label = said(Label(entry.label, entry.label_zh)) or entry.name
            yield _name(source), Asked(label, entry.unit)


def _name(source: str) -> str:
    return source.partition(":")[2]


def unit_word(text: str) -> str:
    """Return a unit in the language being spoken; a part that has no word stands as it is.

    >>> from bondlife.locale import speaking
    >>> with speaking("zh_CN"):
    ...     unit_word("10k yuan/year"), unit_word("mg/l"), unit_word("箱")
    ('万元/年', '毫克/升', '箱')
    >>> with speaking("en"):
    ...     unit_word("10k m3/month")
    '10k m³/month'
    """
    joint = "" if is_chinese() else " "
    return "/".join(joint.join(map(_part, one.split())) for one in text.split("/"))


def _part(text: str) -> str:
    return said(UNITS[text]) if text in UNITS else text
