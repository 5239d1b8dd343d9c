"""Statements of banks and of the treasury: accounts, the reconciliation of a month, matches."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from bondlife.errors import Invalid, Problem, Refusal
from bondlife.queries.statements import accounts_view, statement_table, statement_view
from bondlife.security.actor import Actor
from bondlife.security.gate import require
from bondlife.services import reconciling
from bondlife.services.reconciling import AccountInput, MatchInput
from bondlife.web.errors import status_of
from bondlife.web.forms import Sent, SentForm
from bondlife.web.views import FormState, attachment, done, in_words, refused, show, text_of

router = APIRouter(tags=["statements"])

Reader = Annotated[Actor, Depends(require("statement.read"))]
Editor = Annotated[Actor, Depends(require("statement.edit"))]
Exporter = Annotated[Actor, Depends(require("export.run"))]


@router.get("/statements")
def show_accounts(request: Request, actor: Reader) -> Response:
    """Show the accounts whose statements come in."""
    return _accounts(request, actor, FormState({"ledger_account": "treasury"}))


@router.post("/statements")
def add_account(request: Request, actor: Editor, form: SentForm) -> Response:
    """Store an account."""
    try:
        values = {name: text for name, text in form.values.items() if text.strip()}
        typed = Sent(values, {}, 0, "", "", "").input(AccountInput)
        stored = reconciling.add_account(request.app.state.db, actor, typed, key=form.key)
    except Refusal as refusal:
        return _accounts(request, actor, refused(form.values, refusal), status_of(refusal))
    return done(f"/statements/{stored['public_id']}")


def _accounts(request: Request, actor: Actor, state: FormState, status_code: int = 200) -> Response:
    with in_words(request, actor):
        view = accounts_view(request.app.state.db, actor, state)
    return show(request, actor, "statements/accounts.html", view, status_code=status_code)


@router.get("/statements/{public_id}")
def show_statement(request: Request, public_id: str, actor: Reader) -> Response:
    """Show the reconciliation of an account and month."""
    with in_words(request, actor):
        view = statement_view(request.app.state.db, actor, public_id, text_of(request, "month", 7))
    return show(request, actor, "statements/show.html", view)


@router.get("/statements/{public_id}/export/{kind}")
def export_statement(request: Request, public_id: str, kind: str, actor: Exporter) -> Response:
    """Send the reconciliation statement as a file."""
    with in_words(request, actor):
        month = text_of(request, "month", 7)
        return attachment(
            request, actor, kind, statement_table(request.app.state.db, actor, public_id, month)
        )


@router.post("/statements/{public_id}/confirm")
def confirm_proposed(request: Request, public_id: str, actor: Editor, form: SentForm) -> Response:
    """Confirm every proposal of the month."""
    month = form.values.get("month", "")[:7]
    reconciling.confirm_proposed(request.app.state.db, actor, public_id, month, key=form.key)
    return done(f"/statements/{public_id}?month={month}")


@router.post("/statement-lines/{line_id}/confirm")
def confirm_line(request: Request, line_id: str, actor: Editor, form: SentForm) -> Response:
    """Set a line against one or more entries: fields ``amount.ENTRY``."""
    typed = Sent({}, {}, 0, "", "", "").input(
        MatchInput, parts=_parts(form), note=form.values.get("note", "")
    )
    stored = reconciling.confirm(request.app.state.db, actor, line_id, typed, form.version, key=form.key)
    return done(_back(form, stored))


def _parts(form: Sent) -> list[dict[str, str]]:
    found = [
        {"entry": name.removeprefix("amount."), "amount": text.strip()}
        for name, text in form.values.items()
        if name.startswith("amount.") and text.strip()
    ]
    if not found:
        raise Invalid(Problem("no_parts", "Write the amount beside at least one entry.", "amount"))
    return found


@router.post("/statement-matches/{match_id}/undo")
def undo_match(request: Request, match_id: str, actor: Editor, form: SentForm) -> Response:
    """Undo a match."""
    stored = reconciling.undo(request.app.state.db, actor, match_id, form.version, key=form.key)
    return done(_back(form, stored))


def _back(form: Sent, stored: dict[str, object]) -> str:
    """Return the page the form came from, or the list of accounts; nothing else is followed."""
    account, month = form.values.get("account", "")[:36], form.values.get("month", "")[:7]
    plain = all(sign.isalnum() or sign == "-" for sign in account + month)
    return (
        f"/statements/{account}?month={month}#{stored['public_id']}" if account and plain else "/statements"
    )
