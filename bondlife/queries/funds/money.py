"""Calls and distributions of a fund, and the notice of each with its lines."""

from typing import Any
from uuid import uuid4

from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.lifecycle.situation import situation
from bondlife.locale import gettext
from bondlife.queries.approvals import bar_of
from bondlife.queries.documents import documents_of
from bondlife.queries.funds.board import Block, Board, Fact, Grid, Head, Line, Link, Post, summed
from bondlife.queries.funds.reading import may
from bondlife.queries.funds.terms import of_version
from bondlife.queries.funds.view import View
from bondlife.queries.lifewords import state_of
from bondlife.queries.record import row_of
from bondlife.queries.steps import next_block
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from models.fund_labels import ACTIONS, CALL_TYPES, STEPS, TIERS, fund_word
from models.registry import BudgetLine, CapitalCall, FundDecision, FundDistribution, FundTerms, RecordRow

_FILES = ("pdf", "docx", "xlsx")


def call_blocks(view: View) -> list[Block]:
    """Return the tab of calls."""
    heads = [
        Head(gettext("Call")),
        Head(gettext("Type")),
        Head(gettext("Called on"), "date"),
        Head(gettext("Due on"), "date"),
        Head(gettext("Amount"), "fen"),
        Head(gettext("Of which fees"), "fen"),
        Head(gettext("Paid in"), "fen"),
        Head(gettext("State"), "state"),
    ]
    lines = [_call(one) for one in reversed(view.book.calls)]
    grid = Grid(heads, summed(lines, heads, gettext("Total")), gettext("No capital was called yet."))
    links = view.add("call", gettext("Call capital"))
    return [Block("calls", gettext("Calls"), grid=grid, links=links)]


def _call(one: CapitalCall) -> Line:
    word, mark = state_of(one.kind, "capital_call", one.state)
    name = gettext("No. %(number)d") % {"number": one.number}
    cells = [name, said(CALL_TYPES[one.type]), one.called_on, one.due_on, one.amount, one.for_fees, one.paid]
    return Line([*cells, (mark, word)], f"/capital-calls/{one.public_id}", is_mute=one.state == "cancelled")


def distribution_blocks(view: View) -> list[Block]:
    """Return the tab of distributions."""
    heads = [
        Head(gettext("Distribution")),
        Head(gettext("On"), "date"),
        Head(gettext("Amount"), "fen"),
        Head(gettext("To the investors"), "fen"),
        Head(gettext("Carry"), "fen"),
        Head(gettext("Conceded"), "fen"),
        Head(gettext("State"), "state"),
    ]
    lines = []
    for one in reversed(view.book.distributions):
        word, mark = state_of(one.kind, "fund_distribution", one.state)
        name = gettext("No. %(number)d") % {"number": one.number}
        cells = [name, one.on, one.amount, one.to_investors, one.to_manager, one.conceded, (mark, word)]
        href = f"/fund-distributions/{one.public_id}"
        lines.append(Line(cells, href, is_mute=one.state == "cancelled"))
    grid = Grid(heads, summed(lines, heads, gettext("Total")), gettext("Nothing was distributed yet."))
    facts = [Fact(gettext("Cash of the fund"), "fen", view.book.cash)]
    links = view.add("distribution", gettext("Distribute"))
    return [Block("distributions", gettext("Distributions"), facts=facts, grid=grid, links=links)]


def call_lines(book: FundBook, call: CapitalCall, session: Session) -> tuple[list[Head], list[Line]]:
    """Return the lines of a call: partner, asked, paid, account before and after, budget line."""
    heads = [
        Head(gettext("Partner")),
        Head(gettext("Committed"), "fen"),
        Head(gettext("Called before"), "fen"),
        Head(gettext("This call"), "fen"),
        Head(gettext("Uncalled after"), "fen"),
        Head(gettext("Paid"), "fen"),
        Head(gettext("Paid on"), "date"),
        Head(gettext("Budget line")),
    ]
    lines = []
    for one in book.lines_of(call):
        partner = book.partner(one.partner_id)
        before = called_before(book, call, one.partner_id)
        committed = book.committed(partner.id)
        left = committed - before - (one.amount if call.type == "capital" else 0)
        budget = _budget(session, one.budget_line_id)
        lines.append(Line([partner.name, committed, before, one.amount, left, one.paid, one.paid_on, budget]))
    return heads, summed(lines, heads, gettext("Total"))


