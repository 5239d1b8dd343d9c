"""One PPP contract: regime, parties and phases, terms in force, money at risk, what it will cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from bondlife import clock
from bondlife.books import Rule, RuleBook, region_code, rule_book
from bondlife.db import Database
from bondlife.lifecycle.facts import bond_of, by_key, rows, shares_of_project
from bondlife.lifecycle.guards.ppp import Notified, asks_linkage
from bondlife.lifecycle.ppp_spending import ContractCost, costs_of, versions_of
from bondlife.locale import gettext
from bondlife.ppp.linkage import LinkedPart, gate_of
from bondlife.queries.figures import Figure, calculated, cited
from bondlife.queries.lifewords import state_of
from bondlife.queries.ppp_contracts import at_risk_of, parts_of
from bondlife.queries.ppp_fields import REGIMES, TYPES
from bondlife.queries.record import RecordView, record_view, row_of
from bondlife.queries.words import said
from bondlife.security.actor import Actor
from calculators.kernel.errors import CalculationError
from calculators.ppp.linkage import SPEC as LINKAGE
from calculators.ppp.linkage import ComponentKind, Linkage, LinkedComponent
from models.base import columns
from models.lifecycle import Label
from models.registry import Arrear, Organisation, PPPContract, PPPTerms, PriceBasis, Project

MOST_YEARS = 45
SOURCES = {
    "plan": Label("approved plan", "已批准的支出计划"),
    "terms": Label("terms in force", "有效付费条款"),
    "estimate": Label("estimate", "测算"),
}
LISTS = ("financing", "risks", "milestones", "spending")


@dataclass(frozen=True, slots=True)
class TermsLine:
    """One version of the terms."""

    href: str
    number: int
    name: str
    supplement: str
    valid_from: date
    valid_to: date | None
    state: str
    mark: str
    digest: str


@dataclass(frozen=True, slots=True)
class LinkedLine:
    """One component with what of it hangs on performance, fen a year."""

    name: str
    share: Fraction
    base: int | None
    at_risk: int | None
    clause: str


@dataclass(frozen=True, slots=True)
class LinkageView:
    """Both checks of linkage, shown apart: the gate on availability and the warning on full linkage."""

    lines: Sequence[LinkedLine]
    at_risk: int | None
    availability_share: Fraction | None
    gate: Rule | None
    passes_gate: bool
    full: Rule | None
    is_full: bool
    asks_full: bool


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of what the contract will cost."""

    year: int
    amount: int
    source: str


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A price from a month on."""

    name: str
    month: str
    value: Decimal
    unit: str
    evidence: str


@dataclass(frozen=True, slots=True)
class ShareLine:
    """Special-bond money of the project behind the contract."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class PPPContractView:
    """The page of one contract."""

    record: RecordView
    public_id: str
    version: int
    name: str
    number: str
    currency: str
    regime: str
    regime_rule: Rule | None
    payment_type: str
    parties: Sequence[tuple[str, str]]
    phases: Sequence[tuple[str, date | None]]
    money: Sequence[tuple[str, int]]
    project: tuple[str, str] | None
    shares: Sequence[ShareLine]
    terms: Sequence[TermsLine]
    linkage: LinkageView
    years: Sequence[YearLine]
    open_parts: Sequence[str]
    lists: Mapping[str, Sequence[Mapping[str, Any]]]
    prices: Sequence[PriceLine]
    owed: int
    may_edit: bool
    may_owe: bool
    explain: Figure | None = None


def contract_view(db: Database, actor: Actor, public_id: str, *, explain: str = "") -> PPPContractView:
    """Return the page of a contract this person may see."""
    record = record_view(db, actor, "ppp_contract", public_id)
    today = clock.business_date()
    with db.reading() as session:
        row = row_of(session, actor, "ppp_contract", public_id)
        assert isinstance(row, PPPContract)
        rules = rule_book(session, region_code(session, row.region_id), today)
        versions = versions_of(session, [row.id])
        parts = parts_of(versions.get(row.id or 0, ()), today)
        cost = _cost(session, row)
        linked = linkage_view(row, parts, rules)
        return PPPContractView(
            record,
            row.public_id,
            row.version,
            row.name,
            row.number,
            row.currency,
            said(dict(REGIMES)[row.regime]),
            rules.get("ppp.new_mechanism" if row.regime == "new" else "ppp.regime"),
            said(dict(TYPES)[row.payment_type]),
            _parties(session, row),
            _phases(row),
            _money(row),
            _project(session, actor, row),
            _shares(session, row),
            _terms(session, row),
            linked,
            [YearLine(year, fen, said(SOURCES[cost.sources[year]])) for year, fen in cost.by_year.items()],
            cost.open_parts,
            {name: getattr(row, name) or () for name in LISTS},
            _prices(session, row),
            _owed(session, row),
            actor.can_on("ppp_contract.edit", row.region_id, row.unit_id, row.department_id),
            actor.can_on("arrear.edit", row.region_id, row.unit_id, row.department_id)
            and row.state in {"in_force", "operating", "handed_over"},
            _asked(explain, parts, rules),
        )


