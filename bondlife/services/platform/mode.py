"""Mirror or request: which way a region works beside the budget platform; changed by two persons."""

from datetime import date
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import Field
from sqlmodel import Session

from bondlife.acts import Act
from bondlife.db import Database
from bondlife.security.actor import Actor
from bondlife.services import choices
from bondlife.services.choices import Choice
from bondlife.services.inputs import Input
from bondlife.services.values import Day, Prose
from models.base import columns
from models.registry import Setting, SettingProposal

KEY = "platform.mode"
MIRROR, REQUEST = "mirror", "request"


class ModeInput(Input):
    """A new mode of one region from a day on, with the reason."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    mode: Literal["mirror", "request"]
    valid_from: Day
    reason: Prose = Field(min_length=1, max_length=500)


def mode_of(session: Session, region_id: int, on: date) -> str:
    """Return the mode of a region on a day: mirror unless the region chose otherwise."""
    own = columns(Setting)
    statement = (
        sa.select(own.value)
        .where(own.region_id == region_id, own.key == KEY, own.valid_from <= on, own.ended_at.is_(None))
        .order_by(own.valid_from.desc())
        .limit(1)
    )
    found = session.execute(statement).scalar_one_or_none()
    return str(found["mode"]) if found else MIRROR


def propose(db: Database, actor: Actor, form: ModeInput, *, key: str = "") -> dict[str, Any]:
    """Put another mode forward; the present one holds until a leader approves."""
    wanted = Choice(KEY, {"mode": form.mode}, form.valid_from, form.reason)
    return choices.propose(db, actor, form.region, wanted, rights=choices.MODE, key=key)


def decide(
    db: Database, actor: Actor, public_id: str, version: int, *, approve: bool, key: str = ""
) -> dict[str, Any]:
    """Bring a proposed mode into force, or refuse it."""
    return choices.decide(
        db, actor, public_id, version, approve=approve, rights=choices.MODE, apply=_apply, key=key
    )


def _apply(act: Act, row: SettingProposal) -> None:
    choices.put_setting(act, row)
