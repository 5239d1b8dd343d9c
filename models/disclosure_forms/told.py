"""How each figure of the official forms comes about: a formula over its row, or what the books sum up to it.

Explanations inside and outside the house say the same. Formulas name columns of the row in braces.
"""

from collections.abc import Mapping
from dataclasses import replace

from models.disclosure_forms.shape import FormColumn, FormGroup, FormSection, FormSpec
from models.lifecycle import Label

PRINTED_TERMS = Label("As the bond was issued", "按债券发行条款填列")
NOT_REPAID = Label("Issued less principal repaid by the cut-off", "发行额减截至截止日已还本金")
COUNTED = Label("The rows of the form are counted", "按表内行次编号")
SHARE = Label("What the bond gives to the project, as it was lent on", "债券分配给本项目的额度（转贷协议）")
INVESTMENT = Label("Total investment as approved", "经批复的项目总投资")
PLANNED = Label("Special bonds the project plans over its life", "项目全周期计划使用的专项债券")
REALISED = Label(
    "Payments for works up to the cut-off, or work certified to date where that is more",
    "截至截止日的工程款支付合计；累计计量产值更大时取计量产值",
)
PAID = Label("Bond money paid to payees up to the cut-off", "截至截止日已支付给收款人的债券资金")
CAME = Label(
    "Bond money that had come in by the cut-off, without refinancing",
    "截至截止日已到位的债券资金（不含再融资）",
)
EARNED = Label("Net income of all confirmed years up to the cut-off", "截至截止日各年已确认的项目净收益合计")
YEAR = Label("Net income of the year, as it was confirmed", "当年已确认的项目净收益")
EXPECTED = Label(
    "Income less running cost of the years after the cut-off, by the newest balance plan",
    "最新收支平衡方案中截止日以后各年收入减运营成本",
)
CAPITAL = Label("Capital less what bonds serve as capital", "项目资本金减专项债券用作资本金部分")
MARKET = Label("Market debt the project plans", "项目计划的市场化融资")
STATEMENT = Label("As the region's statement of limit and balance has it", "取自本地区债务限额余额报表")
EVALUATED = Label("Result of the evaluation of the year", "当年绩效评价结果")
BY_PLAN = Label("Sum over the years of the balance plan", "收支平衡方案各年合计")

