"""What people may say about each type of record: input models, apart from the tables."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from bondlife.services.fund_inputs import FUND_RECORDS
from bondlife.services.input_base import Input, RecordInput
from bondlife.services.performance_inputs import PERFORMANCE_INPUTS
from bondlife.services.ppp_inputs import PPPContractInput, PPPTermsInput, WaiverInput
from bondlife.services.values import (
    Day,
    Key,
    Line,
    MaybeDay,
    MaybeId,
    MaybeMoney,
    Money,
    Month,
    Percent,
    PositiveMoney,
    Prose,
    PublicId,
    Share,
    SignedMoney,
    TimesAYear,
    Year,
)


class ProjectInput(RecordInput):
    """The shared columns of a project."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    kind: Key = "special_bond"
    code: Line = Field(min_length=1, max_length=60, examples=["330304-2026-001"])
    name: Line = Field(min_length=1, max_length=200)
    unit: MaybeId = None
    department: MaybeId = None
    platform_code: Line = Field("", max_length=60)
    debt_system_code: Line = Field("", max_length=60)
    ndrc_code: Line = Field("", max_length=60)
    sector: Line = Field(min_length=1, max_length=40)
    revenue_nature: Literal["none", "some"] = "some"
    start_year: Year
    construction_start: MaybeDay = None
    construction_end: MaybeDay = None
    operation_end: MaybeDay = None
    total_investment: Money = 0
    capital: Money = 0
    special_bond: Money = 0
    bond_as_capital: Money = 0
    other_debt: Money = 0

    @model_validator(mode="after")
    def _dates_in_order(self) -> "ProjectInput":
        days = [d for d in (self.construction_start, self.construction_end, self.operation_end) if d]
        if days != sorted(days):
            raise PydanticCustomError(
                "value_error", "construction starts before it ends, and operation ends last"
            )
        return self


class ApplicationInput(RecordInput):
    """An application of one batch."""

    project: PublicId
    year: Year
    batch: Line = Field(min_length=1, max_length=40)
    purpose: Key = "new_project"
    amount: PositiveMoney
    as_capital: Money = 0
    tenor_years: int = Field(ge=1, le=60)
    route: Line = Field("", max_length=20)
    accounting_firm: Line = Field("", max_length=100)
    law_firm: Line = Field("", max_length=100)

    @model_validator(mode="after")
    def _capital_within(self) -> "ApplicationInput":
        if self.as_capital > self.amount:
            raise PydanticCustomError("value_error", "the part used as capital lies within the amount")
        return self


