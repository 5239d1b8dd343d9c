"""Guards and effects that kinds may name: parameters and meaning. The engine gives each its code.

Common parameters: ``rule`` is the key of a rule, ``record`` the related record that is looked at instead of
the moving one, ``states`` its lawful states, ``fields`` names of columns or of kind-specific fields.
Where a rule lists values, its value is a list of keys or a list of rows with a ``key``.
"""

from models.kinds.effect_words import EFFECTS, POSTINGS
from models.kinds.fund_words import FUND_GUARDS
from models.kinds.performance_words import PERFORMANCE_GUARDS
from models.kinds.ppp_words import PPP_RUN_GUARDS
from models.kinds.word import Word, word
from models.kinds.works_words import WORKS_GUARDS

GUARDS = (
    word("fields_filled", "fields", "The named fields are filled.", "所列字段已填写。"),
    word(
        "field_in",
        "field values rule record",
        "The field holds one of the values given or listed in the rule.",
        "字段取值在给定值或规则所列范围内。",
    ),
    word(
        "documents_present",
        "documents rule",
        "The documents given or listed in the rule are attached.",
        "给定的或规则所列的文件已上传。",
    ),
    word(
        "related_in",
        "record states",
        "The related record stands in one of the states.",
        "关联记录处于所列状态之一。",
    ),
    word(
        "no_open",
        "records",
        "No record of these types is still under way for this project or share.",
        "本项目（或份额）没有未办结的这类记录。",
    ),
    word(
        "came_from",
        "state",
        "The record came to its present state from this one.",
        "记录由该状态转入当前状态。",
    ),
    word(
        "amounts_consistent",
        "",
        "Capital and bonds stay within the investment, the capital part within the bonds.",
        "资本金、债券不超过总投资，用作资本金部分不超过债券。",
    ),
    word(
        "negative_list_clear",
        "rule",
        "Every item of the negative list is answered no, with a reason.",
        "负面清单逐项勾选“不涉及”并说明理由。",
    ),
    word(
        "capital_ratio_at_least",
        "rule",
        "Project capital over total investment reaches the sector's minimum.",
        "资本金占总投资比例达到本行业最低要求。",
    ),
    word(
        "region_risk_justified",
        "rule field",
        "The region is not under restraint, or the justification is filled.",
        "所在地区不在严控范围，或已填写理由。",
    ),
    word(
        "term_within_life",
        "rule",
        "The bond matures within the project's life (the receiving project's, for a change of use).",
        "债券期限在项目期限内（用途调整时为调入项目）。",
    ),
    word(
        "balance_table_holds",
        "rule",
        "The current balance plan passes every check listed in the rule.",
        "现行收支平衡表通过规则所列全部校验。",
    ),
    word(
        "coverage_at_least",
        "rule measure",
        "The coverage multiple (bond or total) reaches the lower bound.",
        "本息覆盖倍数（债券或全部债务）不低于下限。",
    ),
    word(
        "coverage_at_most",
        "rule measure",
        "The coverage multiple stays within the upper bound, if one is set.",
        "本息覆盖倍数不高于上限（设有上限时）。",
    ),
    word(
        "cash_never_negative",
        "rule",
        "The cash balance of every year reaches the floor.",
        "各年累计现金余额不低于下限。",
    ),
    word(
        "application_checks_hold",
        "rule",
        "The application passes every check listed in the rule.",
        "申报表通过规则所列全部校验。",
    ),
    word(
        "within_control_figure",
        "rule",
        "All applications of the region and year stay within the control figure.",
        "本地区当年申报合计不超过控制数。",
    ),
    word(
        "limit_room",
        "rule",
        "Balance and planned issues stay within the debt limit.",
        "债务余额加计划发行不超过限额。",
    ),
    word(
        "within_quota",
        "rule",
        "Approved and issued amounts stay within the year's own quota, carried-over room included.",
        "已批和已发金额不超过本级当年额度（含动用结存限额）。",
    ),
    word(
        "route_papers",
        "rule",
        "The replies that the approval route asks for are attached.",
        "审核路径要求的批复文件已上传。",
    ),
    word(
        "ranked",
        "rule",
        "Where experts reviewed the batch, the review is closed and gives this application its amount.",
        "本批次开展专家评审的，评审已办结且分配额度不低于申请金额。",
    ),
    word(
        "no_sanction",
        "rule",
        "Neither project nor region is under a sanction that holds there.",
        "项目及地区未处于在本地生效的处罚措施中。",
    ),
    word(
        "refinancing_lawful",
        "rule",
        "Refinancing meets every condition listed in the rule.",
        "再融资满足规则所列全部条件。",
    ),
    word(
        "refinancing_issued",
        "",
        "The refinancing bond is issued and covers the principal.",
        "再融资债券已发行且覆盖本金。",
    ),
    word(
        "bond_shares_foot",
        "rule",
        "The shares of projects add up to the issue.",
        "各项目份额合计等于发行额。",
    ),
    word(
        "publication_published",
        "form",
        "The form is published for this bond or project.",
        "该表已就本债券或项目公开。",
    ),
    word(
        "published_before_tender",
        "form rule",
        "The form was published the working days of the rule before the tender.",
        "该表在招标日前按规则的工作日数公开。",
    ),
    word(
        "identities_hold",
        "form rule",
        "The identities of the form hold; a fall of realised figures has its reason.",
        "表内勾稽关系成立；已实现数下降的已说明。",
    ),
    word(
        "form_complete", "", "Every cell of the form is filled or says why not.", "表中各项已填写或已说明。"
    ),
    word(
        "content_current",
        "",
        "The books still say what the content says, at its cut-off.",
        "公开稿与台账在截止日的数据一致。",
    ),
    word(
        "differences_explained",
        "",
        "Every unexpected difference from the last publication is explained in words.",
        "与上次公开不一致且应说明的数据均已说明原因。",
    ),
    word(
        "by_correction",
        "",
        "A published correction replaces it by itself.",
        "更正稿公开后自动替代原公开稿。",
    ),
    word(
        "published_in_time",
        "",
        "The day of publication lies between the approval and today.",
        "公开日期在审批之日与今日之间。",
    ),
    word(
        "public_fields_only",
        "rule",
        "The content holds nothing that must not leave.",
        "公开内容不含规则所列不得公开的信息。",
    ),
    word(
        "agreement_signed",
        "",
        "Every link of the on-lending chain is signed; an issuer's own share needs none.",
        "各级转贷协议均已签订（发行人自用的不需要）。",
    ),
    word(
        "within_share",
        "",
        "Money received stays within the share.",
        "到位资金不超过份额。",
    ),
    word(
        "proceeds_accounted_for",
        "",
        "The share equals paid plus returned plus reallocated.",
        "份额等于已支付、已退回与已调整之和。",
    ),
    word(
        "unspent_longer_than",
        "rule",
        "Money is unspent for longer than the rule's months.",
        "资金未支出时间超过规则月数。",
    ),
    word(
        "account_listed",
        "rule",
        "The budget account is in the year's table.",
        "预算科目在当年科目表中。",
    ),
    word(
        "budget_basis_present",
        "rule",
        "The opening budget or an approved adjustment is named with number and date.",
        "已填写年初预算或经批准的预算调整的文号和日期。",
    ),
    word(
        "within_allotment",
        "rule",
        "The line stays within the upper level's amount and what the project may still get.",
        "不超过上级下达金额和项目剩余额度。",
    ),
    word(
        "sheet_filled",
        "rule",
        "The sheet holds at least one line, and every account suits its part by the year's table.",
        "安排表至少有一行，各行科目与用途符合当年科目表。",
    ),
    word(
        "sheet_sources_lawful",
        "",
        "Every amount of debt service has a lawful source, and all that falls due is in the sheet.",
        "每笔还本付息有合法来源，当年到期金额全部列入。",
    ),
    word(
        "sheet_caps",
        "rule",
        "The notice stays within the upper level's amount, each line within what the project may still get.",
        "指标文不超过上级下达金额，每行不超过项目剩余额度。",
    ),
    word(
        "sheet_lines_free",
        "",
        "No line of the sheet is budgeted already.",
        "安排表各行尚未另行安排预算。",
    ),
    word(
        "supplement_window",
        "rule",
        "The request is made in the month of the year in which the region takes requests.",
        "在本地区规定的集中申报月份提出。",
    ),
    word(
        "supplement_dated",
        "",
        "The standing committee decided in the year of the request, and not after today.",
        "人大常委会批准日期在申请年度内且不晚于今日。",
    ),
    word(
        "budget_line_open",
        "rule",
        "An open budget line of the year has room for the amount.",
        "当年预算已下达且余额足够。",
    ),
    word("year_ended", "", "The budget year is over.", "预算年度已结束。"),
    word(
        "within_received",
        "rule",
        "All payments of the share stay within the money received.",
        "累计支付不超过到位资金。",
    ),
    word(
        "within_plan",
        "rule",
        "All payments of the budget line stay within what its fund-use plans allow by this month.",
        "该预算安排累计支付不超过截至本月的用款计划。",
    ),
    word(
        "plan_within_line",
        "",
        "All plans of an open budget line stay within it, and not below what was paid.",
        "用款计划合计不超过已下达的预算安排，且不低于已支付金额。",
    ),
    word(
        "withheld_in_full",
        "rule",
        "The transfers withheld cover all that is owed, the penalty up to today included.",
        "扣减的转移支付足以抵缴全部应缴款（含截至当日罚息）。",
    ),
    word(
        "quota_line_fits",
        "",
        "The line leaves limit, quota and control figure of both sides at zero or above.",
        "登记后双方限额、额度、控制数均不为负。",
    ),
    word(
        "purpose_lawful",
        "rule",
        "The purpose is not blocked.",
        "用途不在禁止范围。",
    ),
    word(
        "payee_final",
        "rule",
        "The payee is the contract's, is not the recording unit, and no transfer is booked as spending.",
        "收款人为合同方且非本单位，不以拨代支。",
    ),
    word(
        "not_ahead_of_work",
        "rule exceptions",
        "Payments of the contract are not ahead of certified work by more than the rule; typed exceptions of "
        "the second rule are left out, and a signed exception in force may allow a wider gap.",
        "合同付款超前计量不超过规则；例外类型款项不计入，有效的签批例外可放宽。",
    ),
    word(
        "source_lawful",
        "part rule",
        "The source named for this part (interest, principal, both for a shortfall) is listed in the rule; "
        "a part of zero needs none.",
        "该部分资金来源在规则所列范围内（金额为零的不需要）。",
    ),
    word(
        "within_remaining_due",
        "rule",
        "The amount stays within what is still due.",
        "金额不超过剩余应还。",
    ),
    word(
        "ahead_of_due",
        "",
        "The day of remittance is still ahead: otherwise it is an ordinary remittance.",
        "尚未到上缴期限（否则按正常上缴办理）。",
    ),
    word("before_due", "", "The payment date is not past.", "付款日尚未过。"),
    word(
        "shortfall_planned",
        "rule",
        "Lines of the shortfall plan name source, year and approval, dated no later than the due date, and "
        "add up to what is missing.",
        "缺口方案逐项列明来源、年度、批准文件，批准日期不晚于付款日，合计等于缺口。",
    ),
    word(
        "no_chain",
        "",
        "The share was not lent on; otherwise the receipts of every level settle the instalment.",
        "份额未经转贷（经转贷的由各级收讫自动结清）。",
    ),
    word("leg_may_leave", "", "The money of this leg has arrived from the level below.", "下级资金已收讫。"),
    word("leg_is_idle", "", "The instalment no longer needs this leg.", "该期已无需此笔上解。"),
    word("acts_for_payer", "", "Who acts works for the paying level.", "由付款一级的人员办理。"),
    word("acts_for_payee", "", "Who acts works for the receiving level.", "由收款一级的人员办理。"),
    word(
        "rest_budgeted",
        "",
        "Principal that is not refinanced has an open budget line of own funds.",
        "未再融资的本金已列入自有资金预算。",
    ),
    word(
        "order_lawful",
        "",
        "The order meets what is asked of its purpose.",
        "还款事项符合该类事项的条件。",
    ),
    word("past_due", "", "The payment date is past and not all is paid.", "已过付款日且未足额偿还。"),
    word(
        "all_instalments_paid",
        "",
        "Every instalment of the record is paid, refinanced or superseded.",
        "全部还本付息已偿还、再融资或被替代。",
    ),
    word(
        "within_unused",
        "rule",
        "The amount stays within the unused money of the share.",
        "金额不超过份额未使用资金。",
    ),
    word(
        "class_lawful",
        "rule waived_by",
        "Economic class and words of the payment name nothing that bonds may not pay for.",
        "经济分类和付款依据不涉及专项债券禁止用途。",
    ),
    word(
        "movement_complete",
        "rule",
        "The movement names what its type needs, on a day and account that fit.",
        "资金往来按类型填写完整，日期和科目相符。",
    ),
    word(
        "spending_on_line",
        "rule",
        "No batch of the region stands on a list that stops issuance by the region's own rule.",
        "本地区无因支出进度列入名单而暂停发行的批次（仅限本地规则）。",
    ),
    word(
        "by_change_of_use",
        "rule",
        "The step is taken by an approved change of use, never by itself.",
        "由已批准的用途调整自动办理。",
    ),
    word("countered", "", "A booked correction mirrors the movement.", "已有入账的冲销分录。"),
    word(
        "target_project_ready",
        "rule",
        "The receiving project meets what is asked of a candidate.",
        "调入项目满足发行备选的要求。",
    ),
    word(
        "ppp_regime_lawful",
        "rule",
        "A new-mechanism contract is user-pay and holds nothing that the rule forbids.",
        "新机制合同为使用者付费，且不含规则禁止的内容。",
    ),
    word("ppp_signed_before", "rule", "The contract was signed before today.", "合同已于今日之前签订。"),
    word(
        "ppp_caps_admit",
        "rule",
        "With this contract, no year's PPP spending of the region passes the caps.",
        "计入本合同后，本级各年度 PPP 支出占比均不超过上限。",
    ),
    word(
        "ppp_terms_sound",
        "rule",
        "The terms can be paid by, and every worked example of the formula comes out.",
        "付费条款完整可算，公式算例全部复算一致。",
    ),
    word(
        "ppp_terms_regime",
        "rule",
        "Terms of a new-mechanism contract hold nothing that the rule forbids.",
        "新机制合同的付费条款不含规则禁止的内容。",
    ),
    word(
        "ppp_terms_linked",
        "rule",
        "At least the rule's share of the availability payment hangs on the score.",
        "可用性付费与绩效挂钩比例不低于规则比例。",
    ),
    word(
        "ppp_terms_apart",
        "rule",
        "The version starts after every version in force, and none of them overlaps it.",
        "新版本晚于全部有效版本，且互不重叠。",
    ),
    *FUND_GUARDS,
    *WORKS_GUARDS,
    *PERFORMANCE_GUARDS,
    *PPP_RUN_GUARDS,
)

__all__ = ["EFFECTS", "GUARDS", "POSTINGS", "Word"]
