"""Fixtures of the bench of faults."""

from tests.web.signed import site

__all__ = ["site"]
