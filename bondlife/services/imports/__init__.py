"""Bring files in: read behind a fence, show what was found, store all of it or nothing."""

from bondlife.services.imports.report import Report
from bondlife.services.imports.run import confirm, preview, run_from_file

__all__ = ["Report", "confirm", "preview", "run_from_file"]
