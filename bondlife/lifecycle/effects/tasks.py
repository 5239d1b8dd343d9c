"""Duties, tasks and lines of the next year that follow from a move."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bondlife.acts import Act
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.effects.common import due_by, project_of, started, taken_over
from bondlife.lifecycle.facts import rows, shares_of_bond
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.disclosure_duties import OF_BONDS
from models.registry import Bond, BudgetLine, Publication, RecordRow, Task

_FINISHED = ("published", "superseded", "withdrawn", "cancelled")


def open_duty(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Open a publication that is due by the rule, one for each project of a bond."""
    rule = here.rules.get(str(params["rule"]))
    due = due_by(act, rule)
    yearly = rule is not None and rule.unit == "month_day"
    cut_off = date(due.year - 1, 12, 31) if due is not None and yearly else act.business_date
    form = str(params["form"])
    if isinstance(here.row, Bond) and form in OF_BONDS:
        form = next(one for one, bond_type in OF_BONDS.items() if bond_type == here.row.bond_type)
    for row in _holders(act, here):
        _open_duty(act, here, row, form, cut_off, due)


def _holders(act: Act, here: Situation) -> list[RecordRow]:
    if isinstance(here.row, Bond):
        return list(shares_of_bond(act.session, here.row.id))
    return [here.row]


def _open_duty(act: Act, here: Situation, row: RecordRow, form: str, cut_off: date, due: date | None) -> None:
    own = taken_over(row)
    if own["project_id"] is None and row.record == "project":
        own["project_id"] = row.id
    bond_id = here.row.id if isinstance(here.row, Bond) else None
    column = columns(Publication)
    waiting = rows(
        act.session,
        Publication,
        column.project_id == own["project_id"],
        column.form == form,
        column.bond_id == bond_id,
        column.cut_off == cut_off,
        column.state.not_in(_FINISHED),
    )
    if not waiting:
        started(
            act, here, Publication(**own, state="", form=form, bond_id=bond_id, cut_off=cut_off, due_on=due)
        )


def open_task(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Open a task for a role, due by a rule counted from today or on the date in a field."""
    field = params.get("due")
    due = getattr(here.row, str(field)) if field else due_by(act, here.rules.get(str(params.get("rule", ""))))
    add_task(act, here.row, params, due)


def add_task(
    act: Act, row: RecordRow, words: Mapping[str, Any], due: date | None, params: Any = None
) -> Task:
    """Store a task on a record."""
    project = row if row.record == "project" else project_of(act, row)
    task = Task(
        subject=row.record,
        subject_id=row.id or 0,
        project_id=project.id if project is not None else None,
        role=str(words["role"]),
        title=str(words["title"]),
        title_zh=str(words["title_zh"]),
        params=params,
        due_on=due,
        origin=act.name[:80],
        region_id=row.region_id,
        unit_id=row.unit_id,
        department_id=row.department_id,
    )
    return act.add(task)


def close_tasks(act: Act, row: RecordRow) -> None:
    """Mark what waited on a record as done today: what was asked for has happened, or will not."""
    own = columns(Task)
    for task in act.find(Task, own.subject == row.record, own.subject_id == row.id, own.done_on.is_(None)):
        act.change(task, done_on=act.business_date)


def open_next_year_line(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Open a draft line of the next year with what is carried over."""
    line = here.row
    if not isinstance(line, BudgetLine) or line.amount <= line.used:
        return
    left, column = line.amount - line.used, columns(BudgetLine)
    found = rows(
        act.session,
        BudgetLine,
        column.project_id == line.project_id,
        column.year == line.year + 1,
        column.account == line.account,
        column.purpose == line.purpose,
    )
    if not found:
        own = taken_over(line)
        named: dict[str, Any] = {"account": line.account, "purpose": line.purpose, "basis": "opening"}
        started(act, here, BudgetLine(**own, state="", year=line.year + 1, amount=left, **named))
    elif found[0].state == "draft":
        act.change(found[0], amount=found[0].amount + left)
    else:
        raise Blocked(
            Problem(
                "line_exists",
                "The line of the next year is under way already; adjust it by the amount carried over first.",
                "budget_line",
            )
        )


EFFECTS = {"open_duty": open_duty, "open_task": open_task, "open_next_year_line": open_next_year_line}
