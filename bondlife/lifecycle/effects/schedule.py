"""Schedules of shares: built from the terms of the bond, replaced, split, with days of remittance."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bondlife.acts import Act
from bondlife.calendar import work_calendar
from bondlife.errors import Invalid
from bondlife.lifecycle.effects.common import taken_over
from bondlife.lifecycle.effects.tasks import add_task, close_tasks
from bondlife.lifecycle.facts import bond_of, by_key, chain_of, rows, shares_of_bond
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.plan import table_of
from bondlife.lifecycle.situation import Situation
from calculators.bonds.schedule import Repayment, ScheduleRow, debt_schedule, principal_by_year
from calculators.bonds.shares import split_schedule
from calculators.kernel.dates import WorkCalendar, add_working_days
from calculators.kernel.money import round_fen
from models.base import columns
from models.kinds.special_bond.purposes import REFINANCING
from models.registry import Bond, BondShare, Instalment, Project

OPEN = ("planned", "budgeted")


def terms(bond: Bond, calendar: WorkCalendar) -> tuple[ScheduleRow, ...]:
    """Return the schedule of a whole bond by its terms; an earlier maturity repays what is left then."""
    if bond.coupon_rate is None or bond.value_date is None:
        raise Invalid.because(
            "terms_missing", "Coupon and value date are needed for the schedule.", "coupon_rate"
        )
    found = debt_schedule(
        bond.face,
        coupon_rate=bond.coupon_rate,
        value_date=bond.value_date,
        tenor_years=bond.tenor_years,
        coupon_frequency=bond.coupon_frequency,
        repayment=Repayment.TABLE,
        principal_table=principal_table(bond),
        calendar=calendar,
    ).rows
    return tuple(row for row in found if row.opening)


def principal_table(bond: Bond) -> list[int]:
    """Return the principal of each year: as options have changed it, else by the form of repayment."""
    if bond.principal_table:
        return [int(amount) for amount in bond.principal_table]
    form = Repayment.INSTALMENT if bond.repayment_form == "instalment" else Repayment.BULLET
    table = list(principal_by_year(bond.face, bond.tenor_years, form))
    years = bond.tenor_years
    if bond.maturity_date and bond.value_date:
        years = bond.maturity_date.year - bond.value_date.year
    if 0 < years < bond.tenor_years:
        table[years - 1 :] = [sum(table[years - 1 :]), *(0 for _ in table[years:])]
    return table


def share_rows(
    act: Act, bond: Bond, shares: Sequence[BondShare]
) -> dict[int | None, tuple[ScheduleRow, ...]]:
    """Return the rows of each share by its key; what other holders have is split off with them."""
    amounts = [share.amount for share in shares]
    others = bond.face - sum(amounts)
    split = split_schedule(terms(bond, work_calendar(act.session)), [*amounts, max(others, 0)])
    return {share.id: parts for share, parts in zip(shares, split, strict=False)}


def generate_schedule(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Build the instalments of every share, and count the bond in its projects."""
    bond = here.row
    if not isinstance(bond, Bond):
        return
    shares = shares_of_bond(act.session, bond.id)
    for share, parts in zip(shares, share_rows(act, bond, shares).values(), strict=True):
        store(act, here, share, parts, first=1)
        project = by_key(act.session, Project, share.project_id)
        if project is not None and bond.purpose not in REFINANCING:
            act.change(project, issued=project.issued + share.amount)


def store(act: Act, here: Situation, share: BondShare, parts: Sequence[ScheduleRow], *, first: int) -> None:
    """Store rows of a schedule as planned instalments of a share."""
    calendar, lead = work_calendar(act.session), lead_days(act, here, share)
    values = [
        {
            **taken_over(share),
            "state": "planned",
            "state_since": act.now,
            "state_moves": 0,
            "taken_on": False,
            "fields": {},
            "bond_id": share.bond_id,
            "share_id": share.id,
            "number": number,
            "nominal_date": part.nominal_date,
            "payment_date": part.payment_date,
            "remittance_date": add_working_days(part.payment_date, -lead, calendar),
            "provisional": part.is_provisional,
            "principal": part.principal,
            "interest": part.interest,
            "fee": fee_on(here, part.principal + part.interest),
        }
        for number, part in enumerate(parts, first)
    ]
    act.insert_many(Instalment, values)


