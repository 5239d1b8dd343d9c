"""The published tables of the working pages: limit and balance (F8), change of use (F6)."""

from bondlife.exchange.documents.paper import Paper
from bondlife.exchange.papers.official import paper_of
from bondlife.queries.changes_of_use import ChangeView
from bondlife.queries.limits import StatementView
from models.disclosure_forms import forms

_SIDES = ("whole", "own", "lower")


def f8_paper(view: StatementView) -> Paper:
    """Return a statement of limit and balance in its official form; the view speaks Chinese."""
    rows = [
        {"item": row.label, "letter": row.letter, **dict(zip(_SIDES, row.cells, strict=True))}
        for row in (*view.official, *view.others)
    ]
    title = f"{view.region}{view.year}年，{view.basis}"
    head = {"cut_off": view.as_of.isoformat(), "region": view.region, "title": title}
    return paper_of(forms()["F8"], {**head, "rows": rows})


def f6_paper(view: ChangeView) -> Paper:
    """Return a change of use as the table that is published; the view speaks Chinese."""
    columns = forms()["F6"].section("rows").columns
    row = {one.name: cell.value for one, cell in zip(columns, view.f6, strict=True)}
    head = {"cut_off": view.cut_off.isoformat(), "title": view.title}
    return paper_of(forms()["F6"], {**head, "rows": [row]})
