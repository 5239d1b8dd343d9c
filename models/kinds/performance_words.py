"""Guards and effects of performance management, as kinds name them."""

from models.kinds.word import word

PERFORMANCE_GUARDS = (
    word(
        "evaluation_passed",
        "type",
        "An evaluation of this type is passed or concluded for the project.",
        "项目已有该类绩效评估（评价）通过或办结。",
    ),
    word(
        "evaluation_items_filled",
        "rule type",
        "Every item listed in the rule is filled; asked of this type of evaluation only.",
        "规则所列内容逐项填写（仅对该类评价）。",
    ),
    word(
        "self_evaluation_first",
        "rule",
        "A key evaluation follows a concluded self-evaluation.",
        "重点评价以已办结的自评为前提。",
    ),
    word("score_at_least", "rule", "The score reaches the rule's figure.", "评分达到规则数值。"),
    word(
        "permits_present",
        "rule",
        "Every permit listed in the rule is held, with number and date.",
        "规则所列手续均已取得，并填写文号和日期。",
    ),
    word(
        "monitoring_allows",
        "rule",
        "Dual monitoring does not stop payments of the project.",
        "绩效双监控未要求停止拨付。",
    ),
    word(
        "scores_filled",
        "rule",
        "Every indicator of the frame is scored within its points, and lost points have their reason.",
        "指标逐项评分且不超过分值，扣分项已说明偏差原因。",
    ),
    word(
        "not_sampled",
        "",
        "The self-evaluation was not drawn for a re-check that is still open.",
        "该自评未被抽中复核，或复核已完成。",
    ),
    word(
        "goal_measurable",
        "rule",
        "Every indicator of the goal has a target with a figure.",
        "每项绩效指标均有可衡量的目标值。",
    ),
    word(
        "rounds_done",
        "rule",
        "The goal was declared as often as the rule says.",
        "绩效目标已按规则完成申报轮次（二上二下）。",
    ),
    word(
        "goal_at",
        "rule states",
        "From the threshold of the rule on, a performance goal stands at one of the states.",
        "达到起点金额的，绩效目标已处于所列状态。",
    ),
    word(
        "monitoring_filled",
        "rule",
        "Tasks are filled; the measure is as strict as the light asks for and has reason, correction, day.",
        "监控任务已填写；处置措施不轻于亮灯要求，并写明原因、纠偏措施和期限。",
    ),
    word("rectified", "", "Every rectification ordered by it is closed.", "由此下达的整改事项均已销号。"),
    word(
        "recheck_done",
        "",
        "No self-evaluation of the project waits for its re-check.",
        "项目自评没有待完成的抽查复核。",
    ),
    word(
        "within_result_cut",
        "rule",
        "The lines of the year stay within what signed result use left of the request.",
        "当年预算安排不超过结果应用核减后的数额。",
    ),
    word("list_foots", "", "The sums of the list are those of its lines.", "清单合计等于各行之和。"),
    word(
        "paid_by_result",
        "rule",
        "Payments of the year stay within the share of the line that the grade pays.",
        "当年付款不超过评价等级对应的付费比例。",
    ),
    word(
        "pool_has_candidates",
        "rule",
        "Somebody in the pool may be drawn: admitted, of the field, without ties.",
        "库内有可抽取对象：已入库、专业相符、无利害关系。",
    ),
    word("comments_answered", "", "Every comment on the draft is answered.", "对初稿的意见均已回复。"),
    word(
        "stars_complete", "rule", "All raters of the rule have given their stars.", "规则所列各方均已评星。"
    ),
)

PERFORMANCE_EFFECTS = (
    word(
        "freeze_evaluation",
        "rule",
        "Set the grade by the bands in force and the digest over sheet and scores.",
        "按现行等级标准定级，并对评分表固化摘要。",
    ),
    word("count_round", "", "Count one more declaration.", "申报轮次加一。"),
    word("freeze_goal", "", "Write the digest of the goal as approved.", "固化已批复绩效目标的摘要。"),
    word(
        "order_rectification",
        "rule",
        "Order the rectification that the measure asks for.",
        "按处置措施下达整改通知。",
    ),
    word("set_closed", "", "Write the day it was closed.", "登记销号日期。"),
    word(
        "draw_member",
        "rule",
        "Draw who does the job, weighted by stars; the seed is the digest of the act before.",
        "按星级加权随机抽取，随机种子取上一业务记录的摘要。",
    ),
    word(
        "sum_stars",
        "rule",
        "Open the stars of all raters; a low mean suspends.",
        "汇总星级，均值过低的暂停资格。",
    ),
    word("freeze_list", "", "Write the digest of the signed list.", "固化审签清单的摘要。"),
)
