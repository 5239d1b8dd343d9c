"""Store tables of limit and balance as they were printed, and say which of their identities do not hold."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import Act
from bondlife.books import rule_book
from bondlife.errors import Invalid
from bondlife.exchange.issues import Finding, finding
from bondlife.exchange.limit_checks import checks_of, ratio_checks
from bondlife.exchange.limit_table import LimitRow
from bondlife.exchange.units import in_unit
from bondlife.services.imports.foreign import foreign_region
from bondlife.services.limits import put_statement
from models.base import columns
from models.registry import Region

RULE = "budget.limit_tolerances"


def store(act: Act, rows: Sequence[LimitRow]) -> dict[str, Any]:
    """Store each statement; one that stands so already changes nothing."""
    regions = regions_of(act, {row.region for row in rows}, "limit.edit")
    foreign = [row for row in rows if row.region not in regions]
    if foreign:
        raise Invalid(*(foreign_region(f"row {row.row}", row.region) for row in foreign[:20]))
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for row in rows:
        values = {
            "year": row.year,
            "basis": row.basis,
            "as_of": row.as_of,
            "unit": row.unit,
            "figures": dict(row.figures),
            "ratios": dict(row.ratios),
        }
        counts[put_statement(act, regions[row.region], values)] += 1
    return counts


def regions_of(act: Act, names: set[str], permission: str) -> dict[str, int]:
    """Return the regions named or coded in a file that this person may write for; an unclear name is none."""
    own = columns(Region)
    found: dict[str, list[int]] = {}
    for region in act.find(Region, sa.or_(own.name.in_(names), own.code.in_(names)), own.ended_at.is_(None)):
        for name in {region.name, region.code} & names:
            found.setdefault(name, []).append(region.id or 0)
    return {
        name: keys[0]
        for name, keys in found.items()
        if len(keys) == 1 and act.actor.can_on(permission, keys[0])
    }


def limit_findings(session: Session, rows: Sequence[LimitRow]) -> list[Finding]:
    """Return a warning with both figures for every identity of a file that does not hold."""
    rule = rule_book(session, "").get(RULE)
    held = {(row.region, row.basis, row.year): row for row in rows}
    found = []
    for row in rows:
        before = held.get((row.region, row.basis, row.year - 1))
        tolerances = rule.value if rule else ()
        earlier = before.figures if before else None
        for check in checks_of(row.figures, earlier, tolerances, row.unit, row.year):
            if not check.holds:
                found.append(_identity(row, check.key, check.label.zh, check.published, check.computed))
        for ratio in ratio_checks(row.figures, row.ratios):
            if not ratio.holds:
                found.append(
                    _differs(row, ratio.key, ratio.label.zh, str(ratio.published), str(ratio.computed))
                )
    return found


def _identity(row: LimitRow, key: str, label: str, printed: int, computed: int) -> Finding:
    figures = (f"{in_unit(amount, row.unit):f}" for amount in (printed, computed))
    return _differs(row, key, label, *figures)


def _differs(row: LimitRow, key: str, label: str, printed: str, computed: str) -> Finding:
    return finding(
        "warning",
        "limit_identity",
        row=row.row,
        field=key,
        read=printed,
        printed=printed,
        computed=computed,
        params={
            "region": row.region,
            "year": str(row.year),
            "figure": label,
            "printed": printed,
            "computed": computed,
        },
    )
