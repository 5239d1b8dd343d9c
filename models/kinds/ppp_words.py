"""Guards and effects that scores and payment runs of PPP contracts name."""

from models.kinds.word import word

PPP_RUN_GUARDS = (
    word(
        "ppp_sheet_sound",
        "rule",
        "The points sum to the full mark, the minima hold, and every item that applies is scored.",
        "指标满分合计正确、权重下限满足，适用项均已评分且不超满分。",
    ),
    word(
        "ppp_objection_open",
        "rule",
        "The objection window of the score is still open.",
        "得分异议期尚未届满。",
    ),
    word(
        "ppp_objection_closed",
        "rule",
        "The objection window of the score is over.",
        "得分异议期已届满。",
    ),
    word("ppp_run_calculated", "", "The statements of the run are stored.", "本批次付费单已生成。"),
    word(
        "ppp_run_intact",
        "",
        "Every statement comes out again from its frozen inputs, and the digest of the run covers them.",
        "各付费单按冻结输入复算一致，批次摘要覆盖全部付费单。",
    ),
    word(
        "ppp_run_payable",
        "rule",
        "Scores are frozen, objection windows are closed, and the budget lines cover every payment.",
        "得分已定稿、异议期已满、预算够付。",
    ),
    word(
        "ppp_orders_paid", "", "Every payment order has its treasury receipt.", "各付款令均已登记国库回单。"
    ),
    word(
        "ppp_run_disclosed", "", "The duty to publish the payments is fulfilled.", "付费信息公开义务已履行。"
    ),
)

PPP_RUN_EFFECTS = (
    word(
        "close_ppp_score",
        "rule",
        "Work out the score, rescaled where items do not apply, and open the objection window.",
        "计算得分（不适用项折算），并起算异议期。",
    ),
    word(
        "close_ppp_objection", "", "The objection is dealt with; the score stands.", "异议已处理，维持得分。"
    ),
    word("close_score_task", "", "The reminder of the cycle is done.", "该周期考核提醒办结。"),
    word(
        "write_payment_orders",
        "",
        "Write an order for every payer of every statement, and what falls due into the arrears ledger.",
        "按付费单逐个付款主体开具付款令，并登记应付台账。",
    ),
    word("open_run_duty", "", "Open the duty to publish what was paid.", "生成付费信息公开义务。"),
)
