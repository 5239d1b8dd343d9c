"""Repayment: days of notice, lawful sources, late penalty, refinancing, shortfalls.

Texts: 财预〔2016〕155号 (sources and refinancing), 国办发〔2024〕52号 (shortfalls),
财预〔2017〕89号 (own project first).
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_SPECIAL_DEBT = "财预〔2016〕155号"
_NO_52 = "国办发〔2024〕52号"
_AGREEMENT = "转贷协议约定"

SEEDS = (
    RuleSeed(
        key="repayment.notices",
        label=Label("Notices before an instalment is due", "还本付息到期提醒"),
        value=[90, 60, 30, 15],
        unit="days",
        form="list",
        basis="管理建议",
    ),
    RuleSeed(
        key="repayment.lead_days",
        label=Label("Days to remit ahead of the due date", "提前缴款天数"),
        value=5,
        unit="working_days",
        form="days",
        basis=_AGREEMENT,
        params={"maximum": 99},
        note="A default; every on-lending agreement states its own. No statutory number was found.",
    ),
    RuleSeed(
        key="repayment.unit_lead_days",
        label=Label("Days the project unit pays ahead of its treasury", "项目单位提前缴款天数"),
        value=5,
        unit="working_days",
        form="days",
        basis="管理建议",
        note="Counted back from the day of remittance; no text was found that sets it.",
    ),
    RuleSeed(
        key="repayment.penalty_multiplier",
        label=Label("Late penalty as a multiple of the coupon", "罚息利率为票面利率的倍数"),
        value="2",
        unit="multiple",
        form="number",
        basis="2013年中央代发地方债规定；" + _AGREEMENT,
        note="Twice the coupon in the central rule of 2013; agreements often reuse it.",
    ),
    RuleSeed(
        key="repayment.penalty_days_base",
        label=Label("Days of the year for the late penalty", "罚息年天数"),
        value=365,
        unit="days",
        form="days",
        basis=_AGREEMENT,
    ),
    RuleSeed(
        key="repayment.interest_sources",
        label=Label("Lawful sources of interest", "利息合法资金来源"),
        value=["matching_fund_income", "dedicated_income", "lawful_subsidy"],
        unit="",
        form="list",
        basis=_SPECIAL_DEBT,
        status="in_force",
        valid_from=date(2016, 11, 9),
        note="Interest is never paid from new or refinancing bonds, nor from a treasury advance.",
    ),
    RuleSeed(
        key="repayment.principal_sources",
        label=Label("Lawful sources of principal", "本金合法资金来源"),
        value=["matching_fund_income", "dedicated_income", "lawful_subsidy", "refinancing_bond"],
        unit="",
        form="list",
        basis=_SPECIAL_DEBT,
        status="in_force",
        valid_from=date(2016, 11, 9),
    ),
    RuleSeed(
        key="repayment.shortfall_sources",
        label=Label("Sources for a shortfall of matching income", "对应收入不足时的偿债来源"),
        value=["fiscal_subsidy", "other_project_income", "unit_own_funds", "other_fund_budget_income"],
        unit="",
        form="list",
        basis=_NO_52,
        status="in_force",
        valid_from=date(2024, 12, 25),
        params={"plan_needs": ["source", "amount", "year", "approval"]},
        note="Balanced inside the province; the province is the backstop.",
    ),
    RuleSeed(
        key="repayment.refinancing",
        label=Label("Conditions of refinancing", "再融资条件"),
        value=["principal_only", "same_bond_type", "within_maturing_principal", "term_within_project_life"],
        unit="",
        form="list",
        basis=_SPECIAL_DEBT,
        status="in_force",
        valid_from=date(2016, 11, 9),
        note="That only principal may be refinanced is read; the other checks are of a provincial system.",
    ),
    RuleSeed(
        key="repayment.own_project_first",
        label=Label("A project's income serves its own bond first", "项目收入优先偿还对应债券"),
        value=True,
        unit="",
        form="flag",
        basis="财预〔2017〕89号",
        valid_from=date(2017, 6, 2),
    ),
    RuleSeed(
        key="repayment.within_remaining",
        label=Label("Payment within what remains due", "偿还金额不超过剩余应还"),
        value=True,
        unit="",
        form="flag",
        basis="省级债务管理系统校验",
    ),
    RuleSeed(
        key="repayment.reserve_fund",
        label=Label("Repayment reserve fund", "偿债备付金"),
        value={"enabled": False, "ratio": "0.05"},
        unit="ratio",
        form="table",
        basis=_NO_52,
        valid_from=date(2024, 12, 25),
        note="Encouraged; a commercial page names 5 to 10 % of the balance, no official rate was found.",
    ),
    RuleSeed(
        key="repayment.withholding",
        label=Label("The province may withhold transfers on default", "逾期由上级扣减转移支付"),
        value=True,
        unit="",
        form="flag",
        basis=_SPECIAL_DEBT,
        valid_from=date(2016, 11, 9),
    ),
    RuleSeed(
        key="repayment.all_repaid",
        label=Label("Closed only when all principal is repaid", "本息结清后终结"),
        value=True,
        unit="",
        form="flag",
        basis="管理建议",
    ),
)
