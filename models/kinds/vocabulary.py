"""Guards and effects that kinds may name: parameters and meaning. The engine gives each its code.

Common parameters: ``rule`` is the key of a rule, ``record`` the related record that is looked at instead of
the moving one, ``states`` its lawful states, ``fields`` names of columns or of kind-specific fields.
Where a rule lists values, its value is a list of keys or a list of rows with a ``key``.
"""

from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class Word:
    """One guard or effect: name, parameters it takes, what it means."""

    name: str
    params: tuple[str, ...]
    meaning: Label


def _word(name: str, params: str, en: str, zh: str) -> Word:
    """Return a word; parameters are written with spaces between."""
    return Word(name, tuple(params.split()), Label(en, zh))


GUARDS = (
    _word("fields_filled", "fields", "The named fields are filled.", "所列字段已填写。"),
    _word(
        "field_in",
        "field values rule record",
        "The field holds one of the values given or listed in the rule.",
        "字段取值在给定值或规则所列范围内。",
    ),
    _word(
        "documents_present",
        "documents rule",
        "The documents given or listed in the rule are attached.",
        "给定的或规则所列的文件已上传。",
    ),
    _word(
        "related_in",
        "record states",
        "The related record stands in one of the states.",
        "关联记录处于所列状态之一。",
    ),
    _word(
        "no_open",
        "records",
        "No record of these types is still under way for this project or share.",
        "本项目（或份额）没有未办结的这类记录。",
    ),
    _word(
        "came_from",
        "state",
        "The record came to its present state from this one.",
        "记录由该状态转入当前状态。",
    ),
    _word(
        "amounts_consistent",
        "",
        "Capital and bonds stay within the investment, the capital part within the bonds.",
        "资本金、债券不超过总投资，用作资本金部分不超过债券。",
    ),
    _word(
        "negative_list_clear",
        "rule",
        "Every item of the negative list is answered no, with a reason.",
        "负面清单逐项勾选“不涉及”并说明理由。",
    ),
    _word(
        "capital_ratio_at_least",
        "rule",
        "Project capital over total investment reaches the sector's minimum.",
        "资本金占总投资比例达到本行业最低要求。",
    ),
    _word(
        "region_risk_justified",
        "rule field",
        "The region is not under restraint, or the justification is filled.",
        "所在地区不在严控范围，或已填写理由。",
    ),
    _word(
        "evaluation_passed",
        "type",
        "An evaluation of this type is passed or concluded for the project.",
        "项目已有该类绩效评估（评价）通过或办结。",
    ),
    _word(
        "evaluation_items_filled",
        "rule type",
        "Every item listed in the rule is filled; asked of this type of evaluation only.",
        "规则所列内容逐项填写（仅对该类评价）。",
    ),
    _word(
        "self_evaluation_first",
        "rule",
        "A key evaluation follows a concluded self-evaluation.",
        "重点评价以已办结的自评为前提。",
    ),
    _word("score_at_least", "rule", "The score reaches the rule's figure.", "评分达到规则数值。"),
    _word(
        "permits_present",
        "rule",
        "Every permit listed in the rule is held, with number and date.",
        "规则所列手续均已取得，并填写文号和日期。",
    ),
    _word(
        "term_within_life",
        "rule",
        "The bond matures within the project's life (the receiving project's, for a change of use).",
        "债券期限在项目期限内（用途调整时为调入项目）。",
    ),
    _word(
        "balance_table_holds",
        "rule",
        "The current balance plan passes every check listed in the rule.",
        "现行收支平衡表通过规则所列全部校验。",
    ),
    _word(
        "coverage_at_least",
        "rule measure",
        "The coverage multiple (bond or total) reaches the lower bound.",
        "本息覆盖倍数（债券或全部债务）不低于下限。",
    ),
    _word(
        "coverage_at_most",
        "rule measure",
        "The coverage multiple stays within the upper bound, if one is set.",
        "本息覆盖倍数不高于上限（设有上限时）。",
    ),
    _word(
        "cash_never_negative",
        "rule",
        "The cash balance of every year reaches the floor.",
        "各年累计现金余额不低于下限。",
    ),
    _word(
        "application_checks_hold",
        "rule",
        "The application passes every check listed in the rule.",
        "申报表通过规则所列全部校验。",
    ),
    _word(
        "within_control_figure",
        "rule",
        "All applications of the region and year stay within the control figure.",
        "本地区当年申报合计不超过控制数。",
    ),
    _word(
        "limit_room",
        "rule",
        "Balance and planned issues stay within the debt limit.",
        "债务余额加计划发行不超过限额。",
    ),
    _word(
        "within_quota",
        "rule",
        "Approved and issued amounts stay within the year's own quota, carried-over room included.",
        "已批和已发金额不超过本级当年额度（含动用结存限额）。",
    ),
    _word(
        "route_papers",
        "rule",
        "The replies that the approval route asks for are attached.",
        "审核路径要求的批复文件已上传。",
    ),
    _word(
        "ranked",
        "rule",
        "Where experts reviewed the batch, the review is closed and gives this application its amount.",
        "本批次开展专家评审的，评审已办结且分配额度不低于申请金额。",
    ),
    _word(
        "no_sanction",
        "rule",
        "Neither project nor region is under a sanction that holds there.",
        "项目及地区未处于在本地生效的处罚措施中。",
    ),
    _word(
        "refinancing_lawful",
        "rule",
        "Refinancing meets every condition listed in the rule.",
        "再融资满足规则所列全部条件。",
    ),
    _word(
        "refinancing_issued",
        "",
        "The refinancing bond is issued and covers the principal.",
        "再融资债券已发行且覆盖本金。",
    ),
    _word(
        "bond_shares_foot", "rule", "The shares of projects add up to the issue.", "各项目份额合计等于发行额。"
    ),
    _word(
        "publication_published",
        "form",
        "The form is published for this bond or project.",
        "该表已就本债券或项目公开。",
    ),
    _word(
        "published_before_tender",
        "form rule",
        "The form was published the working days of the rule before the tender.",
        "该表在招标日前按规则的工作日数公开。",
    ),
    _word(
        "identities_hold",
        "form rule",
        "The identities of the form hold; a fall of realised figures has its reason.",
        "表内勾稽关系成立；已实现数下降的已说明。",
    ),
    _word(
        "form_complete", "", "Every cell of the form is filled or says why not.", "表中各项已填写或已说明。"
    ),
    _word(
        "public_fields_only",
        "rule",
        "The content holds nothing that must not leave.",
        "公开内容不含规则所列不得公开的信息。",
    ),
    _word(
        "agreement_signed",
        "",
        "Every link of the on-lending chain is signed; an issuer's own share needs none.",
        "各级转贷协议均已签订（发行人自用的不需要）。",
    ),
    _word(
        "within_share",
        "",
        "Money received stays within the share.",
        "到位资金不超过份额。",
    ),
    _word(
        "proceeds_accounted_for",
        "",
        "The share equals paid plus returned plus reallocated.",
        "份额等于已支付、已退回与已调整之和。",
    ),
    _word(
        "unspent_longer_than",
        "rule",
        "Money is unspent for longer than the rule's months.",
        "资金未支出时间超过规则月数。",
    ),
    _word(
        "account_listed",
        "rule",
        "The budget account is in the year's table.",
        "预算科目在当年科目表中。",
    ),
    _word(
        "budget_basis_present",
        "rule",
        "The opening budget or an approved adjustment is named with number and date.",
        "已填写年初预算或经批准的预算调整的文号和日期。",
    ),
    _word(
        "within_allotment",
        "rule",
        "The line stays within the upper level's amount and what the project may still get.",
        "不超过上级下达金额和项目剩余额度。",
    ),
    _word(
        "sheet_filled",
        "rule",
        "The sheet holds at least one line, and every account suits its part by the year's table.",
        "安排表至少有一行，各行科目与用途符合当年科目表。",
    ),
    _word(
        "sheet_sources_lawful",
        "",
        "Every amount of debt service has a lawful source, and all that falls due is in the sheet.",
        "每笔还本付息有合法来源，当年到期金额全部列入。",
    ),
    _word(
        "sheet_caps",
        "rule",
        "The notice stays within the upper level's amount, each line within what the project may still get.",
        "指标文不超过上级下达金额，每行不超过项目剩余额度。",
    ),
    _word(
        "sheet_lines_free",
        "",
        "No line of the sheet is budgeted already.",
        "安排表各行尚未另行安排预算。",
    ),
    _word(
        "supplement_window",
        "rule",
        "The request is made in the month of the year in which the region takes requests.",
        "在本地区规定的集中申报月份提出。",
    ),
    _word(
        "supplement_dated",
        "",
        "The standing committee decided in the year of the request, and not after today.",
        "人大常委会批准日期在申请年度内且不晚于今日。",
    ),
    _word(
        "budget_line_open",
        "rule",
        "An open budget line of the year has room for the amount.",
        "当年预算已下达且余额足够。",
    ),
    _word("year_ended", "", "The budget year is over.", "预算年度已结束。"),
    _word(
        "within_received",
        "rule",
        "All payments of the share stay within the money received.",
        "累计支付不超过到位资金。",
    ),
    _word(
        "purpose_lawful",
        "rule",
        "The purpose is not blocked.",
        "用途不在禁止范围。",
    ),
    _word(
        "payee_final",
        "rule",
        "The payee is the contract's, is not the recording unit, and no transfer is booked as spending.",
        "收款人为合同方且非本单位，不以拨代支。",
    ),
    _word(
        "not_ahead_of_work",
        "rule exceptions",
        "Payments of the contract are not ahead of certified work by more than the rule; typed exceptions of "
        "the second rule are left out, and a signed exception in force may allow a wider gap.",
        "合同付款超前计量不超过规则；例外类型款项不计入，有效的签批例外可放宽。",
    ),
    _word(
        "monitoring_allows",
        "rule",
        "Dual monitoring does not stop payments of the project.",
        "绩效双监控未要求停止拨付。",
    ),
    _word(
        "source_lawful",
        "part rule",
        "The source named for this part (interest, principal, both for a shortfall) is listed in the rule; "
        "a part of zero needs none.",
        "该部分资金来源在规则所列范围内（金额为零的不需要）。",
    ),
    _word(
        "within_remaining_due",
        "rule",
        "The amount stays within what is still due.",
        "金额不超过剩余应还。",
    ),
    _word(
        "ahead_of_due",
        "",
        "The day of remittance is still ahead: otherwise it is an ordinary remittance.",
        "尚未到上缴期限（否则按正常上缴办理）。",
    ),
    _word("before_due", "", "The payment date is not past.", "付款日尚未过。"),
    _word(
        "shortfall_planned",
        "rule",
        "Lines of the shortfall plan name source, year and approval, dated no later than the due date, and "
        "add up to what is missing.",
        "缺口方案逐项列明来源、年度、批准文件，批准日期不晚于付款日，合计等于缺口。",
    ),
    _word(
        "no_chain",
        "",
        "The share was not lent on; otherwise the receipts of every level settle the instalment.",
        "份额未经转贷（经转贷的由各级收讫自动结清）。",
    ),
    _word("leg_may_leave", "", "The money of this leg has arrived from the level below.", "下级资金已收讫。"),
    _word("leg_is_idle", "", "The instalment no longer needs this leg.", "该期已无需此笔上解。"),
    _word("acts_for_payer", "", "Who acts works for the paying level.", "由付款一级的人员办理。"),
    _word("acts_for_payee", "", "Who acts works for the receiving level.", "由收款一级的人员办理。"),
    _word(
        "rest_budgeted",
        "",
        "Principal that is not refinanced has an open budget line of own funds.",
        "未再融资的本金已列入自有资金预算。",
    ),
    _word(
        "order_lawful",
        "",
        "The order meets what is asked of its purpose.",
        "还款事项符合该类事项的条件。",
    ),
    _word("past_due", "", "The payment date is past and not all is paid.", "已过付款日且未足额偿还。"),
    _word(
        "all_instalments_paid",
        "",
        "Every instalment of the record is paid, refinanced or superseded.",
        "全部还本付息已偿还、再融资或被替代。",
    ),
    _word(
        "within_unused",
        "rule",
        "The amount stays within the unused money of the share.",
        "金额不超过份额未使用资金。",
    ),
    _word(
        "class_lawful",
        "rule waived_by",
        "Economic class and words of the payment name nothing that bonds may not pay for.",
        "经济分类和付款依据不涉及专项债券禁止用途。",
    ),
    _word(
        "movement_complete",
        "rule",
        "The movement names what its type needs, on a day and account that fit.",
        "资金往来按类型填写完整，日期和科目相符。",
    ),
    _word(
        "spending_on_line",
        "rule",
        "No batch of the region stands on a list that stops issuance by the region's own rule.",
        "本地区无因支出进度列入名单而暂停发行的批次（仅限本地规则）。",
    ),
    _word(
        "by_change_of_use",
        "rule",
        "The step is taken by an approved change of use, never by itself.",
        "由已批准的用途调整自动办理。",
    ),
    _word("countered", "", "A booked correction mirrors the movement.", "已有入账的冲销分录。"),
    _word(
        "target_project_ready",
        "rule",
        "The receiving project meets what is asked of a candidate.",
        "调入项目满足发行备选的要求。",
    ),
    _word(
        "progress_consistent",
        "rule",
        "Dates agree with the build status and progress does not fall without a remark.",
        "日期与建设状态一致，进度下降须说明。",
    ),
    _word(
        "contract_change_lawful",
        "rule",
        "The changed contract is not below what was paid or certified, as far as the rule asks.",
        "变更后合同金额不低于已支付和已计量金额（按规则所列）。",
    ),
    _word(
        "certified_within_contract",
        "rule",
        "Certified work stays within the contract, and the month has come.",
        "累计计量不超过合同金额，且月份已到。",
    ),
    _word(
        "exception_lawful",
        "rule",
        "The exception ends within the days of the rule.",
        "例外有效期不超过规则天数。",
    ),
    _word(
        "final_accounts_hold",
        "rule",
        "Estimates by category add up to the estimate; accounts above it by more than the rule say why.",
        "分类概算合计等于总投资；决算超概算超过规则比例的已说明。",
    ),
    _word(
        "asset_sources_foot",
        "rule",
        "The four sources of money add up to the investment, and special debt is not more than was paid.",
        "四类资金来源合计等于投资额，专项债部分不超过已支付。",
    ),
    _word(
        "asset_not_pledged",
        "rule",
        "The asset secures no other borrowing.",
        "资产未用于抵押质押。",
    ),
    _word(
        "disposal_repays",
        "rule",
        "While special debt is outstanding, the proceeds go to repayment up to its part in the asset.",
        "专项债未还清时，处置收入按其在资产中的份额用于偿债。",
    ),
    _word(
        "actuals_hold",
        "rule",
        "The year is over, and income below the share of the forecast has its cause.",
        "年度已结束；收入低于预期比例的已说明原因。",
    ),
    _word(
        "progress_complete",
        "",
        "The latest confirmed report says the works are completed.",
        "最近一期已确认月报显示已竣工。",
    ),
)

