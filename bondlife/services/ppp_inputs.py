"""What people may say about PPP contracts, their terms, waivers, prices, indices and arrears."""

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from bondlife.ppp.periods import months_of
from bondlife.services.input_base import Input, RecordInput
from bondlife.services.values import (
    Day,
    Key,
    Line,
    MaybeDay,
    MaybeId,
    Money,
    Month,
    Percent,
    PositiveMoney,
    Prose,
    PublicId,
    Year,
    clean_text,
)

NAME_OF_A_FIGURE = r"^[^:\s\x00-\x1f\x7f-\x9f]+$"
"""A name as formulas call it. Readers of schemas differ about which control characters are blanks."""
LONGEST_BODY = 200_000
"""Most characters of terms or of a formula as text: a formula within its limits is far shorter."""


def _figure(value: Any) -> Decimal:
    """Read an exact figure: text or whole numbers, at most ten decimals, never a float."""
    text = clean_text(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    body = text.replace(",", "").replace("，", "").removeprefix("-")
    digits = body.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise PydanticCustomError("figure", "write a figure as text such as 1.69")
    figure = Decimal(text.replace(",", "").replace("，", ""))
    if len(body.partition(".")[2].rstrip("0")) > 10 or abs(figure) >= 10**8:
        raise PydanticCustomError("figure", "a figure has at most ten decimals and lies below 100 million")
    return figure


def _data(value: Any) -> Any:
    """Read plain data: a mapping, or text in YAML or JSON."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = _parsed(value)
    if not isinstance(value, dict):
        raise PydanticCustomError("plain_data", "write the data as a mapping of fields")
    if len(json.dumps(value, default=str)) > LONGEST_BODY:
        raise PydanticCustomError("plain_data", "the data are too long")
    return _plain(value, 0)


def _parsed(text: str) -> Any:
    from bondlife.exchange.plain_data import PlainDataError, read_plain

    if len(text) > LONGEST_BODY:
        raise PydanticCustomError("plain_data", "the data are too long")
    try:
        return read_plain(text)
    except PlainDataError as error:
        raise PydanticCustomError(
            "plain_data", "line {line}: this is neither YAML nor JSON", {"line": error.line}
        ) from None


def _plain(value: Any, depth: int) -> Any:
    """Return data that JSON holds exactly; deep nests, floats and odd keys are refused."""
    if depth > 12:
        raise PydanticCustomError("plain_data", "the data are nested too deep")
    if isinstance(value, dict):
        return {clean_text(str(name))[:200]: _plain(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        raise PydanticCustomError("plain_data", "write numbers with decimals as text, between quotes")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise PydanticCustomError("plain_data", "a whole number here is too large")
    if value is not None and not isinstance(value, str | int):
        raise PydanticCustomError("plain_data", "the data hold something that is neither text nor number")
    return clean_text(value)


def _period(value: str) -> str:
    months_of(value)
    return value


Figure = Annotated[
    Decimal, BeforeValidator(_figure), WithJsonSchema({"type": "string", "examples": ["1.69"]})
]
"""An exact figure as text; at most ten decimals."""
Data = Annotated[
    dict[str, Any] | None, BeforeValidator(_data), WithJsonSchema({"type": ["object", "string", "null"]})
]
"""Plain data as a mapping, or as YAML or JSON text."""
Period = Annotated[
    str, Field(pattern=r"^(19|20|21)[0-9]{2}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?$"), AfterValidator(_period)
]
"""A period as 2026, 2026-H1, 2026-Q3 or 2026-07."""


class PPPContractInput(RecordInput):
    """A PPP contract: its regime decides what it may ever pay for."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    number: Line = Field(min_length=1, max_length=60)
    name: Line = Field(min_length=1, max_length=200)
    regime: Literal["stock", "new"]
    regime_basis: Line = Field("", max_length=300)
    payment_type: Literal["government_pay", "gap_subsidy", "user_pay"]
    currency: Literal["CNY", "GBP"] = "CNY"
    sector: Line = Field("", max_length=40)
    agency: Line = Field(min_length=1, max_length=200)
    company: Line = Field(min_length=1, max_length=200)
    company_credit_code: str = Field("", pattern=r"^([0-9A-Z]{18})?$")
    unit: MaybeId = None
    department: MaybeId = None
    project: MaybeId = None
    signed_on: MaybeDay = None
    construction_from: MaybeDay = None
    operation_from: MaybeDay = None
    ends_on: MaybeDay = None
    total_investment: Money = 0
    capital: Money = 0
    government_capital: Money = 0

    @model_validator(mode="after")
    def _in_order(self) -> "PPPContractInput":
        days = [d for d in (self.construction_from, self.operation_from, self.ends_on) if d]
        if days != sorted(days):
            raise PydanticCustomError(
                "value_error", "works come before operation, and the contract ends last"
            )
        if not self.government_capital <= self.capital <= self.total_investment:
            raise PydanticCustomError(
                "value_error",
                "the government's capital lies within the capital, the capital in the investment",
            )
        return self


class PPPTermsInput(RecordInput):
    """A version of the payment terms: data that are read and checked before anybody may approve them."""

    ppp_contract: PublicId
    name: Line = Field("", max_length=200)
    supplement: Line = Field("", max_length=100)
    valid_from: Day
    valid_to: MaybeDay = None
    template: str = Field("", pattern=r"^[a-z0-9_]{0,40}$")
    formula_version: Line = Field("", max_length=40)
    body: Data = None
    formula: Data = None

    @model_validator(mode="after")
    def _in_order(self) -> "PPPTermsInput":
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise PydanticCustomError("value_error", "the version ends after it begins")
        return self


class WaiverInput(RecordInput):
    """A deduction that is not taken: why, and the line the public reads."""

    ppp_contract: PublicId
    event: MaybeId = None
    number: Line = Field(min_length=1, max_length=30)
    period: Period
    amount: PositiveMoney
    reason: Line = Field("", max_length=1000)
    public_line: Line = Field("", max_length=300)


class FinancingRow(Input):
    """One source of the investment."""

    source: Line = Field(min_length=1, max_length=100)
    party: Line = Field("", max_length=200)
    amount: Money
    rate: Percent = None


class RiskRow(Input):
    """One risk: who bears which part, and what is done about it."""

    risk: Line = Field(min_length=1, max_length=200)
    bearer: Literal["government", "company", "shared"]
    measure: Line = Field("", max_length=300)


class PhaseRow(Input):
    """One milestone of the contract."""

    name: Line = Field(min_length=1, max_length=100)
    planned_on: Day
    done_on: MaybeDay = None


class SpendingRow(Input):
    """One year of the approved plan of government spending."""

    year: Year
    amount: Money


LISTS: dict[str, type[Input]] = {
    "financing": FinancingRow,
    "risks": RiskRow,
    "milestones": PhaseRow,
    "spending": SpendingRow,
}
"""Lists of a contract and the form of one row."""


class PriceInput(Input):
    """A unit price or base of a contract from a month on."""

    name: Line = Field(min_length=1, max_length=60, pattern=NAME_OF_A_FIGURE)
    effective_month: Month
    value: Figure
    unit: Line = Field(min_length=1, max_length=40)
    evidence: Line = Field(min_length=1, max_length=300)


class IndexSeriesInput(Input):
    """A price index of a region."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    key: Key
    name: Line = Field(min_length=1, max_length=200)
    unit: Line = Field("index", max_length=40)
    frequency: Literal["month", "quarter", "year"] = "month"
    source: Line = Field(min_length=1, max_length=300)


class IndexValueInput(Input):
    """One value of an index."""

    month: Month
    value: Figure
    source: Line = Field("", max_length=300)


class ArrearInput(Input):
    """What fell due for a period, and the default interest of the contract."""

    period: Period
    due_on: Day
    due: PositiveMoney
    late_percent: Percent = None
    remark: Line = Field("", max_length=1000)


class ArrearPaymentInput(Input):
    """One payment toward an arrear."""

    on: Day
    amount: PositiveMoney
    voucher: Line = Field(min_length=1, max_length=60)


class PlanRow(Input):
    """One instalment of a clearing plan."""

    on: Day
    amount: PositiveMoney


class ClearingPlanInput(Input):
    """How the rest of an arrear will be cleared: instalments that add up to it."""

    plan_number: Line = Field("", max_length=100)
    rows: list[PlanRow] = Field(max_length=60)
    remark: Prose = Field("", max_length=1000)
