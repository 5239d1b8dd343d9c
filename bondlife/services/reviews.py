"""Expert review of a batch: opened with the sheet in force, scored blind, closed with ranks and amounts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import Field

from bondlife.acts import Act, perform
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Conflict, Forbidden, Invalid, Problem
from bondlife.lifecycle.room import IN_REVIEW
from bondlife.security.actor import Actor
from bondlife.services.inputs import Input
from bondlife.services.records import region_by_code
from bondlife.services.values import Line, Money, Points, Prose, PublicId, Year
from calculators.scoring.ranking import rank_and_allocate
from models.base import columns
from models.registry import Application, ReviewRound, ReviewScore

RULE = "issuance.expert_review"


class ReviewInput(Input):
    """The review of one batch, and how much quota it may give out."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    year: Year
    batch: Line = Field(min_length=1, max_length=40)
    quota: Money


class ReviewScoreInput(Input):
    """One expert's points for one application, by item of the sheet."""

    application: PublicId
    points: dict[str, Points] = Field(max_length=50)
    opinion: Prose = Field("", max_length=1000)


def open_round(db: Database, actor: Actor, form: ReviewInput, *, key: str = "") -> dict[str, Any]:
    """Open the review of a batch; the sheet is kept as it is in force today."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("review.open", region_id)
        rules = rule_book(act.session, region_code(act.session, region_id), act.business_date)
        rule = rules[RULE]
        sheet = {
            "items": rules[str(rule.params["sheet"])].value,
            "passing": str(rule.value),
            "experts": int(rule.params["experts"]),
            "rule": rule.public_id,
        }
        row = act.add(ReviewRound(region_id=region_id, sheet=sheet, **form.model_dump(exclude={"region"})))
        act.flush()
        if not _applications(act, row):
            raise Invalid.because("empty_batch", "No application of this batch is under review.", "batch")
        act.about(row)
        return {"public_id": row.public_id, "version": row.version}

    return dict(perform(db, actor, "review.open", work, key=key, request=form.model_dump(mode="json")))


def score(
    db: Database, actor: Actor, round_id: str, form: ReviewScoreInput, *, key: str = ""
) -> dict[str, Any]:
    """Store one's own points for an application; they may be changed until the round is closed."""

    def work(act: Act) -> dict[str, Any]:
        found = _open(act, round_id)
        act.actor.require("review.score", found.region_id)
        if act.actor.user_id is None:
            raise Forbidden.because("no_person", "Only a person can score.")
        application = next(
            (one for one in _applications(act, found) if one.public_id == form.application), None
        )
        if application is None:
            raise Invalid.because("not_in_batch", "The application is not in this batch.", "application")
        points = _checked(found, form.points)
        row = _put(act, found, application, {"points": points, "opinion": form.opinion})
        act.about(row, total=str(sum(map(Decimal, points.values()), Decimal(0))))
        return {"public_id": row.public_id, "version": row.version}

    request = [round_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "review.score", work, key=key, request=request))


def _put(act: Act, found: ReviewRound, application: Application, values: dict[str, Any]) -> ReviewScore:
    own = columns(ReviewScore)
    held = act.find(
        ReviewScore,
        own.round_id == found.id,
        own.application_id == application.id,
        own.expert_id == act.actor.user_id,
    )
    if held:
        return act.change(held[0], **values)
    row = ReviewScore(
        round_id=found.id or 0,
        application_id=application.id or 0,
        expert_id=act.actor.user_id or 0,
        region_id=found.region_id,
        **values,
    )
    act.add(row)
    act.flush()
    return row


def _checked(found: ReviewRound, points: Mapping[str, Decimal]) -> dict[str, str]:
    """Return points as exact text: one for every item, within what the sheet gives for it."""
    most = {one["key"]: Decimal(one["points"]) for one in found.sheet["items"]}
    problems = [
        Problem("item_missing", "Every item of the sheet needs its points.", f"points.{key}")
        for key in most
        if key not in points
    ]
    problems += [
        Problem("no_such_item", "The sheet has no such item.", f"points.{key[:40]}")
        for key in points
        if key not in most
    ]
    problems += [
        Problem(
            "above_points",
            "At most %(most)s points for this item.",
            f"points.{key}",
            {"most": str(most[key])},
        )
        for key, given in points.items()
        if key in most and given > most[key]
    ]
    if problems:
        raise Invalid(*problems)
    return {key: f"{given.normalize():f}" for key, given in points.items()}


def close_round(db: Database, actor: Actor, round_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Close the review: means, ranks and amounts are fixed, and everybody may see all sheets."""

    def work(act: Act) -> dict[str, Any]:
        found = _open(act, round_id)
        act.actor.require("review.close", found.region_id)
        act.require_version(found, version)
        result = _result(act, found)
        act.change(found, state="closed", closed_on=act.business_date, result=result)
        act.about(found, candidates=len(result))
        return {"public_id": found.public_id, "version": found.version}

    return dict(perform(db, actor, "review.close", work, key=key, request=[round_id, version]))


def _result(act: Act, found: ReviewRound) -> list[dict[str, Any]]:
    applications = _applications(act, found)
    own = columns(ReviewScore)
    given: dict[int, list[Decimal]] = {}
    for one in act.find(ReviewScore, own.round_id == found.id):
        total = sum((Decimal(points) for points in one.points.values()), Decimal(0))
        given.setdefault(one.application_id, []).append(total)
    _require_experts(found, applications, given)
    scores = [given[one.id or 0] for one in applications]
    ranking = rank_and_allocate(
        scores,
        [one.amount for one in applications],
        total=found.quota,
        passing=Decimal(found.sheet["passing"]),
    )
    return [
        {
            "application": one.public_id,
            "mean": f"{place.mean:.2f}",
            "rank": place.rank,
            "passed": place.passed,
            "allocated": place.allocated,
        }
        for one, place in zip(applications, ranking.places, strict=True)
    ]


def _require_experts(
    found: ReviewRound, applications: list[Application], given: Mapping[int, list[Decimal]]
) -> None:
    wanted = found.sheet["experts"]
    short = [one for one in applications if len(given.get(one.id or 0, ())) < wanted]
    if short or not applications:
        raise Blocked(
            Problem(
                "experts_missing",
                "%(count)s applications have fewer than %(wanted)s experts' sheets.",
                "experts",
                {"count": len(short), "wanted": wanted},
                "evaluator",
                f"/reviews/{found.public_id}",
            )
        )


def _applications(act: Act, found: ReviewRound) -> list[Application]:
    own = columns(Application)
    living = act.find(
        Application,
        own.region_id == found.region_id,
        own.year == found.year,
        own.batch == found.batch,
        own.state.in_(IN_REVIEW),
        own.ended_at.is_(None),
    )
    return sorted(living, key=lambda one: one.id or 0)


def _open(act: Act, round_id: str) -> ReviewRound:
    found = act.fetch(ReviewRound, round_id, "review.read")
    if found.state != "open":
        raise Conflict(Problem("review_closed", "This review is closed; its points no longer change."))
    return found
