"""What choices, words in result tables, clauses and documents of calculators are called in both languages."""

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
_CLAUSES = {
    "0.0864 % of face": "按面值的0.0864%",
    "10 % and 5 % lines": "10%与5%警戒线",
    "30 % of construction cost linked to performance": "建设成本的30%与绩效挂钩",
    "365 days, 29 February ignored": "按365天计，不计2月29日",
    "7 % risk warning": "超过7%的风险提示",
    "balance of revenue and financing": "项目收益与融资自求平衡",
    "billable volume": "计费水量",
    "break-even of income": "收入盈亏平衡",
    "capital accounts": "资本账户",
    "change of use: remaining term": "调整用途：剩余期限",
    "coupon dates and frequency": "付息日与付息频率",
    "days of the year": "年天数",
    "distribution and clawback clauses": "分配与回拨条款",
    "distribution clause": "分配条款",
    "expected income must be able to repay principal and interest": "预期收入应当能够偿还债券本金和利息",
    "income can repay principal and interest; no multiple is fixed": "收入能够偿还本息，未规定覆盖倍数",
    "issuance 0.08 %, registration 0.0064 %, redemption 0.005 %": "发行0.08%、登记0.0064%、兑付0.005%",
    "leverage indicator": "撬动社会资本指标",
    "minimum capital by sector": "分行业最低资本金比例",
    "no guaranteed minimum volume under the new mechanism": "新机制下不得承诺保底量",
    "operating subsidy completely linked to the yearly score": "运营补贴与年度绩效得分完全挂钩",
    "operating subsidy linked to the yearly score": "运营补贴与年度绩效得分挂钩",
    "payment dates move past rest days without extra interest": "遇节假日顺延且不另计利息",
    "performance coefficient": "绩效系数",
    "project split must equal the issue": "分项目金额合计应等于发行额",
    "raw counts and printed percentages": "原始个数与公布的占比",
    "revenue, cost, multiple, batches": "收入、成本、覆盖倍数、批次",
    "rows 01 to 09 and their checks": "01至09行及勾稽关系",
    "score cycle, first period, items not applicable": "考核周期、首个周期、不适用项",
    "simple interest in the last coupon period": "最后付息周期按单利",
    "simple interest on a bullet principal": "到期一次还本按单利",
    "single-factor sensitivity": "单因素敏感性分析",
    "tenors and forms of repayment": "期限结构与还本方式",
    "term of bond and project": "债券期限与项目期限相匹配",
    "the annex on payment and deductions": "付费与扣减附件",
    "the annex on payment, named by each formula": "付费附件，各公式注明",
    "total investment and yearly financing plan": "项目总投资与分年融资计划",
    "total revenue over all debt and over local-bond debt": "总收益对全部债务与地方债券的倍数",
    "trigger and cycle of adjustment": "调价触发条件与周期",
    "twice the coupon as a day rate": "按票面利率两倍折日计",
    "A=B+C": "A=B+C",
    "P_t = P_0 · K + ΔP": "P_t = P_0 · K + ΔP",
    "Kq, KQ, E1d": "Kq、KQ、E1d",
}
_DOCUMENTS = {
    "2013 rules for bonds issued by the centre for localities": "2013年财政部代理发行地方政府债券规则",
    "Balance table form of a provincial debt system": "省级债务管理系统收支平衡表",
    "Bond register form of a provincial debt system": "省级债务管理系统债券台账",
    "Bond register of 新浪财经, 24宁波债03 and others": "新浪财经债券档案：24宁波债03等",
    "Convention of this library": "本计算库约定",
    "Exchange quotation practice": "交易所报价惯例",
    "Interbank bond yield standard": "银行间债券收益率计算标准",
    "On-lending agreements": "转贷协议",
    "PPP project contract": "PPP 项目合同",
    "Partnership agreement": "合伙协议",
    "Provincial issue documents": "省级发行文件",
    "Public assessment tool of a county sewage PPP": "某县污水处理PPP绩效考核办法",
    "Public assessment tool of two sewage PPP projects (茂南, 郁南)": "茂南、郁南污水处理PPP绩效考核办法",
    "Published account of a sewage price adjustment": "公开的污水处理调价案例",
    "Quanzhou finance bureau, charge of bond fees to a district": "泉州市财政局债券发行费用分摊",
    "Quanzhou government fund evaluation rules": "泉州市政府投资基金绩效评价办法",
    "Sewage PPP contract annexes as set out in a public assessment tool": "考核办法所附污水处理PPP合同附件",
    "Special-bond financial evaluation reports": "专项债券项目财务评估报告",
    "qianlima.com project pages": "千里马网项目页面",
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


def clause_label(clause: str) -> Label:
    """Return what a clause says; a clause number is the same in both languages.

    >>> clause_label("term of bond and project").zh
    '债券期限与项目期限相匹配'
    """
    return Label(clause, _CLAUSES.get(clause, clause))


def document_label(document: str) -> Label:
    """Return what a source is called; titles of documents stay as they were published.

    >>> document_label("PPP project contract").zh, document_label("财预〔2017〕89号").en
    ('PPP 项目合同', '财预〔2017〕89号')
    """
    return Label(document, _DOCUMENTS.get(document, document))
