"""Permissions named by kinds, with the roles that hold them at first: seeds of the permission table.

A permission says who may start an act. Where the act needs an approval flow, each further signature asks for
the role and section of its step instead, and the preparer never signs as somebody else.
"""

from dataclasses import dataclass

from models.lifecycle import Label


@dataclass(frozen=True, slots=True)
class Permission:
    """One right, ``record.act``, and its first holders."""

    name: str
    label: Label
    roles: tuple[str, ...]


ROLES = (
    ("officer", Label("Officer", "经办")),
    ("reviewer", Label("Reviewer", "复核")),
    ("leader", Label("Leader", "审批")),
    ("project_unit", Label("Project unit", "项目单位")),
    ("department", Label("Competent department", "主管部门")),
    ("evaluator", Label("Evaluator", "评价人")),
    ("auditor", Label("Auditor (reads only)", "审计（只读）")),
    ("publisher", Label("Publisher", "公开发布")),
    ("system_admin", Label("System administrator", "系统管理员")),
    ("security_admin", Label("Security administrator", "安全管理员")),
    ("audit_admin", Label("Audit administrator", "审计管理员")),
)

_EVERYBODY = (
    "officer",
    "reviewer",
    "leader",
    "project_unit",
    "department",
    "evaluator",
    "auditor",
    "publisher",
)
_OFFICE = ("officer",)
_UNIT = ("project_unit", "officer")
_UNIT_SIDE = ("project_unit", "department", "officer")
_FUND_SIDE = ("officer", "department")

_EVALUATION_SIDE = ("officer", "evaluator")

_RECORDS = (
    ("project", Label("project", "项目"), _UNIT_SIDE),
    ("application", Label("application", "申报"), _UNIT_SIDE),
    ("bond", Label("bond", "债券"), _OFFICE),
    ("bond_share", Label("bond share", "债券份额"), _OFFICE),
    ("budget_line", Label("budget line", "预算安排"), _OFFICE),
    ("budget_sheet", Label("budget sheet", "预算安排表"), _OFFICE),
    ("fund_use_plan", Label("fund-use plan", "用款计划"), _UNIT),
    ("quota_notice", Label("quota notice", "额度登记单"), _OFFICE),
    ("supplement", Label("supplementary request", "追加预算申请"), _UNIT_SIDE),
    ("disbursement", Label("disbursement", "拨付"), _UNIT),
    ("movement", Label("movement of money", "资金往来"), _OFFICE),
    ("instalment", Label("instalment", "还本付息"), _OFFICE),
    ("remittance", Label("remittance", "上解"), _OFFICE),
    ("repayment_order", Label("repayment order", "还款事项"), _OFFICE),
    ("change_of_use", Label("change of use", "用途调整"), _UNIT),
    ("publication", Label("publication", "信息公开"), ("officer", "publisher")),
    ("evaluation", Label("evaluation", "绩效评价"), ("evaluator", "project_unit", "department", "officer")),
    ("goal", Label("performance goal", "绩效目标"), _UNIT_SIDE),
    ("monitoring", Label("dual monitoring", "绩效双监控"), _UNIT_SIDE),
    ("rectification", Label("rectification", "整改事项"), ("officer", "department", "project_unit")),
    ("evaluation_job", Label("third-party job", "第三方评价任务"), _EVALUATION_SIDE),
    ("accountability", Label("accountability", "问责事项"), _OFFICE),
    ("result_list", Label("list of result use", "结果应用清单"), _OFFICE),
    ("appraisal", Label("appraisal", "绩效考核"), _OFFICE),
    ("progress", Label("progress report", "建设进度"), _UNIT),
    ("contract_change", Label("contract change", "合同变更"), _UNIT_SIDE),
    ("certification", Label("certified work", "工程计量"), _UNIT_SIDE),
    ("payment_exception", Label("leave to pay ahead of works", "超进度付款例外"), _UNIT),
    ("final_accounts", Label("final accounts", "竣工决算"), _UNIT_SIDE),
    ("asset", Label("asset", "资产"), _UNIT_SIDE),
    ("operation_year", Label("actual year", "年度实际收支"), _UNIT_SIDE),
    ("fund", Label("fund", "基金"), _FUND_SIDE),
    ("fund_terms", Label("terms of a fund", "基金条款"), _FUND_SIDE),
    ("capital_call", Label("capital call", "出资通知"), _FUND_SIDE),
    ("fund_distribution", Label("distribution of a fund", "基金分配"), _FUND_SIDE),
    ("fund_decision", Label("use of a fund's result", "基金评价结果应用"), _OFFICE),
    ("ppp_contract", Label("PPP contract", "PPP 合同"), _OFFICE),
    ("ppp_terms", Label("payment terms", "付费条款"), _OFFICE),
    ("waiver", Label("waived deduction", "免予扣减"), _OFFICE),
    ("payment_run", Label("payment run", "付费批次"), _OFFICE),
)


