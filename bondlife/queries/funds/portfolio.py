"""All funds together: J-curve, pace of calls against promises, concentration by company and direction."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from bondlife import clock
from bondlife.db import Database
from bondlife.lifecycle.funds.book import Flow, FundBook, books
from bondlife.lifecycle.funds.policy import direction_names
from bondlife.lifecycle.funds.returns import returns_of
from bondlife.lifecycle.funds.values import all_carried, worth
from bondlife.locale import gettext
from bondlife.queries.funds.board import Block, Board, Chart, Fact, Grid, Head, Line, summed
from bondlife.queries.funds.rates import rate_text
from bondlife.queries.funds.reading import funds_of
from bondlife.queries.funds.returns import curve
from bondlife.security.actor import Actor

_SIGNS = {"call": -1, "distribution": 1, "clawback": -1}


def portfolio_board(db: Database, actor: Actor) -> Board:
    """Return the portfolio of funds a person may read."""
    with db.reading() as session:
        found = funds_of(session, actor)
        held = list(books(session, [fund.id for fund, _n, _c in found if fund.id is not None]).values())
    return Board(
        gettext("Portfolio of funds"),
        [(gettext("Home"), "/"), (gettext("Investment funds"), "/funds")],
        [_curve(held), _pace(held), _companies(held), _directions(held)],
        _answer(held),
    )


def _flows(held: list[FundBook]) -> list[Flow]:
    return [
        Flow(one.on, _SIGNS[one.entry] * one.amount)
        for book in held
        for one in book.moves
        if one.entry in _SIGNS
    ]


def _answer(held: list[FundBook]) -> list[Fact]:
    sums: dict[date, int] = defaultdict(int)
    for one in _flows(held):
        sums[one.on] += one.amount
    flows = [Flow(day, amount) for day, amount in sorted(sums.items())]
    nav = sum(worth(book) for book in held)
    told = [Fact(gettext("Funds"), "count", len(held)), Fact(gettext("net asset value"), "fen", nav)]
    if flows:
        found = returns_of(flows, nav, clock.business_date())
        if found.multiples is not None:
            told.append(Fact("DPI", "multiple", found.multiples.dpi))
            told.append(Fact("TVPI", "multiple", found.multiples.tvpi))
        told.append(Fact("IRR", "text", rate_text(found.rates, found.why_not)))
    return told


def _curve(held: list[FundBook]) -> Block:
    heads = [
        Head(gettext("Year"), "text"),
        Head(gettext("Paid in"), "fen"),
        Head(gettext("Distributed"), "fen"),
        Head(gettext("Net of all years so far"), "fen", "any"),
    ]
    lines = [Line([str(year), paid, got, net]) for year, paid, got, net in curve(_flows(held))]
    grid = Grid(heads, lines, gettext("No money has moved yet."))
    chart = Chart("bars", gettext("J-curve of all funds")) if lines else None
    return Block("curve", gettext("J-curve of all funds"), grid=grid, chart=chart)


def _pace(held: list[FundBook]) -> Block:
    heads = [
        Head(gettext("Fund")),
        Head(gettext("Committed"), "fen"),
        Head(gettext("Paid in"), "fen"),
        Head(gettext("Paid in over committed"), "percent"),
        Head(gettext("Invested"), "fen"),
        Head(gettext("Invested over paid in"), "percent"),
        Head(gettext("Idle cash"), "fen"),
        Head(gettext("Set up on"), "date"),
    ]
    lines = []
    for book in held:
        committed, paid = book.committed(), sum(book.paid_in)
        spent = sum(one.cost for one in book.holdings)
        rates = (_over(paid, committed), _over(spent, paid))
        cells = [
            book.fund.name,
            committed,
            paid,
            rates[0],
            spent,
            rates[1],
            book.cash,
            book.fund.registered_on,
        ]
        lines.append(Line(cells, f"/funds/{book.fund.public_id}"))
    return Block(
        "pace",
        gettext("Pace of calls and investments"),
        grid=Grid(heads, summed(lines, heads, gettext("Total"))),
    )


def _over(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _companies(held: list[FundBook]) -> Block:
    sums: dict[str, list[object]] = {}
    for book in held:
        for one in all_carried(book):
            if one.is_out:
                continue
            key = one.holding.code or one.holding.name
            entry = sums.setdefault(key, [one.holding.name, 0, 0, set()])
            entry[1] += one.cost_left  # type: ignore[operator]
            entry[2] += one.value  # type: ignore[operator]
            entry[3].add(book.fund.name)  # type: ignore[attr-defined]
    whole = sum(int(entry[2]) for entry in sums.values())  # type: ignore[call-overload]
    heads = [
        Head(gettext("Company or sub-fund")),
        Head(gettext("Funds that hold it"), "count"),
        Head(gettext("Cost left"), "fen"),
        Head(gettext("Carrying value"), "fen"),
        Head(gettext("Share of all value"), "percent"),
    ]
    ordered = sorted(sums.values(), key=lambda entry: -int(entry[2]))[:30]  # type: ignore[call-overload]
    lines = [
        Line([name, len(funds), cost, value, _over(value, whole)])  # type: ignore[arg-type]
        for name, cost, value, funds in ordered
    ]
    grid = Grid(heads, lines, gettext("Nothing is held."))
    return Block("companies", gettext("Largest holdings over all funds"), grid=grid)


def _directions(held: list[FundBook]) -> Block:
    sums: dict[str, int] = defaultdict(int)
    for book in held:
        names = direction_names(book)
        for one in book.holdings:
            sums[names.get(one.direction, one.direction) or "—"] += one.cost
    whole = sum(sums.values())
    heads = [
        Head(gettext("Direction")),
        Head(gettext("Invested"), "fen", "any"),
        Head(gettext("Share"), "percent"),
    ]
    lines = [
        Line([key, amount, _over(amount, whole)])
        for key, amount in sorted(sums.items(), key=lambda one: -one[1])
    ]
    return Block(
        "directions",
        gettext("Direction of investment"),
        grid=Grid(heads, lines, gettext("Nothing was invested yet.")),
    )
