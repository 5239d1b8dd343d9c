"""The list of funds with the sums a leader asks for, and its file."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bondlife import clock
from bondlife.db import Database
from bondlife.exchange.xlsx_out import Column, ColumnKind
from bondlife.lifecycle.funds.book import FundBook, books
from bondlife.lifecycle.funds.returns import of_fund
from bondlife.lifecycle.funds.values import worth
from bondlife.locale import gettext
from bondlife.queries.funds.board import Ask, Block, Board, Fact, Grid, Head, Line, Link, summed
from bondlife.queries.funds.reading import funds_of, names_of
from bondlife.queries.lifewords import state_of
from bondlife.queries.shell import region_choices
from bondlife.queries.tables import Table
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from calculators.funds.leverage import paid_in_rate
from calculators.kernel.errors import CalculationError
from models.fund_labels import FUND_TYPES
from models.registry import Fund


@dataclass(frozen=True, slots=True)
class FundLine:
    """One fund of the list."""

    fund: Fund
    region: str
    book: FundBook
    today: date

    @property
    def committed(self) -> int:
        """Return what all partners promised."""
        return self.book.committed()

    @property
    def paid_in(self) -> int:
        """Return what all partners paid in."""
        return sum(self.book.paid_in)

    @property
    def government(self) -> int:
        """Return what the governments paid in."""
        return sum(self.book.total("call", one.id) for one in self.book.governments)

    @property
    def rate(self) -> Any:
        """Return paid-in over target: above target is said, an unknown target has no rate."""
        try:
            return paid_in_rate(self.fund.target_size, self.paid_in).rate
        except CalculationError:
            return None

    def cells(self) -> list[Any]:
        """Return the cells of the list."""
        state, mark = state_of(self.fund.kind, "fund", self.fund.state)
        found = of_fund(self.book, self.today)
        ratios = found.multiples
        return [
            self.fund.name,
            said(FUND_TYPES[self.fund.fund_type]),
            self.region,
            self.fund.target_size,
            self.committed,
            self.paid_in,
            self.rate,
            self.government,
            self.book.total("distribution"),
            worth(self.book),
            ratios.dpi if ratios else None,
            ratios.tvpi if ratios else None,
            (mark, state),
        ]


def heads() -> list[Head]:
    """Return the heads of the list."""
    return [
        Head(gettext("Fund")),
        Head(gettext("Type of fund")),
        Head(gettext("Region")),
        Head(gettext("Target size"), "fen"),
        Head(gettext("Committed"), "fen"),
        Head(gettext("Paid in"), "fen"),
        Head(gettext("Paid in over target"), "percent"),
        Head(gettext("Of which governments"), "fen"),
        Head(gettext("Distributed"), "fen"),
        Head(gettext("Net asset value"), "fen"),
        Head("DPI", "multiple"),
        Head("TVPI", "multiple"),
        Head(gettext("State"), "state"),
    ]


def lines_of(
    db: Database, actor: Actor, *, region: str = "", state: str = "", fund_type: str = ""
) -> list[FundLine]:
    """Return the funds a person may read, with their books."""
    with db.reading() as session:
        found = funds_of(session, actor, region=region, state=state, fund_type=fund_type)
        held = books(session, [fund.id for fund, _name, _code in found if fund.id is not None])
    today = clock.business_date()
    return [FundLine(fund, name, held[fund.id or 0], today) for fund, name, _code in found]


def register_board(
    db: Database, actor: Actor, *, region: str = "", state: str = "", fund_type: str = ""
) -> Board:
    """Return the list of funds."""
    lines = lines_of(db, actor, region=region, state=state, fund_type=fund_type)
    columns = heads()
    rows = [Line(one.cells(), f"/funds/{one.fund.public_id}") for one in lines]
    empty = gettext("No fund is registered yet: register one, or bring a running fund in from a file.")
    grid = Grid(columns, summed(rows, columns, gettext("Total")), empty)
    notes = [
        gettext("Without a known target there is no rate; above the target it is told as it is."),
        gettext("Net asset value = cash + carrying value of what is held."),
    ]
    return Board(
        gettext("Investment funds"),
        [(gettext("Home"), "/")],
        [Block("funds", gettext("Funds"), grid=grid, notes=notes)],
        _answer(lines),
        tools=_tools(actor),
        filters=_filters(db, actor, region, state, fund_type),
    )


def _answer(lines: list[FundLine]) -> list[Fact]:
    return [
        Fact(gettext("Funds"), "count", len(lines)),
        Fact(gettext("committed"), "fen", sum(one.committed for one in lines)),
        Fact(gettext("paid in"), "fen", sum(one.paid_in for one in lines)),
        Fact(gettext("of which governments"), "fen", sum(one.government for one in lines)),
        Fact(gettext("distributed"), "fen", sum(one.book.total("distribution") for one in lines)),
    ]


def _tools(actor: Actor) -> list[Link]:
    found = [
        Link(gettext("Portfolio"), "/funds/portfolio"),
        Link(gettext("Contributions of coming years"), "/funds/contributions"),
        Link(gettext("Use of results"), "/funds/results"),
        Link(gettext("Download xlsx"), "/funds/export.xlsx"),
    ]
    if actor.can("fund.create"):
        found = [
            Link(gettext("Register a fund"), "/funds/new"),
            Link(gettext("Bring in from a file"), "/funds/import"),
            *found,
        ]
    return found


def _filters(db: Database, actor: Actor, region: str, state: str, fund_type: str) -> list[Ask]:
    states = ("draft", "set_up", "investing", "exiting", "wound_up")
    offered = [(key, state_of("fund", "fund", key)[0]) for key in states]
    return [
        Ask("region", gettext("Region"), region, "", choices=region_choices(db, actor)),
        Ask("state", gettext("State"), state, "", choices=offered),
        Ask("type", gettext("Type of fund"), fund_type, "", choices=names_of(FUND_TYPES)),
    ]


def register_table(db: Database, actor: Actor, *, region: str = "") -> Table:
    """Return the list as a file."""
    kinds: dict[str, ColumnKind] = {"fen": "fen", "percent": "percent", "multiple": "multiple"}
    columns = [Column(one.label, kinds.get(one.kind, "text")) for one in heads()]
    rows = [
        [cell[1] if isinstance(cell, tuple) else cell for cell in one.cells()]
        for one in lines_of(db, actor, region=region)
    ]
    return Table(gettext("Investment funds"), columns, rows)
