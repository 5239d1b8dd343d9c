"""Sum the accepted parts of a request, and send the sum up by a leader who did not make it."""

from collections.abc import Sequence
from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Conflict, Forbidden, Problem
from bondlife.security.actor import Actor
from bondlife.services.collections.steps import add_task, collection_of, done, parts_of
from models.registry import Collection, CollectionPart


def sum_up(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Sum all accepted parts; parts still under way are named and stop the sum."""

    def work(act: Act) -> dict[str, Any]:
        row = collection_of(act, public_id, version, "collection.send")
        if row.state != "sent":
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        parts = parts_of(act, row)
        waiting = sum(part.step != "accepted" for part in parts)
        if waiting:
            raise Conflict(
                Problem(
                    "parts_waiting",
                    "%(count)d of %(all)d answers are not accepted yet.",
                    "",
                    {"count": waiting, "all": len(parts)},
                )
            )
        act.change(row, state="summed", summary=_summed(row, parts), summed_by=act.actor.user_id)
        add_task(act, row, row, "leader", ("Send up: %s", "上报：%s"))
        return {"public_id": public_id, "state": row.state, "version": row.version}

    return dict(perform(db, actor, "collection.sum", work, key=key, request=[public_id, version]))


def _summed(row: Collection, parts: Sequence[CollectionPart]) -> dict[str, Any]:
    adds = [one["key"] for one in row.questions if one["type"] != "text"]
    return {"parts": len(parts), **{key: sum(int(part.answers[key]) for part in parts) for key in adds}}


def report(db: Database, actor: Actor, public_id: str, version: int, *, key: str = "") -> dict[str, Any]:
    """Send the sum up: by a leader who did not make it."""

    def work(act: Act) -> dict[str, Any]:
        row = collection_of(act, public_id, version, "collection.report")
        if row.state != "summed":
            raise Conflict(Problem("moved_on", "The record has moved on and no longer stands at this step."))
        if act.actor.user_id == row.summed_by or row.summed_by in act.actor.acts_for(
            "collection.report", row.region_id
        ):
            raise Forbidden.because("four_eyes", "Who prepared it cannot approve it; a second person signs.")
        act.change(row, state="reported", reported_on=act.business_date, reported_by=act.actor.user_id)
        done(act, row)
        return {"public_id": public_id, "state": row.state}

    return dict(perform(db, actor, "collection.report", work, key=key, request=[public_id, version]))