def called_before(book: FundBook, call: CapitalCall, partner_id: int) -> int:
    """Return what a partner was asked for by earlier calls."""
    earlier = {
        one.id for one in book.calls
        if one.type == "capital" and one.number < call.number and one.state in ("noticed", "paid")
    }  # fmt: skip
    lines = (one for one in book.call_lines if one.partner_id == partner_id and one.call_id in earlier)
    return book.stated_total("call", partner_id) + sum(one.amount for one in lines)


def _budget(session: Session, key: int | None) -> str:
    found = None if key is None else session.get(BudgetLine, key, execution_options={"scoped": True})
    return f"{found.year} {found.account}" if found is not None else "—"


def record_board(db: Database, actor: Actor, record: str, public_id: str) -> Board:
    """Return the page of one call, distribution, version of terms or decision."""
    with db.reading() as session:
        row = row_of(session, actor, record, public_id)
        book = book_of(session, getattr(row, "fund_id", None))
        blocks, files = _BLOCKS[record](session, actor, book, row)
        return _board(session, actor, book, row, blocks, files)


def _board(
    session: Session, actor: Actor, book: FundBook, row: RecordRow, blocks: list[Block], files: list[Link]
) -> Board:
    here = situation(session, row, clock.business_date(), actor=actor)
    fund = book.fund
    tab = _TABS[row.record]
    return Board(
        title_of(row),
        [
            (gettext("Home"), "/"),
            (gettext("Investment funds"), "/funds"),
            (fund.name, f"/funds/{fund.public_id}?tab={tab}"),
        ],
        blocks,
        state=state_name(here.kind, row.record, row.state),
        since=row.state_since,
        tools=files,
        next=next_block(session, actor, row, here.today),
        documents=documents_of(session, actor, row, here),
        bar=bar_of(session, actor, row),
    )


_TABS = {
    "capital_call": "calls",
    "fund_distribution": "distributions",
    "fund_terms": "terms",
    "fund_decision": "results",
}
"""Record → the tab of its fund it stands in."""


def title_of(row: RecordRow) -> str:
    """Return what a record of a fund is called."""
    if isinstance(row, CapitalCall):
        return gettext("Capital call No. %(number)d") % {"number": row.number}
    if isinstance(row, FundDistribution):
        return gettext("Distribution No. %(number)d") % {"number": row.number}
    if isinstance(row, FundTerms):
        return gettext("Terms, version %(number)d") % {"number": row.number}
    if isinstance(row, FundDecision):
        return gettext("Use of the result, budget %(year)d") % {"year": row.year}
    raise missing("record")


def _files(place: str, row: RecordRow, made: bool) -> list[Link]:
    base = f"/{place}/{row.public_id}"
    return [
        Link(gettext("Notice as %(kind)s") % {"kind": one}, f"{base}/notice.{one}") for one in _FILES if made
    ]


def _of_call(session: Session, actor: Actor, book: FundBook, row: Any) -> tuple[list[Block], list[Link]]:
    facts = [
        Fact(gettext("Type"), "text", said(CALL_TYPES[row.type])),
        Fact(gettext("Called on"), "date", row.called_on),
        Fact(gettext("Due on"), "date", row.due_on),
        Fact(gettext("Amount"), "fen", row.amount),
        Fact(gettext("For investments"), "fen", row.for_investment),
        Fact(gettext("For fees"), "fen", row.for_fees),
        Fact(gettext("What the call is for"), "text", row.purpose or "—"),
    ]
    heads, lines = call_lines(book, row, session)
    posts = []
    if row.state == "noticed" and may(actor, book.fund, "capital_call.receive"):
        today = clock.business_date().isoformat()
        for one in book.lines_of(row):
            partner = book.partner(one.partner_id)
            if one.paid < one.amount:
                label = gettext("Received from %(name)s") % {"name": partner.name}
                hidden = (("partner", str(partner.number)), ("paid_on", today))
                action = f"/capital-calls/{row.public_id}/receive"
                posts.append(Post(action, label, str(uuid4()), row.version, hidden))
    found = [
        Block("call", gettext("The call"), facts=facts),
        Block("lines", gettext("Lines by partner"), grid=Grid(heads, lines), posts=posts),
    ]
    return found, _files("capital-calls", row, row.state in ("noticed", "paid"))


