"""Frames of evaluation: indicators of three levels with points, as dated rules.

A frame is a table: each row names its first and second level by key, its own words, the points it can earn,
the direction (higher, lower, within), the unit, the evidence asked for and how it is scored: ``completion``
(actual against target), ``execution`` (budget executed), ``judged`` (points given by who scores). Points add
up to ``full_mark``. A local version with other points or rows is another dated version of the same rule.
"""

from models.lifecycle import Label
from models.regulation import RuleSeed

_PROJECTS = "财预〔2020〕10号"
_WEIGHTS = "The four parts were read in public notices; the points of single rows are a proposal."
Row = dict[str, str]


def _item(where: str, key: str, en: str, zh: str, points: int, more: str = "judged|||") -> Row:
    """Return one row; ``where`` is "first/second", ``more`` is "how|unit|direction|evidence"."""
    first, _, second = where.partition("/")
    how, unit, direction, evidence = more.split("|")
    return {
        **{"key": key, "first": first, "second": second, "en": en, "zh": zh, "points": str(points)},
        **{"how": how, "unit": unit, "direction": direction or "higher", "evidence": evidence},
    }


_MEASURED = "completion|%||completion_record"


def _frame(key: str, en: str, zh: str, basis: str, rows: list[Row], **more: object) -> RuleSeed:
    note = str(more.pop("note", _WEIGHTS))
    params = {"full_mark": "100", "decimals": 1, **more}
    return RuleSeed(
        f"performance.frame.{key}", Label(en, zh), rows, "points", "table", basis, params=params, note=note
    )


_ORDINARY = [
    _item("execution/execution", "execution", "Budget executed", "预算执行率", 10, "execution|%||payments"),
    _item("output/quantity", "quantity", "Quantity of output", "产出数量", 15, _MEASURED),
    _item("output/quality", "quality", "Quality of output", "产出质量", 15, _MEASURED),
    _item("output/timeliness", "timeliness", "Finished in time", "产出时效", 10, _MEASURED),
    _item("output/cost", "cost", "Cost of output", "产出成本", 10, "completion|%|lower|payments"),
    _item("benefit/economic", "economic", "Economic effect", "经济效益", 8, _MEASURED),
    _item("benefit/social", "social", "Social effect", "社会效益", 8, _MEASURED),
    _item("benefit/ecological", "ecological", "Ecological effect", "生态效益", 7, _MEASURED),
    _item("benefit/sustainable", "sustainable", "Lasting effect", "可持续影响", 7, _MEASURED),
    _item(
        "satisfaction/satisfaction",
        "satisfaction",
        "Satisfaction",
        "服务对象满意度",
        10,
        "completion|%||survey",
    ),
]

_BOND = [
    _item("decision/approval", "approval", "Approved and ready", "立项批复与开工条件", 5),
    _item("decision/targets", "targets", "Targets and sector", "目标设定与投向合规", 5),
    _item("decision/need", "need", "Amount matches the need", "融资规模与需求匹配", 5),
    _item("management/money", "money", "Fund-budget handling and purpose", "基金预算管理与用途合规", 6),
    _item("management/pace", "pace", "Pace of spending", "支出进度", 5, "execution|%||payments"),
    _item("management/assets", "assets", "Asset registration", "资产登记", 4),
    _item("management/repayment", "repayment", "Repayment plan, term and balance", "偿债计划与收益平衡", 5),
    _item("management/disclosure", "disclosure", "Disclosure and rectification", "信息公开与整改", 5),
    _item("output/quantity", "quantity", "Works and assets built", "建成资产", 10, _MEASURED),
    _item("output/quality", "quality", "Quality accepted", "质量达标", 8, _MEASURED),
    _item("output/timeliness", "timeliness", "Progress", "建设进度", 7, _MEASURED),
    _item(
        "output/cost",
        "cost",
        "Real cost, idle time counted",
        "综合成本（含闲置）",
        5,
        "completion|%|lower|payments",
    ),
    _item("effect/overall", "overall", "Overall effect", "综合效益", 15, _MEASURED),
    _item("effect/income", "income", "Special income realised", "专项收入实现", 5, _MEASURED),
    _item("effect/driven", "driven", "Investment drawn", "带动有效投资", 5, _MEASURED),
    _item("effect/satisfaction", "satisfaction", "Satisfaction", "服务对象满意度", 5, "completion|%||survey"),
]