def _cost(session: Session, row: PPPContract) -> ContractCost:
    """Return the years of the contract's operation, as far as they are known."""
    started = row.operation_from or row.signed_on or clock.business_date()
    planned = [int(one["year"]) for one in row.spending or ()]
    first = min([started.year, *planned])
    last = row.ends_on.year if row.ends_on else first + 30
    years = range(first, min(max([last, *planned]), first + MOST_YEARS) + 1)
    return costs_of(session, [row], years)[0]


def linkage_view(row: Notified | None, parts: Sequence[LinkedPart], rules: RuleBook) -> LinkageView:
    """Return both checks of linkage for these components."""
    gate, full = rules.get("ppp.linkage_gate"), rules.get("ppp.full_linkage")
    if not asks_linkage(row):
        gate = full = None
    found = None if gate is None else _gate(parts, gate)
    lines = [LinkedLine(one.name, one.share, one.base, one.at_risk, one.clause) for one in parts]
    since = date.fromisoformat(str(full.value[0])) if full is not None and full.value else None
    return LinkageView(
        lines,
        at_risk_of(parts),
        None if found is None else found.availability_share,
        gate,
        found is None or found.passes_gate,
        full,
        bool(parts) and all(one.share == 1 for one in parts),
        since is not None and row is not None and row.signed_on is not None and row.signed_on >= since,
    )


def _gate(parts: Sequence[LinkedPart], gate: Rule) -> Linkage | None:
    try:
        return gate_of(tuple(parts), gate.decimal())
    except CalculationError:
        return None


def _asked(explain: str, parts: Sequence[LinkedPart], rules: RuleBook) -> Figure | None:
    gate = rules.get("ppp.linkage_gate")
    if explain != "availability_share" or gate is None:
        return None
    found = _gate(parts, gate)
    if found is None:
        return None
    known = all(one.base is not None for one in parts)
    rows_in = [
        LinkedComponent(
            ComponentKind.AVAILABILITY if one.kind.value == "availability" else ComponentKind.OPERATION,
            (one.base or 0) if known else 1,
            one.share,
        )
        for one in parts
    ]
    inputs = {"components": rows_in, "gate": gate.decimal()}
    return calculated(explain, LINKAGE, inputs, found, "availability_share", rules=[cited(gate)])


def _parties(session: Session, row: PPPContract) -> list[tuple[str, str]]:
    bodies = [by_key(session, Organisation, key) for key in (row.unit_id, row.department_id)]
    unit, department = ("" if one is None else one.name for one in bodies)
    found = [
        (gettext("Implementing agency"), row.agency),
        (gettext("Project company"), row.company),
        (gettext("Credit code"), row.company_credit_code),
        (gettext("Project unit"), unit),
        (gettext("Competent department"), department),
        (gettext("Sector"), row.sector),
        (gettext("Basis of the regime"), row.regime_basis),
    ]
    return [(name, value) for name, value in found if value]


def _phases(row: PPPContract) -> list[tuple[str, date | None]]:
    return [
        (gettext("Signed"), row.signed_on),
        (gettext("Works begin"), row.construction_from),
        (gettext("Operation begins"), row.operation_from),
        (gettext("Contract ends"), row.ends_on),
    ]


def _money(row: PPPContract) -> list[tuple[str, int]]:
    return [
        (gettext("Total investment"), row.total_investment),
        (gettext("Project capital"), row.capital),
        (gettext("Of which government"), row.government_capital),
    ]


def _project(session: Session, actor: Actor, row: PPPContract) -> tuple[str, str] | None:
    found = by_key(session, Project, row.project_id)
    if found is None or not actor.can_on("project.read", found.region_id, found.unit_id, found.department_id):
        return None
    return found.name, f"/projects/{found.public_id}"


def _shares(session: Session, row: PPPContract) -> list[ShareLine]:
    found = shares_of_project(session, row.project_id) if row.project_id is not None else []
    named = [(bond_of(session, share), share.amount) for share in found]
    return [ShareLine(bond.name if bond else "", amount) for bond, amount in named]


def _terms(session: Session, row: PPPContract) -> list[TermsLine]:
    found = rows(session, PPPTerms, columns(PPPTerms).contract_id == row.id)
    return [terms_line(one) for one in sorted(found, key=lambda one: one.number, reverse=True)]


def terms_line(row: PPPTerms) -> TermsLine:
    """Return one version as lists show it."""
    state, mark = state_of(row.kind, "ppp_terms", row.state)
    return TermsLine(
        f"/ppp/terms/{row.public_id}",
        row.number,
        row.name,
        row.supplement,
        row.valid_from,
        row.valid_to,
        state,
        mark,
        row.digest[7:23],
    )


def _prices(session: Session, row: PPPContract) -> list[PriceLine]:
    found = rows(session, PriceBasis, columns(PriceBasis).contract_id == row.id)
    ordered = sorted(found, key=lambda one: (one.name, one.effective_month))
    return [PriceLine(one.name, one.effective_month, one.value, one.unit, one.evidence) for one in ordered]


def _owed(session: Session, row: PPPContract) -> int:
    found = rows(session, Arrear, columns(Arrear).contract_id == row.id)
    return sum(one.due - one.paid for one in found)
