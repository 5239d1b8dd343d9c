"""Why a transition is not possible yet."""

from collections.abc import Iterator
from dataclasses import replace

from bondlife.errors import Problem
from bondlife.lifecycle.citing import law_of
from bondlife.lifecycle.guards import GUARDS
from bondlife.lifecycle.situation import Situation
from models.lifecycle import GuardUse, Transition


def unmet(here: Situation, transition: Transition) -> list[Problem]:
    """Return why a transition is not possible yet; empty when it is."""
    applying = [use for use in transition.guards if not use.purposes or here.purpose in use.purposes]
    problems = [problem for use in applying for problem in _found(here, use)]
    if transition.documents:
        problems += GUARDS["documents_present"](here, {"documents": transition.documents})
    return problems


def _found(here: Situation, use: GuardUse) -> Iterator[Problem]:
    """Yield what a condition finds, each with the rule that asks it."""
    rule = here.rules.get(str(use.params.get("rule", "")))
    law = None if rule is None else law_of(rule)
    for problem in GUARDS[use.name](here, use.params):
        yield problem if law is None or problem.law is not None else replace(problem, law=law)
