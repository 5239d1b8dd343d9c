"""The waterfall of a fund step by step: whole fund, deal by deal with clawback, total return; a trial."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial

from bondlife.lifecycle.funds.book import FundBook
from bondlife.lifecycle.funds.tiers import (
    Clawback,
    Proposal,
    bands_of,
    by_deal,
    called,
    clawback,
    clawback_inputs,
    concession_of,
    deals_of,
    european,
    paid_out,
    propose,
    total_return,
)
from bondlife.locale import gettext
from bondlife.queries.figures import Figure
from bondlife.queries.funds.board import Ask, Block, Fact, Grid, Head, Line, summed
from bondlife.queries.funds.money import tier_facts
from bondlife.queries.funds.view import View, told
from bondlife.queries.words import said
from calculators.funds import clawback as clawback_calculator
from calculators.funds import deal_by_deal as deals_calculator
from calculators.funds import profit_concession as concession_calculator
from calculators.funds import total_return as return_calculator
from calculators.funds import waterfall as tiers_calculator
from calculators.funds.clawback import WholeFundClawback
from calculators.funds.deal_by_deal import DealByDeal
from calculators.funds.waterfall import Waterfall
from calculators.kernel.errors import CalculationError
from calculators.kernel.money import to_fen
from models.fund_labels import COMPOUNDINGS, METHODS
from models.registry import FundTerms


def blocks(view: View) -> list[Block]:
    """Return the tab of the waterfall."""
    if view.terms is None:
        return [Block("tiers", gettext("Waterfall"), notes=[gettext("No terms of the fund are in force.")])]
    method = Block("method", gettext("Method"), facts=_method(view.terms), notes=[_apart(view.terms)])
    try:
        steps = _STEPS[view.terms.waterfall](view, view.terms)
    except CalculationError as error:
        steps = [Block("tiers", gettext("Waterfall"), notes=[gettext(error.message)])]
    back = _clawback(view, view.terms)
    return [method, *steps, *back, _conceded(view, view.terms), *_trial(view, view.terms)]


def _method(terms: FundTerms) -> list[Fact]:
    return [
        Fact(gettext("Waterfall"), "text", said(METHODS[terms.waterfall])),
        Fact(gettext("Hurdle rate"), "rate", terms.hurdle_rate),
        Fact(gettext("Catch-up of the manager"), "percent", terms.catch_up_share),
        Fact(gettext("Carry"), "percent", terms.carry_rate),
    ]


def _apart(terms: FundTerms) -> str:
    if terms.waterfall == "total_return":
        return gettext(
            "Total return pays carry on value not yet realised; a cash waterfall does not. They never mix."
        )
    return gettext("Cash alone runs through the tiers; value that is not realised earns no carry here.")


def run(book: FundBook, terms: FundTerms) -> Waterfall | None:
    """Return the whole-fund waterfall of what was paid in and paid out; None before the first call."""
    calls = [(one.on, one.amount) for one in called(book)]
    if not calls:
        return None
    return european(terms, calls, [(one.on, one.amount) for one in paid_out(book)])


def _european(view: View, terms: FundTerms) -> list[Block]:
    result = run(view.book, terms)
    title = gettext("Every distribution through the tiers")
    heads = [
        Head(gettext("On"), "date"),
        Head(gettext("Cash"), "fen"),
        Head(gettext("1. Return of capital"), "fen"),
        Head(gettext("2. Preferred return"), "fen"),
        Head(gettext("3. Catch-up"), "fen"),
        Head(gettext("of which manager"), "fen"),
        Head(gettext("4. Split"), "fen"),
        Head(gettext("of which manager"), "fen"),
        Head(gettext("To the investors"), "fen"),
        Head(gettext("To the manager"), "fen"),
        Head(gettext("Capital outstanding"), "fen"),
        Head(gettext("Preferred return owed"), "fen"),
    ]
    empty = gettext("Nothing was distributed yet.")
    if result is None:
        return [Block("tiers", title, grid=Grid(heads, [], empty))]
    names = ("day", "cash", "capital", "preferred", "catch_up", "catch_up_to_manager", "split")
    more = ("split_to_manager", "to_investors", "to_manager", "capital_outstanding", "preferred_outstanding")
    lines = [Line([getattr(one, name) for name in (*names, *more)]) for one in result.steps]
    keys = {
        place: view.ask(f"tiers.{name}", _asked(view, terms, result, name))
        for place, name in (
            (2, "capital"),
            (3, "preferred"),
            (4, "catch_up"),
            (8, "to_investors"),
            (9, "to_manager"),
        )
    }
    sums = [gettext("Total"), *(getattr(result, name) for name in _TOTALS), None, None]
    if lines:
        lines.append(Line(sums, is_sum=True, keys=keys))
    notes = [gettext("Click a total to see the formula with its numbers.")]
    return [Block("tiers", title, grid=Grid(heads, lines, empty), notes=notes)]


_TOTALS = (
    "distributed",
    "capital",
    "preferred",
    "catch_up",
    "catch_up_to_manager",
    "split",
    "split_to_manager",
    "to_investors",
    "to_manager",
)


def _asked(view: View, terms: FundTerms, result: Waterfall, name: str) -> Callable[[], Figure]:
    def make() -> Figure:
        calls, paid = called(view.book), paid_out(view.book)
        inputs = {
            "calls": [one.amount for one in calls],
            "call_dates": [one.on for one in calls],
            "distributions": [one.amount for one in paid],
            "distribution_dates": [one.on for one in paid],
            **_terms(terms),
        }
        return told(f"tiers.{name}", tiers_calculator.SPEC, inputs, result, name)

    return make


def _terms(terms: FundTerms) -> dict[str, object]:
    return {
        "hurdle_rate": terms.hurdle_rate,
        "compounding": said(COMPOUNDINGS[terms.compounding]),
        "carry_rate": terms.carry_rate,
        "catch_up_share": terms.catch_up_share,
        "rounding": gettext("half up"),
    }


def _deal_by_deal(view: View, terms: FundTerms) -> list[Block]:
    deals = deals_of(view.book)
    heads = [
        Head(gettext("Exit")),
        Head(gettext("Gain or loss"), "fen"),
        Head(gettext("1. Return of capital"), "fen"),
        Head(gettext("2. Preferred return"), "fen"),
        Head(gettext("3. Catch-up"), "fen"),
        Head(gettext("4. Split"), "fen"),
        Head(gettext("To the investors"), "fen"),
        Head(gettext("To the manager"), "fen"),
    ]
    title, empty = gettext("Every exit through the tiers on its own"), gettext("Nothing was exited yet.")
    if not view.book.exits:
        return [Block("tiers", title, grid=Grid(heads, [], empty))]
    result = by_deal(terms, deals)
    names = ("capital", "preferred", "catch_up", "split", "to_investors", "to_manager")
    lines = [
        Line([one.name, one.gain, *(getattr(one.waterfall, name) for name in names)])
        for one in result.carries
    ]
    whole = result.whole_fund
    gain = whole.distributed - whole.paid_in
    lines = summed(lines, heads, gettext("Exits together"))
    lines.append(
        Line(
            [gettext("All deals as one fund"), gain, *(getattr(whole, name) for name in names)], is_mute=True
        )
    )
    return [Block("tiers", title, grid=Grid(heads, lines, empty))]


def _clawback(view: View, terms: FundTerms) -> list[Block]:
    """Return what the manager has to give back; nothing before carry was paid or a deal exited."""
    try:
        found = clawback(view.book, terms, view.today)
    except CalculationError as error:
        return [Block("clawback", gettext("Clawback"), notes=[gettext(error.message)])]
    if found is None:
        return []
    asked = view.ask("clawback", partial(_clawback_figure, view, terms, found))
    facts = [
        Fact(gettext("Carry due on the whole fund"), "fen", found.earned),
        Fact(gettext("Clawback by the terms"), "fen", found.by_terms, asked),
        Fact(gettext("Carry paid"), "fen", found.paid),
        Fact(gettext("Given back"), "fen", found.given_back),
        Fact(gettext("Still to be given back"), "fen", found.due),
    ]
    notes = [gettext("The whole fund is looked at as if what it is worth were paid out on this day.")]
    if isinstance(found.result, DealByDeal):
        facts.insert(0, Fact(gettext("Carry of the exits"), "fen", found.result.carry_paid))
        notes = [gettext("The exits one by one are held against all deals as one fund.")]
    links = view.add("call?type=clawback", gettext("Call the clawback")) if found.due else []
    tone = "warn" if found.due else ""
    return [Block("clawback", gettext("Clawback"), facts=facts, notes=notes, links=links, tone=tone)]


def _clawback_figure(view: View, terms: FundTerms, found: Clawback) -> Figure:
    if isinstance(found.result, WholeFundClawback):
        inputs = {**clawback_inputs(view.book, terms, view.today), "rounding": gettext("half up")}
        inputs["compounding"] = said(COMPOUNDINGS[terms.compounding])
        return told("clawback", clawback_calculator.SPEC, inputs, found.result, "clawback_due")
    inputs = {
        "deals": [_deal(one) for one in deals_of(view.book)],
        **_terms(terms),
        "tax_rate": terms.clawback_tax_rate,
    }
    return told("clawback", deals_calculator.SPEC, inputs, found.result, "clawback_due")


def _deal(deal: object) -> dict[str, object]:
    names = ("name", "cost", "invested_on", "proceeds", "exited_on")
    return {name: getattr(deal, name) for name in names}


def _total_return(view: View, terms: FundTerms) -> list[Block]:
    result = total_return(view.book, terms, view.today)
    heads = [
        Head(gettext("Valuation")),
        Head(gettext("High-water mark"), "fen"),
        Head(gettext("Gain above the mark"), "fen"),
        Head(gettext("Carry"), "fen"),
    ]
    rows = zip(result.high_water, result.gains, result.carries, strict=True)
    lines = [
        Line([gettext("No. %(number)d") % {"number": number}, mark, gain, carry])
        for number, (mark, gain, carry) in enumerate(rows, 1)
    ]

    def make() -> Figure:
        navs = [mark + gain for mark, gain in zip(result.high_water, result.gains, strict=True)]
        inputs = {"nav_before": navs, "committed": view.book.committed(), "carry_rate": terms.carry_rate}
        spec = next(one for one in return_calculator.SPECS if one.key == "funds.total_return_carry")
        return told("total_carry", spec, {**inputs, "rounding": gettext("half up")}, result, "total_carry")

    key = view.ask("total_carry", make)
    lines.append(
        Line([gettext("Total"), None, sum(result.gains), result.total_carry], is_sum=True, keys={3: key})
    )
    return [Block("tiers", gettext("Carry on every new high"), grid=Grid(heads, lines))]


_STEPS = {"european": _european, "deal_by_deal": _deal_by_deal, "total_return": _total_return}


def _conceded(view: View, terms: FundTerms) -> Block:
    """Return the concession as it stands on what the governments have got."""
    bands = bands_of(terms)
    title = gettext("Concession of the government's gain")
    score = next((one.score for one in reversed(view.book.distributions) if one.score is not None), None)
    if not bands or score is None or not any(view.book.paid_in):
        return Block("conceded", title, notes=[gettext("No band, or no evaluation with a score yet.")])
    found = concession_of(view.book, [], score, bands)

    def make() -> Figure:
        keys = {one.id for one in view.book.governments}
        paid_in = sum(view.book.total("call", one) for one in keys if one is not None)
        inputs = {
            "received": found.total_gain + paid_in,
            "paid_in": paid_in,
            "score": score,
            "bands": [{"lowest_score": one.lowest_score, "share": one.share} for one in bands],
            "hurdle": 0,
            "rounding": gettext("down"),
        }
        return told("conceded", concession_calculator.SPEC, inputs, found, "conceded")

    facts = [
        Fact(gettext("Score"), "number", score),
        Fact(gettext("Gain of the governments"), "fen", found.gain_above_hurdle),
        Fact(gettext("Share conceded"), "percent", found.share),
        Fact(gettext("Conceded"), "fen", found.conceded, view.ask("conceded", make)),
        Fact(gettext("Kept by the governments"), "fen", found.kept),
    ]
    return Block("conceded", title, facts=facts)


def _trial(view: View, terms: FundTerms) -> list[Block]:
    ask = Ask(
        "trial",
        gettext("Amount to try out (yuan)"),
        view.asked.trial,
        gettext("Show who would get what"),
        kept=(("tab", "waterfall"),),
    )
    title = gettext("Try a distribution")
    if not view.asked.trial:
        return [Block("trial", title, ask=ask, notes=[gettext("Nothing is stored.")])]
    try:
        amount = to_fen(Decimal(view.asked.trial.replace(",", "").strip()))
    except (CalculationError, InvalidOperation, ValueError):
        amount = 0
    if amount <= 0:
        text = gettext("Write the amount in yuan with at most two decimals, such as 1234567.89.")
        return [Block("trial", title, ask=ask, notes=[text], tone="warn")]
    try:
        found = propose(view.book, terms, view.today, amount)
    except CalculationError as error:
        return [Block("trial", title, ask=ask, notes=[gettext(error.message)], tone="warn")]
    notes = [gettext("Nothing is stored.")]
    if amount > view.book.cash:
        notes.insert(0, gettext("This is more than the cash of the fund; it could not be distributed."))
    return [Block("trial", title, facts=tier_facts(found.steps), grid=_parts(found), ask=ask, notes=notes)]


def _parts(found: Proposal) -> Grid:
    heads = [
        Head(gettext("Partner")),
        Head(gettext("Return of capital"), "fen"),
        Head(gettext("Gain"), "fen"),
        Head(gettext("Carry"), "fen"),
        Head(gettext("Concession"), "fen"),
        Head(gettext("Paid out"), "fen"),
    ]
    lines = [
        Line([one.partner.name, one.capital, one.gain, one.carry, one.concession, one.amount])
        for one in found.parts
    ]
    return Grid(heads, summed(lines, heads, gettext("Total")))
