"""The yearly round: units are asked for what only they know, each project on a request of its own.

The answer goes unit → department → finance as any collection task does; once it is accepted it fills the
empty cells of the project's yearly forms.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database, chunks
from bondlife.disclosure.income_at import plan_sums
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.facts import by_key
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of
from bondlife.services.collections.steps import open_task
from bondlife.services.disclosure_duties import publication_for
from bondlife.services.inputs import Input
from bondlife.services.publications import sheet_for_writing
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Year
from models.base import columns
from models.registry import Collection, CollectionPart, DisclosureDuty, Project, Publication

YEARLY = ("annual_national", "annual_general", "annual_table", "annual_report")
AT_ONCE = 100
"""Projects asked in one act."""

ASKED = (
    ("use_words", "资金使用情况", "text"),
    ("operation_words", "建设进度和运营情况", "text"),
    ("asset_words", "收益及形成资产情况", "text"),
    ("follow_up", "后续工作安排", "text"),
    ("note", "其他需公开事项（没有的填“无”）", "text"),
)
"""What only the unit knows: the column it fills, the question, the type of the answer."""

EXPECTED = ("expected_income", "预期收益（次年至全周期结束，元）", "money")


class RoundInput(Input):
    """A round: of which region and year, by when the units answer."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    year: Year
    due_on: Day


def start(db: Database, actor: Actor, form: RoundInput, *, key: str = "") -> dict[str, Any]:
    """Ask the unit of every project that owes a yearly form and was not asked yet; returns how many."""

    def find(act: Act) -> list[int]:
        region_id = region_by_code(act, form.region)
        act.actor.require("collection.send", region_id)
        if form.due_on < act.business_date:
            raise Invalid.because("due_past", "The day to answer by lies behind us.", "due_on")
        found = _projects(act, region_id, form.year)
        if not found:
            raise Blocked(
                Problem("nobody_owes", "No project of this region owes a yearly form of this year.")
            )
        return found

    request = form.model_dump(mode="json")
    projects = list(
        perform(db, actor, "collection.send", find, key=f"{key}:0" if key else "", request=request)
    )
    asked = 0
    for number, part in enumerate(chunks(projects, AT_ONCE), 1):

        def work(act: Act, part: Sequence[int] = part) -> int:
            return sum(_ask(act, act.get(Project, one), form.year, form.due_on) for one in part)

        turn = f"{key}:{number}" if key else ""
        asked += int(perform(db, actor, "collection.send", work, key=turn, request=[request, number]))
    return {"projects": len(projects), "asked": asked}


def _projects(act: Act, region_id: int, year: int) -> list[int]:
    """Return the projects below a region that owe a yearly form of a year, oldest first."""
    own = columns(DisclosureDuty)
    found = act.find(
        DisclosureDuty,
        own.what.in_(YEARLY),
        own.period == str(year),
        own.state == "open",
        own.project_id.is_not(None),
        own.region_id.in_(closure_of(region_id)),
    )
    return sorted({one.project_id for one in found if one.project_id is not None})


def _ask(act: Act, project: Project, year: int, due_on: date) -> int:
    """Ask the unit of one project, unless it was asked already; its forms wait for the answer."""
    rows = [_publication(act, duty) for duty in _duties(act, project, year)]
    sheets = [sheet_for_writing(act, row) for row in rows]
    if not sheets or any(sheet.part_id is not None for sheet in sheets):
        return 0
    part = _part(act, project, year, due_on)
    for sheet in sheets:
        act.change(sheet, part_id=part.id)
    return 1


def _duties(act: Act, project: Project, year: int) -> list[DisclosureDuty]:
    own = columns(DisclosureDuty)
    return act.find(
        DisclosureDuty,
        own.project_id == project.id,
        own.what.in_(YEARLY),
        own.period == str(year),
        own.state == "open",
    )


def _publication(act: Act, duty: DisclosureDuty) -> Publication:
    held = by_key(act.session, Publication, duty.publication_id)
    if held is not None:
        return held
    row = publication_for(act, duty)
    act.change(duty, publication_id=row.id)
    return row


def _part(act: Act, project: Project, year: int, due_on: date) -> CollectionPart:
    asked = ASKED if plan_sums(act.session, project).cells else (*ASKED, EXPECTED)
    row = act.add(
        Collection(
            region_id=project.region_id,
            title=f"{year}年度存续期信息公开：{project.name}"[:200],
            note="只填台账没有的内容；金额和进度由台账提供。",
            questions=[{"key": key, "label": label, "type": kind} for key, label, kind in asked],
            due_on=due_on,
            state="sent",
            prepared_by=act.actor.user_id,
        )
    )
    act.flush()
    part = act.add(
        CollectionPart(
            collection_id=row.id or 0,
            region_id=project.region_id,
            unit_id=project.unit_id,
            department_id=project.department_id,
            step_since=act.now,
            answers={},
        )
    )
    act.flush()
    open_task(act, row, part, "answer", "project_unit" if part.unit_id else "officer")
    return part
