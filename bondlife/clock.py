"""The only place that reads the clock: instants in UTC, business dates in Beijing time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Return the instant, in UTC."""
    return _source()


def business_date() -> date:
    """Return today's date as the offices count it."""
    return now().astimezone(BEIJING).date()


def local(instant: datetime) -> datetime:
    """Return an instant in Beijing time, for showing."""
    return instant.astimezone(BEIJING)


@contextmanager
def standing_at(source: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from somewhere else: simulations live thirty years in seconds."""
    global _source  # noqa: PLW0603
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