_PPP_OPERATION = [
    _item("output/operation", "operation", "Operation of the facilities", "项目运营", 35),
    _item("output/maintenance", "maintenance", "Maintenance of the facilities", "项目维护", 25),
    _item("output/cost", "cost", "Cost of operation", "成本效益", 10),
    _item("output/safety", "safety", "Safety", "安全保障", 10),
    _item("effect/economic", "economic", "Economic and social effect", "经济社会影响", 5),
    _item("effect/satisfaction", "satisfaction", "Satisfaction", "满意度", 5, "completion|%||survey"),
    _item("management/organisation", "organisation", "Organisation and money", "组织与资金管理", 5),
    _item("management/archives", "archives", "Archives and disclosure", "档案管理与信息公开", 5),
]

_PPP_CONSTRUCTION = [
    _item("output/completion", "completion", "Acceptance on completion", "竣工验收", 40),
    _item("output/quality", "quality", "Quality and progress of works", "工程质量与进度", 30),
    _item("output/cost", "cost", "Cost of construction", "建设成本", 10),
    _item("effect/social", "social", "Social effect of the works", "社会与生态影响", 10),
    _item(
        "management/organisation", "organisation", "Organisation, money, archives", "组织、资金与档案管理", 10
    ),
]

_FUND = [
    _item("policy/direction", "direction", "Direction of investment", "投资方向", 20),
    _item("policy/leverage", "leverage", "Leverage", "资金放大倍数", 15, "completion|multiple||accounts"),
    _item("policy/growth", "growth", "Growth, tax and jobs", "产业成长与税收就业", 10),
    _item("operation/compliance", "compliance", "Compliance", "合规运作", 10),
    _item("operation/risk", "risk", "Risk control and reporting", "风险控制与报告", 10),
    _item("return/pace", "pace", "Pace of investment", "投资进度", 15, "execution|%||accounts"),
    _item("return/value", "value", "Value and exits", "投资收益与退出", 20, "completion|multiple||accounts"),
]

_DEPARTMENT = [
    _item("duty/plan", "plan", "Duties and yearly plan", "履职目标与年度计划", 10),
    _item("management/budget", "budget", "Budget executed", "预算执行", 10, "execution|%||payments"),
    _item("management/goals", "goals", "Goals and monitoring", "绩效目标与监控管理", 15),
    _item("management/self", "self", "Self-evaluation in time and true", "自评及时性与真实性", 15),
    _item("output/duties", "duties", "Duties carried out", "职责履行", 25, _MEASURED),
    _item("benefit/effect", "effect", "Effect of the duties", "履职效益", 15, _MEASURED),
    _item(
        "satisfaction/satisfaction",
        "satisfaction",
        "Satisfaction",
        "社会公众满意度",
        10,
        "completion|%||survey",
    ),
]

_EX_ANTE = [
    _item("decision/necessity", "necessity", "Necessity", "立项必要性", 20),
    _item("decision/economy", "economy", "Economy of the input", "投入经济性", 20),
    _item("decision/goals", "goals", "Sound goals", "绩效目标合理性", 20),
    _item("decision/plan", "plan", "Feasible plan", "实施方案可行性", 20),
    _item("decision/funding_compliance", "funding_compliance", "Lawful funding", "筹资合规性", 20),
]

_SERVICES = [
    _item("execution/execution", "execution", "Budget executed", "预算执行率", 10, "execution|%||payments"),
    _item("output/quantity", "quantity", "Amount of service", "服务数量", 20, _MEASURED),
    _item("output/quality", "quality", "Standard of service", "服务质量达标", 25, _MEASURED),
    _item("output/timeliness", "timeliness", "Served in time", "服务及时性", 10, _MEASURED),
    _item("output/cost", "cost", "Cost of a service", "单位服务成本", 10, "completion|%|lower|payments"),
    _item("benefit/social", "social", "Effect on those served", "服务效果", 10, _MEASURED),
    _item(
        "satisfaction/satisfaction",
        "satisfaction",
        "Satisfaction",
        "服务对象满意度",
        15,
        "completion|%||survey",
    ),
]

