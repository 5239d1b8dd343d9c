"""Fill sheets that become budget lines: from what falls due, or project by project."""

from collections.abc import Sequence
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import RuleBook, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.service_due import service_due
from bondlife.security.actor import Actor
from bondlife.services import approvals, records
from bondlife.services.inputs import BudgetSheetInput, Input
from bondlife.services.values import PositiveMoney, PublicId
from models.base import columns
from models.registry import Bond, BondShare, BudgetSheet, BudgetSheetLine, Project
from models.rules.budget_accounts import TABLES

ROLES = {"principal": "principal", "interest": "interest", "fees": "fee"}


class SheetLineInput(Input):
    """One line of an allotment notice."""

    project: PublicId
    account: str = Field(pattern=r"^[0-9]{3,12}$")
    purpose: Literal["construction", "principal", "interest", "fees"] = "construction"
    amount: PositiveMoney


def draft_debt_service(
    db: Database, actor: Actor, form: BudgetSheetInput, *, key: str = ""
) -> dict[str, Any]:
    """Draft the debt-service budget of a region and year with a line for each share, part and source."""
    if form.type != "debt_service":
        raise Invalid.because(
            "other_sheet", "Only a debt-service budget is filled from what falls due.", "type"
        )

    def work(act: Act) -> dict[str, Any]:
        sheet = records.add(act, "budget_sheet", form)
        assert isinstance(sheet, BudgetSheet)
        lines = _fill(act, sheet)
        return {**records.receipt(sheet), "lines": lines}

    request = form.model_dump(mode="json")
    return dict(perform(db, actor, "budget_sheet.create", work, key=key, request=request))


def refill(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Fill a draft anew from what falls due as it stands now, with the sources named meanwhile."""

    def work(act: Act) -> dict[str, Any]:
        sheet = _draft(act, public_id, version)
        if sheet.type != "debt_service":
            raise Invalid.because(
                "other_sheet", "Only a debt-service budget is filled from what falls due.", "type"
            )
        lines = _fill(act, sheet)
        approvals.void_waiting(act, sheet)
        return {**records.receipt(sheet), "lines": lines}

    return dict(perform(db, actor, "budget_sheet.edit", work, key=key, request=[public_id, version]))


def set_lines(
    db: Database,
    actor: Actor,
    public_id: str,
    lines: Sequence[SheetLineInput],
    version: int,
    *,
    key: str = "",
) -> dict[str, Any]:
    """Store the lines of an allotment notice as one whole; lines left out are ended."""

    def work(act: Act) -> dict[str, Any]:
        sheet = _draft(act, public_id, version)
        if sheet.type != "allotment":
            raise Invalid.because(
                "other_sheet", "A debt-service budget is filled from what falls due.", "type"
            )
        wanted = [_line(act, sheet, line) for line in lines]
        count = _replace(act, sheet, wanted)
        return {**records.receipt(sheet), "lines": count}

    request = [public_id, version, [line.model_dump(mode="json") for line in lines]]
    return dict(perform(db, actor, "budget_sheet.edit", work, key=key, request=request))


def _draft(act: Act, public_id: str, version: int) -> BudgetSheet:
    sheet = act.fetch(BudgetSheet, public_id, "budget_sheet.read")
    act.actor.require("budget_sheet.edit", sheet.region_id)
    act.require_version(sheet, version)
    if sheet.state != "draft":
        raise Blocked(Problem("not_draft", "The lines change while the sheet is a draft only."))
    act.about(sheet)
    return sheet


def _line(act: Act, sheet: BudgetSheet, line: SheetLineInput) -> dict[str, Any]:
    project = act.fetch(Project, line.project, "project.read")
    if project.region_id != sheet.region_id:
        raise Invalid.because("other_region", "The project belongs to another region.", "project")
    return {
        "project_id": project.id,
        "share_id": None,
        "account": line.account,
        "purpose": line.purpose,
        "source": "",
        "amount": line.amount,
    }


def _fill(act: Act, sheet: BudgetSheet) -> int:
    rules = rule_book(act.session, region_code(act.session, sheet.region_id), act.business_date)
    types = _types(act, sheet.region_id)
    wanted = [
        {
            "project_id": due.project_id,
            "share_id": due.share_id,
            "account": account_for(rules, ROLES[due.part], types.get(due.share_id, "special")),
            "purpose": due.part,
            "source": due.source,
            "amount": due.amount,
        }
        for due in service_due(act.session, [sheet.region_id], sheet.year)
    ]
    if not wanted:
        raise Invalid.because(
            "nothing_due", "Nothing falls due in %(year)s in this region.", "year", year=sheet.year
        )
    return _replace(act, sheet, wanted)


def _types(act: Act, region_id: int) -> dict[int | None, str]:
    """Return the type of the bond behind each share of a region."""
    own, bond = columns(BondShare), columns(Bond)
    statement = (
        sa.select(own.id, bond.bond_type)
        .join_from(BondShare, Bond, bond.id == own.bond_id)
        .where(own.region_id == region_id)
    )
    return dict(tuple(row) for row in act.session.execute(statement.execution_options(scoped=True)))


def account_for(rules: RuleBook, role: str, bond_type: str) -> str:
    """Return the first account that plays a role in the year's table of a type of bond."""
    rule = rules[TABLES[bond_type]]
    found = next((row["code"] for row in rule.value if row["role"] == role), None)
    if found is None:
        raise Invalid.because(
            "no_account", "The table of accounts names none for %(role)s.", "account", role=role
        )
    return str(found)


def _replace(act: Act, sheet: BudgetSheet, wanted: Sequence[dict[str, Any]]) -> int:
    """End the lines a sheet has and store the wanted ones; the sheet's version rises with them."""
    assert sheet.id is not None
    for line in act.find(BudgetSheetLine, columns(BudgetSheetLine).sheet_id == sheet.id):
        if line.ended_at is None:
            act.end(line)
    for values in wanted:
        act.add(BudgetSheetLine(sheet_id=sheet.id, region_id=sheet.region_id, **values))
    act.change(sheet, total=sum(int(values["amount"]) for values in wanted), filled=sheet.filled + 1)
    act.flush()
    return len(wanted)
