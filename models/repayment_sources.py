"""Where money for principal and interest comes from: the words of rules and forms."""

from models.lifecycle import Label

REPAYMENT_SOURCES: tuple[tuple[str, Label], ...] = (
    ("matching_fund_income", Label("Government-fund income of the project", "对应政府性基金收入")),
    ("dedicated_income", Label("Dedicated income", "项目专项收入")),
    ("lawful_subsidy", Label("Lawful subsidy", "依法安排的财政补助")),
    ("refinancing_bond", Label("Refinancing bond", "再融资债券")),
    ("withheld_transfers", Label("Transfers withheld by the level above", "上级扣减的转移支付")),
    ("fiscal_subsidy", Label("Fiscal subsidy", "财政补助")),
    ("other_project_income", Label("Income of other projects", "其他项目专项收入")),
    ("unit_own_funds", Label("Own funds of the project unit", "项目单位自有资金")),
    ("other_fund_budget_income", Label("Other government-fund income", "其他政府性基金预算收入")),
)
"""Source → label; rules say which of them are lawful for which part."""