class BondInput(RecordInput):
    """One issue."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    code: Line = Field("", max_length=40)
    name: Line = Field(min_length=1, max_length=300)
    short_name: Line = Field("", max_length=60)
    bond_type: Literal["special", "general"] = "special"
    purpose: Key = "new_project"
    face: PositiveMoney
    major_projects: Money = 0
    tenor_years: int = Field(ge=1, le=60)
    option_pattern: str = Field("", max_length=20, pattern=r"^([0-9]{1,2}(\+[0-9]{1,2}){0,3})?$")
    coupon_percent: Percent = None
    coupon_frequency: TimesAYear = 1
    repayment_form: Literal["bullet", "instalment", "early_redemption"] = "bullet"
    issue_date: MaybeDay = None
    tender_date: MaybeDay = None
    value_date: MaybeDay = None
    maturity_date: MaybeDay = None
    year: Year
    batch: Line = Field("", max_length=40)
    rating: Line = Field("", max_length=12)


class BondShareInput(RecordInput):
    """The part of a bond one project holds."""

    bond: PublicId
    project: PublicId
    application: MaybeId = None
    amount: PositiveMoney
    as_capital: Money = 0


class InstalmentInput(RecordInput):
    """What may be said about an instalment: its sources, what is secured, the day it was paid."""

    principal_source: Line = Field("", max_length=40)
    interest_source: Line = Field("", max_length=40)
    secured: Money = 0
    paid_on: MaybeDay = None


class RemittanceInput(RecordInput):
    """What may be said about a leg: its voucher, and the receipt from above."""

    voucher: Line = Field("", max_length=60)
    receipt_number: Line = Field("", max_length=60)


class RepaymentOrderInput(RecordInput):
    """An act beside the schedule: which, on what, how much, from which day, by which document."""

    purpose: Literal["repay_onlending", "call", "put", "waiver", "withholding", "reserve_in", "reserve_out"]
    bond: MaybeId = None
    share: MaybeId = None
    instalment: MaybeId = None
    region: str = Field("", pattern=r"^[0-9A-Z]{1,12}$")
    amount: PositiveMoney
    effective_on: Day
    document_number: Line = Field("", max_length=100)
    grounds: Line = Field(min_length=1, max_length=1000)


class BudgetLineInput(RecordInput):
    """A budget of one project, year and account."""

    project: PublicId
    year: Year
    account: str = Field(pattern=r"^[0-9]{3,12}$")
    purpose: Key = "construction"
    amount: PositiveMoney
    basis: Literal["opening", "adjustment"] = "opening"
    document_number: Line = Field("", max_length=100)
    approved_on: MaybeDay = None


class BudgetSheetInput(RecordInput):
    """A sheet that becomes budget lines: debt service of a year, or an allotment notice."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    type: Literal["debt_service", "allotment"] = "debt_service"
    year: Year
    basis: Literal["opening", "adjustment"] = "opening"
    document_number: Line = Field("", max_length=100)
    approved_on: MaybeDay = None
    upper_number: Line = Field("", max_length=100)
    upper_amount: Money = 0


class FundUsePlanInput(RecordInput):
    """How much of a budget line may be paid from which month on; below zero takes an earlier plan back."""

    budget_line: PublicId
    number: Line = Field(min_length=1, max_length=100)
    month: Month
    amount: SignedMoney
    reason: Line = Field("", max_length=500)


class QuotaNoticeInput(RecordInput):
    """One line as notified; ``lender`` is the region that gave it, empty where it came from outside."""

    region: str = Field(pattern=r"^[0-9A-Z]{1,12}$", examples=["330304"])
    lender: str = Field("", pattern=r"^[0-9A-Z]{0,12}$", examples=["330300"])
    year: Year
    bond_type: Literal["special", "general"] = "special"
    entry: Literal["opening", "advance", "main", "adjustment", "recall", "carry_over", "control_figure"]
    amount: SignedMoney
    batch: Line = Field("", max_length=40)
    notice_number: Line = Field(min_length=1, max_length=100)
    notified_on: Day
    note: Line = Field("", max_length=500)

    @model_validator(mode="after")
    def _sign(self) -> "QuotaNoticeInput":
        wanted = self.amount < 0 if self.entry == "recall" else self.amount > 0
        if self.amount == 0 or not (wanted or self.entry in {"adjustment", "control_figure"}):
            raise PydanticCustomError(
                "quota_sign", "a recall is below zero, an adjustment either, all other lines are above zero"
            )
        return self


class SupplementInput(RecordInput):
    """A supplementary request of a project; what is agreed and where it stands is filled in on the way."""

    project: PublicId
    year: Year
    name: Line = Field(min_length=1, max_length=200)
    account: str = Field("", pattern=r"^([0-9]{3,12})?$")
    amount: PositiveMoney
    agreed: MaybeMoney = None
    requested_on: Day
    reason: Line = Field("", max_length=1000)
    adjustment_number: Line = Field("", max_length=100)
    committee_number: Line = Field("", max_length=100)
    committee_on: MaybeDay = None

    @model_validator(mode="after")
    def _agreed_within(self) -> "SupplementInput":
        if self.agreed is not None and self.agreed > self.amount:
            raise PydanticCustomError("value_error", "what is agreed lies within what was asked")
        return self


