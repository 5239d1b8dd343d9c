"""Beside the budget platform: how a region works, the layouts in force, rows matched and rows that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import rule_book
from bondlife.db import Database
from bondlife.exchange.platform import KINDS
from bondlife.lifecycle.layouts import layouts_of
from bondlife.locale import is_chinese
from bondlife.queries.places import region_of
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from bondlife.services.platform.mode import KEY, mode_of
from models.base import columns
from models.lifecycle import Label
from models.registry import PlatformLine, Project, SettingProposal, User

MOST = 200
KIND_WORDS = {
    "allotment": Label("Allotments", "指标"),
    "plan": Label("Fund-use plans", "用款计划"),
    "payment": Label("Treasury payments", "国库支付"),
}
STATE_WORDS = {
    "matched": ("done", Label("matched", "已匹配")),
    "unmatched": ("wait", Label("waits to be matched", "待匹配")),
    "aside": ("open", Label("set aside", "已搁置")),
}
MODE_WORDS = {
    "mirror": Label("Mirror: what was approved there is taken over", "镜像模式：平台已审批的直接导入"),
    "request": Label(
        "Request: approved here first, closed by the import", "申请模式：本系统先审批，导入后办结"
    ),
}


@dataclass(frozen=True, slots=True)
class LayoutEntry:
    """One layout in force."""

    key: str
    label: str
    unit: str
    heads: int
    href: str
    is_official: bool


@dataclass(frozen=True, slots=True)
class KindCount:
    """Rows of one kind: how many and how much, and how many wait."""

    key: str
    label: str
    rows: int
    amount: int
    waiting: int


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row as it came, with what it was matched with or why it was not."""

    public_id: str
    version: int
    kind: str
    number: str
    on: date
    amount: int
    project: str
    project_href: str
    payee: str
    place: str
    mark: str
    state: str
    word: str
    why: Sequence[str]
    note: str
    record_href: str


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One proposed choice of the region."""

    public_id: str
    version: int
    word: str
    valid_from: date
    reason: str
    state: str
    prepared_by: str
    approved_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class PlatformView:
    """The page of the budget platform of one region."""

    region: str
    region_name: str
    regions: Sequence[tuple[str, str]]
    mode: str
    mode_word: str
    modes: Sequence[tuple[str, str]]
    kind: str
    state: str
    kinds: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    counts: Sequence[KindCount]
    lines: Sequence[RowLine]
    layouts: Sequence[LayoutEntry]
    proposals: Sequence[ChoiceLine]
    can_import: bool
    can_edit: bool
    can_approve: bool
    form: Any

    @property
    def waiting(self) -> int:
        """Return how many rows wait to be matched."""
        return sum(one.waiting for one in self.counts)


def platform_view(
    db: Database, actor: Actor, *, region: str, kind: str, state: str, form: Any
) -> PlatformView:
    """Return the page of a region this person works in; without one named, of their own."""
    today = clock.business_date()
    with db.reading() as session:
        place = region_of(session, actor, region, "platform.read")
        key = place.id or 0
        mode = mode_of(session, key, today)
        counts = _counts(session, actor, key)
        lines = _lines(session, actor, key, kind, state)
        rules = rule_book(session, place.code, today)
        layouts = [
            LayoutEntry(
                one.key.removeprefix("layout."),
                one.label_zh if is_chinese() else one.label_en,
                one.unit,
                len(one.columns),
                f"/rules/{one.rule_id}",
                one.is_official,
            )
            for each in KINDS
            for one in layouts_of(rules, each)
        ]
        proposals = choices_of(session, actor, key, KEY, "platform.read")
    return PlatformView(
        region=place.code,
        region_name=place.name,
        regions=region_choices(db, actor),
        mode=mode,
        mode_word=said(MODE_WORDS[mode]),
        modes=[(name, said(label)) for name, label in MODE_WORDS.items()],
        kind=kind,
        state=state,
        kinds=[(name, said(label)) for name, label in KIND_WORDS.items()],
        states=[(name, said(label)) for name, (_mark, label) in STATE_WORDS.items()],
        counts=counts,
        lines=lines,
        layouts=layouts,
        proposals=proposals,
        can_import=actor.can_on("import.run", key),
        can_edit=actor.can_on("platform.edit", key),
        can_approve=actor.can_on("platform.approve", key),
        form=form,
    )


def _counts(session: Session, actor: Actor, region_id: int) -> list[KindCount]:
    own = columns(PlatformLine)
    waits = sa.func.sum(sa.case((own.state == "unmatched", 1), else_=0))
    chosen = (own.kind, sa.func.count(), sa.func.sum(own.amount), waits)
    statement = scoped(actor, PlatformLine, *chosen, permission="platform.read")
    statement = statement.where(own.region_id == region_id).group_by(own.kind)
    found = {row[0]: row for row in session.execute(statement)}
    return [
        KindCount(key, said(label), int(found[key][1]), int(found[key][2]), int(found[key][3]))
        if key in found
        else KindCount(key, said(label), 0, 0, 0)
        for key, label in KIND_WORDS.items()
    ]


def _lines(session: Session, actor: Actor, region_id: int, kind: str, state: str) -> list[RowLine]:
    own, project = columns(PlatformLine), columns(Project)
    chosen = (PlatformLine, project.name, project.public_id)
    statement = scoped(actor, PlatformLine, *chosen, permission="platform.read")
    statement = statement.outerjoin(Project, project.id == own.project_id).where(own.region_id == region_id)
    if kind in KIND_WORDS:
        statement = statement.where(own.kind == kind)
    if state in STATE_WORDS:
        statement = statement.where(own.state == state)
    order = sa.case((own.state == "unmatched", 0), else_=1)
    rows = session.execute(statement.order_by(order, own.on.desc(), own.id.desc()).limit(MOST))
    return [_line(*row) for row in rows]


def _line(row: PlatformLine, name: str | None, key: str | None) -> RowLine:
    mark, label = STATE_WORDS[row.state]
    language = "zh" if is_chinese() else "en"
    return RowLine(
        row.public_id,
        row.version,
        said(KIND_WORDS[row.kind]),
        row.number,
        row.on,
        row.amount,
        name or str(row.values.get("project_name") or row.project_code),
        f"/projects/{key}" if key else "",
        str(row.values.get("payee", "")),
        str(row.file_row),
        mark,
        row.state,
        said(label),
        [str(one[language]) for one in row.why or ()],
        row.note,
        f"/projects/{key}?tab={'money' if row.record == 'disbursement' else 'budget'}" if key else "",
    )


def choices_of(
    session: Session, actor: Actor, region_id: int, prefix: str, permission: str
) -> list[ChoiceLine]:
    """Return the proposed choices of a region under a prefix, newest first."""
    own, user = columns(SettingProposal), columns(User)
    statement = scoped(actor, SettingProposal, permission=permission).where(
        own.region_id == region_id, own.key.startswith(prefix)
    )
    rows = list(session.execute(statement.order_by(own.id.desc()).limit(50)).scalars())
    people = sorted({one for row in rows for one in (row.prepared_by, row.approved_by) if one is not None})
    found = session.execute(sa.select(user.id, user.display_name).where(user.id.in_(people)))
    names: dict[int, str] = {key: told for key, told in found}  # noqa: C416
    return [
        ChoiceLine(
            row.public_id,
            row.version,
            _choice_word(row),
            row.valid_from,
            row.reason,
            row.state,
            names.get(row.prepared_by or 0, ""),
            names.get(row.approved_by or 0, ""),
            row.prepared_by == actor.user_id,
        )
        for row in rows
    ]


def _choice_word(row: SettingProposal) -> str:
    if row.key == KEY:
        return said(MODE_WORDS[str(row.value["mode"])])
    label = Label("close %s", "结账 %s") if row.value["locked"] else Label("reopen %s", "重新开账 %s")
    return said(label) % row.key.rpartition(".")[2]
