"""What the public page of a project shows beside its official forms; and the money down to contractors."""

from models.disclosure_forms.page_parts import OWN, SIGN, scores, service
from models.disclosure_forms.shape import FormSection, FormSpec, column, group, plain
from models.lifecycle import Label

_PAID = Label(
    "Payments to contractors and suppliers booked up to the cut-off, out of every source",
    "截至数据截止日账簿登记的对施工单位、供应商的支付，含全部资金来源",
)
_BONDS_PAID = Label(
    "Payments to contractors and suppliers out of special bonds booked up to the cut-off",
    "截至数据截止日账簿登记的专项债券资金支付",
)
_HELD = Label(
    "The project's shares of the bonds issued up to the cut-off, refinancing of due principal left out",
    "截至数据截止日已发行债券中本项目使用的额度，不含偿还到期本金的再融资",
)
_RECEIVED = Label(
    "Bond money that reached the project's region up to the cut-off, moves included, no refinancing",
    "截至数据截止日到达本地区的债券资金，含用途调整调入调出，不含再融资",
)
_PLANNED = Label("The approved funding plan of the project", "项目经批准的分年资金筹措计划")
_BALANCE = Label("The balance plan of the project in force", "项目现行收支平衡方案")
_SCHEDULE = Label(
    "The payment schedules of the bonds of the project, by its share", "项目所用各期债券的还本付息计划"
)

_FACTS = (
    group(
        "1 Project",
        "一、项目",
        column("name", "Project name", "项目名称"),
        column("code", "Project code", "项目编码"),
        column("sector", "Sector", "项目领域"),
        column("unit", "Project unit", "项目主体"),
        column("department", "Competent department", "主管部门"),
        column("status", "State of the works", "建设状态"),
        column("construction", "Construction period", "建设期"),
        column("operation", "Operation period", "运营期"),
    ),
    group(
        "2 Money",
        "二、资金",
        column("total_investment", "Total investment", "总投资", "fen"),
        column("special_bond", "Special bonds planned", "计划专项债融资额", "fen"),
        column("held", "Special bonds issued", "已发行专项债", "fen", told=_HELD),
        column("received", "Bond money received", "债券资金到位", "fen", told=_RECEIVED),
        column("realised", "Paid so far", "累计支付", "fen", told=_PAID),
        column("realised_bonds", "Of which special bonds", "其中:专项债券资金", "fen", told=_BONDS_PAID),
        column(
            "progress",
            "Paid of the investment",
            "投资完成率",
            "percent",
            made="{realised} ÷ {total_investment}",
        ),
        column(
            "use", "Bond money paid out", "债券资金支出进度", "percent", made="{realised_bonds} ÷ {received}"
        ),
    ),
    group(
        "3 Coverage",
        "三、收益覆盖",
        column("income", "Net income over the life", "全周期净收益", "fen", told=_BALANCE),
        column("service", "Debt service over the life", "全周期债务本息", "fen", told=_BALANCE),
        column("coverage", "Coverage multiple", "本息覆盖倍数", "multiple", made="{income} ÷ {service}"),
    ),
)

