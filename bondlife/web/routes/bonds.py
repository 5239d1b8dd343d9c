"""Bonds: the list with its totals and exports, one bond, the maturity wall."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.bond import bond_view
from bondlife.queries.bonds import BondFilter, bond_totals, bonds_table, bonds_view
from bondlife.queries.wall import wall_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.views import attachment, in_words, show, text_of, whole_of

router = APIRouter(tags=["bonds"])

Reader = Annotated[Actor, Depends(require("bond.read"))]
DueReader = Annotated[Actor, Depends(require("instalment.read"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]


@router.get("/bonds")
async def show_bonds(request: Request, actor: Reader) -> Response:
    """Show the list; htmx asks for the table alone."""
    with in_words(request, actor):
        view = bonds_view(request.app.state.db, actor, wanted_of(request))
    return show(request, actor, "bonds/list.html", view)


@router.get("/bonds/totals")
async def show_totals(request: Request, actor: Reader) -> Response:
    """Show count and sums of the filter; they come after the rows."""
    with in_words(request, actor):
        view = bond_totals(request.app.state.db, actor, wanted_of(request), text_of(request, "explain"))
    return show(request, actor, "bonds/totals.html", view)


@router.get("/bonds/export/{kind}")
def export_bonds(request: Request, kind: str, actor: Exporter) -> Response:
    """Send exactly the filter as a file."""
    with in_words(request, actor):
        table = bonds_table(request.app.state.db, actor, wanted_of(request))
        return attachment(request, actor, kind, table)


@router.get("/bonds/wall")
async def show_wall(request: Request, actor: DueReader) -> Response:
    """Show what falls due by year, or by month of one year."""
    with in_words(request, actor):
        view = wall_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            year=whole_of(request, "year", 1949, 2150),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "bonds/wall.html", view)


@router.get("/bonds/{public_id}")
async def show_bond(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one bond with the shares and instalments this person may see."""
    with in_words(request, actor):
        view = bond_view(request.app.state.db, actor, public_id, text_of(request, "explain"))
    return show(request, actor, "bonds/bond.html", view)


def wanted_of(request: Request) -> BondFilter:
    """Return the filter an address says."""
    return BondFilter(
        region=text_of(request, "region", 12),
        bond_type=text_of(request, "type", 12),
        purpose=text_of(request, "purpose", 40),
        year=whole_of(request, "year", 1949, 2150),
        tenor=whole_of(request, "tenor", 1, 100),
        q=text_of(request, "q", 100),
        sort=text_of(request, "sort") or "-issue",
        after=text_of(request, "after", 900),
        before=text_of(request, "before", 900),
    )
