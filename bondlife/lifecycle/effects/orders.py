"""Orders carried out: each with its own postings and its own change of the schedule; old rows stay."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bondlife.acts import Act
from bondlife.calendar import work_calendar
from bondlife.errors import Invalid
from bondlife.lifecycle.effects.common import locked
from bondlife.lifecycle.effects.refinancing import copied
from bondlife.lifecycle.effects.schedule import fee_on, lead_days, next_number, principal_table, share_rows
from bondlife.lifecycle.effects.tasks import close_tasks
from bondlife.lifecycle.effects.withholding import withhold
from bondlife.lifecycle.facts import bond_of, by_key, rows, shares_of_bond
from bondlife.lifecycle.guards.repayment_order import OPEN, open_rows
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.legs import CARRIED, EARLY
from bondlife.lifecycle.rail import refresh_rail
from bondlife.lifecycle.situation import Situation
from bondlife.services import ledger
from bondlife.services.ledger import Line
from calculators.bonds.schedule import ScheduleRow
from calculators.kernel.dates import add_months, add_working_days, roll_forward
from calculators.kernel.money import mul_div, split
from models.base import columns
from models.registry import Bond, BondShare, Instalment, RepaymentOrder


def carry_out_order(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Carry out the order by its purpose."""
    if isinstance(here.row, RepaymentOrder):
        _ORDERS[here.row.purpose](act, here, here.row)


def _repay_onlending(act: Act, here: Situation, order: RepaymentOrder) -> None:
    """Split what is ahead: the borrower repays now, the issuer carries that part to its maturity."""
    share: BondShare = locked(act, by_key(act.session, BondShare, order.share_id))
    bond = bond_of(act.session, share)
    ahead = open_rows(here, share, order.effective_on)
    if bond is None or not ahead:
        raise Invalid.because("nothing_ahead", "Nothing is owed after that day.", "effective_on")
    carried = _carried(ahead, order.amount)
    accrued = _accrued(bond, ahead[0], carried[0][1], order.effective_on)
    number = next_number(act, share)
    values = [_early(act, here, share, ahead[0], order, accrued, number)]
    for one, (principal, interest) in zip(ahead, carried, strict=True):
        _supersede(act, one, order.grounds)
        values += _parts(act, here, one, bond, principal, interest, number + len(values))
    act.insert_many(Instalment, values)
    _refresh(act, [share])


def _carried(ahead: Sequence[Instalment], amount: int) -> list[tuple[int, int]]:
    """Return principal and interest of each row that pass to the issuer; both foot to what was owed."""
    principals = split(amount, [one.principal for one in ahead])
    opening, carried_opening, found = sum(one.principal for one in ahead), amount, []
    for one, principal in zip(ahead, principals, strict=True):
        interest = split(one.interest, (opening - carried_opening, carried_opening))[1] if opening else 0
        found.append((principal, interest))
        opening -= one.principal
        carried_opening -= principal
    return found


