"""What the parts of a fund are called: tiers, tiers' totals, clauses, types, in both languages."""

from collections.abc import Mapping

from models.lifecycle import Label


def _table(text: str) -> dict[str, Label]:
    rows = (line.split("|") for line in text.strip().splitlines())
    return {key: Label(en, zh) for key, en, zh in rows}


FUND_TYPES = _table("""
industry|Industry fund|产业投资类
venture|Venture fund|创业投资类
parent|Fund of funds|母基金
""")

TIERS_OF_PARTNERS = _table("""
central|Central government|中央财政
province|Province|省级财政
city|City|市级财政
county|County|县级财政
state_capital|State capital|国有资本
social|Social capital|社会资本
manager|Manager|管理人
""")

METHODS = _table("""
european|European (whole fund)|整体基金（欧洲式）
deal_by_deal|Deal by deal, with clawback|逐项目（美国式，含回拨）
total_return|Total return (also on unrealised value)|总回报法（含未实现增值）
""")

COMPOUNDINGS = _table("""
simple|Simple|单利
compound|Compound|复利
""")

FEE_KINDS = _table("""
management_fee|Management fee|管理费
partnership_expense|Expenses of the partnership|合伙企业费用
internal_charge|Charged by the manager's own people|管理人内部分摊费用
line_interest|Interest of a subscription line|认缴额度贷款利息
placement|Placement and offering|募集发行费用
fee_waiver|Management fee waived|管理费减免
fee_offset|Management fee offset against the manager's income from holdings|管理费抵扣
fee_rebate|Management fee given back in cash|管理费返还
""")
"""What a fee is paid for, or why less of it is, as reports to partners tell it apart."""

FEE_RELIEFS = ("fee_waiver", "fee_offset")
"""Kinds that lower an agreed management fee without money moving."""

FEE_BASES = _table("""
committed|Committed capital|认缴资本
paid_in|Paid-in capital|实缴资本
invested|Cost of what is held|在投金额
""")

CLAUSES = _table("""
set_up_late|Set-up not finished a year after the plan was confirmed|设立方案确认后超过一年未完成设立
investment_late|Money in the account for a year without an investment|出资到账一年以上未开展投资
off_policy|Field or direction off the policy|投资领域和方向不符合政策目标
against_charter|Not investing by the charter|未按章程约定投资
other_breach|Other breaches of the charter|其他不符合章程约定情形
""")

TIERS = _table("""
capital|Return of capital|返还本金
preferred|Preferred return|门槛收益
catch_up|Catch-up|追补
catch_up_to_manager|Of the catch-up, to the manager|追补中归管理人
split|Cash to split|剩余收益
split_to_manager|Of the split, to the manager|剩余收益中归管理人
to_investors|To the investors|归出资人
to_manager|To the manager (carry)|归管理人（业绩报酬）
gain|Gain of the investors|出资人收益
carry|Carry|业绩报酬
conceded|Conceded by the government|政府让利
concession|Concession|让利
capital_outstanding|Capital still outstanding|尚未返还本金
preferred_outstanding|Preferred return still owed|尚欠门槛收益
carry_of_exits|Carry of all exits|各退出项目业绩报酬合计
carry_of_highs|Carry on every new high|历次净值新高业绩报酬合计
carry_before|Carry paid before|此前已付业绩报酬
carry_paid|Carry of the exits|各退出项目业绩报酬
whole_fund_carry|Carry due on the whole fund|整体基金应得业绩报酬
clawback|Clawback|回拨额
clawback_due|Clawback due|应回拨
high_water|High-water mark|历史高水位
total_carry|Total carry|业绩报酬合计
deals|Exits counted|已退出项目数
amount|Amount|金额
""")

INSTRUMENTS = _table("""
equity|Company|直投企业
sub_fund|Sub-fund|子基金
other|Other|其他
""")

EXIT_METHODS = _table("""
transfer|Sale|股权转让
listing|Listing|上市减持
buy_back|Buy-back|回购
liquidation|Liquidation|清算
income|Income while held|持有收益
""")

MEASURES = _table("""
entered|Entered by hand|人工填报
leverage|Leverage|资金放大倍数
reinvestment|Invested here over own contribution|返投倍数
direction|Share in the named directions|投向符合比例
paid_in|Paid in over committed|实缴率
""")

ACTIONS = _table("""
continue|Continue|继续出资
reduce|Reduce|压减出资
suspend|Suspend contributions|暂停出资
exit|Exit|提前退出
terminate|End the fund|终止清算
""")

CALL_TYPES = _table("""
capital|Capital call|出资
clawback|To be given back by the manager|管理人回拨
""")

STEPS = _table("""
commitment_left|Commitment left|尚未出资额
planned|Planned for the year|当年计划出资
idle|Cash that lies idle|账面闲置资金
base|Base|核定基数
share|Share of the grade|等次对应比例
gain|Gain the government has realised|政府已实现收益
""")

FUND_WORDS: Mapping[str, Label] = {**CLAUSES, **TIERS}
"""Words that refusals and figures use."""


def fund_word(key: str) -> Label:
    """Return what a part of a fund is called; an unknown key stands as it is."""
    return FUND_WORDS.get(key) or Label(key, key)


RULE_ENTRIES = _table("""
three_guarantees|The three guarantees funded|“三保”足额保障
debt_interest|Debt interest funded|债务付息足额保障
industry|Industry fund|产业投资类
venture|Venture fund|创业投资类
parent|Fund of funds|母基金
annual_budget|In the budget of the year|列入年度预算
congress|Approved by the congress|经人大批准
by_investment_progress|Paid with the progress of investment|按投资进度分期出资
set_up_late|Set-up late|设立逾期
investment_late|Investment late|投资逾期
off_policy|Off the policy|偏离政策目标
against_charter|Against the charter|未按章程投资
other_breach|Other breaches|其他违约情形
by_commitment|In proportion to commitments|按认缴比例
notice|By notice|书面通知
accounts_reconcile|Notices agree with capital accounts|通知与资本账户一致
within_cash|Within cash|不超过可用资金
by_terms|By the terms|按条款分配
holdings_exited|Every holding exited|投资全部退出
cash_distributed|Cash distributed|资金分配完毕
proceeds_to_treasury|Proceeds to the treasury|收回资金上缴国库
policy_fit|Policy fit|政策符合性
layout|Layout of capacity|优化生产力布局
government_gain|Gain the government has realised|政府已实现收益
continue|Continue|继续出资
reduce|Reduce|压减出资
suspend|Suspend|暂停出资
""")
"""Keys that stand as values in the rules of funds."""

RULE_COLUMNS = _table("""
action|Action|处理
contribution|Contribution|出资比例
reward|One-off reward|一次性奖励比例
reward_base|Base of the reward|奖励基数
manager_after_investors|Manager after the investors|先回本后分利
poor_years_to_exit|Years of poor until exit|连续差评退出年数
warning_months|Early warning (months)|提前预警（月）
""")
"""Keys that stand as columns in the rules of funds."""
