"""The page of one fund: its head and tabs, each tab a list of blocks made by its own module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife import clock
from bondlife.books import RuleBook
from bondlife.db import Database
from bondlife.lifecycle.funds.book import FundBook
from bondlife.lifecycle.funds.returns import of_fund
from bondlife.lifecycle.funds.values import worth
from bondlife.lifecycle.situation import situation
from bondlife.locale import gettext
from bondlife.queries.approvals import bar_of
from bondlife.queries.documents import documents_of
from bondlife.queries.figures import Figure
from bondlife.queries.funds import accounts, holdings, money, policy, results, returns, terms, waterfall
from bondlife.queries.funds.board import Block, Board, Fact, Link, Tab
from bondlife.queries.funds.reading import may, read_book, region_of, rules_of
from bondlife.queries.funds.view import Asked, View
from bondlife.queries.steps import next_block
from bondlife.queries.words import said, state_name
from bondlife.security.actor import Actor
from models.fund_labels import FUND_TYPES
from models.registry import Fund

TABS: dict[str, tuple[str, Callable[[View], Sequence[Block]]]] = {}
"""Tab → its name and what makes its blocks, in the order of the page."""


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def _overview(view: View) -> list[Block]:
    fund = view.book.fund
    facts = [
        Fact(gettext("Type of fund"), "text", said(FUND_TYPES[fund.fund_type])),
        Fact(gettext("Policy goal"), "text", fund.purpose or "—"),
        Fact(gettext("Target size"), "fen", fund.target_size),
        Fact(gettext("Manager"), "text", fund.manager or "—"),
        Fact(gettext("Custodian"), "text", fund.custodian or "—"),
        Fact(gettext("Custody account"), "text", fund.custody_account or "—"),
        Fact(gettext("Filing number"), "text", fund.filing_number or "—"),
        Fact(gettext("Plan confirmed on"), "date", fund.plan_confirmed_on),
        Fact(gettext("Set up on"), "date", fund.registered_on),
        Fact(gettext("Investing until"), "date", fund.investment_ends_on),
        Fact(gettext("Term ends on"), "date", fund.term_ends_on),
    ]
    links = [Link(gettext("Plan and budget lines"), f"/projects/{view.project_id}?tab=money")]
    register = Block("register", gettext("Register"), facts=facts, links=links)
    return [*policy.trigger_blocks(view), accounts.identity_block(view), register]


TABS.update(
    {
        "overview": (_("Overview"), _overview),
        "partners": (_("Partners and accounts"), accounts.blocks),
        "terms": (_("Terms"), terms.blocks),
        "calls": (_("Calls"), money.call_blocks),
        "holdings": (_("Holdings"), holdings.blocks),
        "distributions": (_("Distributions"), money.distribution_blocks),
        "waterfall": (_("Waterfall step by step"), waterfall.blocks),
        "returns": (_("Returns"), returns.blocks),
        "policy": (_("Policy and exit"), policy.blocks),
        "results": (_("Use of results"), results.blocks),
    }
)


@dataclass(frozen=True, slots=True)
class PageAsk:
    """What the address asks of the page of a fund."""

    tab: str = "overview"
    explain: str = ""
    index: str = ""
    trial: str = ""
    as_of: date | None = None
    year: int | None = None


def fund_board(db: Database, actor: Actor, public_id: str, asked: PageAsk) -> Board:
    """Return the page of a fund."""
    with db.reading() as session:
        view = view_of(session, actor, public_id, asked)
        tab = asked.tab if asked.tab in TABS else "overview"
        blocks = TABS[tab][1](view)
        return _board(session, actor, view, tab, blocks, view.figure(asked.explain))


def view_of(session: Session, actor: Actor, public_id: str, asked: PageAsk) -> View:
    """Return what every tab looks at."""
    book = read_book(session, actor, public_id)
    fund = book.fund
    today = asked.as_of or clock.business_date()
    code, _name = region_of(session, fund)
    rules: RuleBook = rules_of(session, fund)
    project = session.get(_project(), fund.project_id, execution_options={"scoped": True})
    return View(
        session,
        actor,
        book,
        rules,
        code,
        today,
        book.terms_on(today),
        project.public_id if project is not None else "",
        Asked(asked.index, asked.trial, asked.year),
        may(actor, fund, "fund.edit"),
    )


def _project() -> Any:
    from models.registry import Project

    return Project


def _board(
    session: Session, actor: Actor, view: View, tab: str, blocks: Sequence[Block], figure: Figure | None
) -> Board:
    fund = view.book.fund
    here = situation(session, fund, clock.business_date(), actor=actor)
    first = tab == "overview"
    base = f"/funds/{fund.public_id}"
    return Board(
        fund.name,
        [(gettext("Home"), "/"), (gettext("Investment funds"), "/funds")],
        blocks,
        _answer(view.book, view.today),
        code=fund.filing_number,
        state=state_name(here.kind, "fund", fund.state),
        since=fund.state_since,
        tools=_tools(view, fund, base),
        tabs=[Tab(gettext(label), f"{base}?tab={key}", key == tab) for key, (label, _make) in TABS.items()],
        next=next_block(session, actor, fund, here.today) if first else None,
        documents=documents_of(session, actor, fund, here) if first else None,
        bar=bar_of(session, actor, fund) if first else None,
        explain=figure,
    )


def _answer(book: FundBook, today: date) -> list[Fact]:
    found = of_fund(book, today)
    told = [
        Fact(gettext("committed"), "fen", book.committed()),
        Fact(gettext("paid in"), "fen", sum(book.paid_in)),
        Fact(gettext("cash"), "fen", book.cash),
        Fact(gettext("net asset value"), "fen", worth(book)),
        Fact(gettext("distributed"), "fen", book.total("distribution")),
    ]
    if found.multiples is not None:
        told += [Fact("DPI", "multiple", found.multiples.dpi), Fact("TVPI", "multiple", found.multiples.tvpi)]
    return told


def _tools(view: View, fund: Fund, base: str) -> list[Link]:
    found = [Link(gettext("Yearly report"), f"{base}/report")]
    if view.may_edit:
        found.insert(0, Link(gettext("Edit"), f"/records/fund/{fund.public_id}/edit"))
    return found
