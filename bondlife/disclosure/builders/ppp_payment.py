"""What a payment run paid: one row a contract, from the statements that were signed and the orders paid."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, region_of, subject_of, text_of
from bondlife.disclosure.bonds_at import head
from bondlife.disclosure.page_parts import NONE
from bondlife.lifecycle.facts import by_key, rows
from models.base import columns
from models.registry import PaymentOrder, PaymentRun, PaymentStatement, PPPContract


def build(about: About) -> dict[str, Any]:
    """Return the table of a run up to the cut-off."""
    run = subject_of(about, "payment_run", PaymentRun)
    own = columns(PaymentStatement)
    told = rows(about.session, PaymentStatement, own.run_id == run.id)
    return {
        **head("ppp_payment", about.cut_off, region_of(about), f"{run.number} {run.period}"),
        "rows": [_row(about, one) for one in told],
    }


def _row(about: About, one: PaymentStatement) -> dict[str, Any]:
    contract = by_key(about.session, PPPContract, one.contract_id)
    assert contract is not None
    paid, day = paid_at(about.session, one, about)
    return {
        "contract": contract.number,
        "name": contract.name,
        "agency": contract.agency or None,
        "company": contract.company or None,
        "period": one.period,
        "fee": one.fee,
        **linked_to(one.result or {}),
        "deducted": one.deducted,
        "waived": waived_of(one.result or {}),
        "payable": one.payable,
        "paid": paid,
        "paid_on": day,
    }


def waived_of(result: Mapping[str, Any]) -> int:
    """Return what a statement did not deduct by granted waivers, fen."""
    return sum(int(line["fen"]) for line in result.get("lines") or () if line["kind"] == "waiver")


def linked_to(result: Mapping[str, Any]) -> dict[str, str]:
    """Return score and coefficient of a statement, by cycle where it has several; dashes without any."""
    told: Sequence[Mapping[str, Any]] = result.get("coefficients") or ()
    names = ("score", "coefficient")
    if len(told) == 1:
        return {name: str(told[0][name]) for name in names}
    return {name: "；".join(f"{one['cycle']} {one[name]}" for one in told) or NONE for name in names}


def paid_at(session: Session, one: PaymentStatement, about: About) -> tuple[int, str | None]:
    """Return what was paid of a statement up to the cut-off, and the last day of it."""
    own = columns(PaymentOrder)
    told = rows(session, PaymentOrder, own.statement_id == one.id, own.paid_on <= about.cut_off)
    days = [order.paid_on for order in told if order.paid_on is not None]
    return sum(order.amount for order in told), text_of(max(days, default=None))


BUILDERS = {"ppp_payment": build}
