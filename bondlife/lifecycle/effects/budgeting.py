"""Budget lines that follow from approved sheets and requests; the route of an application."""

from collections.abc import Mapping
from typing import Any

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.effects.common import due_by, started, taken_over
from bondlife.lifecycle.effects.tasks import add_task
from bondlife.lifecycle.facts import by_key, rows
from bondlife.lifecycle.guards.quota import route_of
from bondlife.lifecycle.guards.sheets import lines_of
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.rail import refresh_rail
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import Application, BudgetLine, BudgetSheet, Project, Supplement

FILING = {
    "role": "officer",
    "title": "File the approved list with the two national authorities",
    "title_zh": "向国家发展改革委、财政部备案项目清单",
}


def open_sheet_lines(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Open one budget line for each project, account and part of the sheet."""
    sheet = here.row
    if not isinstance(sheet, BudgetSheet):
        return
    sums: dict[tuple[int, str, str], int] = {}
    for line in lines_of(here):
        key = (line.project_id, line.account, line.purpose)
        sums[key] = sums.get(key, 0) + line.amount
    for (project_id, account, purpose), amount in sums.items():
        _open_line(act, here, sheet, project_id, account=account, purpose=purpose, amount=amount)


def _open_line(act: Act, here: Situation, sheet: BudgetSheet, project_id: int, **values: Any) -> None:
    project = by_key(act.session, Project, project_id)
    assert project is not None
    own = {**taken_over(project), "project_id": project.id}
    row = BudgetLine(
        **own,
        **values,
        state="",
        year=sheet.year,
        basis=sheet.basis,
        document_number=sheet.document_number,
        approved_on=sheet.approved_on,
    )
    started(act, here, row)
    source = row.state
    set_state(act, row, "open")
    note(act, row, "open", source, sheet.document_number)
    refresh_rail(act, project_id)


def draft_supplement_line(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Draft a budget line with the amount agreed; nothing follows from a request that got nothing."""
    row = here.row
    if not isinstance(row, Supplement) or not row.agreed or not row.account:
        return
    found = _line_of(act, row)
    if found is None:
        line = BudgetLine(
            **taken_over(row),
            state="",
            year=row.year,
            account=row.account,
            purpose="supplement",
            amount=row.agreed,
            basis="adjustment",
            document_number=row.committee_number,
            approved_on=row.committee_on,
        )
        started(act, here, line)
    elif found.state == "draft":
        act.change(found, amount=found.amount + row.agreed)
    else:
        raise Blocked(
            Problem("line_exists", "The line is under way already; adjust it first.", "budget_line")
        )


def _line_of(act: Act, row: Supplement) -> BudgetLine | None:
    own = columns(BudgetLine)
    found = rows(
        act.session,
        BudgetLine,
        own.project_id == row.project_id,
        own.year == row.year,
        own.account == row.account,
        own.purpose == "supplement",
    )
    return found[0] if found else None


def set_route(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Write the approval route of the region on the application."""
    if isinstance(here.row, Application):
        act.change(here.row, route=route_of(here))


def open_list_filing(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Open the task of filing the list where the province approved by itself."""
    if isinstance(here.row, Application) and here.row.route == "self_review":
        add_task(act, here.row, FILING, due_by(act, here.rules.get(str(params["rule"]))))


EFFECTS = {
    "open_sheet_lines": open_sheet_lines,
    "draft_supplement_line": draft_supplement_line,
    "set_route": set_route,
    "open_list_filing": open_list_filing,
}
