"""What follows from the moves of a fund: terms replaced, distributions booked, contributions planned."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bondlife.acts import Act
from bondlife.lifecycle.effects.common import locked, started, taken_over
from bondlife.lifecycle.effects.tasks import add_task
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.funds.book import FundBook, book_of
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.situation import Situation
from bondlife.services import ledger
from bondlife.services.ledger import Line
from calculators.kernel.money import split
from models.base import columns
from models.registry import (
    BudgetLine,
    Fund,
    FundContribution,
    FundDecision,
    FundDistribution,
    FundDistributionLine,
    FundMovement,
    FundPartner,
    FundTerms,
    Posting,
)

PURPOSE = "contribution"
"""What the budget lines of a fund are for."""

LEAVING = {
    "role": "officer",
    "title": "Prepare the exit from the fund the evaluation asks for",
    "title_zh": "按绩效评价结果办理基金退出",
}


def date_fund(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Write today on the fund of the plan, where no day stands yet."""
    for fund in rows(act.session, Fund, columns(Fund).project_id == here.row.id):
        if getattr(fund, str(params["day"])) is None:
            act.change(locked(act, fund), **{str(params["day"]): act.business_date})


def supersede_terms(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Replace the terms that were in force."""
    terms = here.row
    if not isinstance(terms, FundTerms):
        return
    own = columns(FundTerms)
    for old in rows(
        act.session, FundTerms, own.fund_id == terms.fund_id, own.state == "in_force", own.id != terms.id
    ):
        set_state(act, locked(act, old), "superseded")
        note(act, old, "replace", "in_force", f"{terms.number}")


def move(
    act: Act,
    book: FundBook,
    entry: str,
    on: date,
    source: str,
    amounts: Mapping[int | None, int],
    text: str = "",
    *,
    category: str = "",
) -> None:
    """Write one line of the books for each partner (or none) with its amount."""
    own = {name: getattr(book.fund, name) for name in ("region_id", "unit_id", "department_id")}
    for partner_id, amount in amounts.items():
        if amount:
            act.add(
                FundMovement(
                    **own,
                    fund_id=book.fund.id or 0,
                    partner_id=partner_id,
                    on=on,
                    entry=entry,
                    amount=amount,
                    source=source,
                    note=text[:300],
                    category=category,
                )
            )


def by_weight(book: FundBook, amount: int, weights: Sequence[int]) -> dict[int | None, int]:
    """Split an amount over the partners by largest remainder."""
    return dict(zip((one.id for one in book.partners), split(amount, weights), strict=True))


def source_of(row: Any) -> str:
    """Return how a movement names the row behind it."""
    return f"{getattr(row, 'record', '') or type(row).__tablename__}/{row.public_id}"


def book_distribution(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Book a distribution in the capital accounts, and the own government's part in the ledger."""
    row = here.row
    if isinstance(row, FundDistribution):
        book = book_accounts(act, row)
        _post(act, here, book, row, book.lines_of(row))


def book_accounts(act: Act, row: FundDistribution) -> FundBook:
    """Move carry and concession between the capital accounts, then pay everybody."""
    book = book_of(act.session, row.fund_id)
    lines: list[FundDistributionLine] = book.lines_of(row)
    source = source_of(row)
    move(act, book, "carry", row.on, source, _carry(book, row))
    move(act, book, "concession", row.on, source, {one.partner_id: one.concession for one in lines})
    move(act, book, "distribution", row.on, source, {one.partner_id: one.amount for one in lines})
    return book


def _carry(book: FundBook, row: FundDistribution) -> dict[int | None, int]:
    """Return how the carry leaves the investors' accounts for the manager's."""
    manager = book.manager
    if not row.to_manager or manager is None:
        return {}
    found = by_weight(book, -row.to_manager, book.paid_in_on(row.on))
    found[manager.id] = found.get(manager.id, 0) + row.to_manager
    return found


def _post(
    act: Act, here: Situation, book: FundBook, row: FundDistribution, lines: Sequence[FundDistributionLine]
) -> None:
    own = book.own_government
    line = next((one for one in lines if own is not None and one.partner_id == own.id), None)
    if line is None or not line.amount or own is None:
        return
    capital = min(line.amount, stake_left(book, own))
    if capital:
        source = source_of(row)
        post_own(act, book, own, "fund_distribution", source, row.on, stake=-capital, text=here.reason)
    gain = line.amount - capital
    if gain:
        post_own(act, book, own, "fund_income", source_of(row), row.on, income=-gain, text=here.reason)


def stake_left(book: FundBook, own: FundPartner) -> int:
    """Return what the government has paid in and not got back: the cost it recovers before any income."""
    return max(0, book.total("call", own.id) - book.total("distribution", own.id))


def write_off_stake(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Take what a fund that is wound up did not give back out of the ledger, as a loss."""
    fund = here.row
    if not isinstance(fund, Fund):
        return
    book = book_of(act.session, fund.id)
    own = book.own_government
    left = 0 if own is None or not _is_posted(act, book) else stake_left(book, own)
    if own is None or not left:
        return
    place = own.government_id or fund.region_id
    lines = [
        Line(place, "fund_stake", -left, project_id=fund.project_id),
        Line(place, "fund_income", left, project_id=fund.project_id),
    ]
    ledger.post(act, "fund_write_off", lines, source=source_of(fund), note=here.reason[:500])


def _is_posted(act: Act, book: FundBook) -> bool:
    """Tell whether the stake stands in the ledger: history that was brought in never entered it."""
    own = columns(Posting)
    found = rows(act.session, Posting, own.project_id == book.fund.project_id, own.account == "fund_stake")
    return sum(one.amount for one in found) > 0


def post_own(
    act: Act,
    book: FundBook,
    own: FundPartner,
    kind: str,
    source: str,
    on: date,
    *,
    stake: int = 0,
    income: int = 0,
    budget_account: str = "",
    text: str = "",
) -> None:
    """Post the own government's side: its stake or income against the treasury."""
    place = own.government_id or book.fund.region_id
    project = book.fund.project_id
    account, amount = ("fund_stake", stake) if stake else ("fund_income", income)
    lines = [
        Line(place, account, amount, project_id=project, budget_account=budget_account),
        Line(place, "treasury", -amount, project_id=project, budget_account=budget_account),
    ]
    ledger.post(act, kind, lines, source=source, on=on, note=text[:500])


def plan_contribution(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Plan the year's contribution as decided, draft its line, open the task where the fund is to be left."""
    row = here.row
    if not isinstance(row, FundDecision):
        return
    book = book_of(act.session, row.fund_id)
    own = book.own_government
    if own is not None and own.id is not None:
        plan = _plan(act, book, own.id, row)
        if row.contribution:
            line = _line(act, here, row)
            act.change(plan, budget_line_id=line.id)
    if row.action in ("exit", "terminate"):
        add_task(act, book.fund, LEAVING, None, {"fund": book.fund.name, "year": row.year})


def _plan(act: Act, book: FundBook, partner_id: int, row: FundDecision) -> FundContribution:
    own = columns(FundContribution)
    found = rows(act.session, FundContribution, own.partner_id == partner_id, own.year == row.year)
    basis = f"fund_decision/{row.year}/{row.grade}"
    if found:
        held: FundContribution = locked(act, found[0])
        return act.change(held, amount=row.contribution, basis=basis)
    scope = {name: getattr(book.fund, name) for name in ("region_id", "unit_id", "department_id")}
    plan = FundContribution(
        **scope,
        fund_id=row.fund_id,
        partner_id=partner_id,
        year=row.year,
        amount=row.contribution,
        basis=basis,
    )
    return act.add(plan)


def _line(act: Act, here: Situation, row: FundDecision) -> BudgetLine:
    """Return the draft of the year's budget line with the amount decided; an open line stays as it is."""
    rule = here.rules.get("fund.contribution_account")
    account = str(rule.value) if rule is not None else ""
    own = columns(BudgetLine)
    found = rows(
        act.session,
        BudgetLine,
        own.project_id == row.project_id,
        own.year == row.year,
        own.account == account,
        own.purpose == PURPOSE,
    )
    if found and found[0].state != "draft":
        return found[0]
    if found:
        held: BudgetLine = locked(act, found[0])
        return act.change(held, amount=row.contribution)
    line = BudgetLine(
        **taken_over(row),
        state="",
        year=row.year,
        account=account,
        purpose=PURPOSE,
        amount=row.contribution,
        basis="opening",
    )
    return started(act, here, line)


EFFECTS = {
    "date_fund": date_fund,
    "supersede_terms": supersede_terms,
    "book_distribution": book_distribution,
    "plan_contribution": plan_contribution,
    "write_off_stake": write_off_stake,
}
