"""Documents that the gates of a special bond ask for."""

from models.kinds.performance import PERFORMANCE_DOCUMENTS
from models.kinds.supplement import BUDGET_ADJUSTMENT, SUPPLEMENT_REQUEST
from models.lifecycle import DocumentType, Label

DOCUMENTS = (
    DocumentType("approval_basis", Label("Approval basis of the project", "立项依据"), "reserve.readiness"),
    DocumentType(
        "capital_source", Label("Proof of capital sources", "资本金来源证明"), "reserve.capital_ratio"
    ),
    DocumentType(
        "feasibility_approval",
        Label("Approval of the feasibility study", "可行性研究报告批复"),
        "reserve.readiness",
    ),
    DocumentType("permits", Label("List of permits", "前期手续清单"), "reserve.required_permits"),
    DocumentType(
        "evaluation_report", Label("Evaluation report", "绩效评估（评价）报告"), "reserve.ex_ante_items"
    ),
    DocumentType("implementation_plan", Label("Implementation plan", "项目实施方案"), "issuance.papers"),
    DocumentType("financial_report", Label("Financial evaluation report", "财务评估报告"), "issuance.papers"),
    DocumentType("legal_opinion", Label("Legal opinion", "法律意见书"), "issuance.papers"),
    DocumentType("balance_table", Label("Balance table", "收支平衡表"), "coverage.balance_checks"),
    DocumentType(
        "sensitivity_table", Label("Sensitivity table", "敏感性分析表"), "coverage.sensitivity_steps"
    ),
    DocumentType(
        "maturing_schedule", Label("List of maturing principal", "到期本金清单"), "repayment.refinancing"
    ),
    DocumentType("own_funds_budget", Label("Budget of the part paid from own funds", "自有资金偿还预算"), ""),
    DocumentType("application_letter", Label("Letter of application", "申报文件"), "issuance.route"),
    DocumentType(
        "approval_reply", Label("Reply of the approving authority", "审核批复（通过清单）"), "issuance.route"
    ),
    DocumentType(
        "national_reply",
        Label("Reply of the national authorities", "国家发展改革委、财政部审核意见"),
        "issuance.route_papers",
    ),
    DocumentType("quota_notice", Label("Quota notice", "限额（额度）下达文件"), "issuance.limit"),
    DocumentType(
        "pre_issue_set", Label("Pre-issue disclosure set", "发行前披露材料"), "disclosure.pre_issue_set"
    ),
    DocumentType("credit_rating", Label("Credit rating", "信用评级报告"), "disclosure.pre_issue_set"),
    DocumentType("tender_result", Label("Tender result", "发行结果公告"), "disclosure.issue_result_days"),
    DocumentType("onlending_agreement", Label("On-lending agreement", "转贷协议"), "issuance.onlending"),
    DocumentType("receipt_voucher", Label("Voucher of receipt", "到账凭证"), "issuance.onlending"),
    DocumentType("opening_budget", Label("Opening budget", "年初预算批复"), "budget.basis_documents"),
    BUDGET_ADJUSTMENT,
    SUPPLEMENT_REQUEST,
    DocumentType("allotment_notice", Label("Allotment notice", "指标文"), "budget.allotment_caps"),
    DocumentType("contract", Label("Contract", "合同"), "use.final_payee"),
    DocumentType(
        "payment_evidence",
        Label("Evidence for the payment (certificate, invoice)", "付款依据（计量单、发票）"),
        "",
    ),
    DocumentType(
        "ahead_of_work_reason",
        Label("Signed reason for paying ahead", "超进度付款签批说明"),
        "use.ahead_of_work",
    ),
    DocumentType(
        "contract_change_approval",
        Label("Approval of the contract change", "合同变更批复"),
        "operation.contracts",
    ),
    DocumentType("work_certificate", Label("Certificate of work", "工程计量单"), "operation.contracts"),
    DocumentType("payment_voucher", Label("Payment voucher", "支付凭证"), "use.final_payee"),
    DocumentType("movement_voucher", Label("Voucher of the movement", "资金往来凭证"), "budget.fund_budget"),
    DocumentType(
        "purpose_reason", Label("Signed reason for the purpose", "支付用途签批说明"), "use.blocked_purposes"
    ),
    DocumentType("recall_notice", Label("Notice of recall", "资金收回通知"), "use.recall_months"),
    DocumentType(
        "commencement_notice", Label("Notice of commencement", "开工报告"), "operation.progress_report"
    ),
    DocumentType("site_photos", Label("Site photos", "现场照片"), "operation.progress_report", is_photo=True),
    DocumentType(
        "completion_acceptance", Label("Completion acceptance", "竣工验收证明"), "operation.completion"
    ),
    DocumentType("completion_accounts", Label("Completion accounts", "竣工财务决算"), "operation.completion"),
    DocumentType("disposal_approval", Label("Approval of the disposal", "资产处置批复"), "operation.assets"),
    DocumentType("asset_record", Label("Asset record", "资产登记"), "operation.assets"),
    DocumentType("payment_notice", Label("Payment notice", "缴款通知"), "repayment.notices"),
    DocumentType(
        "source_note", Label("Note of the source of money", "偿债资金来源说明"), "repayment.interest_sources"
    ),
    DocumentType("remittance_voucher", Label("Remittance voucher", "上缴凭证"), "repayment.lead_days"),
    DocumentType("redemption_proof", Label("Proof of payment to holders", "兑付证明"), ""),
    DocumentType(
        "order_basis",
        Label("Basis of the order (agreement, notice, decision)", "办理依据（协议、公告、决定）"),
        "issuance.repayment_forms",
    ),
    DocumentType("shortfall_plan", Label("Shortfall plan", "资金缺口方案"), "repayment.shortfall_sources"),
    DocumentType("refinancing_plan", Label("Refinancing plan", "再融资方案"), "repayment.refinancing"),
    DocumentType(
        "redemption_notice", Label("Notice of redemption", "提前还本公告"), "issuance.repayment_forms"
    ),
    DocumentType(
        "change_reason_evidence", Label("Evidence for the change of use", "用途调整依据"), "use.change_cases"
    ),
    DocumentType("provincial_approval", Label("Provincial approval", "省级批复"), "use.change_cases"),
    DocumentType(
        "publication_receipt", Label("Receipt of publication", "公开回执"), "disclosure.annual_date"
    ),
    DocumentType("withdrawal_notice", Label("Notice of withdrawal", "撤回公告"), ""),
    DocumentType("rectification_report", Label("Rectification report", "整改报告"), "use.sanctions"),
    DocumentType("closing_statement", Label("Closing statement", "终结报告"), "repayment.all_repaid"),
    *PERFORMANCE_DOCUMENTS,
)
