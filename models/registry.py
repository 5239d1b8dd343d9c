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
from models.disclosure import DisclosureDuty, DisclosurePackage, PublicationSheet
from models.document import Document
from models.duty import Assignment, Delegation
from models.filing import Filing, FilingLine
from models.forecast import Forecast, ForecastCell
from models.fund import (
    BenchmarkLevel,
    Fund,
    FundCommitment,
    FundContribution,
    FundDecision,
    FundFinding,
    FundGoal,
    FundPartner,
    FundTerms,
)
from models.fund_money import (
    CapitalCall,
    CapitalCallLine,
    FundDistribution,
    FundDistributionLine,
    FundExit,
    FundHolding,
    FundMovement,
    FundValuation,
)
from models.fund_use_plan import FundUsePlan
from models.job import ImportFile, ImportMapping, Job
from models.ledger import LedgerBalance, LedgerEntry, Posting
from models.limit_statement import LimitStatement
from models.money_flow import MoneyFlow, MoneyTotal
from models.movement import Movement
from models.notice import MailChoice, Notice
from models.operation import Asset, DurationRow, OperationYear
from models.organisation import Organisation
from models.oversight import FiscalYear, OfficialResult, RiskEvent, RiskSnapshot, Sanction
from models.paper_template import PaperTemplate
from models.payment_run import PaymentOrder, PaymentRun, PaymentStatement
from models.performance import EvaluationRound, Monitoring, PerformanceGoal, Rectification
from models.platform import PlatformLine
from models.ppp import (
    Arrear,
    IndexSeries,
    IndexValue,
    PeriodInput,
    PPPContract,
    PPPTerms,
    PriceBasis,
    ServiceEvent,
    Waiver,
)
from models.project import FundingPlan, Permit, Project, ProjectRail
from models.public_entry import PublicEntry
from models.quota import QuotaLine
from models.quota_notice import QuotaNotice
from models.region import Epoch, Region, RegionClosure, RegionCode, RegionParent
from models.repayment import (
    PublishedTable,
    RefinancingLine,
    Remittance,
    RepaymentOrder,
    ShortfallLine,
)
from models.result_use import Accountability, Appraisal, BudgetRequest, ResultLine, ResultList
from models.review import ReviewRound, ReviewScore
from models.rule import Holiday, KindDraft, KindVersion, RuleVersion, Setting
from models.scenario import PortfolioScenario, Scenario
from models.search import SearchGram
from models.statement import MoneyAccount, StatementLine, StatementMatch
from models.supervision import ChangeOfUse, Evaluation, Publication
from models.supplement import Supplement
from models.survey import Survey, SurveyTicket
from models.task import Alert, AlertLog, Approval, Opinion, Task
from models.third_party import EvaluationJob, PoolMember, StarRating
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
        FundUsePlan,
        QuotaNotice,
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
        PerformanceGoal,
        Monitoring,
        Rectification,
        ResultList,
        Accountability,
        Appraisal,
        EvaluationJob,
        PPPContract,
        PPPTerms,
        Waiver,
        PaymentRun,
        Fund,
        FundTerms,
        CapitalCall,
        FundDistribution,
        FundDecision,
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
    DisclosureDuty,
    PublicationSheet,
    DisclosurePackage,
    FundPartner,
    FundCommitment,
    FundGoal,
    FundFinding,
    FundContribution,
    BenchmarkLevel,
    CapitalCallLine,
    FundDistributionLine,
    FundHolding,
    FundValuation,
    FundExit,
    FundMovement,
    EvaluationRound,
    ResultLine,
    BudgetRequest,
    PoolMember,
    StarRating,
    Survey,
    SurveyTicket,
    *(model for model in RECORDS.values() if model is not Project),
    PaperTemplate,
)
"""Every versioned table: what ``verify`` recomputes digests for."""

__all__ = [
    "BUSINESS",
    "RECORDS",
    "Accountability",
    "Alert",
    "AlertLog",
    "ApiToken",
    "Application",
    "Appraisal",
    "Approval",
    "Arrear",
    "Asset",
    "Assignment",
    "AuditHead",
    "AuditRecord",
    "BenchmarkLevel",
    "Bond",
    "BondShare",
    "BudgetLine",
    "BudgetRequest",
    "BudgetSheet",
    "BudgetSheetLine",
    "CapitalCall",
    "CapitalCallLine",
    "Certification",
    "ChangeOfUse",
    "Collection",
    "CollectionPart",
    "CollectionStep",
    "Contract",
    "ContractChange",
    "Delegation",
    "Disbursement",
    "DisclosureDuty",
    "DisclosurePackage",
    "Document",
    "DurationRow",
    "Epoch",
    "Evaluation",
    "EvaluationJob",
    "EvaluationRound",
    "Filing",
    "FilingLine",
    "FinalAccounts",
    "FiscalYear",
    "Forecast",
    "ForecastCell",
    "Fund",
    "FundCommitment",
    "FundContribution",
    "FundDecision",
    "FundDistribution",
    "FundDistributionLine",
    "FundExit",
    "FundFinding",
    "FundGoal",
    "FundHolding",
    "FundMovement",
    "FundPartner",
    "FundTerms",
    "FundUsePlan",
    "FundValuation",
    "FundingPlan",
    "Holiday",
    "IdempotencyKey",
    "ImportFile",
    "ImportMapping",
    "IndexSeries",
    "IndexValue",
    "Instalment",
    "Job",
    "KindDraft",
    "KindVersion",
    "LedgerBalance",
    "LedgerEntry",
    "LimitStatement",
    "MailChoice",
    "Milestone",
    "MoneyAccount",
    "MoneyFlow",
    "MoneyTotal",
    "Monitoring",
    "Movement",
    "Notice",
    "OfficialResult",
    "OnLending",
    "OperationYear",
    "Opinion",
    "Organisation",
    "PPPContract",
    "PPPTerms",
    "PaperTemplate",
    "PaymentException",
    "PaymentOrder",
    "PaymentRun",
    "PaymentStatement",
    "PerformanceGoal",
    "Period",
    "PeriodInput",
    "Permit",
    "PlatformLine",
    "PoolMember",
    "PortfolioScenario",
    "Posting",
    "PriceBasis",
    "ProgressReport",
    "Project",
    "ProjectRail",
    "PublicEntry",
    "Publication",
    "PublicationSheet",
    "PublishedTable",
    "QuotaLine",
    "QuotaNotice",
    "RecordRow",
    "Rectification",
    "RefinancingLine",
    "Region",
    "RegionClosure",
    "RegionCode",
    "RegionParent",
    "Remittance",
    "RepaymentOrder",
    "ResultLine",
    "ResultList",
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
    "ServiceEvent",
    "Setting",
    "SettingProposal",
    "ShortfallLine",
    "SignInAttempt",
    "StarRating",
    "StateMove",
    "StatementLine",
    "StatementMatch",
    "Supplement",
    "Survey",
    "SurveyTicket",
    "Task",
    "User",
    "UserSession",
    "Waiver",
    "metadata",
]
