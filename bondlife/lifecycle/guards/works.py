"""Works and operation: money against work, changes, certificates, final accounts, assets, actuals."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, pair, place, rows, shares_of_project, total, wan
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.plan import plan_of, plan_years
from bondlife.lifecycle.situation import Situation
from bondlife.lifecycle.works import standing
from models.base import columns
from models.kinds.special_bond.final_accounts import CATEGORIES
from models.registry import (
    Asset,
    Certification,
    Contract,
    ContractChange,
    Disbursement,
    FinalAccounts,
    Instalment,
    OperationYear,
    PaymentException,
)


def _percent(rate: Decimal) -> str:
    return f"{rate * 100:.2f}"


def not_ahead_of_work(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that payments of the contract are not ahead of certified work by more than the rule or a leave."""
    row = here.row
    contract = by_key(here.session, Contract, getattr(row, "contract_id", None))
    if contract is None or not isinstance(row, Disbursement):
        return
    found = standing(here.session, [contract], here.rules, here.today, asking=row).get(contract.id or 0)
    if found is not None and found.is_ahead:
        yield Problem(
            "ahead_of_work",
            "Paid would be %(paid)s %% of the contract, certified work is %(work)s %%; more than %(points)s "
            "points ahead needs a signed exception.",
            "amount",
            {
                "paid": _percent(found.payment_rate),
                "work": _percent(found.work_rate),
                "points": f"{(found.gap_limit * 100).normalize():f}",
            },
            "project_unit",
            place(here, "works"),
        )


def contract_change_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the changed contract is not below what was paid or certified, and belongs to the project."""
    row = here.row
    contract = _contract(here)
    if contract is None or not isinstance(row, ContractChange):
        return
    yield from _own_contract(here, contract)
    checks = {str(name) for name in listed(here, params, "checks")}
    after = contract.amount + row.amount
    if "amount_not_below_paid" in checks and after < contract.paid:
        yield Problem(
            "below_paid",
            "The changed contract of %(left)s 10k yuan lies below the %(right)s 10k yuan paid under it.",
            "amount",
            pair(after, contract.paid),
            "project_unit",
        )
    if "amount_not_below_certified" in checks and after < contract.certified:
        yield Problem(
            "below_certified",
            "The changed contract of %(left)s 10k yuan lies below its certified work of %(right)s 10k yuan.",
            "amount",
            pair(after, contract.certified),
            "project_unit",
        )
    if after <= 0:
        yield Problem("nothing_left", "The changed contract would be worth nothing.", "amount")


def _contract(here: Situation) -> Contract | None:
    return by_key(here.session, Contract, getattr(here.row, "contract_id", None))


def _own_contract(here: Situation, contract: Contract) -> Iterable[Problem]:
    if contract.project_id != here.row.project_id:
        yield Problem("other_project", "A contract stays with its project.", "contract")


def certified_within_contract(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that all certified work stays between nothing and the contract, and that the month has come."""
    row = here.row
    contract = _contract(here)
    if contract is None or not isinstance(row, Certification):
        return
    yield from _own_contract(here, contract)
    if row.month > here.today.strftime("%Y-%m"):
        month = {"month": row.month}
        yield Problem("month_ahead", "The month %(month)s has not come yet.", "month", month, "project_unit")
    checks = {str(name) for name in listed(here, params, "checks")}
    after = contract.certified + row.amount
    if "certified_within_contract" in checks and after > contract.amount:
        yield Problem(
            "above_contract",
            "Certified work would be %(left)s 10k yuan, the contract is %(right)s 10k yuan; change the "
            "contract first.",
            "amount",
            pair(after, contract.amount),
            "project_unit",
            place(here, "works"),
        )
    if after < 0:
        yield Problem("below_nothing", "Certified work would fall below zero.", "amount")


def exception_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that a signed exception has not run out and ends within the days of the rule."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    contract = _contract(here)
    if rule is None or contract is None or not isinstance(row, PaymentException):
        return
    yield from _own_contract(here, contract)
    last = here.today + timedelta(days=rule.whole())
    if not here.today <= row.expires_on <= last:
        yield Problem(
            "exception_too_long",
            "The exception ends on %(day)s; lawful is a day from today to %(last)s.",
            "expires_on",
            {"day": row.expires_on.isoformat(), "last": last.isoformat()},
        )