_F1 = {
    "rows.planned_face": Label("Amount of the planned issue", "债券计划发行额"),
    "rows.major_projects": Label("Part for eligible major projects", "用于符合条件的重大项目部分"),
    "rows.project_number": Label("Projects that hold the bond", "债券对应的项目数"),
    "rows.total_investment": Label(
        "Total investment of all projects of the bond", "债券对应全部项目总投资合计"
    ),
    "rows.own_funds": Label(
        "Capital without special bonds, of all projects", "各项目资本金减债券用作资本金部分，合计"
    ),
    "rows.special_bond": Label("Special bonds planned by all projects", "各项目计划专项债券合计"),
    "rows.other_debt": Label("Other debt planned by all projects", "各项目计划其他债务融资合计"),
    "rows.total_revenue": BY_PLAN,
    "rows.all_service": Label("Principal and interest of all debt by the plans", "方案中全部债务本息合计"),
    "rows.all_principal": Label("Principal of all debt by the plans", "方案中全部债务本金合计"),
    "rows.bond_service": Label(
        "Principal and interest of local bonds by the plans", "方案中地方债券本息合计"
    ),
    "rows.bond_principal": Label("Principal of local bonds by the plans", "方案中地方债券本金合计"),
    "yearly.special_bond": Label("Funding plan of the year", "分年融资计划当年数"),
    "yearly.other_debt": Label("Funding plan of the year", "分年融资计划当年数"),
    "revenue_years.revenue": Label("Income less running cost of the year", "方案当年收入减运营成本"),
    "projects.number": COUNTED,
    "projects.project_investment": INVESTMENT,
    "projects.share": SHARE,
}
_F2 = {
    "rows.total_investment": INVESTMENT,
    "rows.own_funds": CAPITAL,
    "rows.special_bond": PLANNED,
    "rows.as_capital": Label("Bonds that serve as capital", "专项债券用作资本金部分"),
    "rows.other_debt": MARKET,
    "rows.income": BY_PLAN,
    "rows.cost": BY_PLAN,
    "rows.coverage": Label(
        "Net income over principal and interest of all debt, by the plan", "方案净收益÷全部债务本息"
    ),
    "batches.amount": SHARE,
    "batches.coupon_rate": PRINTED_TERMS,
    "batches.batch_as_capital": Label("Part of the share that serves as capital", "本期额度用作资本金部分"),
    "yearly.raised": Label("Shares of bonds issued in the year", "当年发行债券的额度合计"),
    "yearly.raised_as_capital": Label("Their part that serves as capital", "其中用作资本金部分"),
}
_F3 = {
    "rows.amount": SHARE,
    "rows.coupon_rate": PRINTED_TERMS,
    "rows.investment": INVESTMENT,
    "rows.investment_bonds": PLANNED,
    "rows.realised": REALISED,
    "rows.bond_share": PAID,
    "rows.received": CAME,
    "rows.income_total": EARNED,
    "rows.income_year": YEAR,
}
_F3G = {name: label for name, label in _F3.items() if not name.startswith("rows.income")}
_F3U = {
    "rows.came": Label("Shares of general bonds received in the year", "当年到位的一般债券额度"),
    "rows.spent": Label(
        "Payments of the year out of these bonds, by class of the budget account",
        "当年一般债券资金支出，按支出功能分类科目汇总",
    ),
}
_F4 = {
    "rows.coupon_rate": PRINTED_TERMS,
    "rows.bond_used": SHARE,
    "rows.investment": INVESTMENT,
    "rows.investment_bonds": PLANNED,
    "rows.realised": REALISED,
    "rows.realised_bonds": PAID,
    "rows.income_total": EARNED,
    "rows.income_year": YEAR,
    "rows.expected_income": EXPECTED,
}
_F5 = {
    "rows.received": CAME,
    "rows.paid": PAID,
    "rows.progress": Label("Last monthly report of the works", "最近一期工程进度月报"),
    "rows.income_year": YEAR,
    "rows.income_total": EARNED,
    "rows.assets": Label(
        "Investment of the assets registered by the cut-off", "截至截止日已登记资产的投资额"
    ),
}
_F6 = {
    "rows.number": COUNTED,
    "rows.coupon_rate": PRINTED_TERMS,
    "rows.face": PRINTED_TERMS,
    "rows.not_due": NOT_REPAID,
    "rows.unused": Label("Money of the share not spent before this change", "本次调整前该额度未使用资金"),
    "rows.amount": Label("Amount of the change as approved", "经批准的调整金额"),
}
_SMALL: Mapping[str, Mapping[str, Label]] = {
    "F7": {
        "rows.number": COUNTED,
        "rows.amount": Label("Shares of all bonds the project holds", "项目持有各期债券额度合计"),
        "rows.score": EVALUATED,
    },
    "F8": {"rows.whole": STATEMENT, "rows.own": STATEMENT, "rows.lower": STATEMENT},
    "B1": {
        "rows.whole": Label(
            "Issues, and principal and interest settled, out of the books", "按台账债券发行、已结清本息汇总"
        )
    },
    "B2": {"rows.number": COUNTED, "rows.amount": SHARE},
    "N1": {
        "rows.face": PRINTED_TERMS,
        "rows.coupon_rate": PRINTED_TERMS,
        "rows.principal": Label(
            "Principal of the instalments that fall due that day", "当日到期各笔本金合计"
        ),
        "rows.interest": Label("Interest of the instalments that fall due that day", "当日到期各笔利息合计"),
        "rows.left": Label("Issued less principal repaid and due that day", "发行额减已还和当日到期本金"),
    },
    "N2": {"rows.amount": Label("Shares of the bonds the project holds", "项目持有债券额度合计")},
    "N3": {"rows.face": PRINTED_TERMS, "rows.coupon_rate": PRINTED_TERMS},
    "ppp_payment": {
        "rows.fee": Label("Full fee of the period by the contract", "按合同计算的本期应付费用"),
        "rows.deducted": Label(
            "Deducted by score and events, as in the statement", "按得分和事件扣减（见付费计算书）"
        ),
        "rows.waived": Label("Deductions that were waived", "经批准免予扣减"),
        "rows.payable": Label("Payable by the signed statement", "经签批的付费计算书应付金额"),
        "rows.paid": Label("Orders paid up to the cut-off", "截至截止日已支付的付款单合计"),
    },
    "performance_goals": {
        "rows.amount": Label("Budget that goes with the approved goals", "随目标批复的预算"),
        "indicators.number": COUNTED,
        "indicators.weight": Label("Points as approved with the goals", "随目标批复的分值"),
    },
    "fund_results": {
        "rows.target_size": Label("Target size by the charter", "章程约定的目标规模"),
        "rows.committed": Label("Promises of all partners by the cut-off", "截至截止日各出资人认缴合计"),
        "rows.paid_in": Label("Calls paid by the cut-off", "截至截止日已到位缴款合计"),
        "rows.government_paid_in": Label("Part of it out of budgets", "其中各级财政出资"),
        "rows.invested": Label("Cost of all investments by the cut-off", "截至截止日累计投资成本"),
        "rows.holdings": Label("Investments not exited", "尚未退出的投资项目数"),
        "rows.distributed": Label("Distributions by the cut-off", "截至截止日累计分配"),
        "rows.net_assets": Label(
            "Cash and carrying values at the cut-off", "截止日现金与持有投资账面价值之和"
        ),
        "rows.score": EVALUATED,
        "tiers.tier_committed": Label("Promises of the tier", "该层级认缴合计"),
        "tiers.tier_paid_in": Label("Calls the tier paid", "该层级已缴款合计"),
        "goals.target": Label("As the fund agreed", "基金约定的目标值"),
        "goals.actual": Label("Measured from the books, or as entered", "由台账计算或填报的实际值"),
    },
}
TOLD: Mapping[str, Mapping[str, Label]] = {
    "F1": _F1, "F2": _F2, "F3": _F3, "F3G": _F3G, "F3U": _F3U, "F4": _F4, "F5": _F5, "F6": _F6, **_SMALL,
}  # fmt: skip
"""What the books sum up to each figure, by form, section and column."""

