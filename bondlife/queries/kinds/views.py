"""Views of kinds: those in force and waiting, one version, a draft with its check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_data, kind_of, newest_kind, read_kind
from bondlife.db import Database
from bondlife.errors import Invalid, Problem, missing
from bondlife.lifecycle.kind_kept import keeps_books
from bondlife.lifecycle.soundness import unsound
from bondlife.queries.kinds.changes import Change, changes
from bondlife.queries.kinds.drafts import opened, records_of, rule_words
from bondlife.queries.kinds.reading import (
    PROGRESS,
    TYPES,
    FieldLine,
    FlowLine,
    PaperLine,
    RecordPart,
    fields_of,
    flows_of,
    papers_of,
    part_of,
)
from bondlife.queries.words import problem_text, said
from bondlife.security.actor import Actor
from bondlife.services.kinds import draft_digest
from models.base import columns
from models.kinds import shipped_kinds
from models.lifecycle import Kind, Label
from models.registry import KindDraft, KindVersion, User

STATES = {
    "draft": ("draft", Label("being edited", "编辑中")),
    "proposed": ("wait", Label("waits for a second person", "待第二人批准")),
    "in_force": ("done", Label("in force", "生效")),
    "withdrawn": ("no", Label("given up", "已放弃")),
}
ASKED = ("record", "rule", "state", "type", "form", "measure", "exceptions", "waived_by")
"""Parameters that are chosen from a list."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a kind in the list."""

    key: str
    number: int
    label: str
    basis: str
    shipped: bool
    since: date
    is_later: bool
    is_now: bool
    base: str
    keeps_books: bool


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft of a kind in the list."""

    public_id: str
    key: str
    label: str
    base: str
    state: str
    mark: str
    word: str
    prepared_by: str
    approved_by: str
    valid_from: date | None
    number: int | None


@dataclass(frozen=True, slots=True)
class KindsView:
    """All kinds, and the drafts that are worked on."""

    versions: Sequence[VersionLine]
    drafts: Sequence[DraftLine]
    waiting: int
    can_edit: bool
    form: Any


@dataclass(frozen=True, slots=True)
class KindView:
    """One version of a kind: a record at a time with its picture, and what the kind holds."""

    line: VersionLine
    records: Sequence[tuple[str, str]]
    part: RecordPart
    papers: Sequence[PaperLine]
    fields: Sequence[FieldLine]
    flows: Sequence[FlowLine]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check found, and where it is mended."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft: what stands in it, the check, the differences, what may be done now and by whom."""

    line: DraftLine
    version: int
    head: Mapping[str, str]
    records: Sequence[tuple[str, str]]
    part: RecordPart
    papers: Sequence[PaperLine]
    fields: Sequence[FieldLine]
    flows: Sequence[FlowLine]
    findings: Sequence[Finding]
    changes: Sequence[Change]
    note: str
    digest: str
    progresses: Sequence[tuple[str, str]]
    field_types: Sequence[tuple[str, str]]
    rules: Sequence[tuple[str, str]]
    may_edit: bool
    may_decide: bool
    is_mine: bool
    form: Any


def kinds_view(db: Database, actor: Actor, form: Any) -> KindsView:
    """Return every version of every kind, the newest first, and the drafts."""
    own, draft = columns(KindVersion), columns(KindDraft)
    with db.reading() as session:
        rows = session.execute(sa.select(KindVersion).order_by(own.key, own.number.desc())).scalars().all()
        lines = [_version(session, row) for row in rows]
        statement = sa.select(KindDraft).where(draft.ended_at.is_(None)).order_by(draft.id.desc()).limit(50)
        drafts = _drafts(session, session.execute(statement).scalars().all())
    waiting = sum(one.state == "proposed" for one in drafts)
    return KindsView(lines, drafts, waiting, actor.can("kind.edit"), form)


