"""Rights are one table: permission × role. Region subtree and organisation come with the grant.

Names are ``record.act``. Rights of records come from the vocabulary of kinds; the rest stands here.
A permission that is not in the table cannot be asked for: routes and transitions are checked.
"""

from models.kinds.permissions import PERMISSIONS as OF_RECORDS
from models.kinds.permissions import ROLES as ROLE_LABELS

ROLES = {key: (label.en, label.zh) for key, label in ROLE_LABELS}
"""Every role with its name in English and Chinese."""

_READERS = (
    "officer",
    "reviewer",
    "leader",
    "project_unit",
    "department",
    "evaluator",
    "auditor",
    "publisher",
)
_SIGNERS = ("reviewer", "leader", "department")
_PREPARERS = ("officer", "project_unit", "department")

_READ = dict.fromkeys(
    (
        "contract.read",
        "milestone.read",
        "duration.read",
        "permit.read",
        "onlending.read",
        "limit.read",
        "statement.read",
        "published_table.read",
        "disclosure.read",
        "quota.read",
        "review.read",
        "document.read",
        "forecast.read",
        "task.read",
        "alert.read",
        "rule.read",
        "search.read",
        "calculator.run",
        "export.run",
        "approval.read",
        "history.read",
        "risk.read",
        "sanction.read",
        "collection.read",
        "what_if.read",
        "flow.read",
        "platform.read",
        "filing.read",
        "period.read",
        "pool.read",
        "survey.read",
        "template.read",
        "index_series.read",
        "arrear.read",
    ),
    (*_READERS, "system"),
)

_WRITE: dict[str, tuple[str, ...]] = {
    "forecast.edit": _PREPARERS,
    "permit.edit": _PREPARERS,
    "contract.edit": _PREPARERS,
    "milestone.edit": _PREPARERS,
    "document.add": (*_PREPARERS, "reviewer", "evaluator", "publisher"),
    "onlending.edit": ("officer",),
    "limit.edit": ("officer",),
    "published_table.edit": ("officer",),
    "disclosure.assign": ("officer", "leader"),
    "disclosure.waive": ("leader",),
    "disclosure.set": ("leader",),
    "disclosure.run": ("publisher",),
    "quota.edit": ("officer",),
    "review.open": ("officer",),
    "review.score": ("evaluator",),
    "review.close": ("officer",),
    "project.take_on": ("officer",),
    "statement.edit": ("officer",),
    "import.run": ("officer", "publisher", "system"),
    "approval.decide": _SIGNERS,
    "approval.withdraw": (*_PREPARERS, "reviewer", "leader", "evaluator", "publisher"),
    "task.done": _READERS,
    "platform.edit": ("officer",),
    "platform.approve": ("leader",),
    "filing.prepare": ("officer",),
    "filing.sign": ("reviewer", "leader"),
    "period.propose": ("officer", "reviewer"),
    "period.lock": ("leader",),
    "rule.edit": ("officer",),
    "rule.approve": ("leader",),
    "alert.snooze": _READERS,
    "alert.scan": ("officer", "leader", "system"),
    "fiscal.edit": ("officer",),
    "risk.declare": ("officer",),
    "risk.confirm": ("leader",),
    "sanction.edit": ("officer",),
    "sanction.approve": ("leader",),
    "collection.send": ("officer",),
    "collection.answer": ("officer", "project_unit", "department"),
    "collection.check": ("department", "reviewer", "leader"),
    "collection.report": ("leader",),
    "what_if.edit": ("officer",),
    "flow.edit": ("officer",),
    "template.edit": ("officer",),
    "template.approve": ("reviewer", "leader"),
    "flow.approve": ("leader",),
    "project.bulk": ("officer",),
    "index_series.edit": ("officer",),
    "arrear.edit": ("officer",),
    "round.open": ("officer", "department"),
    "round.close": ("officer",),
    "pool.edit": ("officer",),
    "evaluation_job.rate": ("project_unit", "department", "officer", "reviewer"),
    "survey.edit": (*_PREPARERS, "evaluator"),
    "delegation.propose": (*_PREPARERS, "reviewer", "leader", "evaluator", "publisher"),
    "delegation.approve": ("leader", "security_admin"),
}

_ADMIN: dict[str, tuple[str, ...]] = {
    "home.read": (*ROLES, "system"),
    "user.read": ("system_admin", "security_admin", "audit_admin"),
    "user.edit": ("system_admin",),
    "grant.propose": ("system_admin",),
    "grant.approve": ("security_admin",),
    "organisation.edit": ("system_admin", "officer"),
    "organisation.read": (*_READERS, "system_admin", "security_admin"),
    "region.edit": ("system_admin",),
    "region.approve": ("security_admin",),
    "setting.edit": ("system_admin",),
    "kind.read": (*_READERS, "system_admin", "security_admin", "audit_admin"),
    "kind.edit": ("system_admin",),
    "kind.approve": ("security_admin",),
    "job.read": ("system_admin", "officer", "audit_admin", "publisher"),
    "audit.read": ("audit_admin", "auditor"),
    "verify.run": ("audit_admin", "system_admin"),
    "account.self": tuple(ROLES),
}

_OWN = {name: frozenset(roles) for part in (_READ, _WRITE, _ADMIN) for name, roles in part.items()}
_KINDS = {
    right.name: frozenset(right.roles) | ({"system"} if right.name.endswith(".read") else frozenset())
    for right in OF_RECORDS
}
PERMISSIONS: dict[str, frozenset[str]] = {**_KINDS, **_OWN}
"""Which roles carry which permission."""
