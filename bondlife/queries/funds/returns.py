"""How a fund did: multiples and rates of the whole and of every partner, beside an index, year by year."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from bondlife.lifecycle.funds.book import Flow, FundBook
from bondlife.lifecycle.funds.returns import Markets, Returns, markets_of, of_fund, of_partner
from bondlife.lifecycle.funds.values import worth
from bondlife.locale import gettext
from bondlife.queries.figures import Figure
from bondlife.queries.funds.board import Ask, Block, Chart, Fact, Grid, Head, Line
from bondlife.queries.funds.reading import indices, levels_of
from bondlife.queries.funds.view import View, told
from calculators.funds import irr as rates_calculator
from calculators.funds import multiples as multiples_calculator
from calculators.funds.irr import InternalRates


def blocks(view: View) -> list[Block]:
    """Return the tab of returns."""
    whole = of_fund(view.book, view.today)
    return [_table(view, whole), _rate_block(view, whole), years_block(view.book, view.today), _markets(view)]


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
        lines.append(_line(partner.name, of_partner(view.book, partner.id or 0, view.today), {}))
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


def rate_text(rates: InternalRates | None, why_not: str = "") -> str:
    """Return a rate as text: the only one, all of several, or why there is none."""
    if rates is None:
        return gettext(why_not) if why_not else "—"
    if rates.rate is not None:
        return percent(rates.rate)
    if rates.rates:
        several = "；".join(percent(one) for one in rates.rates)
        return gettext("ambiguous: %(rates)s") % {"rates": several}
    return gettext("no rate")


def percent(rate: Decimal) -> str:
    """Return a rate as text with two decimals, as it is told in sentences.

    >>> percent(Decimal("0.194951503560"))
    '19.50%'
    """
    return f"{rate * 100:,.2f}%".replace("-", "−")


def _ask_multiples(view: View, whole: Returns) -> dict[int, str]:
    result = whole.multiples
    if result is None:
        return {}

    def figure(name: str) -> Figure:
        flows = [one for one in view.book.flows() if one.on <= view.today]
        inputs = {
            "calls": [-one.amount for one in flows if one.amount < 0],
            "distributions": [one.amount for one in flows if one.amount > 0],
            "nav": max(0, whole.nav),
            "commitment": view.book.committed(),
        }
        return told(name, multiples_calculator.SPEC, inputs, result, name)

    places = {4: "dpi", 5: "rvpi", 6: "tvpi"}
    return {place: view.ask(name, partial(figure, name)) for place, name in places.items()}


def _rate_block(view: View, whole: Returns) -> Block:
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
    spec = next(one for one in rates_calculator.SPECS if one.key.endswith("xirr"))

    def make() -> Figure:
        flows = [one for one in view.book.flows() if one.on <= view.today]
        ends = [*flows, Flow(view.today, max(0, whole.nav))]
        inputs = {
            "flows": [one.amount for one in ends],
            "dates": [one.on for one in ends],
            "days_per_year": 365,
            "lowest": rates.lowest,
            "highest": rates.highest,
        }
        return told("rate", spec, inputs, rates, "rate")

    if rates.rate is not None:
        facts.append(Fact("IRR", "rate", rates.rate, view.ask("rate", make)))
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


def _markets(view: View) -> Block:
    offered = indices(view.session)
    key = view.asked.index or (offered[0][0] if offered else "")
    title = gettext("Beside a market index (PME)")
    if not offered:
        return Block("pme", title, notes=[gettext("No level of an index is stored.")])
    ask = Ask("index", gettext("Index"), key, gettext("Compare"), (("tab", "returns"),), offered)
    flows = [one for one in view.book.flows() if one.on <= view.today]
    navs = [max(0, worth(view.book, one.on)) for one in flows]
    levels = levels_of(view.session, key)
    found = markets_of(flows, max(0, worth(view.book, view.today)), view.today, levels, navs)
    if found.why_not:
        return Block("pme", title, ask=ask, notes=[gettext(found.why_not)])
    notes = [
        gettext("KS-PME above 1: the fund did better than the index."),
        gettext("Direct alpha is told both discrete and as ln(1 + r)."),
    ]
    return Block("pme", title, facts=_market_facts(found), ask=ask, notes=notes)


def _market_facts(found: Markets) -> list[Fact]:
    facts = []
    if found.ks is not None:
        facts.append(Fact("KS-PME", "number", round(found.ks.ratio, 4)))
    if found.ln is not None:
        facts.append(Fact(gettext("LN-PME: value of the index vehicle"), "fen", int(found.ln.nav_ln)))
        facts.append(Fact(gettext("LN-PME: rate"), "text", rate_text(found.ln.rates)))
    if found.plus is not None:
        facts.append(Fact(gettext("PME+: λ"), "number", round(found.plus.scaling, 4)))
        facts.append(Fact(gettext("PME+: rate"), "text", rate_text(found.plus.rates)))
    if found.modified is not None:
        facts.append(Fact(gettext("Modified PME: rate"), "text", rate_text(found.modified.rates)))
    if found.alpha is not None:
        facts.append(Fact(gettext("Direct alpha (discrete)"), "rate", found.alpha.discrete))
        facts.append(Fact(gettext("Direct alpha, ln(1 + r)"), "rate", found.alpha.logarithmic))
    return facts
