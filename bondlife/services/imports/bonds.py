"""Store a list of issues: public facts of bonds, taken on as issued; rows already known change nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import BULK, Act
from bondlife.books import newest_kind
from bondlife.db import chunks, insert_rows
from bondlife.errors import Invalid
from bondlife.exchange.issue_rows import IssueRow
from bondlife.services import search
from bondlife.services.imports.foreign import foreign_region
from models.base import columns, table
from models.registry import Bond, Region, StateMove

REASON = "取自公开的债券发行明细"
PURPOSES = {"refinancing_principal": "refinancing_maturing"}
SEARCH_INLINE = 2000
"""Up to here search is written with the rows; above, by a job of its own."""

NOT_EXAMINED = ["disclose", "record_issue"]
"""Steps whose gates a published list cannot show."""

Key = tuple[str, int, date | None, int]


def store(act: Act, rows: Sequence[IssueRow]) -> dict[str, Any]:
    """Store the bonds that are not there yet; returns what was added and what was known."""
    regions = _regions(act)
    known = known_keys(act.session, {row.name for row in rows})
    fresh = [row for row in rows if key_of(row) not in known]
    _require_own(fresh, regions)
    shared = _taken_on(act)
    for part in chunks(fresh, BULK):
        values = [{**shared, **_facts(row), "region_id": regions[row.issuer]} for row in part]
        _store_part(act, values, len(fresh))
    return {
        "added": len(fresh),
        "unchanged": len(rows) - len(fresh),
        "index_later": len(fresh) > SEARCH_INLINE,
    }


def _store_part(act: Act, values: Sequence[dict[str, Any]], count: int) -> None:
    ids = act.insert_many(Bond, values)
    insert_rows(act.session, table(StateMove), [_move(act, key) for key in ids])
    if count <= SEARCH_INLINE:
        for bond in act.find(Bond, columns(Bond).id.in_(list(ids))):
            search.index(act, bond)


def earlier_in_year(session: Session, month: str) -> list[IssueRow]:
    """Return the bonds of the year before a month that are stored: for year-to-date figures."""
    first = date.fromisoformat(f"{month}-01")
    bond, region = columns(Bond), columns(Region)
    chosen = (bond.name, bond.code, bond.short_name, bond.issue_date, bond.value_date, bond.maturity_date)
    statement = (
        sa.select(*chosen, bond.face, bond.tenor_years, bond.option_pattern, bond.coupon_rate, region.name)
        .join_from(Bond, Region, region.id == bond.region_id)
        .where(bond.issue_date >= date(first.year, 1, 1), bond.issue_date < first)
        .order_by(bond.id)
        .execution_options(scoped=True)
    )
    from bondlife.exchange.bond_names import read_name

    found = []
    for name, code, short, issued, value, maturity, face, tenor, options, coupon, issuer in session.execute(
        statement
    ):
        told = read_name(name)
        found.append(
            IssueRow(
                0, "", name, code, short, issued, value, maturity, face, tenor, options, coupon,
                told.issuer or issuer, told.kind, told.nature, told.purpose,
            )
        )  # fmt: skip
    return found


def key_of(row: IssueRow) -> Key:
    """Return what makes a bond the same bond where no code is printed."""
    return (row.name, row.tenor_years, row.maturity_date, row.face)


def known_keys(session: Session, names: Iterable[str]) -> set[Key]:
    """Return the keys of stored bonds with these names."""
    bond = columns(Bond)
    found: set[Key] = set()
    for part in chunks(sorted(names), 500):
        statement = sa.select(bond.name, bond.tenor_years, bond.maturity_date, bond.face).where(
            bond.name.in_(part)
        )
        found.update(tuple(row) for row in session.execute(statement.execution_options(scoped=True)))
    return found


def _regions(act: Act) -> dict[str, int]:
    """Return the keys of the governments that issue, by name, limited to those this person may write for."""
    region = columns(Region)
    statement = sa.select(region.name, region.id).where(region.is_issuer, region.ended_at.is_(None))
    found = act.session.execute(statement)
    return {name: key for name, key in found if act.actor.can_take_over("import.run", key)}


def _require_own(rows: Sequence[IssueRow], regions: Mapping[str, int]) -> None:
    foreign = [row for row in rows if row.issuer not in regions]
    if foreign:
        raise Invalid(*(foreign_region(f"row {row.row}", row.issuer) for row in foreign[:20]))


def _taken_on(act: Act) -> dict[str, Any]:
    """Return what all bonds of a list have in common: they are issued, and that was not examined here."""
    kind = newest_kind(act.session, "special_bond")
    return {
        "kind": kind.key,
        "kind_version": kind.version,
        "state": "issued",
        "state_since": act.now,
        "state_moves": 1,
        "taken_on": True,
        "fields": {},
    }


def _facts(row: IssueRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "short_name": row.short_name,
        "bond_type": "general" if row.kind == "general_bond" else "special",
        "purpose": PURPOSES.get(row.purpose, row.purpose),
        "face": row.face,
        "tenor_years": row.tenor_years,
        "option_pattern": row.option_pattern,
        "coupon_rate": row.coupon_rate,
        "coupon_frequency": 1 if row.tenor_years <= 7 else 2,
        "issue_date": row.issue_date,
        "value_date": row.value_date,
        "maturity_date": row.maturity_date,
        "year": row.issue_date.year,
        "sort_key": "",
    }


def _move(act: Act, key: int) -> dict[str, Any]:
    return {
        "record": "bond",
        "record_id": key,
        "number": 1,
        "transition": "take_on",
        "source": "planned",
        "target": "issued",
        "reason": REASON,
        "not_examined": NOT_EXAMINED,
        "business_date": act.business_date,
        "at": act.now,
        "actor_id": act.actor.user_id,
    }