EFFECTS = (
    _word(
        "generate_schedule",
        "",
        "Build the instalments of every share from the terms of the bond.",
        "按债券条款为各份额生成还本付息计划。",
    ),
    _word(
        "recompute_coverage",
        "rule",
        "Recompute coverage with the actual coupon; unissued money keeps the assumed rate.",
        "按实际利率重算覆盖倍数，未发行部分仍用假设利率。",
    ),
    _word(
        "open_duty",
        "form rule",
        "Open a publication that is due by the rule.",
        "按规则期限生成公开任务。",
    ),
    _word(
        "open_task",
        "title title_zh role rule due",
        "Open a task for the role, due by the rule counted from today, or on the date in the field `due`.",
        "为该角色生成任务，期限自今日按规则计算，或取指定日期字段。",
    ),
    _word(
        "move_related",
        "record transition",
        "Move the related record by the transition, if it stands at one of its sources.",
        "关联记录处于可流转状态时，随之流转。",
    ),
    _word(
        "set_route",
        "rule",
        "Set the approval route of the region: self-review where the rule lists it, else national review.",
        "按地区确定审核路径：列入试点的自审自发，其余国家审核。",
    ),
    _word(
        "open_list_filing",
        "rule",
        "On the self-review route, open the task to file the list with the two national authorities.",
        "自审自发路径下，生成向国家两部门备案项目清单的待办。",
    ),
    _word(
        "open_sheet_lines",
        "",
        "Open a budget line for each project, account and part of the sheet.",
        "按项目、科目、用途生成并下达预算安排。",
    ),
    _word(
        "draft_supplement_line",
        "",
        "Draft a budget line with the amount agreed, resting on the adjustment.",
        "按议定金额生成以预算调整为依据的预算安排草稿。",
    ),
    _word(
        "post",
        "entry",
        "Post the named entry to the ledger and update the amounts kept beside it.",
        "按分录类型记账并更新相应金额。",
    ),
    _word(
        "reallocate_share",
        "",
        "Move the amount from the share to a share of the receiving project; the schedule follows.",
        "将金额调整到调入项目的份额，还本付息计划随之划转。",
    ),
    _word("change_contract", "", "Add the change to the contract.", "将变更金额计入合同。"),
    _word("certify_work", "", "Add the certified work to the contract.", "将计量金额计入合同累计计量。"),
    _word("start_penalty", "rule", "Start the late penalty from the due date.", "自到期日起计罚息。"),
    _word("stop_penalty", "", "Fix the late penalty as of the day of remittance.", "按上缴日固定罚息。"),
    _word(
        "plan_legs", "", "Plan the remittances of every level with their days.", "按层级生成上解计划及期限。"
    ),
    _word(
        "settle_instalment",
        "",
        "Settle the instalment once every level has its receipt.",
        "各级均收讫后结清该期。",
    ),
    _word(
        "carry_out_order",
        "",
        "Carry out the order: its postings, and the schedule it changes.",
        "执行还款事项：记账并调整还本付息计划。",
    ),
    _word(
        "map_refinancing",
        "",
        "Map the old share to the refinancing share and keep the old schedule.",
        "建立原份额与再融资份额的对应，保留原计划。",
    ),
    _word(
        "replace_schedule",
        "",
        "Replace the instalments still planned by a new schedule.",
        "以新计划替代未偿还的计划。",
    ),
    _word(
        "open_next_year_line",
        "",
        "Open a draft line of the next year with what is carried over.",
        "按结转金额生成下年度预算安排草稿。",
    ),
)

POSTINGS = (
    "receipt",
    "payment",
    "payment_return",
    "movement",
    "recall",
    "release",
    "reallocation",
    "remittance",
    "remittance_ahead",
    "leg_sent",
    "leg_received",
    "redemption",
    "refinancing",
)
"""Names of entries that ``post`` takes."""
