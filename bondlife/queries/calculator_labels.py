"""What choices and words in results of calculators are called in both languages."""

from models.lifecycle import Label

_OPTIONS = {
    "act/360": ("Actual days ÷ 360", "实际天数÷360"),
    "act/365": ("Actual days ÷ 365", "实际天数÷365"),
    "act/act": ("Actual days ÷ days of the period", "实际天数÷付息周期天数"),
    "nl/365": ("Actual days without 29 February ÷ 365", "实际天数（不计2月29日）÷365"),
    "advance": ("At the beginning", "期初支付"),
    "arrears": ("At the end", "期末支付"),
    "bullet": ("All principal at the end", "到期一次还本"),
    "instalment": ("Principal in yearly instalments", "分年还本"),
    "compound": ("Compound interest", "复利"),
    "simple": ("Simple interest", "单利"),
    "down": ("Down", "舍去"),
    "up": ("Up", "进位"),
    "half_up": ("Half up", "四舍五入"),
    "half_even": ("Half to even", "四舍六入五成双"),
    "none": ("Not rounded", "不取整"),
    "first": ("First day of the period", "首日"),
    "from_year": ("From a year on", "自某年起"),
    "higher": ("Higher is better", "越高越好"),
    "lower": ("Lower is better", "越低越好"),
    "within": ("Within a range", "区间内为好"),
    "table": ("By table", "按表取值"),
    "maonan": ("Maonan contract", "茂南合同"),
    "yunan": ("Yunan contract", "郁南合同"),
}

_CELLS = {
    "income": ("Income", "收入"),
    "operating_cost": ("Operating cost", "付现经营成本"),
    "interest_rate": ("Interest rate", "利率"),
    "bond_principal": ("Bond principal", "债券本金"),
    "gross_revenue": ("Gross revenue", "总收益"),
    "net_revenue": ("Net revenue", "净收益"),
    "gross": ("Gross", "总收益"),
    "net": ("Net", "净收益"),
    "all_bond_principal": ("All bond principal", "全部债券本金"),
    "all_principal": ("All principal", "全部融资本金"),
    "all_debt_service": ("All debt service", "全部债务本息"),
    "bond_debt_service": ("Bond debt service", "债券本息"),
    "gross_over_all_bond_principal": ("Gross ÷ bond principal", "总收益÷债券本金"),
    "gross_over_all_debt_service": ("Gross ÷ all debt service", "总收益÷全部债务本息"),
    "gross_over_all_principal": ("Gross ÷ all principal", "总收益÷全部融资本金"),
    "gross_over_bond_debt_service": ("Gross ÷ bond debt service", "总收益÷债券本息"),
    "net_over_all_bond_principal": ("Net ÷ bond principal", "净收益÷债券本金"),
    "net_over_all_debt_service": ("Net ÷ all debt service", "净收益÷全部债务本息"),
    "net_over_all_principal": ("Net ÷ all principal", "净收益÷全部融资本金"),
    "net_over_bond_debt_service": ("Net ÷ bond debt service", "净收益÷债券本息"),
    "base": ("Base", "基准"),
    "deduction": ("Deduction", "扣减"),
    "performance": ("Performance", "绩效"),
    "construction": ("Construction", "建设"),
    "operation": ("Operation", "运营"),
    "subsidy": ("Subsidy", "补助"),
    "cleared": ("Cleared", "已解除"),
    "reached": ("Reached", "已触发"),
    "early_warning": ("Early warning", "预警"),
    "talk": ("Talk", "约谈"),
    "recall": ("Recall", "收回"),
    "primary": ("Primary", "初级"),
    "medium": ("Medium", "中等"),
    "serious": ("Serious", "严重"),
    "red": ("Red", "红色"),
    "orange": ("Orange", "橙色"),
    "yellow": ("Yellow", "黄色"),
    "green": ("Green", "绿色"),
    "bond_present": ("There is a bond", "填报了债券资金"),
    "bond_repaid": ("Bonds are repaid", "债券本金全部偿还"),
    "bond_interest_not_negative": ("Bond interest is not negative", "债券利息不为负"),
    "capital_within_bond": ("Bonds as capital within the bonds", "作资本金不超过债券额"),
    "cash_not_negative": ("Cash is never negative", "累计结余不为负"),
    "construction_cost_present": ("There is a construction cost", "填报了建设支出"),
    "ends_in_life": ("Ends within the project's life", "期末在项目周期内"),
    "income_account_named": ("Income names its account", "收入注明科目"),
    "income_present": ("There is income", "填报了收入"),
    "market_repaid": ("Market loans are repaid", "市场化融资全部偿还"),
    "parts_foot": ("Parts add up", "分项等于合计"),
    "resources_cover_bond": ("Resources cover the bonds", "资金来源覆盖债券本息"),
    "starts_in_life": ("Begins within the project's life", "期初在项目周期内"),
    "10k yuan/month": ("10k yuan a month", "万元/月"),
    "indexation": ("Indexation", "调价"),
    "relief": ("Relief by the cap", "扣减封顶退回"),
    "cap": ("Cap", "付费封顶"),
    "offset": ("Offset", "使用者付费抵扣"),
    "sharing": ("Sharing", "超额收入分享"),
    "carried_in": ("Carried in", "上期结转"),
    "carried_forward": ("Carried forward", "结转下期"),
    "base × (index factor − 1)": ("base × (index factor − 1)", "基数 × (调价系数 − 1)"),
    "indexed base × share × (coefficient − 1)": (
        "indexed base × share × (coefficient − 1)",
        "调价后基数 × 挂钩比例 × (系数 − 1)",
    ),
    "− deduction": ("− deduction", "− 扣减"),
    "deductions − cap share × fee": ("deductions − cap share × fee", "扣减合计 − 封顶比例 × 应付费用"),
    "cap − amount": ("cap − amount", "封顶额 − 金额"),
    "− user payments": ("− user payments", "− 使用者付费"),
    "− government part of income above plan": (
        "− government part of income above plan",
        "− 超额收入中政府分享部分",
    ),
    "carried in from the period before": ("carried in from the period before", "上期结转而来"),
    "− amount below zero": ("− amount below zero", "− 低于零的金额"),
    "deduction cap": ("Deduction cap", "扣减封顶"),
    "payment cap": ("Payment cap", "付费封顶"),
    "user payments": ("User payments", "使用者付费"),
    "income above plan": ("Income above plan", "超额收入"),
    "carried in": ("Carried in", "上期结转"),
    "carried forward": ("Carried forward", "结转下期"),
    "statutory debt alone: the bands are defined with hidden debt, so no colour can be claimed": (
        "Statutory debt alone: the bands are defined with hidden debt, so no colour can be claimed",
        "仅含法定债务：风险等级按含隐性债务口径划定，不能据此认定颜色",
    ),
}
"""Words of a calculator's result that stand in the cells of a table."""


def cell_label(value: str) -> Label:
    """Return what a word in a result table says; other text stays as it is.

    >>> cell_label("operating_cost").zh, cell_label("K1+200").zh
    ('付现经营成本', 'K1+200')
    """
    return Label(*_CELLS.get(value, _OPTIONS.get(value, (value, value))))


def option_label(option: str) -> Label:
    """Return what a choice of a calculator is called; one without words is said as it is.

    >>> option_label("half_up").zh
    '四舍五入'
    """
    english, chinese = _OPTIONS.get(option, (option.replace("_", " "),) * 2)
    return Label(english, chinese)
