"""Rules as the API tells them."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.books import Rule, rule_book
from bondlife.db import Database
from bondlife.errors import missing
from models.base import columns
from models.registry import RuleVersion

EVER = ("in_force", "superseded")


def rule_list(db: Database, region: str, as_of: date | None) -> list[dict[str, Any]]:
    """Return the rules in force on a day for a region, by key."""
    with db.reading() as session:
        book = rule_book(session, region, as_of)
    return [_told(book.rules[key]) for key in sorted(book.rules)]


def rule_one(db: Database, key: str, region: str, as_of: date | None) -> dict[str, Any]:
    """Return one rule as it was in force on a day."""
    with db.reading() as session:
        found = rule_book(session, region, as_of).get(key)
    if found is None:
        raise missing("rule")
    return _told(found)


def rule_history(db: Database, key: str) -> list[dict[str, Any]]:
    """Return every version of a rule that was in force, the newest first."""
    own = columns(RuleVersion)
    statement = sa.select(RuleVersion).where(own.key == key, own.state.in_(EVER))
    with db.reading() as session:
        rows = session.execute(statement.order_by(own.valid_from.desc(), own.id.desc())).scalars().all()
    if not rows:
        raise missing("rule")
    return [_version(row) for row in rows]


def _told(rule: Rule) -> dict[str, Any]:
    return {
        "public_id": rule.public_id,
        "key": rule.key,
        "label": rule.label_en,
        "label_zh": rule.label_zh,
        "value": rule.value,
        "params": rule.params,
        "unit": rule.unit,
        "basis": rule.basis,
        "clause": rule.clause,
        "status": rule.status,
        "region": rule.region_code,
        "valid_from": rule.valid_from.isoformat(),
    }


def _version(row: RuleVersion) -> dict[str, Any]:
    label = row.label or {}
    names = ("public_id", "key", "value", "params", "unit", "basis", "clause", "status", "state")
    return {
        **{name: getattr(row, name) for name in names},
        "label": label.get("en", row.key),
        "label_zh": label.get("zh", row.key),
        "region": row.region_code,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }
