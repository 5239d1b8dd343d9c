"""Files that leave the house: the rows each source gives for a region and period, compared and checked."""

from bondlife.lifecycle.filings.compare import Change, Missing, changes, missing_cells
from bondlife.lifecycle.filings.rows import FiledRow, Span
from bondlife.lifecycle.filings.sources import controls_of, rows_of

__all__ = ["Change", "FiledRow", "Missing", "Span", "changes", "controls_of", "missing_cells", "rows_of"]
