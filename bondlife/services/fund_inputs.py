"""What people may say about funds: register, partners, terms, calls, distributions, holdings, results."""

import json
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.services.input_base import Input, RecordInput
from bondlife.services.values import (
    Day,
    Key,
    Line,
    MaybeDay,
    MaybeMoney,
    Money,
    Part,
    Percent,
    PositiveMoney,
    Prose,
    PublicId,
    Score,
    SignedMoney,
    Year,
)
from models.fund_labels import CLAUSES

MOST_ROWS = 400
"""Most rows of one table in a form or file of a fund."""


def _times(value: Any) -> Any:
    """Read a plain number such as 1.5; blank is nothing."""
    if value is None or value == "":
        return None
    text = str(value).strip()
    digits = text.replace(".", "", 1)
    if isinstance(value, bool | float) or not (digits.isascii() and digits.isdigit()) or len(digits) > 14:
        raise PydanticCustomError("figure", "write a figure as text such as 1.69")
    if len(text.partition(".")[2]) > 8:
        raise PydanticCustomError("figure", "write a figure as text such as 1.69")
    return Decimal(text)


def _mapping(value: Any) -> Any:
    """Read a table sent as JSON text by a form; blank is an empty one."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    try:
        return json.loads(value)
    except ValueError:
        raise PydanticCustomError("table", "this is not a table") from None


Times = Annotated[Decimal | None, BeforeValidator(_times)]
"""A plain number from 0 up, or nothing."""


class FundInput(RecordInput):
    """The register of a fund, on the plan that is its project."""

    project: PublicId
    name: Line = Field(min_length=1, max_length=200)
    fund_type: Literal["industry", "venture", "parent"] = "industry"
    purpose: Prose = Field("", max_length=1000)
    target_size: MaybeMoney = None
    manager: Line = Field("", max_length=200)
    manager_code: Line = Field("", max_length=40)
    custodian: Line = Field("", max_length=200)
    custody_account: Line = Field("", max_length=60)
    filing_number: Line = Field("", max_length=60)
    plan_confirmed_on: MaybeDay = None
    registered_on: MaybeDay = None
    investment_ends_on: MaybeDay = None
    term_ends_on: MaybeDay = None

    @model_validator(mode="after")
    def _days_in_order(self) -> "FundInput":
        days = [d for d in (self.registered_on, self.investment_ends_on, self.term_ends_on) if d]
        if days != sorted(days):
            raise PydanticCustomError(
                "value_error", "set-up, end of investing and of the term follow in time"
            )
        return self


class FundTermsEdit(RecordInput):
    """What may still be said about stored terms; other terms are a new version."""

    document_number: Line = Field("", max_length=100)


class CapitalCallEdit(RecordInput):
    """What may be said about a call beside its amounts."""

    purpose: Line = Field("", max_length=500)


class FundDistributionEdit(RecordInput):
    """What may be said about a distribution beside its amounts."""

    origin: Line = Field("", max_length=500)


class FundDecisionEdit(RecordInput):
    """A decision is drawn up by the rule; nothing of it is typed."""


class RegisterInput(Input):
    """A new fund with its plan: the project comes with it."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    code: Line = Field(min_length=1, max_length=60)
    name: Line = Field(min_length=1, max_length=200)
    fund_type: Literal["industry", "venture", "parent"] = "industry"
    purpose: Prose = Field("", max_length=1000)
    target_size: MaybeMoney = None
    manager: Line = Field("", max_length=200)
    custodian: Line = Field("", max_length=200)
    start_year: Year
    guarantees_funded: Literal["yes", "no", ""] = ""
    interest_funded: Literal["yes", "no", ""] = ""


class PartnerInput(Input):
    """One partner with what it promises."""

    name: Line = Field(min_length=1, max_length=200)
    code: Line = Field("", max_length=40)
    tier: Literal["central", "province", "city", "county", "state_capital", "social", "manager"]
    government: str = Field("", pattern=r"^[0-9A-Z]{0,12}$")
    committed: SignedMoney
    committed_on: Day
    document_number: Line = Field("", max_length=100)


