"""Where bond money is, how it is spent, and how statements agree with the ledger."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bondlife.api.contract import (
    ApiRouter,
    IfMatch,
    SentKey,
    Version,
    body_of,
    database,
    own_key,
    reply,
    stored,
    takes,
    version_asked,
)
from bondlife.queries.idle_money import IdleAsk, idle_view, progress_view
from bondlife.queries.money_trail import TrailAsk, trail_told
from bondlife.queries.statements import accounts_view, statement_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import reconciling
from bondlife.services.inputs import Input
from bondlife.services.reconciling import AccountInput, MatchInput
from bondlife.services.values import Day, Line, Month, PublicId

router = ApiRouter(tags=["money"])

Reader = Annotated[Actor, Depends(require("bond_share.read"))]
StatementReader = Annotated[Actor, Depends(require("statement.read"))]
Editor = Annotated[Actor, Depends(require("statement.edit"))]


class TrailQuery(Input):
    """Which end and which day."""

    end: Annotated[str, Field(pattern=r"^(bond|region|project|contract|payee)$")]
    key: Line = Field(min_length=1, max_length=200)
    as_of: Day | None = None


class MoneyQuery(Input):
    """Which region and which day."""

    region: Annotated[str, Field(pattern=r"^[0-9A-Z]{0,12}$")] = ""
    as_of: Day | None = None


class MonthQuery(Input):
    """Which month; the last one with lines by default."""

    month: Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2})?$")] = ""


class ConfirmMonth(Input):
    """The month whose proposals are confirmed."""

    month: Month


class LineMatch(MatchInput):
    """What a line is set against, and the version it was read at."""

    version: Version = None


class UndoIn(Input):
    """The version of the match that is undone."""

    version: Version = None


class TrailOut(BaseModel):
    """A trail: sums in fen by step, links by level, the latest payments."""

    end: str
    title: str
    as_of: str
    sums: dict[str, int]
    links: list[dict[str, Any]]
    payments: list[dict[str, Any]]


class IdleOut(BaseModel):
    """Idle money in fen: totals, by age, the costliest batches."""

    as_of: str
    unused: int
    cost: int
    groups: list[dict[str, Any]]
    batches: list[dict[str, Any]]


class ProgressOut(BaseModel):
    """Spend progress: batches against their lines, the gravest first."""

    as_of: str
    received: int
    spent: int
    below: int
    batches: list[dict[str, Any]]


class AccountsOut(BaseModel):
    """The accounts whose statements come in."""

    items: list[dict[str, Any]]


class StatementOut(BaseModel):
    """The reconciliation of an account and month, in fen."""

    account: str
    month: str
    book_balance: int
    bank_balance: int | None
    not_in_book: int
    not_at_bank: int
    difference: int | None
    lines: list[dict[str, Any]]
    items: list[dict[str, Any]]


class MoneyStored(BaseModel):
    """What was stored."""

    public_id: str
    version: int


class Confirmed(BaseModel):
    """How many proposals were confirmed."""

    confirmed: int


@router.get("/money-trail", response_model=TrailOut)
def money_trail(request: Request, actor: Reader, asked: Annotated[TrailQuery, Query()]) -> Response:
    """Follow the money from any end to every other, on a day."""
    return reply(trail_told(database(request), actor, TrailAsk(asked.end, asked.key, asked.as_of)))


@router.get("/idle-money", response_model=IdleOut)
def idle_money(request: Request, actor: Reader, asked: Annotated[MoneyQuery, Query()]) -> Response:
    """Tell what stands still, by age, with the interest paid on it."""
    view = idle_view(database(request), actor, IdleAsk(asked.region, asked.as_of))
    return reply(
        {
            "as_of": view.as_of.isoformat(),
            "unused": view.unused,
            "cost": view.cost,
            "groups": [{"age": one.label, "unused": one.unused, "cost": one.cost} for one in view.groups],
            "batches": [
                {
                    "project": one.names.project.text,
                    "bond": one.names.bond.text,
                    "received_on": one.received_on.isoformat(),
                    "unused": one.unused,
                    "days": one.days,
                    "cost": one.cost,
                }
                for one in view.lines
            ],
        }
    )


@router.get("/spend-progress", response_model=ProgressOut)
def spend_progress(request: Request, actor: Reader, asked: Annotated[MoneyQuery, Query()]) -> Response:
    """Tell how far each batch is spent, and the list it stands on."""
    view = progress_view(database(request), actor, IdleAsk(asked.region, asked.as_of))
    return reply(
        {
            "as_of": view.as_of.isoformat(),
            "received": view.received,
            "spent": view.spent,
            "below": view.below,
            "batches": [
                {
                    "project": one.names.project.text,
                    "bond": one.names.bond.text,
                    "received_on": one.received_on.isoformat(),
                    "received": one.received,
                    "spent": one.spent,
                    "progress": f"{one.progress:f}",
                    "required": None if one.required is None else f"{one.required:f}",
                    "list": one.listed,
                    "consequence": one.consequence,
                }
                for one in view.lines
            ],
        }
    )


@router.get("/money-accounts", response_model=AccountsOut)
def list_accounts(request: Request, actor: StatementReader) -> Response:
    """List the accounts whose statements come in."""
    view = accounts_view(database(request), actor)
    names = ("public_id", "number", "name", "bank", "region", "ledger_account", "lines", "open")
    return reply({"items": [{name: getattr(one, name) for name in names} for one in view.lines]})


@router.post(
    "/money-accounts", response_model=MoneyStored, status_code=201, openapi_extra=takes(AccountInput)
)
def add_account(
    request: Request,
    actor: Editor,
    form: Annotated[AccountInput, Depends(body_of(AccountInput))],
    key: SentKey = None,
) -> Response:
    """Enter an account."""
    return stored(reconciling.add_account(database(request), actor, form, key=own_key(actor, key)), 201)


@router.get("/money-accounts/{public_id}", response_model=StatementOut)
def read_statement(
    request: Request, actor: StatementReader, public_id: PublicId, asked: Annotated[MonthQuery, Query()]
) -> Response:
    """Read the reconciliation of an account and month."""
    view = statement_view(database(request), actor, public_id, asked.month)
    sums = ("month", "book_balance", "bank_balance", "not_in_book", "not_at_bank", "difference")
    line = ("public_id", "version", "amount", "open", "counterparty", "voucher", "summary", "state")
    item = ("entry", "amount", "open", "payee", "voucher")
    return reply(
        {
            "account": view.public_id,
            **{name: getattr(view, name) for name in sums},
            "lines": [_told(one, line, one.on) for one in view.lines],
            "items": [_told(one, item, one.on) for one in view.items],
        }
    )


def _told(one: Any, names: tuple[str, ...], on: date) -> dict[str, Any]:
    return {"on": on.isoformat(), **{name: getattr(one, name) for name in names}}


@router.post(
    "/money-accounts/{public_id}/confirm", response_model=Confirmed, openapi_extra=takes(ConfirmMonth)
)
def confirm_month(
    request: Request,
    actor: Editor,
    public_id: PublicId,
    form: Annotated[ConfirmMonth, Depends(body_of(ConfirmMonth))],
    key: SentKey = None,
) -> Response:
    """Confirm every proposal of a month."""
    found = reconciling.confirm_proposed(
        database(request), actor, public_id, form.month, key=own_key(actor, key)
    )
    return reply(found)


@router.post(
    "/statement-lines/{public_id}/confirm", response_model=MoneyStored, openapi_extra=takes(LineMatch)
)
def confirm_line(
    request: Request,
    actor: Editor,
    public_id: PublicId,
    form: Annotated[LineMatch, Depends(body_of(LineMatch))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Set a line against one or more entries."""
    version = version_asked(if_match, form.version)
    plain = MatchInput(parts=form.parts, note=form.note)
    return stored(
        reconciling.confirm(database(request), actor, public_id, plain, version, key=own_key(actor, key))
    )


@router.post("/statement-matches/{public_id}/undo", response_model=MoneyStored, openapi_extra=takes(UndoIn))
def undo_match(
    request: Request,
    actor: Editor,
    public_id: PublicId,
    form: Annotated[UndoIn, Depends(body_of(UndoIn))],
    if_match: IfMatch = None,
    key: SentKey = None,
) -> Response:
    """Undo a match."""
    version = version_asked(if_match, form.version)
    return stored(reconciling.undo(database(request), actor, public_id, version, key=own_key(actor, key)))
