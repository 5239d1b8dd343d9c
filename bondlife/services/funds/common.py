"""What writing services of funds share: the fund that may be changed, its books, its scope."""

from typing import Any

from bondlife.acts import Act
from bondlife.books import kind_of, lifecycle_of
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.engine import enter
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.services import records
from models.registry import Fund, FundHolding, FundPartner, RecordRow

_CLOSED = ("wound_up", "abandoned")


def fund_for(act: Act, public_id: str, permission: str = "fund.edit") -> Fund:
    """Return a fund this person may change, locked; a foreign one is missing, a closed one refuses."""
    fund = act.fetch(Fund, public_id, "fund.read")
    act.actor.require(permission, fund.region_id, fund.unit_id, fund.department_id)
    if fund.state in _CLOSED:
        raise Blocked(Problem("ended", "This record is closed; it no longer changes."))
    return fund


def book_for(act: Act, fund: Fund) -> FundBook:
    """Return the books of a fund with what this act has written so far."""
    act.flush()
    return book_of(act.session, fund.id)


def scope_of(fund: Fund) -> dict[str, Any]:
    """Return the columns that say whose row it is."""
    return {name: getattr(fund, name) for name in ("region_id", "unit_id", "department_id")}


def record_scope(fund: Fund) -> dict[str, Any]:
    """Return the columns a record of a fund takes over from it."""
    names = ("project_id", "kind", "kind_version")
    return {**scope_of(fund), **{name: getattr(fund, name) for name in names}, "fund_id": key_of(fund)}


def start(act: Act, row: RecordRow) -> RecordRow:
    """Store a record of a fund at the start of its lifecycle."""
    kind = kind_of(act.session, row.kind, row.kind_version)
    enter(act, row, lifecycle_of(kind, row.record))
    act.add(row)
    act.flush()
    records.after_change(act, row)
    return row


def partner_by(book: FundBook, number: int, field: str = "partner") -> FundPartner:
    """Return a partner by its number."""
    found = next((one for one in book.partners if one.number == number), None)
    if found is None:
        raise Invalid.because("no_partner", "The fund has no partner No. %(number)d.", field, number=number)
    return found


def holding_by(book: FundBook, number: int) -> FundHolding:
    """Return a holding by its number."""
    found = next((one for one in book.holdings if one.number == number), None)
    if found is None:
        raise Invalid.because(
            "no_holding", "The fund has no holding No. %(number)d.", "holding", number=number
        )
    return found


def require_past(act: Act, day: Any, field: str) -> None:
    """Refuse a day that is still to come."""
    if day > act.business_date:
        raise Invalid.because("not_yet", "This day is still to come: %(day)s.", field, day=f"{day}")


def key_of(row: Any) -> int:
    """Return the inner key of a stored row."""
    assert row.id is not None
    return int(row.id)
