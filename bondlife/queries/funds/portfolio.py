"""All funds together: J-curve, pace of calls against promises, concentration by company and direction."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from bondlife import clock
from bondlife.db import Database
from bondlife.lifecycle.funds.book import Flow, FundBook, books
from bondlife.lifecycle.funds.policy import direction_names, invested
from bondlife.lifecycle.funds.returns import returns_of
from bondlife.lifecycle.funds.values import all_carried, worth
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Ref, ratio_figure
from bondlife.queries.funds.board import Block, Board, Chart, Fact, Grid, Head, Line, summed
from bondlife.queries.funds.rates import rate_text
from bondlife.queries.funds.reading import funds_of
from bondlife.queries.funds.returns import curve
from bondlife.security.actor import Actor
from models.lifecycle import Label

_SIGNS = {"call": -1, "distribution": 1, "clawback": -1}


def portfolio_board(db: Database, actor: Actor, *, explain: str = "") -> Board:
    """Return the portfolio of funds a person may read; ``explain`` names the figure that is asked."""
    with db.reading() as session:
        found = funds_of(session, actor)
        held = list(books(session, [fund.id for fund, _n, _c in found if fund.id is not None]).values())
    return Board(
        gettext("Portfolio of funds"),
        [(gettext("Home"), "/"), (gettext("Investment funds"), "/funds")],
        [_curve(held), _pace(held), _companies(held), _directions(held)],
        _answer(held),
        explain=_figure(held, explain),
    )


def _figure(held: list[FundBook], explain: str) -> Figure | None:
    """Return one ratio of one fund, or of all of them, with both amounts."""
    name, _, key = explain.partition(".")
    chosen = [book for book in held if key in ("", book.fund.public_id)]
    if name not in _RATIOS or not chosen:
        return None
    label, part, whole = _RATIOS[name]
    amounts = [sum(made(book) for book in chosen) for made in (part[1], whole[1])]
    if not amounts[1]:
        return None
    refs = [Ref(chosen[0].fund.name, f"/funds/{chosen[0].fund.public_id}")] if key else []
    return ratio_figure(explain, label, (part[0], amounts[0]), (whole[0], amounts[1]), refs=refs)


def _paid_in(book: FundBook) -> int:
    return sum(book.paid_in)


def _committed(book: FundBook) -> int:
    return book.committed()


_PAID = (Label("Paid in", "实缴"), _paid_in)
_RATIOS = {
    "called": (
        Label("Paid in over committed", "实缴率"),
        _PAID,
        (Label("Committed", "认缴"), _committed),
    ),
    "invested": (
        Label("Invested over paid in", "投资进度"),
        (Label("Invested", "已投资"), invested),
        _PAID,
    ),
}
"""What the pace of a fund can be asked for: label, part, whole."""


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
        spent = invested(book)
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
        own = book.fund.public_id
        lines.append(Line(cells, f"/funds/{own}", keys={3: f"called.{own}", 5: f"invested.{own}"}))
    rows = summed(lines, heads, gettext("Total"))
    if rows:
        sums = [*rows[-1].cells]
        sums[3], sums[5] = _over(sums[2], sums[1]), _over(sums[4], sums[2])
        rows[-1] = Line(sums, is_sum=True, keys={3: "called.", 5: "invested."})
    return Block("pace", gettext("Pace of calls and investments"), grid=Grid(heads, rows))


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
