"""Guards and effects that the kind of funds names."""

from models.kinds.word import word

FUND_GUARDS = (
    word(
        "fund_partners_stand",
        "rule",
        "A manager and a government stand among the partners, and every partner has promised money.",
        "合伙人中有管理人和政府出资方，且各方均有认缴。",
    ),
    word("fund_terms_in_force", "rule", "Terms of the fund are in force.", "基金条款已生效。"),
    word(
        "charter_lawful",
        "rule",
        "The charter holds every exit clause of the rule, and promises neither principal nor a return.",
        "章程载明规则所列退出情形，未承诺保本或最低收益。",
    ),
    word(
        "example_reproduces",
        "rule",
        "The worked example comes out to the fen by these terms.",
        "按本条款复算手算示例，结果一分不差。",
    ),
    word("fund_paid_in", "", "Capital has been paid in.", "已有资本实缴到位。"),
    word(
        "fund_emptied",
        "rule",
        "Every holding is exited and no cash is left.",
        "全部投资已退出且资金已分配完毕。",
    ),
    word(
        "call_foots",
        "rule",
        "The lines foot to the call and stay within what each partner promised; what is given back, within "
        "what is due.",
        "各方缴款合计等于通知金额且不超过认缴；回拨不超过应回拨额。",
    ),
    word(
        "call_budgeted",
        "rule",
        "The own government's part has room on an open budget line of the year.",
        "本级政府出资在当年已下达预算余额内。",
    ),
    word("call_paid", "rule", "Every partner has paid its line.", "各方均已足额缴款。"),
    word("call_untouched", "", "Nothing was paid on the call yet.", "该次出资通知尚无缴款。"),
    word(
        "distribution_stands",
        "rule",
        "The distribution stays within cash, and its lines are those the terms give on today's books.",
        "分配不超过可用资金，各方金额与按条款和现有账目计算一致。",
    ),
    word(
        "decision_stands",
        "rule",
        "The decision is what the rule gives on the books as they are.",
        "结果应用与按规则和现有账目计算一致。",
    ),
)

FUND_EFFECTS = (
    word("date_fund", "day", "Date the fund of the plan with today.", "将今日登记为基金的相应日期。"),
    word("supersede_terms", "", "Replace the terms in force until now.", "原生效条款被替代。"),
    word(
        "book_distribution",
        "",
        "Book the distribution in the capital accounts; the own government's part enters the ledger.",
        "分配计入各方资本账户，本级政府所得记账。",
    ),
    word(
        "write_off_stake",
        "",
        "Take what was not given back out of the ledger, as a loss.",
        "清算时未收回部分作为损失核销。",
    ),
    word(
        "plan_contribution",
        "",
        "Plan the contribution of the year and draft its budget line; open the task where the fund is left.",
        "登记年度出资计划并生成预算安排草稿；需退出的生成待办。",
    ),
)
