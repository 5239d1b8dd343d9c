"""Why a transition is not possible yet."""

from bondlife.errors import Problem
from bondlife.lifecycle.guards import GUARDS
from bondlife.lifecycle.situation import Situation
from models.lifecycle import Transition


def unmet(here: Situation, transition: Transition) -> list[Problem]:
    """Return why a transition is not possible yet; empty when it is."""
    applying = [use for use in transition.guards if not use.purposes or here.purpose in use.purposes]
    problems = [problem for use in applying for problem in GUARDS[use.name](here, use.params)]
    if transition.documents:
        problems += GUARDS["documents_present"](here, {"documents": transition.documents})
    return problems
