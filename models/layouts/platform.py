"""Exports of the budget platform (预算管理一体化): allotments, fund-use plans, payments. Examples."""

from models.layouts.shape import Layout, columns_of
from models.lifecycle import Label

LAYOUTS = (
    Layout(
        "layout.platform_allotment",
        "platform-allotment",
        Label("Allotments of the budget platform", "一体化平台指标导出"),
        "元",
        columns_of(
            """
allotment|指标文号
project_code|项目代码
project_name?|项目名称
year|预算年度
account|支出功能分类科目
budget_basis|预算安排方式
issued_on|下达日期
amount|指标金额
summary_text?|摘要
"""
        ),
    ),
    Layout(
        "layout.platform_plan",
        "platform-plan",
        Label("Fund-use plans of the budget platform", "一体化平台用款计划导出"),
        "元",
        columns_of(
            """
plan_number|用款计划编号
allotment|指标文号
project_code|项目代码
project_name?|项目名称
plan_month|计划月份
account?|支出功能分类科目
amount|计划金额
summary_text?|摘要
"""
        ),
    ),
    Layout(
        "layout.platform_payment",
        "platform-payment",
        Label("Treasury payments of the budget platform", "一体化平台国库支付导出"),
        "元",
        columns_of(
            """
voucher|支付凭证号
payment_number?|用款申请号
allotment|指标文号
project_code|项目代码
project_name?|项目名称
account|支出功能分类科目
paid_on|支付日期
amount|支付金额
payee|收款人
payee_account?|收款人账号
payee_bank?|收款人开户行
contract_number?|合同编号
bond_name?|资金来源债券
summary_text?|用途
"""
        ),
    ),
)
