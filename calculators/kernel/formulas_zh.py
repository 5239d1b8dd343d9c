"""Formulas of calculators that hold English words, told in Chinese; those of signs and names alone need none.

Keyed by the formula itself, names in braces and all, since several calculators share one. A formula that is
reworded has no Chinese until it stands here again; the tests of this module say which.

Shapes  a mapping of text to text.
Units   none.
Errors  none.
Source  terms of the field's Chinese documents; see the glossary.
"""

from collections.abc import Mapping
from types import MappingProxyType

_BONDS = {
    "last coupon date ≤ {day}": "不晚于{day}的最近付息日",
    "next coupon date > {day}": "{day}之后的下一付息日",
    "{day} − {period_start} under {basis}": "{day} − {period_start}，按{basis}计",
    "{face} × {coupon_rate} ÷ {coupon_frequency} × {counted_days} ÷ {period_days} under act/act, "
    "{face} × {coupon_rate} × {counted_days} ÷ 365 or 360 under the others": "按实际天数÷付息周期天数："
    "{face} × {coupon_rate} ÷ {coupon_frequency} × {counted_days} ÷ {period_days}；"
    "其余：{face} × {coupon_rate} × {counted_days} ÷ 365 或 360",
    "1 if {tenor_years} ≤ {yearly_up_to}, else 2": "{tenor_years} ≤ {yearly_up_to} 为 1，否则为 2",
    "{yield_rate} as given": "所给的{yield_rate}",
    "days left ÷ days of period": "剩余天数 ÷ 付息周期天数",
    "coupon dates after {day}": "{day}之后的付息日个数",
    "sum of flows ÷ (1 + {yield_rate} ÷ {coupon_frequency}) ^ ({period_left} + i)": "Σ 现金流 ÷ (1 + "
    "{yield_rate} ÷ {coupon_frequency}) ^ ({period_left} + i)",
    "sum of the parts of {option_pattern}": "{option_pattern}各段之和",
    "partial sums of {option_pattern}": "{option_pattern}各段逐段累加",
    "first of {option_years} or {tenor_years}": "{option_years}中的首个，没有则为{tenor_years}",
    "opening × {coupon_rate} ÷ {coupon_frequency}, half up; closing = opening − principal": "期初余额 × "
    "{coupon_rate} ÷ {coupon_frequency}，四舍五入；期末余额 = 期初余额 − 本金",
    "sum of the interest in {rows}": "{rows}中利息之和",
    "each amount of {rows} × opening of the share ÷ opening of "
    "the issue, largest remainder": "{rows}各笔金额 × 份额期初余额 ÷ 全部期初余额，按最大余数法分摊尾差",
    "year of {maturity_date}": "{maturity_date}所在年度",
    "the rate at which the discounted flows equal {clean_price} + {accrued}, by bisection": "使现金流现值等"
    "于{clean_price} + {accrued}的利率，二分法求得",
}
_COVERAGE = {
    "balance = last balance + income + funding − construction − "
    "operating − principal of {years}": "累计结余 = 上年结余 + {years}的收入 + 融资 − 建设支出 − 运营支出 − "
    "还本付息",
    "income − operating cost − taxes of {years}": "{years}的收入 − 付现经营成本 − 税费",
    "bond principal + interest of {years}": "{years}的债券本金 + 利息",
    "{bond_debt_service} + market principal + market interest of {years}": "{bond_debt_service} + {years}的"
    "市场化融资本金 + 利息",
    "lowest cash balance of {rows}": "{rows}中最低的累计结余",
    "first year of {lowest_balance}": "首次出现{lowest_balance}的年度",
    "first of {rows} below zero": "{rows}中首个累计结余为负的年度",
    "left and right figure of every identity on {years}": "{years}各项勾稽关系的左右两侧金额",
    "every one of {checks}": "{checks}全部成立",
    "{minimum} × {total_investment}, rounded up": "{minimum} × {total_investment}，向上取整",
    "{required_capital} − {capital}, not below zero": "{required_capital} − {capital}，不低于零",
    "{cfads} ÷ {debt_service}, year by year": "逐年 {cfads} ÷ {debt_service}",
    "{cfads} − {debt_service}, year by year": "逐年 {cfads} − {debt_service}",
    "lowest of {ratios}": "{ratios}中的最低值",
    "first year whose ratio is {minimum}": "首个倍数等于{minimum}的年度",
    "definitions of {found} that round to {printed}": "{found}中取整后等于{printed}的口径",
    "{lowest_rate} ≤ rate ≤ {highest_rate}": "{lowest_rate} ≤ 利率 ≤ {highest_rate}",
    "the only one of {roots}, or none": "{roots}中唯一的一个，否则为无",
    "rates from {lowest_rate} to {highest_rate} at which the present value of {flows} is 0": "{lowest_rate}"
    "至{highest_rate}之间使{flows}现值为 0 的利率",
    "more than one of {roots}": "{roots}多于一个",
    "changes of sign in {flows}": "{flows}的变号次数",
    "{lowest_rate} as given": "所给的{lowest_rate}",
    "{highest_rate} as given": "所给的{highest_rate}",
    "{exact_payment} rounded half up": "{exact_payment}四舍五入",
    "{exact_payment} × {periods}, half up": "{exact_payment} × {periods}，四舍五入",
    "present value at {period_rate} of {cfads} to the end of the loan ÷ {debt_opening}": "贷款期内{cfads}按"
    "{period_rate}折现之和 ÷ {debt_opening}",
    "present value at {period_rate} of {cfads} to the end of the project ÷ {debt_opening}": "项目期内{cfads}"
    "按{period_rate}折现之和 ÷ {debt_opening}",
    "numerator ÷ denominator of each multiple": "各倍数的分子 ÷ 分母",
    "sum of {flows} ÷ (1 + {rate}) ^ t, t from 0": "Σ {flows} ÷ (1 + {rate}) ^ t，t 从 0 起",
    "parts_foot": "分项等于合计",
    "sum of {parts} = {total}": "{parts}之和 = {total}",
    "sum of {parts}": "{parts}之和",
    "none: the identity is over the life": "无：该关系针对整个项目周期",
    "{base} with one factor × (1 + one of {steps})": "{base}中单个因素 × (1 + {steps}之一)",
    "|multiple at highest − at lowest of {steps}| by factor, widest first": "各因素在{steps}最高与最低时倍数"
    "之差的绝对值，由大到小",
}
_FUNDS = {
    "opening + {calls} − {fees} + {results} − {distributions}": "期初 + {calls} − {fees} + {results} − "
    "{distributions}",
    "last line of {periods}": "{periods}的最后一行",
    "Σ {calls} by {commitments}": "按{commitments}分摊的 Σ {calls}",
    "places where {closing} < 0": "{closing} < 0 的位置",
    "{as_of} against {warning_on} and {limit_on}": "{as_of}与{warning_on}、{limit_on}比较",
    "each exited deal through the tiers": "各已退出项目逐级分配",
    "all deals through the tiers": "全部项目合并逐级分配",
    "Σ manager's part of {carries}": "Σ {carries}中管理人所得",
    "manager's part of {whole_fund}": "{whole_fund}中管理人所得",
    "manager's part of {above}": "{above}中管理人应得部分",
    "min(1, Σ invested in {directions} ÷ {invested_in_all})": "min(1, Σ {directions}投资额 ÷ {invested_in_all})",
    "mean reached of the least shares of {directions}": "{directions}最低占比完成度的平均值",
    "{base} × {contribution_share}; 0 if {is_left}": "{base} × {contribution_share}；{is_left}时为 0",
    "flows × last ÷ {index}": "现金流 × 期末指数 ÷ {index}",
    "rates at which the flows balance": "使现金流现值为零的利率",
    "the only one of {rates}": "{rates}中唯一的一个",
    "{hurdle_rate} on capital outstanding": "未返还本金 × {hurdle_rate}",
    "each distribution through the tiers": "各次分配逐级计算",
    "one of the five is reached": "五项条件之一已触发",
    "changes of sign along {flows}": "{flows}的变号次数",
    "rates in [{lowest}, {highest}] with NPV 0": "[{lowest}, {highest}] 内使净现值为 0 的利率",
    "the only one of {rates}, or none": "{rates}中唯一的一个，否则为无",
    "more than one of {rates}": "{rates}多于一个",
    "Σ {calls} × last ÷ {index}": "Σ {calls} × 期末指数 ÷ {index}",
    "Σ {distributions} × last ÷ {index}": "Σ {distributions} × 期末指数 ÷ {index}",
    "Σ ({calls} − {distributions}) × last ÷ {index}": "Σ ({calls} − {distributions}) × 期末指数 ÷ {index}",
    "value × {weights}": "持有价值 × {weights}",
    "value after the last date": "最后一日之后的持有价值",
    "(Σ {calls} × last ÷ {index} − {nav}) ÷ Σ {distributions} × last ÷ {index}": "(Σ {calls} × 期末指数 ÷ "
    "{index} − {nav}) ÷ Σ {distributions} × 期末指数 ÷ {index}",
    "band of {bands} that {score} reaches": "{score}在{bands}中所达到的档次",
    "all {differences} are 0": "{differences}全部为 0",
    "{opening} + {calls} − {fees} + {results} − carry − {distributions}": "{opening} + {calls} − {fees} + "
    "{results} − 业绩报酬 − {distributions}",
    "max({committed}, earlier {nav_before})": "max({committed}, 此前的{nav_before})",
}
_PORTFOLIO = {
    "value of {cfads} at {period_rate} ÷ {debt_opening}": "{cfads}按{period_rate}折现之和 ÷ {debt_opening}",
    "running sum of {cfads} − {debt_service}": "{cfads} − {debt_service} 逐期累计",
    "lowest of {dscr}": "{dscr}中的最低值",
    "first period where {balance} < 0, or −1": "首个{balance} < 0 的期次，没有则为 −1",
    "the only rate with Σ {flows} × (1 + rate)^−t = 0": "使 Σ {flows} × (1 + 利率)^−t = 0 的唯一利率",
    "0 found, 1 no change of sign, 2 several, 3 outside, 4 unresolved": "0 求得，1 无变号，2 多解，3 超出区"
    "间，4 未收敛",
    "{fee} − {deducted} rounded once, from 0 to {payment_cap}": "{fee} − {deducted}，一次取整，限于 0 至"
    "{payment_cap}",
    "1 deduction cap + 2 payment cap + 4 carried": "1 扣减封顶 + 2 付费封顶 + 4 结转",
    "value at {shares} × (count − 1) of sorted {values}": "{values}排序后第 {shares} × (个数 − 1) 位的值",
    "running sum of {tenor_years} × {coupon_frequency}": "{tenor_years} × {coupon_frequency} 逐只累计",
    "place in {face}, from 0": "在{face}中的位置，从 0 起",
    "anniversaries of {value_date}, clamped to month ends": "{value_date}的对应日，月末无该日时取月末",
    "{face} − principal repaid so far": "{face} − 已还本金",
    "{opening} × {coupon_rate} ÷ {coupon_frequency}, half up": "{opening} × {coupon_rate} ÷ "
    "{coupon_frequency}，四舍五入",
    "equal years from {first_principal_year}, rest in the last": "自{first_principal_year}起逐年等额，尾差计"
    "入末年",
    "{shares} of min cash ÷ debt service": "最低 现金 ÷ 偿债额 的{shares}分位",
    "mean over {scenarios}": "全部{scenarios}的平均",
    "share of {scenarios} below the floor": "低于下限的{scenarios}占比",
    "{shares} of max(0, −min balance)": "max(0, −最低余额) 的{shares}分位",
    "share of {scenarios} with a gap": "出现缺口的{scenarios}占比",
    "scenarios by first period below zero, last: none": "按首个缺口期次统计的情景数，末位为无缺口",
}
_PPP = {
    "year of the largest of {totals}": "{totals}最大的年度",
    "(drawn before + this year ÷ 2) × {loan_rate}": "(以前年度提款 + 本年提款 ÷ 2) × {loan_rate}",
    "each period {return_rate} × balance is interest, {level_payment} − interest repays": "每期利息 = "
    "{return_rate} × 余额，还本 = {level_payment} − 利息",
    "none: payments fall with the balance": "无：各期付款随余额递减",
    "({investment} − {residual}) ÷ {periods} + {return_rate} × balance": "({investment} − {residual}) ÷ "
    "{periods} + {return_rate} × 余额",
    "max of {years}": "{years}中的最大值",
    "{highest} ≤ government-pay line of {lines}": "{highest} ≤ {lines}中的政府付费线",
    "{highest} > warning line of {lines}": "{highest} > {lines}中的预警线",
    "{highest} ≤ admission line of {lines}": "{highest} ≤ {lines}中的准入线",
    "min(max({by_kind}, floor), cap)": "min(max({by_kind}, 下限), 上限)",
    "{by_kind} < floor of {rule}": "{by_kind} < {rule}的下限",
    "{by_kind} > cap of {rule}": "{by_kind} > {rule}的上限",
    "Σ weight × periods of {areas}": "Σ {areas}的权重 × 时段数",
    "{points} that fall in each band of {ratchet}": "{points}落入{ratchet}各档的部分",
    "Σ points × factor × {point_value}": "Σ 分数 × 系数 × {point_value}",
    "the contract's if {is_used}, else 1": "{is_used}时取合同约定值，否则为 1",
    "factor of the highest step of {ratchet} below {failures}": "{ratchet}中低于{failures}的最高档系数",
    "unit of the last line of {steps}": "{steps}最后一行的单位",
    "each line of {data} worked out for {inputs}": "{data}各行按{inputs}逐行计算",
    "operations of all {steps}": "全部{steps}的运算次数",
    "{is_cycle_over} and {is_triggered}": "{is_cycle_over}且{is_triggered}",
    "Σ base of {components}": "Σ {components}的基数",
    "Σ base × linked share of {components}": "Σ {components}的基数 × 挂钩比例",
    "Σ base × linked share ÷ Σ base of the availability part of {components}": "{components}可用性部分的 Σ "
    "基数 × 挂钩比例 ÷ Σ 基数",
    "linked share = 1 for all {components}": "全部{components}的挂钩比例 = 1",
    "score of cycle {cycle}; 100 in a full first period": "第{cycle}个考核周期的得分；完整首期为 100",
    "every term that leads to {payable}, each in whole fen that foot to it": "形成{payable}的各项，均为整分"
    "且合计相等",
    "Σ base × index × (fixed share + Σ share × coefficient)": "Σ 基数 × 指数 × (固定比例 + Σ 比例 × 系数)",
    "min(Σ {deductions} − Σ {waivers}, cap share × {fee})": "min(Σ {deductions} − Σ {waivers}, "
    "封顶比例 × {fee})",
    "min({fee} − {deducted}, cap) − {user_payment} − {shared_income} + {carried_in}": "min({fee} − "
    "{deducted}, 封顶额) − {user_payment} − {shared_income} + {carried_in}",
    "{unrounded} rounded once, never below zero": "{unrounded}一次取整，不低于零",
    "part of {excess} in each band × its share in {bands}": "{excess}落入各档的部分 × {bands}中该档比例",
    "below 140: clip({removed} ÷ 90, 0, 1)": "低于 140 时：max(0, min({removed} ÷ 90, 1))",
}
_RISK = {
    "level of {ratio} if {includes_hidden_debt}, else none": "{includes_hidden_debt}时为{ratio}所处等级，否"
    "则为无",
    "first of {years} under {line}": "{years}中首个低于{line}的年度",
    "unused × coupon × days ÷ 365": "闲置金额 × 票面利率 × 天数 ÷ 365",
    "batches between {age_edges}": "按{age_edges}分段的批次",
    "Σ (received − spent)": "Σ (到位 − 支出)",
    "Σ unused × coupon × days ÷ 365": "Σ 闲置金额 × 票面利率 × 天数 ÷ 365",
    "highest of {bands} that {ratio} reaches": "{ratio}在{bands}中达到的最高一档",
    "highest of {bands} that {drift} reaches": "{drift}在{bands}中达到的最高一档",
    "from {bands}": "取自{bands}",
    "level of {first_ratio}": "{first_ratio}所处等级",
    "level of {second_ratio}": "{second_ratio}所处等级",
    "{matrix} at {first} and {second}": "{matrix}中{first}与{second}的交叉处",
    "{milestones} planned + max({slip}, 0)": "{milestones}的计划日 + max({slip}, 0)",
    "{forecasts} − {milestones} planned": "{forecasts} − {milestones}的计划日",
    "actual − planned of the latest reached": "最近完成节点的实际日 − 计划日",
    "Σ weight of {milestones} reached": "Σ 已完成{milestones}的权重",
    "Σ weight of {milestones} due": "Σ 已到期{milestones}的权重",
    "Σ weight of {milestones}": "Σ {milestones}的权重",
    "latest of {forecasts}": "{forecasts}中最晚的一日",
    "{finish} − latest planned day": "{finish} − 最晚的计划日",
    "{year_to_date} less the month before": "{year_to_date} − 上月累计",
    "{progress} by {warning_after_months}, {recall_after_months}": "{progress}对照{warning_after_months}、"
    "{recall_after_months}",
    "stage of {stages} at {months}": "{months}在{stages}中所处阶段",
}
_SCORING = {
    "({values} − before) ÷ before": "({values} − 上年值) ÷ 上年值",
    "Π {after} so far × ({after} − {before}) × Π {before} left": "前面各项{after}之积 × ({after} − {before}) × "
    "后面各项{before}之积",
    "never: {approved} is given": "不适用：{approved}为所给",
    "rule asks for more than {requested}": "按规则应核减额超过{requested}",
    "{rate} on the bad side of {direction}": "{rate}偏离{direction}不利一侧的部分",
    "{difference} is not 0": "{difference}不为 0",
    "strongest of {lights} that {shortfall} reaches": "{shortfall}在{lights}中达到的最重一档",
    "strongest of {lights} that the gap reaches": "差距在{lights}中达到的最重一档",
    "Σ score of {items} that apply": "Σ 适用{items}的得分",
    "Σ weight of {items} that apply": "Σ 适用{items}的权重",
    "one of {items} carries a veto": "{items}中有一票否决项",
    "sums by first level": "按一级指标汇总",
    "sums by second level": "按二级指标汇总",
    "items left out": "未计入的指标",
    "Σ {scores} ÷ number": "Σ {scores} ÷ 个数",
    "highest of {bands} that {score} reaches": "{score}在{bands}中达到的最高一档",
    "{rates} at {grade}": "{rates}中{grade}对应的比例",
    "number of {scores}": "{scores}的个数",
    "count ÷ {total} × 100": "个数 ÷ {total} × 100",
    "Σ weight of {names} ÷ Σ weight of {items}": "Σ {names}的权重 ÷ Σ {items}的权重",
    "places where {differences} is not 0": "{differences}不为 0 的位置",
    "{actual} against {target}": "{actual}与{target}比较",
    "Σ {scores} ÷ n; min({requests}, left)": "Σ {scores} ÷ n；min({requests}, 剩余额度)",
    "{total} − Σ allocated": "{total} − Σ 已分配",
    "Σ score of {groups}": "Σ {groups}的得分",
    "points of {execution} + {goal_score}": "{execution}的得分 + {goal_score}",
}

FORMULAS_ZH: Mapping[str, str] = MappingProxyType(
    {**_BONDS, **_COVERAGE, **_FUNDS, **_PORTFOLIO, **_PPP, **_RISK, **_SCORING}
)
"""Formula as a SPEC writes it → the same in Chinese."""
