"""Repayment beside the calendar: sheets, remittances, trouble, refinancing, early money, reserve, tables."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel

from bondlife.errors import Blocked, Conflict, Invalid, Refusal
from bondlife.queries.early import early_view, reserve_view
from bondlife.queries.instalment_sheet import sheet_view
from bondlife.queries.overdue import trouble_view
from bondlife.queries.published import cells_of, table_form, table_view, tables_view
from bondlife.queries.refinancing import refinancing_view
from bondlife.queries.remittances import LegFilter, legs_table, legs_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import records
from bondlife.services.inputs import RepaymentOrderInput
from bondlife.services.repayment_inputs import PublishedTableInput, RefinancingLineInput, ShortfallLineInput
from bondlife.services.repayments import save_mapping, save_published, save_shortfall
from bondlife.web.errors import say, status_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, attachment, done, in_words, refused, show, text_of, whole_of

router = APIRouter(tags=["repayments"])

Reader = Annotated[Actor, Depends(require("instalment.read"))]
Editor = Annotated[Actor, Depends(require("instalment.edit"))]
LegReader = Annotated[Actor, Depends(require("remittance.read"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]
OrderReader = Annotated[Actor, Depends(require("repayment_order.read"))]
OrderMaker = Annotated[Actor, Depends(require("repayment_order.create"))]
TableReader = Annotated[Actor, Depends(require("published_table.read"))]
TableMaker = Annotated[Actor, Depends(require("published_table.edit"))]

LineT = TypeVar("LineT", bound=BaseModel)
MOST_LINES = 40
RESERVE = ("reserve_in", "reserve_out")


@router.get("/repayments/remittances")
async def show_remittances(request: Request, actor: LegReader) -> Response:
    """Show the legs of the chain: mine to send, mine to receive, late ones."""
    with in_words(request, actor):
        view = legs_view(request.app.state.db, actor, _legs(request))
    return show(request, actor, "repayments/remittances.html", view)


@router.get("/repayments/remittances/export/{kind}")
def export_remittances(request: Request, kind: str, actor: Exporter) -> Response:
    """Send exactly the list as a file."""
    with in_words(request, actor):
        return attachment(request, actor, kind, legs_table(request.app.state.db, actor, _legs(request)))


def _legs(request: Request) -> LegFilter:
    whose = text_of(request, "whose", 12) or "all"
    if whose not in {"all", "send", "receive", "late"}:
        raise Invalid.because("bad_choice", "Choose one of the values of the list.", "whose")
    return LegFilter(
        whose,
        text_of(request, "region", 12),
        text_of(request, "state", 40),
        text_of(request, "after", 600),
        text_of(request, "before", 600),
    )


@router.get("/repayments/overdue")
async def show_trouble(request: Request, actor: Reader) -> Response:
    """Show what is overdue and what is short of money."""
    with in_words(request, actor):
        view = trouble_view(
            request.app.state.db,
            actor,
            region=text_of(request, "region", 12),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "repayments/overdue.html", view)


@router.get("/repayments/refinancing")
async def show_refinancing(request: Request, actor: Reader) -> Response:
    """Show maturing principal with its steps, and the lineage of debts."""
    with in_words(request, actor):
        view = refinancing_view(
            request.app.state.db,
            actor,
            year=whole_of(request, "year", 1949, 2150),
            region=text_of(request, "region", 12),
            explain=text_of(request, "explain"),
        )
    return show(request, actor, "repayments/refinancing.html", view)


@router.get("/repayments/early")
async def show_early(request: Request, actor: OrderReader) -> Response:
    """Show the three kinds of early money, each on its own."""
    return _early(request, actor, FormState())


@router.get("/repayments/reserve")
async def show_reserve(request: Request, actor: OrderReader) -> Response:
    """Show the reserve funds."""
    return _reserve(request, actor, FormState())


@router.post("/repayments/orders")
def store_order(request: Request, form: SentForm, actor: OrderMaker) -> Response:
    """Draft an order; its record is where papers and signatures follow."""
    typed = {name: value for name, value in form.values.items() if value.strip()}
    try:
        wanted = Sent(typed, {}, form.version, form.key, "", "").input(RepaymentOrderInput)
        stored = records.create(request.app.state.db, actor, "repayment_order", wanted, key=form.key)
    except (Invalid, Blocked) as refusal:
        with in_words(request, actor):
            state = refused(form.values, refusal)
        again = _reserve if form.values.get("purpose") in RESERVE else _early
        return again(request, actor, state, status_code=status_of(refusal))
    return done(f"/records/repayment_order/{stored['public_id']}")


def _early(request: Request, actor: Actor, state: FormState, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = early_view(request.app.state.db, actor, state)
    return show(request, actor, "repayments/early.html", view, status_code=status_code)


def _reserve(request: Request, actor: Actor, state: FormState, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = reserve_view(request.app.state.db, actor, state, text_of(request, "explain"))
    return show(request, actor, "repayments/reserve.html", view, status_code=status_code)


@router.get("/repayments/published")
async def show_tables(request: Request, actor: TableReader) -> Response:
    """Show the published tables and how many of their claims do not hold."""
    with in_words(request, actor):
        view = tables_view(request.app.state.db, actor)
    return show(request, actor, "repayments/published.html", view)


@router.get("/repayments/published/new")
async def new_table(request: Request, actor: TableMaker) -> Response:
    """Show the form of a new published table."""
    return _table_form(request, actor, FormState())


@router.post("/repayments/published")
def store_table(request: Request, form: SentForm, actor: TableMaker) -> Response:
    """Store a published table as it was pasted."""
    values = dict(form.values)
    try:
        wanted = Sent(
            {name: value for name, value in values.items() if name != "table"}, {}, 0, form.key, "", ""
        ).input(PublishedTableInput, cells=cells_of(values.get("table", "")[:200_000]))
        stored = save_published(request.app.state.db, actor, wanted, key=form.key)
    except (Invalid, Conflict) as refusal:
        with in_words(request, actor):
            state = refused(values, refusal)
        return _table_form(request, actor, state, status_code=status_of(refusal))
    return done(f"/repayments/published/{stored['public_id']}")


def _table_form(request: Request, actor: Actor, state: FormState, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = table_form(request.app.state.db, actor, state)
    return show(request, actor, "repayments/published_form.html", view, status_code=status_code)


@router.get("/repayments/published/{public_id}")
async def show_table(request: Request, public_id: str, actor: TableReader) -> Response:
    """Show one published table: what does not hold first."""
    with in_words(request, actor):
        view = table_view(request.app.state.db, actor, public_id)
    return show(request, actor, "repayments/published_table.html", view)


@router.get("/repayments/{public_id}")
async def show_sheet(request: Request, public_id: str, actor: Reader) -> Response:
    """Show one instalment with its way up, penalty, shortfall plan and refinancing."""
    with in_words(request, actor):
        view = sheet_view(request.app.state.db, actor, public_id, explain=text_of(request, "explain"))
    return show(request, actor, "repayments/sheet.html", view)


@router.post("/repayments/{public_id}/shortfall")
def store_shortfall(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Store the shortfall plan of an instalment."""

    def write() -> None:
        lines = _lines(form, ShortfallLineInput, "amount")
        save_shortfall(request.app.state.db, actor, public_id, lines, form.version, key=form.key)

    return _sheet(request, actor, public_id, write)


