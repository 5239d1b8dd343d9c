"""The budget: account, basis, allotment, an open line with room, the year over (G7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from bondlife.books import Rule
from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, of_project, once, pair, place, rows, shares_of_project, wan
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.lifecycle import Label
from models.registry import Application, Bond, BondShare, BudgetLine, BudgetSheet, Disbursement, Instalment
from models.rules.budget_accounts import TABLES

SPENDING = {"special": "spending", "general": "general_spending"}
"""The role of accounts that money of each type of bond is spent under."""
_LIVE = ("submitted", "open")
_PARTS = {
    "principal": Label("principal", "本金"),
    "interest": Label("interest", "利息"),
    "fee": Label("fees", "发行兑付费用"),
}
"""Parts of an instalment as refusals call them."""


def role_of(here: Situation, account: str) -> str:
    """Return what an account is for by the year's tables: the longest code that fits; empty if none does."""
    fits = [row for key in TABLES.values() for row in fitting(here.rules.get(key), account)]
    return str(max(fits, key=lambda row: len(row["code"]))["role"]) if fits else ""


def fitting(rule: Rule | None, account: str) -> list[Mapping[str, Any]]:
    """Return the rows of a table of accounts whose code an account is, or lies below."""
    if rule is None:
        return []
    below = rule.params.get("match") == "prefix"
    return [
        row for row in rule.value if account == row["code"] or (below and account.startswith(row["code"]))
    ]


