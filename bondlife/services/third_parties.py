"""The pool of third parties and experts, and the stars that three raters give blind."""

from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem
from bondlife.security.actor import Actor
from bondlife.services.input_base import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Line, Prose
from models.base import columns
from models.performance_labels import PERFORMANCE_ENTRIES
from models.registry import EvaluationJob, PoolMember, StarRating


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


class MemberInput(Input):
    """One agency or expert: what it answers to the entry conditions, its fields of work, its ties."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    pool: Literal["agency", "expert"] = "agency"
    name: Line = Field(min_length=1, max_length=200)
    code: Line = Field(min_length=1, max_length=40)
    expertise: list[Line] = Field(default_factory=list, max_length=20)
    entry: dict[str, bool] = Field(default_factory=dict, max_length=20)
    ties: list[Line] = Field(default_factory=list, max_length=50)
    staff: int = Field(0, ge=0, le=100_000)
    state: Literal["admitted", "suspended", "removed"] = "admitted"
    note: Prose = Field("", max_length=1000)


class StarsInput(Input):
    """The stars of one rater, by dimension of the rule."""

    rater: Line = Field(min_length=1, max_length=20)
    stars: dict[str, int] = Field(max_length=20)
    remark: Prose = Field("", max_length=1000)


def save_member(
    db: Database, actor: Actor, form: MemberInput, *, public_id: str = "", version: int = 0, key: str = ""
) -> dict[str, Any]:
    """Admit an agency or expert that meets the entry conditions, or change what is known of it."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("pool.edit", region_id)
        _require_entry(act, region_id, form)
        values = form.model_dump(exclude={"region"})
        if public_id:
            row = act.fetch(PoolMember, public_id, "pool.read")
            act.actor.require("pool.edit", row.region_id)
            act.require_version(row, version)
            act.change(row, **values)
        else:
            _require_new(act, region_id, form)
            row = act.add(PoolMember(region_id=region_id, admitted_on=act.business_date, **values))
        act.flush()
        act.about(row)
        return {"public_id": row.public_id, "version": row.version}

    request = [public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "pool.save", work, key=key, request=request))


def _require_entry(act: Act, region_id: int, form: MemberInput) -> None:
    """Refuse to admit who does not meet every condition of the rule."""
    rule = rule_book(act.session, region_code(act.session, region_id), act.business_date)[
        "performance.entry_conditions"
    ]
    unknown = [name for name in form.entry if name not in rule.value]
    if unknown:
        raise Invalid.because(
            "no_such_condition", "The rule has no such condition.", f"entry.{unknown[0][:40]}"
        )
    if form.state != "admitted":
        return
    problems = [
        Problem(
            "condition_unmet",
            "Entry condition not met: %(name)s.",
            f"entry.{name}",
            {"name": PERFORMANCE_ENTRIES.get(name, name)},
        )
        for name in rule.value
        if not form.entry.get(name)
    ]
    least = int(rule.params.get("least_staff", 0))
    if form.pool == "agency" and form.staff < least:
        text = _("At least %(least)d members of staff are needed.")
        problems.append(Problem("too_few_staff", text, "staff", {"least": least}))
    if problems:
        raise Invalid(*problems)


def _require_new(act: Act, region_id: int, form: MemberInput) -> None:
    own = columns(PoolMember)
    same = (own.region_id == region_id, own.pool == form.pool, own.code == form.code)
    if act.find(PoolMember, *same):
        raise Conflict(Problem("duplicate", "A record with this key already exists.", "code"))


def rate(db: Database, actor: Actor, job_id: str, form: StarsInput, *, key: str = "") -> dict[str, Any]:
    """Store one rater's stars for a delivered job; nobody else sees them before all are in."""

    def work(act: Act) -> dict[str, Any]:
        job = act.fetch(EvaluationJob, job_id, "evaluation_job.read")
        act.actor.require("evaluation_job.rate", job.region_id, job.unit_id, job.department_id)
        if job.state != "delivered":
            raise Blocked(Problem("not_delivered", "Stars are given after the delivery, before the close."))
        if act.actor.user_id is None:
            raise Forbidden.because("no_person", "Only a person can rate.")
        _require_stars(act, job, form)
        row = _put(act, job, form)
        act.about(row)
        act.subject = f"evaluation_job/{job.public_id}"
        return {"public_id": row.public_id, "version": row.version}

    request = [job_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "evaluation_job.rate", work, key=key, request=request))


def _require_stars(act: Act, job: EvaluationJob, form: StarsInput) -> None:
    """Refuse a rater the rule does not know, and stars that are not one to most in each dimension."""
    rule = rule_book(act.session, region_code(act.session, job.region_id), act.business_date)[
        "performance.stars"
    ]
    if form.rater not in rule.params["raters"]:
        raise Invalid.because("no_such_rater", "The rule knows no such rater.", "rater")
    most = int(rule.params["most"])
    problems = [
        Problem(
            "bad_stars", "Give one to %(most)d stars for each dimension.", f"stars.{name}", {"most": most}
        )
        for name in rule.value
        if not 1 <= form.stars.get(name, 0) <= most
    ]
    problems += [
        Problem("no_such_dimension", "The rule has no such dimension.", f"stars.{name[:40]}")
        for name in form.stars
        if name not in rule.value
    ]
    if problems:
        raise Invalid(*problems)


def _put(act: Act, job: EvaluationJob, form: StarsInput) -> StarRating:
    own = columns(StarRating)
    held = act.find(StarRating, own.job_id == job.id)
    mine = [one for one in held if one.rater_id == act.actor.user_id]
    if any(one.rater == form.rater and one.rater_id != act.actor.user_id for one in held):
        raise Conflict(Problem("rated_already", "These stars were given by another person already.", "rater"))
    if mine and mine[0].rater != form.rater:
        raise Forbidden.because("one_rater", "One person rates for one office only.", "rater")
    values: dict[str, Any] = {"stars": dict(form.stars), "remark": form.remark}
    if mine:
        return act.change(mine[0], **values)
    names = ("region_id", "unit_id", "department_id")
    scope: dict[str, Any] = {name: getattr(job, name) for name in names}
    row = act.add(
        StarRating(**scope, job_id=job.id or 0, rater=form.rater, rater_id=act.actor.user_id or 0, **values)
    )
    act.flush()
    return row
