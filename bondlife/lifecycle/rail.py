"""The seven tracks of a project, computed from its records: a projection that verify compares."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
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
    counted = _counts(session, tuple(one.record for one in kind.lifecycles), project_id)
    for lifecycle in kind.lifecycles:
        counts = counted[lifecycle.record]
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


def _counts(session: Session, records: tuple[str, ...], project_id: int) -> dict[str, dict[str, int]]:
    """Return record → state → how many of the project's records stand there, in one reading."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for record, state, count in session.execute(_counting(records), {"project": project_id}):
        found[record][state] = int(count)
    return found


@cache
def _counting(records: tuple[str, ...]) -> sa.Select[Any]:
    """Return the statement that counts all types of records by state; built once, for it is long."""
    parts = [_bonds() if record == "bond" else _own(record) for record in records]
    every = sa.union_all(*parts).subquery()
    return sa.select(every.c.record, every.c.state, every.c.found).execution_options(scoped=True)


def _own(record: str) -> sa.Select[Any]:
    column = columns(RECORDS[record])
    own = column.id if record == "project" else column.project_id
    return _by_state(record, column.state).where(own == sa.bindparam("project"), column.ended_at.is_(None))


def _bonds() -> sa.Select[Any]:
    bond, share = columns(RECORDS["bond"]), columns(RECORDS["bond_share"])
    return (
        _by_state("bond", bond.state)
        .join_from(RECORDS["bond"], RECORDS["bond_share"], share.bond_id == bond.id)
        .where(share.project_id == sa.bindparam("project"), share.ended_at.is_(None))
    )


def _by_state(record: str, state: Any) -> sa.Select[Any]:
    name = sa.literal_column(f"'{record}'", sa.String).label("record")
    return sa.select(name, state.label("state"), sa.func.count().label("found")).group_by(state)