@router.post("/repayments/{public_id}/mapping")
def store_mapping(request: Request, public_id: str, form: SentForm, actor: Editor) -> Response:
    """Store which refinancing shares take over the principal of an instalment."""

    def write() -> None:
        lines = _lines(form, RefinancingLineInput, "amount")
        save_mapping(request.app.state.db, actor, public_id, lines, form.version, key=form.key)

    return _sheet(request, actor, public_id, write)


def _sheet(request: Request, actor: Actor, public_id: str, write: Callable[[], None]) -> Response:
    try:
        write()
    except (Invalid, Blocked, Conflict) as refusal:
        with in_words(request, actor):
            view = sheet_view(request.app.state.db, actor, public_id, errors=_said(refusal))
        return show(request, actor, "repayments/sheet.html", view, status_code=status_of(refusal))
    return done(f"/repayments/{public_id}")


def _said(refusal: Refusal) -> Sequence[str]:
    return list(dict.fromkeys(say(problem) for problem in refusal.problems))


def _lines(form: Sent, model: type[LineT], needed: str) -> list[LineT]:
    """Read the rows of a grid, fields named ``1.amount``; a row without its amount is not there."""
    rows: dict[str, dict[str, Any]] = {}
    for name, value in form.values.items():
        number, dot, field = name.partition(".")
        if dot and number.isascii() and number.isdigit():
            rows.setdefault(number, {})[field] = value
    filled = [
        row for _, row in sorted(rows.items(), key=lambda one: int(one[0])) if row.get(needed, "").strip()
    ]
    if len(filled) > MOST_LINES:
        raise Invalid.because("too_many_lines", "This is more than a grid holds.", "amount")
    return [Sent(row, {}, 0, "", "", "").input(model) for row in filled]
