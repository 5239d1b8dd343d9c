"""What documents, clauses and editions of calculators are called in both languages.

Titles of documents published abroad stay as they were published.
"""

from bondlife.locale import is_chinese
from calculators.kernel.spec import Clause
from models.lifecycle import Label

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
    "12 % margin on equity": "资本金回报12%",
    "70 % fixed, 30 % indexed": "70%固定、30%随指数调整",
    "NPV = 0": "净现值 = 0",
    "annuity payments": "年金支付",
    "cash over debt service; value over debt": "现金流÷偿债额；现值÷债务余额",
    "coverage columns": "覆盖倍数各栏",
    "definition 7": "第7种定义",
    "first flow at time 0": "首笔现金流在第0期",
    "irr": "内部收益率函数",
    "npv": "净现值函数",
    "pmt": "等额付款函数",
    "minimum deductions": "最低扣减",
    "notices reconcile to capital accounts": "通知与资本账户相符",
    "number of positive roots": "正根个数",
    "one change fewer by derivation": "求导一次减少一次变号",
    "one change of sign, one positive root": "变号一次则正根一个",
    "paid in over target": "实缴÷目标规模",
    "part over whole": "部分÷整体",
    "performance points, threshold and ratchet": "绩效扣分、门槛与累进",
    "unavailability deduction UD = AR · WF · DP · UU · RD": "不可用扣减 UD = AR · WF · DP · UU · RD",
    "Hamilton": "最大余数法",
    "NAV above committed capital": "净值超过认缴资本的部分",
    "FixedRateBond, compounded yield, act/act (ISMA)": "固定利率债券、复利收益率、实际/实际",
    "mPME": "修正公开市场等价",
    "Direct Alpha": "直接超额收益",
    "可用性付费 (level annuity form as seen in a calculation report)": "可用性付费（测算报告所用等额年金）",
    "考核措施: m ≥ 85 full, else (15 + m) %": "考核措施：m ≥ 85 全额，否则为 (15 + m)%",
    "options in bonds (含权债券)": "含权债券",
    "运营补贴支出 (first term as used in published worked examples)": "运营补贴支出（首项按公布算例的用法）",
    "敏感性分析, −8 % to +8 %": "敏感性分析，−8%至+8%",
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
    "PPP project contract": "PPP项目合同",
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
    "Audit findings on special-bond projects": "专项债券项目审计发现",
    "Audit practice on idle special-bond money": "专项债券资金闲置审计惯例",
    "Colour bands of the debt ratio": "债务率风险等级划分",
    "Convention of 60 %": "60%通行标准",
    "Cost engineer examination exercise on gap subsidy": "造价工程师考试可行性缺口补助例题",
    "Definition": "定义",
    "Definition of DSCR and LLCR in project finance": "项目融资中 DSCR 与 LLCR 的定义",
    "Definition of net present value": "净现值定义",
    "Definition of the internal rate of return": "内部收益率定义",
    "Descartes' rule of signs": "笛卡尔符号法则",
    "Feasibility report in github.com/scoming-dev/tools": "公开的可行性研究报告敏感性分析表",
    "Grade table of the evaluation rule": "评价办法等级表",
    "Guangdong debt-risk rules as reported": "公开报道的广东省债务风险规定",
    "Industry definitions of fund multiples": "基金倍数行业定义",
    "Largest-remainder method": "最大余数法",
    "Local rules on the use of evaluation results": "评价结果应用地方规定",
    "Monthly progress of works against the plan": "按月形象进度与计划比对",
    "Practice of treasury offices": "国库部门惯例",
    "Provincial debt-risk rules": "省级债务风险规定",
    "Published worked example of a least government payment": "公布的政府最低付费算例",
    "Risk indicators of local debt": "地方债务风险指标",
    "Service contract clause, public clause library": "公开条款库中的服务合同条款",
    "Total-return method of carried interest": "总收益法业绩报酬",
    "Scottish NPD standard contract, public library": "苏格兰NPD标准合同（公开资料库）",
    "UK PFI indexation guidance, public library": "英国PFI指数化指引（公开资料库）",
    "UK fire and police standard PFI contract, public PPP guidance library": "英国消防警务PFI标准合同",
    "UK third-party income sharing, public PPP guidance library": "英国第三方收入分享条款（公开PPP指引库）",
    "Hybrid annuity circular, Ministry of Road Transport and Highways (India)": "印度公路交通部混合年金通函",
    "ILPA reporting template": "ILPA报告模板",
}
_EDITIONS = {
    "undated": "未注日期",
    "per contract": "按合同",
    "practice": "惯例",
    "monthly": "按月",
    "2nd edition": "第2版",
    "3rd edition": "第3版",
}


def clause_label(clause: str) -> Label:
    """Return what a clause says; a clause number is the same in both languages.

    >>> clause_label("term of bond and project").zh
    '债券期限与项目期限相匹配'
    """
    return Label(clause, _CLAUSES.get(clause, clause))


def document_label(document: str) -> Label:
    """Return what a source is called; titles of documents stay as they were published.

    >>> document_label("PPP project contract").zh, document_label("财预〔2017〕89号").en
    ('PPP项目合同', '财预〔2017〕89号')
    """
    return Label(document, _DOCUMENTS.get(document, document))


def edition_label(edition: str) -> Label:
    """Return what an edition says; a year or a number is the same in both languages.

    >>> edition_label("undated").zh, edition_label("2019-03").zh
    ('未注日期', '2019-03')
    """
    return Label(edition, _EDITIONS.get(edition, edition))


def source_words(source: Clause) -> str:
    """Return a source in the reader's language: document, clause, edition."""
    labels = (document_label(source.document), clause_label(source.clause), edition_label(source.edition))
    return " ".join(word for word in (one.zh if is_chinese() else one.en for one in labels) if word != "-")
