"""A record with everything its guards and effects may look at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife.books import RuleBook, kind_of, lifecycle_of, region_code, rule_books
from bondlife.security.actor import Actor
from models.lifecycle import Kind, Lifecycle
from models.registry import Project, RecordRow


@dataclass(frozen=True, slots=True)
class Situation:
    """A record with everything its guards may look at."""

    session: Session
    row: RecordRow
    project: Project | None
    kind: Kind
    lifecycle: Lifecycle
    rules: RuleBook
    today: date
    reason: str = ""
    values: Mapping[str, Any] | None = None
    actor: Actor | None = None

    @property
    def purpose(self) -> str:
        """Return what the bond behind the record is raised for, empty where that is not known."""
        return str(getattr(self.row, "purpose", "") or "")


def situation(session: Session, row: RecordRow, today: date, **extra: Any) -> Situation:
    """Gather what guards need: the pinned kind, the rules of the day for the region, the project."""
    kind = kind_of(session, row.kind, row.kind_version)
    rules = _books(session, today)(_code(session, row.region_id))
    project = row if isinstance(row, Project) else _project(session, row.project_id)
    return Situation(session, row, project, kind, lifecycle_of(kind, row.record), rules, today, **extra)


def _code(session: Session, region_id: int) -> str:
    """Return the code of a region, asked once for a page or act."""
    held: dict[int, str] = session.info.setdefault("region_codes", {})
    if region_id not in held:
        held[region_id] = region_code(session, region_id)
    return held[region_id]


def _books(session: Session, today: date) -> Callable[[str], RuleBook]:
    """Return the rules of a day, read once for a page or act: one page looks at many records."""
    held: dict[date, Callable[[str], RuleBook]] = session.info.setdefault("rule_books", {})
    if today not in held:
        held[today] = rule_books(session, today)
    return held[today]


def _project(session: Session, project_id: int | None) -> Project | None:
    return (
        None if project_id is None else session.get(Project, project_id, execution_options={"scoped": True})
    )