MADE: Mapping[str, Mapping[str, str]] = {
    "F1": {
        "rows.revenue_to_investment": "{total_revenue} ÷ {total_investment}",
        "rows.over_all_service": "{total_revenue} ÷ {all_service}",
        "rows.over_all_principal": "{total_revenue} ÷ {all_principal}",
        "rows.over_bond_service": "{total_revenue} ÷ {bond_service}",
        "rows.over_bond_principal": "{total_revenue} ÷ {bond_principal}",
    },
    "F2": {"rows.cost_to_income": "{cost} ÷ {income}"},
    "F5": {"rows.paid_share": "{paid} ÷ {received}"},
    "fund_results": {
        "rows.dpi": "{distributed} ÷ {paid_in}",
        "rows.tvpi": "({distributed} + {net_assets}) ÷ {paid_in}",
    },
}
"""The formula of a figure over other columns of its row, by form, section and column."""


def explained(spec: FormSpec) -> FormSpec:
    """Return a form whose columns say how they come about; what a column says itself stands."""
    told, made = TOLD.get(spec.key, {}), MADE.get(spec.key, {})
    if not told and not made:
        return spec
    return replace(spec, sections=tuple(_section(one, told, made) for one in spec.sections))


def _section(section: FormSection, told: Mapping[str, Label], made: Mapping[str, str]) -> FormSection:
    def column(one: FormColumn) -> FormColumn:
        place = f"{section.name}.{one.name}"
        return replace(one, told=one.told or told.get(place), made=one.made or made.get(place, ""))

    groups = (FormGroup(one.label, tuple(map(column, one.columns))) for one in section.groups)
    return replace(section, groups=tuple(groups))
