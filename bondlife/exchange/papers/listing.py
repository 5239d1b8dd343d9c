"""Any exported list as a paper: the same heads and rows as its xlsx and csv."""

from itertools import islice

from bondlife.errors import Invalid
from bondlife.exchange.documents.paper import Column, Form, Paper
from bondlife.exchange.documents.paper import Table as PaperTable
from bondlife.queries.tables import Table

MOST_ROWS = 5000
"""More rows than anybody reads on paper: about 120 pages."""
_UPRIGHT = 6


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def paper(table: Table, unit: str) -> Paper:
    """Return a list as a paper; a list too long to print is refused."""
    columns = tuple(
        Column(f"c{place}", one.heading, one.kind, one.width) for place, one in enumerate(table.columns)
    )
    rows = [
        {one.key: value for one, value in zip(columns, row, strict=True)}
        for row in islice(table.rows, MOST_ROWS + 1)
    ]
    if len(rows) > MOST_ROWS:
        text = _("A list of more than %(most)d rows is not printed; take it as xlsx.")
        raise Invalid.because("too_long_to_print", text, "", most=MOST_ROWS)
    form = Form(
        "listing",
        table.name,
        (PaperTable("rows", "", columns),),
        unit,
        is_wide=len(columns) > _UPRIGHT,
        is_editable=False,
    )
    return Paper(form, {"rows": rows}, table.name)
