"""Records that move along with another."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.books import lifecycle_of
from bondlife.lifecycle import effects
from bondlife.lifecycle.conditions import unmet
from bondlife.lifecycle.facts import by_key, rows
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import Application, Bond, BondShare, Project, RecordRow


def move_related(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Move the related records by the transition, where they stand at one of its sources and may go on."""
    for row in _related(act, here, str(params["record"])):
        lifecycle = lifecycle_of(here.kind, row.record)
        transition = next(one for one in lifecycle.transitions if one.key == params["transition"])
        project = row if isinstance(row, Project) else by_key(act.session, Project, row.project_id)
        there = replace(here, row=row, project=project, lifecycle=lifecycle)
        if row.state not in transition.sources or unmet(there, transition):
            continue
        source = row.state
        set_state(act, row, transition.target)
        note(act, row, transition.key, source, here.reason)
        for effect in transition.effects:
            effects.EFFECTS[effect.name](act, there, effect.params)


def _related(act: Act, here: Situation, record: str) -> list[RecordRow]:
    act.flush()
    if record == "project":
        return [here.project] if here.project is not None else []
    if record == "application" and isinstance(here.row, Bond):
        share = columns(BondShare)
        keys = sa.select(share.application_id).where(
            share.bond_id == here.row.id, share.application_id.is_not(None), share.ended_at.is_(None)
        )
        return list(rows(act.session, Application, columns(Application).id.in_(keys)))
    found = by_key(act.session, BondShare, getattr(here.row, "share_id", None))
    return [found] if record == "bond_share" and found is not None else []


EFFECTS = {"move_related": move_related}
