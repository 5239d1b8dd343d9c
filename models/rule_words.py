"""What the keys inside the values of rules are called, for pages that show a rule to people."""

from models.fund_labels import RULE_COLUMNS, RULE_ENTRIES
from models.kinds.special_bond.documents import DOCUMENTS
from models.layouts.items import ITEMS
from models.lifecycle import Label
from models.performance_labels import PERFORMANCE_COLUMNS, PERFORMANCE_ENTRIES
from models.rules.portal import NAMED

_ENTRIES = """
hand_over|Evaluation at hand-over|移交评价
mid_term|Mid-term evaluation|中期评估
objection_evidence|Evidence of an objection|异议证据材料
score_photo|Photo of the scoring|考核照片
score_report|Report of the third party|第三方考核报告
availability|Availability payment|可用性付费
budget_line|Budget line|预算安排
due|Due|应付
equity|Equity|股权投资
gap_subsidy|Viability-gap subsidy|可行性缺口补助
guaranteed_return|Guaranteed return|承诺保底收益
minimum_volume|Minimum volume|保底量
new|New mechanism|新机制
objection_closed|Objection window closed|异议期已满
overdue|Overdue|拖欠
ppp_contract_text|Text of the PPP contract|PPP 项目合同文本
ppp_regime_decision|Decision on the regime|存量/新机制认定依据
public_line|Public line|公开说明
score_approved|Score approved|得分已批准
stock|Stock contract|存量项目
subsidy|Operating subsidy|运营补贴
support|Supporting works|配套投入
where_planned|Where the budget line has a plan|预算安排有用款计划的
leader|Leader|领导
reviewer|Reviewer|复核
officer|Officer|经办
department|Competent department|主管部门
accounts_done|Final accounts done|已决算
accounts_need_record|“Final accounts done” needs approved accounts|已决算须有已批复决算
advance|Advance payment, as purpose|预付款（用途）
agent|Agent construction, as purpose|代建（用途）
amount_not_below_certified|Contract not below certified work|合同不低于已计量
amount_not_below_paid|Contract not below what was paid|合同不低于已支付
approved|Approved|已立项
building|Building|在建（建安）
cause_where_below_band|Cause where income is low|收入偏低须说明原因
certified_within_contract|Certified work within the contract|计量不超过合同
completed|Completed|已竣工
deferred|Deferred cost|待摊投资
equipment|Equipment|设备投资
land|Land and resettlement, as purpose|征拆（用途）
state_follows|Build state follows the month before|建设状态衔接上月
suspended|Suspended|停工
year_over|The year is over|年度已结束
approval_reply|Reply of the approving authority|审核批复（通过清单）
national_reply|Reply of the national authorities|国家部门审核意见
limit_roll|Limit rolls from last year|限额滚动
balance_roll|Balance rolls from last year|余额滚动
sum|Sum of parts|分项合计
investment_plan|Investment plan|投资计划
revenue|Revenue|收入
stock_debt|Stock debt|存量债务
performance|Performance|绩效
fixed_assets|Fixed assets|固定资产
completion_acceptance|Completion acceptance|竣工验收
completion_accounts|Completion accounts|竣工财务决算
necessity|Necessity|立项必要性
economy|Economy of the input|投入经济性
goals|Goals|绩效目标
plan|Plan of work|实施方案
funding_compliance|Lawful funding|筹资合规性
self_evaluation|Self-evaluation|自评
recheck|Re-check|复核
results|Results|结果
acceptance_report|Acceptance report|验收报告
audit_report|Audit report|审计报告
income|Income|收入
debt_income|Debt income|债务收入
onlending_income|On-lending income|债务转贷收入
spending|Spending|支出
general_spending|Spending of general debt|一般债务安排的支出
onlending_spending|On-lending spending|债务转贷支出
principal|Principal|本金
interest|Interest|利息
fee|Fees|发行费用
opening_budget|Opening budget|年初预算
budget_adjustment|Budget adjustment|预算调整
within_upper_allotment|Within the allotment from above|不超过上级下达指标
within_project_remainder|Within what the project still needs|不超过项目剩余额度
carry_over|Carry-over|结转
reconciliation|Reconciliation between levels|上下级对账
final_accounts|Final accounts|决算
parents_equal_children|Parents equal their children|上级项等于下级项之和
bond_principal_repaid|Bond principal is repaid in full|债券本金全部偿还
market_principal_repaid|Market principal is repaid in full|市场化融资本金全部偿还
bond_interest_not_negative|Bond interest is not negative|债券利息不为负
market_interest_present|Market loans bear interest|市场化融资计息
construction_cost_positive|Construction cost is above zero|建设成本大于零
operating_income_positive|Operating income is above zero|经营收入大于零
bond_positive|Bond amount is above zero|债券金额大于零
capital_part_within_bond|Capital part is within the bond|作资本金部分不超过债券
surplus_covers_bond_principal|Surplus covers the bond principal|结余覆盖债券本金
income_account_present|Income has its account|收入有对应科目
years_within_life|Years lie within the project's life|年度在项目期限内
economic_data|Economic and fiscal data|经济财政数据
debt_data|Debt data|债务数据
bond_terms|Bond terms|债券要素
project_template|Project template|项目信息披露模板
rating|Rating|信用评级
papers|Plan and two books|一案两书
yearly|Yearly|每年
personal_data|Personal data|个人信息
bank_accounts|Bank accounts|银行账户
hidden_debt|Hidden debt|隐性债务
risk_colours|Risk colours|风险等级颜色
implementation_plan|Implementation plan|实施方案
financial_report|Financial evaluation report|财务评估报告
legal_opinion|Legal opinion|法律意见书
within_remaining_need|Within what the project still needs|不超过项目剩余需求
issued_within_estimate|Issued within the estimate|累计发行不超过概算
issue_year_in_construction|Issued while under construction|发行年度在建设期内
bond_type_matches_project|Bond type matches the project|债券品种与项目相符
bond_within_total_investment|Bond within the total investment|债券不超过总投资
yearly_plan_foots|Yearly plan foots|分年融资计划合计相符
national|National review|国家审核
bullet|Bullet|到期还本
early_redemption|Early redemption|提前还本
instalment|Instalments|分年还本
land_reserve|Land reserve|土地储备
toll_road|Toll road|收费公路
shantytown|Shantytown renewal|棚户区改造
following|The next working day|顺延至下一工作日
issuance_fee|Issuance fee|发行手续费
custody_fee|Custody fee|登记托管费
agreement_no|Agreement number|转贷协议号
lead_days|Lead days|提前还款天数
late_rate|Late rate|滞纳金率
ex_ante|Ex-ante evaluation|事前绩效评估
monitoring|Monitoring|绩效监控
evaluation|Evaluation|绩效评价
result_use|Use of results|结果应用
output|Output|产出
benefit|Benefit|效益
satisfaction|Satisfaction|满意度
repayment_source|Source of repayment|偿债来源
risk|Risk|风险
on_track|On track|正常
deviating|Deviating|有偏差
seriously_deviating|Seriously deviating|严重偏差
excellent|Excellent|优
good|Good|良
fair|Fair|中
poor|Poor|差
decision|Decision|决策
management|Management|管理
effect|Effect|效益
execution|Budget execution|预算执行
priority|Given priority|优先保障
as_needed|As needed|按需安排
cut_share|Share cut|压减比例
cancel_or_suspend|Cancelled or suspended|取消或暂停
matching_fund_income|Matching government-fund income|对应的政府性基金收入
dedicated_income|Dedicated income|专项收入
lawful_subsidy|Lawful subsidy|依法安排的补助
refinancing_bond|Refinancing bond|再融资债券
fiscal_subsidy|Fiscal subsidy|财政补助
other_project_income|Income of other projects|其他项目专项收入
unit_own_funds|The unit's own money|项目单位自有资金
other_fund_budget_income|Other fund-budget income|其他政府性基金收入
principal_only|Principal only|仅限本金
same_bond_type|Same kind of bond|同类债券
within_maturing_principal|Within the maturing principal|不超过到期本金
term_within_project_life|Term within the project's life|期限不超过项目剩余期限
some|Some revenue|有一定收益
no_revenue|No revenue|完全无收益
office_buildings|Office and reception buildings|楼堂馆所
image_projects|Image and vanity projects|形象工程和政绩工程
real_estate|Real estate|房地产等项目
commercial_facilities|Commercial facilities|一般商业设施
competitive_industry|General competitive industry|一般竞争性产业
urban_rail|Urban rail|城市轨道交通
railway|Railway|铁路
road|Road|公路
port_shipping|Ports and shipping|港口、航运
airport|Airport|机场
other_infrastructure|Other infrastructure|其他基础设施
affordable_housing|Affordable housing|保障性住房
other_real_estate|Other real estate|其他房地产
readiness|Compliance and readiness|投资合规性与成熟度
funding|Funding sources|资金来源和到位可行性
forecast|Income, cost and revenue forecast|收入、成本、收益预测
bond_need|Size of the bond need|债券资金需求
repayment_plan|Repayment plan and risk|偿债计划与风险点
other|Other|其他
department_approval|Approval by the department|主管部门审批
environmental_assessment|Environmental assessment|环境影响评价
safety_assessment|Safety assessment|安全评价
tender_done|Tender done|招标完成
land_acquired|Land acquired|征地拆迁完成
land_use_certificate|Land-use certificate|国有土地使用证
land_planning_permit|Land planning permit|建设用地规划许可证
works_planning_permit|Works planning permit|建设工程规划许可证
construction_permit|Construction permit|施工许可证
physical_work|Can form physical work|可形成实物工作量
effective_spending|Can form effective spending|可形成有效支出
ex_ante_in_plan|Plan holds the ex-ante evaluation|方案含事前绩效评估
red|Red|红
orange|Orange|橙
yellow|Yellow|黄
green|Green|绿
general_revenue|General revenue|一般公共预算收入
transfers|Transfers|转移支付收入
fund_revenue|Fund revenue|政府性基金收入
state_capital|State capital revenue|国有资本经营收入
primary|Primary|一般
medium|Medium|中度
severe|Severe|严重
swap_old_debt|Swapping old debt|置换存量债务
wages|Wages|工资福利
office_running|Office running cost|单位运行经费
pensions|Pensions|养老金
commercial_industry|Commercial industry|商业化运作的产业项目
company_subsidies|Company subsidies|企业补贴
payee_is_not_recording_unit|Payee is not the recording unit|收款人不是填报单位
payment_not_before_upstream|Not paid before the money came|支付不早于资金到账
no_transfer_as_spending|No transfer booked as spending|不得以拨代支
pause_issuance|Issuance paused|暂停发行
summon_deputy_head|Deputy head summoned|约谈分管负责人
cut_quota|Quota cut|核减额度
project_changed|Project changed|项目实施条件变化
surplus|Surplus after completion|竣工后结余
violation_found|Violation found|审计、财政监督发现违规
issuable|Issuable|符合发行条件
self_balancing|Self-balancing|收益与融资自求平衡
quick_physical_work|Quick to form physical work|可尽快形成实物工作量
term_matches_remaining|Term matches the remaining bond term|期限与剩余期限匹配
minor|Minor|情节较轻
fix_by_date|To be mended by a date|限期整改
serious|Serious|情节严重
pilot_ended|Pilot ended|终止试点
unqualified_issued|Issued for unqualified projects|不合规项目已发行
deduct_quota_and_suspend_green_channel|Quota deducted, green channel suspended|扣减额度并暂停绿色通道
region|Region|地区
date|Date|日期
number|Number|文号
reason|Reason|原因
key_points|Key points|要点
before|Before|变更前
after|After|变更后
year|Year|年度
month|Month|月度
amount|Amount|金额
source|Source|来源
approval|Approval|审批
start_before_finish|Start before finish|开工早于完工
finish_not_in_future|Finish not in the future|完工日期不晚于当日
completed_needs_both_dates|Completed needs both dates|完工须有起止日期
prefix|By prefix|按前缀匹配
operating_cost|Operating cost|经营成本
interest_rate|Interest rate|利率
bond_principal|Bond principal|债券本金
self_review|Self-review, self-issue|自审自发
completeness|Completeness|完整性
relevance|Relevance|相关性
fitness|Fitness|适当性
feasibility|Feasibility|可行性
payee_account_not_own|Payee account is not our own|收款账户不是本单位账户
advance_payment|Advance payment|预付款
land_compensation|Land compensation|征拆款
agent_construction|Agent construction|代建
"""

