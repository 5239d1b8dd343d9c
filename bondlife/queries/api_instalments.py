"""What falls due month by month, as the API tells it."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.db import Database
from bondlife.security.actor import Actor
from bondlife.security.scope import closure_of, scoped
from calculators.kernel.dates import add_months
from calculators.kernel.money import to_yuan
from models.base import columns
from models.registry import Instalment, Region

AMOUNTS = ("principal", "interest", "fee", "secured")


def instalment_sums(db: Database, actor: Actor, first: str, last: str, *, region: str = "") -> dict[str, Any]:
    """Return the sums of the instalments the actor may see, by the month of payment, and their total."""
    with db.reading() as session:
        rows = session.execute(_daily(actor, first, last, region)).all()
    months: dict[str, list[int]] = {}
    for day, *figures in rows:
        held = months.setdefault(f"{day:%Y-%m}", [0] * (len(AMOUNTS) + 1))
        months[f"{day:%Y-%m}"] = [a + int(b or 0) for a, b in zip(held, figures, strict=True)]
    whole = [sum(column) for column in zip(*months.values(), strict=True)] or [0] * (len(AMOUNTS) + 1)
    lines = [_line(month, figures) for month, figures in sorted(months.items())]
    return {"months": lines, "total": _line("", whole)}


def _daily(actor: Actor, first: str, last: str, region: str) -> Any:
    own = columns(Instalment)
    start = date.fromisoformat(f"{first}-01")
    end = add_months(date.fromisoformat(f"{last}-01"), 1)
    sums = (sa.func.sum(own[name]) for name in AMOUNTS)
    statement = scoped(
        actor, Instalment, own.payment_date, sa.func.count(), *sums, permission="instalment.read"
    )
    statement = statement.where(
        own.ended_at.is_(None),
        own.state != "superseded",
        own.payment_date >= start,
        own.payment_date < end,
    )
    if region:
        root = sa.select(columns(Region).id).where(columns(Region).code == region).scalar_subquery()
        statement = statement.where(own.region_id.in_(closure_of(root)))
    return statement.group_by(own.payment_date)


def _line(month: str, figures: list[int]) -> dict[str, Any]:
    amounts = {name: f"{to_yuan(value):f}" for name, value in zip(AMOUNTS, figures[1:], strict=True)}
    return {"month": month, "count": figures[0], **amounts}