class DisbursementInput(RecordInput):
    """A payment to a final payee."""

    project: PublicId
    share: MaybeId = None
    contract: PublicId
    budget_line: PublicId
    number: Line = Field(min_length=1, max_length=40)
    amount: PositiveMoney
    purpose: Key = "works"
    payee: Line = Field(min_length=1, max_length=200)
    payee_account: Line = Field("", max_length=60)
    payee_bank: Line = Field("", max_length=100)
    work_basis: Line = Field("", max_length=500)
    voucher: Line = Field("", max_length=60)
    paid_on: MaybeDay = None


class MovementInput(RecordInput):
    """Money that moves beside payments and instalments."""

    project: PublicId
    type: Key
    number: Line = Field(min_length=1, max_length=40)
    share: MaybeId = None
    payment: MaybeId = None
    corrects: MaybeId = None
    amount: PositiveMoney
    moved_on: Day
    voucher: Line = Field("", max_length=60)
    counterparty: Line = Field("", max_length=200)
    budget_account: str = Field("", pattern=r"^([0-9]{3,12})?$")
    note: Prose = Field("", max_length=1000)


class ProgressInput(RecordInput):
    """A month of the works."""

    project: PublicId
    month: Month
    physical_progress: Percent
    certified_work: Money = 0
    build_status: Literal["approved", "building", "suspended", "completed", "accounts_done"] = "building"
    remark: Prose = Field("", max_length=1000)


class ContractChangeInput(RecordInput):
    """A change of a contract's amount, below zero where something is taken off."""

    project: PublicId
    contract: PublicId
    number: Line = Field(min_length=1, max_length=60)
    amount: SignedMoney
    changed_on: Day
    reason: Line = Field("", max_length=1000)
    approval_number: Line = Field("", max_length=100)


class CertificationInput(RecordInput):
    """Work certified under a contract in one month."""

    project: PublicId
    contract: PublicId
    month: Month
    number: Line = Field(min_length=1, max_length=60)
    amount: SignedMoney
    certified_by: Line = Field("", max_length=200)
    remark: Prose = Field("", max_length=1000)


class PaymentExceptionInput(RecordInput):
    """A leave to pay ahead of works: the gap in points, why, until when."""

    project: PublicId
    contract: PublicId
    gap: Share
    reason: Line = Field("", max_length=1000)
    expires_on: Day


class FinalAccountsInput(RecordInput):
    """Completion and final accounts; cost by category stands in the kind's fields."""

    project: PublicId
    completed_on: Day
    number: Line = Field("", max_length=100)
    reason: Prose = Field("", max_length=1000)


class AssetInput(RecordInput):
    """An asset with its investment by source, values, income, pledge and disposal."""

    project: PublicId
    name: Line = Field(min_length=1, max_length=200)
    type: Key = "operating_building"
    investment: Money = 0
    from_general: Money = 0
    from_special: Money = 0
    from_other_public: Money = 0
    from_other: Money = 0
    original_value: Money = 0
    net_value: Money = 0
    estimated_value: Money = 0
    income_period: Money = 0
    income_total: Money = 0
    yearly_inflow: Money = 0
    yearly_subsidy: Money = 0
    life_years: int = Field(0, ge=0, le=100)
    pledged: Money = 0
    pledge_note: Line = Field("", max_length=500)
    recorded_on: MaybeDay = None
    no_asset_reason: Line = Field("", max_length=1000)
    disposed_on: MaybeDay = None
    disposal_number: Line = Field("", max_length=100)
    disposal_proceeds: Money = 0
    disposal_to_repayment: Money = 0


class OperationYearInput(RecordInput):
    """Actual income and cost of one year."""

    project: PublicId
    year: Year
    project_income: Money = 0
    subsidy: Money = 0
    land_income: Money = 0
    operating_cost: Money = 0
    taxes: Money = 0
    cause: Prose = Field("", max_length=1000)


