"""Who can sign in to a demo database; such accounts are never made anywhere else."""

from typing import NamedTuple

PASSWORD = "bondlife-demo-2026"  # noqa: S105 -- printed on the sign-in page of demo databases


class Person(NamedTuple):
    """One demo account: role, section, the region it works for, whether it sees its own unit only."""

    account: str
    title: str
    role: str
    section: str = ""
    region: str = "330304"
    organisation: str = ""


PEOPLE = (
    Person("officer", "经办", "officer", "debt"),
    Person("reviewer", "复核（债务科）", "reviewer", "debt"),
    Person("reviewer2", "复核（债务科 B 岗）", "reviewer", "debt"),
    Person("budget", "会签（预算科）", "reviewer", "budget"),
    Person("treasury", "会签（国库科）", "reviewer", "treasury"),
    Person("business", "会签（业务科）", "reviewer", "business"),
    Person("reform", "会签（发改）", "reviewer", "development_reform"),
    Person("deputy", "分管局长", "leader"),
    Person("leader", "局长", "leader"),
    Person("chair", "政府常务会议", "leader"),
    Person("unit", "项目单位", "project_unit", organisation="unit"),
    Person("department", "主管部门", "department", organisation="department"),
    Person("evaluator", "评价人员", "evaluator"),
    Person("evaluator2", "评审专家乙", "evaluator"),
    Person("evaluator3", "评审专家丙", "evaluator"),
    Person("auditor", "审计（只读）", "auditor"),
    Person("publisher", "信息公开", "publisher"),
    Person("city", "市级经办", "officer", "debt", "330300"),
    Person("system", "系统管理员", "system_admin", region="000000"),
    Person("security", "安全管理员", "security_admin", region="000000"),
    Person("audit", "审计管理员", "audit_admin", region="000000"),
)

LEVELS = (
    Person("city-officer", "市级经办（债务科）", "officer", "debt", "330300"),
    Person("city-reviewer", "市级复核", "reviewer", "debt", "330300"),
    Person("city-deputy", "市级分管局长", "leader", "", "330300"),
    Person("province-officer", "省级经办（债务处）", "officer", "debt", "330000"),
    Person("province-reviewer", "省级复核", "reviewer", "debt", "330000"),
    Person("province-reviewer2", "省级复核 B 岗", "reviewer", "debt", "330000"),
    Person("province-treasury", "省级会签（国库处）", "reviewer", "treasury", "330000"),
    Person("province-deputy", "省级分管厅长", "leader", "", "330000"),
    Person("province-publisher", "省级信息公开", "publisher", "", "330000"),
)
"""The people above the county: who lends on, receives what the county remits, pays the holders."""
