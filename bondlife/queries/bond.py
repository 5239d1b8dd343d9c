"""One bond as its paper form: facts, shares, instalments by payment day, fees, each figure explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from bondlife import clock
from bondlife.books import region_code, rule_book
from bondlife.db import Database
from bondlife.errors import missing
from bondlife.locale import gettext
from bondlife.queries.bonds import type_name
from bondlife.queries.dues import DueLine, instalment_figure, line_columns, line_of, of_actor, with_names
from bondlife.queries.figures import Figure, Part, Ref, calculated, cited, sum_figure
from bondlife.queries.lifewords import REPAYMENT, named, purposes, state_of
from bondlife.queries.refinancing import BondKin, kin_of_bond
from bondlife.security.actor import Actor
from bondlife.security.scope import scoped
from calculators.bonds.fees import SPEC_ISSUE, IssueFees, issue_fees
from models.base import columns
from models.lifecycle import Label
from models.registry import Bond, BondShare, Instalment, Project, Region


@dataclass(frozen=True, slots=True)
class ShareLine:
    """The part of the bond that one project holds."""

    project: str
    project_id: str
    region: str
    amount: int
    as_capital: int
    received: int
    paid: int
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class PaymentDay:
    """All instalments of one payment day that the actor may see."""

    number: int
    nominal_date: date
    payment_date: date
    remittance_date: date
    is_provisional: bool
    principal: int
    interest: int
    fee: int
    secured: int
    gap: int
    state: str
    mark: str

    @property
    def due(self) -> int:
        """Return principal and interest together."""
        return self.principal + self.interest


@dataclass(frozen=True, slots=True)
class BondView:
    """The page of one bond."""

    public_id: str
    name: str
    code: str
    issuer: str
    state: str
    mark: str
    since: Any
    facts: Sequence[tuple[str, Any, str]]
    face: int
    fees: IssueFees | None
    fee_rates: tuple[Decimal, Decimal]
    shares: Sequence[ShareLine]
    share_sum: int
    is_whole: bool
    days: Sequence[PaymentDay]
    principal: int
    interest: int
    next_day: PaymentDay | None
    today: date
    kin: BondKin
    explain: Any = None


def bond_view(db: Database, actor: Actor, public_id: str, explain: str = "") -> BondView:
    """Return a bond with the shares and instalments the actor may see."""
    with db.reading() as session:
        bond = _bond(session, actor, public_id)
        issuer = session.get(Region, bond.region_id)
        shares = _shares(session, actor, bond)
        lines = _instalments(session, actor, bond)
        days = _days(lines)
        fees, rates, figure = _fees(session, bond)
        kin = kin_of_bond(session, actor, public_id)
        asked = _asked(session, actor, explain, bond, shares, lines) if explain else None
    today = clock.business_date()
    state, mark = state_of(bond.kind, "bond", bond.state)
    held = sum(share.amount for share in shares)
    return BondView(
        bond.public_id,
        bond.name,
        bond.code,
        issuer.name if issuer else "",
        state,
        mark,
        bond.state_since,
        _facts(bond),
        bond.face,
        fees,
        rates,
        shares,
        held,
        held == bond.face,
        days,
        sum(day.principal for day in days),
        sum(day.interest for day in days),
        next((day for day in days if day.payment_date >= today and day.mark != "done"), None),
        today,
        kin,
        figure if explain == "fees" else asked,
    )


def _bond(session: Session, actor: Actor, public_id: str) -> Bond:
    statement = scoped(actor, Bond, permission="bond.read").where(columns(Bond).public_id == public_id)
    found = session.execute(statement).scalar_one_or_none()
    if found is None:
        raise missing("bond")
    bond: Bond = found
    return bond


def _facts(bond: Bond) -> list[tuple[str, Any, str]]:
    """Return the lines of the paper form: label, value, how it is printed."""
    purpose = dict(purposes()).get(bond.purpose, bond.purpose)
    tenor = gettext("%(years)d years") % {"years": bond.tenor_years}
    pattern = f"（{bond.option_pattern}）" if bond.option_pattern else ""
    return [
        (gettext("Short name"), bond.short_name or "—", "text"),
        (gettext("Type"), type_name(bond.bond_type), "text"),
        (gettext("Purpose"), purpose, "text"),
        (gettext("Batch"), bond.batch or "—", "text"),
        (gettext("Face"), bond.face, "fen"),
        (gettext("For major projects"), bond.major_projects, "fen"),
        (gettext("Tenor"), tenor + pattern, "text"),
        (gettext("Coupon"), bond.coupon_rate, "rate"),
        (gettext("Payments a year"), bond.coupon_frequency, "text"),
        (gettext("Repayment form"), named(REPAYMENT, bond.repayment_form), "text"),
        (gettext("Tender date"), bond.tender_date, "date"),
        (gettext("Issue date"), bond.issue_date, "date"),
        (gettext("Value date"), bond.value_date, "date"),
        (gettext("Maturity"), bond.maturity_date, "date"),
        (gettext("Rating"), bond.rating or "—", "text"),
    ]


def _shares(session: Session, actor: Actor, bond: Bond) -> list[ShareLine]:
    share, project, region = columns(BondShare), columns(Project), columns(Region)
    chosen = (
        *(project.name, project.public_id, region.name, share.amount, share.as_capital),
        *(share.received, share.paid, share.kind, share.state),
    )
    statement = scoped(actor, BondShare, *chosen, permission="bond_share.read").select_from(BondShare)
    statement = statement.join(Project, project.id == share.project_id)
    statement = statement.join(Region, region.id == share.region_id)
    statement = statement.where(share.bond_id == bond.id, share.ended_at.is_(None))
    statement = statement.where(share.state != "cancelled").order_by(region.code, project.code)
    return [_share_line(row) for row in session.execute(statement)]


def _share_line(row: Any) -> ShareLine:
    state, mark = state_of(row[7], "bond_share", row[8])
    values: list[Any] = [*row[:7], state, mark]
    return ShareLine(*values)


def _instalments(session: Session, actor: Actor, bond: Bond) -> list[DueLine]:
    own = columns(Instalment)
    statement = with_names(of_actor(actor, *line_columns()).where(own.bond_id == bond.id))
    return [line_of(row) for row in session.execute(statement.order_by(own.payment_date, own.id))]


def _days(lines: Sequence[DueLine]) -> list[PaymentDay]:
    held: dict[tuple[int, date], list[DueLine]] = {}
    for line in lines:
        held.setdefault((line.number, line.payment_date), []).append(line)
    return [_day(group) for group in held.values()]


def _day(group: Sequence[DueLine]) -> PaymentDay:
    first = group[0]
    last = next((line for line in group if not line.is_settled), first)
    return PaymentDay(
        first.number,
        first.nominal_date,
        first.payment_date,
        min(line.remittance_date for line in group),
        first.is_provisional,
        sum(line.principal for line in group),
        sum(line.interest for line in group),
        sum(line.fee for line in group),
        sum(line.secured for line in group),
        sum(line.gap for line in group),
        last.state,
        last.mark,
    )


def _fees(session: Session, bond: Bond) -> tuple[IssueFees, tuple[Decimal, Decimal], Figure]:
    """Return the fees of the issue by the bond's own rates, else by the rules of its day."""
    on = bond.issue_date or clock.business_date()
    book = rule_book(session, region_code(session, bond.region_id), on)
    rules = [book["issuance.issuance_fee_rate"], book["issuance.registration_fee_rate"]]
    own = (bond.issuance_fee_rate, bond.registration_fee_rate)
    used = [mine if mine is not None else rule.decimal() for mine, rule in zip(own, rules, strict=True)]
    inputs = {"face": bond.face, "issuance_rate": used[0], "registration_rate": used[1]}
    fees = issue_fees(bond.face, issuance_rate=used[0], registration_rate=used[1])
    by_rule = [cited(rule) for mine, rule in zip(own, rules, strict=True) if mine is None]
    figure = calculated("fees", SPEC_ISSUE, inputs, fees, "total_fee", rules=by_rule)
    return fees, (used[0], used[1]), figure


