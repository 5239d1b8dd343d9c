"""Disclosure: what is published when, from the issue to the last repayment.

Texts: 财预〔2018〕209号 (disclosure of local debt), 财库〔2020〕43号 (issuance),
财预〔2021〕110号 (change of use).
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_DISCLOSURE = "财预〔2018〕209号"
_SINCE = date(2019, 1, 1)

SEEDS = (
    RuleSeed(
        key="disclosure.annual_date",
        label=Label("Annual disclosure by", "存续期信息年度公开截止"),
        value="06-30",
        unit="month_day",
        form="text",
        basis=_DISCLOSURE,
        status="in_force",
        valid_from=_SINCE,
        note="Use of money, progress, operation, revenue and latest forecast, assets of the year before.",
    ),
    RuleSeed(
        key="disclosure.annual_warnings",
        label=Label("Warnings before the annual disclosure", "年度公开提醒日"),
        value=["06-01", "06-20", "06-30"],
        unit="month_day",
        form="list",
        basis="管理建议",
    ),
    RuleSeed(
        key="disclosure.units_return_forms",
        label=Label("Signed forms back from units by", "项目单位报送截止"),
        value="05-31",
        unit="month_day",
        form="text",
        basis="浙江省各地公开通知惯例",
        region="33",
    ),
    RuleSeed(
        key="disclosure.pre_issue_warnings",
        label=Label("Warnings before the tender", "发行前披露提醒"),
        value=[7, 5],
        unit="working_days",
        form="list",
        basis="管理建议",
    ),
    RuleSeed(
        key="disclosure.pre_issue_set",
        label=Label("Pre-issue set", "发行前披露材料"),
        value=["economic_data", "debt_data", "bond_terms", "project_template", "rating", "papers"],
        unit="",
        form="list",
        basis="财库〔2020〕43号；" + _DISCLOSURE,
        status="in_force",
        valid_from=_SINCE,
    ),
    RuleSeed(
        key="disclosure.identities",
        label=Label("Identities of the published forms", "公开表勾稽关系"),
        value=[
            "f1.total_investment = own_funds + special_bond + other_debt",
            "f1.special_bond = sum(yearly special_bond)",
            "f1.other_debt = sum(yearly other_debt)",
            "f1.total_revenue = sum(yearly revenue)",
            "f1.project_count = linked projects",
            "f3.bond_share <= received",
            "f4.realised does not fall without a reason",
        ],
        unit="",
        form="list",
        basis="新增专项债券项目信息披露模板（公开样本核对）",
        status="in_force",
        valid_from=_SINCE,
        note="Checked on the public templates of Ningbo, 2021 to 2023.",
    ),
    RuleSeed(
        key="disclosure.budget_set_days",
        label=Label("Budget set after approval within", "预决算批准后公开"),
        value=20,
        unit="days",
        form="days",
        basis="预算法",
    ),
    RuleSeed(
        key="disclosure.issue_result_days",
        label=Label("Issue result within", "发行结果公开"),
        value=1,
        unit="working_days",
        form="days",
        basis="财库〔2020〕43号",
    ),
    RuleSeed(
        key="disclosure.change_of_use_days",
        label=Label("Change of use after provincial approval within", "用途调整公开"),
        value=10,
        unit="working_days",
        form="days",
        basis="财预〔2021〕110号",
        valid_from=date(2021, 9, 8),
    ),
    RuleSeed(
        key="disclosure.payment_notice_days",
        label=Label("Notice of interest or redemption before payment", "付息兑付公告"),
        value=5,
        unit="working_days",
        form="days",
        basis="财库〔2020〕43号",
    ),
    RuleSeed(
        key="disclosure.tracking_rating",
        label=Label("Tracking rating", "跟踪评级"),
        value="yearly",
        unit="",
        form="text",
        basis="各地存续期公开通知",
        status="in_force",
        valid_from=_SINCE,
        note="Needs the actual income of every project; the June notices of counties in Zhejiang ask for it.",
    ),
    RuleSeed(
        key="disclosure.performance_results",
        label=Label("Performance results with the annual disclosure by", "绩效评价结果公开截止"),
        value="06-30",
        unit="month_day",
        form="text",
        basis="浙江省各地公开做法",
        status="local",
        region="33",
        valid_from=date(2022, 1, 1),
    ),
    RuleSeed(
        key="disclosure.performance_results",
        label=Label("Performance results with the annual disclosure by", "绩效评价结果公开截止"),
        value="06-30",
        unit="month_day",
        form="text",
        basis="参考浙江省各地公开做法",
    ),
    RuleSeed(
        key="disclosure.allow_list",
        label=Label("What never leaves", "不得公开的信息"),
        value=["personal_data", "bank_accounts", "hidden_debt", "risk_colours"],
        unit="",
        form="list",
        basis="个人信息保护法；保密规定",
        note="Publishing lateness or contractor-level flows is a separate choice, off by default.",
    ),
)
