"""Documents of PPP contracts that steps ask for."""

from models.lifecycle import DocumentType, Label

DOCUMENTS = (
    DocumentType("ppp_contract_text", Label("PPP contract", "PPP 项目合同"), "ppp.contract_papers"),
    DocumentType(
        "ppp_regime_decision", Label("Decision on the regime", "存量/新机制认定依据"), "ppp.contract_papers"
    ),
    DocumentType("acceptance_report", Label("Acceptance report", "竣工验收报告"), "ppp.contract_papers"),
    DocumentType("hand_over_report", Label("Hand-over report", "移交报告"), "ppp.contract_papers"),
    DocumentType("ppp_terms_annex", Label("Payment annex or supplement", "付费附件或补充协议")),
    DocumentType(
        "score_photo",
        Label("Photo of the scoring on site", "现场考核照片"),
        "ppp.score_papers",
        is_photo=True,
    ),
    DocumentType("score_report", Label("Report of the third party", "第三方考核报告"), "ppp.score_papers"),
    DocumentType(
        "objection_evidence", Label("Evidence of an objection", "异议证据材料"), "ppp.objection_days"
    ),
    DocumentType("waiver_evidence", Label("Evidence of the waiver", "免扣依据"), "ppp.waiver"),
)
