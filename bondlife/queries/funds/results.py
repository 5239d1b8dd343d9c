"""Use of evaluations: what the rule gives for every fund and year, as a simulation, and what was signed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import Rule, RuleBook, rule_book
from bondlife.db import Database
from bondlife.errors import Refusal
from bondlife.lifecycle.funds.book import FundBook, books
from bondlife.lifecycle.funds.result import Outcome, realised_gain
from bondlife.locale import gettext
from bondlife.queries.figures import Figure, Ref, cited
from bondlife.queries.funds.board import Ask, Block, Board, Fact, Grid, Head, Line, Post, summed
from bondlife.queries.funds.money import grade_name
from bondlife.queries.funds.reading import funds_of
from bondlife.queries.funds.view import View, told
from bondlife.queries.lifewords import state_of
from bondlife.queries.words import problem_text, said
from bondlife.security.actor import Actor
from bondlife.services.funds.decisions import decided, grades_before, newest_evaluation
from calculators.funds import next_contribution as result_calculator
from models.base import columns
from models.fund_labels import ACTIONS
from models.registry import Fund, FundContribution, FundDecision, FundPartner


@dataclass(frozen=True, slots=True)
class Simulated:
    """What the rule gives for one fund, or why it gives nothing; and the decision that stands."""

    fund: Fund
    region: str
    book: FundBook
    score: Decimal | None
    outcome: Outcome | None
    why_not: str
    decision: FundDecision | None
    rule: Rule | None = None

    def figure(self, name: str) -> Figure:
        """Return one amount of the outcome with its formula, inputs and the rule behind the shares."""
        assert self.outcome is not None
        rules = (cited(self.rule),) if self.rule is not None else ()
        refs = (Ref(self.fund.name, f"/funds/{self.fund.public_id}?tab=partners"),)
        figure = told(name, result_calculator.SPEC, dict(self.outcome.figures), self.outcome.found, name)
        return replace(figure, key=self.key(name), rules=rules, refs=refs)

    def key(self, name: str) -> str:
        """Return the key an amount is asked by."""
        return f"{name}.{self.fund.public_id}"

    @property
    def keys(self) -> dict[int, str]:
        """Return the cells of its line that can be asked."""
        return {} if self.outcome is None else {place: self.key(name) for place, name in _ASKED.items()}


_ASKED = {6: "base", 8: "contribution", 11: "reward"}
"""Cells of the simulation that can be asked."""


def simulate(session: Session, actor: Actor, year: int, *, region: str = "") -> list[Simulated]:
    """Return what the rule in force gives for every fund a person may read."""
    found = funds_of(session, actor, region=region)
    held = books(session, [fund.id for fund, _name, _code in found if fund.id is not None])
    stored = _decisions(session, [one.id for one, _name, _code in found if one.id], year)
    rules: dict[str, RuleBook] = {}
    lines = []
    for fund, name, code in found:
        if fund.state in ("draft", "abandoned", "wound_up"):
            continue
        if code not in rules:
            rules[code] = rule_book(session, code, clock.business_date())
        book = held[fund.id or 0]
        lines.append(_one(session, book, rules[code], year, name, stored.get(fund.id or 0)))
    return lines


def _one(
    session: Session, book: FundBook, rules: RuleBook, year: int, region: str, decision: FundDecision | None
) -> Simulated:
    fund = book.fund
    try:
        evaluation = newest_evaluation(session, fund.id, year)
        found = decided(book, rules, evaluation, year, grades_before(session, fund.id or 0, year))
    except Refusal as refusal:
        return Simulated(fund, region, book, None, None, problem_text(refusal.problems[0]), decision)
    return Simulated(fund, region, book, evaluation.score, found, "", decision, rules.get("fund.result_use"))


def _decisions(session: Session, fund_ids: Sequence[int], year: int) -> dict[int, FundDecision]:
    if not fund_ids:
        return {}
    own = columns(FundDecision)
    statement = sa.select(FundDecision).where(
        own.fund_id.in_(fund_ids), own.year == year, own.ended_at.is_(None), own.state != "withdrawn"
    )
    found = session.execute(statement.execution_options(scoped=True)).scalars()
    return {one.fund_id: one for one in found}


def heads() -> list[Head]:
    """Return the heads of the simulation."""
    return [
        Head(gettext("Fund")),
        Head(gettext("Score"), "number"),
        Head(gettext("Grade")),
        Head(gettext("Commitment left"), "fen"),
        Head(gettext("Planned"), "fen"),
        Head(gettext("Idle cash"), "fen"),
        Head(gettext("Base"), "fen"),
        Head(gettext("Share of the grade"), "percent"),
        Head(gettext("Contribution"), "fen"),
        Head(gettext("What follows")),
        Head(gettext("Share of the fee paid"), "percent"),
        Head(gettext("Reward"), "fen"),
        Head(gettext("State"), "state"),
    ]


def cells(one: Simulated) -> list[Any]:
    """Return the cells of one fund."""
    state = _state(one.decision)
    if one.outcome is None:
        return [one.fund.name, None, one.why_not, *([None] * 9), state]
    out = one.outcome
    return [
        one.fund.name,
        one.score,
        grade_name(out.grade),
        *(out.figures[name] for name in ("commitment_left", "planned", "idle")),
        out.found.base,
        out.figures["contribution_share"],
        out.contribution,
        said(ACTIONS[out.action]),
        out.fee_share,
        out.reward,
        state,
    ]


def _state(decision: FundDecision | None) -> tuple[str, str]:
    if decision is None:
        return "open", gettext("simulated")
    word, mark = state_of(decision.kind, "fund_decision", decision.state)
    return mark, word


def results_board(
    db: Database, actor: Actor, *, year: int | None = None, region: str = "", explain: str = ""
) -> Board:
    """Return the simulation of a budget year over all funds, with its sums."""
    wanted = year or clock.business_date().year + 1
    with db.reading() as session:
        found = simulate(session, actor, wanted, region=region)
        code = region or _home(session, actor)
        rule = rule_book(session, code, clock.business_date()).get("fund.result_use")
    columns_ = heads()
    lines = [
        Line(
            cells(one),
            f"/fund-decisions/{one.decision.public_id}"
            if one.decision
            else f"/funds/{one.fund.public_id}?tab=results",
            keys=one.keys,
        )
        for one in found
    ]
    done = [one.outcome for one in found if one.outcome is not None]
    grid = Grid(columns_, summed(lines, columns_, gettext("Total")), gettext("No fund runs in this region."))
    notes = [
        gettext("A simulation: nothing is stored until a result is drawn up and signed, fund by fund."),
        *(
            [f"{rule.basis} · {gettext('confirmed') if rule.confirmed else gettext('not confirmed')}"]
            if rule
            else []
        ),
    ]
    posts = _posts(actor, found, wanted)
    return Board(
        gettext("Use of evaluation results, budget %(year)d") % {"year": wanted},
        [(gettext("Home"), "/"), (gettext("Investment funds"), "/funds")],
        [
            Block("results", gettext("What the rule gives"), grid=grid, notes=notes, posts=posts),
            *([_rule_block(rule)] if rule else []),
        ],
        [
            Fact(gettext("funds"), "count", len(found)),
            Fact(gettext("planned"), "fen", sum(one.planned for one in done)),
            Fact(gettext("contribution by the rule"), "fen", sum(one.contribution for one in done)),
            Fact(gettext("rewards"), "fen", sum(one.reward for one in done)),
        ],
        filters=[Ask("year", gettext("Budget year"), str(wanted), "")],
        explain=_asked(found, explain),
    )


def _asked(found: Sequence[Simulated], explain: str) -> Figure | None:
    """Return the amount that was asked: its name and the fund."""
    name, _, fund = explain.partition(".")
    for one in found:
        if one.fund.public_id == fund and name in _ASKED.values() and one.outcome is not None:
            return one.figure(name)
    return None


def _posts(actor: Actor, found: Sequence[Simulated], year: int) -> list[Post]:
    posts = []
    for one in found:
        own = (one.fund.region_id, one.fund.unit_id, one.fund.department_id)
        if one.outcome is not None and one.decision is None and actor.can_on("fund_decision.create", *own):
            label = gettext("Draw up: %(name)s") % {"name": one.fund.name}
            action = f"/funds/{one.fund.public_id}/decide"
            posts.append(Post(action, label, str(uuid4()), 0, (("year", str(year)),)))
    return posts


def _home(session: Session, actor: Actor) -> str:
    from models.registry import Region

    region = session.get(Region, actor.region_id) if actor.region_id else None
    return region.code if region is not None else ""


def _rule_block(rule: Any) -> Block:
    columns_ = [
        Head(gettext("Grade")),
        Head(gettext("Contribution"), "percent"),
        Head(gettext("Share of the fee paid"), "percent"),
        Head(gettext("Reward, of the gain realised"), "percent"),
        Head(gettext("What follows")),
    ]
    lines = [
        Line([
            grade_name(row["key"]),
            Decimal(str(row["contribution"])),
            Decimal(str(row["fee"])),
            Decimal(str(row["reward"])),
            said(ACTIONS[row["action"]]),
        ])
        for row in rule.value
    ]  # fmt: skip
    years = int(rule.params.get("poor_years_to_exit", 0))
    notes = [gettext("Poor in %(count)d years running means exit.") % {"count": years}] if years else []
    return Block("rule", gettext("The rule"), grid=Grid(columns_, lines), notes=notes)


def blocks(view: View) -> list[Block]:
    """Return the tab of results of one fund."""
    year = view.asked.year or view.today.year + 1
    fund = view.book.fund
    stored = _decisions(view.session, [fund.id or 0], year).get(fund.id or 0)
    found = _one(view.session, view.book, view.rules, year, "", stored)
    columns_ = heads()
    for name in _ASKED.values() if found.outcome is not None else ():
        view.ask(found.key(name), partial(found.figure, name))
    simulated = Block(
        "simulated",
        gettext("Budget %(year)d by the rule") % {"year": year},
        facts=[Fact(gettext("Gain the government has realised"), "fen", realised_gain(view.book))],
        grid=Grid(columns_, [Line(cells(found), keys=found.keys)]),
        posts=_posts(view.actor, [found], year),
        ask=Ask("year", gettext("Budget year"), str(year), gettext("Show"), (("tab", "results"),)),
    )
    return [simulated, _signed(view)]


def _signed(view: View) -> Block:
    own = columns(FundDecision)
    statement = sa.select(FundDecision).where(own.fund_id == view.book.fund.id, own.ended_at.is_(None))
    rows = view.session.execute(statement.order_by(own.year.desc()).execution_options(scoped=True)).scalars()
    columns_ = [
        Head(gettext("Budget year"), "text"),
        Head(gettext("Score"), "number"),
        Head(gettext("Grade")),
        Head(gettext("What follows")),
        Head(gettext("Contribution"), "fen"),
        Head(gettext("Share of the fee paid"), "percent"),
        Head(gettext("Reward"), "fen"),
        Head(gettext("State"), "state"),
    ]
    lines = [
        Line(
            [
                str(one.year),
                one.score,
                grade_name(one.grade),
                said(ACTIONS[one.action]),
                one.contribution,
                one.fee_share,
                one.reward,
                _state(one),
            ],
            f"/fund-decisions/{one.public_id}",
        )
        for one in rows
    ]
    grid = Grid(columns_, lines, gettext("No result was drawn up yet."))
    return Block("decisions", gettext("Results drawn up and signed"), grid=grid)


def contributions_board(db: Database, actor: Actor) -> Board:
    """Return what governments have planned to pay in by year: budgets to come, fund by fund."""
    with db.reading() as session:
        found = funds_of(session, actor)
        held = books(session, [fund.id for fund, _name, _code in found if fund.id is not None])
    plans: list[tuple[FundBook, FundPartner, FundContribution]] = [
        (book, book.partner(one.partner_id), one) for book in held.values() for one in book.contributions
    ]
    years = sorted({one.year for _book, _partner, one in plans})
    columns_ = [
        Head(gettext("Fund")),
        Head(gettext("Government")),
        Head(gettext("Committed"), "fen"),
        Head(gettext("Paid in"), "fen"),
        Head(gettext("Left"), "fen"),
        *(Head(str(year), "fen", "any" if year == years[0] else "") for year in years),
        Head(gettext("Left without a year"), "fen"),
    ]
    lines = [_contribution(book, partner, years) for book in held.values() for partner in book.governments]
    today = clock.business_date().year
    ahead = sum(one.amount for _book, _partner, one in plans if one.year >= today)
    grid = Grid(
        columns_, summed(lines, columns_, gettext("Total")), gettext("No government stands in a fund yet.")
    )
    notes = [
        gettext("A contribution enters the budget of its year and is paid with the progress of investment.")
    ]
    return Board(
        gettext("Contributions of coming years"),
        [(gettext("Home"), "/"), (gettext("Investment funds"), "/funds")],
        [Block("contributions", gettext("By fund and year"), grid=grid, notes=notes)],
        [Fact(gettext("planned from %(year)d on") % {"year": today}, "fen", ahead)],
    )


def _contribution(book: FundBook, partner: FundPartner, years: Sequence[int]) -> Line:
    key = partner.id or 0
    own = {one.year: one.amount for one in book.contributions if one.partner_id == key}
    committed, paid = book.committed(key), book.total("call", key)
    today = clock.business_date().year
    ahead = sum(amount for year, amount in own.items() if year >= today)
    amounts = [own.get(year, 0) for year in years]
    cells_ = [
        book.fund.name,
        partner.name,
        committed,
        paid,
        committed - paid,
        *amounts,
        committed - paid - ahead,
    ]
    return Line(cells_, f"/funds/{book.fund.public_id}?tab=partners")