def account_listed(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the account is in the year's table."""
    account = getattr(here.row, "account", "")
    if here.rules.get(str(params["rule"])) is not None and not role_of(here, account):
        yield Problem(
            "account_unknown",
            "The account %(account)s is not in the table of the year.",
            "account",
            {"account": account},
            "officer",
            "/rules",
        )


def budget_basis_present(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for number and date of the opening budget or of an approved adjustment."""
    rule, line = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(line, BudgetLine | BudgetSheet):
        return
    lawful = [str(one).removeprefix("budget_").removesuffix("_budget") for one in rule.value]
    needs = rule.params.get("needs", ())
    missing = ("number" in needs and not line.document_number) or ("date" in needs and not line.approved_on)
    late = line.approved_on is not None and line.approved_on > here.today
    if line.basis not in lawful or missing or late:
        yield Problem(
            "no_budget_basis",
            "Name the opening budget or the approved adjustment with its number and date, not after today.",
            "document_number",
            who="officer",
            href=place(here, "budget"),
        )


def within_allotment(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that spending lines stay within the upper level's money and what the project may still get."""
    line = here.row
    if isinstance(line, BudgetLine) and role_of(here, line.account) in SPENDING.values():
        yield from allotted(here, params, line.amount, without=line.id)


def allotted(
    here: Situation, params: Mapping[str, Any], amount: int, *, without: int | None = None
) -> Iterable[Problem]:
    """Ask of one more amount of spending for the project that every cap of the rule holds."""
    budgeted = amount + _budgeted(here, without)
    for name in listed(here, params, "caps"):
        if name == "within_upper_allotment":
            yield from _within_upper(here, budgeted)
        elif name == "within_project_remainder":
            yield from _within_project(here, budgeted)
        else:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )


def _budgeted(here: Situation, without: int | None) -> int:
    """Return the live spending lines of the project, and what closed ones have used."""
    others = [one for one in of_project(here, "budget_line") if isinstance(one, BudgetLine)]
    others = [one for one in others if one.id != without and role_of(here, one.account) in SPENDING.values()]
    live = sum(one.amount for one in others if one.state in _LIVE)
    return live + sum(one.used for one in others if one.state in ("carried_over", "closed"))


def _within_upper(here: Situation, budgeted: int) -> Iterable[Problem]:
    project = here.project.id if here.project else None
    shares = sum(share.amount for share in shares_of_project(here.session, project))
    waiting = of_project(here, "application", state="candidate")
    allotted = shares + sum(one.amount for one in waiting if isinstance(one, Application))
    if budgeted > allotted:
        yield Problem(
            "above_allotment",
            "Budget lines of %(left)s 10k yuan exceed the bonds allotted to the project, %(right)s 10k yuan.",
            "amount",
            pair(budgeted, allotted),
            "officer",
            place(here, "budget"),
        )


def _within_project(here: Situation, budgeted: int) -> Iterable[Problem]:
    project = here.project
    planned = project.special_bond if project is not None else 0
    if budgeted > planned:
        yield Problem(
            "above_project",
            "Budget lines of %(left)s 10k yuan exceed the bonds planned for the project, %(right)s 10k yuan.",
            "amount",
            pair(budgeted, planned),
            "officer",
            place(here, "budget"),
        )


def budget_line_open(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask for an open budget line of the year with room for the amount."""
    row = here.row
    if isinstance(row, Disbursement):
        yield from _line_of_payment(here, row)
    elif isinstance(row, Instalment) and row.origin == "carried":
        # The issuer pays from its own budget; the lines of the project are the borrower's.
        return
    elif isinstance(row, Instalment):
        due = {"principal": row.principal, "interest": row.interest, "fee": row.fee}
        for role, amount in due.items():
            yield from _line_of_role(here, role, amount, row.payment_date.year)
    elif not _open_lines(here, here.today.year):
        yield _no_line(here, here.today.year)


def _records(here: Situation) -> set[str]:
    """Return the records of the kind: where there are bonds, money is spent under the accounts of bonds."""
    return {life.record for life in here.kind.lifecycles}


def _spending(here: Situation, row: Disbursement) -> str:
    """Return the role of the accounts a payment may be made under: those of the bond it draws on."""
    share = by_key(here.session, BondShare, row.share_id)
    bond = by_key(here.session, Bond, share.bond_id) if share is not None else None
    return SPENDING[bond.bond_type] if bond is not None else SPENDING["special"]


def _line_of_payment(here: Situation, row: Disbursement) -> Iterable[Problem]:
    line = here.session.get(BudgetLine, row.budget_line_id, execution_options={"scoped": True})
    year = (row.paid_on or here.today).year
    if line is None or line.state != "open" or line.year != year or line.project_id != row.project_id:
        yield _no_line(here, year)
        return
    if "bond" in _records(here) and role_of(here, line.account) != _spending(here, row):
        yield Problem(
            "account_not_spending",
            "The account %(account)s is not one that bond money is spent under in %(year)s.",
            "budget_line",
            {"account": line.account, "year": year},
            "officer",
            place(here, "budget"),
        )
    if line.approved_on is not None and (row.paid_on or here.today) < line.approved_on:
        yield Problem(
            "before_budget",
            "The payment is dated before the budget (%(document)s) was approved on %(day)s.",
            "paid_on",
            {"document": line.document_number or "—", "day": line.approved_on.isoformat()},
            "officer",
            place(here, "budget"),
        )
    column = columns(Disbursement)
    waiting = rows(here.session, Disbursement, column.budget_line_id == line.id, column.state == "approved")
    room = line.amount - line.used - sum(one.amount for one in waiting if one.id != row.id)
    if row.amount > room:
        yield _no_room(here, row.amount, room)


def _line_of_role(here: Situation, role: str, amount: int, year: int) -> Iterable[Problem]:
    if not amount:
        return
    lines = [line for line in _open_lines(here, year) if role_of(here, line.account) == role]
    if not lines:
        yield Problem(
            "no_debt_service_line",
            "No open budget line of %(year)s pays %(role)s (%(amount)s 10k yuan).",
            "budget_line",
            {"year": year, "role": _PARTS[role], "amount": wan(amount)},
            "officer",
            place(here, "budget"),
        )
        return
    room = max(line.amount - line.used for line in lines)
    if amount > room:
        yield _no_room(here, amount, room)


def line_for(here: Situation, role: str, amount: int, year: int) -> BudgetLine | None:
    """Return the open line of a role and year with room for an amount."""
    lines = [line for line in _open_lines(here, year) if role_of(here, line.account) == role]
    return next((line for line in lines if line.amount - line.used >= amount), None)


def _open_lines(here: Situation, year: int) -> list[BudgetLine]:
    key = ("open lines", here.project.id if here.project else None, year)
    found = once(here.session, key, lambda: of_project(here, "budget_line", state="open", year=year))
    return [line for line in found if isinstance(line, BudgetLine)]


def _no_line(here: Situation, year: int) -> Problem:
    return Problem(
        "no_budget_line",
        "No budget line of %(year)s is open for this; open it by the opening budget or an adjustment.",
        "budget_line",
        {"year": year},
        "officer",
        place(here, "budget"),
    )


def _no_room(here: Situation, amount: int, room: int) -> Problem:
    return Problem(
        "no_budget_room",
        "The amount of %(left)s 10k yuan exceeds what the budget line has left, %(right)s 10k yuan.",
        "amount",
        pair(amount, room),
        "officer",
        place(here, "budget"),
    )


def year_ended(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the budget year is over."""
    year = getattr(here.row, "year", here.today.year)
    if year >= here.today.year:
        yield Problem(
            "year_not_over", "The budget year %(year)s is not over yet.", "year", {"year": year}, "officer"
        )


GUARDS = {
    "account_listed": account_listed,
    "budget_basis_present": budget_basis_present,
    "within_allotment": within_allotment,
    "budget_line_open": budget_line_open,
    "year_ended": year_ended,
}
