"""The balance plan: identities, coverage multiples, cash of every year, checks of the application (G4)."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import (
    by_key,
    of_project,
    pair,
    place,
    project_place,
    rows,
    shares_of_project,
    wan,
)
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.plan import plan_of, plan_years, table_of
from bondlife.lifecycle.situation import Situation
from calculators.coverage.balance_checks import Check
from calculators.coverage.balance_table import BalanceTable
from models.base import columns
from models.lifecycle import Label
from models.registry import Application, ChangeOfUse, FundingPlan, Project

CHECKS = {
    "parents_equal_children": (
        "income_foots",
        "funding_foots",
        "construction_foots",
        "operating_foots",
        "cash_balance_rolls",
    ),
    "bond_principal_repaid": ("bond_repaid",),
    "market_principal_repaid": ("market_repaid",),
    "bond_interest_not_negative": ("bond_interest_not_negative",),
    "market_interest_present": ("market_interest_present",),
    "construction_cost_positive": ("construction_cost_present",),
    "operating_income_positive": ("income_present",),
    "bond_positive": ("bond_present",),
    "capital_part_within_bond": ("capital_within_bond",),
    "surplus_covers_bond_principal": ("resources_cover_bond",),
    "income_account_present": ("income_account_named",),
    "years_within_life": ("starts_in_life", "ends_in_life"),
}
"""Names in the rule, and the identities of the balance table they stand for."""

_COUNTED = frozenset({"starts_in_life", "ends_in_life", "income_account_named"})
_DEAD = ("draft", "rejected", "withdrawn", "lapsed", "issued")


def planned_project(here: Situation) -> Project | None:
    """Return the project whose plan counts: the receiving one, for a change of use."""
    if isinstance(here.row, ChangeOfUse):
        return by_key(here.session, Project, here.row.target_project_id)
    return here.project


def _table(here: Situation) -> BalanceTable | None:
    named = bool(here.row.fields.get("repaid_by")) or not isinstance(here.row, Application)
    return table_of(here.session, planned_project(here), has_income_account=named)


def _no_plan(here: Situation) -> Problem:
    return Problem(
        "plan_missing",
        "The project has no balance plan yet; enter income, cost and repayment year by year.",
        "forecast",
        who="project_unit",
        href=_plan_place(here),
    )


def _plan_place(here: Situation) -> str:
    project = planned_project(here)
    return project_place(project, "plan") if project is not None else ""


def balance_table_holds(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the plan passes every identity the rule lists."""
    asked = [str(one) for one in listed(here, params, "checks")]
    table = _table(here)
    if table is None:
        if asked:
            yield _no_plan(here)
        return
    for name in asked:
        if name not in CHECKS:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
    wanted = {identity for name in asked for identity in CHECKS.get(name, ())}
    for check in table.checks:
        if check.name in wanted and not check.holds:
            yield _identity(here, check)


def _identity(here: Situation, check: Check) -> Problem:
    show = str if check.name in _COUNTED else wan
    figures = {
        "check": Label(check.label, check.label_zh),
        "left": show(check.left),
        "right": show(check.right),
    }
    params = {**figures, "relation": check.relation, "year": check.year or ""}
    code, said = f"plan_{check.name}", ("project_unit", _plan_place(here))
    if check.name in _COUNTED:
        return Problem(
            code,
            "Balance plan: “%(check)s” does not hold: %(left)s %(relation)s %(right)s.",
            "forecast",
            params,
            *said,
        )
    return Problem(
        code,
        "Balance plan %(year)s: “%(check)s” does not hold: %(left)s %(relation)s %(right)s (10k yuan).",
        "forecast",
        params,
        *said,
    )


