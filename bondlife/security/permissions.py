"""Rights are one table: permission × role. Region subtree and organisation come with the grant.

Names are ``record.act``. A permission that is not here cannot be asked for: routes and transitions are
checked.
"""

ROLES = {
    "officer": ("Officer", "经办"),
    "reviewer": ("Reviewer", "复核"),
    "leader": ("Leader", "审批"),
    "project_unit": ("Project unit", "项目单位"),
    "department": ("Competent department", "主管部门"),
    "evaluator": ("Evaluator", "评价人员"),
    "auditor": ("Auditor", "审计（只读）"),
    "publisher": ("Publisher", "信息公开"),
    "system_admin": ("System administrator", "系统管理员"),
    "security_admin": ("Security administrator", "安全管理员"),
    "audit_admin": ("Audit administrator", "审计管理员"),
}

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
_BUREAU = ("officer", "reviewer", "leader")
_SIGNERS = ("reviewer", "leader", "department")
_PREPARERS = ("officer", "project_unit", "department")

_READ = dict.fromkeys(
    (
        "home.read",
        "project.read",
        "application.read",
        "bond.read",
        "bond_share.read",
        "instalment.read",
        "budget_line.read",
        "disbursement.read",
        "progress.read",
        "evaluation.read",
        "change_of_use.read",
        "publication.read",
        "contract.read",
        "document.read",
        "forecast.read",
        "task.read",
        "rule.read",
        "search.read",
        "calculator.run",
        "export.run",
        "approval.read",
        "history.read",
    ),
    (*_READERS, "system"),
)

_WRITE: dict[str, tuple[str, ...]] = {
    "project.create": _PREPARERS,
    "project.edit": _PREPARERS,
    "project.submit": _PREPARERS,
    "project.withdraw": _PREPARERS,
    "project.review": _SIGNERS,
    "project.approve": ("leader",),
    "project.reject": _SIGNERS,
    "project.suspend": ("leader",),
    "project.take_on": ("officer",),
    "forecast.edit": _PREPARERS,
    "permit.edit": _PREPARERS,
    "contract.edit": _PREPARERS,
    "document.add": (*_PREPARERS, "reviewer", "evaluator", "publisher"),
    "evaluation.edit": (*_PREPARERS, "evaluator"),
    "evaluation.approve": ("reviewer", "leader", "evaluator"),
    "bond.edit": ("officer",),
    "bond_share.edit": ("officer",),
    "onlending.edit": ("officer",),
    "limit.edit": ("officer",),
    "limit.read": _READERS,
    "budget_line.edit": ("officer",),
    "disbursement.edit": ("officer", "project_unit"),
    "progress.edit": ("officer", "project_unit"),
    "publication.edit": ("officer", "publisher"),
    "import.run": ("officer", "publisher"),
    "approval.decide": _SIGNERS,
    "approval.withdraw": _PREPARERS,
    "task.done": (*_READERS,),
    "period.lock": ("leader",),
    "rule.edit": ("officer",),
    "rule.approve": ("leader",),
}

_ADMIN: dict[str, tuple[str, ...]] = {
    "user.read": ("system_admin", "security_admin", "audit_admin"),
    "user.edit": ("system_admin",),
    "grant.propose": ("system_admin",),
    "grant.approve": ("security_admin",),
    "organisation.edit": ("system_admin", "officer"),
    "region.edit": ("system_admin",),
    "setting.edit": ("system_admin",),
    "job.read": ("system_admin", "officer", "audit_admin"),
    "audit.read": ("audit_admin", "auditor"),
    "verify.run": ("audit_admin", "system_admin"),
    "account.self": tuple(ROLES),
}

PERMISSIONS: dict[str, frozenset[str]] = {
    name: frozenset(roles) for table in (_READ, _WRITE, _ADMIN) for name, roles in table.items()
}
"""Which roles carry which permission."""


def declare(name: str, *roles: str) -> None:
    """Add the permission of a transition that a kind declares; the table stays the only place of rights."""
    PERMISSIONS.setdefault(name, frozenset(roles))
