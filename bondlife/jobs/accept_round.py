"""Accept the self-evaluations of a round that were not drawn, part by part: each part is one act."""

from typing import Any

from bondlife.db import Database
from bondlife.jobs.import_file import actor_for
from bondlife.jobs.runner import Progress
from bondlife.services.rounds import ACCEPTANCE, accept_all

NAME = ACCEPTANCE
AT_ONCE = 500
"""So many in one act: other writers wait for one part, never for the whole round."""


def run(db: Database, params: dict[str, Any], progress: Progress, user: int | None) -> dict[str, Any]:
    """Accept until nothing waits; taken up again it goes on with what still waits."""
    actor, place = actor_for(db, user), str(params["round"])
    accepted, refused, last, left = 0, 0, 0, 1
    while left:
        told = accept_all(db, actor, place, most=AT_ONCE, after=last)
        accepted, refused = accepted + told["accepted"], refused + len(told["refused"])
        last, left = int(told["last"]), int(told["left"])
        progress.tell(accepted + refused, accepted + refused + left, "accepting")
    progress.tell(accepted + refused, accepted + refused, "done", now=True)
    counts = {"added": 0, "changed": accepted, "unchanged": refused}
    return {"kind": "evaluation-round", "round": place, "state": "stored", "counts": counts}
