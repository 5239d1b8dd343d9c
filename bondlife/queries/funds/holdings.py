"""Holdings of a fund: cost and value, valuations, exits, fees."""

from collections.abc import Mapping, Sequence

from bondlife.lifecycle.funds.book import Move
from bondlife.lifecycle.funds.policy import direction_names
from bondlife.lifecycle.funds.values import Carried, all_carried
from bondlife.locale import gettext
from bondlife.queries.funds.board import Block, Grid, Head, Line, summed
from bondlife.queries.funds.view import View
from bondlife.queries.words import said
from models.fund_labels import EXIT_METHODS, FEE_RELIEFS, INSTRUMENTS


def blocks(view: View) -> list[Block]:
    """Return the tab of holdings."""
    return [_holdings(view), _exits(view), _valuations(view), _fees(view)]


def _holdings(view: View) -> Block:
    heads = [
        Head(gettext("Holding")),
        Head(gettext("Type")),
        Head(gettext("Direction")),
        Head(gettext("Place")),
        Head(gettext("Invested on"), "date"),
        Head(gettext("Cost"), "fen"),
        Head(gettext("Cost left"), "fen"),
        Head(gettext("Proceeds"), "fen"),
        Head(gettext("Carrying value"), "fen"),
        Head(gettext("Value and proceeds less cost"), "fen"),
        Head(gettext("Valued on"), "date"),
    ]
    names = direction_names(view.book)
    lines = [Line(_cells(one, names), is_mute=one.is_out) for one in all_carried(view.book)]
    links = [
        *view.add("holding", gettext("Add an investment")),
        *view.add("valuation", gettext("Enter a valuation")),
        *view.add("exit", gettext("Enter an exit or income")),
        *view.add("fee", gettext("Enter a fee")),
    ]
    notes = [gettext("Carried at cost until a valuation; a sale takes its part of the value away.")]
    grid = Grid(heads, summed(lines, heads, gettext("Total")), gettext("The fund has not invested yet."))
    return Block("holdings", gettext("What is held"), grid=grid, notes=notes, links=links)


def _cells(one: Carried, names: Mapping[str, str]) -> list[object]:
    held = one.holding
    return [
        f"{held.number} {held.name}",
        said(INSTRUMENTS[held.instrument]),
        names.get(held.direction, held.direction) or "—",
        held.place_code or "—",
        held.invested_on,
        held.cost,
        one.cost_left,
        one.proceeds,
        one.value,
        one.value + one.proceeds - held.cost,
        one.valued_on,
    ]


def _exits(view: View) -> Block:
    names = {one.id: one.name for one in view.book.holdings}
    heads = [
        Head(gettext("Holding")),
        Head(gettext("On"), "date"),
        Head(gettext("How")),
        Head(gettext("Cost that left"), "fen"),
        Head(gettext("Proceeds"), "fen"),
        Head(gettext("Proceeds less cost"), "fen"),
        Head(gettext("Basis of the price")),
    ]
    lines = [
        Line([
            names[one.holding_id],
            one.on,
            said(EXIT_METHODS[one.method]),
            one.cost_out,
            one.proceeds,
            one.proceeds - one.cost_out,
            one.price_basis or "—",
        ])
        for one in view.book.exits
    ]  # fmt: skip
    grid = Grid(heads, summed(lines, heads, gettext("Total")), gettext("Nothing was exited yet."))
    return Block("exits", gettext("Exits and income"), grid=grid)


def _valuations(view: View) -> Block:
    names = {one.id: one.name for one in view.book.holdings}
    heads = [
        Head(gettext("Holding")),
        Head(gettext("On"), "date"),
        Head(gettext("Value"), "fen"),
        Head(gettext("Method")),
        Head(gettext("Source")),
    ]
    lines = [
        Line([names[one.holding_id], one.on, one.value, one.method or "—", one.source or "—"])
        for one in reversed(view.book.valuations)
    ]
    return Block(
        "valuations", gettext("Valuations"), grid=Grid(heads, lines, gettext("No valuation is entered."))
    )


def _fees(view: View) -> Block:
    heads = [
        Head(gettext("Year"), "text"),
        Head(gettext("Fees and costs paid"), "fen"),
        Head(gettext("Waived"), "fen"),
        Head(gettext("Offset"), "fen"),
        Head(gettext("Given back, in what was paid"), "fen"),
    ]
    found = [one for one in view.book.moves if one.entry in ("fee", "relief")]
    lines = [_fees_of(year, found) for year in sorted({one.on.year for one in found})]
    grid = Grid(heads, summed(lines, heads, gettext("Total")), gettext("No fee is entered."))
    return Block("fees", gettext("Fees and costs"), grid=grid)


def _fees_of(year: int, moves: Sequence[Move]) -> Line:
    own = [one for one in moves if one.on.year == year]
    paid = sum(one.amount for one in own if one.entry == "fee")
    lowered = [sum(one.amount for one in own if one.category == kind) for kind in FEE_RELIEFS]
    return Line([str(year), paid, *lowered, -sum(one.amount for one in own if one.category == "fee_rebate")])
