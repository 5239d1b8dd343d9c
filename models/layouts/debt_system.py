"""Files for the debt system and for look-through monitoring, and the receipt that comes back. Examples."""

from models.layouts.shape import Layout, columns_of
from models.lifecycle import Label

LAYOUTS = (
    Layout(
        "layout.debt_monthly",
        "bond-shares",
        Label("Monthly file for the debt system", "债务系统月报"),
        "万元",
        columns_of(
            """
line_code|报送行号
region_code|地区编码
debt_system_code|债务系统项目编码
project_name|项目名称
bond_code|债券代码
bond_name|债券名称
coupon_rate|票面利率
maturity_date|到期日
amount|项目债券金额
as_capital?|其中用作资本金
received|累计到位
received_now|本月到位
paid|累计支出
paid_now|本月支出
unused|结余
repaid_now|本月还本
interest_now|本月付息
principal_balance|债券余额
"""
        ),
    ),
    Layout(
        "layout.look_through",
        "treasury-payments",
        Label("Monthly file for look-through monitoring", "穿透式监测月报"),
        "元",
        columns_of(
            """
line_code|报送行号
region_code|地区编码
debt_system_code|债务系统项目编码
project_name|项目名称
bond_name|债券名称
contract_number|合同编号
payee|最终收款人
payee_code|收款人统一社会信用代码
voucher|支付凭证号
paid_on|支付日期
account|支出科目
amount|支付金额
work_basis?|支付依据
"""
        ),
    ),
    Layout(
        "layout.filing_receipt",
        "filing-receipt",
        Label("Receipt of rejected rows", "报送退回回执"),
        "元",
        columns_of(
            """
line_code|报送行号
reject_reason|退回原因
"""
        ),
    ),
)
