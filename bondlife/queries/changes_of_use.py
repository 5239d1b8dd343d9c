"""Changes of use as procedures: cases, unused money, the receiving project, approvals, the F6 table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import kind_of
from bondlife.db import Database
from bondlife.disclosure.builders.f6 import row_of as row_of_f6
from bondlife.disclosure.content import typed
from bondlife.exchange.xlsx_out import Column
from bondlife.lifecycle.citing import law_of
from bondlife.lifecycle.facts import by_key, last_move
from bondlife.lifecycle.guards import GUARDS
from bondlife.lifecycle.guards.money import committed
from bondlife.lifecycle.situation import Situation, situation
from bondlife.locale import is_chinese
from bondlife.queries.api import row_of
from bondlife.queries.steps import NextBlock, next_block
from bondlife.queries.tables import Table
from bondlife.queries.words import choice_name, problem_text, said, state_name
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.disclosure_forms import forms
from models.disclosure_forms.shape import CellKind
from models.kinds.vocabulary import GUARDS as WORDS
from models.lifecycle import GuardUse
from models.registry import (
    Bond,
    BondShare,
    ChangeOfUse,
    Instalment,
    Project,
)

MOST_LINES = 200
STEPS = ("submit", "report", "approve", "publish")
"""Steps of the procedure whose conditions are shown together."""

_MEANING = {word.name: word.meaning for word in WORDS}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of use in the list."""

    public_id: str
    from_project: str
    to_project: str
    bond: str
    case: str
    amount: int
    state: str
    approval_number: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The changes of use a person sees."""

    lines: Sequence[ChangeLine]
    amount: int
    can_create: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a step: what it asks, by which rule, what is still missing."""

    step: str
    asks: str
    law: str
    problems: Sequence[str]

    @property
    def holds(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class ShareSide:
    """One share before or after: project, amount, what is left to pay back."""

    public_id: str
    project: str
    amount: int
    received: int
    paid: int
    unused: int
    state: str
    principal: int
    interest: int


@dataclass(frozen=True, slots=True)
class DueDay:
    """What is due on a day on both shares together; the sum is that of the bond's terms."""

    on: date
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class F6Field:
    """One cell of the published table: part, heading, value; amounts are fen."""

    part: str
    heading: str
    value: Any
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change of use from request to publication."""

    public_id: str
    title: str
    state: str
    case: str
    reason: str
    amount: int
    unused: int
    approval_number: str
    bond: str
    bond_href: str
    from_project: str
    from_href: str
    to_project: str
    to_href: str
    conditions: Sequence[Condition]
    old: ShareSide
    new: ShareSide | None
    days: Sequence[DueDay]
    f6: Sequence[F6Field]
    next: NextBlock
    region_id: int
    cut_off: date

    @property
    def missing(self) -> int:
        """Return how many conditions are not met yet."""
        return sum(not one.holds for one in self.conditions)


def changes_view(db: Database, actor: Actor) -> ChangesView:
    """Return the changes of use of a person's regions, the newest first."""
    change, project, bond, share = (columns(m) for m in (ChangeOfUse, Project, Bond, BondShare))
    target = sa.alias(Project.__table__, "target")  # type: ignore[attr-defined]
    statement = (
        scoped(
            actor,
            ChangeOfUse,
            *(ChangeOfUse, project.name.label("from_name"), target.c.name, bond.short_name, bond.name),
            permission="change_of_use.read",
        )
        .join(Project, project.id == change.project_id)
        .join(target, target.c.id == change.target_project_id)
        .join(BondShare, share.id == change.share_id)
        .join(Bond, bond.id == share.bond_id)
        .where(change.ended_at.is_(None))
        .order_by(change.id.desc())
        .limit(MOST_LINES)
    )
    with db.reading() as session:
        lines = [_listed(session, *row) for row in session.execute(statement)]
    return ChangesView(lines, sum(line.amount for line in lines), actor.can("change_of_use.create"))


def _listed(session: Session, row: ChangeOfUse, old: str, new: str, short: str, long: str) -> ChangeLine:
    kind = kind_of(session, row.kind, row.kind_version)
    return ChangeLine(
        row.public_id,
        old,
        new,
        short or long,
        _case(row),
        row.amount,
        state_name(kind, "change_of_use", row.state),
        row.approval_number,
    )


def _case(row: ChangeOfUse) -> str:
    from bondlife.queries.record_fields import COLUMN_FIELDS

    spec = next(one for one in COLUMN_FIELDS["change_of_use"] if one.name == "case")
    return choice_name(spec.choices, row.case)


def change_view(db: Database, actor: Actor, public_id: str) -> ChangeView:
    """Return the whole procedure of one change of use."""
    with db.reading() as session:
        row = row_of(session, actor, "change_of_use", public_id)
        assert isinstance(row, ChangeOfUse)
        here = situation(session, row, clock.business_date(), actor=actor)
        share = by_key(session, BondShare, row.share_id)
        target = by_key(session, Project, row.target_project_id)
        assert share is not None
        assert target is not None
        assert here.project is not None
        bond = by_key(session, Bond, share.bond_id)
        assert bond is not None
        new = _new_share(session, row)
        return ChangeView(
            row.public_id,
            f"{here.project.name} → {target.name}",
            state_name(here.kind, "change_of_use", row.state),
            _case(row),
            row.reason,
            row.amount,
            _unused(here, row, share),
            row.approval_number,
            bond.short_name or bond.name,
            f"/bonds/{bond.public_id}",
            here.project.name,
            f"/projects/{here.project.public_id}",
            target.name,
            f"/projects/{target.public_id}",
            _conditions(here),
            _side(session, here, share, here.project),
            None if new is None else _side(session, here, new, target),
            _days(session, share, new),
            _f6(session, row, _approved_on(session, row) or here.today),
            next_block(session, actor, row, here.today),
            row.region_id,
            _approved_on(session, row) or here.today,
        )


def _new_share(session: Session, row: ChangeOfUse) -> BondShare | None:
    key = (row.fields.get("_reallocated") or {}).get("to")
    if not key:
        return None
    statement = sa.select(BondShare).where(columns(BondShare).public_id == key)
    found: BondShare | None = session.execute(statement.execution_options(scoped=True)).scalar_one_or_none()
    return found


def _is_done(row: ChangeOfUse) -> bool:
    return row.state in ("approved", "published")


def _unused(here: Situation, row: ChangeOfUse, share: BondShare) -> int:
    """Return the unused money of the share as it was before this change moved any of it."""
    left = share.received + int(share.fields.get("_returned", 0)) - share.paid - committed(here, share)
    return left + row.amount if _is_done(row) else left


def _conditions(here: Situation) -> list[Condition]:
    """Return every condition of the procedure with what it finds now; steps behind are not asked again."""
    found: list[Condition] = []
    done = _behind(here)
    for transition in here.lifecycle.transitions:
        if transition.key not in STEPS:
            continue
        uses = [*transition.guards]
        if transition.documents:
            uses.append(GuardUse("documents_present", {"documents": transition.documents}))
        found += [
            _condition(here, said(transition.label), use, is_past=transition.key in done) for use in uses
        ]
    return found


def _behind(here: Situation) -> set[str]:
    ahead = {"draft": STEPS, "submitted": STEPS[1:], "reported": STEPS[2:], "approved": STEPS[3:]}
    return set(STEPS) - set(ahead.get(here.row.state, ()))


def _condition(here: Situation, step: str, use: GuardUse, *, is_past: bool) -> Condition:
    rule = here.rules.get(str(use.params.get("rule", "")))
    problems = [] if is_past else [problem_text(one) for one in GUARDS[use.name](here, use.params)]
    meaning = _MEANING[use.name]
    return Condition(step, said(meaning), said(law_of(rule)) if rule is not None else "", problems)


def _side(session: Session, here: Situation, share: BondShare, project: Project) -> ShareSide:
    due = columns(Instalment)
    statement = sa.select(sa.func.sum(due.principal), sa.func.sum(due.interest)).where(
        due.share_id == share.id, due.state != "superseded"
    )
    principal, interest = session.execute(statement.execution_options(scoped=True)).one()
    unused = share.received + int(share.fields.get("_returned", 0)) - share.paid
    return ShareSide(
        share.public_id,
        project.name,
        share.amount if share.state != "cancelled" else 0,
        share.received,
        share.paid,
        unused,
        state_name(here.kind, "bond_share", share.state),
        int(principal or 0),
        int(interest or 0),
    )


def _days(session: Session, old: BondShare, new: BondShare | None) -> list[DueDay]:
    due = columns(Instalment)
    keys = [one.id for one in (old, new) if one is not None]
    statement = sa.select(due.payment_date, due.share_id, due.principal + due.interest).where(
        due.share_id.in_(keys), due.state != "superseded"
    )
    found: dict[date, list[int]] = {}
    for on, share, amount in session.execute(statement.execution_options(scoped=True)):
        found.setdefault(on, [0, 0])[0 if share == old.id else 1] += int(amount)
    return [DueDay(on, sums[0], sums[1]) for on, sums in sorted(found.items())]


def _f6(session: Session, row: ChangeOfUse, on: date) -> list[F6Field]:
    """Return the table that is published, in the order of its columns: as of its approval, or of today."""
    section = forms()["F6"].section("rows")
    cells = row_of_f6(session, row, on)
    return [
        F6Field(
            said(group.label) if group.label else "",
            said(one.label),
            typed(cells[one.name], one.kind),
            one.kind,
        )
        for group in section.groups
        for one in group.columns
    ]


def _approved_on(session: Session, row: ChangeOfUse) -> date | None:
    move = last_move(session, row, "approve")
    return move.business_date if move is not None and _is_done(row) else None


def f6_table(db: Database, actor: Actor, public_id: str) -> Table:
    """Return the published table F6 as a file: one row, its columns in the official order."""
    view = change_view(db, actor, public_id)
    heads = [Column(f"{one.part} {one.heading}", one.kind, 18) for one in view.f6]
    name = "用途调整表 F6" if is_chinese() else "F6 change of use"
    return Table(f"{name} {view.title}", heads, [tuple(one.value for one in view.f6)])
