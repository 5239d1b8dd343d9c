"""Effects that kinds may name, and the entries that ``post`` takes."""

from models.kinds.fund_words import FUND_EFFECTS
from models.kinds.performance_words import PERFORMANCE_EFFECTS
from models.kinds.ppp_words import PPP_RUN_EFFECTS
from models.kinds.word import word

EFFECTS = (
    word(
        "generate_schedule",
        "",
        "Build the instalments of every share from the terms of the bond.",
        "按债券条款为各份额生成还本付息计划。",
    ),
    word(
        "recompute_coverage",
        "rule",
        "Recompute coverage with the actual coupon; unissued money keeps the assumed rate.",
        "按实际利率重算覆盖倍数，未发行部分仍用假设利率。",
    ),
    word(
        "open_duty",
        "form rule",
        "Open a publication that is due by the rule.",
        "按规则期限生成公开任务。",
    ),
    word(
        "replace_corrected",
        "",
        "The publication that this one corrects is superseded; it stays readable.",
        "本稿为更正稿的，原公开稿转为已被更正，仍可查阅。",
    ),
    word(
        "open_task",
        "title title_zh role rule due",
        "Open a task for the role, due by the rule counted from today, or on the date in the field `due`.",
        "为该角色生成任务，期限自今日按规则计算，或取指定日期字段。",
    ),
    word(
        "move_related",
        "record transition",
        "Move the related record by the transition, if it stands at one of its sources.",
        "关联记录处于可流转状态时，随之流转。",
    ),
    word(
        "set_route",
        "rule",
        "Set the approval route of the region: self-review where the rule lists it, else national review.",
        "按地区确定审核路径：列入试点的自审自发，其余国家审核。",
    ),
    word(
        "open_list_filing",
        "rule",
        "On the self-review route, open the task to file the list with the two national authorities.",
        "自审自发路径下，生成向国家两部门备案项目清单的待办。",
    ),
    word(
        "draft_fee_lines",
        "",
        "Draft the fees of the issue as a budget line of each project of the year.",
        "按各项目份额生成当年发行费用预算安排草稿。",
    ),
    word(
        "post_quota_line",
        "",
        "Post the line to the quota ledger.",
        "将该笔登记入额度台账。",
    ),
    word(
        "open_sheet_lines",
        "",
        "Open a budget line for each project, account and part of the sheet.",
        "按项目、科目、用途生成并下达预算安排。",
    ),
    word(
        "draft_supplement_line",
        "",
        "Draft a budget line with the amount agreed, resting on the adjustment.",
        "按议定金额生成以预算调整为依据的预算安排草稿。",
    ),
    word(
        "post",
        "entry",
        "Post the named entry to the ledger and update the amounts kept beside it.",
        "按分录类型记账并更新相应金额。",
    ),
    word(
        "reallocate_share",
        "",
        "Move the amount from the share to a share of the receiving project; the schedule follows.",
        "将金额调整到调入项目的份额，还本付息计划随之划转。",
    ),
    word(
        "enter_ppp_terms",
        "",
        "Fix the digest of the terms and end the open version before them.",
        "固定条款摘要，并截止此前未设终止日的版本。",
    ),
    word("change_contract", "", "Add the change to the contract.", "将变更金额计入合同。"),
    word("certify_work", "", "Add the certified work to the contract.", "将计量金额计入合同累计计量。"),
    word("start_penalty", "rule", "Start the late penalty from the due date.", "自到期日起计罚息。"),
    word("stop_penalty", "", "Fix the late penalty as of the day of remittance.", "按上缴日固定罚息。"),
    word(
        "plan_legs", "", "Plan the remittances of every level with their days.", "按层级生成上解计划及期限。"
    ),
    word(
        "settle_instalment",
        "",
        "Settle the instalment once every level has its receipt.",
        "各级均收讫后结清该期。",
    ),
    word(
        "carry_out_order",
        "",
        "Carry out the order: its postings, and the schedule it changes.",
        "执行还款事项：记账并调整还本付息计划。",
    ),
    word(
        "map_refinancing",
        "",
        "Map the old share to the refinancing share and keep the old schedule.",
        "建立原份额与再融资份额的对应，保留原计划。",
    ),
    word(
        "replace_schedule",
        "",
        "Replace the instalments still planned by a new schedule.",
        "以新计划替代未偿还的计划。",
    ),
    word(
        "open_next_year_line",
        "",
        "Open a draft line of the next year with what is carried over.",
        "按结转金额生成下年度预算安排草稿。",
    ),
    *FUND_EFFECTS,
    *PERFORMANCE_EFFECTS,
    *PPP_RUN_EFFECTS,
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
    "withheld",
)
"""Names of entries that ``post`` takes."""
