"""What follows from scores and payment runs: closed scores, orders, what falls due, the duty to publish."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from bondlife.acts import Act
from bondlife.calendar import work_calendar
from bondlife.db import chunks
from bondlife.errors import Blocked, Problem
from bondlife.lifecycle.citing import SIGNED
from bondlife.lifecycle.effects.common import due_by
from bondlife.lifecycle.facts import rows
from bondlife.lifecycle.ppp_runs import due_day, open_lines, region_keys, statement_digest
from bondlife.lifecycle.ppp_scores import items_of, score_digest, sum_of
from bondlife.lifecycle.situation import Situation
from bondlife.ppp.parts import DayKind, Terms
from bondlife.ppp.periods import last_day
from bondlife.ppp.terms import read_terms
from calculators.kernel.dates import WorkCalendar
from models.base import columns
from models.disclosure_duties import BY_KEY
from models.registry import (
    Arrear,
    DisclosureDuty,
    Evaluation,
    PaymentOrder,
    PaymentRun,
    PaymentStatement,
    PPPContract,
    Region,
    Task,
)

PAID = BY_KEY["ppp_payment"]
"""The kind of duty that a run opens."""


def close_ppp_score(act: Act, here: Situation, params: Mapping[str, Any]) -> None:
    """Work out the score that counts and open the objection window."""
    row = here.row
    if not isinstance(row, Evaluation):
        return
    items = items_of(row.sheet)
    found = sum_of(items, "score")
    if found is None:
        raise Blocked(Problem("item_unscored", "An item has no score yet.", "sheet"))
    contract = act.get(PPPContract, row.subject_id)
    until = due_by(act, here.rules.get(str(params["rule"])))
    told: dict[str, Any] = {"raw": found.raw, "applicable_maximum": found.maximum}
    told |= {"objection_until": None if until is None else until.isoformat()}
    sign = score_digest(contract.number, row.cycle, row.sheet, found.score)
    scores = {
        f"{name}_score": None if one is None else one.score
        for name in ("self", "recheck", "third")
        for one in (sum_of(items, name),)
    }
    act.change(
        row,
        score=found.score,
        digest=sign,
        fields={**row.fields, **{key: str(value) for key, value in told.items() if value is not None}},
        **scores,
    )


def close_score_task(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Mark the reminder of a cycle as done: its sheet was handed in."""
    row, own = here.row, columns(Task)
    if not isinstance(row, Evaluation):
        return
    wanted = {"phase": row.phase, "cycle": row.cycle}
    held = (own.subject == "ppp_contract", own.subject_id == row.subject_id, own.done_on.is_(None))
    for task in act.find(Task, *held):
        if task.params == wanted:
            act.change(task, done_on=act.business_date)


