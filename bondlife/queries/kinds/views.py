"""Views of kinds: those in force and waiting, one version, a draft with its check, the form of a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_data, kind_of, newest_kind, read_kind, rule_book
from bondlife.db import Database
from bondlife.errors import Invalid, Problem, missing
from bondlife.lifecycle.soundness import Known, guards_for, rights_on, rules_for, unsound, usages
from bondlife.locale import gettext
from bondlife.queries.kinds.changes import Change, changes
from bondlife.queries.kinds.reading import (
    PROGRESS,
    TYPES,
    FieldLine,
    PaperLine,
    RecordPart,
    fields_of,
    meaning_of,
    papers_of,
    param_word,
    part_of,
    right_word,
)
from bondlife.queries.words import problem_text, said
from bondlife.security.actor import Actor
from bondlife.services.kind_edits import PARAMS, PLURAL
from bondlife.services.kinds import draft_digest, is_copied, known_to
from models.base import columns
from models.kinds import shipped_kinds
from models.lifecycle import GuardUse, Kind, Label, Transition
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
    can_copy: bool


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


@dataclass(frozen=True, slots=True)
class ParamField:
    """One parameter of a condition as the form asks for it."""

    name: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]]
    hint: str


@dataclass(frozen=True, slots=True)
class GuardField:
    """One condition in the form of a step."""

    name: str
    meaning: str
    params: Sequence[ParamField]


@dataclass(frozen=True, slots=True)
class StepForm:
    """The form of one step of a draft."""

    public_id: str
    version: int
    kind: str
    record: str
    record_label: str
    key: str
    is_new: bool
    states: Sequence[tuple[str, str, bool]]
    targets: Sequence[tuple[str, str]]
    rights: Sequence[tuple[str, str]]
    flows: Sequence[tuple[str, str]]
    documents: Sequence[tuple[str, str, bool]]
    guards: Sequence[GuardField]
    offered: Sequence[tuple[str, str]]
    form: Any
    findings: Sequence[str] = field(default_factory=list)


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
        kind, rules = kind_of(session, key, number), _rule_words(session)
        line = _version(session, row)
    name = _record(kind, record)
    return KindView(
        line, _records(kind), part_of(kind, name, rules), papers_of(kind, rules), fields_of(kind, name)
    )


def draft_view(db: Database, actor: Actor, public_id: str, record: str, form: Any) -> DraftView:
    """Return a draft with its check and its differences."""
    with db.reading() as session:
        row = _draft(session, public_id)
        kind, base = read_kind(row.data), kind_of(session, row.base_key, row.base_number)
        rules, known = _rule_words(session), known_to(session, base, clock.business_date())
        line = _drafts(session, [row])[0]
    name = _record(kind, record)
    is_mine = actor.user_id in row.editors
    return DraftView(
        line,
        row.version,
        {"label_en": kind.label.en, "label_zh": kind.label.zh, "basis": kind.basis, "note": row.note},
        _records(kind),
        part_of(kind, name, rules),
        papers_of(kind, rules),
        fields_of(kind, name),
        [_finding(public_id, one) for one in unsound(kind, known)],
        changes(base, kind, rules),
        row.note,
        draft_digest(row),
        [(key, said(label)) for key, label in PROGRESS.items() if key != "trouble"],
        [(key, said(label)) for key, label in TYPES.items() if key not in ("rate", "table")],
        sorted(rules.items(), key=lambda one: one[1]),
        row.state == "draft" and actor.can("kind.edit"),
        row.state == "proposed" and actor.can("kind.approve") and not is_mine,
        is_mine,
        form,
    )


def step_form(db: Database, actor: Actor, public_id: str, record: str, key: str, form: Any) -> StepForm:
    """Return the form of one step of a draft, or of a new one where no key is given."""
    actor.grants_for("kind.edit")
    with db.reading() as session:
        row = _draft(session, public_id)
        kind, base = read_kind(row.data), kind_of(session, row.base_key, row.base_number)
        rules, known = _rule_words(session), known_to(session, base, clock.business_date())
    if not kind.has(record):
        raise missing("kind_draft")
    life = kind.lifecycle(record)
    step = next((one for one in life.transitions if one.key == key), None)
    if step is None and key:
        raise missing("kind_draft")
    held = set(step.sources) if step is not None else set()
    asked = set(step.documents) if step is not None else set()
    states = [(one.key, said(one.label)) for one in life.states]
    problems = [one for one in unsound(kind, known) if one.field == f"{record}.steps.{key}"]
    return StepForm(
        public_id,
        row.version,
        said(kind.label),
        record,
        said(life.label),
        key,
        step is None,
        [(name, word, name in held) for name, word in states],
        states,
        [(one, right_word(one)) for one in sorted(rights_on(record))],
        [(one.key, said(one.label)) for one in kind.approvals],
        [(one.key, said(one.label), one.key in asked) for one in kind.documents],
        [_guard(kind, record, use, known, rules) for use in (step.guards if step else ())],
        [(one, meaning_of(one)) for one in guards_for(record)],
        form if form.data else type(form)(_typed(step), form.errors, form.key),
        [problem_text(one) for one in problems],
    )


def _typed(step: Transition | None) -> dict[str, str]:
    if step is None:
        return {"custom": "1"}
    return {
        "label_en": step.label.en,
        "label_zh": step.label.zh,
        "target": step.target,
        "permission": step.permission,
        "approval": step.approval,
        "clauses": "\n".join(step.clauses),
        "custom": "1" if step.custom else "",
        "needs_reason": "1" if step.needs_reason else "",
    }


def _guard(kind: Kind, record: str, use: GuardUse, known: Known, rules: Mapping[str, str]) -> GuardField:
    name, params = use.name, use.params
    fields = []
    for param in PARAMS.get(name, ()):
        value = params.get(param, "")
        text = " ".join(value) if isinstance(value, tuple | list) else str(value)
        hint = _names_hint(kind, record, param) if param in PLURAL else ""
        fields.append(
            ParamField(param, param_word(param), text, _offered(kind, name, param, known, rules), hint)
        )
    return GuardField(name, meaning_of(name), fields)


def _names_hint(kind: Kind, record: str, param: str) -> str:
    """Return the names a condition may be given: fields, stages, records, documents of the kind."""
    named = {
        "fields": [(one.name, one.label) for one in fields_of(kind, record)],
        "documents": [(one.key, said(one.label)) for one in kind.documents],
        "records": _records(kind),
        "states": [(one.key, said(one.label)) for one in kind.lifecycle(record).states],
    }
    told = "、".join(f"{key}（{word}）" for key, word in named.get(param, ()))
    return gettext("Several names, apart by spaces: %(names)s") % {"names": told}


def _offered(
    kind: Kind, guard: str, param: str, known: Known, rules: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what may be chosen for a parameter; nothing where names are typed."""
    if param == "rule" and guard in usages():
        return [(one, rules.get(one, one)) for one in rules_for(guard, known.rules)]
    if param == "record":
        return [(life.record, said(life.label)) for life in kind.lifecycles]
    if param in ASKED and guard in usages():
        return [(one, one) for one in sorted(usages()[guard].values.get(param, ()))]
    return []


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
        is_copied(kind),
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


def _draft(session: Session, public_id: str) -> KindDraft:
    statement = sa.select(KindDraft).where(columns(KindDraft).public_id == public_id)
    row: KindDraft | None = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise missing("kind_draft")
    session.expunge(row)
    return row


def _rule_words(session: Session) -> dict[str, str]:
    """Return the names of the rules in force in the whole country."""
    book = rule_book(session, "")
    return {key: said(Label(rule.label_en, rule.label_zh)) for key, rule in book.rules.items()}


def _record(kind: Kind, wanted: str) -> str:
    records = [life.record for life in kind.lifecycles]
    return wanted if wanted in records else ("project" if "project" in records else records[0])


def _records(kind: Kind) -> list[tuple[str, str]]:
    return [(life.record, said(life.label)) for life in kind.lifecycles]


def as_json(db: Database, key: str) -> dict[str, Any]:
    """Return the version of a kind that new records are made under, as its data."""
    with db.reading() as session:
        try:
            return dict(kind_data(newest_kind(session, key)))
        except Invalid:
            raise missing("kind") from None