def _of_distribution(
    session: Session, actor: Actor, book: FundBook, row: Any
) -> tuple[list[Block], list[Link]]:
    del session, actor
    facts = [
        Fact(gettext("On"), "date", row.on),
        Fact(gettext("Amount"), "fen", row.amount),
        Fact(gettext("To the investors"), "fen", row.to_investors),
        Fact(gettext("Carry of the manager"), "fen", row.to_manager),
        Fact(gettext("Conceded by the government"), "fen", row.conceded),
        Fact(gettext("Score the concession goes by"), "number", row.score),
        Fact(gettext("Where the cash comes from"), "text", row.origin or "—"),
    ]
    found = [
        Block("distribution", gettext("The distribution"), facts=facts),
        Block("tiers", gettext("Through the tiers"), facts=tier_facts(row.steps or {})),
        Block("lines", gettext("Lines by partner"), grid=distribution_grid(book, row)),
    ]
    return found, _files("fund-distributions", row, row.state in ("noticed", "paid"))


def tier_facts(steps: dict[str, Any]) -> list[Fact]:
    """Return the way of a distribution through the tiers, in the order of the terms."""
    known = [key for key in TIERS if key in steps]
    return [Fact(said(fund_word(key)), "count" if key == "deals" else "fen", steps[key]) for key in known]


def distribution_grid(book: FundBook, row: FundDistribution) -> Grid:
    """Return the lines of a distribution."""
    heads = [
        Head(gettext("Partner")),
        Head(gettext("Return of capital"), "fen"),
        Head(gettext("Gain"), "fen"),
        Head(gettext("Carry"), "fen"),
        Head(gettext("Concession"), "fen"),
        Head(gettext("Paid out"), "fen"),
    ]
    lines = [
        Line(
            [book.partner(one.partner_id).name, one.capital, one.gain, one.carry, one.concession, one.amount]
        )
        for one in book.lines_of(row)
    ]
    return Grid(heads, summed(lines, heads, gettext("Total")))


def _of_terms(session: Session, actor: Actor, book: FundBook, row: Any) -> tuple[list[Block], list[Link]]:
    del session, actor, book
    return of_version(row), []


def _of_decision(session: Session, actor: Actor, book: FundBook, row: Any) -> tuple[list[Block], list[Link]]:
    del session, actor, book
    return [decision_block(row)], []


def decision_block(row: FundDecision) -> Block:
    """Return a decision with the figures the rule went through."""
    steps = row.steps or {}
    kinds = {"share": "percent"}
    facts = [
        Fact(gettext("Score"), "number", row.score),
        Fact(gettext("Grade"), "text", grade_name(row.grade)),
        *(
            Fact(said(STEPS[key]), kinds.get(key, "fen"), _number(steps[key]))
            for key in STEPS
            if key in steps
        ),
        Fact(gettext("What follows"), "text", said(ACTIONS[row.action])),
        Fact(gettext("Contribution of the year"), "fen", row.contribution),
        Fact(gettext("Share of the fee paid"), "percent", row.fee_share),
        Fact(gettext("One-off reward of the manager"), "fen", row.reward),
    ]
    notes = [
        gettext(
            "Base = the smaller of the commitment left and planned calls less idle cash; "
            "contribution = base × share of the grade."
        )
    ]
    return Block("decision", gettext("What the rule gives"), facts=facts, notes=notes)


def _number(value: Any) -> Any:
    from decimal import Decimal

    return Decimal(value) if isinstance(value, str) else value


def grade_name(key: str) -> str:
    """Return what a grade is called."""
    names = {"excellent": gettext("Excellent"), "good": gettext("Good"), "fair": gettext("Fair")}
    return {**names, "poor": gettext("Poor")}.get(key, key)


_BLOCKS = {
    "capital_call": _of_call,
    "fund_distribution": _of_distribution,
    "fund_terms": _of_terms,
    "fund_decision": _of_decision,
}