class BandInput(Input):
    """From this score on, this share of the gain is conceded."""

    lowest_score: Score
    share: Part


class DirectionInput(Input):
    """One direction of investment and its least share."""

    key: Key
    label: Line = Field("", max_length=60)
    share: Part


class DatedFlowInput(Input):
    """Money of one day."""

    on: Day
    amount: PositiveMoney


class DealInput(Input):
    """One deal of a worked example."""

    name: Line = Field(min_length=1, max_length=60)
    cost: Money
    invested_on: Day
    proceeds: Money = 0
    exited_on: MaybeDay = None


class ExampleInput(Input):
    """An example worked by hand: what goes in, and what must come out to the fen."""

    calls: list[DatedFlowInput] = Field(default_factory=list, max_length=MOST_ROWS)
    distributions: list[DatedFlowInput] = Field(default_factory=list, max_length=MOST_ROWS)
    deals: list[DealInput] = Field(default_factory=list, max_length=MOST_ROWS)
    navs: list[SignedMoney] = Field(default_factory=list, max_length=MOST_ROWS)
    committed: Money = 0
    expected: dict[Key, SignedMoney] = Field(
        default_factory=dict, max_length=20, json_schema_extra={"additionalProperties": False}
    )

    def stored(self) -> dict[str, Any]:
        """Return the example as it is kept: days as text, money in fen, empty tables left out."""
        return {
            **({"calls": [[one.on.isoformat(), one.amount] for one in self.calls]} if self.calls else {}),
            **(
                {"distributions": [[one.on.isoformat(), one.amount] for one in self.distributions]}
                if self.distributions
                else {}
            ),
            **({"deals": [_deal(one) for one in self.deals]} if self.deals else {}),
            **({"navs": list(self.navs), "committed": self.committed} if self.navs else {}),
            "expected": dict(self.expected),
        }


def _deal(one: DealInput) -> dict[str, Any]:
    out = one.exited_on.isoformat() if one.exited_on else None
    own = {"name": one.name, "cost": one.cost, "invested_on": one.invested_on.isoformat()}
    return {**own, "proceeds": one.proceeds, "exited_on": out}


class TermsInput(Input):
    """One version of the terms of a fund; percentages as typed, tables as rows or as JSON text."""

    valid_from: Day
    document_number: Line = Field("", max_length=100)
    waterfall: Literal["european", "deal_by_deal", "total_return"] = "european"
    hurdle_percent: Part = Decimal(0)
    compounding: Literal["simple", "compound"] = "simple"
    catch_up_percent: Part = Decimal(0)
    carry_percent: Part = Decimal(0)
    clawback_tax_percent: Part = Decimal(0)
    management_fee_percent: Part = Decimal(0)
    fee_base: Literal["committed", "paid_in", "invested"] = "paid_in"
    most_in_one_percent: Percent = None
    reinvestment_ratio: Times = None
    concession: Annotated[list[BandInput] | None, BeforeValidator(_mapping)] = Field(None, max_length=20)
    directions: Annotated[list[DirectionInput] | None, BeforeValidator(_mapping)] = Field(None, max_length=40)
    exit_clauses: Annotated[list[Key] | None, BeforeValidator(_mapping)] = Field(None, max_length=20)
    promises_return: bool = False
    example: Annotated[ExampleInput | None, BeforeValidator(_mapping)] = None

    @model_validator(mode="after")
    def _clauses_known(self) -> "TermsInput":
        if set(self.exit_clauses or ()) - set(CLAUSES):
            raise PydanticCustomError("value_error", "an exit clause here is not one of the list")
        if 0 < self.catch_up_percent <= self.carry_percent:
            raise PydanticCustomError("value_error", "a catch-up at or under the carry never catches up")
        return self