_RAIL = FormSection(
    "rail",
    Label("Stages", "全周期阶段"),
    "table",
    (
        plain(
            column("stage", "Stage", "阶段"),
            column("word", "State", "状态"),
            column("since", "Last step", "最近办理", "date"),
            column("done", "Done", "已办结", "count"),
            column("total", "Records", "事项数", "count"),
        ),
    ),
    keys=("stage",),
    chart="rail",
)
_YEARS = FormSection(
    "years",
    Label("Plan and actual by year", "分年计划与实际"),
    "table",
    (
        plain(
            column("year", "Year", "年度"),
            column("planned", "Planned funding", "计划资金", "fen", told=_PLANNED, series="plan"),
            column("paid", "Paid", "实际支付", "fen", told=_PAID, series="actual"),
            column("planned_bonds", "Special bonds planned", "计划专项债", "fen", told=_PLANNED),
            column("came_bonds", "Bond money received", "专项债到位", "fen"),
            column("paid_bonds", "Special bonds paid", "专项债支付", "fen", told=_BONDS_PAID),
        ),
    ),
    keys=("year",),
    has_total=True,
    chart="bars",
)
_FLOW = FormSection(
    "flow",
    Label("Where the bond money went", "债券资金流向"),
    "table",
    (
        plain(
            column("source", "From", "来源", series="from"),
            column("target", "To", "去向", series="to"),
            column("amount", "Amount", "金额", "fen", series="value"),
            column("stands", "Whether it stands still", "是否沉淀", series="idle"),
        ),
    ),
    keys=("source", "target"),
    chart="sankey",
)
_SERVICE = service(_SCHEDULE)
_DUE = FormSection(
    "payments",
    Label("Payments made and to come", "还本付息明细"),
    "table",
    (
        plain(
            column("payment_date", "Day of payment", "付款日", "date"),
            column("bond", "Bond", "债券"),
            column("principal", "Principal", "本金", "fen"),
            column("interest", "Interest", "利息", "fen"),
            column("state", "State", "状态"),
        ),
    ),
    keys=("payment_date", "bond"),
    has_total=True,
)
_COVERAGE = FormSection(
    "coverage",
    Label("Coverage, plan and actual", "收益覆盖计划与实际"),
    "years",
    (
        plain(
            column("year", "Year", "年度"),
            column("planned", "Net income planned", "计划净收益", "fen", told=_BALANCE, series="net"),
            column("actual", "Net income, actual", "实际净收益", "fen"),
            column("service", "Debt service", "当年债务本息", "fen", told=_BALANCE, series="due"),
            column(
                "multiple",
                "Coverage planned",
                "计划覆盖倍数",
                "multiple",
                made="{planned} ÷ {service}",
                series="multiple",
            ),
            column("reached", "Coverage, actual", "实际覆盖倍数", "multiple", made="{actual} ÷ {service}"),
        ),
    ),
    keys=("year",),
    chart="coverage",
)
_SCORES = scores(Label("Scores and grades", "绩效评价得分与等级"), column("type", "Evaluation", "评价类型"))
_PAPERS = FormSection(
    "papers",
    Label("Documents", "项目资料目录"),
    "table",
    (
        plain(
            column("type", "Document", "资料"),
            column("number", "Number", "文号"),
            column("day", "Filed on", "归档日期", "date"),
            column("digest", "Digest", "摘要"),
        ),
    ),
    keys=("type", "digest"),
)

FORMS = (
    FormSpec(
        "project_page",
        Label("Public page of a project", "项目公开页"),
        "project",
        "万元",
        OWN,
        (
            FormSection("rows", Label("Project", "项目情况"), "lines", _FACTS, keys=("code",)),
            *(_RAIL, _YEARS, _FLOW, _SERVICE, _COVERAGE, _DUE, _SCORES, _PAPERS),
        ),
        SIGN,
        is_landscape=False,
        is_official=False,
    ),
    FormSpec(
        "contractors",
        Label("Money down to contractors", "资金流向施工单位明细"),
        "project",
        "万元",
        OWN,
        (
            FormSection(
                "rows",
                Label("Contracts", "合同及支付"),
                "table",
                (
                    plain(
                        column("contract", "Contract", "合同"),
                        column("payee", "Contractor or supplier", "施工单位（供应商）", series="to"),
                        column("bond", "Bond", "资金来源债券", series="from"),
                        column("amount", "Amount of the contract", "合同金额", "fen"),
                        column(
                            "paid",
                            "Paid from the bond",
                            "该债券已支付",
                            "fen",
                            told=_BONDS_PAID,
                            series="value",
                        ),
                    ),
                ),
                keys=("contract", "bond"),
                chart="sankey",
            ),
        ),
        SIGN,
        is_official=False,
        choice="disclosure.show_contractors",
    ),
)
