"""What a parser gives back: typed rows, findings, totals. Nothing is stored yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bondlife.exchange.issues import Finding
from bondlife.exchange.units import in_unit

RowT = TypeVar("RowT")
SHOWN_UNITS = ("元", "万元", "亿元")


@dataclass(frozen=True, slots=True)
class Draft(Generic[RowT]):
    """A file read into typed rows, ready to be shown and confirmed as a whole or not at all.

    ``totals`` are fen by field over the good rows; ``mapping`` is the column heading taken for each
    field, to be remembered; ``summary`` holds counts that a preview shows.
    """

    kind: str
    unit: str
    file_sha256: str
    file_type: str
    rows: tuple[RowT, ...]
    findings: tuple[Finding, ...]
    totals: Mapping[str, int]
    mapping: Mapping[str, str] = field(default_factory=dict)
    summary: Mapping[str, Any] = field(default_factory=dict)
    rows_read: int = 0

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that forbid the import."""
        return tuple(each for each in self.findings if each.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Findings that must be seen."""
        return tuple(each for each in self.findings if each.severity == "warning")

    @property
    def is_importable(self) -> bool:
        """Tell whether the file may be confirmed: there are rows and no error."""
        return bool(self.rows) and not self.errors

    @property
    def exit_code(self) -> int:
        """0 clean, 1 warnings only, 2 refused."""
        if self.errors or not self.rows:
            return 2
        return 1 if self.warnings else 0

    def totals_by_unit(self) -> dict[str, dict[str, str]]:
        """Return each total as exact text in yuan, ten thousand and hundred million yuan."""
        return {
            name: {unit: f"{in_unit(fen, unit):f}" for unit in SHOWN_UNITS}
            for name, fen in self.totals.items()
        }