def _common(record: str, label: Label, writers: tuple[str, ...]) -> tuple[Permission, ...]:
    """Return the rights every record has: read, create, edit."""
    return (
        Permission(f"{record}.read", Label(f"Read: {label.en}", f"查看{label.zh}"), _EVERYBODY),
        Permission(f"{record}.create", Label(f"Create: {label.en}", f"新建{label.zh}"), writers),
        Permission(f"{record}.edit", Label(f"Edit: {label.en}", f"编辑{label.zh}"), writers),
    )


_ACTS = (
    Permission("project.submit", Label("Submit a project", "提交项目"), _UNIT),
    Permission("project.review", Label("Review a project", "审核项目"), ("officer", "reviewer")),
    Permission("project.approve", Label("Approve a project", "审定项目"), ("officer", "leader")),
    Permission("project.withdraw", Label("Withdraw a project", "撤回项目"), _OFFICE),
    Permission("project.start", Label("Start construction", "登记开工"), _UNIT),
    Permission("project.complete", Label("Record completion", "登记竣工"), _UNIT),
    Permission("project.change", Label("Change approved figures", "变更已审定数据"), _UNIT),
    Permission("project.close", Label("Close a project", "终结项目"), _OFFICE),
    Permission("project.suspend", Label("Suspend a project", "暂停项目"), _OFFICE),
    Permission("project.resume", Label("Resume a project", "恢复项目"), _OFFICE),
    Permission("project.advance", Label("Move an ordinary project on", "推进普通项目"), _UNIT_SIDE),
    Permission("application.submit", Label("Submit an application", "提交申报"), _UNIT),
    Permission("application.review", Label("Review an application", "审核申报"), ("officer", "reviewer")),
    Permission("application.report", Label("Report an application upward", "上报申报"), _OFFICE),
    Permission(
        "application.approve", Label("Record approval and quota", "登记批复与额度"), ("officer", "leader")
    ),
    Permission("application.issue", Label("Record an application as issued", "登记申报已发行"), _OFFICE),
    Permission("application.withdraw", Label("Withdraw an application", "撤回申报"), _UNIT),
    Permission("bond.disclose", Label("Disclose before the tender", "发行前披露"), _OFFICE),
    Permission("bond.issue", Label("Record an issue", "登记发行结果"), _OFFICE),
    Permission("bond.import", Label("Take over the province's result", "导入省级发行结果"), _OFFICE),
    Permission("bond.redeem", Label("Record a redemption", "登记兑付"), _OFFICE),
    Permission("bond.cancel", Label("Cancel an issue", "取消发行"), _OFFICE),
    Permission("bond_share.sign", Label("Sign on-lending", "登记转贷协议"), _OFFICE),
    Permission("bond_share.receive", Label("Record receipt", "登记到账"), _OFFICE),
    Permission("bond_share.settle", Label("Record as used up or repaid", "登记用完或还清"), _OFFICE),
    Permission("bond_share.recall", Label("Recall or release money", "收回或重新下达资金"), _OFFICE),
    Permission("bond_share.cancel", Label("Cancel a share", "取消债券份额"), _OFFICE),
    Permission("budget_line.submit", Label("Submit a budget line", "提交预算安排"), _OFFICE),
    Permission("budget_line.approve", Label("Open a budget line", "下达预算"), ("officer", "reviewer")),
    Permission("budget_line.import", Label("Import allotments", "导入指标"), _OFFICE),
    Permission("budget_line.adjust", Label("Adjust a budget line", "调整预算"), _OFFICE),
    Permission("budget_line.close", Label("Close or carry over", "结转或决算"), _OFFICE),
    Permission("budget_sheet.submit", Label("Submit a budget sheet", "提交预算安排表"), _OFFICE),
    Permission(
        "budget_sheet.approve", Label("Approve a budget sheet", "批准预算安排表"), ("officer", "reviewer")
    ),
    Permission("fund_use_plan.approve", Label("Approve a fund-use plan", "批复用款计划"), _UNIT),
    Permission("fund_use_plan.import", Label("Import fund-use plans", "导入用款计划"), _OFFICE),
    Permission("quota_notice.post", Label("Post a quota notice", "登记额度"), _OFFICE),
    Permission("supplement.submit", Label("Submit a supplementary request", "提交追加申请"), _UNIT_SIDE),
    Permission("supplement.review", Label("Examine a supplementary request", "审核追加申请"), _OFFICE),
    Permission("supplement.approve", Label("Record a supplementary request", "登记追加结果"), _OFFICE),
    Permission("disbursement.request", Label("Request a disbursement", "申请拨付"), _UNIT),
    Permission("disbursement.check", Label("Check a disbursement", "审核拨付"), ("reviewer", "officer")),
    Permission("disbursement.approve", Label("Approve a disbursement", "批准拨付"), ("officer", "leader")),
    Permission("disbursement.pay", Label("Pay", "支付"), _OFFICE),
    Permission("disbursement.import", Label("Import payments", "导入支付"), _OFFICE),
    Permission("disbursement.match", Label("Match with the treasury", "与国库对账"), _OFFICE),
    Permission("disbursement.cancel", Label("Cancel a disbursement", "取消拨付"), _UNIT),
    Permission("movement.confirm", Label("Confirm a movement", "复核资金往来"), ("reviewer", "officer")),
    Permission("instalment.budget", Label("Budget an instalment", "列入还本付息预算"), _OFFICE),
    Permission("instalment.notify", Label("Send payment notices", "发出缴款通知"), _OFFICE),
    Permission("instalment.remit", Label("Remit", "上缴还本付息资金"), _OFFICE),
    Permission("instalment.report_shortfall", Label("Report a shortfall", "上报资金缺口"), _OFFICE),
    Permission("instalment.confirm", Label("Confirm as paid", "确认偿还"), ("officer", "reviewer")),
    Permission("instalment.mark_overdue", Label("Record as overdue", "登记逾期"), _OFFICE),
    Permission("instalment.refinance", Label("Refinance", "再融资"), _OFFICE),
    Permission("instalment.supersede", Label("Replace a schedule", "替代还本付息计划"), _OFFICE),
    Permission("remittance.send", Label("Send money upward", "上解资金"), _OFFICE),
    Permission("remittance.receive", Label("Record a receipt from below", "登记下级上解收讫"), _OFFICE),
    Permission("repayment_order.carry_out", Label("Carry out a repayment order", "办理还款事项"), _OFFICE),
    Permission("change_of_use.submit", Label("Submit a change of use", "提交用途调整"), _UNIT),
    Permission(
        "change_of_use.review", Label("Review a change of use", "审核用途调整"), ("officer", "reviewer")
    ),
    Permission("change_of_use.approve", Label("Record a change of use", "登记用途调整"), _OFFICE),
    Permission("publication.draft", Label("Draft a publication", "编制公开稿"), ("officer", "publisher")),
    Permission("publication.review", Label("Review a publication", "审核公开稿"), ("officer", "reviewer")),
    Permission("publication.approve", Label("Approve a publication", "审批公开稿"), ("officer", "leader")),
    Permission("publication.publish", Label("Publish", "公开发布"), ("publisher",)),
    Permission("publication.withdraw", Label("Withdraw a publication", "撤回公开"), ("officer", "publisher")),
    Permission(
        "evaluation.submit",
        Label("Submit an evaluation", "提交评价"),
        ("evaluator", "project_unit", "department", "officer"),
    ),
    Permission("evaluation.recheck", Label("Re-check an evaluation", "复核评价"), ("evaluator", "reviewer")),
    Permission(
        "evaluation.score", Label("Score an evaluation", "评价打分"), ("evaluator", "officer", "department")
    ),
    Permission("ppp_period.edit", Label("Enter what a PPP period brought", "录入 PPP 期间数据"), _UNIT_SIDE),
    Permission("evaluation.object", Label("Object to a score", "对得分提出异议"), _UNIT_SIDE),
    Permission("evaluation.conclude", Label("Conclude an evaluation", "办结评价"), ("officer", "leader")),
    Permission("goal.submit", Label("Declare goals", "申报绩效目标"), _UNIT_SIDE),
    Permission("goal.review", Label("Examine goals", "审核绩效目标"), ("officer", "department", "reviewer")),
    Permission("goal.approve", Label("Approve goals with the budget", "随预算批复绩效目标"), _OFFICE),
    Permission("monitoring.submit", Label("Submit dual monitoring", "提交绩效监控"), _UNIT_SIDE),
    Permission(
        "monitoring.confirm", Label("Confirm dual monitoring", "确认绩效监控"), ("officer", "reviewer")
    ),
    Permission("rectification.answer", Label("Answer a rectification", "反馈整改"), _UNIT_SIDE),
    Permission("rectification.close", Label("Close a rectification", "整改销号"), ("officer", "reviewer")),
    Permission("evaluation_job.draw", Label("Draw a third party", "抽取第三方"), _OFFICE),
    Permission("evaluation_job.manage", Label("Manage a third-party job", "管理第三方任务"), _OFFICE),
    Permission(
        "evaluation_job.work", Label("Hand in work of a third party", "提交第三方成果"), _EVALUATION_SIDE
    ),
    Permission("accountability.decide", Label("Decide on accountability", "问责处理"), ("officer", "leader")),
    Permission(
        "result_list.approve", Label("Sign a list of result use", "审签结果应用清单"), ("officer", "leader")
    ),
    Permission("result_list.publish", Label("Publish a list of result use", "公示结果应用清单"), _OFFICE),
    Permission("appraisal.conclude", Label("Conclude an appraisal", "办结绩效考核"), ("officer", "leader")),
    Permission("contract_change.submit", Label("Submit a contract change", "提交合同变更"), _UNIT_SIDE),
    Permission(
        "contract_change.approve", Label("Approve a contract change", "批准合同变更"), ("officer", "reviewer")
    ),
    Permission("certification.submit", Label("Submit certified work", "提交工程计量"), _UNIT_SIDE),
    Permission(
        "certification.confirm", Label("Confirm certified work", "确认工程计量"), ("officer", "reviewer")
    ),
    Permission(
        "payment_exception.sign", Label("Ask for leave to pay ahead", "提请超进度付款签批"), ("officer",)
    ),
    Permission("final_accounts.submit", Label("Submit final accounts", "提交竣工决算"), _UNIT_SIDE),
    Permission(
        "final_accounts.approve", Label("Approve final accounts", "批复竣工决算"), ("officer", "reviewer")
    ),
    Permission("asset.register", Label("Register an asset", "登记资产"), ("officer", "department")),
    Permission("asset.dispose", Label("Dispose of an asset", "处置资产"), ("officer", "department")),
    Permission("operation_year.submit", Label("Submit an actual year", "提交年度实际收支"), _UNIT_SIDE),
    Permission(
        "operation_year.confirm", Label("Confirm an actual year", "确认年度实际收支"), ("officer", "reviewer")
    ),
    Permission("ppp_contract.approve", Label("Admit a PPP contract", "PPP 合同准入"), _OFFICE),
    Permission("ppp_contract.operate", Label("Move a PPP contract on", "推进 PPP 合同"), _OFFICE),
    Permission("ppp_terms.approve", Label("Approve payment terms", "批准付费条款"), ("officer", "reviewer")),
    Permission("waiver.grant", Label("Grant a waiver", "批准免扣"), _OFFICE),
    Permission("payment_run.calculate", Label("Calculate a payment run", "计算付费批次"), _OFFICE),
    Permission("payment_run.review", Label("Review a payment run", "核对付费批次"), ("reviewer", "officer")),
    Permission("payment_run.approve", Label("Approve a payment run", "批准付费批次"), ("officer", "leader")),
    Permission("payment_run.order", Label("Write payment orders", "开具付款令"), _OFFICE),
    Permission("payment_run.pay", Label("Record payments of a run", "登记批次支付"), ("officer", "reviewer")),
    Permission(
        "payment_run.disclose", Label("Disclose a payment run", "公开付费批次"), ("officer", "publisher")
    ),
    Permission("fund.review", Label("Move a fund to its next stage", "办理基金阶段变更"), _OFFICE),
    Permission("fund.advance", Label("Record the progress of a fund", "登记基金进展"), _FUND_SIDE),
    Permission("fund_terms.review", Label("Approve terms of a fund", "批准基金条款"), _OFFICE),
    Permission("capital_call.review", Label("Send or cancel a call", "发出或取消出资通知"), _OFFICE),
    Permission("capital_call.receive", Label("Record capital paid in", "登记出资到位"), _FUND_SIDE),
    Permission("fund_distribution.review", Label("Send a distribution", "发出分配通知"), _OFFICE),
    Permission(
        "fund_distribution.settle", Label("Record a distribution as paid", "登记分配支付"), _FUND_SIDE
    ),
    Permission("fund_decision.review", Label("Use a fund's result", "应用基金评价结果"), _OFFICE),
    Permission("progress.submit", Label("Submit a month", "提交月报"), _UNIT),
    Permission("progress.confirm", Label("Confirm a month", "确认月报"), ("officer", "reviewer")),
)

PERMISSIONS = tuple(right for record in _RECORDS for right in _common(*record)) + _ACTS
