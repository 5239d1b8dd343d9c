"""Store a list of issues: public facts of bonds, taken on as issued; rows already known change nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife.acts import BULK, Act
from bondlife.books import newest_kind
from bondlife.composed import Composed, compose, compose_rows
from bondlife.db import Database, chunks, insert_columns
from bondlife.errors import Invalid, Refusal
from bondlife.exchange.issue_rows import IssueRow
from bondlife.seals import SEALS
from bondlife.security.actor import Actor
from bondlife.services import search
from bondlife.services.imports.foreign import foreign_region
from models.base import columns, table
from models.lifecycle import Kind
from models.registry import AuditHead, Bond, Region, RowVersion, SearchGram, StateMove

REASON = "取自公开的债券发行明细"
PURPOSES = {"refinancing_principal": "refinancing_maturing"}
SEARCH_INLINE = 2000
"""Up to here search is written with the rows; above, by a job of its own."""

NOT_EXAMINED = ["disclose", "record_issue"]
"""Steps whose gates a published list cannot show."""
READ = ("bond", "region")
"""Tables a prepared list depends on: an act on them since then makes it be prepared again."""

Key = tuple[str, int, date | None, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Some bonds, their first moves and what they are found by: (place in the part, piece)."""

    bonds: Composed
    moves: Composed
    grams: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list ready to be stored: composed when act ``seq`` was the last, with the newest kind then."""

    seq: int
    kind_version: int
    count: int
    parts: Sequence[Part]


def prepared(db: Database, actor: Actor, rows: Sequence[IssueRow]) -> Callable[[Act], dict[str, Any]]:
    """Compose the bonds that are not there yet, outside of any act; returns what stores them inside one.

    What is already stored is looked up before the act. If bonds or regions changed since, it is done again.
    A refusal is left to the act, which writes it down.
    """
    early: Prepared | None = None
    with db.reading(patient=True) as session, suppress(Refusal):
        early = _prepare(session, actor, rows)

    def store(act: Act) -> dict[str, Any]:
        ready = early
        if ready is None or not _still_holds(act.session, ready):
            ready = _prepare(act.session, act.actor, rows)
        for part in ready.parts:
            _store_part(act, part)
        return {
            "added": ready.count,
            "unchanged": len(rows) - ready.count,
            "index_later": ready.count > SEARCH_INLINE,
        }

    return store


def _prepare(session: Session, actor: Actor, rows: Sequence[IssueRow]) -> Prepared:
    seq = session.execute(sa.select(columns(AuditHead).seq)).scalar_one_or_none() or 0
    regions = _regions(session, actor)
    known = known_keys(session, {row.name for row in rows})
    fresh = [row for row in rows if key_of(row) not in known]
    _require_own(fresh, regions)
    kind, dialect = newest_kind(session, "special_bond"), session.get_bind().dialect
    is_found_at_once = len(fresh) <= SEARCH_INLINE
    parts = [
        _composed(dialect, kind, regions, part, actor.user_id, is_found_at_once)
        for part in chunks(fresh, BULK)
    ]
    return Prepared(seq, kind.version, len(fresh), parts)


def _still_holds(session: Session, ready: Prepared) -> bool:
    version = columns(RowVersion)
    changed = sa.select(version.act).where(version.act > ready.seq, version.table_name.in_(READ)).limit(1)
    same_kind = newest_kind(session, "special_bond").version == ready.kind_version
    return same_kind and session.execute(changed).first() is None


def _composed(
    dialect: sa.Dialect,
    kind: Kind,
    regions: Mapping[str, int],
    rows: Sequence[IssueRow],
    user_id: int | None,
    is_found_at_once: bool,
) -> Part:
    taken_on = _taken_on(kind)
    values = [{**taken_on, **_facts(row), "region_id": regions[row.issuer]} for row in rows]
    grams: list[tuple[int, str]] = []
    for place, value in enumerate(values if is_found_at_once else ()):
        value["sort_key"] = search.sort_key(f"{value['name']} {value['short_name']}")
        found = search.grams(value["name"], value["short_name"], codes=[value["code"]])
        grams += [(place, gram) for gram in sorted(set(found))]
    bonds = compose_rows(dialect, Bond, values, state_since="now")
    return Part(bonds, _moves(dialect, len(rows), user_id), grams)


def _moves(dialect: sa.Dialect, count: int, user_id: int | None) -> Composed:
    """Compose the one move of each bond, in the text of its seal."""
    return compose(
        dialect,
        table(StateMove),
        {"number": [1] * count},
        {
            "record": "bond",
            "transition": "take_on",
            "source": "planned",
            "target": "issued",
            "reason": REASON,
            "not_examined": NOT_EXAMINED,
            "actor_id": user_id,
            "approval_id": None,
        },
        {"id": "id", "record_id": "of", "business_date": "day", "at": "now"},
        frame=SEALS[StateMove].frame,
    )


def _store_part(act: Act, part: Part) -> None:
    ids = act.insert(part.bonds)
    act.insert(part.moves, ids)
    if part.grams:
        cells: dict[str, Sequence[Any]] = {
            "gram": [gram for _place, gram in part.grams],
            "subject_id": [ids[place] for place, _gram in part.grams],
        }
        insert_columns(act.session, table(SearchGram), cells, {"subject": "bond"})


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


def _regions(session: Session, actor: Actor) -> dict[str, int]:
    """Return the keys of the governments that issue, by name, limited to those this person may write for."""
    region = columns(Region)
    statement = sa.select(region.name, region.id).where(region.is_issuer, region.ended_at.is_(None))
    found = session.execute(statement.execution_options(scoped=True))
    return {name: key for name, key in found if actor.can_take_over("import.run", key)}


def _require_own(rows: Sequence[IssueRow], regions: Mapping[str, int]) -> None:
    foreign = [row for row in rows if row.issuer not in regions]
    if foreign:
        raise Invalid(*(foreign_region(f"row {row.row}", row.issuer) for row in foreign[:20]))


def _taken_on(kind: Kind) -> dict[str, Any]:
    """Return what all bonds of a list have in common: they are issued, and that was not examined here."""
    return {
        "kind": kind.key,
        "kind_version": kind.version,
        "state": "issued",
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