class MilestoneInput(Input):
    """One step of the works; its weight is a percentage of the whole."""

    number: int = Field(ge=1, le=200)
    name: Line = Field(min_length=1, max_length=200)
    weight: Share
    planned_on: Day
    actual_on: MaybeDay = None
    note: Line = Field("", max_length=500)


class ChangeOfUseInput(RecordInput):
    """Unused money given to another project."""

    project: PublicId
    share: PublicId
    target_project: PublicId
    case: Key
    amount: PositiveMoney
    reason: Line = Field("", max_length=1000)
    approval_number: Line = Field("", max_length=100)


class PublicationInput(RecordInput):
    """A disclosure of a project or bond."""

    project: MaybeId = None
    bond: MaybeId = None
    form: Key
    cut_off: Day
    due_on: MaybeDay = None
    published_on: MaybeDay = None
    address: Line = Field("", max_length=300)


class ContractInput(Input):
    """A contract with a final payee."""

    project: PublicId
    number: Line = Field(min_length=1, max_length=60)
    name: Line = Field(min_length=1, max_length=200)
    type: Key = "works"
    payee: Line = Field(min_length=1, max_length=200)
    payee_credit_code: str = Field("", pattern=r"^([0-9A-Z]{18})?$")
    amount: PositiveMoney
    signed_on: MaybeDay = None
    tender_method: Literal["", "public", "invited", "negotiated", "single_source", "none"] = ""
    tendered_on: MaybeDay = None
    months: int = Field(0, ge=0, le=600)
    certified: Money = 0


class PermitInput(Input):
    """One readiness item."""

    project: PublicId
    type: Key
    held: bool = False
    number: Line = Field("", max_length=100)
    issued_on: MaybeDay = None
    expires_on: MaybeDay = None
    note: Line = Field("", max_length=500)


class OnLendingInput(Input):
    """One link of the on-lending chain."""

    share: PublicId
    lender: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    borrower: str = Field(pattern=r"^[0-9A-Z]{1,12}$")
    agreement_number: Line = Field("", max_length=100)
    signed_on: MaybeDay = None
    amount: PositiveMoney
    lead_days: int = Field(5, ge=0, le=99)
    late_rate_multiple: int = Field(2, ge=0, le=10)


class ForecastCellInput(Input):
    """One amount of a balance plan."""

    item: Key
    year: Year
    bucket: Literal["", "and_before", "and_after"] = ""
    amount: SignedMoney


class ForecastInput(Input):
    """A version of a balance plan."""

    project: PublicId
    name: Line = Field("计划", min_length=1, max_length=100)
    purpose: Literal["plan", "scenario"] = "plan"
    assumed_percent: Percent = None
    note: Prose = Field("", max_length=1000)
    cells: list[ForecastCellInput] = Field(max_length=5000)


RECORD_INPUTS: dict[str, type[RecordInput]] = {
    "project": ProjectInput,
    "application": ApplicationInput,
    "bond": BondInput,
    "bond_share": BondShareInput,
    "instalment": InstalmentInput,
    "remittance": RemittanceInput,
    "repayment_order": RepaymentOrderInput,
    "budget_line": BudgetLineInput,
    "budget_sheet": BudgetSheetInput,
    "fund_use_plan": FundUsePlanInput,
    "quota_notice": QuotaNoticeInput,
    "supplement": SupplementInput,
    "disbursement": DisbursementInput,
    "movement": MovementInput,
    "progress": ProgressInput,
    "change_of_use": ChangeOfUseInput,
    "publication": PublicationInput,
    "contract_change": ContractChangeInput,
    "certification": CertificationInput,
    "payment_exception": PaymentExceptionInput,
    "final_accounts": FinalAccountsInput,
    "asset": AssetInput,
    "operation_year": OperationYearInput,
    "ppp_contract": PPPContractInput,
    "ppp_terms": PPPTermsInput,
    "waiver": WaiverInput,
    **PERFORMANCE_INPUTS,
    **FUND_RECORDS,
}
"""The form of each type of record."""

__all__ = ["RECORD_INPUTS", "Input", "RecordInput"]
