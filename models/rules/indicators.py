"""The library of indicators: three levels, by sector and purpose, each with an example that can be measured.

A region adds rows by a dated version of its own; a goal keeps the rows it took, so that a period is judged by
what held when it was declared.
"""

from models.lifecycle import Label
from models.regulation import RuleSeed

_DIRECTIONS = {"+": "higher", "-": "lower", "~": "within"}
_EVIDENCE = {"c": "completion_record", "p": "payments", "a": "accounts", "s": "survey"}
_ROWS = """
@transport
length|build|output/quantity|Length of road built|新建改建道路长度|公里|+c|12.5
bridges|build|output/quantity|Bridges built|建成桥梁数量|座|+c|3
road_grade|run|output/quality|Roads in good condition|公路优良路率|%|+c|92
travel_time|any|benefit/social|Mean travel time saved|平均通行时间缩短|分钟|+c|8
accidents|run|benefit/social|Traffic accidents on the section|路段交通事故数|起|-c|5
@energy
generation|build|output/quantity|Capacity installed|新增装机容量|千瓦|+c|20000
saving|any|benefit/ecological|Coal saved a year|年节约标准煤|吨|+a|6000
@agriculture_forestry_water
irrigation|build|output/quantity|Irrigated area added|新增灌溉面积|亩|+c|3500
dredged|build|output/quantity|River dredged|河道清淤长度|公里|+c|18
yield|any|benefit/economic|Yield per mu added|亩均增产|公斤|+a|60
flood|any|benefit/social|People protected from floods|防洪受益人口|人|+c|24000
@ecology
restored|build|output/quantity|Area restored|生态修复面积|亩|+c|1200
water_class|any|benefit/ecological|Sections at class III or better|断面水质Ⅲ类及以上比例|%|+c|90
@sewage_waste
plant|build|output/quantity|Treatment capacity added|新增污水处理能力|吨/日|+c|30000
pipes|build|output/quantity|Sewers laid|敷设污水管网长度|公里|+c|46
effluent|run|output/quality|Effluent within the standard|出水水质达标率|%|+c|100
treated|run|benefit/ecological|Sewage treated|污水集中处理率|%|+c|97
@health
beds|build|output/quantity|Beds added|新增床位数|张|+c|300
bed_use|run|output/quality|Beds in use|病床使用率|%|~a|85
wait|run|benefit/social|Mean wait of outpatients|门诊平均候诊时间|分钟|-c|20
@education
places|build|output/quantity|School places added|新增学位数|个|+c|1080
big_classes|any|benefit/social|Classes above the size of the standard|超标准大班额比例|%|-c|0
@elderly_childcare
care_beds|build|output/quantity|Care places added|新增养老托育床位|张|+c|200
care_use|run|benefit/social|Care places taken|床位入住率|%|+a|75
@culture_tourism
visitors|run|benefit/economic|Visitors a year|年接待游客|万人次|+a|45
open_days|run|output/quantity|Days open a year|全年开放天数|天|+c|330
@cold_chain_logistics
cold_store|build|output/quantity|Cold store built|新建冷库容量|吨|+c|8000
loss|run|benefit/economic|Loss of fresh produce|生鲜损耗率|%|-a|6
@municipal_industrial_park
floor_area|build|output/quantity|Workshops built|建成标准厂房面积|平方米|+c|52000
rented|run|benefit/economic|Area rented|厂房出租率|%|+a|85
jobs|any|benefit/social|Jobs made|带动就业人数|人|+a|1500
@affordable_housing
flats|build|output/quantity|Flats finished|建成安置房套数|套|+c|620
moved_in|run|benefit/social|Families moved in|回迁安置户数|户|+c|580
@land_reserve
land|any|output/quantity|Land taken into reserve|土地收储面积|亩|+c|420
land_income|any|benefit/economic|Income of land sold|土地出让收入|万元|+a|63000
@new_infrastructure
racks|build|output/quantity|Racks put to use|投用标准机架数|个|+c|1200
uptime|run|output/quality|Time the system is up|系统可用率|%|+c|99.9
online|run|benefit/social|Matters done online|事项网上办理率|%|+a|85
@government_fund
leverage|any|benefit/economic|Social capital drawn|带动社会资本倍数|倍|+a|3
invested|any|output/quantity|Projects invested in|投资项目数|个|+a|6
@social
served|run|output/quantity|People served|服务人次|人次|+c|12000
@any
paid_out|transfer|output/quantity|People who received the subsidy|补助发放人数|人|+p|5600
paid_right|transfer|output/quality|Payments without error|发放准确率|%|+p|100
paid_time|transfer|output/timeliness|Paid within the days of the rule|按期发放率|%|+p|100
delivered|buy|output/quantity|Items delivered|采购到货数量|台（套）|+c|150
saved_price|buy|output/cost|Saved against the budget|采购资金节约率|%|+a|5
accepted|build|output/quality|Works accepted at the first inspection|工程一次验收合格率|%|+c|100
on_time|build|output/timeliness|Nodes finished by their day|节点按期完成率|%|+c|100
unit_cost|build|output/cost|Cost per unit within the estimate|单位造价不高于概算|%|-p|100
within_budget|any|output/cost|Budget kept|预算成本控制率|%|-p|100
lasting|any|benefit/sustainable|Years the result lasts|成果可持续使用年限|年|+c|20
satisfied|any|satisfaction/satisfaction|Satisfaction of those served|服务对象满意度|%|+s|90
"""
"""Under ``@sector``: key, purpose, levels, English, Chinese, unit, direction and evidence, example."""


def _rows(text: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    sector = ""
    for line in text.strip().splitlines():
        if line.startswith("@"):
            sector = line[1:]
            continue
        key, purpose, levels, en, zh, unit, signs, example = line.split("|")
        first, _, second = levels.partition("/")
        found.append(
            {
                **{
                    "key": f"ind_{key}",
                    "sector": sector,
                    "purpose": purpose,
                    "first": first,
                    "second": second,
                },
                **{"en": en, "zh": zh, "unit": unit, "direction": _DIRECTIONS[signs[0]]},
                **{"evidence": _EVIDENCE[signs[1]], "how": "completion", "example": example},
            }
        )
    return found


LIBRARY = _rows(_ROWS)
"""Every row of the library as shipped."""

SEEDS = (
    RuleSeed(
        "performance.indicators",
        Label("Library of indicators", "绩效指标库"),
        LIBRARY,
        "",
        "table",
        "财预〔2020〕10号 指标体系结构；指标与目标值为示例",
        note="Levels follow the notice; the indicators and the examples of targets are a proposal.",
    ),
)
