"""Reserve: who may enter the library, the negative list, project capital, readiness.

Texts: 国办发〔2024〕52号 (scope, capital, negative list), 国发〔2015〕51号, 国发〔2019〕26号 (capital),
财预〔2021〕61号 (performance of special-bond projects), 财预〔2016〕155号 (special debt in the budget).
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_NO_52 = "国办发〔2024〕52号"
_FROM_52 = date(2024, 12, 25)
_PERFORMANCE = "财预〔2021〕61号"

NEGATIVE_ITEMS = (
    ("no_revenue", Label("Project without any revenue", "完全无收益的项目")),
    ("office_buildings", Label("Office, reception and training buildings", "楼堂馆所")),
    ("image_projects", Label("Image and vanity projects", "形象工程和政绩工程")),
    (
        "real_estate",
        Label(
            "Real estate other than affordable housing and land reserve",
            "除保障性住房、土地储备以外的房地产开发",
        ),
    ),
    (
        "commercial_facilities",
        Label("Theme parks, mock-ancient towns and the like", "主题公园、仿古城镇等商业设施"),
    ),
    ("competitive_industry", Label("General competitive industry", "一般竞争性产业项目")),
)

READINESS_ITEMS = (
    ("department_approval", Label("Approval by the competent department", "主管部门审批")),
    ("environmental_assessment", Label("Environmental impact assessment", "环境影响评价")),
    ("safety_assessment", Label("Safety assessment", "安全评价")),
    ("tender_done", Label("Tender completed", "招投标完成")),
    ("land_acquired", Label("Land acquisition completed", "征地拆迁完成")),
    ("land_use_certificate", Label("State-owned land-use certificate", "国有土地使用证")),
    ("land_planning_permit", Label("Planning permit for construction land", "建设用地规划许可证")),
    ("works_planning_permit", Label("Planning permit for construction works", "建设工程规划许可证")),
    ("construction_permit", Label("Construction permit", "建筑工程施工许可证")),
    ("physical_work", Label("Able to form physical work", "能够形成实物工作量")),
    ("effective_spending", Label("Able to form effective spending", "能够形成有效支出")),
    ("ex_ante_in_plan", Label("Plan contains the ex-ante evaluation", "实施方案含事前绩效评估")),
)

EX_ANTE_ITEMS = (
    (
        "necessity",
        Label(
            "Necessity, public benefit, revenue and capital nature",
            "项目实施的必要性、公益性、收益性、资本性",
        ),
    ),
    ("readiness", Label("Investment compliance and readiness", "项目建设投资合规性与项目成熟度")),
    ("funding", Label("Sources of funds and whether they can be in place", "项目资金来源和到位可行性")),
    ("forecast", Label("Soundness of income, cost and revenue forecasts", "项目收入、成本、收益预测合理性")),
    ("bond_need", Label("Soundness of the bond amount asked for", "债券资金需求合理性")),
    (
        "repayment_plan",
        Label("Feasible repayment plan and its risk points", "项目偿债计划可行性和偿债风险点"),
    ),
    ("goals", Label("Soundness of performance goals", "绩效目标合理性")),
    ("other", Label("Other matters for evaluation", "其他需要纳入事前绩效评估的事项")),
)

CAPITAL_RATIOS = (
    ("urban_rail", "0.20", Label("Urban rail", "城市轨道交通")),
    ("railway", "0.20", Label("Railway", "铁路")),
    ("road", "0.20", Label("Road", "公路")),
    ("port_shipping", "0.20", Label("Ports, coastal and inland shipping", "港口、沿海及内河航运")),
    ("airport", "0.25", Label("Airport", "机场")),
    ("other_infrastructure", "0.20", Label("Other infrastructure", "其他基础设施")),
    ("affordable_housing", "0.20", Label("Affordable and ordinary housing", "保障性住房和普通商品住房")),
    ("other_real_estate", "0.25", Label("Other real estate", "其他房地产开发")),
)


def _rows(items: tuple[tuple[str, Label], ...]) -> list[dict[str, str]]:
    """Return list items as JSON-ready rows."""
    return [{"key": key, "en": label.en, "zh": label.zh} for key, label in items]


SEEDS = (
    RuleSeed(
        key="reserve.revenue_nature",
        label=Label("Lawful revenue nature", "项目收益属性"),
        value=["some"],
        unit="",
        form="list",
        basis="财预〔2016〕155号",
        status="in_force",
        valid_from=date(2016, 11, 9),
        note="Public-interest projects with revenue; repaid from matching fund income or dedicated income.",
    ),
    RuleSeed(
        key="reserve.negative_list",
        label=Label("Negative list", "专项债券投向领域负面清单"),
        value=_rows(NEGATIVE_ITEMS),
        unit="",
        form="table",
        basis=_NO_52,
        clause="附件1",
        valid_from=_FROM_52,
        note="Headings as reported; the wording of the annex was not read at an official source.",
    ),
    RuleSeed(
        key="reserve.capital_ratio",
        label=Label("Minimum project capital by sector", "固定资产投资项目最低资本金比例"),
        value=[
            {"key": key, "ratio": ratio, "en": label.en, "zh": label.zh}
            for key, ratio, label in CAPITAL_RATIOS
        ],
        unit="ratio",
        form="table",
        basis="国发〔2015〕51号；国发〔2019〕26号",
        status="in_force",
        valid_from=date(2019, 11, 20),
        params={"default": "other_infrastructure"},
    ),
    RuleSeed(
        key="reserve.capital_ratio",
        label=Label("Minimum project capital by sector", "固定资产投资项目最低资本金比例"),
        value=[
            {
                "key": key,
                "ratio": "0.25" if key == "port_shipping" else ratio,
                "en": label.en,
                "zh": label.zh,
            }
            for key, ratio, label in CAPITAL_RATIOS
        ],
        unit="ratio",
        form="table",
        basis="国发〔2015〕51号",
        status="in_force",
        valid_from=date(2015, 9, 9),
        valid_to=date(2019, 11, 19),
        params={"default": "other_infrastructure"},
    ),
    RuleSeed(
        key="reserve.capital_ratio_reduction",
        label=Label(
            "Possible reduction for short-board infrastructure", "补短板基础设施项目资本金可下调幅度"
        ),
        value="0.05",
        unit="ratio",
        form="percent",
        basis="国发〔2019〕26号",
        status="in_force",
        valid_from=date(2019, 11, 20),
        note="Road, railway, urban, logistics, ecology, social; needs stable return and strong repayment.",
    ),
    RuleSeed(
        key="reserve.equity_instrument_share",
        label=Label(
            "Equity-type instruments in project capital at most", "权益型、股权类金融工具占资本金上限"
        ),
        value="0.50",
        unit="ratio",
        form="percent",
        basis="国发〔2019〕26号",
        valid_from=date(2019, 11, 20),
    ),
    RuleSeed(
        key="reserve.capital_use_share",
        label=Label("Share of new bonds usable as project capital", "专项债券用作项目资本金规模比例上限"),
        value="0.30",
        unit="ratio",
        form="percent",
        basis=_NO_52,
        status="in_force",
        valid_from=_FROM_52,
        note="Of the bonds a province uses for project construction; a county only watches its share.",
    ),
    RuleSeed(
        key="reserve.capital_use_share",
        label=Label("Share of new bonds usable as project capital", "专项债券用作项目资本金规模比例上限"),
        value="0.25",
        unit="ratio",
        form="percent",
        basis="国办发〔2024〕52号以前的规定",
        valid_from=date(2020, 1, 1),
        valid_to=date(2024, 12, 24),
        note="The figure before the rise to 30 %; the day it began is not confirmed.",
    ),
    RuleSeed(
        key="reserve.capital_sectors",
        label=Label(
            "Sectors where bonds may serve as capital (2024 additions)",
            "可用作项目资本金的行业（2024年新增）",
        ),
        value=[
            "新兴产业基础设施",
            "算力设备及辅助设备基础设施",
            "公路、机场等传统基础设施安全性、智能化改造",
            "卫生健康",
            "养老托育",
            "省级产业园区基础设施",
        ],
        unit="",
        form="list",
        basis=_NO_52,
        clause="附件2",
        status="in_force",
        valid_from=_FROM_52,
        note="Added to the earlier list, which stays in force.",
    ),
    RuleSeed(
        key="reserve.land_resupply_share",
        label=Label("Re-supply of recovered land for housing at most", "收回土地再供应用于房地产上限"),
        value="0.50",
        unit="ratio",
        form="percent",
        basis=_NO_52,
        valid_from=_FROM_52,
        params={"idle_land_before": "2024-11-07"},
    ),
    RuleSeed(
        key="reserve.ex_ante_items",
        label=Label("Eight items of the ex-ante evaluation", "事前绩效评估八项内容"),
        value=_rows(EX_ANTE_ITEMS),
        unit="",
        form="table",
        basis=_PERFORMANCE,
        valid_from=date(2021, 6, 10),
    ),
    RuleSeed(
        key="reserve.ex_ante_sheet",
        label=Label("Reference sheet for scoring the ex-ante evaluation", "事前绩效评估参考评分表"),
        value=[
            {"key": "necessity", "points": "25"},
            {"key": "readiness", "points": "12"},
            {"key": "funding", "points": "10"},
            {"key": "forecast", "points": "21"},
            {"key": "bond_need", "points": "5"},
            {"key": "repayment_plan", "points": "12"},
            {"key": "goals", "points": "15"},
        ],
        unit="points",
        form="table",
        basis="公开的参考评分表（非国家规定）",
        params={"total": "100"},
        note="A published example, optional.",
    ),
    RuleSeed(
        key="reserve.readiness",
        label=Label("Readiness items asked in the reserve", "前期手续清单"),
        value=_rows(READINESS_ITEMS),
        unit="",
        form="table",
        basis="省级债务管理系统表单",
        note="Items of a provincial form; which of them are required is set per region below.",
    ),
    RuleSeed(
        key="reserve.required_permits",
        label=Label("Permits required to enter the reserve", "入库必备手续"),
        value=["department_approval", "ex_ante_in_plan"],
        unit="",
        form="list",
        basis="各省项目储备规定",
        note="Set it to what the province asks for.",
    ),
    RuleSeed(
        key="reserve.construction_permits",
        label=Label("Permits required before work starts", "开工必备手续"),
        value=["land_planning_permit", "works_planning_permit", "construction_permit"],
        unit="",
        form="list",
        basis="各省项目储备规定",
        note="Projects that need no building permit (equipment, land reserve) get their own list per region.",
    ),
    RuleSeed(
        key="reserve.high_risk_regions",
        label=Label("Regions under restraint for new government investment", "严控新建政府投资项目的地区"),
        value=["12", "15", "21", "22", "23", "45", "50", "52", "53", "62", "63", "64"],
        unit="",
        form="list",
        basis="国办发〔2023〕47号",
        valid_from=date(2023, 12, 1),
        note="Twelve provinces as reported; a new project needs a justification, works may finish.",
    ),
    RuleSeed(
        key="reserve.incomplete_days",
        label=Label("Draft left incomplete for", "草稿未完成天数"),
        value=30,
        unit="days",
        form="days",
        basis="管理建议",
    ),
    RuleSeed(
        key="reserve.large_estimate",
        label=Label("Estimate that asks for confirmation above", "概算异常提示线"),
        value=20_000_000_000_00,
        unit="fen",
        form="fen",
        basis="省级债务管理系统校验",
    ),
    RuleSeed(
        key="reserve.no_pledge",
        label=Label(
            "Project assets and income may not secure other borrowing", "项目资产和收益不得用于抵押质押融资"
        ),
        value=True,
        unit="",
        form="flag",
        basis="审计署及地方审计公告",
    ),
)
