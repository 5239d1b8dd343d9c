"""Assets of a project by source of money, and what the project last told the public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from bondlife.books import RuleBook
from bondlife.locale import gettext
from bondlife.queries.amounts import figure
from bondlife.queries.project_grid import ratio_text
from bondlife.queries.words import choice_name, state_name
from bondlife.queries.works_fields import ASSET_TYPES
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.bonds.schedule import debt_schedule
from calculators.coverage.multiples import coverage_multiples
from calculators.kernel.dates import add_months
from models.base import columns
from models.lifecycle import Kind
from models.registry import Asset, BondShare, DurationRow, FinalAccounts, Project


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One asset."""

    href: str
    name: str
    type: str
    investment: int
    from_general: int
    from_special: int
    from_other_public: int
    from_other: int
    original: int
    net: int
    estimated: int
    income_period: int
    income_total: int
    life_years: int
    pledged: int
    state: str
    is_ended: bool


@dataclass(frozen=True, slots=True)
class DurationLine:
    """One published line about the project, with what does not agree."""

    cut_off: date
    bond: str
    used: int | None
    investment: int | None
    realised: int | None
    realised_bonds: int | None
    income: int | None
    expected: int | None
    progress: Decimal | None
    multiple: str
    note: str


@dataclass(frozen=True, slots=True)
class AssetsView:
    """Assets, their sums, and what is owed."""

    lines: Sequence[AssetLine]
    sums: AssetLine | None
    due_on: date | None
    is_late: bool
    published: Sequence[DurationLine]
    warnings: Sequence[str]


def assets_view(
    session: Session,
    actor: Actor,
    project: Project,
    kind: Kind,
    rules: RuleBook,
    today: date,
    unit: str,
) -> AssetsView:
    """Return the assets of a project."""
    own = columns(Asset)
    statement = scoped(actor, Asset, permission="asset.read").where(
        own.project_id == project.id, own.ended_at.is_(None)
    )
    rows = list(session.execute(statement.order_by(own.id)).scalars())
    lines = [_asset(kind, row) for row in rows]
    told = any(row.state != "draft" for row in rows)
    due = None if told else _due(session, project, rules)
    published = _published(session, actor, project)
    return AssetsView(
        lines,
        _sums(rows),
        due,
        due is not None and due < today,
        [_duration(row) for row in published],
        [*duration_warnings(published, unit), *_above_received(session, actor, project, published, unit)],
    )


def _asset(kind: Kind, row: Asset) -> AssetLine:
    return AssetLine(
        f"/records/asset/{row.public_id}",
        row.name,
        choice_name(ASSET_TYPES, row.type),
        row.investment,
        row.from_general,
        row.from_special,
        row.from_other_public,
        row.from_other,
        row.original_value,
        row.net_value,
        row.estimated_value,
        row.income_period,
        row.income_total,
        row.life_years,
        row.pledged,
        state_name(kind, "asset", row.state),
        row.state in {"disposed", "none_formed"},
    )


def _sums(rows: Sequence[Asset]) -> AssetLine | None:
    kept = [row for row in rows if row.state not in {"disposed", "none_formed"}]
    if not kept:
        return None

    def total(name: str) -> int:
        return sum(getattr(row, name) for row in kept)

    amounts = {field: total(column) for field, column in _AMOUNTS}
    return AssetLine(
        href="", name=gettext("Total"), type="", life_years=0, state="", is_ended=False, **amounts
    )


_AMOUNTS = (
    *((name, name) for name in ("investment", "from_general", "from_special")),
    *((name, name) for name in ("from_other_public", "from_other", "income_period", "income_total")),
    ("original", "original_value"),
    ("net", "net_value"),
    ("estimated", "estimated_value"),
    ("pledged", "pledged"),
)
"""Sums of the list: field of the line, column of the asset."""


def _due(session: Session, project: Project, rules: RuleBook) -> date | None:
    """Return the day by which a completed project must have an asset on record."""
    rule = rules.get("risk.asset_months")
    done = completed_on(session, project)
    return None if rule is None or done is None else add_months(done, rule.whole())


