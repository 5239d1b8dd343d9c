"""The project form: basics, parties, approvals, investment plan, bond, negative list, readiness, goals.

Fields named like a column of the project are stored there; ``funding_plan`` and ``permits`` are rows of their
own tables, whose rows are the choices given here; all others are kept with the kind's version.
"""

from models.kinds.special_bond.purposes import PURPOSES
from models.lifecycle import FieldGroup, FieldSpec, Form, Label
from models.rules.reserve import CAPITAL_RATIOS, NEGATIVE_ITEMS, READINESS_ITEMS

_YES_NO = (("no", Label("No", "否")), ("yes", Label("Yes", "是")))
_FUNDING_SOURCES = (
    ("upper_subsidy", Label("Subsidy from above", "上级补助")),
    ("local_budget", Label("Local budget", "本级财政预算")),
    ("general_bond", Label("General bonds", "一般债券")),
    ("special_bond", Label("Special bonds", "专项债券")),
    ("swap_bond", Label("Swap bonds", "置换债券")),
    ("refinancing_bond", Label("Refinancing bonds", "再融资债券")),
    ("own", Label("Own money", "单位自筹")),
    ("market", Label("Market finance", "市场化融资")),
    ("other", Label("Other", "其他")),
)

_BASICS = FieldGroup(
    "basics",
    Label("1. Basics", "一、项目基本情况"),
    (
        FieldSpec("name", Label("Project name", "项目名称"), "text", required=True),
        FieldSpec("code", Label("Project code", "项目编码"), "text"),
        FieldSpec("platform_code", Label("Code in the budget platform", "一体化项目代码"), "text"),
        FieldSpec("debt_system_code", Label("Code in the debt system", "债务系统编码"), "text"),
        FieldSpec("ndrc_code", Label("Code of development and reform", "发改赋码"), "text"),
        FieldSpec("treasury_code", Label("Treasury code", "国库代码"), "text"),
        FieldSpec("approval_year", Label("Year of approval", "立项年度"), "year"),
        FieldSpec("start_year", Label("Start year", "开始年度"), "year", required=True),
        FieldSpec("address", Label("Address", "项目地址"), "text"),
        FieldSpec(
            "coordinates",
            Label("Coordinates", "经纬度"),
            "text",
            hint=Label("28.00, 120.65", "28.00, 120.65"),
        ),
        FieldSpec("major_project", Label("Major project", "重大项目"), "flag"),
        FieldSpec("continuing", Label("Continuing project", "续建项目"), "choice", choices=_YES_NO),
        FieldSpec(
            "nature",
            Label("Nature", "建设性质"),
            "choice",
            choices=(
                ("new", Label("New", "新建")),
                ("expand", Label("Expansion", "扩建")),
                ("continue", Label("Continued", "续建")),
                ("repair", Label("Repair", "改造修缮")),
            ),
        ),
        FieldSpec("strategy", Label("National strategy", "对应国家战略"), "text"),
        FieldSpec("sector", Label("Sector", "项目领域"), "text", required=True),
        FieldSpec(
            "capital_sector",
            Label("Sector for the capital minimum", "资本金比例所属行业"),
            "choice",
            choices=tuple((key, label) for key, _ratio, label in CAPITAL_RATIOS),
        ),
        FieldSpec("short_board", Label("Short-board type", "补短板类型"), "text"),
        FieldSpec(
            "revenue_nature",
            Label("Revenue nature", "收益属性"),
            "choice",
            choices=(
                ("some", Label("Some revenue", "有一定收益")),
                ("none", Label("No revenue", "无收益")),
            ),
            required=True,
        ),
        FieldSpec("land_supervision_code", Label("Land-supervision code", "土地监管编号"), "text"),
        FieldSpec("asset_owner", Label("Owner of the assets", "资产权属单位"), "text"),
        FieldSpec("parent_project", Label("Parent project", "上级（打包）项目"), "text"),
        FieldSpec(
            "content_and_scale", Label("Content and scale", "建设内容和规模"), "long_text", required=True
        ),
    ),
)

_PARTIES = FieldGroup(
    "parties",
    Label("2. Parties and contacts", "二、项目单位"),
    (
        FieldSpec("builder", Label("Builder", "建设单位"), "text"),
        FieldSpec("builder_credit_code", Label("Builder's credit code", "建设单位统一社会信用代码"), "text"),
        FieldSpec("operator", Label("Operator", "运营单位"), "text"),
        FieldSpec(
            "operator_credit_code", Label("Operator's credit code", "运营单位统一社会信用代码"), "text"
        ),
        FieldSpec("head", Label("Person in charge", "项目负责人"), "text"),
        FieldSpec("head_phone", Label("Telephone", "联系电话"), "text"),
    ),
)

