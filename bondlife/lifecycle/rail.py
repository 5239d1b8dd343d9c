"""The seven tracks of a project, computed from its records: a projection that verify compares."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import Act
from bondlife.books import kind_of
from models.base import columns
from models.lifecycle import Kind
from models.registry import RECORDS, Project, ProjectRail

ORDER = ("trouble", "active", "done", "none")


def refresh_rail(act: Act, project_id: int) -> None:
    """Write the rail of a project as its records stand now."""
    act.flush()
    tracks = compute(act.session, project_id)
    rail = act.session.get(ProjectRail, project_id)
    if rail is None:
        rail = ProjectRail(project_id=project_id)
        act.session.add(rail)
    rail.tracks, rail.now_track = tracks, now_track(tracks)


def compute(session: Session, project_id: int) -> dict[str, Any]:
    """Return track → {progress, done, total} from every record of the project."""
    project = session.get(Project, project_id, execution_options={"scoped": True})
    assert project is not None
    kind = kind_of(session, project.kind, project.kind_version)
    tracks: dict[str, Any] = {
        track.key: {"progress": "none", "done": 0, "total": 0, "states": {}} for track in kind.tracks
    }
    for lifecycle in kind.lifecycles:
        counts = _counts(session, lifecycle.record, project_id)
        if lifecycle.track in tracks and counts:
            _count_in(tracks[lifecycle.track], lifecycle.record, _progress_of(kind, lifecycle.record), counts)
    return tracks


def now_track(tracks: dict[str, Any]) -> str:
    """Return the track that asks for attention first: trouble, else the last one at work."""
    troubled = [key for key, track in tracks.items() if track["progress"] == "trouble"]
    active = [key for key, track in tracks.items() if track["progress"] == "active"]
    return (troubled or active[-1:] or [""])[0]


def worst(found: Iterable[str]) -> str:
    """Return the progress of a track from those of its records."""
    seen = set(found)
    return next((progress for progress in ORDER if progress in seen), "none")


def _progress_of(kind: Kind, record: str) -> dict[str, str]:
    return {state.key: state.progress for state in kind.lifecycle(record).states}


def _count_in(track: dict[str, Any], record: str, progress: dict[str, str], counts: dict[str, int]) -> None:
    for state, count in sorted(counts.items()):
        found = progress.get(state, "active")
        if found != "none":
            track["total"] += count
            track["done"] += count if found == "done" else 0
        track["progress"] = worst((track["progress"], found))
        track["states"][f"{record}.{state}"] = count


def _counts(session: Session, record: str, project_id: int) -> dict[str, int]:
    model = RECORDS[record]
    column = columns(model)
    if record == "bond":
        return _bond_counts(session, project_id)
    own = column.id if record == "project" else column.project_id
    statement = (
        sa.select(column.state, sa.func.count())
        .where(own == project_id, column.ended_at.is_(None))
        .group_by(column.state)
        .execution_options(scoped=True)
    )
    return {state: int(count) for state, count in session.execute(statement)}


def _bond_counts(session: Session, project_id: int) -> dict[str, int]:
    bond, share = columns(RECORDS["bond"]), columns(RECORDS["bond_share"])
    statement = (
        sa.select(bond.state, sa.func.count())
        .join_from(RECORDS["bond"], RECORDS["bond_share"], share.bond_id == bond.id)
        .where(share.project_id == project_id, share.ended_at.is_(None))
        .group_by(bond.state)
        .execution_options(scoped=True)
    )
    return {state: int(count) for state, count in session.execute(statement)}
