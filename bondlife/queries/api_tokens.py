"""One's own tokens as the API tells them."""

from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import Actor
from models.base import columns
from models.registry import ApiToken


def token_list(db: Database, actor: Actor) -> list[dict[str, Any]]:
    """Return the actor's tokens, the newest first."""
    own = columns(ApiToken)
    statement = sa.select(ApiToken).where(own.user_id == actor.user_id).order_by(own.id.desc())
    with db.reading() as session:
        return [_told(row) for row in session.execute(statement).scalars()]


def _told(row: ApiToken) -> dict[str, Any]:
    return {
        "public_id": row.public_id,
        "name": row.name,
        "permissions": row.permissions.split(),
        "expires_at": row.expires_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
    }