_PROCUREMENT = [
    _item("execution/execution", "execution", "Budget executed", "预算执行率", 10, "execution|%||payments"),
    _item("output/quantity", "quantity", "Goods delivered", "采购数量", 20, _MEASURED),
    _item("output/quality", "quality", "Accepted at first acceptance", "验收合格率", 20, _MEASURED),
    _item("output/timeliness", "timeliness", "Delivered in time", "交付及时率", 15, _MEASURED),
    _item("output/cost", "cost", "Price against budget", "采购成本控制", 15, "completion|%|lower|payments"),
    _item("benefit/use", "use", "In use after delivery", "使用效益", 10, _MEASURED),
    _item(
        "satisfaction/satisfaction",
        "satisfaction",
        "Satisfaction",
        "使用单位满意度",
        10,
        "completion|%||survey",
    ),
]

_EGOV = [
    _item("execution/execution", "execution", "Budget executed", "预算执行率", 10, "execution|%||payments"),
    _item("output/function", "function", "Functions delivered", "功能完成率", 15, _MEASURED),
    _item("output/quality", "quality", "Accepted and secure", "验收与等保达标", 15, _MEASURED),
    _item("output/timeliness", "timeliness", "On line in time", "按期上线", 10, _MEASURED),
    _item("output/cost", "cost", "Cost against the reply", "批复投资控制", 10, "completion|%|lower|payments"),
    _item("benefit/shared", "shared", "Data shared on the cloud", "数据共享与上云", 15, _MEASURED),
    _item("benefit/use", "use", "In use", "应用使用率", 15, _MEASURED),
    _item(
        "satisfaction/satisfaction", "satisfaction", "Satisfaction", "用户满意度", 10, "completion|%||survey"
    ),
]

_STATE_CAPITAL = [
    _item("execution/execution", "execution", "Budget executed", "预算执行率", 10, "execution|%||payments"),
    _item("output/capital", "capital", "Capital paid in", "资本金到位", 20, _MEASURED),
    _item("output/structure", "structure", "Structure of state capital", "国有资本布局优化", 20, _MEASURED),
    _item("output/timeliness", "timeliness", "In time", "实施及时性", 10, _MEASURED),
    _item("benefit/preserved", "preserved", "Capital kept and grown", "国有资本保值增值", 20, _MEASURED),
    _item("benefit/income", "income", "Income handed over", "收益上缴", 10, _MEASURED),
    _item("satisfaction/satisfaction", "satisfaction", "Satisfaction", "满意度", 10, "completion|%||survey"),
]

_SOCIAL_INSURANCE = [
    _item("execution/income", "income", "Contributions collected", "保费征缴", 10, "execution|%||accounts"),
    _item("output/cover", "cover", "People covered", "参保覆盖", 15, _MEASURED),
    _item("output/paid", "paid", "Benefits paid in full and in time", "待遇足额及时发放", 25, _MEASURED),
    _item("output/safe", "safe", "Fund kept safe", "基金安全", 10, _MEASURED),
    _item("benefit/balance", "balance", "Balance of the fund", "基金收支平衡", 20, _MEASURED),
    _item("benefit/lasting", "lasting", "Months the reserve pays for", "可支付月数", 10, _MEASURED),
    _item(
        "satisfaction/satisfaction",
        "satisfaction",
        "Satisfaction",
        "参保人满意度",
        10,
        "completion|%||survey",
    ),
]

_APPRAISAL = [
    _item("management/system", "system", "Rules and organisation", "制度与组织", 15),
    _item("management/ex_ante", "ex_ante", "Ex-ante evaluation", "事前绩效评估", 15),
    _item("management/goals", "goals", "Goals", "绩效目标管理", 15),
    _item("management/monitoring", "monitoring", "Dual monitoring", "绩效双监控", 15),
    _item("management/evaluation", "evaluation", "Self-evaluation and evaluation", "自评与评价", 20),
    _item("benefit/result", "result", "Results used", "结果应用", 15),
    _item("benefit/disclosure", "disclosure", "Made public", "信息公开", 5),
]

