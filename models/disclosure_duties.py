"""What must be public, as data: which form, of what, by which rule, where, on whose shoulders.

Each line names a finder of ``bondlife/disclosure/duties``, which tells for which bonds, projects or regions
it holds, and a rule that sets the day.
"""

from dataclasses import dataclass
from typing import Literal

from models.lifecycle import Label

Subject = Literal[
    "bond",
    "bond_share",
    "project",
    "change_of_use",
    "region",
    "publication",
    "payment_run",
    "fund",
    "ppp_contract",
]
"""What a duty may be about; funds, contracts and payment runs are records of their own beside a project."""

NATIONAL = Label("National bond disclosure platform", "中国地方政府债券信息公开平台")
GOVERNMENT = Label("Government site", "政府或财政部门门户网站")
PLATFORMS = {"national": NATIONAL, "government": GOVERNMENT}


@dataclass(frozen=True, slots=True)
class DutyKind:
    """One kind of duty: form, subject, rule of its day, platform, owner, whether it comes each year."""

    key: str
    label: Label
    form: str
    subject: Subject
    rule: str
    platform: str
    owner_role: str = "publisher"
    is_yearly: bool = False


DUTIES = (
    DutyKind(
        "pre_issue",
        Label("Before the tender", "发行前信息披露"),
        "F1",
        "bond",
        "issuance.disclosure_lead",
        "national",
    ),
    DutyKind(
        "issue_result",
        Label("Result of the issue", "发行结果公告"),
        "N3",
        "bond",
        "disclosure.issue_result_days",
        "national",
    ),
    DutyKind(
        "payment_notice",
        Label("Notice of interest or redemption", "付息兑付公告"),
        "N1",
        "bond",
        "disclosure.payment_notice_days",
        "national",
    ),
    DutyKind(
        "tracking_rating",
        Label("Tracking rating of a bond", "债券跟踪评级公告"),
        "N4",
        "bond",
        "disclosure.tracking_rating_date",
        "national",
        is_yearly=True,
    ),
    DutyKind(
        "annual_national",
        Label("Yearly table of a bond", "存续期信息公开（209号表）"),
        "F3",
        "bond_share",
        "disclosure.annual_date",
        "national",
        "officer",
        True,
    ),
    DutyKind(
        "annual_general",
        Label("Yearly table of a general bond", "存续期信息公开（一般债券表）"),
        "F3G",
        "bond_share",
        "disclosure.annual_date",
        "national",
        "officer",
        True,
    ),
    DutyKind(
        "general_use",
        Label("Use of general bonds by function", "一般债券资金收支公开"),
        "F3U",
        "region",
        "disclosure.annual_date",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "annual_table",
        Label("Yearly table of a project", "存续期项目情况表"),
        "F4",
        "project",
        "disclosure.annual_date",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "annual_report",
        Label("Yearly report in words", "存续期情况说明"),
        "F5",
        "project",
        "disclosure.annual_date",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "performance",
        Label("Performance results", "绩效评价结果公开"),
        "F7",
        "project",
        "disclosure.performance_results",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "performance_goals",
        Label("Performance goals", "绩效目标公开"),
        "performance_goals",
        "project",
        "disclosure.goals_days",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "fund_results",
        Label("Results of a fund", "政府投资基金运行及绩效公开"),
        "fund_results",
        "fund",
        "fund.disclosure_date",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "limit_budget",
        Label("Debt limit and balance with the budget", "债务限额余额公开（随预算）"),
        "F8",
        "region",
        "disclosure.budget_set_days",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "limit_balance",
        Label("Debt limit and balance", "债务限额余额公开"),
        "F8",
        "region",
        "disclosure.final_accounts_date",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "issue_repayment",
        Label("Issue and repayment of the year", "债券发行及还本付息情况公开"),
        "B1",
        "region",
        "disclosure.final_accounts_date",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "bond_use",
        Label("Use of the bonds of the year", "专项债券资金使用安排公开"),
        "B2",
        "region",
        "disclosure.budget_set_days",
        "government",
        "officer",
        True,
    ),
    DutyKind(
        "change_of_use",
        Label("Change of use", "用途调整公开"),
        "F6",
        "change_of_use",
        "disclosure.change_of_use_days",
        "national",
        "officer",
    ),
    DutyKind(
        "event",
        Label("Major event", "重大事项公告"),
        "N2",
        "project",
        "disclosure.event_days",
        "government",
        "officer",
    ),
    DutyKind(
        "ppp_payment",
        Label("Payments to PPP companies", "PPP付费信息公开"),
        "ppp_payment",
        "payment_run",
        "ppp.disclosure_days",
        "government",
    ),
    DutyKind(
        "ppp_results",
        Label("Results of a PPP evaluation", "PPP绩效评价结果公开"),
        "ppp_results",
        "ppp_contract",
        "ppp.results_days",
        "government",
        "officer",
    ),
    DutyKind(
        "correction",
        Label("Correction of what is public", "公开信息更正"),
        "",
        "publication",
        "disclosure.correction_days",
        "government",
        "officer",
    ),
)

BY_KEY = {one.key: one for one in DUTIES}
"""Every kind of duty by its key."""

OF_BONDS = {"F3": "special", "F3G": "general"}
"""Yearly tables of one row a bond of a project, and the type of bond each is about."""
