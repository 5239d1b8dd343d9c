"""Forms of funds as data: what may be entered on a fund, its fields in order, its choices from the books."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import Session

from bondlife import clock
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.lifecycle.funds.book import FundBook
from bondlife.locale import gettext
from bondlife.queries.funds.reading import may, read_book
from bondlife.queries.record_forms import FormField, FormGroup, FormView
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from models.base import columns
from models.fund_labels import (
    CALL_TYPES,
    CLAUSES,
    COMPOUNDINGS,
    EXIT_METHODS,
    FEE_BASES,
    FEE_KINDS,
    FUND_TYPES,
    INSTRUMENTS,
    MEASURES,
    METHODS,
    TIERS_OF_PARTNERS,
)
from models.lifecycle import Label
from models.registry import Region, RegionClosure


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


@dataclass(frozen=True, slots=True)
class F:
    """One field: name, words, type, choices by name or as labels, hint."""

    name: str
    label: str
    type: str = "text"
    choices: str | Mapping[str, Label] = ""
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class FormOf:
    """One form: what it is called, the right it needs, its groups of fields, the tab it belongs to."""

    title: str
    permission: str
    tab: str
    groups: Sequence[tuple[str, Sequence[F]]]


_YES = {"yes": Label("Yes", "是"), "no": Label("No", "否")}
_TODAY = ("committed_on", "called_on", "invested_on", "on", "found_on", "valid_from", "cleared_on")
_LINES = _("one a line")

FORMS: Mapping[str, FormOf] = {
    "partner": FormOf(
        _("Partner and promise"),
        "fund.edit",
        "partners",
        (
            (
                _("Partner"),
                (
                    F(
                        "name",
                        _("Name of the partner"),
                        required=True,
                        hint=_("a name that stands in the fund already gets a further promise"),
                    ),
                    F("tier", _("Tier"), "choice", TIERS_OF_PARTNERS, required=True),
                    F("government", _("Government whose budget pays"), "choice", "governments"),
                    F("code", _("Credit code")),
                    F("committed", _("Promised (a lowered promise below zero)"), "money", required=True),
                    F("committed_on", _("Promised on"), "date", required=True),
                    F("document_number", _("Document number")),
                ),
            ),
        ),
    ),
    "plan": FormOf(
        _("Contribution of a coming year"),
        "fund.edit",
        "partners",
        (
            (
                _("Plan"),
                (
                    F("partner", _("Government"), "choice", "partners", required=True),
                    F("year", _("Year"), "year", required=True),
                    F("amount", _("Planned"), "money", required=True),
                    F("basis", _("Basis")),
                ),
            ),
        ),
    ),
    "call": FormOf(
        _("Capital call"),
        "capital_call.create",
        "calls",
        (
            (
                _("Call"),
                (
                    F("type", _("Type"), "choice", CALL_TYPES, required=True),
                    F(
                        "amount",
                        _("Amount"),
                        "money",
                        required=True,
                        hint=_("split over the partners by commitment; a clawback is the manager's alone"),
                    ),
                    F("for_fees", _("Of which fees"), "money"),
                    F("called_on", _("Called on"), "date", required=True),
                    F("due_on", _("Due on"), "date", required=True),
                    F("purpose", _("What the call is for")),
                ),
            ),
        ),
    ),
    "distribution": FormOf(
        _("Distribution"),
        "fund_distribution.create",
        "distributions",
        (
            (
                _("Distribution"),
                (
                    F("on", _("On"), "date", required=True),
                    F(
                        "amount",
                        _("Cash to distribute"),
                        "money",
                        required=True,
                        hint=_("runs through the tiers of the terms in force on the day"),
                    ),
                    F("origin", _("Where the cash comes from")),
                ),
            ),
        ),
    ),
    "holding": FormOf(
        _("Investment"),
        "fund.edit",
        "holdings",
        (
            (
                _("Investment"),
                (
                    F("name", _("Company or sub-fund"), required=True),
                    F("code", _("Credit code")),
                    F("instrument", _("Type"), "choice", INSTRUMENTS, required=True),
                    F("direction", _("Direction"), "choice", "directions"),
                    F("place_code", _("Region code of the place"), hint=_("six digits")),
                    F("cost", _("Cost"), "money", required=True),
                    F("invested_on", _("Invested on"), "date", required=True),
                    F("whole_paid_in", _("All paid in to the sub-fund, ours with it"), "money"),
                ),
            ),
        ),
    ),
    "valuation": FormOf(
        _("Valuation"),
        "fund.edit",
        "holdings",
        (
            (
                _("Valuation"),
                (
                    F("holding", _("Holding"), "choice", "holdings", required=True),
                    F("on", _("On"), "date", required=True),
                    F("value", _("Value"), "money", required=True),
                    F("method", _("Method")),
                    F("source", _("Source")),
                ),
            ),
        ),
    ),
    "exit": FormOf(
        _("Exit or income"),
        "fund.edit",
        "holdings",
        (
            (
                _("Exit or income"),
                (
                    F("holding", _("Holding"), "choice", "holdings", required=True),
                    F("on", _("On"), "date", required=True),
                    F("method", _("How"), "choice", EXIT_METHODS, required=True),
                    F("cost_out", _("Cost that leaves"), "money", hint=_("0 for income while held")),
                    F("proceeds", _("Proceeds"), "money", required=True),
                    F(
                        "price_basis",
                        _("Basis of the price"),
                        hint=_("charter, or number of the valuation"),
                    ),
                ),
            ),
        ),
    ),
    "fee": FormOf(
        _("Fee or cost"),
        "fund.edit",
        "holdings",
        (
            (
                _("Fee or cost"),
                (
                    F("on", _("On"), "date", required=True),
                    F("amount", _("Amount"), "money", required=True),
                    F("category", _("Kind of fee"), "choice", FEE_KINDS, _("some move no money"), True),
                    F("note", _("Why")),
                ),
            ),
        ),
    ),
    "goal": FormOf(
        _("Policy goal"),
        "fund.edit",
        "policy",
        (
            (
                _("Policy goal"),
                (
                    F("name", _("Goal"), required=True),
                    F("measure", _("Measured by"), "choice", MEASURES, required=True),
                    F("unit", _("Unit")),
                    F("target", _("Target"), "number", required=True),
                    F("actual", _("Reached, where entered by hand"), "number"),
                    F("actual_on", _("As of"), "date"),
                ),
            ),
        ),
    ),
    "finding": FormOf(
        _("Breach"),
        "fund.edit",
        "policy",
        (
            (
                _("Breach"),
                (
                    F("trigger", _("Breach"), "choice", "breaches", required=True),
                    F("found_on", _("Found on"), "date", required=True),
                    F("text", _("What was found"), "long_text", required=True),
                ),
            ),
        ),
    ),
    "clearing": FormOf(
        _("Breach put right"),
        "fund.edit",
        "policy",
        (
            (
                _("How it was put right"),
                (
                    F("cleared_on", _("Put right on"), "date", required=True),
                    F("text", _("How"), "long_text", required=True),
                ),
            ),
        ),
    ),
    "terms": FormOf(
        _("Terms of the fund"),
        "fund_terms.create",
        "terms",
        (
            (
                _("1. Distribution"),
                (
                    F("valid_from", _("Valid from"), "date", required=True),
                    F("document_number", _("Document number")),
                    F("waterfall", _("Waterfall"), "choice", METHODS, required=True),
                    F("hurdle_percent", _("Hurdle rate"), "rate"),
                    F("compounding", _("Simple or compound"), "choice", COMPOUNDINGS, required=True),
                    F("catch_up_percent", _("Catch-up of the manager"), "rate", hint=_("0: no catch-up")),
                    F("carry_percent", _("Carry"), "rate"),
                    F("clawback_tax_percent", _("Tax on carry, kept at a clawback"), "rate"),
                ),
            ),
            (
                _("2. Fee, concentration, direction"),
                (
                    F("management_fee_percent", _("Management fee"), "rate"),
                    F("fee_base", _("Base of the fee"), "choice", FEE_BASES, required=True),
                    F("most_in_one_percent", _("Most in one company"), "rate"),
                    F("reinvestment_ratio", _("Invested here over own contribution, at least"), "number"),
                    F(
                        "directions",
                        _("Directions of investment"),
                        "long_text",
                        hint=_("one a line: name and least share in per cent, such as 先进制造业 60"),
                    ),
                    F(
                        "concession",
                        _("Concession of gain"),
                        "long_text",
                        hint=_("one a line: lowest score and share in per cent, such as 80 30"),
                    ),
                ),
            ),
            (
                _("3. Charter"),
                (
                    *(F(f"clause_{key}", f"clause:{key}", "choice", _YES) for key in CLAUSES),
                    F("promises_return", _("Promises principal or return"), "choice", _YES, required=True),
                ),
            ),
            (
                _("4. Example worked by hand"),
                (
                    F(
                        "calls",
                        _("Paid in"),
                        "long_text",
                        hint=_("one a line: day and yuan"),
                    ),
                    F("distributions", _("Distributed"), "long_text", hint=_LINES),
                    F(
                        "deals",
                        _("Deals (deal by deal)"),
                        "long_text",
                        hint=_("one a line: name, cost, day, proceeds, day of exit"),
                    ),
                    F("navs", _("Worth before each distribution (total return)"), "long_text", hint=_LINES),
                    F("example_committed", _("Committed in the example (total return)"), "money"),
                    F("expected.to_investors", _("Worked by hand: to the investors"), "money"),
                    F("expected.to_manager", _("Worked by hand: to the manager"), "money"),
                    F("expected.carry_paid", _("Worked by hand: carry of the exits"), "money"),
                    F("expected.clawback_due", _("Worked by hand: clawback due"), "money"),
                    F("expected.total_carry", _("Worked by hand: total carry"), "money"),
                ),
            ),
        ),
    ),
}
"""What may be entered on a fund."""

REGISTER = (
    (
        _("The fund"),
        (
            F("region", _("Region"), "choice", "regions", required=True),
            F("code", _("Project code"), required=True),
            F("name", _("Name of the fund"), required=True),
            F("fund_type", _("Type of fund"), "choice", FUND_TYPES, required=True),
            F("purpose", _("Policy goal"), "long_text"),
            F("target_size", _("Target size"), "money", hint=_("leave empty where it is not known")),
            F("manager", _("Manager")),
            F("custodian", _("Custodian")),
            F("start_year", _("Start year"), "year", required=True),
        ),
    ),
    (
        _("Conditions of a new fund"),
        (
            F("guarantees_funded", _("The three guarantees are fully funded"), "choice", _YES),
            F("interest_funded", _("Debt interest is fully funded"), "choice", _YES),
        ),
    ),
)
"""The form of a new fund with its plan."""


def form_of(
    db: Database, actor: Actor, public_id: str, what: str, *, typed: Mapping[str, str], place: str = ""
) -> FormView:
    """Return one form of a fund with its choices; a person who may not write gets none."""
    form = FORMS.get(what)
    if form is None:
        raise missing("form")
    with db.reading() as session:
        book = read_book(session, actor, public_id)
        if not may(actor, book.fund, form.permission):
            raise missing("fund")
        groups = _groups(form.groups, lambda name: _CHOICES[name](session, book))
    base = f"/funds/{public_id}"
    return FormView(
        gettext(form.title),
        place or f"{base}/add/{what}",
        f"{base}?tab={form.tab}",
        0,
        str(uuid4()),
        groups,
        {**_defaults(form), **typed},
        crumbs=[(gettext("Investment funds"), "/funds"), (book.fund.name, f"{base}?tab={form.tab}")],
    )


def register_form(db: Database, actor: Actor) -> FormView:
    """Return the form of a new fund."""
    with db.reading() as session:
        groups = _groups(REGISTER, lambda _name: _own_regions(session, actor))
    year = str(clock.business_date().year)
    return FormView(
        gettext("Register a fund"),
        "/funds/new",
        "/funds",
        0,
        str(uuid4()),
        groups,
        {"start_year": year, "fund_type": "industry"},
        crumbs=[(gettext("Investment funds"), "/funds")],
    )


def _defaults(form: FormOf) -> dict[str, str]:
    today = clock.business_date().isoformat()
    names = {field.name for _title, fields in form.groups for field in fields}
    data = {name: today for name in _TODAY if name in names}
    first = {"type": "capital", "instrument": "equity", "method": "transfer", "measure": "entered"}
    more = {"waterfall": "european", "compounding": "simple", "fee_base": "paid_in", "promises_return": "no"}
    return {**data, **{key: value for key, value in {**first, **more}.items() if key in names}}


def _groups(
    groups: Sequence[tuple[str, Sequence[F]]], choose: Callable[[str], Sequence[tuple[str, str]]]
) -> list[FormGroup]:
    return [FormGroup(gettext(title), [_field(one, choose) for one in fields]) for title, fields in groups]


def _field(one: F, choose: Callable[[str], Sequence[tuple[str, str]]]) -> FormField:
    choices: Sequence[tuple[str, str]] = ()
    if isinstance(one.choices, str):
        choices = choose(one.choices) if one.choices else ()
    else:
        choices = [(key, said(label)) for key, label in one.choices.items()]
    unit = {"money": gettext("yuan"), "rate": "%"}.get(one.type, "")
    key = one.label.removeprefix("clause:")
    label = said(CLAUSES[key]) if key in CLAUSES else gettext(one.label)
    hint = gettext(one.hint) if one.hint else ""
    return FormField(one.name, label, one.type, unit, hint, choices, one.required)


def _partners(session: Session, book: FundBook) -> list[tuple[str, str]]:  # noqa: ARG001
    return [(str(one.number), one.name) for one in book.governments]


def _holdings(session: Session, book: FundBook) -> list[tuple[str, str]]:  # noqa: ARG001
    return [(str(one.number), f"{one.number} {one.name}") for one in book.holdings]


def _directions(session: Session, book: FundBook) -> list[tuple[str, str]]:  # noqa: ARG001
    terms = book.terms_on(clock.business_date())
    found = [(one["key"], one["label"]) for one in (terms.directions if terms is not None else None) or ()]
    return [*found, ("other", gettext("Other"))]


def _breaches(session: Session, book: FundBook) -> list[tuple[str, str]]:  # noqa: ARG001
    return [(key, said(CLAUSES[key])) for key in ("off_policy", "against_charter", "other_breach")]


def _governments(session: Session, book: FundBook) -> list[tuple[str, str]]:
    """Return the region of the fund and those above it, and none."""
    region, closure = columns(Region), columns(RegionClosure)
    statement = (
        sa.select(region.code, region.name)
        .join_from(Region, RegionClosure, closure.ancestor_id == region.id)
        .where(closure.descendant_id == book.fund.region_id)
        .order_by(closure.depth)
    )
    return [("", gettext("none")), *((code, name) for code, name in session.execute(statement))]


def _own_regions(session: Session, actor: Actor) -> list[tuple[str, str]]:
    region = columns(Region)
    statement = sa.select(region.code, region.name).where(region.ended_at.is_(None))
    grants = actor.grants_for("fund.create")
    if not any(grant.region_ids is None for grant in grants):
        own: set[int] = set().union(*(grant.region_ids or () for grant in grants))
        statement = statement.where(region.id.in_(sorted(own)))
    rows = session.execute(statement.order_by(region.code).limit(500))
    return [(code, f"{name} {code}") for code, name in rows]


_CHOICES: Mapping[str, Callable[[Session, FundBook], Sequence[tuple[str, str]]]] = {
    "partners": _partners,
    "holdings": _holdings,
    "directions": _directions,
    "breaches": _breaches,
    "governments": _governments,
}