def coverage_at_least(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the coverage multiple reaches the lower bound."""
    bound, table = _bound(here, params), _table(here)
    if bound is None:
        return
    if table is None:
        yield _no_plan(here)
        return
    multiple, service = _multiple(table, str(params["measure"]))
    if multiple is not None and Decimal(table.net_revenue) < bound * service:
        yield Problem(
            "coverage_too_low",
            "Net revenue of %(revenue)s 10k yuan covers debt service of %(service)s 10k yuan "
            "%(multiple)s times; %(bound)s times are asked for.",
            "forecast",
            {
                "revenue": wan(table.net_revenue),
                "service": wan(service),
                "multiple": f"{multiple:.4f}",
                "bound": f"{bound:f}",
            },
            "project_unit",
            _plan_place(here),
        )


def coverage_at_most(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the coverage multiple is not too good to be true, where a bound is set."""
    bound, table = _bound(here, params), _table(here)
    if bound is None or table is None:
        return
    multiple, service = _multiple(table, str(params["measure"]))
    if multiple is not None and Decimal(table.net_revenue) > bound * service:
        yield Problem(
            "coverage_too_high",
            "A coverage of %(multiple)s times is above %(bound)s times; check the forecast of income.",
            "forecast",
            {"multiple": f"{multiple:.4f}", "bound": f"{bound:f}"},
            "project_unit",
            _plan_place(here),
        )


def _bound(here: Situation, params: Mapping[str, Any]) -> Decimal | None:
    rule = here.rules.get(str(params["rule"]))
    return None if rule is None or rule.value is None else rule.decimal()


def _multiple(table: BalanceTable, measure: str) -> tuple[Decimal | None, int]:
    if measure == "bond":
        return table.bond_multiple, table.bond_debt_service
    return table.all_multiple, table.all_debt_service


def cash_never_negative(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the cash balance of every year reaches the floor."""
    rule, table = here.rules.get(str(params["rule"])), _table(here)
    if rule is None:
        return
    if table is None:
        yield _no_plan(here)
        return
    low = [row for row in table.rows if row.cash_balance < rule.whole()]
    if low:
        yield Problem(
            "cash_gap",
            "In %(year)s the plan holds %(balance)s 10k yuan in cash; %(floor)s 10k yuan are the least "
            "(%(count)d years below).",
            "forecast",
            {
                "year": low[0].year,
                "balance": wan(low[0].cash_balance),
                "floor": wan(rule.whole()),
                "count": len(low),
            },
            "project_unit",
            _plan_place(here),
        )


def application_checks_hold(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the application passes every check the rule lists."""
    row, project = here.row, here.project
    if not isinstance(row, Application) or project is None:
        return
    for name in listed(here, params, "checks"):
        check = _APPLICATION.get(str(name))
        if check is None:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
        else:
            yield from check(here, row, project)


def _remaining_need(here: Situation, row: Application, project: Project) -> Iterable[Problem]:
    held = sum(share.amount for share in shares_of_project(here.session, project.id))
    others = [one for one in of_project(here, "application") if one.state not in _DEAD and one.id != row.id]
    asked = sum(one.amount for one in others if isinstance(one, Application))
    need = project.special_bond - held - asked
    if row.amount > need:
        yield Problem(
            "above_need",
            "The application of %(left)s 10k yuan exceeds the %(right)s 10k yuan the project may still get.",
            "amount",
            pair(row.amount, need),
            "officer",
            place(here, "form"),
        )


def _within_estimate(here: Situation, row: Application, project: Project) -> Iterable[Problem]:
    bonds = project.issued + row.amount
    if bonds > project.total_investment:
        yield Problem(
            "above_estimate",
            "Bonds issued and applied for, %(left)s 10k yuan, exceed the estimate of %(right)s 10k yuan.",
            "amount",
            pair(bonds, project.total_investment),
            "officer",
            place(here, "form"),
        )


def _year_in_construction(here: Situation, row: Application, project: Project) -> Iterable[Problem]:
    first, last = project.construction_start, project.construction_end
    if first is None or last is None or not first.year <= row.year <= last.year:
        yield Problem(
            "year_outside_construction",
            "The year %(year)s lies outside the construction period %(first)s to %(last)s.",
            "year",
            {"year": row.year, "first": first.year if first else "—", "last": last.year if last else "—"},
            "project_unit",
            place(here, "form"),
        )


def _type_matches(here: Situation, row: Application, project: Project) -> Iterable[Problem]:
    wanted = project.fields.get("bond_purpose")
    if wanted and wanted != row.purpose:
        names = {purpose.key: purpose.label for purpose in here.kind.purposes}
        yield Problem(
            "purpose_differs",
            "The application is for “%(found)s”, the project asks for “%(wanted)s”.",
            "purpose",
            {"found": names.get(row.purpose, row.purpose), "wanted": names.get(wanted, wanted)},
            "officer",
            place(here, "form"),
        )


def _capital_part(here: Situation, row: Application, project: Project) -> Iterable[Problem]:
    held = sum(share.as_capital for share in shares_of_project(here.session, project.id))
    used = held + row.as_capital
    if used > project.bond_as_capital:
        yield Problem(
            "capital_part_above_plan",
            "Bonds used as capital, %(left)s 10k yuan, exceed the %(right)s 10k yuan planned for it.",
            "as_capital",
            pair(used, project.bond_as_capital),
            "officer",
            place(here, "form"),
        )


def _bond_within(here: Situation, row: Application, project: Project) -> Iterable[Problem]:  # noqa: ARG001
    if project.special_bond > project.total_investment:
        yield Problem(
            "bond_above",
            "Special bonds of %(left)s 10k yuan exceed the investment of %(right)s 10k yuan.",
            "special_bond",
            pair(project.special_bond, project.total_investment),
            "project_unit",
            place(here, "form"),
        )


def _yearly_plan(here: Situation, row: Application, project: Project) -> Iterable[Problem]:  # noqa: ARG001
    planned = _planned_bonds(here, project)
    if planned != project.special_bond:
        yield Problem(
            "yearly_plan",
            "The yearly plan of bonds adds up to %(left)s 10k yuan, the project has %(right)s 10k yuan.",
            "funding_plan",
            pair(planned, project.special_bond),
            "project_unit",
            place(here, "plan"),
        )


def _planned_bonds(here: Situation, project: Project) -> int:
    column = columns(FundingPlan)
    lines = rows(here.session, FundingPlan, column.project_id == project.id, column.source == "special_bond")
    if lines:
        return sum(line.amount for line in lines)
    plan = plan_of(here.session, project)
    return 0 if plan is None else sum(year.bond_proceeds for year in plan_years(here.session, plan))


_APPLICATION: dict[str, Callable[[Situation, Application, Project], Iterable[Problem]]] = {
    "within_remaining_need": _remaining_need,
    "issued_within_estimate": _within_estimate,
    "issue_year_in_construction": _year_in_construction,
    "bond_type_matches_project": _type_matches,
    "capital_part_within_bond": _capital_part,
    "bond_within_total_investment": _bond_within,
    "yearly_plan_foots": _yearly_plan,
}

GUARDS = {
    "balance_table_holds": balance_table_holds,
    "coverage_at_least": coverage_at_least,
    "coverage_at_most": coverage_at_most,
    "cash_never_negative": cash_never_negative,
    "application_checks_hold": application_checks_hold,
}