_COLUMNS = """
earliest_mid_term|Earliest mid-term (months)|中期评估最早（月）
every|Every so many months (0: once)|每隔（月，0 为一次）
months|Months after the phase begins or ends|阶段起止后（月）
seconds|Indicators of second level|二级指标
publisher|Publisher|信息公开
evaluator|Evaluator|评价人员
project_unit|Project unit|项目单位
info|Notice|提示
warning|Warning|预警
categories|Categories|分类
cause_below|Cause below|低于须说明
contract_types|Types of contract|合同类型
most|At most, of the contract|占合同上限
purposes|Purposes|用途
states|Rule of build states|建设状态规则
documents|Documents|文件
experts|Experts, at least|专家人数下限
fen|Amount (fen)|金额（分）
sheet|Scoring sheet|评分表
amount_from|From amount (fen)|起点金额（分）
below|Below|低于
check_month|Month checked|检查月份
checks|Checks|检查次数
choices|Choices|可选项
code|Account code|科目编码
covers_to_month|Covers to month|覆盖至（月）
default|Default|默认
effect|Effect|后果
en|English|英文
enabled|In use|启用
extra_interest|Extra interest|另计利息
factors|Factors|因素
failed_issues|Failed issues|发行失败次数
fee|Fee|费用
first_miss|First miss|首次未达标
frequency|Payments a year|年付息次数
from|From|起
from_month|From month|起（月）
idle_land_before|Idle land before|存量土地截止日
key|Entry|项目
less_retention|Less retention money|扣除质保金
level|Level|级别
match|Match|匹配
max_years|At most years|最长年限
maximum|Full mark|满分
needs|Needs|所需
on_warning_list|On the warning list|列入预警名单
plan_needs|Plan needs|方案要素
points|Points|分值
province_default|Default of the province|省级违约
rate|Rate|费率
ratio|Ratio|比例
regions_count|Regions, number|地区个数
regions_from|Regions, share|地区占比
reviewed_for|Reviewed for|审核内容
role|Role|角色
stops_payment|Stops payment|停止拨付
to|To|止
to_month|To month|止（月）
total|Total|合计
up_to_years|Up to years|不超过（年）
watched_above_fen|Watched above (fen)|监测起点（分）
years|Years|年限
economic_classes|Economic classes|经济分类
unit|Unit|单位
words|Words looked for|查找用词
zh|Words|名称
item|Item|数据项
heading|Head of the column|列名
required|Required|必填
kind|Kind of file|文件种类
constants|Fixed values|固定值
cycle|Cycle|周期
layout|Layout|格式
owner|Owner|责任岗位
place|Place in the list|序号
years_after|Years after|次年（年数）
locks|Before closing|结账前完成
cut_over|Cut-over month|新老划断月份
longest|At the longest|最长
"""


def _table(text: str) -> dict[str, Label]:
    """Return key → label from lines ``key|English|Chinese``."""
    rows = (line.split("|") for line in text.strip().splitlines())
    return {key: Label(en, zh) for key, en, zh in rows}


ENTRIES = {
    **{one.key: one.label for one in DOCUMENTS if one.key in NAMED},
    **PERFORMANCE_ENTRIES,
    **{key: item.label for key, item in ITEMS.items()},
    **_table(_ENTRIES),
    **RULE_ENTRIES,
}
"""Keys that stand as values in rules."""

COLUMNS = {**PERFORMANCE_COLUMNS, **_table(_COLUMNS), **RULE_COLUMNS}
"""Keys that name the columns of rules in the form of a table."""
