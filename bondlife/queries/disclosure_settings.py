"""What the public side of a region shows beside contents: in force, proposed, by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife import clock
from bondlife.db import Database
from bondlife.disclosure.choices import is_chosen
from bondlife.queries.shell import region_choices
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from models.base import columns
from models.lifecycle import Label
from models.registry import Region, SettingProposal, User

KEYS = {
    "disclosure.show_lateness": Label("On time or late by days", "按时或逾期天数"),
    "disclosure.show_contractors": Label("Money down to contractors", "资金流向到施工单位"),
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One choice as it holds today."""

    key: str
    label: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One choice that waits for a second leader."""

    public_id: str
    version: int
    region: str
    label: str
    is_shown: bool
    valid_from: date
    reason: str
    by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The choices of a region, those that wait, a form for another."""

    region: str
    lines: Sequence[ShownLine]
    waiting: Sequence[ProposalLine]
    regions: Sequence[tuple[str, str]]
    keys: Sequence[tuple[str, str]]
    can_set: bool
    today: date
    form: Any


def settings_view(db: Database, actor: Actor, *, region: str, form: Any) -> SettingsView:
    """Return what the public side of a region shows."""
    choices = region_choices(db, actor)
    chosen = region if region in dict(choices) else next((code for code, _ in choices), "")
    place = columns(Region)
    with db.reading() as session:
        key = session.execute(sa.select(place.id).where(place.code == chosen)).scalar_one_or_none()
        lines = [
            ShownLine(name, said(label), key is not None and is_chosen(session, key, name))
            for name, label in KEYS.items()
        ]
        waiting = [_proposal(actor, *row) for row in session.execute(_waiting(actor))]
    names = [(name, said(label)) for name, label in KEYS.items()]
    return SettingsView(
        chosen, lines, waiting, choices, names, actor.can("disclosure.set"), clock.business_date(), form
    )


def _waiting(actor: Actor) -> Any:
    own, place, user = columns(SettingProposal), columns(Region), columns(User)
    statement = scoped(
        actor, SettingProposal, SettingProposal, place.name, user.display_name, permission="disclosure.read"
    )
    return (
        statement.join(Region, place.id == own.region_id)
        .outerjoin(User, user.id == own.prepared_by)
        .where(own.state == "proposed", own.key.in_(tuple(KEYS)), own.ended_at.is_(None))
        .order_by(own.id)
    )


def _proposal(actor: Actor, row: SettingProposal, region: str, name: str | None) -> ProposalLine:
    return ProposalLine(
        row.public_id,
        row.version,
        region,
        said(KEYS[row.key]),
        bool(row.value),
        row.valid_from,
        row.reason,
        name or "",
        row.prepared_by == actor.user_id,
    )
