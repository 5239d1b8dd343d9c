"""The projects of a filter as a file: real numbers, the same rows in the same order as the list."""

import csv
from decimal import Decimal
from io import StringIO

from bondlife.books import known_here
from bondlife.db import Database
from bondlife.exchange.units import in_unit
from bondlife.exchange.xlsx_out import Column, Value, table_bytes
from bondlife.locale import current_locale, gettext
from bondlife.queries.project_lines import names
from bondlife.queries.projects import ProjectFilter, ProjectRow, all_rows
from bondlife.queries.use_sums import rates_by_project
from bondlife.security.actor import Actor
from calculators.risk.use_rates import UseRates

UNITS = {"yuan": "元", "wan": "万元", "yi": "亿元"}


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


COLUMNS: tuple[tuple[str, str, int], ...] = (
    (_("Code"), "text", 20),
    (_("Project"), "text", 44),
    (_("Region"), "text", 14),
    (_("Sector"), "text", 18),
    (_("State"), "text", 12),
    (_("Stage"), "text", 14),
    (_("Start year"), "number", 10),
    (_("Total investment"), "fen", 18),
    (_("Special bonds wanted"), "fen", 18),
    (_("Issued"), "fen", 18),
    (_("Arrival rate"), "percent", 12),
    (_("Disbursement rate"), "percent", 12),
    (_("Payment rate"), "percent", 12),
)
"""Heading, kind and width of every column."""


def xlsx_of(db: Database, actor: Actor, wanted: ProjectFilter, unit: str) -> bytes:
    """Return the filter as xlsx, amounts as numbers of the unit."""
    heads = [
        Column(gettext(heading), "count" if kind == "number" else kind, width)  # type: ignore[arg-type]
        for heading, kind, width in COLUMNS
    ]
    rows = _rows(db, actor, wanted)
    return table_bytes(heads, rows, unit=UNITS[unit], title=gettext("Projects"))


def csv_of(db: Database, actor: Actor, wanted: ProjectFilter, unit: str) -> bytes:
    """Return the filter as csv with a byte-order mark, amounts as plain numbers of the unit."""
    out = StringIO()
    writer = csv.writer(out)
    kinds = [kind for _heading, kind, _width in COLUMNS]
    writer.writerow(
        f"{gettext(heading)}（{UNITS[unit]}）" if kind == "fen" else gettext(heading)
        for heading, kind, _width in COLUMNS
    )
    for row in _rows(db, actor, wanted):
        writer.writerow(_cell(value, kind, unit) for value, kind in zip(row, kinds, strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _rows(db: Database, actor: Actor, wanted: ProjectFilter) -> list[tuple[Value, ...]]:
    with db.reading() as session:
        rates = rates_by_project(session, actor) if actor.can("bond_share.read") else {}
        return [_row(row, rates.get(row.public_id)) for row in all_rows(session, actor, wanted)]


def _row(row: ProjectRow, rates: UseRates | None) -> tuple[Value, ...]:
    sector, state, stage = names(
        row.kind, row.sector, row.state, row.stage or "", current_locale(), known_here()
    )
    amounts = (row.total_investment, row.special_bond, row.issued)
    used = (_percent(getattr(rates, f"{name}_rate", None)) for name in ("arrival", "disbursement", "payment"))
    return (row.code, row.name, row.region, sector, state, stage, row.start_year, *amounts, *used)


def _percent(rate: Decimal | None) -> Decimal | None:
    return None if rate is None else round(rate, 4)


def _cell(value: Value, kind: str, unit: str) -> str:
    """Write one cell; text that a sheet would run as a formula gets a leading apostrophe."""
    if kind == "fen" and isinstance(value, int):
        return f"{in_unit(value, UNITS[unit]):f}"
    if kind == "percent":
        return "" if value is None else f"{Decimal(str(value)) * 100:.2f}%"
    text = str(value)
    return "'" + text if kind == "text" and text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
