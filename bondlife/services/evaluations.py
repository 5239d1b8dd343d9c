"""Open evaluations of any subject, and give points: each scorer beside the others, nobody on own work."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import family, lifecycle_of, newest_kind, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem
from bondlife.lifecycle.engine import enter, state_of
from bondlife.lifecycle.frames import Frame, frame_digest, frame_key, frozen
from bondlife.lifecycle.scores import executed, grade, measured, sheet_frame, totals
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.input_base import Input
from bondlife.services.values import Line, MaybeMoney, Points
from calculators.kernel.errors import CalculationError
from models.base import columns
from models.registry import Appraisal, Evaluation, EvaluationRound, Organisation, Project, RecordRow


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


Scorer = Literal["self", "recheck", "third"]
AT: Mapping[str, tuple[tuple[str, ...], str]] = {
    "self": (("draft",), "evaluation.edit"),
    "recheck": (("submitted",), "evaluation.recheck"),
    "third": (("submitted", "rechecked"), "evaluation.recheck"),
}
"""Scorer → the states in which points are given, and the right it takes."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What kind of evaluation is opened: type, year, and phase, cycle or round where there are any."""

    type: str
    year: int
    phase: str = ""
    cycle: str = ""
    round: EvaluationRound | None = None


class SheetInput(Input):
    """One scorer's points by indicator; actual and target values of those that are measured; reasons."""

    scorer: Scorer = "self"
    points: dict[str, Points] = Field(default_factory=dict, max_length=200)
    target: dict[str, Points] = Field(default_factory=dict, max_length=200)
    actual: dict[str, Points] = Field(default_factory=dict, max_length=200)
    reasons: dict[str, Line] = Field(default_factory=dict, max_length=200)
    left_out: list[Line] = Field(default_factory=list, max_length=200)
    budget: MaybeMoney = None
    executed: MaybeMoney = None
    bonus: Points = Decimal(0)


def open_for(act: Act, subject: RecordRow | Organisation, opening: Opening) -> Evaluation:
    """Store a new evaluation of a subject inside an open act, its frame frozen with it or in its round."""
    values = _scope(act, subject)
    act.actor.require(
        "evaluation.create", values["region_id"], values.get("unit_id"), values.get("department_id")
    )
    _require_new(act, values, opening)
    row = Evaluation(
        **values,
        state="",
        type=opening.type,
        year=opening.year,
        phase=opening.phase,
        cycle=opening.cycle,
        round_id=opening.round.id if opening.round is not None else None,
        sheet=_first_sheet(act, values, opening),
    )
    kind = newest_kind(act.session, row.kind)
    row.kind_version = kind.version
    enter(act, row, lifecycle_of(kind, "evaluation"))
    act.add(row)
    act.flush()
    records.after_change(act, row)
    return row


def create(
    db: Database, actor: Actor, subject: str, public_id: str, opening: Opening, *, key: str = ""
) -> dict[str, Any]:
    """Open an evaluation of a project, contract, fund or organisation by its public key."""

    def work(act: Act) -> dict[str, Any]:
        row = open_for(act, _subject(act, subject, public_id), opening)
        act.about(row)
        return records.receipt(row)

    request = [subject, public_id, opening.type, opening.year, opening.phase, opening.cycle]
    return dict(perform(db, actor, "evaluation.create", work, key=key, request=request))


def score(
    db: Database, actor: Actor, public_id: str, form: SheetInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Store one scorer's points; totals of all scorers stand beside each other, the last one counts."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(Evaluation, public_id, "evaluation.read")
        act.require_version(row, version)
        _require_turn(act, row, form.scorer)
        frame = sheet_frame(act.session, row)
        if frame is None:
            raise Blocked(Problem("no_sheet", "This evaluation has no frame to score by.", "sheet"))
        values = scored(frame, row.sheet or {}, form, act.actor.user_id)
        rules = rule_book(act.session, region_code(act.session, row.region_id), act.business_date)
        if values.get("score") is not None:
            top = min(values["score"], frame.full_mark)
            values["grade"] = grade(top, rules["performance.score_bands"], frame.full_mark)
        records.apply(act, row, values)
        return records.receipt(row)

    request = [public_id, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "evaluation.edit", work, key=key, request=request))