SEEDS = (
    _frame("ordinary", "Frame of ordinary projects", "预算项目自评指标框架", _PROJECTS, _ORDINARY),
    _frame(
        "special_bond",
        "Frame of special-bond projects",
        "专项债券项目评价指标框架",
        "财预〔2021〕61号",
        _BOND,
        share=[["output", "effect"], "performance.output_effect_share"],
    ),
    _frame(
        "ppp_construction",
        "Frame of PPP projects under construction",
        "PPP 项目建设期指标框架",
        "财金〔2020〕13号",
        _PPP_CONSTRUCTION,
        share=[["output"], "performance.ppp_output_share"],
    ),
    _frame(
        "ppp_operation",
        "Frame of PPP projects in operation",
        "PPP 项目运营期指标框架",
        "财金〔2020〕13号",
        _PPP_OPERATION,
        share=[["output"], "performance.ppp_output_share"],
    ),
    _frame(
        "fund",
        "Frame of government funds",
        "政府投资基金评价指标框架",
        "闽财规〔2025〕14号",
        _FUND,
        bonus_cap="10",
    ),
    _frame("department", "Frame of departments", "部门整体支出评价指标框架", _PROJECTS, _DEPARTMENT),
    _frame(
        "ex_ante", "Frame of the ex-ante evaluation", "事前绩效评估指标框架", "中发〔2018〕34号", _EX_ANTE
    ),
    _frame("purchased_service", "Frame of purchased services", "政府购买服务指标框架", _PROJECTS, _SERVICES),
    _frame("procurement", "Frame of government procurement", "政府采购指标框架", _PROJECTS, _PROCUREMENT),
    _frame("e_government", "Frame of e-government projects", "电子政务项目指标框架", _PROJECTS, _EGOV),
    _frame(
        "state_capital",
        "Frame of the state-capital budget",
        "国有资本经营预算指标框架",
        _PROJECTS,
        _STATE_CAPITAL,
    ),
    _frame(
        "social_insurance",
        "Frame of the social-insurance budget",
        "社会保险基金预算指标框架",
        _PROJECTS,
        _SOCIAL_INSURANCE,
    ),
    _frame(
        "appraisal", "Frame of the appraisal of districts", "区县绩效管理考核指标框架", "管理建议", _APPRAISAL
    ),
    RuleSeed(
        "performance.frames",
        Label("Which frame serves which evaluation", "评价适用框架"),
        [
            {"kind": "special_bond", "type": "", "phase": "", "frame": "special_bond"},
            {"kind": "special_bond", "type": "self", "phase": "", "frame": "special_bond"},
            {"kind": "ordinary", "type": "", "phase": "", "frame": "ordinary"},
            {"kind": "e_government", "type": "", "phase": "", "frame": "e_government"},
            {"kind": "procurement", "type": "", "phase": "", "frame": "procurement"},
            {"kind": "purchased_service", "type": "", "phase": "", "frame": "purchased_service"},
            {"kind": "ppp", "type": "", "phase": "construction", "frame": "ppp_construction"},
            {"kind": "ppp", "type": "", "phase": "operation", "frame": "ppp_operation"},
            {"kind": "fund", "type": "", "phase": "", "frame": "fund"},
            {"kind": "department", "type": "", "phase": "", "frame": "department"},
            {"kind": "region", "type": "", "phase": "", "frame": "appraisal"},
            {"kind": "", "type": "ex_ante", "phase": "", "frame": "ex_ante"},
            {"kind": "general", "type": "goal", "phase": "", "frame": "ordinary"},
            {"kind": "government_fund", "type": "goal", "phase": "", "frame": "special_bond"},
            {"kind": "state_capital", "type": "goal", "phase": "", "frame": "state_capital"},
            {"kind": "social_insurance", "type": "goal", "phase": "", "frame": "social_insurance"},
        ],
        "",
        "table",
        "财预〔2020〕10号 准用条款",
        note="The notice says that it may be applied to funds, PPP, purchased services and debt projects.",
    ),
)
