"""The page of open data: which tables there are, in the language of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from bondlife.disclosure.opendata.tables import tables
from bondlife.queries.words import said


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table: its name in addresses, its form, the section of the form where that has several."""

    name: str
    form: str
    section: str


@dataclass(frozen=True, slots=True)
class DataView:
    """Every table of open data."""

    tables: Sequence[TableLine]


def data_view() -> DataView:
    """Return the page of open data."""
    return DataView(
        [
            TableLine(name, said(spec.label), "" if section is spec.sections[0] else said(section.label))
            for name, spec, section in tables()
        ]
    )