def appraise(
    db: Database, actor: Actor, public_id: str, form: SheetInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Store the points of an appraisal while it is a draft."""

    def work(act: Act) -> dict[str, Any]:
        row = act.fetch(Appraisal, public_id, "appraisal.read")
        act.actor.require("appraisal.edit", row.region_id)
        act.require_version(row, version)
        if row.state != "draft":
            raise Blocked(Problem("not_a_draft", "Points change only while the appraisal is a draft."))
        frame = sheet_frame(act.session, row)
        assert frame is not None
        values = scored(frame, row.sheet, form, act.actor.user_id)
        records.apply(act, row, {"sheet": values["sheet"], "score": values["score"]})
        return records.receipt(row)

    request = [public_id, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "appraisal.edit", work, key=key, request=request))


def scored(frame: Frame, sheet: Mapping[str, Any], form: SheetInput, user_id: int | None) -> dict[str, Any]:
    """Return sheet and scores as they stand with a scorer's points; refuses what the frame does not hold."""
    problems = [*_unknown(frame, form), *_above(frame, form)]
    if problems:
        raise Invalid(*problems)
    try:
        points = _points(frame, sheet, form)
        _require_all(frame, form, points)
        fresh = _merged(sheet, form, points, user_id)
        found = totals(frame, fresh) if points else None
    except CalculationError as error:
        raise Invalid.because(error.code, error.message.replace("%", "%%"), f"points.{error.field}") from None
    if found is None:
        return {"sheet": fresh}
    return {
        "sheet": fresh,
        **{f"{who}_score": total.shown for who, total in found.by_scorer.items()},
        "score": found.counts,
    }


def _require_all(frame: Frame, form: SheetInput, points: Mapping[str, str]) -> None:
    """Refuse a sheet with gaps: once points are given, every indicator has some or does not apply."""
    left = [one for one in frame.indicators if one.key not in points and one.key not in form.left_out]
    text = _("“%(indicator)s” has no points.")
    problems = [
        Problem("points_missing", text, f"points.{one.key}", {"indicator": one.label}) for one in left
    ]
    if points and problems:
        raise Invalid(*problems)


def _points(frame: Frame, sheet: Mapping[str, Any], form: SheetInput) -> dict[str, str]:
    """Return the points of every indicator: given, or measured where only target and actual were."""
    found = {key: f"{value.normalize():f}" for key, value in form.points.items()}
    target = {**(sheet.get("target") or {}), **{key: str(value) for key, value in form.target.items()}}
    for one in frame.indicators:
        if one.key in found or one.key in form.left_out:
            continue
        if one.how == "completion" and one.key in form.actual and one.key in target:
            points = measured(one, Decimal(target[one.key]), form.actual[one.key])
            found[one.key] = f"{points:f}"
        elif one.how == "execution" and form.budget and form.executed is not None:
            found[one.key] = f"{executed(one, form.executed, form.budget):f}"
    return found


def _merged(
    sheet: Mapping[str, Any], form: SheetInput, points: Mapping[str, str], user_id: int | None
) -> dict[str, Any]:
    fresh = dict(sheet)
    for name in ("target", "actual"):
        given = {key: f"{value.normalize():f}" for key, value in getattr(form, name).items()}
        fresh[name] = {**(sheet.get(name) or {}), **given}
    fresh["points"] = {**(sheet.get("points") or {}), form.scorer: dict(points)}
    fresh["reasons"] = {**(sheet.get("reasons") or {}), **form.reasons}
    fresh["by"] = {**(sheet.get("by") or {}), form.scorer: user_id}
    if form.bonus:
        fresh["bonus"] = {**(sheet.get("bonus") or {}), form.scorer: f"{form.bonus:f}"}
    if form.scorer == "self":
        fresh["left_out"] = list(form.left_out)
    if form.budget is not None:
        fresh["execution"] = {"budget": form.budget, "executed": form.executed or 0}
    return fresh


def _unknown(frame: Frame, form: SheetInput) -> list[Problem]:
    known = {one.key for one in frame.indicators}
    given = {*form.points, *form.actual, *form.target, *form.reasons, *form.left_out}
    text = _("The frame has no indicator “%(key)s”.")
    return [
        Problem("no_such_indicator", text, f"points.{key[:40]}", {"key": key[:40]})
        for key in sorted(given - known)
    ]


def _above(frame: Frame, form: SheetInput) -> list[Problem]:
    return [
        Problem(
            "above_full_mark",
            "“%(indicator)s” gives at most %(most)s points; %(given)s were given.",
            f"points.{one.key}",
            {"indicator": one.label, "most": f"{one.points:f}", "given": f"{form.points[one.key]:f}"},
        )
        for one in frame.indicators
        if one.key in form.points and form.points[one.key] > one.points
    ]


def _require_turn(act: Act, row: Evaluation, scorer: str) -> None:
    """Refuse points out of turn, without the right, or by who scored before (nobody checks own work)."""
    states, permission = AT[scorer]
    act.actor.require(permission, row.region_id, row.unit_id, row.department_id)
    lifecycle = lifecycle_of(newest_kind(act.session, row.kind), "evaluation")
    if state_of(lifecycle, row.state).ending:
        raise Blocked(Problem("ended", "This record is closed; it no longer changes."))
    if row.state not in states:
        raise Blocked(
            Problem(
                "not_your_turn",
                "Points of “%(scorer)s” are given while the evaluation stands at: %(states)s.",
                "scorer",
                {"scorer": scorer, "states": list(states)},
            )
        )
    by = (row.sheet or {}).get("by") or {}
    if scorer != "self" and act.actor.user_id in {who for name, who in by.items() if name != scorer}:
        raise Forbidden.because("own_work", "You scored this evaluation before; another person re-checks it.")


def _scope(act: Act, subject: RecordRow | Organisation) -> dict[str, Any]:
    if isinstance(subject, Project):
        return {**records.inherited(subject), "subject": "project"}
    if isinstance(subject, Organisation):
        kind = newest_kind(act.session, "ordinary")
        pinned = {"kind": kind.key, "kind_version": kind.version, "region_id": subject.region_id}
        return {**pinned, "department_id": subject.id, "subject": "organisation", "subject_id": subject.id}
    return {**records.inherited_from(subject), "subject": subject.record, "subject_id": subject.id}


def _require_new(act: Act, values: Mapping[str, Any], opening: Opening) -> None:
    own = columns(Evaluation)
    by_project = values["subject"] == "project"
    held = own.project_id == values["project_id"] if by_project else own.subject_id == values["subject_id"]
    names = ("type", "year", "phase", "cycle")
    same = [own[name] == getattr(opening, name) for name in names]
    if act.find(Evaluation, own.subject == values["subject"], held, *same):
        raise Conflict(
            Problem("duplicate", "A record with this key already exists.", "type", {"type": opening.type})
        )


def _first_sheet(act: Act, values: Mapping[str, Any], opening: Opening) -> dict[str, Any]:
    if opening.round is not None:
        return {"frame_digest": opening.round.frame_digest}
    rules = rule_book(act.session, region_code(act.session, values["region_id"]), act.business_date)
    whole = values["subject"] == "organisation"
    kind, base = ("department", "") if whole else family(act.session, str(values["kind"]))
    copy = frozen(rules[frame_key(rules, kind, opening.type, opening.phase, base)], rules)
    return {"frame": copy, "frame_digest": frame_digest(copy)}


def _subject(act: Act, subject: str, public_id: str) -> RecordRow | Organisation:
    if subject == "organisation":
        return act.fetch(Organisation, public_id, "organisation.read")
    return records.fetch(act, subject, public_id)