def final_accounts_hold(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that estimates add up to the estimate of the project, and that an overrun says why."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if rule is None or here.project is None or not isinstance(row, FinalAccounts):
        return
    estimate, actual = (
        sum(int(row.fields.get(f"{name}_{key}") or 0) for key, _label in CATEGORIES)
        for name in ("estimate", "actual")
    )
    if row.completed_on > here.today:
        day = {"day": row.completed_on.isoformat()}
        yield Problem(
            "finish_ahead",
            "The actual completion %(day)s lies ahead of today.",
            "completed_on",
            day,
            "project_unit",
        )
    if not actual:
        yield Problem("no_accounts", "Fill in the accounts of at least one category.", "actual_building")
    if estimate != here.project.total_investment:
        yield Problem(
            "estimate_differs",
            "The categories of the estimate add up to %(left)s 10k yuan, the estimate of the project is "
            "%(right)s 10k yuan.",
            "estimate_building",
            pair(estimate, here.project.total_investment),
            "project_unit",
            place(here, "form"),
        )
    if estimate and actual > estimate + estimate * rule.decimal() and not row.reason.strip():
        yield Problem(
            "overrun_unexplained",
            "The accounts of %(left)s 10k yuan exceed the estimate of %(right)s 10k yuan by more than "
            "%(share)s %%; say why.",
            "reason",
            {**pair(actual, estimate), "share": f"{(rule.decimal() * 100).normalize():f}"},
            "project_unit",
        )


_SOURCES = ("from_general", "from_special", "from_other_public", "from_other")


def asset_sources_foot(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the sources of an asset add up, and that special debt is not more than was paid."""
    row = here.row
    if here.rules.get(str(params["rule"])) is None or not isinstance(row, Asset):
        return
    parts = sum(getattr(row, name) for name in _SOURCES)
    if parts != row.investment:
        yield Problem(
            "sources_differ",
            "The sources add up to %(left)s 10k yuan, the investment is %(right)s 10k yuan.",
            "investment",
            pair(parts, row.investment),
            "project_unit",
        )
    column = columns(Asset)
    others = total(
        here.session,
        Asset,
        "from_special",
        column.project_id == row.project_id,
        column.id != row.id,
        column.state.in_(("registered", "disposed")),
    )
    paid = sum(share.paid for share in shares_of_project(here.session, row.project_id))
    if row.from_special + others > paid:
        yield Problem(
            "special_above_paid",
            "Assets of the project show %(left)s 10k yuan of special debt; paid out of special bonds are "
            "%(right)s 10k yuan.",
            "from_special",
            pair(row.from_special + others, paid),
            "project_unit",
            place(here, "money"),
        )


def asset_not_pledged(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that an asset paid for with bonds secures nothing else."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if rule is None or not rule.value or not isinstance(row, Asset):
        return
    if row.pledged:
        yield Problem(
            "asset_pledged",
            "The asset secures other borrowing of %(amount)s 10k yuan; project assets and income may not.",
            "pledged",
            {"amount": wan(row.pledged)},
            "project_unit",
        )


def disposal_repays(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that proceeds go to repayment up to the part of special debt, while any is outstanding."""
    row = here.row
    if here.rules.get(str(params["rule"])) is None or not isinstance(row, Asset):
        return
    if row.disposal_to_repayment > row.disposal_proceeds:
        yield Problem(
            "above_proceeds",
            "To repayment go %(left)s 10k yuan, more than the proceeds of %(right)s 10k yuan.",
            "disposal_to_repayment",
            pair(row.disposal_to_repayment, row.disposal_proceeds),
        )
    wanted = min(_special_part(row), _outstanding(here))
    if row.disposal_to_repayment < wanted:
        yield Problem(
            "too_little_repaid",
            "To repayment go %(left)s 10k yuan; the part of special debt in the proceeds is %(right)s 10k "
            "yuan.",
            "disposal_to_repayment",
            pair(row.disposal_to_repayment, wanted),
        )


def _special_part(row: Asset) -> int:
    """Return what of the proceeds special debt has paid for, cut to the fen."""
    if not row.investment:
        return row.disposal_proceeds
    return row.disposal_proceeds * row.from_special // row.investment


def _outstanding(here: Situation) -> int:
    """Return the principal of the project's shares that is not repaid yet."""
    column = columns(Instalment)
    settled = ("paid", "refinanced", "superseded")
    own = (column.project_id == here.row.project_id, column.state.not_in(settled))
    return total(here.session, Instalment, "principal", *own)


def actuals_hold(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the year is over and that income far below the forecast has its cause."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    if rule is None or not isinstance(row, OperationYear):
        return
    checks = {str(name) for name in rule.value or ()}
    if "year_over" in checks and row.year >= here.today.year:
        yield Problem("year_not_over", "The year %(year)d is not over yet.", "year", {"year": row.year})
    forecast, actual = _forecast_income(here, row.year), _income(row)
    limit = Decimal(str(rule.params.get("cause_below", "0")))
    is_low = "cause_where_below_band" in checks and actual < forecast * limit
    if is_low and not row.cause.strip():
        yield Problem(
            "cause_missing",
            "Income of %(left)s 10k yuan is below %(share)s %% of the forecast %(right)s 10k yuan; say why.",
            "cause",
            {**pair(actual, forecast), "share": f"{(limit * 100).normalize():f}"},
            "project_unit",
        )


def _income(row: Any) -> int:
    return int(row.project_income + row.subsidy + row.land_income)


def _forecast_income(here: Situation, year: int) -> int:
    plan = plan_of(here.session, here.project)
    if plan is None:
        return 0
    return sum(_income(one) for one in plan_years(here.session, plan) if one.year == year)


def final_accounts_approved(here: Situation) -> bool:
    """Tell whether the project has approved final accounts."""
    column = columns(FinalAccounts)
    own = (column.project_id == here.row.project_id, column.state == "approved")
    return bool(rows(here.session, FinalAccounts, *own))


GUARDS: dict[str, Callable[[Situation, Mapping[str, Any]], Iterable[Problem]]] = {
    "not_ahead_of_work": not_ahead_of_work,
    "contract_change_lawful": contract_change_lawful,
    "certified_within_contract": certified_within_contract,
    "exception_lawful": exception_lawful,
    "final_accounts_hold": final_accounts_hold,
    "asset_sources_foot": asset_sources_foot,
    "asset_not_pledged": asset_not_pledged,
    "disposal_repays": disposal_repays,
    "actuals_hold": actuals_hold,
}
