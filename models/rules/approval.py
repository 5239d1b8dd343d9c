"""Approval and control: who decides on which route, four eyes, progress reports, ordinary projects.

Texts: 国办发〔2024〕52号 (self-review and self-issue); the list of pilot regions is unconfirmed.
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_NO_52 = "国办发〔2024〕52号"
_FROM_52 = date(2024, 12, 25)

SEEDS = (
    RuleSeed(
        key="approval.self_review_regions",
        label=Label("Regions that review and issue by themselves", "专项债券项目“自审自发”试点地区"),
        value=["11", "31", "32", "33", "34", "35", "37", "43", "44", "51", "1331"],
        unit="",
        form="list",
        basis=_NO_52,
        valid_from=_FROM_52,
        note="Hunan was read in an official text; the other provinces and Xiong'an are from reports.",
    ),
    RuleSeed(
        key="approval.four_eyes",
        label=Label("Preparer and reviewer are two people", "经办与复核分离"),
        value=True,
        unit="",
        form="flag",
        basis="内部控制规范",
        note="Cannot be switched off.",
    ),
    RuleSeed(
        key="quota.second_person",
        label=Label("Lines of the quota ledger need a second person", "额度台账登记须第二人复核"),
        value=True,
        unit="",
        form="flag",
        basis="内部控制规范（不相容岗位分离）",
        note="Where a region switches it off, one officer posts the line.",
    ),
    RuleSeed(
        key="approval.return_days",
        label=Label("Days in return for correction before an alert", "退回修改提醒天数"),
        value=15,
        unit="days",
        form="days",
        basis="管理建议",
    ),
    RuleSeed(
        key="approval.change_form",
        label=Label("Approved figures change only by a change form", "已审定数据变更管理"),
        value=["investment_plan", "revenue", "stock_debt", "performance", "fixed_assets"],
        unit="",
        form="list",
        basis="省级债务管理系统表单",
        params={"needs": ["date", "reason", "key_points", "before", "after"]},
    ),
    RuleSeed(
        key="operation.progress_report",
        label=Label("Monthly progress report by", "建设进度月报截止日"),
        value=25,
        unit="day_of_month",
        form="number",
        basis="省级债务管理系统表单",
        params={
            "checks": [
                "finish_not_in_future",
                "start_before_finish",
                "completed_needs_both_dates",
                "state_follows",
                "accounts_need_record",
            ],
            "states": "operation.build_states",
        },
    ),
    RuleSeed(
        key="operation.completion",
        label=Label("Completion by acceptance and completion accounts", "竣工验收与竣工财务决算"),
        value=["completion_acceptance", "completion_accounts"],
        unit="",
        form="list",
        basis="基本建设财务规则",
    ),
    RuleSeed(
        key="operation.assets",
        label=Label("Assets recorded by source of money", "项目资产登记"),
        value="general_debt + special_debt + other_public + other = total_investment",
        unit="",
        form="text",
        basis="省级债务管理系统校验",
    ),
    RuleSeed(
        key="ordinary.ex_ante",
        label=Label(
            "Ex-ante evaluation is a condition of the budget request", "预算申请以事前绩效评估为前提"
        ),
        value=["necessity", "economy", "goals", "plan", "funding_compliance"],
        unit="",
        form="list",
        basis="广州市全过程预算绩效管理公开材料",
        status="local",
        region="4401",
    ),
    RuleSeed(
        key="ordinary.ex_ante",
        label=Label(
            "Ex-ante evaluation is a condition of the budget request", "预算申请以事前绩效评估为前提"
        ),
        value=["necessity", "economy", "goals", "plan", "funding_compliance"],
        unit="",
        form="list",
        basis="中发〔2018〕34号",
    ),
    RuleSeed(
        key="ordinary.monitoring",
        label=Label("Yearly check of budget pace and goals", "绩效运行监控"),
        value={"check_month": 8, "covers_to_month": 7},
        unit="",
        form="table",
        basis="财预〔2019〕136号",
        valid_from=date(2019, 7, 26),
    ),
    RuleSeed(
        key="ordinary.self_evaluation",
        label=Label("Self-evaluation for all, re-check of a sample", "单位自评与抽查复核"),
        value=["self_evaluation", "recheck"],
        unit="",
        form="list",
        basis="财预〔2020〕10号",
        valid_from=date(2020, 2, 25),
    ),
    RuleSeed(
        key="ordinary.disclosure",
        label=Label("Goals and results public with budget and final accounts", "绩效信息随预决算公开"),
        value=["goals", "results"],
        unit="",
        form="list",
        basis="预算法；中发〔2018〕34号",
    ),
    RuleSeed(
        key="ordinary.payment_evidence",
        label=Label("No payment without acceptance and audit report", "未经验收和审计不得付款"),
        value=["acceptance_report", "audit_report"],
        unit="",
        form="list",
        basis="玉林市电子政务项目管理办法",
        status="local",
        region="4509",
    ),
    RuleSeed(
        key="ordinary.payment_evidence",
        label=Label("Evidence before payment", "付款凭据"),
        value=["acceptance_report"],
        unit="",
        form="list",
        basis="内部控制规范",
    ),
)