def completed_on(session: Session, project: Project) -> date | None:
    """Return when a project was completed: by its accounts, by its form, or not yet."""
    from bondlife.lifecycle.facts import rows

    found = rows(session, FinalAccounts, columns(FinalAccounts).project_id == project.id)
    if found:
        return max(one.completed_on for one in found)
    said = project.fields.get("actual_finish")
    return date.fromisoformat(said) if said else None


def _published(session: Session, actor: Actor, project: Project) -> list[DurationRow]:
    own = columns(DurationRow)
    statement = scoped(actor, DurationRow, permission="duration.read").where(
        own.project_id == project.id, own.ended_at.is_(None)
    )
    return list(session.execute(statement.order_by(own.cut_off.desc(), own.id)).scalars())


def _duration(row: DurationRow) -> DurationLine:
    share = Decimal(row.realised) / row.investment if row.realised is not None and row.investment else None
    return DurationLine(
        row.cut_off,
        row.bond_short_name or row.bond_name,
        row.bond_used,
        row.investment,
        row.realised,
        row.realised_bonds,
        row.income_total,
        row.expected_income,
        share,
        _covered(row),
        row.note,
    )


def _covered(row: DurationRow) -> str:
    """Return expected income over the planned bonds with interest, as if all had the rate of this bond."""
    if not (row.expected_income and row.investment_bonds and row.coupon_rate and row.tenor_years):
        return "—"
    plan = debt_schedule(
        row.investment_bonds,
        coupon_rate=row.coupon_rate,
        value_date=row.issue_date or row.cut_off,
        tenor_years=row.tenor_years,
        coupon_frequency=1 if row.tenor_years <= 7 else 2,
    )
    found = coverage_multiples(
        operating_income=row.expected_income,
        operating_cost=0,
        bond_principal=row.investment_bonds,
        bond_interest=sum(one.interest for one in plan.rows),
        market_principal=0,
        market_interest=0,
    )
    return ratio_text(found.net_over_bond_debt_service, None)


def _above_received(
    session: Session, actor: Actor, project: Project, rows: Sequence[DurationRow], unit: str
) -> list[str]:
    """Return published bond money that exceeds what the project received of the bond, with both figures."""
    share = columns(BondShare)
    statement = scoped(actor, BondShare, share.bond_id, share.received, permission="bond_share.read").where(
        share.project_id == project.id, share.ended_at.is_(None)
    )
    received = {row[0]: int(row[1]) for row in session.execute(statement)}
    text = gettext("%(bond)s: realised bond money %(told)s exceeds the %(received)s received.")
    return [
        text
        % {
            "bond": row.bond_short_name or row.bond_name,
            "told": figure(row.realised_bonds or 0, unit),
            "received": figure(received[row.bond_id], unit),
        }
        for row in rows
        if row.bond_id in received and (row.realised_bonds or 0) > received[row.bond_id]
    ]


def duration_warnings(rows: Sequence[DurationRow], unit: str) -> list[str]:
    """Return realised figures that fall from one year to the next, with both figures."""
    found = []
    text = gettext("%(bond)s: %(what)s falls from %(before)s (%(old)s) to %(after)s (%(new)s).")
    names = {"realised": gettext("realised investment"), "income_total": gettext("income so far")}
    for later in rows:
        earlier = next(
            (one for one in rows if one.bond_name == later.bond_name and one.cut_off < later.cut_off), None
        )
        for name, label in names.items() if earlier is not None else ():
            before, after = getattr(earlier, name), getattr(later, name)
            if earlier is not None and None not in (before, after) and after < before and not later.note:
                found.append(
                    text
                    % {
                        "bond": later.bond_short_name or later.bond_name,
                        "what": label,
                        "before": figure(before, unit),
                        "old": earlier.cut_off.year,
                        "after": figure(after, unit),
                        "new": later.cut_off.year,
                    }
                )
    return found
