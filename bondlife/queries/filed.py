"""A file of the year or month as it was filed: its rows, the very layout of then, who signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.books import rule_of
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.layouts import LayoutInForce, layout_in
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.registry import Filing, FilingLine, Region, RuleVersion, User


@dataclass(frozen=True, slots=True)
class FiledView:
    """One file: its layout, values by item, and the lines of its sign sheet."""

    title: str
    region: str
    region_id: int
    layout: LayoutInForce
    values: Sequence[Mapping[str, Any]]
    signed: Mapping[str, str]
    is_signed: bool


def filed_view(db: Database, actor: Actor, public_id: str) -> FiledView:
    """Return a file this person may see; any other is missing."""
    own, place, line = columns(Filing), columns(Region), columns(FilingLine)
    statement = scoped(actor, Filing, Filing, place.name, permission="filing.read")
    statement = statement.join(Region, place.id == own.region_id).where(own.public_id == public_id)
    with db.reading() as session:
        found = session.execute(statement).one_or_none()
        if found is None:
            raise missing("filing")
        row, region = found
        rule = session.get(RuleVersion, row.layout_id)
        assert rule is not None
        layout = layout_in(rule_of(rule))
        rows = sa.select(line["values"]).where(line.filing_id == row.id).order_by(line.id)
        values = [dict(one) for one in session.execute(rows.execution_options(scoped=True)).scalars()]
        people = {key: _name(session, key) for key in (row.prepared_by, row.signed_by)}
    at = clock.local(row.signed_at) if row.signed_at else None
    signed = {
        "prepared_by": people[row.prepared_by],
        "signed_by": people[row.signed_by],
        "signed_at": f"{at:%Y-%m-%d %H:%M}" if at else "",
        "digest": row.digest,
    }
    title = f"{layout.label_zh.partition('（')[0]} {row.period}"
    return FiledView(title, region, row.region_id, layout, values, signed, row.state == "signed")


def _name(session: Any, key: int | None) -> str:
    user = session.get(User, key) if key is not None else None
    return user.display_name if user is not None else ""