def close_ppp_objection(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Close the window: the objection was heard and the score stands."""
    day = act.business_date.isoformat()
    act.change(here.row, fields={**here.row.fields, "objection_answered_on": day, "objection_until": day})


def write_payment_orders(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Write the orders of a run and what falls due; a statement that is not what was signed stops all."""
    run = here.row
    if not isinstance(run, PaymentRun):
        return
    own = columns(PaymentStatement)
    statements = rows(act.session, PaymentStatement, own.run_id == run.id)
    for one in statements:
        _require_signed(one)
    writer = _Writer(act, run, statements)
    act.insert_many(PaymentOrder, [order for one in statements for order in writer.orders(one)])
    for one in statements:
        writer.fall_due(one)


def _require_signed(one: PaymentStatement) -> None:
    if one.digest != statement_digest(one.frozen, one.result):
        raise Blocked(
            Problem(
                "statement_changed",
                "A statement is no longer what was signed; nothing is paid by it.",
                one.public_id,
                law=SIGNED,
            )
        )


class _Writer:
    """What all orders of a run share: budget lines, regions, terms, calendar."""

    def __init__(self, act: Act, run: PaymentRun, statements: Sequence[PaymentStatement]) -> None:
        self.act, self.run = act, run
        self.calendar: WorkCalendar = work_calendar(act.session)
        self.end = last_day(run.period)
        codes = {one["region"] for row in statements for one in row.result["payers"] if one["region"]}
        self.regions = region_keys(act.session, codes)
        self.lines = open_lines(act.session, {one.contract_id for one in statements}, act.business_date.year)
        self.read: dict[str, Terms] = {}
        keys = {one.region_id for one in statements} | set(self.regions.values())
        found = act.session.execute(
            sa.select(columns(Region).id, columns(Region).name).where(columns(Region).id.in_(sorted(keys)))
        )
        self.names = {int(key): str(name) for key, name in found}
        contracts = sorted({one.contract_id for one in statements})
        held = columns(Arrear)
        own = held.period == run.period
        self.due: dict[int, Arrear] = {
            one.contract_id: one
            for part in chunks(contracts, 5_000)
            for one in rows(act.session, Arrear, held.contract_id.in_(part), own)
        }

    def terms(self, one: PaymentStatement) -> Terms:
        """Return the terms a statement was worked out by, read once."""
        data = one.frozen["terms"]
        if data["digest"] not in self.read:
            self.read[data["digest"]] = read_terms(data["body"], data["formula"])
        return self.read[data["digest"]]

    def due_on(self, one: PaymentStatement) -> date:
        """Return the day the payment falls due, never before today."""
        terms = self.terms(one)
        is_working = terms.due_kind is DayKind.WORKING
        day = due_day(self.end, terms.due_days, is_working=is_working, calendar=self.calendar)
        return max(day, self.act.business_date)

    def orders(self, one: PaymentStatement) -> list[dict[str, Any]]:
        """Return the orders of a statement, one a payer that pays anything."""
        return [self._order(one, payer) for payer in one.result["payers"] if payer["amount"] and one.payable]

    def _order(self, one: PaymentStatement, payer: Mapping[str, Any]) -> dict[str, Any]:
        region = self.regions.get(payer["region"], 0) if payer["region"] else one.region_id
        line = self.lines.get((one.contract_id, region))
        if line is None:
            raise Blocked(Problem("no_budget_line", "A payer has no open budget line.", one.public_id))
        return {
            "statement_id": one.id,
            "payer": payer["name"] or self.names.get(region, payer["region"]),
            "payer_id": region,
            "budget_line_id": line.id,
            "amount": payer["amount"],
            "due_on": self.due_on(one),
            "region_id": one.region_id,
            "unit_id": one.unit_id,
            "department_id": one.department_id,
        }

    def fall_due(self, one: PaymentStatement) -> None:
        """Enter what falls due into the arrears ledger; a correction adds to what stood there."""
        if not one.payable:
            return
        held = self.due.get(one.contract_id)
        if held is not None:
            self.act.change(held, due=held.due + one.payable)
            return
        terms = self.terms(one)
        row = Arrear(
            contract_id=one.contract_id,
            period=one.period,
            due_on=self.due_on(one),
            due=one.payable,
            late_rate=terms.late_rate,
            region_id=one.region_id,
            unit_id=one.unit_id,
            department_id=one.department_id,
        )
        self.due[one.contract_id] = self.act.add(row)


def open_run_duty(act: Act, here: Situation, params: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Open the duty to publish what the run paid."""
    run = here.row
    act.add(
        DisclosureDuty(
            what=PAID.key,
            subject=run.record,
            subject_id=run.id or 0,
            period=str(getattr(run, "period", "")),
            form=PAID.form,
            project_id=run.project_id,
            cut_off=act.business_date,
            due_on=due_by(act, here.rules.get(PAID.rule)),
            rule=PAID.rule,
            platform=PAID.platform,
            owner_role=PAID.owner_role,
            region_id=run.region_id,
            unit_id=run.unit_id,
            department_id=run.department_id,
        )
    )


EFFECTS = {
    "close_ppp_score": close_ppp_score,
    "close_ppp_objection": close_ppp_objection,
    "close_score_task": close_score_task,
    "write_payment_orders": write_payment_orders,
    "open_run_duty": open_run_duty,
}