def kind_view(db: Database, key: str, number: int, record: str) -> KindView:
    """Return one version of a kind; the record asked for, else its projects or first record."""
    with db.reading() as session:
        row = session.get(KindVersion, (key, number))
        if row is None:
            raise missing("kind")
        kind, rules = kind_of(session, key, number), rule_words(session)
        line = _version(session, row)
    name = _record(kind, record)
    return KindView(
        line,
        records_of(kind),
        part_of(kind, name, rules),
        papers_of(kind, rules),
        fields_of(kind, name),
        flows_of(kind),
    )


def draft_view(db: Database, actor: Actor, public_id: str, record: str, form: Any) -> DraftView:
    """Return a draft with its check and its differences."""
    with db.reading() as session:
        draft = opened(session, public_id)
        line = _drafts(session, [draft.row])[0]
    row, kind, rules = draft.row, draft.kind, draft.rules
    name = _record(kind, record)
    is_mine = actor.user_id in row.editors
    return DraftView(
        line,
        row.version,
        {"label_en": kind.label.en, "label_zh": kind.label.zh, "basis": kind.basis, "note": row.note},
        records_of(kind),
        part_of(kind, name, rules),
        papers_of(kind, rules),
        fields_of(kind, name),
        flows_of(kind),
        [_finding(public_id, one) for one in unsound(kind, draft.known)],
        changes(draft.base, kind, rules),
        row.note,
        draft_digest(row),
        [(key, said(label)) for key, label in PROGRESS.items()],
        [(key, said(label)) for key, label in TYPES.items() if key not in ("rate", "table")],
        sorted(rules.items(), key=lambda one: one[1]),
        row.state == "draft" and actor.can("kind.edit"),
        row.state == "proposed" and actor.can("kind.approve") and not is_mine,
        is_mine,
        form,
    )


def _finding(public_id: str, problem: Problem) -> Finding:
    record, _, rest = problem.field.partition(".")
    part, _, key = rest.partition(".")
    if part == "steps" and key:
        return Finding(problem_text(problem), f"/kinds/drafts/{public_id}/step?record={record}&step={key}")
    place = f"?record={record}#h-stages" if part == "states" else "#h-head"
    return Finding(problem_text(problem), f"/kinds/drafts/{public_id}{place}")


def _version(session: Session, row: KindVersion) -> VersionLine:
    kind = kind_of(session, row.key, row.number)
    since = kind.valid_from or clock.local(row.known_from).date()
    base = said(shipped_kinds()[kind.base].label) if kind.base in shipped_kinds() else ""
    return VersionLine(
        *(row.key, row.number, said(kind.label), kind.basis, row.shipped),
        *(since, since > clock.business_date()),
        _is_now(session, kind),
        base,
        keeps_books(kind),
    )


def _is_now(session: Session, kind: Kind) -> bool:
    try:
        return newest_kind(session, kind.key).version == kind.version
    except Invalid:  # none of its versions has begun
        return False


def _drafts(session: Session, rows: Sequence[KindDraft]) -> list[DraftLine]:
    user = columns(User)
    ids = sorted({one for row in rows for one in (*row.editors, row.approved_by) if one is not None})
    found = session.execute(sa.select(user.id, user.display_name).where(user.id.in_(ids)))
    names: dict[int, str] = {row.id: row.display_name for row in found}
    return [_draft_line(session, row, names) for row in rows]


def _draft_line(session: Session, row: KindDraft, names: Mapping[int, str]) -> DraftLine:
    kind, base = read_kind(row.data), kind_of(session, row.base_key, row.base_number)
    mark, word = STATES[row.state]
    return DraftLine(
        *(row.public_id, row.key, said(kind.label), f"{said(base.label)} {row.base_number}"),
        *(row.state, mark, said(word)),
        "、".join(names.get(one, "") for one in row.editors if one is not None),
        names.get(row.approved_by or 0, ""),
        kind.valid_from,
        row.number,
    )


def _record(kind: Kind, wanted: str) -> str:
    records = [life.record for life in kind.lifecycles]
    return wanted if wanted in records else ("project" if "project" in records else records[0])


def as_json(db: Database, key: str) -> dict[str, Any]:
    """Return the version of a kind that new records are made under, as its data."""
    with db.reading() as session:
        try:
            return dict(kind_data(newest_kind(session, key)))
        except Invalid:
            raise missing("kind") from None
