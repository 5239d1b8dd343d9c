"""The project that receives reallocated money: what a candidate must meet (G9)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from bondlife.errors import Problem
from bondlife.lifecycle.facts import by_key, place, project_place, rows
from bondlife.lifecycle.guards.common import listed
from bondlife.lifecycle.guards.eligibility import term_within_life
from bondlife.lifecycle.guards.evaluation import evaluation_passed
from bondlife.lifecycle.plan import table_of
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import ChangeOfUse, Permit, Project

_READY = ("reserved", "building")


def target_project_ready(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the receiving project meets every demand the rule lists."""
    if not isinstance(here.row, ChangeOfUse):
        return
    target = by_key(here.session, Project, here.row.target_project_id)
    if target is None:
        return
    for name in listed(here, params, "demands"):
        demand = _DEMANDS.get(str(name))
        if demand is None:
            yield Problem(
                "unknown_check",
                "The rule asks for a check “%(check)s” that is not known.",
                "",
                {"check": name},
            )
        else:
            yield from demand(here, target)


def _issuable(here: Situation, target: Project) -> Iterable[Problem]:
    if target.id == here.row.project_id or target.state not in _READY:
        yield Problem(
            "target_not_ready",
            "The receiving project “%(project)s” is another project, in reserve or under construction.",
            "target_project",
            {"project": target.name},
            "project_unit",
            project_place(target, "overview"),
        )
    yield from evaluation_passed(replace(here, project=target), {"type": "ex_ante"})


def _self_balancing(here: Situation, target: Project) -> Iterable[Problem]:
    table = table_of(here.session, target)
    if table is None or not table.holds:
        yield Problem(
            "target_not_balanced",
            "The balance plan of the receiving project “%(project)s” is missing or does not hold.",
            "target_project",
            {"project": target.name},
            "project_unit",
            project_place(target, "plan"),
        )


def _physical_work(here: Situation, target: Project) -> Iterable[Problem]:
    permit = columns(Permit)
    held = rows(
        here.session, Permit, permit.project_id == target.id, permit.type == "physical_work", permit.held
    )
    if not held:
        yield Problem(
            "target_no_work",
            "The receiving project “%(project)s” is not confirmed as able to form physical work soon.",
            "target_project",
            {"project": target.name},
            "project_unit",
            project_place(target, "permits"),
        )


def _term(here: Situation, target: Project) -> Iterable[Problem]:  # noqa: ARG001
    yield from term_within_life(here, {"rule": "coverage.term_within_life"})


_DEMANDS: dict[str, Callable[[Situation, Project], Iterable[Problem]]] = {
    "issuable": _issuable,
    "self_balancing": _self_balancing,
    "quick_physical_work": _physical_work,
    "term_matches_remaining": _term,
}


def by_change_of_use(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask for an approved change of use: the step is its consequence and never taken by hand."""
    if here.rules.get(str(params["rule"])) is not None:
        yield Problem(
            "by_change_of_use",
            "This step is taken by an approved change of use, not by itself.",
            "transition",
            who="officer",
            href=place(here, "money"),
        )


GUARDS = {"target_project_ready": target_project_ready, "by_change_of_use": by_change_of_use}
