"""Column types that are exact on SQLite and PostgreSQL alike."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from calculators.kernel.money import MAX_FEN, check_fen
from models.canonical import canonical_json

RATE_SCALE = 10
"""Decimal places a stored rate carries: 0.0236 is stored as 236000000."""

Identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A 64-bit key that SQLite still numbers by itself."""


class Cents(TypeDecorator[int]):
    """Money as integer fen; refuses floats, booleans, decimals and what does not fit."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Check the amount on its way in."""
        return None if value is None else check_fen(value, "amount")


def are_cents(values: Sequence[Any]) -> bool:
    """Tell whether a whole column may be bound as money as it stands: whole numbers within range.

    >>> are_cents([0, -5, 10**12]), are_cents([1, None]), are_cents([True]), are_cents([10**19])
    (True, False, False, False)
    """
    return set(map(type, values)) == {int} and -MAX_FEN <= min(values) <= max(values) <= MAX_FEN


class Rate(TypeDecorator[Decimal]):
    """An exact rate (decimal per year, 0.0236 is 2.36 %) as a scaled integer."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Scale the rate; more places than are stored are refused, not rounded."""
        if value is None:
            return None
        if isinstance(value, float | bool):
            message = "a rate is a Decimal, never a binary float"
            raise TypeError(message)
        scaled = Decimal(value).scaleb(RATE_SCALE)
        if scaled != int(scaled):
            message = f"a rate has at most {RATE_SCALE} decimal places"
            raise ValueError(message)
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Return the rate with its trailing zeros dropped."""
        return None if value is None else unscale_rate(value)


@lru_cache(maxsize=4096)
def unscale_rate(stored: int) -> Decimal:
    """Return a stored rate as Decimal.

    >>> unscale_rate(236000000)
    Decimal('0.0236')
    """
    rate = Decimal(stored).scaleb(-RATE_SCALE).normalize()
    return rate.quantize(Decimal(1)) if rate == rate.to_integral() else rate


class UtcDateTime(TypeDecorator[datetime]):
    """An instant in UTC; naive values are refused, and come back aware from every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn the instant to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant needs its time zone"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back where the database dropped it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """A JSON value kept as canonical text, so that its digest never depends on the database."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write canonical JSON."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read it back."""
        return None if value is None else json.loads(value)
