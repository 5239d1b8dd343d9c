"""The form of a statement of limit and balance: what it offers, what it starts from, what is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.books import region_code
from bondlife.db import Database
from bondlife.lifecycle.room import room_of
from bondlife.locale import gettext
from bondlife.queries.lifewords import choices
from bondlife.queries.limits import BASES, LEDGERS, official_keys, statement_row
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from calculators.kernel.money import to_yuan
from models.base import columns
from models.limit_items import BY_KEY, COLUMNS, ITEMS, cell
from models.registry import Region


@dataclass(frozen=True, slots=True)
class FormRow:
    """One figure of the form: name of its field for each column."""

    letter: str
    label: str
    level: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class LimitFormView:
    """The form of a statement."""

    public_id: str
    version: int
    regions: Sequence[tuple[str, str]]
    bases: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rows: Sequence[FormRow]
    labels: Mapping[str, str]
    form: Any


def stored_statement(db: Database, actor: Actor, public_id: str) -> tuple[dict[str, str], int]:
    """Return a statement as it is typed, with its version."""
    with db.reading() as session:
        row, _name = statement_row(session, actor, public_id)
        data = {name: str(to_yuan(amount)) for name, amount in row.figures.items()}
        head = {"region": region_code(session, row.region_id), "year": str(row.year), "basis": row.basis}
    return {**head, "as_of": row.as_of.isoformat(), "source": row.source, **data}, row.version


def limit_form_view(
    db: Database, actor: Actor, form: Any, public_id: str = "", version: int = 0
) -> LimitFormView:
    """Return what the form of a statement offers."""
    rows = [_form_row(letter, key, level, len(COLUMNS)) for letter, key, level in official_keys()]
    official = {row.names[0] for row in rows}
    rows += [_form_row("", item.key, 0, 1) for item in ITEMS if item.key not in official]
    labels = {name: row.label for row in rows for name in row.names}
    labels |= {"region": gettext("Region"), "year": gettext("Year"), "as_of": gettext("As of")}
    return LimitFormView(
        public_id,
        version,
        region_choices(db, actor),
        choices(BASES),
        [said(label) for _key, label in COLUMNS],
        rows,
        labels,
        form,
    )


def first_values(db: Database, actor: Actor, region: str, year: int | None) -> dict[str, str]:
    """Return what a new statement starts from: the quota ledger of the region, where it keeps one."""
    wanted = year or clock.business_date().year
    data = {"year": str(wanted), "basis": "reported", "as_of": clock.business_date().isoformat()}
    if not region:
        return data
    with db.reading() as session:
        statement = sa.select(columns(Region).id).where(columns(Region).code == region)
        found = session.execute(statement).scalar_one_or_none()
        if found is None or not actor.can_on("limit.edit", found):
            return data
        for kind in LEDGERS:
            data |= _from_ledger(session, int(found), wanted, kind)
    return {**data, "region": region}


def _from_ledger(session: Session, region_id: int, year: int, kind: str) -> dict[str, str]:
    room, before = (room_of(session, region_id, one, kind) for one in (year, year - 1))
    if not room.limit:
        return {}
    amounts = {
        f"limit_before_{kind}": before.limit or room.limit - room.received,
        f"new_limit_{kind}": room.received,
        f"limit_{kind}": room.limit,
    }
    return {name: str(to_yuan(max(amount, 0))) for name, amount in amounts.items()}


def _form_row(letter: str, key: str, level: int, count: int) -> FormRow:
    names = [cell(key, column) for column, _label in COLUMNS[:count]]
    return FormRow(letter, said(BY_KEY[key].label), level, names)
