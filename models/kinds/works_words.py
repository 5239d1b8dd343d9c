"""Guards of works, assets and operation, as kinds name them."""

from models.kinds.word import word

WORKS_GUARDS = (
    word(
        "progress_consistent",
        "rule",
        "Dates agree with the build status and progress does not fall without a remark.",
        "日期与建设状态一致，进度下降须说明。",
    ),
    word(
        "contract_change_lawful",
        "rule",
        "The changed contract is not below what was paid or certified, as far as the rule asks.",
        "变更后合同金额不低于已支付和已计量金额（按规则所列）。",
    ),
    word(
        "certified_within_contract",
        "rule",
        "Certified work stays within the contract, and the month has come.",
        "累计计量不超过合同金额，且月份已到。",
    ),
    word(
        "exception_lawful",
        "rule",
        "The exception ends within the days of the rule.",
        "例外有效期不超过规则天数。",
    ),
    word(
        "final_accounts_hold",
        "rule",
        "Estimates by category add up to the estimate; accounts above it by more than the rule say why.",
        "分类概算合计等于总投资；决算超概算超过规则比例的已说明。",
    ),
    word(
        "asset_sources_foot",
        "rule",
        "The four sources of money add up to the investment, and special debt is not more than was paid.",
        "四类资金来源合计等于投资额，专项债部分不超过已支付。",
    ),
    word(
        "asset_not_pledged",
        "rule",
        "The asset secures no other borrowing.",
        "资产未用于抵押质押。",
    ),
    word(
        "disposal_repays",
        "rule",
        "While special debt is outstanding, the proceeds go to repayment up to its part in the asset.",
        "专项债未还清时，处置收入按其在资产中的份额用于偿债。",
    ),
    word(
        "actuals_hold",
        "rule",
        "The year is over, and income below the share of the forecast has its cause.",
        "年度已结束；收入低于预期比例的已说明原因。",
    ),
    word(
        "progress_complete",
        "",
        "The latest confirmed report says the works are completed.",
        "最近一期已确认月报显示已竣工。",
    ),
)
