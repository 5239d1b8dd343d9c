"""What keys inside the rules of performance management are called; indicators bring their own words."""

from models.lifecycle import Label
from models.rules.frames import SEEDS as FRAMES
from models.rules.indicators import LIBRARY
from models.sectors import SECTORS

_WORDS = """
below_mean|Below the mean|低于平均分
by_gap|By gap from the mean|按差距
by_grade|By grade|按等级
carry_over|Carry-over|结转
budget_unit|Budget unit|预算单位
business_office|Business office|业务股室
performance_office|Performance office|绩效管理机构
communication|Communication|沟通配合
efficiency|Working efficiency|工作效率
quality|Quality|质量
satisfaction|Satisfaction|满意度
completion|Actual against target|按完成率
completion_record|Record of completion|完成情况证明
execution|Budget execution|预算执行
judged|Judged|评判打分
payments|Record of payments|支付凭证
accounts|Accounts|账务资料
survey|Survey|调查问卷
higher|Higher is better|正向
lower|Lower is better|反向
within|Nearest is best|适度
multiple|Times|倍
duty|Duty|履职
policy|Policy|政策效应
operation|Operation|运营
return|Return|收益
project|Project|项目
correct|Correct|限期纠偏
suspend|Suspend payment|暂缓拨付
stop|Stop payment|停止拨付
goal|Goal|绩效目标
self|Self-evaluation|绩效自评
ordinary|Ordinary budget project|普通预算项目
special_bond|Special-bond project|专项债券项目
e_government|E-government project|电子政务项目
procurement|Government procurement|政府采购
purchased_service|Purchased service|政府购买服务
ppp|PPP project|PPP 项目
ppp_construction|PPP, construction|PPP 建设期
ppp_operation|PPP, operation|PPP 运营期
fund|Government investment fund|政府投资基金
appraisal|Appraisal|绩效考核
general|General public budget|一般公共预算
government_fund|Government-fund budget|政府性基金预算
social_insurance|Social-insurance budget|社会保险基金预算
construction|Construction|建设期
independent_of_client|Independent of client and evaluated unit|独立于委托方和被评价单位
no_major_violation_3_years|No major violation in three years|近三年无重大违法记录
qualified_staff|Qualified staff|专业人员配备
quality_control|Quality control|质量控制制度
any|Any|通用
build|Building|建设
run|Running and service|运行服务
transfer|Subsidies paid out|补助发放
buy|Buying|采购
technical_reply|Reply to the technical plan|技术方案批复
shared_cloud|Built on the shared cloud|政务云部署
procurement_contract|Procurement contract|采购合同
service_record|Record of service|服务记录
key|Key evaluation by the finance office|财政重点评价
"""

_HEADS = """
first|First level|一级指标
second|Second level|二级指标
how|Scored by|评分方式
direction|Direction|指标方向
evidence|Evidence|佐证材料
full_mark|Full mark|满分
bonus_cap|Bonus at most|加分上限
decimals|Decimals|小数位
share|Share|占比
frame|Frame|指标框架
phase|Phase|阶段
type|Type|类型
measure|Measure|处置措施
days|Days|天数
method|Method|方法
sector|Sector|领域
project_kind|Kind of project|项目种类
score|Score|得分
source|Source|来源
purpose|Purpose|用途
example|Example of a target|目标值示例
of|Mean of|均值口径
by|Stratified by|分层依据
at_least|At least|至少
least_staff|Staff at least|专职人员下限
low_mean|Mean that suspends|暂停资格均值
raters|Raters|评星主体
"""


def _table(text: str) -> dict[str, Label]:
    rows = (line.split("|") for line in text.strip().splitlines())
    return {key: Label(en, zh) for key, en, zh in rows}


_OWN = {
    row["key"]: Label(row["en"], row["zh"])
    for seed in reversed(FRAMES)
    if isinstance(seed.value, list)
    for row in seed.value
    if "zh" in row
} | {row["key"]: Label(row["en"], row["zh"]) for row in LIBRARY}

_SECTORS = {key: label for key, label in SECTORS if any(row["sector"] == key for row in LIBRARY)}

PERFORMANCE_ENTRIES = {**_SECTORS, **_OWN, **_table(_WORDS)}
"""Keys that stand as values."""

PERFORMANCE_COLUMNS = _table(_HEADS)
"""Keys that name columns."""
