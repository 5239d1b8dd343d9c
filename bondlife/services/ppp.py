"""Parts of PPP contracts: their lists, prices and indices, and the ledger of arrears."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from bondlife.acts import Act, perform
from bondlife.books import Rule, region_code, rule_book
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem, missing
from bondlife.lifecycle.citing import law_of
from bondlife.security.actor import Actor
from bondlife.services import approvals
from bondlife.services.input_base import Input
from bondlife.services.parts import key_of
from bondlife.services.ppp_inputs import (
    LISTS,
    ArrearInput,
    ArrearPaymentInput,
    ClearingPlanInput,
    IndexSeriesInput,
    IndexValueInput,
    PriceInput,
)
from bondlife.services.records import region_by_code
from models.base import columns
from models.registry import Arrear, IndexSeries, IndexValue, PPPContract, PriceBasis, ScopedRow

MOST_ROWS = 100
ENDED = ("handed_over", "terminated", "withdrawn")


def set_list(
    db: Database,
    actor: Actor,
    public_id: str,
    name: str,
    rows: Sequence[Input],
    version: int,
    *,
    key: str = "",
) -> dict[str, Any]:
    """Store one list of a contract as a whole: financing, risks, milestones or planned spending."""
    if name not in LISTS:
        raise missing("list")
    told = [row.model_dump(mode="python") for row in rows]

    def work(act: Act) -> dict[str, Any]:
        contract = _contract(act, public_id, version)
        if len(rows) > MOST_ROWS:
            raise Invalid.because("too_many", "At most %(most)s rows are taken.", name, most=MOST_ROWS)
        if name == "spending":
            _require_years_once(told)
        act.change(contract, **{name: [plain_row(row) for row in told]})
        act.flush()
        act.about(contract, list=name, rows=len(told))
        approvals.void_waiting(act, contract)
        return {"public_id": public_id, "version": contract.version}

    request = [public_id, name, [row.model_dump(mode="json") for row in rows], version]
    return dict(perform(db, actor, "ppp_contract.edit", work, key=key, request=request))


def _require_years_once(rows: Sequence[Mapping[str, Any]]) -> None:
    years = [row["year"] for row in rows]
    if len(set(years)) != len(years):
        raise Invalid.because("year_twice", "One year stands twice in the plan.", "year")


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON keeps it: days and rates as text, money as fen."""
    return {
        name: value if value is None or isinstance(value, bool | int | str) else _text(value)
        for name, value in row.items()
    }


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value:f}"


def add_price(
    db: Database, actor: Actor, public_id: str, form: PriceInput, *, key: str = ""
) -> dict[str, Any]:
    """Store a price of a contract from a month on; an earlier one stays for its months."""

    def work(act: Act) -> dict[str, Any]:
        contract = _contract(act, public_id)
        own = columns(PriceBasis)
        held = act.find(
            PriceBasis,
            own.contract_id == contract.id,
            own.name == form.name,
            own.effective_month >= form.effective_month,
            own.ended_at.is_(None),
        )
        if held:
            raise Invalid.because(
                "price_not_later",
                "This price is set from %(month)s already; a new one starts later.",
                "effective_month",
                month=max(one.effective_month for one in held),
            )
        row = act.add(PriceBasis(**scope_of(contract), contract_id=key_of(contract), **form.model_dump()))
        act.flush()
        act.about(contract, price=form.name, month=form.effective_month)
        return {"public_id": row.public_id}

    request = [public_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "ppp_contract.edit", work, key=key, request=request))


def add_series(db: Database, actor: Actor, form: IndexSeriesInput, *, key: str = "") -> dict[str, Any]:
    """Store a price index of a region."""

    def work(act: Act) -> dict[str, Any]:
        region_id = region_by_code(act, form.region)
        act.actor.require("index_series.edit", region_id, None, None)
        row = act.add(IndexSeries(region_id=region_id, **form.model_dump(exclude={"region"})))
        act.flush()
        act.about(row)
        return {"public_id": row.public_id}

    return dict(perform(db, actor, "index_series.add", work, key=key, request=form.model_dump(mode="json")))


def set_values(
    db: Database, actor: Actor, public_id: str, rows: Sequence[IndexValueInput], *, key: str = ""
) -> dict[str, Any]:
    """Store values of an index: no gap between its first and last month, a published value stays."""

    def work(act: Act) -> dict[str, Any]:
        series = act.fetch(IndexSeries, public_id, "index_series.read")
        act.actor.require("index_series.edit", series.region_id, None, None)
        own = columns(IndexValue)
        held = {
            one.month: one for one in act.find(IndexValue, own.series_id == series.id, own.ended_at.is_(None))
        }
        added = 0
        for place, row in enumerate(rows):
            added += _store_value(act, series, held, row, place)
        rules = rule_book(act.session, region_code(act.session, series.region_id), act.business_date)
        _require_unbroken(series, sorted(held), rules.get("ppp.index_unbroken"))
        act.about(series, values=added)
        return {"public_id": public_id, "added": added}

    request = [public_id, [row.model_dump(mode="json") for row in rows]]
    return dict(perform(db, actor, "index_series.edit", work, key=key, request=request))


