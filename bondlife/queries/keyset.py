"""Turn pages of a sorted list both ways by key; rows without a sort value come last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.errors import Invalid
from bondlife.queries.paging import PAGE, Cursor, decode, encode

RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: the column, the type of its values (date may be missing), which way."""

    column: Any
    kind: type
    row_id: Any
    down: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page stands in its list, for the pager."""

    is_first: bool
    before: str
    after: str
    shown: int


def page_of(
    session: Session, statement: Any, order: Order, *, after: str = "", before: str = "", size: int = PAGE
) -> tuple[Sequence[Any], Page]:
    """Return the rows of one page; the statement's first columns are the row's key and its sort value."""
    forward = not before
    kind = str if order.kind is date else order.kind
    cursor = decode(after or before, kind)
    if cursor is not None:
        statement = statement.where(_beyond(order, cursor, forward=forward))
    found = session.execute(_sorted(statement, order, forward=forward).limit(size + 1)).all()
    rows = found[:size] if forward else found[:size][::-1]
    more = len(found) > size
    has_before = bool(after) if forward else more
    has_after = more if forward else True
    return rows, Page(
        not has_before,
        _cursor(rows[0]) if rows and has_before else "",
        _cursor(rows[-1]) if rows and has_after else "",
        len(rows),
    )


def ranked(
    rows: Sequence[RowT], *, after: str = "", before: str = "", size: int = PAGE
) -> tuple[Sequence[RowT], Page]:
    """Return one page of a list whose rank was worked out here; its cursors are places in the list."""
    cursor = decode(after or before, int)
    place = cursor.row_id if cursor is not None else 0
    start = place if after or not before else max(place - size, 0)
    shown = rows[start : start + size]
    more = start + size < len(rows)
    return shown, Page(
        start == 0, encode(0, start) if start else "", encode(0, start + size) if more else "", len(shown)
    )


def in_order(statement: Any, order: Order) -> Any:
    """Return a statement sorted as the list is, for exports."""
    return _sorted(statement, order, forward=True)


def _sorted(statement: Any, order: Order, *, forward: bool) -> Any:
    key = order.column.desc() if order.down == forward else order.column.asc()
    if order.kind is date:
        key = key.nulls_last() if forward else key.nulls_first()
    return statement.order_by(key, order.row_id if forward else order.row_id.desc())


def _beyond(order: Order, cursor: Cursor, *, forward: bool) -> Any:
    key, own = order.column, order.row_id
    ids = own > cursor.row_id if forward else own < cursor.row_id
    if order.kind is date and cursor.value == "":
        return sa.and_(key.is_(None), ids) if forward else sa.or_(key.is_not(None), ids)
    value = _day(cursor.value) if order.kind is date else cursor.value
    beyond = key > value if forward != order.down else key < value
    found = sa.or_(beyond, sa.and_(key == value, ids))
    return sa.or_(found, key.is_(None)) if order.kind is date and forward else found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid.because(
            "bad_cursor", "This page address is damaged; start again from the first page.", "after"
        ) from None


def _cursor(row: Any) -> str:
    value = row[1]
    if value is None:
        return encode("", row[0])
    return encode(value.isoformat() if isinstance(value, date) else value, row[0])
