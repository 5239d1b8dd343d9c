"""Trouble of the store in plain words: busy, full, away, a reading that took too long."""

import sqlalchemy as sa

from bondlife.errors import Problem, Unavailable

BUSY = Problem("busy", "The database is busy; nothing was stored. Try again in a moment.")
TOO_LONG = Problem(
    "read_too_long", "Reading took too long and was ended. Narrow the selection, then try again."
)


def unavailable(error: sa.exc.DBAPIError) -> Unavailable:
    """Turn trouble of the store into plain words."""
    text = str(error.orig).lower()
    if "full" in text:
        return Unavailable(
            Problem("disk_full", "The disk is full; nothing was stored. Free space and try again.")
        )
    if "locked" in text or "busy" in text:
        return Unavailable(BUSY)
    return Unavailable(
        Problem("database_away", "The database does not answer; nothing was stored. Try again.")
    )


def is_retryable(error: sa.exc.DBAPIError) -> bool:
    """Tell whether the whole use-case may simply be run again (serialization failure, deadlock)."""
    return getattr(error.orig, "sqlstate", "") in {"40001", "40P01"}
