"""How a fund did: multiples and rates of the whole and of every partner, beside an index, year by year."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from bondlife.lifecycle.funds.book import Flow, FundBook
from bondlife.lifecycle.funds.returns import Returns, of_fund, of_partner
from bondlife.locale import gettext
from bondlife.queries.figures import Figure
from bondlife.queries.funds.board import Block, Chart, Fact, Grid, Head, Line
from bondlife.queries.funds.markets import market_block
from bondlife.queries.funds.rates import percent, rate_figure, rate_text
from bondlife.queries.funds.view import View, told
from calculators.funds import multiples as multiples_calculator
from models.registry import FundPartner


def blocks(view: View) -> list[Block]:
    """Return the tab of returns."""
    whole = of_fund(view.book, view.today)
    return [
        _table(view, whole),
        _rate_block(whole),
        years_block(view.book, view.today),
        market_block(view),
    ]


def _table(view: View, whole: Returns) -> Block:
    heads = [
        Head(gettext("Whose")),
        Head(gettext("Paid in"), "fen"),
        Head(gettext("Distributed"), "fen"),
        Head(gettext("Net asset value"), "fen"),
        Head("DPI", "multiple"),
        Head("RVPI", "multiple"),
        Head("TVPI", "multiple"),
        Head("IRR", "text"),
    ]
    lines = [_line(gettext("Whole fund"), whole, _ask_multiples(view, whole))]
    for partner in view.book.partners:
        own = of_partner(view.book, partner.id or 0, view.today)
        lines.append(_line(partner.name, own, _ask_multiples(view, own, partner)))
    notes = [
        gettext("DPI = distributed ÷ paid in, RVPI = net asset value ÷ paid in, TVPI = DPI + RVPI."),
        gettext("Of a partner the capital account counts; carry not yet distributed is not taken off."),
    ]
    return Block("multiples", gettext("Multiples and rates"), grid=Grid(heads, lines), notes=notes)


def _line(name: str, found: Returns, keys: dict[int, str]) -> Line:
    ratios = found.multiples
    if ratios is None:
        return Line([name, None, None, found.nav, None, None, None, gettext(found.why_not)])
    cells = [name, ratios.paid_in, ratios.distributed, ratios.nav, ratios.dpi, ratios.rvpi, ratios.tvpi]
    return Line([*cells, rate_text(found.rates, found.why_not)], keys=keys)


def _ask_multiples(view: View, found: Returns, partner: FundPartner | None = None) -> dict[int, str]:
    """Let multiples and rate of the whole fund or of one partner be asked."""
    if found.multiples is None:
        return {}
    side = f"{partner.number}." if partner is not None else ""
    keys = {
        place: view.ask(f"{side}{name}", partial(_multiple_figure, view, found, partner, name))
        for place, name in {4: "dpi", 5: "rvpi", 6: "tvpi"}.items()
    }
    if found.rates is not None and found.rates.rate is not None:
        keys[7] = view.ask(f"{side}rate", partial(_rate_figure, view, found, partner))
    return keys


def _flows(view: View, partner: FundPartner | None) -> list[Flow]:
    own = None if partner is None else [partner.id or 0]
    return [one for one in view.book.flows(own) if one.on <= view.today]


def _multiple_figure(view: View, found: Returns, partner: FundPartner | None, name: str) -> Figure:
    flows = _flows(view, partner)
    inputs = {
        "calls": [-one.amount for one in flows if one.amount < 0],
        "distributions": [one.amount for one in flows if one.amount > 0],
        "nav": max(0, found.nav),
        "commitment": view.book.committed(None if partner is None else partner.id),
    }
    return told(name, multiples_calculator.SPEC, inputs, found.multiples, name)


def _rate_figure(view: View, found: Returns, partner: FundPartner | None) -> Figure:
    assert found.rates is not None
    flows = _flows(view, partner)
    ends = [*flows, Flow(max(view.today, flows[-1].on), max(0, found.nav))]
    return rate_figure("rate", [one.amount for one in ends], [one.on for one in ends], found.rates)


def _rate_block(whole: Returns) -> Block:
    rates = whole.rates
    title = gettext("Internal rate of return")
    if rates is None:
        return Block("rates", title, notes=[gettext(whole.why_not) if whole.why_not else "—"])
    facts = [
        Fact(gettext("Changes of sign in the flows"), "count", rates.sign_changes),
        Fact(gettext("Rates found"), "count", len(rates.rates)),
        *(
            Fact(gettext("Rate %(number)d") % {"number": number}, "text", percent(one))
            for number, one in enumerate(rates.rates, 1)
        ),
    ]
    note = (
        gettext("Several rates balance the flows: none of them alone may be told as the return.")
        if rates.is_ambiguous
        else gettext("The only rate in the interval searched; days ÷ 365.")
    )
    if rates.rate is not None:
        facts.append(Fact("IRR", "rate", rates.rate, "rate"))
    return Block("rates", title, facts=facts, notes=[note], tone="warn" if rates.is_ambiguous else "")


def curve(flows: Sequence[Flow]) -> list[tuple[int, int, int, int]]:
    """Return year by year: paid in, distributed, net, and the net of all years so far (the J-curve)."""
    years: dict[int, list[int]] = {}
    for one in flows:
        both = years.setdefault(one.on.year, [0, 0])
        both[0 if one.amount < 0 else 1] += abs(one.amount)
    found, so_far = [], 0
    for year in range(min(years), max(years) + 1) if years else ():
        paid, got = years.get(year, [0, 0])
        so_far += got - paid
        found.append((year, paid, got, so_far))
    return found


def years_block(book: FundBook, today: date, title: str = "") -> Block:
    """Return the J-curve as table and chart."""
    moves = [one for one in _by_move(book) if one.on <= today]
    heads = [
        Head(gettext("Year"), "text"),
        Head(gettext("Paid in"), "fen"),
        Head(gettext("Distributed"), "fen"),
        Head(gettext("Net of all years so far"), "fen", "any"),
    ]
    lines = [Line([str(year), paid, got, net]) for year, paid, got, net in curve(moves)]
    grid = Grid(heads, lines, gettext("No money has moved yet."))
    chart = Chart("bars", gettext("Net of all years so far")) if lines else None
    return Block("years", title or gettext("J-curve: net flows year by year"), grid=grid, chart=chart)


def _by_move(book: FundBook) -> list[Flow]:
    signs = {"call": -1, "distribution": 1, "clawback": -1}
    return [Flow(one.on, signs[one.entry] * one.amount) for one in book.moves if one.entry in signs]
