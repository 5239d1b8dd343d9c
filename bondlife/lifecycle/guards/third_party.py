"""Third parties: who may be drawn, comments answered, stars complete."""

from collections.abc import Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.pool import candidates
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import EvaluationJob, StarRating
from models.rule_words import ENTRIES


def pool_has_candidates(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that somebody in the pool may be drawn: admitted, of the field, without ties."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not isinstance(row, EvaluationJob):
        return
    found = candidates(here, row, rule)
    if not found.weights:
        yield Problem(
            "nobody_to_draw",
            "Nobody in the pool may be drawn; %(count)d were left out.",
            "drawing",
            {"count": len(found.left_out)},
            "officer",
            "/performance/pool",
        )


def comments_answered(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every comment on the draft has its answer."""
    row = here.row
    if not isinstance(row, EvaluationJob):
        return
    for number, one in enumerate(row.comments or (), 1):
        if not str(one.get("answer") or "").strip():
            yield Problem(
                "comment_unanswered",
                "Comment %(number)d on the draft has no answer yet.",
                f"comments.{number}.answer",
                {"number": number},
                "evaluator",
            )


def stars_complete(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for the stars of all three raters."""
    rule = here.rules.get(str(params["rule"]))
    if rule is None:
        return
    held = {one.rater for one in rows(here.session, StarRating, columns(StarRating).job_id == here.row.id)}
    for rater in rule.params.get("raters", ()):
        if rater not in held:
            yield Problem(
                "stars_missing",
                "The stars of %(rater)s are missing.",
                "stars",
                {"rater": ENTRIES.get(rater, rater)},
                "officer",
            )


GUARDS = {
    "pool_has_candidates": pool_has_candidates,
    "comments_answered": comments_answered,
    "stars_complete": stars_complete,
}
