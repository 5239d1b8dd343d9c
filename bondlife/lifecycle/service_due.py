"""What falls due on special debt in a year: by share and part, with the source that was named for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from models.base import columns
from models.registry import Instalment

REPLACED = ("superseded",)
PARTS = ("principal", "interest", "fees")


@dataclass(frozen=True, slots=True)
class Due:
    """One part of the debt service of a share in a year: fen, and its source, empty where none is named."""

    project_id: int
    share_id: int
    part: str
    source: str
    amount: int


def service_due(session: Session, region_ids: Sequence[int], year: int) -> list[Due]:
    """Return what falls due, summed by share, part and source; schedules that were replaced do not count."""
    own = columns(Instalment)
    statement = (
        sa.select(
            own.project_id,
            own.share_id,
            own.principal_source,
            own.interest_source,
            sa.func.sum(own.principal),
            sa.func.sum(own.interest),
            sa.func.sum(own.fee),
        )
        .where(
            own.region_id.in_(region_ids),
            own.payment_date.between(date(year, 1, 1), date(year, 12, 31)),
            own.state.not_in(REPLACED),
            own.ended_at.is_(None),
        )
        .group_by(own.project_id, own.share_id, own.principal_source, own.interest_source)
        .order_by(own.project_id, own.share_id)
        .execution_options(scoped=True)
    )
    found: dict[tuple[int, int, str, str], int] = {}
    for project, share, principal_by, interest_by, *amounts in session.execute(statement):
        sources = (principal_by, interest_by, interest_by)
        for part, source, amount in zip(PARTS, sources, amounts, strict=True):
            if amount:
                key = (project, share, part, source)
                found[key] = found.get(key, 0) + int(amount)
    return [Due(*key, amount) for key, amount in found.items()]


def due_parts(session: Session, region_id: int, year: int) -> dict[str, int]:
    """Return what falls due in one region by part."""
    parts = dict.fromkeys(PARTS, 0)
    for due in service_due(session, [region_id], year):
        parts[due.part] += due.amount
    return parts
