"""Which layout a file of the budget platform, or a receipt, is read by."""

from collections.abc import Mapping
from dataclasses import dataclass

from bondlife.books import RuleBook, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Invalid, Problem
from bondlife.exchange.cells import Workbook
from bondlife.exchange.platform import KINDS, RECEIPT
from bondlife.exchange.sheet_notes import visible_sheets
from bondlife.lifecycle.layouts import LayoutInForce, fitting, layout_of, layouts_of

ANY = "platform"
"""The name under which any export of the budget platform is brought in: its heads tell which it is."""
SEARCHED_ROWS = 25


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is read: kind, unit, item → heading."""

    kind: str
    unit: str
    mapping: Mapping[str, str]


def way_of(db: Database, kind: str, book: Workbook, region_id: int, key: str = "") -> Way | None:
    """Return the layout a file is read by: the one named, or the one whose heads it prints; None if none."""
    if kind not in (ANY, *KINDS, RECEIPT):
        return None
    with db.reading() as session:
        rules = rule_book(session, region_code(session, region_id))
    found = layout_of(rules, key) if key else _fitting(rules, kind, book)
    if found is None:
        if kind == ANY:
            raise Invalid(_unfitting(rules))
        return None
    if kind not in (ANY, found.kind):
        text = _("The layout %(key)s is not one of this kind of file.")
        raise Invalid(Problem("other_layout", text, "layout", {"key": found.key}))
    return Way(found.kind, found.unit, found.mapping)


def _fitting(rules: RuleBook, kind: str, book: Workbook) -> LayoutInForce | None:
    kinds = KINDS if kind == ANY else (kind,)
    layouts = [one for each in kinds for one in layouts_of(rules, each)]
    rows = [row for sheet in visible_sheets(book) for row in sheet.rows[:SEARCHED_ROWS]]
    for row in rows:
        found = fitting(layouts, [cell for cell in row if isinstance(cell, str) and cell.strip()])
        if found is not None:
            return found
    return None


def _unfitting(rules: RuleBook) -> Problem:
    text = _("No layout fits the heads of this file; name one: %(keys)s, or add a layout under the rules.")
    known = tuple(one.key.removeprefix("layout.") for kind in KINDS for one in layouts_of(rules, kind))
    return Problem("no_layout_fits", text, "file", {"keys": known}, "officer", "/rules?q=layout")