def fee_on(here: Situation, amount: int) -> int:
    """Return the redemption service fee on an amount by the rule; none where no rule is in force."""
    rule = here.rules.get("issuance.redemption_fee_rate")
    return round_fen(amount * rule.decimal()) if rule is not None else 0


def lead_days(act: Act, here: Situation, share: BondShare) -> int:
    """Return the working days a payment travels up the chain; the rule's days until it is signed."""
    chain = chain_of(here, share)
    bond = bond_of(act.session, share)
    if chain:
        return sum(link.lead_days for link in chain)
    rule = here.rules.get("repayment.lead_days")
    own = bond is not None and bond.region_id == share.region_id
    return 0 if own or rule is None else rule.whole()


def refresh_remittance(act: Act, here: Situation, share: BondShare) -> None:
    """Set the days of remittance again once the agreements of the chain are known."""
    calendar, lead = work_calendar(act.session), lead_days(act, here, share)
    for one in open_instalments(act, share):
        act.change(one, remittance_date=add_working_days(one.payment_date, -lead, calendar))


def open_instalments(act: Act, share: BondShare) -> list[Instalment]:
    """Return the instalments of a share that nobody was asked to pay yet."""
    column = columns(Instalment)
    act.flush()
    return rows(act.session, Instalment, column.share_id == share.id, column.state.in_(OPEN))


def next_number(act: Act, share: BondShare) -> int:
    """Return the next free number of an instalment of a share."""
    found = rows(act.session, Instalment, columns(Instalment).share_id == share.id)
    return max((one.number for one in found), default=0) + 1


def replace_schedule(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Replace the instalments still planned, from this one on, by the schedule the bond's terms now give."""
    row = here.row
    share = by_key(act.session, BondShare, row.share_id) if isinstance(row, Instalment) else None
    bond = bond_of(act.session, share)
    if share is None or bond is None or not isinstance(row, Instalment):
        return
    old = [one for one in open_instalments(act, share) if one.nominal_date >= row.nominal_date]
    for one in old:
        source = one.state
        set_state(act, one, "superseded")
        note(act, one, "supersede", source, here.reason)
        close_tasks(act, one)
    owed = row.principal + sum(one.principal for one in old)
    parts = share_rows(act, bond, shares_of_bond(act.session, bond.id))[share.id]
    fresh = [part for part in parts if part.nominal_date >= row.nominal_date]
    if sum(part.principal for part in fresh) != owed:
        raise Invalid.because(
            "schedule_does_not_foot",
            "The new terms would not repay what this share still owes; check tenor and maturity of the bond.",
            "maturity_date",
        )
    store(act, here, share, fresh, first=next_number(act, share))


def recompute_coverage(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Compute coverage with actual coupons; open a task where it falls below the lower bound."""
    bond, bound = here.row, here.rules.get("coverage.lower_bond")
    assumed = here.rules.get(str(params["rule"]))
    if not isinstance(bond, Bond) or bound is None or assumed is None or bond.purpose in REFINANCING:
        return
    act.flush()
    for share in shares_of_bond(act.session, bond.id):
        project = by_key(act.session, Project, share.project_id)
        found = actual_coverage(act, project, bond.tenor_years, assumed.decimal())
        if project is not None and found is not None and found < bound.decimal():
            figures = {"multiple": f"{found:.4f}", "bound": f"{bound.decimal():f}"}
            add_task(act, project, _BELOW, act.business_date, figures)


_BELOW = {
    "role": "officer",
    "title": "Coverage with the actual coupon is below the bound",
    "title_zh": "按实际利率重算的覆盖倍数低于下限",
}


def actual_coverage(act: Act, project: Project | None, tenor_years: int, assumed: Decimal) -> Decimal | None:
    """Return net revenue over bond debt service: actual instalments, unissued money at the assumed rate."""
    table = table_of(act.session, project)
    if table is None or project is None:
        return None
    column = columns(Instalment)
    held = rows(act.session, Instalment, column.project_id == project.id, column.state != "superseded")
    unissued = max(project.special_bond - project.issued, 0)
    service = sum(one.principal + one.interest for one in held)
    service += unissued + round_fen(unissued * assumed * tenor_years)
    return Decimal(table.net_revenue) / service if service else None


EFFECTS = {
    "generate_schedule": generate_schedule,
    "replace_schedule": replace_schedule,
    "recompute_coverage": recompute_coverage,
}
