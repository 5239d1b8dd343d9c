"""Works and assets of a project: months with pictures, milestones, delay, contracts, accounts, assets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.books import RuleBook, kind_of
from bondlife.lifecycle.works import leaves, standing
from bondlife.locale import gettext, is_chinese
from bondlife.queries.explanations import Figure, Ref
from bondlife.queries.project_assets import AssetsView, assets_view
from bondlife.queries.words import said, state_name
from bondlife.queries.works_delay import Delay, delay_figures, delay_of, milestones_of, reports_of
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.kinds.special_bond.final_accounts import CATEGORIES
from models.lifecycle import Kind
from models.registry import (
    Certification,
    Contract,
    ContractChange,
    Document,
    FinalAccounts,
    Milestone,
    PaymentException,
    ProgressReport,
    Project,
)

MONTHS_SHOWN = 12


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


WHY_NOT = {
    "no_report": _("No month has been reported yet."),
    "finished": _("The works are completed."),
    "no_plan": _("The project form names no planned start and completion."),
    "no_pace": _("The works did not move between the reports, so no pace can be carried on."),
    "bad_dates": _("The days of plan and reports do not run forward."),
    "bad_progress": _("The reported progress lies outside 0 to 100 %."),
}
"""Why there is no forecast by pace."""


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone."""

    number: int
    name: str
    weight: Decimal
    planned_on: date
    actual_on: date | None
    forecast: date | None
    days_late: int | None
    note: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the works with its pictures."""

    href: str
    month: str
    status: str
    progress: Decimal
    certified: int
    state: str
    remark: str
    photos: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One contract: money against certified work, with what excuses the gap."""

    public_id: str
    number: str
    name: str
    payee: str
    amount: int
    changes: int
    certified: int
    paid: int
    excused: int
    payment_rate: Decimal | None
    work_rate: Decimal | None
    gap: Decimal | None
    limit: Decimal | None
    is_ahead: bool
    leave_until: date | None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One change, certificate or signed exception in a list."""

    href: str
    label: str
    contract: str
    when: str
    amount: int | None
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class CostLine:
    """One category of the final accounts."""

    label: str
    estimate: int
    actual: int


@dataclass(frozen=True, slots=True)
class AccountsView:
    """The final accounts of a project."""

    href: str
    state: str
    completed_on: date
    number: str
    reason: str
    lines: Sequence[CostLine]
    estimate: int
    actual: int


@dataclass(frozen=True, slots=True)
class WorksView:
    """The works tab."""

    status: str
    status_note: str
    progress: Decimal | None
    delay: Delay
    days_late: int | None
    why_not: str
    assumption: str
    milestones: Sequence[MilestoneLine]
    months: Sequence[MonthLine]
    contracts: Sequence[ContractLine]
    contract_sum: int
    estimate: int
    is_above_estimate: bool
    records: Sequence[RecordLine]
    accounts: AccountsView | None
    assets: AssetsView
    can: Mapping[str, bool]
    figures: Mapping[str, Figure] = field(default_factory=dict)


def works_view(
    session: Session, actor: Actor, project: Project, rules: RuleBook, today: date, unit: str
) -> WorksView:
    """Return works and assets of a project."""
    kind = kind_of(session, project.kind, project.kind_version)
    key = project.id or 0
    reports = reports_of(session, [key]).get(key, [])
    milestones = milestones_of(session, [key]).get(key, [])
    delay = delay_of(project, reports, milestones, rules, today)
    months = _months(session, actor, project, kind, rules)
    contracts = contract_lines(session, actor, project, rules, today)
    refs = (Ref(gettext("Works and assets"), f"/projects/{project.public_id}?tab=works"),)
    total = sum(line.amount for line in contracts)
    return WorksView(
        state_label(rules, reports[-1].build_status) if reports else "",
        reports[-1].month if reports else "",
        reports[-1].progress if reports else None,
        delay,
        delay.days_late,
        gettext(WHY_NOT[delay.why_not]) if delay.why_not in WHY_NOT else "",
        _assumption(delay),
        _milestone_lines(milestones, delay),
        months,
        contracts,
        total,
        project.total_investment,
        bool(project.total_investment) and total > project.total_investment,
        _records(session, actor, project, kind),
        _accounts(session, actor, project, kind),
        assets_view(session, actor, project, kind, rules, today, unit),
        {name: _may(actor, project, name) for name in _RIGHTS},
        delay_figures(delay, refs),
    )


_RIGHTS = (
    *("progress.create", "milestone.edit", "contract.edit", "contract_change.create"),
    *("certification.create", "payment_exception.create", "final_accounts.create", "asset.create"),
)


def _may(actor: Actor, project: Project, permission: str) -> bool:
    return actor.can_on(permission, project.region_id, project.unit_id, project.department_id)


def state_label(rules: RuleBook, key: str) -> str:
    """Return what a build state is called, as its rule names it."""
    rule = rules.get("operation.build_states")
    for row in rule.value if rule is not None else ():
        if row["key"] == key:
            return str(row["zh" if is_chinese() else "en"])
    return key


def _assumption(delay: Delay) -> str:
    """Return the words that say what the forecast rests on."""
    if delay.pace is None:
        return ""
    text = gettext(
        "Carries on the pace from %(since)s to %(until)s: %(gained)s points in %(days)d days, nothing else."
    )
    return text % {
        "since": delay.inputs["before_on"].isoformat(),
        "until": delay.inputs["as_of"].isoformat(),
        "gained": f"{(delay.pace.gained * 100).normalize():f}",
        "days": delay.pace.window_days,
    }


def _milestone_lines(rows: Sequence[Milestone], delay: Delay) -> list[MilestoneLine]:
    found = delay.steps
    return [
        MilestoneLine(
            one.number,
            one.name,
            one.weight,
            one.planned_on,
            one.actual_on,
            found.forecasts[place] if found else one.actual_on,
            found.days_late[place] if found else _late(one),
            one.note,
        )
        for place, one in enumerate(rows)
    ]


def _late(one: Milestone) -> int | None:
    return (one.actual_on - one.planned_on).days if one.actual_on is not None else None


def _months(session: Session, actor: Actor, project: Project, kind: Kind, rules: RuleBook) -> list[MonthLine]:
    own = columns(ProgressReport)
    statement = scoped(actor, ProgressReport, permission="progress.read").where(
        own.project_id == project.id, own.ended_at.is_(None), own.state != "cancelled"
    )
    rows = list(session.execute(statement.order_by(own.month.desc()).limit(MONTHS_SHOWN)).scalars())
    photos = _photos(session, actor, [row.id or 0 for row in rows], kind)
    return [
        MonthLine(
            f"/records/progress/{row.public_id}",
            row.month,
            state_label(rules, row.build_status),
            row.physical_progress,
            row.certified_work,
            state_name(kind, "progress", row.state),
            row.remark,
            photos.get(row.id or 0, ()),
        )
        for row in rows
    ]


def _photos(
    session: Session, actor: Actor, keys: Sequence[int], kind: Kind
) -> dict[int, list[tuple[str, str]]]:
    """Return address and name of the pictures of each month."""
    own = columns(Document)
    types = [one.key for one in kind.documents if one.is_photo]
    statement = scoped(
        actor, Document, own.subject_id, own.public_id, own.name, permission="document.read"
    ).where(
        own.subject == "progress",
        own.subject_id.in_(keys),
        own.type.in_(types),
        own.media_type.in_(("image/jpeg", "image/png")),
        own.ended_at.is_(None),
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for key, public_id, name in session.execute(statement.order_by(own.id)) if keys else ():
        found.setdefault(key, []).append((f"/documents/{public_id}", name))
    return found


def contract_lines(
    session: Session, actor: Actor, project: Project, rules: RuleBook, today: date
) -> list[ContractLine]:
    """Return the contracts of a project, payments of all sources against certified work."""
    own = columns(Contract)
    statement = scoped(actor, Contract, permission="contract.read").where(
        own.project_id == project.id, own.ended_at.is_(None)
    )
    rows = list(session.execute(statement.order_by(own.number)).scalars())
    found = standing(session, rows, rules, today)
    leave = _leave_days(session, [row.id or 0 for row in rows], today)
    changes = _change_sums(session, [row.id or 0 for row in rows])
    return [_contract(one, found.get(one.id or 0), leave, changes) for one in rows]


def _contract(
    one: Contract, work: Any, leave: Mapping[int, date], changes: Mapping[int, int]
) -> ContractLine:
    key = one.id or 0
    return ContractLine(
        one.public_id,
        one.number,
        one.name,
        one.payee,
        one.amount,
        changes.get(key, 0),
        one.certified,
        one.paid,
        work.excused_total if work else 0,
        work.payment_rate if work else None,
        work.work_rate if work else None,
        work.gap if work else None,
        work.gap_limit if work else None,
        bool(work and work.is_ahead),
        leave.get(key),
    )


def _leave_days(session: Session, keys: Sequence[int], today: date) -> dict[int, date]:
    if not leaves(session, keys, today):
        return {}
    one = columns(PaymentException)
    statement = (
        sa.select(one.contract_id, sa.func.max(one.expires_on))
        .where(one.contract_id.in_(keys), one.state == "in_force", one.expires_on >= today)
        .group_by(one.contract_id)
        .execution_options(scoped=True)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _change_sums(session: Session, keys: Sequence[int]) -> dict[int, int]:
    one = columns(ContractChange)
    statement = (
        sa.select(one.contract_id, sa.func.sum(one.amount))
        .where(one.contract_id.in_(keys), one.state == "approved", one.ended_at.is_(None))
        .group_by(one.contract_id)
        .execution_options(scoped=True)
    )
    return {key: int(amount) for key, amount in session.execute(statement)}


_LISTED: tuple[tuple[str, type[Any]], ...] = (
    ("certification", Certification),
    ("contract_change", ContractChange),
    ("payment_exception", PaymentException),
)


def _records(session: Session, actor: Actor, project: Project, kind: Kind) -> list[RecordLine]:
    contract = columns(Contract)
    lines = []
    for record, model in _LISTED:
        own = columns(model)
        statement = (
            scoped(actor, model, model, contract.name, permission=f"{record}.read")
            .join(Contract, contract.id == own.contract_id)
            .where(own.project_id == project.id, own.ended_at.is_(None), own.state != "cancelled")
            .order_by(own.id.desc())
            .limit(30)
        )
        label = said(next(one.label for one in kind.lifecycles if one.record == record))
        lines += [_line(kind, label, row, name) for row, name in session.execute(statement)]
    return lines


def _line(kind: Kind, label: str, row: Any, contract: str) -> RecordLine:
    when = getattr(row, "month", None) or getattr(row, "changed_on", None) or getattr(row, "expires_on", "")
    return RecordLine(
        f"/records/{row.record}/{row.public_id}",
        label,
        contract,
        str(when),
        getattr(row, "amount", None),
        state_name(kind, row.record, row.state),
        getattr(row, "reason", "") or getattr(row, "remark", ""),
    )


def _accounts(session: Session, actor: Actor, project: Project, kind: Kind) -> AccountsView | None:
    own = columns(FinalAccounts)
    statement = scoped(actor, FinalAccounts, permission="final_accounts.read").where(
        own.project_id == project.id, own.ended_at.is_(None)
    )
    row = session.execute(statement.order_by(own.id.desc()).limit(1)).scalars().first()
    if row is None:
        return None
    lines = [
        CostLine(said(label), _fen(row, f"estimate_{key}"), _fen(row, f"actual_{key}"))
        for key, label in CATEGORIES
    ]
    return AccountsView(
        f"/records/final_accounts/{row.public_id}",
        state_name(kind, "final_accounts", row.state),
        row.completed_on,
        row.number,
        row.reason,
        lines,
        sum(line.estimate for line in lines),
        sum(line.actual for line in lines),
    )


def _fen(row: FinalAccounts, name: str) -> int:
    return int(row.fields.get(name) or 0)
