"""Evaluations: passed ones, their items, their score, who comes first (G2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import of_project, place
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.situation import Situation
from bondlife.queries.field_labels import label_of
from models.registry import Evaluation
from models.rule_words import ENTRIES

DONE = ("passed", "concluded")


def _types(here: Situation, **wanted: Any) -> list[Evaluation]:
    found = of_project(here, "evaluation", **wanted)
    return [one for one in found if isinstance(one, Evaluation)]


def evaluation_passed(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for a passed or concluded evaluation of the type."""
    if not _types(here, type=params["type"], state=DONE):
        yield Problem(
            "evaluation_missing",
            "The project has no passed or concluded evaluation of type “%(type)s” yet.",
            "evaluation",
            {"type": ENTRIES.get(str(params["type"]), params["type"])},
            "evaluator",
            place(here, "evaluation"),
        )


def evaluation_items_filled(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that every item of the rule is filled, for this type of evaluation."""
    if getattr(here.row, "type", "") != params["type"]:
        return
    for name in listed(here, params, "items"):
        if not str(here.row.fields.get(str(name)) or "").strip():
            yield Problem(
                "item_empty",
                "Write the item “%(item)s” of the evaluation.",
                str(name),
                {"item": label_of(here.kind, "evaluation", str(name))},
                "evaluator",
                place(here, "evaluation"),
            )


def self_evaluation_first(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for a concluded self-evaluation of the year before a key evaluation."""
    rule, row = here.rules.get(str(params["rule"])), here.row
    if rule is None or not rule.value or not isinstance(row, Evaluation) or row.type != "key":
        return
    if not _types(here, type="self", state=DONE, year=row.year):
        yield Problem(
            "self_evaluation_missing",
            "A key evaluation of %(year)s follows a concluded self-evaluation of that year.",
            "type",
            {"year": row.year},
            "project_unit",
            place(here, "evaluation"),
        )


def score_at_least(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the score reaches the figure of the rule."""
    rule, score = here.rules.get(str(params["rule"])), getattr(here.row, "score", None)
    if rule is not None and (score is None or score < rule.decimal()):
        yield Problem(
            "score_too_low",
            "The score is %(score)s; %(needed)s are needed to pass.",
            "score",
            {"score": "—" if score is None else f"{score:f}", "needed": f"{rule.decimal():f}"},
            "evaluator",
            place(here, "evaluation"),
        )


GUARDS = {
    "evaluation_passed": evaluation_passed,
    "evaluation_items_filled": evaluation_items_filled,
    "self_evaluation_first": self_evaluation_first,
    "score_at_least": score_at_least,
}
