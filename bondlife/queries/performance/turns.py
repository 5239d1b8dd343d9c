"""Whose turn it is to score an evaluation."""

from bondlife.security.actor import Actor
from bondlife.services.evaluations import AT
from models.registry import Evaluation


def turn_of(actor: Actor, row: Evaluation) -> str:
    """Return whose points this person may type now: nobody types beside own points of another turn."""
    by = (row.sheet or {}).get("by") or {}
    for scorer, (states, permission) in AT.items():
        has_scored = actor.user_id in {who for name, who in by.items() if name != scorer}
        may = actor.can_on(permission, row.region_id, row.unit_id, row.department_id)
        if row.state in states and may and not (scorer != "self" and has_scored):
            return scorer
    return ""
