"""The repayment calendar and its export."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.queries.repayments import DueFilter, calendar_table, calendar_view, wanted_window
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.web.views import attachment, in_words, month_of, show, text_of

router = APIRouter(tags=["repayments"])


@router.get("/repayments")
async def show_calendar(
    request: Request, actor: Annotated[Actor, Depends(require("instalment.read"))]
) -> Response:
    """Show the window of months that is asked for."""
    with in_words(request, actor):
        view = calendar_view(request.app.state.db, actor, wanted_of(request), text_of(request, "explain"))
    return show(request, actor, "repayments/calendar.html", view)


@router.get("/repayments/export/{kind}")
def export_calendar(
    request: Request, kind: str, actor: Annotated[Actor, Depends(require("export.run"))]
) -> Response:
    """Send exactly the window as a file."""
    with in_words(request, actor):
        table = calendar_table(request.app.state.db, actor, wanted_of(request))
        return attachment(request, actor, kind, table)


def wanted_of(request: Request) -> DueFilter:
    """Return the filter an address says."""
    first, last = wanted_window(month_of(request, "from"), month_of(request, "to"))
    return DueFilter(
        first,
        last,
        region=text_of(request, "region", 12),
        source=text_of(request, "source", 40),
        state=text_of(request, "state", 40),
        money=text_of(request, "money", 12),
        group=text_of(request, "group", 12) or "month",
        after=text_of(request, "after", 600),
        before=text_of(request, "before", 600),
    )
