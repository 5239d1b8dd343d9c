"""A file of the year or month as a paper: its rows under the heads of its layout, and who signed what."""

from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.exchange.documents.paper import Column, Facts, Form, Item, Kind, Paper, Table
from bondlife.lifecycle.layouts import LayoutInForce
from bondlife.queries.filed import FiledView
from models.layouts import ITEMS

_KINDS: dict[str, Kind] = {"money": "fen", "date": "date", "rate": "percent", "year": "text"}


def form_of(layout: LayoutInForce) -> Form:
    """Return the form of a layout: its columns in their order, the sums of its amounts, the sign sheet."""
    columns = tuple(
        Column(one.item, one.heading, _kind(one.item), 16, is_summed=_kind(one.item) == "fen")
        for one in layout.columns
    )
    signed = Facts(
        "signed",
        "签署",
        (
            Item("prepared_by", "经办"),
            Item("signed_by", "签署"),
            Item("signed_at", "签署时间"),
            Item("digest", "数据摘要", is_wide=True),
        ),
    )
    has_sum = any(one.is_summed for one in columns[1:])
    table = Table("rows", "", columns, "合计" if has_sum else "")
    return Form("filing", layout.label_zh, (table, signed), layout.unit, len(columns) > 6, is_editable=False)


def _kind(item: str) -> Kind:
    return _KINDS.get(ITEMS[item].kind, "text")


def paper(view: FiledView) -> Paper:
    """Return a file as a paper; one that nobody signed says so."""
    items = [one.item for one in view.layout.columns]
    rows = [{item: _cell(item, row.get(item)) for item in items} for row in view.values]
    values = {"rows": rows, "signed": dict(view.signed)}
    mark = "" if view.is_signed else "未签署，仅供核对"
    return Paper(form_of(view.layout), values, view.title, issuer=view.region, mark=mark)


def _cell(item: str, value: Any) -> Any:
    if value in (None, ""):
        return None
    kind = ITEMS[item].kind
    if kind == "date":
        return date.fromisoformat(str(value))
    if kind == "rate":
        return Decimal(str(value))
    return value if kind == "money" and isinstance(value, int) else str(value)
