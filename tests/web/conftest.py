"""Fixtures of the pages."""

from tests.web.signed import site

__all__ = ["site"]
