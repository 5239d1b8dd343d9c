"""Partners of a fund: promises, capital accounts that foot to cash and holdings, notices that agree."""

from collections.abc import Sequence

from bondlife.lifecycle.funds.book import FundBook
from bondlife.lifecycle.funds.values import all_carried
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Part, sum_figure
from bondlife.queries.funds.board import Block, Fact, Grid, Head, Line, Link, summed
from bondlife.queries.funds.view import View, told
from bondlife.queries.words import said
from calculators.funds.capital_account import SPECS, Reconciliation, reconcile
from models.fund_labels import TIERS_OF_PARTNERS
from models.fund_money import ENTRY_BY_KEY
from models.lifecycle import Label
from models.registry import FundPartner

_RECONCILE = next(spec for spec in SPECS if spec.key == "funds.reconcile")
_COLUMNS = ("call", "fee", "result", "carry", "concession", "distribution", "clawback")


def blocks(view: View) -> list[Block]:
    """Return the tab of partners."""
    taken_over = [_statement(view)] if view.book.stated else []
    first = [_accounts(view), identity_block(view), _agreement(view), *taken_over]
    return [*first, _promises(view), _plans(view)]


def _statement(view: View) -> Block:
    """Return the lines the fund came in with, as the custodian stated them."""
    names = {one.id: one.name for one in view.book.partners}
    heads = [
        Head(gettext("On"), "date"),
        Head(gettext("Partner")),
        Head(gettext("Entry")),
        Head(gettext("Amount"), "fen"),
    ]
    lines = [
        Line([one.on, names.get(one.partner_id, "—"), said(ENTRY_BY_KEY[one.entry].label), one.amount])
        for one in view.book.stated
    ]
    note = gettext(
        "Stated by the custodian when the fund was taken over; the accounts foot with cash and holdings "
        "to the fen. Gates and budget lines of those days were not examined here."
    )
    title = gettext("Statement of accounts taken over")
    return Block("statement", title, grid=Grid(heads, lines), notes=[note])


def _accounts(view: View) -> Block:
    heads = [
        Head(gettext("Partner")),
        Head(gettext("Tier")),
        Head(gettext("Committed"), "fen"),
        *(Head(said(ENTRY_BY_KEY[one].label), "fen") for one in _COLUMNS),
        Head(gettext("Capital account"), "fen"),
        Head(gettext("Uncalled"), "fen"),
    ]
    lines = [_account(view, one) for one in view.book.partners]
    notes = [
        gettext("Account = paid in − fees ± gain or loss ± carry and concession − distributed + given back."),
        gettext(
            "Calls and fees are shared by commitment, gains and distributions by what was paid in; "
            "parts of a fen go to the largest remainder."
        ),
    ]
    grid = Grid(heads, summed(lines, heads, gettext("Total")), gettext("No partner stands in the fund yet."))
    links = view.add("partner", gettext("Add a partner or a promise"))
    return Block("partners", gettext("Capital accounts"), grid=grid, notes=notes, links=links)


def _account(view: View, partner: FundPartner) -> Line:
    book, key = view.book, partner.id or 0
    asked = view.ask(f"account.{partner.number}", lambda: account_figure(view, partner))
    cells = [
        partner.name,
        said(TIERS_OF_PARTNERS[partner.tier]),
        book.committed(key),
        *(book.total(one, key) for one in _COLUMNS),
        book.account(key),
        book.committed(key) - book.total("call", key),
    ]
    return Line(cells, keys={len(cells) - 2: asked})


def account_figure(view: View, partner: FundPartner) -> Figure:
    """Return a capital account with the entries it is made of."""
    key = partner.id or 0
    parts = [
        Part(ENTRY_BY_KEY[one].label, ENTRY_BY_KEY[one].account * view.book.total(one, key))
        for one in _COLUMNS
        if view.book.total(one, key)
    ]
    label = Label(f"Capital account of {partner.name}", f"{partner.name}资本账户")
    return sum_figure(f"account.{partner.number}", label, parts)


def identity_block(view: View) -> Block:
    """Return the identity of the books: all accounts are cash and what is held."""
    book = view.book
    held = sum(one.value for one in all_carried(book))
    accounts = sum(book.account(one.id or 0) for one in book.partners)
    facts = [
        Fact(gettext("Capital accounts of all partners"), "fen", accounts),
        Fact(gettext("Cash"), "fen", book.cash, view.ask("cash", lambda: cash_figure(book))),
        Fact(gettext("Carrying value of what is held"), "fen", held),
        Fact(gettext("Difference"), "fen", accounts - book.cash - held),
    ]
    notes = [gettext("Capital accounts = cash + carrying value, to the fen.")]
    return Block("identity", gettext("The books foot"), facts=facts, notes=notes)


