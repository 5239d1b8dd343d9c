"""What proves the published contents of a project: approvals, moves, receipts; persons are numbers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.disclosure.choices import is_shown
from bondlife.disclosure.evidence import Evidence
from bondlife.disclosure.opendata.published import PublishedProject
from bondlife.disclosure.package import Carried
from bondlife.errors import missing
from bondlife.queries.opendata import published_projects
from models.base import columns
from models.registry import (
    Approval,
    DisclosurePackage,
    Opinion,
    Project,
    Publication,
    PublicationSheet,
    RegionClosure,
    RowVersion,
    StateMove,
)

SHOWN = ("published", "superseded", "withdrawn")


def evidence_of(db: Database, public_id: str) -> tuple[str, PublishedProject | None, list[Evidence]]:
    """Return code, published project and evidence of a project; one without public contents is missing."""
    project = columns(Project)
    with db.reading() as session:
        found = _run(
            session, sa.select(project.id, project.code).where(project.public_id == public_id)
        ).one_or_none()
        if found is None:
            raise missing("project")
        one = next(published_projects(session, public_id), None)
        rows = _publications(session, found.id, [told.key for told in one.beside] if one is not None else [])
        if not any(row.project_id == found.id for row in rows):
            raise missing("project")
        return found.code or public_id, one, _Proofs(session, rows).told()


def _run(session: Session, statement: Any) -> Any:
    return session.execute(statement.execution_options(scoped=True))


def _publications(session: Session, project: int, beside: Sequence[str]) -> list[Publication]:
    own = columns(Publication)
    statement = (
        sa.select(Publication)
        .where(sa.or_(own.project_id == project, own.public_id.in_(beside)))
        .where(own.state.in_(SHOWN), own.ended_at.is_(None), own.content.is_not(None))
        .where(is_shown())
        .order_by(own.cut_off, own.id)
    )
    return list(_run(session, statement).scalars())


class _Proofs:
    """Everything that proves some publications, read at once; persons are numbered as they come."""

    def __init__(self, session: Session, rows: Sequence[Publication]) -> None:
        self.rows = rows
        keys = [row.id for row in rows]
        own, opinion = columns(Approval), columns(Opinion)
        self.approvals = _grouped(
            session, Approval, own.subject_id, own.subject == "publication", own.subject_id.in_(keys)
        )
        ids = [one.id for found in self.approvals.values() for one in found]
        self.opinions = _grouped(session, Opinion, opinion.approval_id, opinion.approval_id.in_(ids))
        move = columns(StateMove)
        self.moves = _grouped(
            session, StateMove, move.record_id, move.record == "publication", move.record_id.in_(keys)
        )
        self.signed = _signed(session, keys)
        self.corrects = _corrects(session, keys)
        self.receipts = _receipts(session, {row.region_id for row in rows})
        self.persons: dict[int, int] = {}

    def told(self) -> list[Evidence]:
        """Return the evidence of each publication."""
        return [self._told(row) for row in self.rows]

    def _told(self, row: Publication) -> Evidence:
        key = row.id or 0
        corrects, reason = self.corrects.get(key, ("", ""))
        return Evidence(
            Carried(row.public_id, row.digest, row.content or {}),
            row.state,
            row.published_on,
            row.address,
            [self._approval(key, one) for one in self.approvals.get(key, ())],
            [self._move(one) for one in self.moves.get(key, ())],
            corrects,
            reason,
            self.receipts.get(row.public_id),
        )

    def _person(self, key: int | None) -> int:
        return 0 if key is None else self.persons.setdefault(key, len(self.persons) + 1)

    def _approval(self, key: int, one: Approval) -> dict[str, Any]:
        """Return one approval: what was shown to the signers, by digest, and what each said."""
        return {
            "step": one.transition,
            "state": one.state,
            "prepared_by": self._person(one.prepared_by),
            "content": self.signed.get((key, one.subject_version), ""),
            "record": one.subject_digest,
            "opinions": [self._opinion(one, opinion) for opinion in self.opinions.get(one.id or 0, ())],
        }

    def _opinion(self, approval: Approval, one: Opinion) -> dict[str, Any]:
        steps = approval.steps or []
        role = steps[one.step]["role"] if one.step < len(steps) else ""
        on = clock.local(one.at).date().isoformat()
        return {"person": self._person(one.user_id), "role": role, "outcome": one.outcome, "on": on}

    def _move(self, one: StateMove) -> dict[str, Any]:
        return {
            "step": one.transition,
            "from": one.source,
            "to": one.target,
            "on": one.business_date.isoformat(),
            "person": self._person(one.actor_id),
        }


def _grouped(session: Session, model: type[Any], key: Any, *where: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in _run(session, sa.select(model).where(*where).order_by(columns(model).id)).scalars():
        found.setdefault(getattr(row, key.key), []).append(row)
    return found


def _signed(session: Session, keys: Iterable[int | None]) -> dict[tuple[int, int], str]:
    """Return the digest of the content by publication and version: what a signature was put to."""
    own, approval = columns(RowVersion), columns(Approval)
    statement = (
        sa.select(own.row_id, own.version, own.data)
        .join_from(
            RowVersion,
            Approval,
            sa.and_(
                approval.subject == "publication",
                approval.subject_id == own.row_id,
                approval.subject_version == own.version,
            ),
        )
        .where(own.table_name == "publication", own.row_id.in_(list(keys)))
    )
    return {
        (row.row_id, row.version): str(json.loads(row.data).get("digest") or "")
        for row in _run(session, statement)
    }


def _corrects(session: Session, keys: Iterable[int | None]) -> dict[int, tuple[str, str]]:
    """Return what each publication corrects, and the public reason."""
    sheet, old = columns(PublicationSheet), columns(Publication)
    statement = (
        sa.select(sheet.publication_id, old.public_id, sheet.reason)
        .join_from(PublicationSheet, Publication, old.id == sheet.corrects_id)
        .where(sheet.publication_id.in_(list(keys)), old.state.in_(SHOWN))
    )
    return {row.publication_id: (row.public_id, row.reason) for row in _run(session, statement)}


def _receipts(session: Session, regions: Iterable[int]) -> dict[str, Mapping[str, Any]]:
    """Return the newest receipt of each publication that left in a package of these regions or above."""
    own, closure = columns(DisclosurePackage), columns(RegionClosure)
    above = sa.select(closure.ancestor_id).where(closure.descendant_id.in_(list(regions)))
    statement = sa.select(own.number, own.receipt).where(own.region_id.in_(above), own.receipt.is_not(None))
    found: dict[str, Mapping[str, Any]] = {}
    for row in _run(session, statement.order_by(own.id)):
        for key, line in (row.receipt or {}).items():
            found[key] = {"package": row.number, "address": line["address"], "digest": line["digest"]}
    return found
