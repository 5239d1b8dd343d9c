"""Files of the yearly calendar. Examples."""

from models.layouts.shape import Layout, columns_of
from models.lifecycle import Label

_QUOTA = """
line_code|报送行号
region_code|地区编码
year|年度
entry|额度类型
document_number|文号
issued_on|下达日期
amount|金额
"""
_BUDGET = """
line_code|报送行号
region_code|地区编码
project_code|项目代码
project_name|项目名称
year|预算年度
account|预算科目
budget_basis|预算安排方式
document_number|文件编号
budget_amount|预算数
used|执行数
left|结转数
"""


def _layout(key: str, kind: str, en: str, zh: str, columns: str) -> Layout:
    return Layout(f"layout.{key}", kind, Label(en, zh), "万元", columns_of(columns))


LAYOUTS = (
    _layout("advance_quota", "advance-quota", "Advance quota", "提前下达额度表", _QUOTA),
    _layout(
        "budget_adjustment", "budget-adjustments", "Budget adjustment for new debt", "预算调整方案表", _BUDGET
    ),
    _layout("carry_over", "carry-over", "Carry-over of budget lines", "结转资金表", _BUDGET),
    _layout(
        "level_reconciliation",
        "lending-levels",
        "Reconciliation between levels",
        "上下级对账表",
        """
line_code|报送行号
bond_code?|债券代码
bond_name|债券名称
project_name|项目名称
lender|转出地区
borrower|转入地区
amount|转贷金额
receivable|上级应收转贷款
payable|本级应付转贷款
difference|差额
""",
    ),
    _layout(
        "final_accounts",
        "budget-accounts",
        "Final accounts of special-bond money by budget account",
        "专项债券收支决算表",
        """
line_code|报送行号
region_code|地区编码
year|年度
account|预算科目
budget_amount|预算数
used|决算数
difference|差额
""",
    ),
    _layout(
        "financial_report",
        "ledger-balances",
        "Debt in the government financial report",
        "政府综合财务报告债务附表",
        """
line_code|报送行号
region_code|地区编码
year|年度
book|科目
opening|年初数
closing|年末数
""",
    ),
    _layout(
        "debt_report",
        "debt-of-year",
        "Debt report to the standing committee",
        "向人大常委会报告政府债务情况表",
        """
line_code|报送行号
region_code|地区编码
year|年度
limit_amount|专项债务限额
opening|年初余额
received_now|本年到位
repaid_now|本年还本
interest_now|本年付息
closing|年末余额
""",
    ),
)