def cash_figure(book: FundBook) -> Figure:
    """Return the cash of a fund with the entries it is made of."""
    parts = [
        Part(entry.label, entry.cash * book.total(key))
        for key, entry in ENTRY_BY_KEY.items()
        if entry.cash and book.total(key)
    ]
    return sum_figure("cash", Label("Cash of the fund", "基金账面资金"), parts)


def agreement(book: FundBook) -> tuple[Reconciliation, Sequence[int], Sequence[int]] | None:
    """Compare what notices say was paid with what the capital accounts hold, partner by partner."""
    if not book.partners:
        return None
    noticed, booked = [], []
    paid_out = {one.id for one in book.distributions if one.state == "paid"}
    for partner in book.partners:
        key = partner.id or 0
        calls = sum(one.paid for one in book.call_lines if one.partner_id == key)
        given = [one for one in book.distribution_lines if one.partner_id == key]
        noticed.append(calls - sum(one.amount for one in given if one.distribution_id in paid_out))
        accounts = book.total("call", key) + book.total("clawback", key)
        stated = book.stated_total("call", key) + book.stated_total("clawback", key)
        stated -= book.stated_total("distribution", key)
        booked.append(accounts - book.total("distribution", key) - stated)
    return reconcile(noticed, booked), noticed, booked


def _agreement(view: View) -> Block:
    found = agreement(view.book)
    heads = [
        Head(gettext("Partner")),
        Head(gettext("By the notices"), "fen"),
        Head(gettext("In the capital accounts"), "fen"),
        Head(gettext("Difference"), "fen"),
    ]
    title = gettext("Notices and capital accounts")
    if found is None:
        return Block("agreement", title, grid=Grid(heads, [], gettext("No partner stands in the fund yet.")))
    result, noticed, booked = found
    rows = zip(view.book.partners, noticed, booked, result.differences, strict=True)
    lines = [Line([partner.name, left, right, gap]) for partner, left, right, gap in rows]

    def figure() -> Figure:
        inputs = {"noticed": noticed, "booked": booked}
        return told("agreement", _RECONCILE, inputs, result, "booked_total")

    sums = Line(
        [gettext("Total"), result.noticed_total, result.booked_total, sum(result.differences)],
        is_sum=True,
        keys={2: view.ask("agreement", figure)},
    )
    word = gettext("They agree to the fen.") if result.is_reconciled else gettext("They differ.")
    return Block(
        "agreement",
        title,
        grid=Grid(heads, [*lines, sums]),
        notes=[word, gettext("Paid on calls and given back, less distributions paid out.")],
        tone="" if result.is_reconciled else "warn",
    )


def _promises(view: View) -> Block:
    names = {one.id: one.name for one in view.book.partners}
    heads = [
        Head(gettext("Partner")),
        Head(gettext("Promised"), "fen"),
        Head(gettext("On"), "date"),
        Head(gettext("Document number")),
    ]
    lines = [
        Line([names[one.partner_id], one.amount, one.committed_on, one.document_number or "—"])
        for one in view.book.commitments
    ]
    return Block(
        "promises", gettext("Promises one by one"), grid=Grid(heads, lines, gettext("Nothing is promised."))
    )


def _plans(view: View) -> Block:
    names = {one.id: one.name for one in view.book.partners}
    heads = [
        Head(gettext("Year"), "text"),
        Head(gettext("Government")),
        Head(gettext("Planned"), "fen"),
        Head(gettext("Basis")),
    ]
    lines = [
        Line([str(one.year), names[one.partner_id], one.amount, _basis(one.basis)])
        for one in view.book.contributions
    ]
    links = [
        *view.add("plan", gettext("Plan a year")),
        Link(gettext("Budget lines"), f"/projects/{view.project_id}?tab=money"),
        Link(gettext("All funds"), "/funds/contributions"),
    ]
    grid = Grid(heads, lines, gettext("No contribution of a coming year is planned."))
    return Block("plans", gettext("Contributions of coming years"), grid=grid, links=links)


def _basis(text: str) -> str:
    parts = text.split("/")
    if parts[0] == "fund_decision" and len(parts) == 3:
        return gettext("Result of the evaluation, budget %(year)s") % {"year": parts[1]}
    return text or "—"
