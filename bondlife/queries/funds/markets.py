"""A fund beside a market index: five market equivalents, each with its formula and its own numbers."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from bondlife.lifecycle.funds.returns import Markets, market_inputs, markets_of
from bondlife.lifecycle.funds.values import worth
from bondlife.locale import gettext
from bondlife.queries.figures import Figure
from bondlife.queries.funds.board import Ask, Block, Fact
from bondlife.queries.funds.rates import rate_figure, rate_text
from bondlife.queries.funds.reading import indices, levels_of
from bondlife.queries.funds.view import View, told
from calculators.funds import pme
from calculators.funds.irr import InternalRates

_SPECS = {spec.key.partition(".")[2]: spec for spec in pme.SPECS}


def market_block(view: View) -> Block:
    """Return the market equivalents of the whole fund beside the index that was asked."""
    offered = indices(view.session)
    key = view.asked.index or (offered[0][0] if offered else "")
    title = gettext("Beside a market index (PME)")
    if not offered:
        return Block("pme", title, notes=[gettext("No level of an index is stored.")])
    ask = Ask("index", gettext("Index"), key, gettext("Compare"), (("tab", "returns"),), offered)
    flows = [one for one in view.book.flows() if one.on <= view.today]
    navs = [max(0, worth(view.book, one.on)) for one in flows]
    levels, nav = levels_of(view.session, key), max(0, worth(view.book, view.today))
    given = market_inputs(flows, nav, view.today, levels, navs)
    found = markets_of(given)
    if found.why_not or given is None:
        return Block("pme", title, ask=ask, notes=[gettext(found.why_not)])
    notes = [
        gettext("KS-PME above 1: the fund did better than the index."),
        gettext("Direct alpha is told both discrete and as ln(1 + r)."),
    ]
    return Block("pme", title, facts=list(_facts(view, given, found)), ask=ask, notes=notes)


def _facts(view: View, given: Mapping[str, Any], found: Markets) -> Iterator[Fact]:
    def asked(spec: str, output: str, result: object) -> str:
        return view.ask(f"{spec}.{output}", partial(_figure, given, spec, output, result))

    if found.ks is not None:
        yield Fact("KS-PME", "number", round(found.ks.ratio, 4), asked("ks_pme", "ratio", found.ks))
    if found.ln is not None:
        value = int(found.ln.nav_ln)
        label = gettext("LN-PME: value of the index vehicle")
        yield Fact(label, "fen", value, asked("ln_pme", "nav_ln", found.ln))
        flows = _flows(given, given["distributions"], found.ln.nav_ln)
        yield _rate(view, given, gettext("LN-PME: rate"), "ln_pme", found.ln.rates, flows)
    if found.plus is not None:
        scaled = [found.plus.scaling * one for one in given["distributions"]]
        key = asked("pme_plus", "scaling", found.plus)
        yield Fact(gettext("PME+: λ"), "number", round(found.plus.scaling, 4), key)
        flows = _flows(given, scaled, given["nav"])
        yield _rate(view, given, gettext("PME+: rate"), "pme_plus", found.plus.rates, flows)
    if found.modified is not None:
        flows = _flows(given, found.modified.distributions_index, found.modified.nav_index)
        label = gettext("Modified PME: rate")
        yield _rate(view, given, label, "modified_pme", found.modified.rates, flows)
    if found.alpha is not None:
        for label, name in (
            (gettext("Direct alpha (discrete)"), "discrete"),
            (gettext("Direct alpha, ln(1 + r)"), "logarithmic"),
        ):
            value_ = getattr(found.alpha, name)
            yield Fact(label, "rate", value_, asked("direct_alpha", name, found.alpha))


def _figure(given: Mapping[str, Any], spec: str, output: str, result: object) -> Figure:
    known = _SPECS[spec]
    inputs = {one.name: given[one.name] for one in known.inputs}
    return told(f"{spec}.{output}", known, inputs, result, output)


def _flows(given: Mapping[str, Any], gifts: Any, end: Any) -> list[Any]:
    """Return the flows of the index vehicle: paid in below zero, the last with what it then holds."""
    own = [got - paid for got, paid in zip(gifts, given["calls"], strict=True)]
    return [*own[:-1], own[-1] + end]


def _rate(
    view: View, given: Mapping[str, Any], label: str, spec: str, rates: InternalRates, flows: list[Any]
) -> Fact:
    key = f"{spec}.rate"
    if rates.rate is not None:
        view.ask(key, partial(rate_figure, key, flows, given["dates"], rates))
    return Fact(label, "text", rate_text(rates), key if rates.rate is not None else "")
