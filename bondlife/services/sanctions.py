"""Sanctions: entered by one person, in force by another's word, rectified, lifted."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Invalid, Problem, missing
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Day, Line, MaybeDay, MaybeId, Prose
from models.base import columns
from models.registry import Project, Sanction

BLOCKS = ("issuance", "green_channel")
"""What a sanction can stop: entering an issue (G5), or its green channel alone."""


class SanctionInput(Input):
    """A sanction on a region, or on one project in it."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    project: MaybeId = None
    level: Literal["minor", "serious", "deduction", "region"]
    document: Line = Field(min_length=1, max_length=200)
    reason: Prose = Field(min_length=1, max_length=1000)
    blocks: list[Literal["issuance", "green_channel"]] = Field(default_factory=list, max_length=2)
    rule_region: str = Field("", pattern=r"^[0-9]{0,6}$")
    starts_on: Day
    until: MaybeDay = None
    rectify_by: MaybeDay = None


def propose(db: Database, actor: Actor, form: SanctionInput, *, key: str = "") -> dict[str, Any]:
    """Enter a sanction; it stops nothing before another person approves it."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("sanction.edit", region_id)
        if form.until is not None and form.until < form.starts_on:
            raise Invalid.because("days_in_order", "The last day lies before the first.", "until")
        project = act.fetch(Project, form.project, "project.read") if form.project else None
        if project is not None and project.region_id != region_id:
            raise Invalid.because("other_region", "The project belongs to another region.", "project")
        values = form.model_dump(exclude={"region", "project"})
        row = act.add(
            Sanction(
                region_id=region_id,
                project_id=project.id if project else None,
                prepared_by=act.actor.user_id,
                **values,
            )
        )
        act.flush()
        act.about(row, level=form.level, blocks=form.blocks)
        return {"public_id": row.public_id, "state": row.state}

    return dict(perform(db, actor, "sanction.propose", work, key=key, request=form.model_dump(mode="json")))


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Bring a sanction into force, or refuse it: not one's own."""

    def work(act: Act) -> dict[str, Any]:
        row = _row(act, public_id, version, "sanction.approve")
        if act.actor.user_id == row.prepared_by:
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        if row.state != "proposed":
            raise Conflict(Problem("not_waiting", "This approval is no longer open."))
        act.change(row, state="in_force" if approve else "refused", approved_by=act.actor.user_id)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "sanction.decide", work, key=key, request=[public_id, version, approve]))


def rectify(
    db: Database, actor: Actor, public_id: str, version: int, *, text: str, key: str = ""
) -> dict[str, Any]:
    """Write down how what was wrong was put right; the sanction stays until it is lifted."""

    def work(act: Act) -> dict[str, Any]:
        row = _row(act, public_id, version, "sanction.edit")
        if row.state != "in_force" or not text.strip():
            raise Invalid.because("reason_required", "Give the reason in words.", "text")
        act.change(row, rectification=text.strip()[:1000])
        return {"public_id": public_id, "version": row.version}

    return dict(perform(db, actor, "sanction.rectify", work, key=key, request=[public_id, version, text]))


def lift(
    db: Database, actor: Actor, public_id: str, version: int, *, on: date | None = None, key: str = ""
) -> dict[str, Any]:
    """Lift a sanction from a day on, after its rectification was written down."""

    def work(act: Act) -> dict[str, Any]:
        row = _row(act, public_id, version, "sanction.approve")
        if row.state != "in_force" or not row.rectification:
            raise Conflict(
                Problem("not_rectified", "A sanction is lifted after its rectification is written.")
            )
        act.change(row, state="lifted", lifted_on=on or act.business_date)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "sanction.lift", work, key=key, request=[public_id, version]))


def _row(act: Act, public_id: str, version: int, permission: str) -> Sanction:
    """Return a sanction of a region this person works in; any other is missing."""
    found = act.find(Sanction, columns(Sanction).public_id == public_id)
    if not found or not act.actor.can_on("sanction.read", found[0].region_id):
        raise missing("sanction")
    row = found[0]
    act.about(row, level=row.level)
    act.actor.require(permission, row.region_id)
    act.require_version(row, version)
    return row
