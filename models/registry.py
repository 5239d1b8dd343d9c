"""All tables in one place, so that whoever needs the metadata has it whole."""

import sqlalchemy as sa

from models.application import Application
from models.audit import AuditHead, AuditRecord, IdempotencyKey, Period, RowVersion, StateMove
from models.base import RecordRow, Row, ScopedRow, metadata
from models.bond import Bond, BondShare, Instalment, OnLending
from models.budget import BudgetLine, DebtLimit
from models.disbursement import Contract, Disbursement, ProgressReport
from models.document import Document
from models.forecast import Forecast, ForecastCell
from models.job import ImportFile, ImportMapping, Job
from models.ledger import LedgerBalance, LedgerEntry, Posting
from models.organisation import Organisation
from models.project import FundingPlan, Permit, Project, ProjectRail
from models.region import Epoch, Region, RegionClosure, RegionCode, RegionParent
from models.rule import Holiday, KindVersion, RuleVersion, Setting
from models.scenario import Scenario
from models.search import SearchGram
from models.supervision import ChangeOfUse, Evaluation, Publication
from models.task import Alert, Approval, Opinion, Task
from models.user import ApiToken, RoleGrant, SignInAttempt, User, UserSession


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
        Disbursement,
        ProgressReport,
        Instalment,
        ChangeOfUse,
        Publication,
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
    DebtLimit,
    OnLending,
    Scenario,
    Document,
    Approval,
    Opinion,
    Task,
    Alert,
    *(model for model in RECORDS.values() if model is not Project),
)
"""Every versioned table: what ``verify`` recomputes digests for."""

__all__ = [
    "BUSINESS",
    "RECORDS",
    "Alert",
    "ApiToken",
    "Application",
    "Approval",
    "AuditHead",
    "AuditRecord",
    "Bond",
    "BondShare",
    "BudgetLine",
    "ChangeOfUse",
    "Contract",
    "DebtLimit",
    "Disbursement",
    "Document",
    "Epoch",
    "Evaluation",
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
    "OnLending",
    "Opinion",
    "Organisation",
    "Period",
    "Permit",
    "Posting",
    "ProgressReport",
    "Project",
    "ProjectRail",
    "Publication",
    "RecordRow",
    "Region",
    "RegionClosure",
    "RegionCode",
    "RegionParent",
    "RoleGrant",
    "Row",
    "RowVersion",
    "RuleVersion",
    "Scenario",
    "ScopedRow",
    "SearchGram",
    "Setting",
    "SignInAttempt",
    "StateMove",
    "Task",
    "User",
    "UserSession",
    "metadata",
]
