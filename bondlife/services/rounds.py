"""Rounds of evaluation: opened with a frozen frame, enrolled, sampled by seed, concluded, closed."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import family, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Invalid, Problem
from bondlife.jobs.runner import enqueue
from bondlife.lifecycle import engine
from bondlife.lifecycle.frames import frame_digest, frame_key, frozen
from bondlife.lifecycle.sampling import stratified
from bondlife.lifecycle.situation import situation
from bondlife.queries.evaluation_sums import round_sums
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of
from bondlife.services import records
from bondlife.services.evaluations import Opening, open_for
from bondlife.services.input_base import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Key, Line, MaybeDay, Year
from models.base import columns
from models.canonical import canonical_json, digest
from models.registry import AuditHead, Evaluation, EvaluationRound, Organisation, Project


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


MOST_AT_ONCE = 5000
MOST_TOLD = 50
ACCEPTANCE = "accept_round"
"""Name of the job that accepts a round part by part."""
Type = Literal["self", "department", "key", "final", "construction", "operation", "annual"]


class RoundInput(Input):
    """A new round: where, for which year, what is evaluated, by the frame of which kind."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    year: Year
    type: Type = "self"
    subject: Literal["project", "organisation"] = "project"
    kind: Key = "ordinary"
    phase: Line = Field("", max_length=20)
    name: Line = Field(min_length=1, max_length=100)
    due_on: MaybeDay = None


class SampleInput(Input):
    """A re-check: how many are drawn, at least how many of each stratum, from which seed."""

    count: int = Field(ge=1, le=100_000)
    least: int = Field(1, ge=0, le=1000)
    by: Literal["department", "unit", "grade"] = "department"
    name: Line = Field(min_length=1, max_length=100)