def _accrued(bond: Bond, first: Instalment, interest: int, day: date) -> int:
    """Return the interest on the part repaid from the last coupon date to the day, by days of the period."""
    anchor = bond.value_date.day if bond.value_date is not None else first.nominal_date.day
    start = add_months(first.nominal_date, -12 // bond.coupon_frequency, anchor_day=anchor)
    return mul_div(interest, max((day - start).days, 0), (first.nominal_date - start).days)


def _early(
    act: Act,
    here: Situation,
    share: BondShare,
    first: Instalment,
    order: RepaymentOrder,
    accrued: int,
    number: int,
) -> dict[str, Any]:
    """Return the instalment by which the borrower repays its lender ahead of time."""
    calendar = work_calendar(act.session)
    day = roll_forward(order.effective_on, calendar)
    return {
        **copied(act, first, number),
        "nominal_date": order.effective_on,
        "payment_date": day,
        "remittance_date": add_working_days(day, -lead_days(act, here, share), calendar),
        "provisional": calendar.is_provisional(day),
        "principal": order.amount,
        "interest": accrued,
        "origin": EARLY,
    }


def _parts(
    act: Act, here: Situation, one: Instalment, bond: Bond, principal: int, interest: int, number: int
) -> list[dict[str, Any]]:
    """Return the row of the borrower and the row of the issuer that take the place of one instalment."""
    left: dict[str, Any] = {
        "principal": one.principal - principal,
        "interest": one.interest - interest,
        "origin": one.origin,
    }
    gone: dict[str, Any] = {
        "principal": principal,
        "interest": interest,
        "origin": CARRIED,
        "region_id": bond.region_id,
    }
    gone |= {"unit_id": None, "department_id": None, "remittance_date": one.payment_date}
    found: list[dict[str, Any]] = []
    for part in (left, gone):
        if part["principal"] or part["interest"]:
            fee = fee_on(here, part["principal"] + part["interest"])
            found.append({**copied(act, one, number + len(found)), **part, "fee": fee})
    return found


def _supersede(act: Act, one: Instalment, reason: str) -> None:
    source = one.state
    set_state(act, one, "superseded")
    note(act, one, "supersede", source, reason)
    close_tasks(act, one)


def _option(act: Act, here: Situation, order: RepaymentOrder) -> None:
    """Make principal due on the day of the option, for every share; debt becomes debt that is due."""
    bond: Bond = locked(act, by_key(act.session, Bond, order.bond_id))
    shares = shares_of_bond(act.session, bond.id)
    before = share_rows(act, bond, shares)
    act.change(bond, principal_table=_called_table(bond, order))
    if order.purpose == "call":
        act.change(bond, maturity_date=order.effective_on)
    after = share_rows(act, bond, shares)
    for share in shares:
        called = _reschedule(act, here, share, order, before[share.id], after[share.id])
        _post_due(act, order, share, bond.region_id, called)
    _refresh(act, shares)


def _called_table(bond: Bond, order: RepaymentOrder) -> list[int]:
    """Return the principal by year with the amount due in the year of the option, taken from later years."""
    assert bond.value_date is not None
    table = principal_table(bond)
    year = order.effective_on.year - bond.value_date.year
    later = split(order.amount if order.purpose == "put" else sum(table[year:]), table[year:])
    called = sum(later)
    kept = [amount - gone for amount, gone in zip(table[year:], later, strict=True)]
    return [*table[: year - 1], table[year - 1] + called, *kept]


def _reschedule(
    act: Act,
    here: Situation,
    share: BondShare,
    order: RepaymentOrder,
    before: Sequence[ScheduleRow],
    after: Sequence[ScheduleRow],
) -> int:
    """Replace the open rows of a share from the option on; returns the principal the option makes due."""
    own = columns(Instalment)
    old = rows(
        act.session,
        Instalment,
        own.share_id == share.id,
        own.nominal_date >= order.effective_on,
        own.state.in_(OPEN),
    )
    if not old:
        return 0
    planned = {row.nominal_date: row.principal for row in before}
    number, called = next_number(act, share), 0
    values: list[dict[str, Any]] = []
    for row in (one for one in after if one.nominal_date >= order.effective_on):
        extra = (
            row.principal - planned.get(row.nominal_date, 0) if row.nominal_date == order.effective_on else 0
        )
        values += _fresh(act, here, share, old[0], row, extra, order.purpose, number + len(values))
        called += extra
    for one in old:
        _supersede(act, one, order.grounds)
    act.insert_many(Instalment, values)
    return called


def _fresh(
    act: Act,
    here: Situation,
    share: BondShare,
    like: Instalment,
    row: ScheduleRow,
    extra: int,
    purpose: str,
    number: int,
) -> list[dict[str, Any]]:
    """Return a row of the new schedule; principal the option asks for stands in a row of its own."""
    calendar, lead = work_calendar(act.session), lead_days(act, here, share)
    dates = {
        "nominal_date": row.nominal_date,
        "payment_date": row.payment_date,
        "remittance_date": add_working_days(row.payment_date, -lead, calendar),
        "provisional": row.is_provisional,
    }
    found: list[dict[str, Any]] = []
    for principal, interest, origin in (
        (row.principal - extra, row.interest, "schedule"),
        (extra, 0, purpose),
    ):
        if principal or interest:
            amounts = {
                "principal": principal,
                "interest": interest,
                "fee": fee_on(here, principal + interest),
            }
            found.append({**copied(act, like, number + len(found)), **dates, **amounts, "origin": origin})
    return found


def _post_due(act: Act, order: RepaymentOrder, share: BondShare, issuer: int, called: int) -> None:
    if not called:
        return
    about: dict[str, Any] = {"bond_id": share.bond_id, "share_id": share.id, "project_id": share.project_id}
    lines = [Line(issuer, "debt", called, **about), Line(issuer, "debt_due", -called, **about)]
    ledger.post(
        act, order.purpose, lines, source=f"repayment_order/{order.public_id}", note=order.grounds[:500]
    )


def _waive(act: Act, here: Situation, order: RepaymentOrder) -> None:  # noqa: ARG001
    row: Instalment = locked(act, by_key(act.session, Instalment, order.instalment_id))
    act.change(row, waived=row.waived + order.amount)


def _reserve(act: Act, here: Situation, order: RepaymentOrder) -> None:  # noqa: ARG001
    sign = 1 if order.purpose == "reserve_in" else -1
    lines = [
        Line(order.region_id, "reserve_fund", sign * order.amount),
        Line(order.region_id, "treasury", -sign * order.amount),
    ]
    ledger.post(
        act, order.purpose, lines, source=f"repayment_order/{order.public_id}", note=order.grounds[:500]
    )


def _refresh(act: Act, shares: Sequence[BondShare]) -> None:
    for project_id in sorted({share.project_id for share in shares if share.project_id is not None}):
        refresh_rail(act, project_id)


_ORDERS: dict[str, Callable[[Act, Situation, RepaymentOrder], None]] = {
    "repay_onlending": _repay_onlending,
    "call": _option,
    "put": _option,
    "waiver": _waive,
    "withholding": withhold,
    "reserve_in": _reserve,
    "reserve_out": _reserve,
}

EFFECTS = {"carry_out_order": carry_out_order}