def _store_value(
    act: Act, series: IndexSeries, held: dict[str, IndexValue], row: IndexValueInput, place: int
) -> int:
    if row.value <= 0:
        raise Invalid.because("not_positive", "A value of an index is above zero.", f"rows[{place}].value")
    known = held.get(row.month)
    if known is not None:
        if known.value != row.value:
            raise Invalid.because(
                "value_stands",
                "%(month)s is stored as %(value)s; a published value does not change.",
                f"rows[{place}].value",
                month=row.month,
                value=f"{known.value:f}",
            )
        return 0
    held[row.month] = act.add(
        IndexValue(region_id=series.region_id, series_id=key_of(series), **row.model_dump())
    )
    return 1


_STEP = {"month": 1, "quarter": 3, "year": 12}


def _require_unbroken(series: IndexSeries, months: Sequence[str], rule: Rule | None) -> None:
    """Refuse a series with a gap: an index of a missing month would be made up."""
    numbers = [int(month[:4]) * 12 + int(month[5:]) - 1 for month in months]
    step = _STEP[series.frequency]
    for before, after in pairwise(numbers):
        if after - before != step:
            gap = before + step
            raise Invalid(
                Problem(
                    "series_gap",
                    "The series has a gap: %(month)s is missing.",
                    "month",
                    {"month": f"{gap // 12:04}-{gap % 12 + 1:02}"},
                    law=None if rule is None else law_of(rule),
                )
            )


def save_arrear(
    db: Database, actor: Actor, contract_id: str, form: ArrearInput, *, key: str = ""
) -> dict[str, Any]:
    """Store what fell due for a period before this ledger began; later periods come from payment orders."""

    def work(act: Act) -> dict[str, Any]:
        contract = _contract(act, contract_id, permission="arrear.edit", may_be_ended=True)
        values = form.model_dump(exclude={"late_percent"})
        row = act.add(
            Arrear(
                **scope_of(contract),
                contract_id=key_of(contract),
                late_rate=form.late_percent or Decimal(0),
                **values,
            )
        )
        act.flush()
        act.about(contract, arrear=form.period, due=form.due)
        return {"public_id": row.public_id, "version": row.version}

    request = [contract_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "arrear.add", work, key=key, request=request))


def pay_arrear(
    db: Database, actor: Actor, public_id: str, form: ArrearPaymentInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Record a payment toward an arrear: never more than is owed, no voucher twice."""

    def work(act: Act) -> dict[str, Any]:
        row = _arrear(act, public_id, version)
        if form.amount > row.due - row.paid:
            raise Blocked(Problem("above_owed", "The payment is more than what is still owed.", "amount"))
        if form.on > act.business_date:
            raise Invalid.because("future_day", "A payment is recorded once it was made.", "on")
        held = list(row.payments or [])
        if any(one["voucher"] == form.voucher for one in held):
            raise Blocked(
                Problem("voucher_twice", "This voucher is recorded for the arrear already.", "voucher")
            )
        held.append({"on": form.on.isoformat(), "amount": form.amount, "voucher": form.voucher})
        act.change(row, payments=held, paid=row.paid + form.amount)
        act.flush()
        act.about(row, paid=form.amount, voucher=form.voucher)
        return {"public_id": public_id, "version": row.version, "owed": row.due - row.paid}

    request = [public_id, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "arrear.pay", work, key=key, request=request))


def plan_arrear(
    db: Database, actor: Actor, public_id: str, form: ClearingPlanInput, version: int, *, key: str = ""
) -> dict[str, Any]:
    """Store the clearing plan of an arrear: its instalments add up to what is still owed."""

    def work(act: Act) -> dict[str, Any]:
        row = _arrear(act, public_id, version)
        total = sum(one.amount for one in form.rows)
        if total != row.due - row.paid:
            raise Invalid.because(
                "plan_does_not_foot", "The instalments add up to what is still owed, to the fen.", "rows"
            )
        plan = [{"on": one.on.isoformat(), "amount": one.amount} for one in form.rows]
        act.change(row, plan=plan, plan_number=form.plan_number, remark=form.remark or row.remark)
        act.flush()
        act.about(row, plan=len(plan))
        return {"public_id": public_id, "version": row.version}

    request = [public_id, form.model_dump(mode="json"), version]
    return dict(perform(db, actor, "arrear.plan", work, key=key, request=request))


def _arrear(act: Act, public_id: str, version: int) -> Arrear:
    row = act.fetch(Arrear, public_id, "arrear.read")
    act.actor.require("arrear.edit", row.region_id, row.unit_id, row.department_id)
    act.require_version(row, version)
    return row


def _contract(
    act: Act,
    public_id: str,
    version: int | None = None,
    *,
    permission: str = "ppp_contract.edit",
    may_be_ended: bool = False,
) -> PPPContract:
    """Return a contract this person may change a part of; a foreign one is missing."""
    row = act.fetch(PPPContract, public_id, "ppp_contract.read")
    act.actor.require(permission, row.region_id, row.unit_id, row.department_id)
    if version is not None:
        act.require_version(row, version)
    if row.state in ENDED and not may_be_ended:
        raise Blocked(Problem("ended", "This record is closed; it no longer changes."))
    return row


def scope_of(row: ScopedRow) -> dict[str, Any]:
    """Return what a part takes over from the row it belongs to."""
    return {"region_id": row.region_id, "unit_id": row.unit_id, "department_id": row.department_id}
