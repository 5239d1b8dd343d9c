"""What a period brought: measured quantities with their series, service events, the budget that pays."""

from decimal import Decimal
from typing import Any, Literal

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.acts import ONCE, Act, perform
from bondlife.books import lifecycle_of, newest_kind
from bondlife.db import Database
from bondlife.errors import Blocked, Invalid, Problem
from bondlife.lifecycle.history import enter
from bondlife.lifecycle.ppp_runs import DROPPED
from bondlife.ppp.periods import first_day, last_day
from bondlife.security.actor import Actor
from bondlife.services.input_base import Input
from bondlife.services.ppp_inputs import NAME_OF_A_FIGURE, Figure, Period
from bondlife.services.records import after_change, receipt, region_by_code
from bondlife.services.values import Day, Line, MaybeMoney, PositiveMoney, Prose, Year
from calculators.kernel.errors import CalculationError
from calculators.ppp.units import parse_unit
from models.base import columns
from models.registry import (
    BudgetLine,
    PaymentRun,
    PaymentStatement,
    PeriodInput,
    PPPContract,
    ServiceEvent,
)

MOST_POINTS = 400


class SeriesRow(Input):
    """One measured value of a series, by its day."""

    on: Day
    value: Figure


class QuantityInput(Input):
    """One quantity of a period; a series is summed or averaged to its value."""

    period: Period
    name: Line = Field(min_length=1, max_length=60, pattern=NAME_OF_A_FIGURE)
    unit: Line = Field("", max_length=40)
    value: Figure | None = None
    combine: Literal["sum", "mean"] = "sum"
    series: list[SeriesRow] = Field(default_factory=list, max_length=MOST_POINTS)
    evidence: Line = Field("", max_length=300)

    @model_validator(mode="after")
    def _whole(self) -> "QuantityInput":
        if (self.value is None) == (not self.series):
            raise PydanticCustomError("value_error", "give one value, or the series it comes from")
        if len({row.on for row in self.series}) != len(self.series):
            raise PydanticCustomError("value_error", "a day of the series is given twice")
        first, last = first_day(self.period), last_day(self.period)
        if any(not first <= row.on <= last for row in self.series):
            raise PydanticCustomError("value_error", "a day of the series lies outside the period")
        try:
            parse_unit(self.unit or "ratio")
        except CalculationError as error:
            raise PydanticCustomError(
                "value_error", "the unit is not known: {unit}", {"unit": self.unit}
            ) from error
        return self

    def total(self) -> Decimal:
        """Return the value of the period."""
        if self.value is not None:
            return self.value
        whole = sum((row.value for row in self.series), Decimal(0))
        return whole if self.combine == "sum" else round(whole / len(self.series), 6)


class EventInput(Input):
    """An unavailable area, a fault, points or a fixed amount, with when it was answered and mended."""

    number: Line = Field(min_length=1, max_length=30)
    period: Period
    type: Literal["unavailable", "fault", "points", "amount"]
    area: Line = Field("", max_length=60)
    criterion: Line = Field("", max_length=200)
    reported_at: AwareDatetime
    responded_at: AwareDatetime | None = None
    mended_at: AwareDatetime | None = None
    periods: Figure = Decimal(0)
    points: Figure = Decimal(0)
    amount: MaybeMoney = None
    was_used: bool = False
    remark: Prose = Field("", max_length=1000)

    @model_validator(mode="after")
    def _whole(self) -> "EventInput":
        times = [one for one in (self.reported_at, self.responded_at, self.mended_at) if one is not None]
        if times != sorted(times):
            raise PydanticCustomError("value_error", "an event is reported, then answered, then mended")
        if self.periods < 0 or self.points < 0:
            raise PydanticCustomError("value_error", "periods and points are zero or more")
        if self.type == "unavailable" and self.amount is None and not self.area:
            raise PydanticCustomError("value_error", "an unavailable area is named")
        if self.type == "amount" and self.amount is None:
            raise PydanticCustomError("value_error", "an amount fixed by the contract is given")
        return self


class PPPBudgetInput(Input):
    """A budget line that pays the service fee of a contract in one year."""

    year: Year
    account: str = Field(pattern=r"^[0-9]{3,12}$")
    amount: PositiveMoney
    region: str = Field("", pattern=r"^[0-9A-Z]{0,12}$")
    document_number: Line = Field("", max_length=100)
    approved_on: Day | None = None


