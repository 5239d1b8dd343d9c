"""Run migrations on a connection that was handed over; the transaction is the caller's."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from models.columns import Cents, JsonText, Rate, UtcDateTime
from models.registry import metadata

_PLAIN = {
    Cents: "sa.BigInteger()",
    Rate: "sa.BigInteger()",
    UtcDateTime: "sa.DateTime(timezone=True)",
    JsonText: "sa.Text()",
}


def render_item(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Write plain column types, so that migrations import nothing of the application."""
    if kind != "type":
        return False
    if isinstance(value, AutoString):
        return f"sa.String(length={value.length})" if value.length else "sa.String()"
    if isinstance(value, sa.BigInteger) and value._variant_mapping:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return _PLAIN.get(type(value), False)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