class CallInput(Input):
    """One call for capital, or what the manager has to give back."""

    type: Literal["capital", "clawback"] = "capital"
    called_on: Day
    due_on: Day
    amount: PositiveMoney
    for_fees: Money = 0
    purpose: Line = Field("", max_length=500)

    @model_validator(mode="after")
    def _parts_fit(self) -> "CallInput":
        if self.due_on < self.called_on:
            raise PydanticCustomError("value_error", "a call is due on the day it is made or later")
        if self.for_fees > self.amount:
            raise PydanticCustomError("value_error", "the part for fees lies within the call")
        return self


class CallReceiptInput(Input):
    """What one partner (by its number) paid on a call; nothing named means all that is missing."""

    partner: int = Field(ge=1, le=10_000)
    paid_on: Day
    amount: MaybeMoney = None


class DistributionInput(Input):
    """Cash to distribute by the terms in force on the day."""

    on: Day
    amount: PositiveMoney
    origin: Line = Field("", max_length=500)


class HoldingInput(Input):
    """One investment."""

    name: Line = Field(min_length=1, max_length=200)
    code: Line = Field("", max_length=40)
    instrument: Literal["equity", "sub_fund", "other"] = "equity"
    direction: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_.]{0,39})?$")] = ""
    place_code: str = Field("", pattern=r"^[0-9A-Z]{0,12}$")
    cost: PositiveMoney
    invested_on: Day
    whole_paid_in: Money = 0


class ValuationInput(Input):
    """The value of a holding (by its number) on a day."""

    holding: int = Field(ge=1, le=10_000)
    on: Day
    value: Money
    method: Line = Field("", max_length=100)
    source: Line = Field("", max_length=300)


class ExitInput(Input):
    """Money a holding (by its number) brought, and the cost that left with it."""

    holding: int = Field(ge=1, le=10_000)
    on: Day
    method: Literal["transfer", "listing", "buy_back", "liquidation", "income"] = "transfer"
    cost_out: Money = 0
    proceeds: Money
    price_basis: Line = Field("", max_length=300)


class FeeInput(Input):
    """A fee or cost the fund paid, or what lowers an agreed fee, and of what kind it is."""

    on: Day
    amount: PositiveMoney
    category: Literal[
        "management_fee",
        "partnership_expense",
        "internal_charge",
        "line_interest",
        "placement",
        "fee_waiver",
        "fee_offset",
        "fee_rebate",
    ] = "management_fee"
    note: Line = Field("", max_length=300)


class FundGoalInput(Input):
    """One policy goal and what it is measured by."""

    name: Line = Field(min_length=1, max_length=200)
    measure: Literal["entered", "leverage", "reinvestment", "direction", "paid_in"] = "entered"
    unit: Line = Field("", max_length=20)
    target: Times
    actual: Times = None
    actual_on: MaybeDay = None

    @model_validator(mode="after")
    def _target_given(self) -> "FundGoalInput":
        if not self.target:
            raise PydanticCustomError("value_error", "a goal has a target above zero")
        return self


class FindingInput(Input):
    """A breach somebody found."""

    trigger: Literal["off_policy", "against_charter", "other_breach"]
    found_on: Day
    text: Prose = Field(min_length=1, max_length=1000)


class ClearingInput(Input):
    """How a breach was put right."""

    cleared_on: Day
    text: Prose = Field(min_length=1, max_length=1000)


class PlanInput(Input):
    """What a government partner (by its number) plans to pay in a year."""

    partner: int = Field(ge=1, le=10_000)
    year: Year
    amount: Money
    basis: Line = Field("", max_length=200)


class LevelInput(Input):
    """The level of an index on a day."""

    key: Key
    name: Line = Field("", max_length=100)
    on: Day
    level: Times
    source: Line = Field("", max_length=300)

    @model_validator(mode="after")
    def _level_given(self) -> "LevelInput":
        if not self.level:
            raise PydanticCustomError("value_error", "the level of an index is above zero")
        return self


FUND_RECORDS: dict[str, type[RecordInput]] = {
    "fund": FundInput,
    "fund_terms": FundTermsEdit,
    "capital_call": CapitalCallEdit,
    "fund_distribution": FundDistributionEdit,
    "fund_decision": FundDecisionEdit,
}
"""The form of each type of record of funds."""
