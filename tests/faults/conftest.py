"""Fixtures of the bench of faults."""

from tests.faults.sound import sound
from tests.web.signed import site

__all__ = ["site", "sound"]
