"""Budget: accounts of special debt and of general bonds, the gate of the opening budget or an adjustment.

Texts: 财预〔2016〕155号 (special debt in the government-fund budget) and the year's classification of revenue
and expenditure (政府收支分类科目).
The account table is imported each year; the shipped one is unconfirmed.
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_SPECIAL_DEBT = "财预〔2016〕155号"

TABLES = {"special": "budget.accounts", "general": "budget.general_accounts"}
"""The table of accounts that money of each type of bond comes and goes under."""

_ACCOUNTS = (
    ("10310", "income", Label("Own special-bond income of projects", "专项债务对应项目专项收入")),
    ("1050402", "debt_income", Label("Special debt income (issuer)", "专项债务收入")),
    ("1101102", "onlending_income", Label("On-lending income of special debt", "地方政府专项债务转贷收入")),
    ("21215", "spending", Label("Land-reserve bond income spending", "土地储备专项债券收入安排的支出")),
    ("21216", "spending", Label("Shantytown bond income spending", "棚户区改造专项债券收入安排的支出")),
    (
        "22904",
        "spending",
        Label("Other government-fund and debt income spending", "其他政府性基金及对应专项债务收入安排的支出"),
    ),
    (
        "2290402",
        "spending",
        Label("Pilot project-revenue bond spending", "其他地方自行试点项目收益专项债券收入安排的支出"),
    ),
    ("23011", "onlending_spending", Label("On-lending spending of debt", "债务转贷支出")),
    ("23104", "principal", Label("Repayment of special-debt principal", "地方政府专项债务还本支出")),
    ("23204", "interest", Label("Interest on special debt", "地方政府专项债务付息支出")),
    ("23304", "fee", Label("Issuance fees of special debt", "地方政府专项债务发行费用支出")),
)

_CLASSES = (
    ("201", Label("General public services", "一般公共服务支出")),
    ("202", Label("Foreign affairs", "外交支出")),
    ("203", Label("Defence", "国防支出")),
    ("204", Label("Public security", "公共安全支出")),
    ("205", Label("Education", "教育支出")),
    ("206", Label("Science and technology", "科学技术支出")),
    ("207", Label("Culture, tourism, sports and media", "文化旅游体育与传媒支出")),
    ("208", Label("Social security and employment", "社会保障和就业支出")),
    ("210", Label("Health", "卫生健康支出")),
    ("211", Label("Energy saving and environment", "节能环保支出")),
    ("212", Label("Urban and rural communities", "城乡社区支出")),
    ("213", Label("Agriculture, forestry and water", "农林水支出")),
    ("214", Label("Transport", "交通运输支出")),
    ("215", Label("Resources, industry and information", "资源勘探工业信息等支出")),
    ("216", Label("Commerce and services", "商业服务业等支出")),
    ("217", Label("Finance", "金融支出")),
    ("219", Label("Aid to other regions", "援助其他地区支出")),
    ("220", Label("Natural resources, ocean and weather", "自然资源海洋气象等支出")),
    ("221", Label("Housing", "住房保障支出")),
    ("222", Label("Grain and material reserves", "粮油物资储备支出")),
    ("224", Label("Disaster prevention and emergencies", "灾害防治及应急管理支出")),
    ("229", Label("Other expenditure", "其他支出")),
)
_SERVICE = (
    ("23103", "principal", Label("Repayment of general-debt principal", "地方政府一般债务还本支出")),
    ("23203", "interest", Label("Interest on general debt", "地方政府一般债务付息支出")),
    ("23303", "fee", Label("Issuance fees of general debt", "地方政府一般债务发行费用支出")),
)
_GENERAL = (*((code, "general_spending", label) for code, label in _CLASSES), *_SERVICE)

SEEDS = (
    RuleSeed(
        key="budget.general_accounts",
        label=Label("Accounts of general bonds", "一般债券支出功能分类科目"),
        value=[
            {"code": code, "role": role, "en": label.en, "zh": label.zh} for code, role, label in _GENERAL
        ],
        unit="",
        form="table",
        basis="政府收支分类科目",
        params={"match": "prefix"},
        note="Classes of expenditure of the general public budget; to be replaced by those of the year.",
    ),
    RuleSeed(
        key="budget.accounts",
        label=Label("Accounts of special debt", "专项债务预算科目"),
        value=[
            {"code": code, "role": role, "en": label.en, "zh": label.zh} for code, role, label in _ACCOUNTS
        ],
        unit="",
        form="table",
        basis="政府收支分类科目",
        params={"match": "prefix"},
        note="From practice, to be replaced by the classification published for the year.",
    ),
    RuleSeed(
        key="budget.fund_budget",
        label=Label(
            "All flows of special debt in the government-fund budget", "专项债务收支纳入政府性基金预算"
        ),
        value=["debt_income", "spending", "principal", "interest", "fee"],
        unit="",
        form="list",
        basis=_SPECIAL_DEBT,
        status="in_force",
        valid_from=date(2016, 11, 9),
        note="Fees are budget expenditure and never taken out of the proceeds.",
    ),
    RuleSeed(
        key="budget.basis_documents",
        label=Label(
            "Opening budget or approved adjustment before spending", "年初预算或经批准的预算调整方案"
        ),
        value=["opening_budget", "budget_adjustment"],
        unit="",
        form="list",
        basis="预算法；" + _SPECIAL_DEBT,
        params={"needs": ["number", "date"]},
        note="Advance quota in the opening budget needs no adjustment; one of the two is enough.",
    ),
    RuleSeed(
        key="budget.allotment_caps",
        label=Label(
            "Allotment within the upper level's amount and the project's remainder", "指标下达金额控制"
        ),
        value=["within_upper_allotment", "within_project_remainder"],
        unit="",
        form="list",
        basis="省级债务管理系统校验",
    ),
    RuleSeed(
        key="budget.income_handed_in",
        label=Label("Project income handed in on time and earmarked", "项目收入及时足额缴库、专款专用"),
        value=30,
        unit="days",
        form="days",
        basis="财预〔2017〕89号",
        note="The days of grace before the alert are a setting, not law.",
    ),
    RuleSeed(
        key="budget.limit_table",
        label=Label("Table of debt limit and balance", "地方政府债务限额及余额情况表"),
        value=["A=B+C", "D=E+F", "G=H+I", "J=K+L"],
        unit="",
        form="list",
        basis="地方政府债务信息公开办法（财预〔2018〕209号）公开表样",
        status="in_force",
        valid_from=date(2019, 1, 1),
    ),
    RuleSeed(
        key="budget.limit_tolerances",
        label=Label("Tolerances of printed limit and balance tables", "限额余额表核对容差"),
        value=[
            {"key": "sum", "unit": "亿元", "fen": 10_000_000},
            {"key": "limit_roll", "unit": "亿元", "fen": 10_000_000},
            {"key": "balance_roll", "unit": "亿元", "fen": 100_000_000},
        ],
        unit="",
        form="table",
        basis="公开数据小数位数",
        note="Tables in 亿元 carry up to four decimals; those in other units are compared to the fen.",
    ),
    RuleSeed(
        key="budget.debt_service",
        label=Label(
            "Annual debt-service budget with the source of each amount", "年度还本付息预算及资金来源"
        ),
        value=["principal", "interest", "fee"],
        unit="",
        form="list",
        basis="预算法；" + _SPECIAL_DEBT,
        status="in_force",
        valid_from=date(2016, 11, 9),
    ),
    RuleSeed(
        key="budget.supplementary_ex_ante",
        label=Label("Supplementary requests need an ex-ante evaluation", "追加预算以事前绩效评估为前提"),
        value=True,
        unit="",
        form="flag",
        basis="中发〔2018〕34号",
        status="in_force",
        valid_from=date(2018, 9, 1),
    ),
    RuleSeed(
        key="budget.year_end",
        label=Label("Year-end handling of budget lines", "年终结转与决算"),
        value=["carry_over", "reconciliation", "final_accounts"],
        unit="",
        form="list",
        basis="预算法",
    ),
    RuleSeed(
        key="budget.supplementary_window",
        label=Label("Month of supplementary requests", "追加预算集中申报月份"),
        value=None,
        unit="month",
        form="number",
        basis="管理建议",
        note="No month is set: requests are taken all year; regions set their own.",
    ),
    RuleSeed(
        key="budget.supplementary_window",
        label=Label("Month of supplementary requests", "追加预算集中申报月份"),
        value=9,
        unit="month",
        form="number",
        basis="温州市瓯海区做法（2023年公开研究报告）",
        region="330304",
        status="local",
        valid_from=date(2020, 1, 1),
    ),
)
