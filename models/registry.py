"""All tables in one place, so that whoever needs the metadata has it whole."""

import sqlalchemy as sa

from models.application import Application
from models.audit import AuditHead, AuditRecord, IdempotencyKey, Period, RowVersion, StateMove
from models.base import RecordRow, Row, ScopedRow, metadata
from models.bond import Bond, BondShare, Instalment, OnLending
from models.budget import BudgetLine, BudgetSheet, BudgetSheetLine
from models.choice import SettingProposal
from models.collection import Collection, CollectionPart, CollectionStep
from models.disbursement import Contract, Disbursement, ProgressReport
from models.document import Document
from models.duty import Assignment, Delegation
from models.filing import Filing, FilingLine
from models.forecast import Forecast, ForecastCell
from models.job import ImportFile, ImportMapping, Job
from models.ledger import LedgerBalance, LedgerEntry, Posting
from models.limit_statement import LimitStatement
from models.money_flow import MoneyFlow, MoneyTotal
from models.movement import Movement
from models.notice import MailChoice, Notice
from models.operation import Asset, DurationRow, OperationYear
from models.organisation import Organisation
from models.oversight import FiscalYear, OfficialResult, RiskEvent, RiskSnapshot, Sanction
from models.platform import PlatformLine
from models.project import FundingPlan, Permit, Project, ProjectRail
from models.quota import QuotaLine
from models.region import Epoch, Region, RegionClosure, RegionCode, RegionParent
from models.repayment import (
    PublishedTable,
    RefinancingLine,
    Remittance,
    RepaymentOrder,
    ShortfallLine,
)
from models.review import ReviewRound, ReviewScore
from models.rule import Holiday, KindVersion, RuleVersion, Setting
from models.scenario import PortfolioScenario, Scenario
from models.search import SearchGram
from models.statement import MoneyAccount, StatementLine, StatementMatch
from models.supervision import ChangeOfUse, Evaluation, Publication
from models.supplement import Supplement
from models.task import Alert, AlertLog, Approval, Opinion, Task
from models.user import ApiToken, RoleGrant, SignInAttempt, User, UserSession
from models.works import Certification, ContractChange, FinalAccounts, Milestone, PaymentException


def _widen_keys() -> None:
    """Make every reference as wide as the 64-bit key it points at."""
    for found in metadata.tables.values():
        for column in found.columns:
            if column.foreign_keys and isinstance(column.type, sa.Integer):
                column.type = sa.BigInteger()


_widen_keys()

RECORDS: dict[str, type[RecordRow]] = {
    model.record: model
    for model in (
        Project,
        Evaluation,
        Application,
        Bond,
        BondShare,
        BudgetLine,
        BudgetSheet,
        Supplement,
        Disbursement,
        Movement,
        ProgressReport,
        Instalment,
        Remittance,
        RepaymentOrder,
        ChangeOfUse,
        Publication,
        ContractChange,
        Certification,
        PaymentException,
        FinalAccounts,
        Asset,
        OperationYear,
    )
}
"""Every type of record with a lifecycle, by the name kinds use."""

BUSINESS: tuple[type[Row], ...] = (
    Region,
    Organisation,
    User,
    RoleGrant,
    ApiToken,
    RuleVersion,
    Setting,
    Project,
    Permit,
    FundingPlan,
    Forecast,
    Contract,
    Milestone,
    DurationRow,
    QuotaLine,
    LimitStatement,
    ReviewRound,
    ReviewScore,
    BudgetSheetLine,
    OnLending,
    ShortfallLine,
    RefinancingLine,
    PublishedTable,
    Scenario,
    Document,
    Approval,
    Opinion,
    Task,
    Alert,
    FiscalYear,
    OfficialResult,
    RiskSnapshot,
    RiskEvent,
    Sanction,
    Collection,
    CollectionPart,
    MailChoice,
    Delegation,
    Assignment,
    SettingProposal,
    PortfolioScenario,
    MoneyAccount,
    StatementLine,
    StatementMatch,
    PlatformLine,
    Filing,
    FilingLine,
    *(model for model in RECORDS.values() if model is not Project),
)
"""Every versioned table: what ``verify`` recomputes digests for."""

__all__ = [
    "BUSINESS",
    "RECORDS",
    "Alert",
    "AlertLog",
    "ApiToken",
    "Application",
    "Approval",
    "Asset",
    "Assignment",
    "AuditHead",
    "AuditRecord",
    "Bond",
    "BondShare",
    "BudgetLine",
    "BudgetSheet",
    "BudgetSheetLine",
    "Certification",
    "ChangeOfUse",
    "Collection",
    "CollectionPart",
    "CollectionStep",
    "Contract",
    "ContractChange",
    "Delegation",
    "Disbursement",
    "Document",
    "DurationRow",
    "Epoch",
    "Evaluation",
    "Filing",
    "FilingLine",
    "FinalAccounts",
    "FiscalYear",
    "Forecast",
    "ForecastCell",
    "FundingPlan",
    "Holiday",
    "IdempotencyKey",
    "ImportFile",
    "ImportMapping",
    "Instalment",
    "Job",
    "KindVersion",
    "LedgerBalance",
    "LedgerEntry",
    "LimitStatement",
    "MailChoice",
    "Milestone",
    "MoneyAccount",
    "MoneyFlow",
    "MoneyTotal",
    "Movement",
    "Notice",
    "OfficialResult",
    "OnLending",
    "OperationYear",
    "Opinion",
    "Organisation",
    "PaymentException",
    "Period",
    "Permit",
    "PlatformLine",
    "PortfolioScenario",
    "Posting",
    "ProgressReport",
    "Project",
    "ProjectRail",
    "Publication",
    "PublishedTable",
    "QuotaLine",
    "RecordRow",
    "RefinancingLine",
    "Region",
    "RegionClosure",
    "RegionCode",
    "RegionParent",
    "Remittance",
    "RepaymentOrder",
    "ReviewRound",
    "ReviewScore",
    "RiskEvent",
    "RiskSnapshot",
    "RoleGrant",
    "Row",
    "RowVersion",
    "RuleVersion",
    "Sanction",
    "Scenario",
    "ScopedRow",
    "SearchGram",
    "Setting",
    "SettingProposal",
    "ShortfallLine",
    "SignInAttempt",
    "StateMove",
    "StatementLine",
    "StatementMatch",
    "Supplement",
    "Task",
    "User",
    "UserSession",
    "metadata",
]
