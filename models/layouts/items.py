"""Items a layout can name: what a column holds, in words, and how its value is written."""

from dataclasses import dataclass
from typing import Literal

from models.lifecycle import Label

ItemKind = Literal["text", "money", "date", "month", "year", "count", "rate"]


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its key, words, kind of value (money in fen, rates per year as decimals)."""

    key: str
    label: Label
    kind: ItemKind = "text"


_TEXT = """
account|Budget account|预算科目
allotment|Allotment number|指标文号
bond_code|Bond code|债券代码
bond_name|Bond name|债券名称
book|Ledger account|账套科目
budget_basis|Opening budget or adjustment|预算安排方式
contract_number|Contract number|合同编号
debt_system_code|Code in the debt system|债务系统编码
document_number|Document number|文件编号
entry|Type of quota line|额度类型
line_code|Line number of the file|报送行号
payee|Payee|收款人
payee_account|Payee's account|收款账号
payee_bank|Payee's bank|收款银行
payee_code|Payee's credit code|收款人统一社会信用代码
payment_number|Number of the request|用款申请号
plan_number|Number of the fund-use plan|用款计划编号
project_code|Project code|项目编码
project_name|Project name|项目名称
reject_reason|Reason of the return|退回原因
region_code|Region code|地区编码
lender|Lending level|转出地区
borrower|Borrowing level|转入地区
summary_text|Summary|摘要
voucher|Payment voucher|支付凭证号
work_basis|Basis of the payment|支付依据
"""
_MONEY = """
amount|Amount|金额
as_capital|As project capital|用作项目资本金
received|Received so far|累计到位
received_now|Received in the period|本期到位
paid|Paid so far|累计支出
paid_now|Paid in the period|本期支出
unused|Not spent|结余
principal_balance|Principal outstanding|债券余额
repaid_now|Principal repaid in the period|本期还本
interest_now|Interest paid in the period|本期付息
budget_amount|Budget|预算数
used|Used|执行数
left|Left over|结转数
receivable|Receivable of the lender|转贷应收款
payable|Payable of the borrower|转贷应付款
difference|Difference|差额
opening|At the start|期初数
closing|At the end|期末数
limit_amount|Debt limit|债务限额
"""
_OTHER = (
    Item("paid_on", Label("Payment date", "支付日期"), "date"),
    Item("issued_on", Label("Date of the document", "下达日期"), "date"),
    Item("maturity_date", Label("Maturity", "到期日"), "date"),
    Item("plan_month", Label("Month of the plan", "计划月份"), "month"),
    Item("year", Label("Year", "年度"), "year"),
    Item("coupon_rate", Label("Coupon per year", "票面利率"), "rate"),
)


def _rows(text: str, kind: ItemKind) -> tuple[Item, ...]:
    parts = (line.split("|") for line in text.strip().splitlines())
    return tuple(Item(key, Label(en, zh), kind) for key, en, zh in parts)


ITEMS = {item.key: item for item in (*_rows(_TEXT, "text"), *_rows(_MONEY, "money"), *_OTHER)}
"""Every item by its key."""
