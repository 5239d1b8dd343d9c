"""What happens to debt beside its payment: late penalty, money given to another project."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bondlife.acts import Act
from bondlife.errors import Invalid
from bondlife.lifecycle.effects.common import locked, taken_over
from bondlife.lifecycle.effects.refinancing import copied
from bondlife.lifecycle.effects.schedule import next_number, open_instalments
from bondlife.lifecycle.facts import bond_of, by_key, chain_of, rows
from bondlife.lifecycle.history import note, set_state
from bondlife.lifecycle.situation import Situation
from calculators.bonds.late_penalty import late_penalty
from calculators.kernel.money import split
from models.base import columns
from models.registry import BondShare, ChangeOfUse, Instalment, OnLending, Project


def start_penalty(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Start the late penalty from the due date, by the agreement or else by the rule."""
    row, rule = here.row, here.rules.get(str(params["rule"]))
    share = by_key(act.session, BondShare, getattr(row, "share_id", None))
    bond = bond_of(act.session, share)
    if not isinstance(row, Instalment) or share is None or bond is None or bond.coupon_rate is None:
        return
    chain, base = chain_of(here, share), here.rules.get("repayment.penalty_days_base")
    agreed = Decimal(chain[-1].late_rate_multiple) if chain else None
    multiple = agreed if agreed is not None else rule.decimal() if rule is not None else Decimal(0)
    running = {
        "since": row.payment_date.isoformat(),
        "overdue": row.principal + row.interest - row.paid,
        "coupon_rate": f"{bond.coupon_rate:f}",
        "multiplier": f"{multiple:f}",
        "base_days": base.whole() if base is not None else 365,
    }
    act.change(row, fields={**row.fields, "_penalty": running})


def stop_penalty(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Fix the late penalty as of today, the day of remittance."""
    row = here.row
    running = row.fields.get("_penalty")
    if not isinstance(row, Instalment) or not running:
        return
    found = late_penalty(
        int(running["overdue"]),
        coupon_rate=Decimal(running["coupon_rate"]),
        multiplier=Decimal(running["multiplier"]),
        due_date=date.fromisoformat(running["since"]),
        paid_date=act.business_date,
        base_days=int(running["base_days"]),
    )
    fixed = {**running, "days": found.days_late, "amount": found.penalty}
    act.change(row, fields={**row.fields, "_penalty": fixed})


def reallocate_share(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Move the amount from the share to a share of the receiving project; the schedule follows."""
    row = here.row
    if not isinstance(row, ChangeOfUse):
        return
    old: BondShare = locked(act, by_key(act.session, BondShare, row.share_id))
    target: Project = locked(act, by_key(act.session, Project, row.target_project_id))
    if target.region_id != old.region_id:
        raise Invalid.because(
            "other_region",
            "The receiving project lies in another region; return the money and lend it on anew.",
            "target_project",
        )
    project = by_key(act.session, Project, old.project_id)
    new = _share_of(act, old, target)
    new = new or _new_share(act, old, target, row.amount)
    moved = _move_part(act, here, old, new, row.amount)
    act.change(row, fields={**row.fields, "_reallocated": moved})
    act.change(target, issued=target.issued + row.amount)
    if project is not None:
        act.change(project, issued=project.issued - row.amount)


def _share_of(act: Act, old: BondShare, target: Project) -> BondShare | None:
    share = columns(BondShare)
    found = rows(act.session, BondShare, share.bond_id == old.bond_id, share.project_id == target.id)
    return found[0] if found else None


def _new_share(act: Act, old: BondShare, target: Project, amount: int) -> BondShare:
    """Store the share of the receiving project, with its agreements; the part itself is moved after."""
    own = {**taken_over(old), **{name: getattr(target, name) for name in ("unit_id", "department_id")}}
    new = BondShare(
        **{**own, "project_id": target.id},
        bond_id=old.bond_id,
        amount=amount,
        state="received",
        state_since=act.now,
        state_moves=1,
    )
    act.add(new)
    act.flush()
    note(act, new, "take_reallocated", "planned")
    return new


def _move_part(act: Act, here: Situation, old: BondShare, new: BondShare, amount: int) -> dict[str, Any]:
    """Move an amount between two shares; what lies at the lender comes down first."""
    fresh = new.received == 0 and new.amount == amount
    at_lender = max(amount - (old.received - old.paid), 0)
    left = old.amount - amount
    _move_instalments(act, old, new, left, amount)
    _move_links(act, old, new, amount)
    returned = int(old.fields.get("_returned", 0)) - at_lender
    act.change(
        old,
        received=old.received + at_lender - amount,
        as_capital=min(old.as_capital, left) if left else old.as_capital,
        fields={**old.fields, "_returned": returned} if at_lender else old.fields,
    )
    if left:
        act.change(old, amount=left)
    else:
        source = old.state
        set_state(act, old, "cancelled")
        note(act, old, "give_away", source, here.reason)
    act.change(new, amount=new.amount if fresh else new.amount + amount, received=new.received + amount)
    return {"to": new.public_id, "at_lender": at_lender}


def _move_links(act: Act, old: BondShare, new: BondShare, amount: int) -> None:
    """Move the amount between the agreements of both shares, level by level."""
    column = columns(OnLending)
    held = {one.lender_id: one for one in rows(act.session, OnLending, column.share_id == new.id)}
    for link in rows(act.session, OnLending, column.share_id == old.id):
        if link.lender_id in held:
            act.change(held[link.lender_id], amount=held[link.lender_id].amount + amount)
        else:
            values = {name: getattr(link, name) for name in (*_AGREED, *_SCOPE)}
            act.add(OnLending(share_id=new.id or 0, amount=amount, **values))
        act.change(link, amount=link.amount - amount)
    act.flush()


_AGREED = ("lender_id", "borrower_id", "agreement_number", "signed_on", "lead_days", "late_rate_multiple")
_SCOPE = ("region_id", "unit_id", "department_id")


def _move_instalments(act: Act, old: BondShare, new: BondShare, left: int, amount: int) -> None:
    """Split every open instalment by what each share owes; where all of it goes, the instalments go along."""
    column = columns(Instalment)
    held = {one.nominal_date: one for one in rows(act.session, Instalment, column.share_id == new.id)}
    number = next_number(act, new)
    own = {"share_id": new.id, **{name: getattr(new, name) for name in ("project_id", *_SCOPE)}}
    for one in open_instalments(act, old):
        parts = {name: split(getattr(one, name), (left, amount)) for name in ("principal", "interest", "fee")}
        gone = {name: part[1] for name, part in parts.items()}
        twin = held.get(one.nominal_date)
        if twin is not None and twin.state == "planned":
            act.change(twin, **{name: getattr(twin, name) + part for name, part in gone.items()})
        elif not left:
            act.change(one, number=number, **own)
            number += 1
            continue
        else:
            act.insert_many(Instalment, [{**copied(act, one, number), **own, **gone}])
            number += 1
        act.change(one, **{name: part[0] for name, part in parts.items()})


EFFECTS = {
    "start_penalty": start_penalty,
    "stop_penalty": stop_penalty,
    "reallocate_share": reallocate_share,
}
