"""What guards and effects read: living rows, sums, money as exact text, the place where to look."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import orm
from sqlmodel import Session, SQLModel

from bondlife.db import told_rows
from bondlife.lifecycle.situation import Situation
from bondlife.prepared import among, spread
from models.base import Row, columns
from models.registry import RECORDS, Bond, BondShare, OnLending, Project, RecordRow, StateMove

ModelT = TypeVar("ModelT", bound=SQLModel)
RowT = TypeVar("RowT", bound=Row)
ResultT = TypeVar("ResultT")
_GONE = ("cancelled",)
MOST_FACTS = 10_000
"""So many facts a session keeps at once: a page needs a hundred."""


def once(session: Session, key: Hashable, load: Callable[[], ResultT]) -> ResultT:
    """Load a fact, in a session that only reads a single time: nothing changes there while it is open."""
    if "only_reads" not in session.info:
        return load()
    held: dict[Hashable, Any] = session.info.setdefault("facts", {})
    if key not in held:
        if len(held) >= MOST_FACTS:
            held.clear()
        held[key] = load()
    found: ResultT = held[key]
    return found


def in_company(session: Session, records: Iterable[RecordRow]) -> None:
    """Say which records are looked at together: what is asked of one of them is read for all at once."""
    session.info["company"] = {_name(row): row for row in records}


def of_each(
    session: Session,
    fact: Hashable,
    row: RecordRow,
    load: Callable[[Sequence[RecordRow]], Mapping[Any, ResultT]],
    none: ResultT,
) -> ResultT:
    """Return a fact of one record; in a session that only reads it is read for its whole company.

    ``load`` returns it for records of one type by their inner key; ``none`` stands where it returns nothing.
    """

    def known() -> Mapping[Any, ResultT]:
        company = session.info.get("company", {})
        return load([one for one in company.values() if one.record == row.record])

    if _name(row) not in session.info.get("company", {}):
        return once(session, (fact, *_name(row)), lambda: load([row])).get(row.id, none)
    return once(session, (fact, row.record), known).get(row.id, none)


def _name(row: RecordRow) -> tuple[str, int | None]:
    return row.record, row.id


def rows(session: Session, model: type[ModelT], *conditions: Any) -> list[ModelT]:
    """Return rows that are not ended, oldest first, for records reached from one already allowed."""
    column = columns(model)
    living = (column.ended_at.is_(None),) if "ended_at" in column else ()
    statement = sa.select(model).where(*conditions, *living).execution_options(scoped=True)
    return list(session.execute(statement.order_by(*_key(model))).scalars())


def _key(model: type[SQLModel]) -> Iterable[Any]:
    column = columns(model)
    return (column.id,) if "id" in column else ()


def rows_of_keys(session: Session, model: type[RowT], keys: Sequence[int]) -> list[RowT]:
    """Return whole rows by inner keys that were found to be visible, in the order of the keys."""
    if not keys:
        return []
    values = spread(keys)
    told = whole_rows(session, model, ("keys", len(values)), lambda: _of_keys(model, values), values)
    found = {row.id: row for row in told}
    return [found[key] for key in keys if key in found]


def _of_keys(model: type[RowT], values: Mapping[str, int]) -> Sequence[Any]:
    return [among(columns(model).id, values)]


def whole_rows(
    session: Session,
    model: type[RowT],
    where: Hashable,
    conditions: Callable[[], Sequence[Any]],
    values: Mapping[str, Any],
) -> list[RowT]:
    """Return rows as the session holds them, by a statement compiled once for what ``where`` names."""
    place = ("whole rows", model.__tablename__, where)
    told = told_rows(session, None, place, lambda: sa.select(*columns(model)).where(*conditions()), values)
    return [_held(session, model, row) for row in told]


def _held(session: Session, model: type[RowT], row: Sequence[Any]) -> RowT:
    """Return the object of a row: the one this session holds, perhaps changed there, or a new one."""
    cells = dict(zip(columns(model).keys(), row, strict=True))
    held: RowT | None = session.identity_map.get(orm.util.identity_key(model, cells["id"]))
    if held is None:
        held = orm.attributes.manager_of_class(model).new_instance()
        orm.attributes.instance_dict(held).update(cells)
        orm.make_transient_to_detached(held)
        session.add(held)
    return held


def total(session: Session, model: type[SQLModel], name: str, *conditions: Any) -> int:
    """Return the sum of an amount over rows that are not ended."""
    column = columns(model)
    living = (column.ended_at.is_(None),) if "ended_at" in column else ()
    statement = sa.select(sa.func.sum(column[name])).where(*conditions, *living)
    return int(session.execute(statement.execution_options(scoped=True)).scalar_one() or 0)


def by_key(session: Session, model: type[RowT], key: int | None) -> RowT | None:
    """Return a row by its inner key, for records reached from one already allowed."""
    if key is None:
        return None
    held: RowT | None = session.identity_map.get(orm.util.identity_key(model, key))
    if held is not None and not orm.attributes.instance_state(held).expired:
        return held
    return next(iter(rows_of_keys(session, model, [key])), None)


def wan(fen: int) -> str:
    """Return an amount in 10k yuan as exact text, with two decimals or as many as it has.

    >>> wan(123_456_789_012), wan(1_50)
    ('123,456.789012', '0.00015')
    """
    whole, _, part = f"{Decimal(fen).scaleb(-6):,.6f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"


def pair(left: int, right: int) -> dict[str, str]:
    """Return two amounts as parameters of a message."""
    return {"left": wan(left), "right": wan(right)}


def place(here: Situation, tab: str) -> str:
    """Return the address of a tab of the project, or of the bond where there is no project."""
    if here.project is not None:
        return f"/projects/{here.project.public_id}?tab={tab}"
    return f"/bonds/{here.row.public_id}?tab={tab}" if isinstance(here.row, Bond) else ""


def project_place(project: Project, tab: str) -> str:
    """Return the address of a tab of a project."""
    return f"/projects/{project.public_id}?tab={tab}"


def shares_of_bond(session: Session, bond_id: int | None) -> list[BondShare]:
    """Return the living shares of a bond."""
    share = columns(BondShare)
    return rows(session, BondShare, share.bond_id == bond_id, share.state.not_in(_GONE))


def shares_of_project(session: Session, project_id: int | None) -> list[BondShare]:
    """Return the living shares a project holds."""
    share = columns(BondShare)
    return rows(session, BondShare, share.project_id == project_id, share.state.not_in(_GONE))


def share_of(here: Situation) -> BondShare | None:
    """Return the share behind a record: itself, or the one it names."""
    if isinstance(here.row, BondShare):
        return here.row
    return by_key(here.session, BondShare, getattr(here.row, "share_id", None))


def bond_of(session: Session, share: BondShare | None) -> Bond | None:
    """Return the bond a share is part of."""
    return None if share is None else by_key(session, Bond, share.bond_id)


def chain_of(here: Situation, share: BondShare) -> list[OnLending]:
    """Return the links of the on-lending chain from the issuer down, as far as they join."""
    links = {
        one.lender_id: one for one in rows(here.session, OnLending, columns(OnLending).share_id == share.id)
    }
    bond, found = bond_of(here.session, share), []
    at = bond.region_id if bond is not None else None
    while at in links:
        found.append(links.pop(at))
        at = found[-1].borrower_id
    return found


class LastMove(NamedTuple):
    """The latest move of a record: its business day, and whose it was."""

    business_date: date
    actor_id: int | None


def last_move(session: Session, row: RecordRow, *transitions: str) -> LastMove | None:
    """Return the latest move of a record, or the latest by one of these transitions."""

    def load(together: Sequence[RecordRow]) -> Mapping[Any, LastMove | None]:
        return _last_moves(session, together, transitions)

    return of_each(session, ("last move", transitions), row, load, None)


def _last_moves(
    session: Session, together: Sequence[RecordRow], transitions: Sequence[str]
) -> dict[int, LastMove | None]:
    keys = spread([row.id or 0 for row in together])
    place, asked = ("last moves", transitions, len(keys)), {"record": together[0].record, **keys}
    found = told_rows(session, None, place, lambda: _latest(transitions, keys), asked)
    return {row[0]: LastMove(*row[1:]) for row in found}


def _latest(transitions: Sequence[str], keys: Mapping[str, int]) -> sa.Select[Any]:
    move = columns(StateMove)
    own = [move.record == sa.bindparam("record", None, sa.String), among(move.record_id, keys)]
    if transitions:
        own.append(move.transition.in_(transitions))
    latest = sa.select(move.record_id, sa.func.max(move.number)).where(*own).group_by(move.record_id)
    told = sa.select(move.record_id, move.business_date, move.actor_id)
    return told.where(*own, sa.tuple_(move.record_id, move.number).in_(latest))


def of_project(here: Situation, record: str, **wanted: Any) -> list[RecordRow]:
    """Return the living records of a type of the same project, oldest first, with these values.

    A tuple stands for any of its words; any other value is one key or word.
    """
    model, project = RECORDS[record], here.project.id if here.project else None
    fixed = {name: one for name, one in wanted.items() if isinstance(one, tuple)}
    values = {name: one for name, one in {"project_id": project, **wanted}.items() if name not in fixed}
    where = ("of project", project is None, tuple(values), tuple(fixed.items()))
    found = whole_rows(here.session, model, where, lambda: _wanted(model, values, fixed), values)
    return sorted(found, key=lambda one: one.id or 0)


def _wanted(model: type[RecordRow], values: Mapping[str, Any], fixed: Mapping[str, Any]) -> Sequence[Any]:
    own = columns(model)
    equal = [
        own[name].is_(None) if one is None else own[name] == sa.bindparam(name, None, own[name].type)
        for name, one in values.items()
    ]
    return [*equal, *(own[name].in_(one) for name, one in fixed.items()), own.ended_at.is_(None)]