def _asked(
    session: Session,
    actor: Actor,
    key: str,
    bond: Bond,
    shares: Sequence[ShareLine],
    lines: Sequence[DueLine],
) -> Figure | None:
    if key == "shares":
        parts = [Part(Label(one.project, one.project), one.amount) for one in shares]
        return sum_figure(key, Label("Shares you may see", "可见份额合计"), parts, refs=[])
    if key in {"principal", "interest"}:
        labels = {
            "principal": Label("All principal", "本金合计"),
            "interest": Label("All interest", "利息合计"),
        }
        parts = [
            Part(Label(day.payment_date.isoformat(), day.payment_date.isoformat()), getattr(day, key))
            for day in _days(lines)
        ]
        return sum_figure(key, labels[key], parts, refs=[Ref(bond.name, f"/bonds/{bond.public_id}")])
    return _day_figure(session, actor, key, lines)


def _day_figure(session: Session, actor: Actor, key: str, lines: Sequence[DueLine]) -> Figure | None:
    """Explain one payment day: by its formula where one share is seen, else by its parts."""
    group = [line for line in lines if f"day{line.number}" == key]
    if len(group) == 1:
        return instalment_figure(session, actor, key, group[0].public_id)
    parts = [Part(Label(line.project, line.project), line.due) for line in group]
    label = Label("Due on this day", "本日应付本息")
    refs = [Ref(line.project, f"/projects/{line.project_id}") for line in group[:5]]
    return sum_figure(key, label, parts, refs=refs) if parts else None