def save_quantity(
    db: Database, actor: Actor, contract_id: str, form: QuantityInput, *, key: str = ""
) -> dict[str, Any]:
    """Store one quantity of a period; one that was stated already changes only through a correction."""

    def work(act: Act) -> dict[str, Any]:
        contract = _contract(act, contract_id, "ppp_period.edit")
        own = columns(PeriodInput)
        held = act.find(
            PeriodInput,
            own.contract_id == contract.id,
            own.period == form.period,
            own.name == form.name,
        )
        series = [row.model_dump(mode="json") for row in form.series] or None
        values: dict[str, Any] = {
            "value": form.total(),
            "unit": form.unit,
            "series": series,
            "evidence": form.evidence,
        }
        if held:
            act.change(held[0], **values)
        row = (
            held[0]
            if held
            else act.add(PeriodInput(**_of(contract), period=form.period, name=form.name, **values))
        )
        act.flush()
        act.about(row, name=form.name, period=form.period)
        return {
            "public_id": row.public_id,
            "version": row.version,
            "stated": _stated(act, contract, form.period),
        }

    request = [contract_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "ppp_period.quantity", work, key=key, request=request))


def save_event(
    db: Database,
    actor: Actor,
    contract_id: str,
    form: EventInput,
    *,
    public_id: str = "",
    version: int = 0,
    key: str = "",
) -> dict[str, Any]:
    """Store an event of the log, or change one; the log keeps every version."""

    def work(act: Act) -> dict[str, Any]:
        contract = _contract(act, contract_id, "ppp_period.edit")
        values = form.model_dump()
        if public_id:
            row: ServiceEvent = act.fetch(ServiceEvent, public_id, "ppp_contract.read")
            act.require_version(row, version)
            if row.contract_id != contract.id:
                raise Invalid.because("other_contract", "An event stays with its contract.", "contract")
            act.change(row, **values)
        else:
            row = act.add(ServiceEvent(**_of(contract), **values))
        act.flush()
        act.about(row, number=form.number)
        return {
            "public_id": row.public_id,
            "version": row.version,
            "stated": _stated(act, contract, form.period),
        }

    request = [contract_id, public_id, version, form.model_dump(mode="json")]
    return dict(perform(db, actor, "ppp_period.event", work, key=key, request=request))


def open_budget(
    db: Database, actor: Actor, contract_id: str, form: PPPBudgetInput, *, key: str = ""
) -> dict[str, Any]:
    """Draft the budget line of a contract and year; it is opened by signatures."""

    def work(act: Act) -> dict[str, Any]:
        contract = _contract(act, contract_id, "budget_line.create")
        region_id = region_by_code(act, form.region) if form.region else contract.region_id
        _require_one(act, contract, form, region_id)
        kind = newest_kind(act.session, "ppp")
        own = _of(contract)
        own.pop("contract_id")
        row = BudgetLine(
            **{**own, "region_id": region_id},
            project_id=contract.project_id,
            ppp_contract_id=contract.id,
            kind=kind.key,
            kind_version=kind.version,
            state="",
            purpose="ppp",
            year=form.year,
            account=form.account,
            amount=form.amount,
            document_number=form.document_number,
            approved_on=form.approved_on,
        )
        enter(act, row, lifecycle_of(kind, row.record))
        act.add(row)
        act.flush()
        act.about(row, contract=contract.number)
        after_change(act, row)
        return receipt(row)

    request = [contract_id, form.model_dump(mode="json")]
    return dict(perform(db, actor, "budget_line.create", work, key=key, request=request))


def _require_one(act: Act, contract: PPPContract, form: PPPBudgetInput, region_id: int) -> None:
    own = columns(BudgetLine)
    held = act.find(
        BudgetLine,
        own.ppp_contract_id == contract.id,
        own.year == form.year,
        own.region_id == region_id,
        own.state != "cancelled",
    )
    if held:
        raise Blocked(
            Problem(
                "line_exists", "This contract has a budget line of the year; adjust it.", "year", law=ONCE
            )
        )


def _contract(act: Act, public_id: str, permission: str) -> PPPContract:
    contract: PPPContract = act.fetch(PPPContract, public_id, "ppp_contract.read")
    act.actor.require(permission, contract.region_id, contract.unit_id, contract.department_id)
    return contract


def _of(contract: PPPContract) -> dict[str, Any]:
    return {
        "contract_id": contract.id,
        "region_id": contract.region_id,
        "unit_id": contract.unit_id,
        "department_id": contract.department_id,
    }


def _stated(act: Act, contract: PPPContract, period: str) -> bool:
    """Tell whether the period was stated already: what is said now counts through a correction."""
    own, run = columns(PaymentStatement), columns(PaymentRun)
    stated = act.find(PaymentStatement, own.contract_id == contract.id, own.period == period)
    if not stated:
        return False
    return bool(act.find(PaymentRun, run.id.in_([one.run_id for one in stated]), run.state.not_in(DROPPED)))
