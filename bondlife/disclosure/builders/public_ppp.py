"""The public page of a PPP contract at a cut-off: parties, payments by period, waivers, scores."""

from datetime import date
from typing import Any

from sqlmodel import Session

from bondlife.disclosure.about import About, region_of, subject_of
from bondlife.disclosure.bonds_at import head
from bondlife.disclosure.builders.ppp_payment import linked_to, paid_at, waived_of
from bondlife.disclosure.page_parts import plain
from bondlife.disclosure.projects_at import state_at
from bondlife.disclosure.scores_at import concluded, result_of
from bondlife.errors import Invalid
from bondlife.lifecycle.facts import by_key, rows
from bondlife.queries.ppp_fields import REGIMES, TYPES
from models.base import columns
from models.registry import Evaluation, PaymentRun, PaymentStatement, PPPContract, Waiver

SIGNED = ("approved", "ordered", "paid", "disclosed")
"""States of a run whose statements stand."""


def build(about: About) -> dict[str, Any]:
    """Return the public page of a contract; only statements whose run was signed by the cut-off count."""
    session, on = about.session, about.cut_off
    contract = subject_of(about, "ppp_contract", PPPContract)
    if contract.currency != "CNY":
        raise Invalid.because(
            "not_yuan", "Public pages tell amounts in yuan; this contract has another currency."
        )
    return {
        **head("ppp_page", on, region_of(about), contract.name),
        "rows": [_facts(contract)],
        "payments": _payments(about, contract),
        "waivers": _waivers(session, contract, on),
        "scores": _scores(session, contract, on),
    }


def _facts(contract: PPPContract) -> dict[str, Any]:
    names = ("name", "number", "agency", "company", "signed_on", "ends_on")
    return {
        **{name: plain(getattr(contract, name)) for name in names},
        "regime": dict(REGIMES)[contract.regime].zh,
        "payment_type": dict(TYPES)[contract.payment_type].zh,
        "total_investment": contract.total_investment,
        "capital": contract.capital,
        "government_capital": contract.government_capital,
    }


def _payments(about: About, contract: PPPContract) -> list[dict[str, Any]]:
    own = columns(PaymentStatement)
    told = rows(about.session, PaymentStatement, own.contract_id == contract.id)
    newest: dict[str, PaymentStatement] = {}
    for one in told:
        run = by_key(about.session, PaymentRun, one.run_id)
        if run is not None and state_at(about.session, run, about.cut_off) in SIGNED:
            newest[one.period] = one
    return [_payment(about, one) for _, one in sorted(newest.items())]


def _payment(about: About, one: PaymentStatement) -> dict[str, Any]:
    paid, day = paid_at(about.session, one, about)
    return {
        "period": one.period,
        "fee": one.fee,
        **linked_to(one.result or {}),
        "deducted": one.deducted,
        "waived": waived_of(one.result or {}),
        "other": one.payable - one.fee + one.deducted,
        "payable": one.payable,
        "paid": paid,
        "paid_on": plain(day),
    }


def _waivers(session: Session, contract: PPPContract, on: date) -> list[dict[str, Any]]:
    """Return the granted waivers by the line that was written for the public."""
    found = rows(session, Waiver, columns(Waiver).contract_id == contract.id)
    return [
        {"period": one.period, "number": one.number, "amount": one.amount, "line": plain(one.public_line)}
        for one in found
        if state_at(session, one, on) == "granted"
    ]


def _scores(session: Session, contract: PPPContract, on: date) -> list[dict[str, Any]]:
    own = columns(Evaluation)
    found = concluded(session, on, own.subject == "ppp_contract", own.subject_id == contract.id)
    told = [{**result_of(session, one, on), "cycle": plain(one.cycle)} for one in found]
    return sorted(told, key=lambda one: (one["year"], one["cycle"]))


BUILDERS = {"ppp_page": build}