def open_round(db: Database, actor: Actor, form: RoundInput, *, key: str = "") -> dict[str, Any]:
    """Open a round; the frame in force today is kept in it until its end."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("round.open", region_id)
        rules = rule_book(act.session, region_code(act.session, region_id), act.business_date)
        whole = form.subject == "organisation"
        kind, base = ("department", "") if whole else family(act.session, form.kind)
        copy = frozen(rules[frame_key(rules, kind, form.type, form.phase, base)], rules)
        values = form.model_dump(exclude={"region", "kind"})
        row = act.add(
            EvaluationRound(region_id=region_id, frame=copy, frame_digest=frame_digest(copy), **values)
        )
        act.flush()
        act.about(row, frame=copy["key"])
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "round.open", work, key=key, request=form.model_dump(mode="json")))


def enrol(
    db: Database, actor: Actor, public_id: str, kind: str = "ordinary", *, key: str = ""
) -> dict[str, Any]:
    """Open the evaluation of every project of a kind, or of every department, that has none in the round."""

    def work(act: Act) -> dict[str, Any]:
        found = _open(act, public_id)
        act.actor.require("round.open", found.region_id)
        opening = Opening(found.type, found.year, found.phase, round=found)
        subjects = _subjects(act, found, kind)
        if len(subjects) > MOST_AT_ONCE:
            text = _("At most %(most)d at once; bring them in as a table.")
            raise Invalid.because("too_many", text, "kind", most=MOST_AT_ONCE)
        for subject in subjects:
            open_for(act, subject, opening)
        act.about(found, enrolled=len(subjects))
        return {"public_id": found.public_id, "enrolled": len(subjects)}

    return dict(perform(db, actor, "round.enrol", work, key=key, request=[public_id, kind]))


def _subjects(act: Act, found: EvaluationRound, kind: str) -> list[Any]:
    own = columns(Evaluation)
    here = closure_of(found.region_id)
    if found.subject == "organisation":
        body = columns(Organisation)
        held = {one.subject_id for one in act.find(Evaluation, own.round_id == found.id)}
        bodies = act.find(
            Organisation, body.region_id.in_(here), body.role == "department", body.ended_at.is_(None)
        )
        return [one for one in bodies if one.id not in held]
    project = columns(Project)
    same = [own[name] == getattr(found, name) for name in ("type", "year", "phase")]
    done = sa.select(own.project_id).where(*same, own.project_id.is_not(None))
    return act.find(
        Project,
        project.region_id.in_(here),
        project.kind == kind,
        project.state.not_in(("draft", "stopped", "withdrawn")),
        project.ended_at.is_(None),
        project.id.not_in(done),
    )


def draw_sample(
    db: Database, actor: Actor, public_id: str, form: SampleInput, *, key: str = ""
) -> dict[str, Any]:
    """Draw the self-evaluations to be re-checked: by strata, from the digest of the last act as seed."""

    def work(act: Act) -> dict[str, Any]:
        found = _open(act, public_id)
        act.actor.require("round.open", found.region_id)
        strata, seed = _strata(act, found, form.by), _seed(act, found)
        whole = sum(len(one) for one in strata.values())
        if form.count > whole:
            text = _("Only %(whole)d self-evaluations may be drawn; %(count)d were asked for.")
            raise Invalid.because("sample_too_large", text, "count", whole=whole, count=form.count)
        picks = stratified(strata, form.count, seed, form.least)
        sample = {"seed": seed, "by": form.by, "of": whole, "least": form.least, "picks": sorted(picks)}
        names = ("region_id", "year", "subject", "phase", "frame", "frame_digest")
        row = act.add(
            EvaluationRound(
                **{name: getattr(found, name) for name in names},
                type="recheck",
                name=form.name,
                sampled_from_id=found.id,
                sample=sample,
            )
        )
        act.flush()
        act.about(row, drawn=len(picks), of=whole)
        return {"public_id": row.public_id, "version": row.version, "drawn": len(picks)}

    request = [public_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "round.sample", work, key=key, request=request))


def _strata(act: Act, found: EvaluationRound, by: str) -> dict[str, list[str]]:
    own = columns(Evaluation)
    column = {"department": own.department_id, "unit": own.unit_id, "grade": own.grade}[by]
    statement = sa.select(own.public_id, column).where(
        own.round_id == found.id, own.state == "submitted", own.ended_at.is_(None)
    )
    strata: dict[str, list[str]] = defaultdict(list)
    for key, stratum in act.session.execute(statement.execution_options(scoped=True)):
        strata[str(stratum)].append(key)
    return strata


def _seed(act: Act, found: EvaluationRound) -> str:
    """Return the seed of a drawing: the digest of the act before, which nobody could choose."""
    head = act.session.get(AuditHead, 1)
    return digest(canonical_json([head.hash if head is not None else "", found.public_id]))


def ask_acceptance(db: Database, actor: Actor, public_id: str, *, key: str = "") -> str:
    """Put the acceptance of a whole round into the queue; returns the public key of the job."""

    def work(act: Act) -> str:
        found = _open(act, public_id)
        act.actor.require("evaluation.conclude", found.region_id)
        act.about(found)
        return enqueue(act, ACCEPTANCE, {"round": public_id}, found.region_id).public_id

    return str(perform(db, actor, "round.ask_acceptance", work, key=key, request=public_id))


def accept_all(
    db: Database, actor: Actor, public_id: str, *, most: int = MOST_AT_ONCE, after: int = 0, key: str = ""
) -> dict[str, Any]:
    """Accept submitted self-evaluations of a round that were not drawn, at most so many in one act.

    The answer tells how many were accepted, those that cannot be with the reason, how many are left after the
    last one looked at (``last``, an inner key to go on from); drawn ones wait for their re-check.
    """

    def work(act: Act) -> dict[str, Any]:
        found = _open(act, public_id)
        act.actor.require("evaluation.conclude", found.region_id)
        waiting = _waiting(act, found, after)
        rows = act.find(Evaluation, columns(Evaluation).id.in_(waiting[:most]))
        refused = [
            [row.public_id, problems[0].code]
            for row in sorted(rows, key=lambda one: one.id or 0)
            if (problems := _accept(act, row))
        ]
        accepted = len(rows) - len(refused)
        act.about(found, accepted=accepted, refused=len(refused))
        last = max(waiting[:most], default=after)
        told = {"accepted": accepted, "refused": refused[:MOST_TOLD], "last": last}
        return {"public_id": public_id, **told, "left": len(waiting[most:])}

    request = [public_id, most, after]
    return dict(perform(db, actor, "round.accept", work, key=key, request=request))


def _waiting(act: Act, found: EvaluationRound, after: int) -> list[int]:
    """Return the inner keys of self-evaluations to be accepted: submitted, and not waiting for a re-check."""
    own, drawn = columns(Evaluation), _drawn(act, found)
    statement = sa.select(own.id, own.public_id, own.recheck_score).where(
        own.round_id == found.id, own.state == "submitted", own.ended_at.is_(None), own.id > after
    )
    rows = act.session.execute(statement.order_by(own.id).execution_options(scoped=True))
    return [key for key, public_id, recheck in rows if public_id not in drawn or recheck is not None]


def _accept(act: Act, row: Evaluation) -> Sequence[Problem]:
    """Accept one self-evaluation, or return what is missing."""
    here = situation(act.session, row, act.business_date, actor=act.actor)
    transition = engine.find(here, "accept")
    problems = engine.unmet(here, transition)
    if problems:
        return problems
    engine.require(here, act.actor, transition)
    engine.move(act, here, transition)
    records.after_change(act, row)
    return ()


def _drawn(act: Act, found: EvaluationRound) -> set[str]:
    own = columns(EvaluationRound)
    samples = act.find(EvaluationRound, own.sampled_from_id == found.id, own.state == "open")
    return {key for one in samples for key in (one.sample or {}).get("picks", ())}


def close_round(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Close a round: its grade tables and gaps are fixed; nothing of it may still be under way."""

    def work(act: Act) -> dict[str, Any]:
        found = _open(act, public_id)
        act.actor.require("round.close", found.region_id)
        act.require_version(found, version)
        _require_done(act, found)
        rules = rule_book(act.session, region_code(act.session, found.region_id), act.business_date)
        result = round_sums(act.session, found, rules).as_kept()
        act.change(found, state="closed", closed_on=act.business_date, result=result)
        act.about(found, evaluations=result["total"])
        return {"public_id": found.public_id, "version": found.version}

    return dict(perform(db, actor, "round.close", work, key=key, request=[public_id, version]))


def _require_done(act: Act, found: EvaluationRound) -> None:
    own = columns(Evaluation)
    picks = (found.sample or {}).get("picks")
    if picks is not None:
        left = sum(one.recheck_score is None for one in act.find(Evaluation, own.public_id.in_(picks)))
    else:
        open_states = ("draft", "submitted", "rechecked")
        statement = sa.select(sa.func.count()).where(
            own.round_id == found.id, own.state.in_(open_states), own.ended_at.is_(None)
        )
        left = int(act.session.execute(statement.execution_options(scoped=True)).scalar_one())
    if left:
        text = _("%(count)d evaluations of the round are still under way.")
        raise Blocked(Problem("round_under_way", text, "round", {"count": left}, "project_unit"))


def _open(act: Act, public_id: str) -> EvaluationRound:
    found = act.fetch(EvaluationRound, public_id, "evaluation.read")
    if found.state != "open":
        raise Conflict(Problem("round_closed", "This round is closed; its results no longer change."))
    return found
