"""Sheets that become budget lines: debt-service budgets and allotment notices, checked line by line (G7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, pair, rows, total
from bondlife.lifecycle.guards.budget import SPENDING, allotted, role_of
from bondlife.lifecycle.service_due import due_parts
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.lifecycle import Label
from models.registry import BudgetLine, BudgetSheet, BudgetSheetLine, Project

ROLES = {
    "construction": tuple(SPENDING.values()),
    "principal": ("principal",),
    "interest": ("interest",),
    "fees": ("fee",),
}
"""What a line is for → the role its account has in the year's table."""

PARTS = {
    "principal": Label("principal", "本金"),
    "interest": Label("interest", "利息"),
    "fees": Label("fees", "发行兑付费用"),
}
_SOURCES = {"principal": "repayment.principal_sources", "interest": "repayment.interest_sources"}
_GONE = ("cancelled",)


def lines_of(here: Situation) -> list[BudgetSheetLine]:
    """Return the lines of a sheet, oldest first."""
    return rows(here.session, BudgetSheetLine, columns(BudgetSheetLine).sheet_id == here.row.id)


def sheet_filled(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for lines whose accounts suit what they are for."""
    lines = lines_of(here)
    if not lines:
        yield Problem("empty_sheet", "The sheet has no line yet.", "lines", who="officer", href=_place(here))
    if here.rules.get(str(params["rule"])) is None:
        return
    for line in lines:
        if role_of(here, line.account) not in ROLES[line.purpose]:
            yield Problem(
                "account_unfit",
                "The account %(account)s is not one for this part in the table of the year.",
                "account",
                {"account": line.account},
                "officer",
                _place(here),
            )


def sheet_sources_lawful(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that each part of the debt service has a lawful source, and that all that falls due is there."""
    sheet = here.row
    if not isinstance(sheet, BudgetSheet) or sheet.type != "debt_service":
        return
    lines = lines_of(here)
    for line in lines:
        yield from _source(here, line)
    for part, wanted in due_parts(here.session, sheet.region_id, sheet.year).items():
        planned = sum(line.amount for line in lines if line.purpose == part)
        if planned != wanted:
            yield Problem(
                "service_does_not_foot",
                "The %(part)s of the sheet, %(left)s 10k yuan, is not what falls due: %(right)s 10k yuan.",
                "lines",
                {"part": PARTS[part], **pair(planned, wanted)},
                "officer",
                _place(here),
            )


def _source(here: Situation, line: BudgetSheetLine) -> Iterable[Problem]:
    rule = here.rules.get(_SOURCES.get(line.purpose, ""))
    if rule is None or line.source in rule.value:
        return
    project = by_key(here.session, Project, line.project_id)
    assert project is not None
    yield Problem(
        "unlawful_source",
        "The %(part)s of “%(project)s” has no lawful source of money.",
        "source",
        {"part": PARTS[line.purpose], "project": project.name},
        "officer",
        f"/projects/{project.public_id}?tab=schedule",
    )


def sheet_caps(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that an allotment keeps to the upper level's amount, and each project to what it may still get."""
    sheet = here.row
    if not isinstance(sheet, BudgetSheet) or sheet.type != "allotment":
        return
    lines = lines_of(here)
    yield from _within_notice(here, sheet, sum(line.amount for line in lines))
    for project_id, amount in _by_project(lines).items():
        there = replace(here, project=by_key(here.session, Project, project_id))
        yield from allotted(there, params, amount)


def _within_notice(here: Situation, sheet: BudgetSheet, amount: int) -> Iterable[Problem]:
    own, line = columns(BudgetSheet), columns(BudgetSheetLine)
    if not sheet.upper_number or not sheet.upper_amount:
        yield Problem(
            "no_upper_notice",
            "Name the notice of the level above with its number and amount.",
            "upper_number",
            who="officer",
            href=_place(here),
        )
        return
    others = rows(
        here.session,
        BudgetSheet,
        own.region_id == sheet.region_id,
        own.upper_number == sheet.upper_number,
        own.state == "approved",
        own.id != sheet.id,
    )
    before = total(here.session, BudgetSheetLine, "amount", line.sheet_id.in_([one.id for one in others]))
    if amount + before > sheet.upper_amount:
        yield Problem(
            "above_upper_notice",
            "Allotments of %(left)s 10k yuan under this notice exceed its amount of %(right)s 10k yuan.",
            "upper_amount",
            pair(amount + before, sheet.upper_amount),
            "officer",
            _place(here),
        )


def _by_project(lines: Sequence[BudgetSheetLine]) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in lines:
        if line.purpose == "construction":
            found[line.project_id] = found.get(line.project_id, 0) + line.amount
    return found


def sheet_lines_free(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that no project of the sheet has a line for the same year, account and part already."""
    sheet = here.row
    if not isinstance(sheet, BudgetSheet):
        return
    own = columns(BudgetLine)
    for line in lines_of(here):
        held = rows(
            here.session,
            BudgetLine,
            own.project_id == line.project_id,
            own.year == sheet.year,
            own.account == line.account,
            own.purpose == line.purpose,
        )
        for one in held:
            yield Problem(
                "budgeted_already",
                "The account %(account)s of %(year)s is budgeted already for a project of the sheet; "
                "adjust that line.",
                "account",
                {"account": line.account, "year": sheet.year},
                "officer",
                f"/records/budget_line/{one.public_id}",
            )


def supplement_window(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the request is made in the month the region's rule names, where it names one."""
    rule = here.rules.get(str(params["rule"]))
    year = getattr(here.row, "year", here.today.year)
    if rule is None or rule.value is None:
        return
    if here.today.month != rule.whole() or here.today.year != year:
        yield Problem(
            "outside_window",
            "Supplementary requests of %(year)s are taken in month %(month)s only (%(basis)s).",
            "requested_on",
            {"year": year, "month": rule.whole(), "basis": rule.basis},
            "department",
            "/rules",
        )


def supplement_dated(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the standing committee decided in the year of the request and not after today."""
    on = getattr(here.row, "committee_on", None)
    if on is not None and (on > here.today or on.year != getattr(here.row, "year", on.year)):
        yield Problem(
            "committee_date",
            "The standing committee decides in the year of the request, and not after today.",
            "committee_on",
            who="officer",
        )


def _place(here: Situation) -> str:
    return f"/budget-sheets/{here.row.public_id}"


GUARDS = {
    "sheet_filled": sheet_filled,
    "sheet_sources_lawful": sheet_sources_lawful,
    "sheet_caps": sheet_caps,
    "sheet_lines_free": sheet_lines_free,
    "supplement_window": supplement_window,
    "supplement_dated": supplement_dated,
}
