"""Layouts in force for a region: which head holds which item, in which unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bondlife.books import Rule, RuleBook
from bondlife.errors import Invalid, Problem
from bondlife.exchange.headers import key as plain
from models.layouts import ITEMS, LayoutColumn
from models.layouts.shape import UNOFFICIAL

PREFIX = "layout."


@dataclass(frozen=True, slots=True)
class LayoutInForce:
    """One layout as a rule has it: key, kind of file or source of rows, unit, columns, fixed values."""

    key: str
    rule_id: str
    kind: str
    label_en: str
    label_zh: str
    unit: str
    columns: tuple[LayoutColumn, ...]
    constants: Mapping[str, str]
    is_official: bool

    @property
    def mapping(self) -> dict[str, str]:
        """Return item → heading, fixed values written with a sign of equality."""
        heads = {one.item: one.heading for one in self.columns}
        return {**heads, **{item: f"={text}" for item, text in self.constants.items()}}


def layout_of(book: RuleBook, key: str) -> LayoutInForce:
    """Return a layout by its key; one that is not in force is refused."""
    rule = book.get(key if key.startswith(PREFIX) else PREFIX + key)
    if rule is None or not rule.key.startswith(PREFIX):
        known = tuple(one.key.removeprefix(PREFIX) for one in book.starting(PREFIX))
        raise Invalid(
            Problem(
                "no_layout",
                "No layout %(key)s is in force; those that are: %(keys)s.",
                "layout",
                {"key": key[:60], "keys": known},
            )
        )
    return layout_in(rule)


def layouts_of(book: RuleBook, kind: str = "") -> list[LayoutInForce]:
    """Return the layouts in force, perhaps of one kind."""
    found = [layout_in(rule) for rule in book.starting(PREFIX)]
    return [one for one in found if not kind or one.kind == kind]


def fitting(layouts: Iterable[LayoutInForce], headings: Iterable[str]) -> LayoutInForce | None:
    """Return the layout whose required heads all stand in a file, that with most heads among several."""
    held = {plain(text) for text in headings}
    fits = [
        one for one in layouts if all(plain(each.heading) in held for each in one.columns if each.required)
    ]
    return max(fits, key=lambda one: sum(plain(each.heading) in held for each in one.columns), default=None)


def layout_in(rule: Rule) -> LayoutInForce:
    """Return the layout that a rule holds; items nobody knows are refused."""
    columns = tuple(
        LayoutColumn(str(row["item"]), str(row["heading"]), bool(row.get("required", True)))
        for row in rule.value
    )
    unknown = [one.item for one in columns if one.item not in ITEMS]
    if unknown:
        params = {"key": rule.key, "items": tuple(unknown)}
        raise Invalid(
            Problem(
                "unknown_items",
                "The layout %(key)s names items that are not known: %(items)s.",
                "layout",
                params,
                "officer",
                f"/rules/{rule.public_id}",
            )
        )
    return LayoutInForce(
        rule.key,
        rule.public_id,
        str(rule.params.get("kind", "")),
        rule.label_en,
        rule.label_zh,
        rule.unit or "元",
        columns,
        dict(rule.params.get("constants") or {}),
        rule.basis != UNOFFICIAL.zh,
    )
