"""Terms of a fund: each version is stored as a draft that a second person puts into force."""

from typing import Any

from bondlife.acts import Act, perform
from bondlife.db import Database
from bondlife.errors import Blocked, Problem
from bondlife.security.actor import Actor
from bondlife.services import records
from bondlife.services.fund_inputs import TermsInput
from bondlife.services.funds.common import book_for, fund_for, record_scope, start
from models.registry import Fund, FundTerms


def save(db: Database, actor: Actor, fund_id: str, form: TermsInput, *, key: str = "") -> dict[str, Any]:
    """Store a new version of the terms as a draft."""

    def work(act: Act) -> dict[str, Any]:
        fund = fund_for(act, fund_id, "fund_terms.create")
        row = put(act, fund, form)
        act.about(row, number=row.number)
        return records.receipt(row)

    request = [fund_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "fund_terms.create", work, key=key, request=request))


def put(act: Act, fund: Fund, form: TermsInput) -> FundTerms:
    """Store a new version inside an open act; only one draft waits at a time."""
    book = book_for(act, fund)
    if any(one.state == "draft" for one in book.terms):
        raise Blocked(Problem("draft_waits", "A draft of the terms waits already; approve or withdraw it."))
    row = FundTerms(**record_scope(fund), state="", number=len(book.terms) + 1, **_values(form))
    start(act, row)
    return row


def _values(form: TermsInput) -> dict[str, Any]:
    typed = form.model_dump(exclude={"concession", "directions", "example", "exit_clauses"})
    named = {_COLUMNS.get(name, name): value for name, value in typed.items()}
    return {
        **named,
        "concession": [
            {"lowest_score": f"{one.lowest_score or 0:f}", "share": f"{one.share:f}"}
            for one in form.concession or ()
        ],
        "directions": [
            {"key": one.key, "label": one.label or one.key, "share": f"{one.share:f}"}
            for one in form.directions or ()
        ],
        "exit_clauses": list(form.exit_clauses or ()),
        "example": form.example.stored() if form.example is not None else None,
    }


_COLUMNS = {
    "hurdle_percent": "hurdle_rate",
    "catch_up_percent": "catch_up_share",
    "carry_percent": "carry_rate",
    "clawback_tax_percent": "clawback_tax_rate",
    "management_fee_percent": "management_fee_rate",
    "most_in_one_percent": "most_in_one",
}
"""Percentages as typed and the columns that keep them as shares."""
