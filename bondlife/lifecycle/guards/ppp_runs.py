"""Scores of PPP contracts and payment runs: sound sheets, objection windows, intact runs, money at hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.errors import Problem
from bondlife.lifecycle import ppp_scores
from bondlife.lifecycle.citing import SIGNED, law_of
from bondlife.lifecycle.facts import once, wan
from bondlife.lifecycle.ppp_runs import is_intact, open_lines, payments_of, region_keys
from bondlife.lifecycle.situation import Situation
from models.base import columns
from models.registry import (
    DisclosureDuty,
    Evaluation,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    PPPContract,
)


def ppp_sheet_sound(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the table is full, its minima hold and every item that applies is scored."""
    row = here.row
    if not isinstance(row, Evaluation):
        return
    items = ppp_scores.items_of(row.sheet)
    yield from ppp_scores.table_problems(items, row.phase, here.rules)
    yield from ppp_scores.item_problems(items, here.rules)
    yield from ppp_scores.unscored(items)


def window_end(row: Evaluation) -> date | None:
    """Return the last day to object to a score; None while it is not approved."""
    told = row.fields.get("objection_until")
    return date.fromisoformat(told) if told else None


def ppp_objection_open(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the window is still open."""
    last = window_end(here.row) if isinstance(here.row, Evaluation) else None
    if last is not None and here.today > last:
        rule = here.rules.get(str(params["rule"]))
        yield Problem(
            "objection_late",
            "The objection window closed on %(day)s.",
            "objection_until",
            {"day": last.isoformat()},
            law=None if rule is None else law_of(rule),
        )


def ppp_objection_closed(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:
    """Ask that the window is over."""
    last = window_end(here.row) if isinstance(here.row, Evaluation) else None
    if last is not None and here.today <= last:
        rule = here.rules.get(str(params["rule"]))
        yield Problem(
            "objection_open",
            "The company may object until %(day)s.",
            "objection_until",
            {"day": last.isoformat()},
            law=None if rule is None else law_of(rule),
        )


def ppp_run_calculated(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the run holds at least one statement."""
    row = here.row
    if isinstance(row, PaymentRun) and not (row.digest and row.contracts):
        yield Problem(
            "no_statement", "The run has no statement yet.", "digest", href=f"/ppp/runs/{row.public_id}"
        )


def ppp_run_intact(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the digest people sign covers exactly the statements that are stored."""
    row = here.row
    if not isinstance(row, PaymentRun) or not row.digest:
        return
    if not once(here.session, ("run intact", row.id, row.version), lambda: is_intact(here.session, row)):
        yield Problem(
            "run_changed",
            "The statements are not those the digest of the run covers; make a new run.",
            "digest",
            who="officer",
            href=f"/ppp/runs/{row.public_id}",
            law=SIGNED,
        )


def ppp_run_payable(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every payment finds an open budget line with room in the year it is made."""
    row = here.row
    if isinstance(row, PaymentRun) and row.digest:
        yield from once(here.session, ("run payable", row.id, row.version), lambda: list(_short(here, row)))


MOST_TOLD = 20
"""So many contracts without money are named; the rest is counted on the page of the run."""


def _short(here: Situation, run: PaymentRun) -> Iterable[Problem]:
    payments = payments_of(here.session, run.id)
    regions = region_keys(here.session, (code for _contract, code, _amount in payments if code))
    asked: dict[tuple[int, int], int] = defaultdict(int)
    own = _own_regions(here, run)
    for contract, code, amount in payments:
        asked[contract, regions.get(code, 0) if code else own[contract]] += amount
    lines = open_lines(here.session, own, here.today.year)
    short = [
        (place, amount, lines[place].amount - lines[place].used if place in lines else 0)
        for place, amount in sorted(asked.items())
        if amount and (place not in lines or lines[place].used + amount > lines[place].amount)
    ]
    names = _numbers(here, [place[0] for place, _amount, _room in short[:MOST_TOLD]])
    rule = here.rules.get("ppp.payment_conditions")
    for (contract, _region), amount, room in short[:MOST_TOLD]:
        yield Problem(
            "budget_short",
            "Contract %(contract)s: %(left)s 10k yuan is to be paid, its budget line of %(year)s has "
            "%(right)s left.",
            "budget_line",
            {"contract": names[contract], "left": wan(amount), "right": wan(room), "year": here.today.year},
            "officer",
            f"/ppp/runs/{run.public_id}",
            None if rule is None else law_of(rule),
        )


def _own_regions(here: Situation, run: PaymentRun) -> dict[int, int]:
    own = columns(PaymentStatement)
    statement = sa.select(own.contract_id, own.region_id).where(own.run_id == run.id, own.ended_at.is_(None))
    rows = here.session.execute(statement.execution_options(scoped=True))
    return {int(contract): int(region) for contract, region in rows}


def _numbers(here: Situation, keys: Iterable[int]) -> dict[int, str]:
    own = columns(PPPContract)
    statement = sa.select(own.id, own.number).where(own.id.in_(list(keys)))
    return {int(key): name for key, name in here.session.execute(statement.execution_options(scoped=True))}


def ppp_orders_paid(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that every order has its receipt."""
    row = here.row
    order, statement = columns(PaymentOrder), columns(PaymentStatement)
    asked = (
        sa.select(sa.func.count())
        .select_from(PaymentOrder)
        .join(PaymentStatement, statement.id == order.statement_id)
        .where(statement.run_id == row.id, order.paid_on.is_(None), order.ended_at.is_(None))
    )
    waiting = here.session.execute(asked.execution_options(scoped=True)).scalar_one()
    if waiting:
        yield Problem(
            "orders_unpaid",
            "%(count)s payment orders have no treasury receipt yet.",
            "voucher",
            {"count": waiting},
            "officer",
            f"/ppp/runs/{row.public_id}",
        )


def ppp_run_disclosed(here: Situation, params: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG001
    """Ask that the duty to publish is done."""
    own = columns(DisclosureDuty)
    statement = sa.select(own.id).where(
        own.subject == here.row.record, own.subject_id == here.row.id, own.state == "open"
    )
    if here.session.execute(statement.execution_options(scoped=True)).first() is not None:
        yield Problem(
            "not_disclosed",
            "What was paid is not published yet.",
            "disclosure",
            who="publisher",
            href="/disclosure",
        )


GUARDS = {
    "ppp_sheet_sound": ppp_sheet_sound,
    "ppp_objection_open": ppp_objection_open,
    "ppp_objection_closed": ppp_objection_closed,
    "ppp_run_calculated": ppp_run_calculated,
    "ppp_run_intact": ppp_run_intact,
    "ppp_run_payable": ppp_run_payable,
    "ppp_orders_paid": ppp_orders_paid,
    "ppp_run_disclosed": ppp_run_disclosed,
}
