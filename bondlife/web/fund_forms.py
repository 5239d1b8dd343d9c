"""What a browser sends of a fund, read as the input of a service: tables are written one row a line."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bondlife.db import Database
from bondlife.errors import Invalid
from bondlife.security.actor import Actor
from bondlife.services.fund_inputs import (
    CallInput,
    DistributionInput,
    ExitInput,
    FeeInput,
    FindingInput,
    FundGoalInput,
    HoldingInput,
    PartnerInput,
    PlanInput,
    TermsInput,
    ValuationInput,
)
from bondlife.services.funds import calls, distributions, holdings, register, terms
from bondlife.services.input_base import Input
from bondlife.web.forms import Sent
from models.fund_labels import CLAUSES

Service = Callable[..., dict[str, Any]]

SERVICES: Mapping[str, tuple[type[Input], Service]] = {
    "partner": (PartnerInput, register.add_partner),
    "plan": (PlanInput, register.plan_year),
    "terms": (TermsInput, terms.save),
    "call": (CallInput, calls.prepare),
    "distribution": (DistributionInput, distributions.prepare),
    "holding": (HoldingInput, holdings.invest),
    "valuation": (ValuationInput, holdings.value),
    "exit": (ExitInput, holdings.leave),
    "fee": (FeeInput, holdings.pay_fee),
    "goal": (FundGoalInput, register.save_goal),
    "finding": (FindingInput, register.add_finding),
}
"""Form → what it is read as, and who writes it."""

PLACES = {"terms": "fund-terms", "call": "capital-calls", "distribution": "fund-distributions"}
"""Forms whose record has a page of its own."""


def write(db: Database, actor: Actor, public_id: str, what: str, form: Sent) -> str:
    """Store one form of a fund and return where to go on."""
    model, service = SERVICES[what]
    values = {name: value for name, value in form.values.items() if value.strip()}
    data = terms_data(values) if what == "terms" else values
    stored = service(db, actor, public_id, read(data, model), key=form.key)
    if what in PLACES:
        return f"/{PLACES[what]}/{stored['public_id']}"
    return ""


def read(data: Mapping[str, Any], model: type[Input]) -> Input:
    """Check plain data against the input of a service; what is wrong is named by its field."""
    return Sent(data, {}, 0, "", "", "").input(model)


def terms_data(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the terms as typed, with their tables read line by line."""
    tables = {"directions", "concession", "calls", "distributions", "deals", "navs", "example_committed"}
    named = {
        name: value
        for name, value in values.items()
        if name not in tables and not name.startswith(("clause_", "expected."))
    }
    named["promises_return"] = values.get("promises_return") == "yes"  # type: ignore[assignment]
    return {
        **named,
        "exit_clauses": [key for key in CLAUSES if values.get(f"clause_{key}") == "yes"],
        "directions": [
            {"key": row[0], "label": row[0], "share": row[1]} for row in rows(values, "directions", 2, 2)
        ],
        "concession": [{"lowest_score": row[0], "share": row[1]} for row in rows(values, "concession", 2, 2)],
        "example": _example(values),
    }


def _example(values: Mapping[str, str]) -> dict[str, Any] | None:
    expected = {
        name.removeprefix("expected."): value
        for name, value in values.items()
        if name.startswith("expected.") and value.strip()
    }
    if not expected:
        return None
    return {
        "calls": [{"on": row[0], "amount": row[1]} for row in rows(values, "calls", 2, 2)],
        "distributions": [{"on": row[0], "amount": row[1]} for row in rows(values, "distributions", 2, 2)],
        "deals": [_deal(row) for row in rows(values, "deals", 3, 5)],
        "navs": [row[0] for row in rows(values, "navs", 1, 1)],
        "committed": values.get("example_committed", "0") or "0",
        "expected": expected,
    }


def _deal(row: Sequence[str]) -> dict[str, str]:
    names = ("name", "cost", "invested_on", "proceeds", "exited_on")
    return dict(zip(names, row, strict=False))


def rows(values: Mapping[str, str], name: str, least: int, most: int) -> list[list[str]]:
    """Return the rows of a table typed one a line; a line with too few or too many words is named."""
    found = []
    for number, line in enumerate(values.get(name, "").splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if not least <= len(words) <= most:
            raise Invalid.because(
                "bad_line", "Line %(number)d: write %(least)d to %(most)d words.", name,
                number=number, least=least, most=most,
            )  # fmt: skip
        found.append(words)
    return found