_APPROVALS = FieldGroup(
    "approvals",
    Label("3. Approval and dates", "三、立项审批与建设周期"),
    (
        FieldSpec("approval_basis", Label("Basis of approval", "立项依据"), "long_text"),
        FieldSpec(
            "approval_level",
            Label("Level of approval", "审批级次"),
            "choice",
            choices=(
                ("national", Label("National", "国家级")),
                ("province", Label("Province", "省级")),
                ("city", Label("City", "市级")),
                ("county", Label("County", "县级")),
            ),
        ),
        FieldSpec("approval_department", Label("Approving department", "审批部门"), "text"),
        FieldSpec(
            "proposal_number", Label("Number of the proposal's approval", "项目建议书批复文号"), "text"
        ),
        FieldSpec("feasibility_number", Label("Number of the feasibility approval", "可研批复文号"), "text"),
        FieldSpec("construction_start", Label("Planned start", "计划开工日期"), "date", required=True),
        FieldSpec("construction_end", Label("Planned completion", "计划竣工日期"), "date", required=True),
        FieldSpec("operation_end", Label("End of operation", "运营期截止日"), "date", required=True),
        FieldSpec("actual_start", Label("Actual start", "实际开工日期"), "date"),
        FieldSpec("actual_finish", Label("Actual completion", "实际竣工日期"), "date"),
        FieldSpec(
            "restraint_justification",
            Label("Reason in a region under restraint", "严控地区新建理由"),
            "long_text",
            hint=Label("Safety, cross-region works, or works in progress", "应急安全、跨区域或在建项目"),
        ),
    ),
)

_INVESTMENT = FieldGroup(
    "investment",
    Label("4. Investment plan", "四、投资计划"),
    (
        FieldSpec("total_investment", Label("Estimate", "总投资（概算）"), "money", "fen", required=True),
        FieldSpec("capital", Label("Project capital", "项目资本金"), "money", "fen"),
        FieldSpec("capital_fiscal", Label("Of which fiscal", "其中：财政安排"), "money", "fen"),
        FieldSpec("bond_as_capital", Label("Of which special bonds", "其中：专项债券"), "money", "fen"),
        FieldSpec("capital_market", Label("Of which market", "其中：市场化"), "money", "fen"),
        FieldSpec("special_bond", Label("Special bonds in all", "专项债券融资"), "money", "fen"),
        FieldSpec("other_debt", Label("Other debt", "其他债务融资"), "money", "fen"),
        FieldSpec("invested", Label("Invested to date", "累计完成投资"), "money", "fen"),
        FieldSpec("financed", Label("Financed to date", "累计到位资金"), "money", "fen"),
        FieldSpec(
            "funding_plan",
            Label("Planned and arrived money by year and source", "分年资金来源（计划与到位）"),
            "table",
            "fen",
            Label("A year already applied for is not deleted", "已申报年度不可删除"),
            _FUNDING_SOURCES,
        ),
        FieldSpec("forecast_basis", Label("Basis of the forecast", "收益预测依据"), "long_text"),
    ),
)

_BOND = FieldGroup(
    "bond",
    Label("5. Bond wanted", "五、拟发行债券"),
    (
        FieldSpec(
            "bond_purpose",
            Label("Bond purpose", "债券用途"),
            "choice",
            choices=tuple((purpose.key, purpose.label) for purpose in PURPOSES),
        ),
        FieldSpec("wanted_tenor", Label("Tenor wanted", "拟发行期限"), "count", "years"),
        FieldSpec("stock_debt", Label("Stock debt of the project", "存量债务"), "money", "fen"),
        FieldSpec(
            "pledged",
            Label("Assets or income pledged elsewhere", "资产或收益是否用于其他抵押质押"),
            "choice",
            choices=_YES_NO,
        ),
    ),
)

_NEGATIVE = FieldGroup(
    "negative_list",
    Label(
        "6. Negative list: tick what applies, give a reason for each", "六、负面清单（逐项勾选并说明理由）"
    ),
    tuple(
        spec
        for key, label in NEGATIVE_ITEMS
        for spec in (
            FieldSpec(f"negative_{key}", label, "choice", choices=_YES_NO),
            FieldSpec(f"negative_{key}_reason", Label(f"Reason: {label.en}", f"理由：{label.zh}"), "text"),
        )
    ),
)

_READINESS = FieldGroup(
    "readiness",
    Label("7. Readiness", "七、前期手续"),
    (
        FieldSpec(
            "permits",
            Label("Held, number, date and document of each item", "是否取得、文号、日期和附件"),
            "table",
            choices=READINESS_ITEMS,
        ),
        FieldSpec(
            "priority",
            Label("Priority", "成熟度（优先级）"),
            "choice",
            choices=tuple((str(level), Label(f"Level {level}", f"{level}级")) for level in range(1, 6)),
        ),
    ),
)

_GOALS = FieldGroup(
    "goals",
    Label("8. Performance goals", "八、绩效目标"),
    (
        FieldSpec("goal_output", Label("Output: quantity, quality, time, cost", "产出目标"), "long_text"),
        FieldSpec("goal_benefit", Label("Economic, social, ecological effect", "效益目标"), "long_text"),
        FieldSpec("goal_satisfaction", Label("Satisfaction", "满意度目标"), "text"),
        FieldSpec("goal_repayment", Label("Source of repayment and risks", "偿债来源与风险"), "long_text"),
        FieldSpec(
            "monitoring",
            Label("Dual monitoring", "绩效双监控结果"),
            "choice",
            choices=(
                ("on_track", Label("On track", "正常")),
                ("deviating", Label("Deviating", "有偏差")),
                ("seriously_deviating", Label("Seriously deviating", "严重偏离")),
            ),
        ),
    ),
)

PROJECT_FORM = Form(
    "project",
    (_BASICS, _PARTIES, _APPROVALS, _INVESTMENT, _BOND, _NEGATIVE, _READINESS, _GOALS),
)
