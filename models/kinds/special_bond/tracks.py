"""The seven stages on the rail of a project."""

from models.lifecycle import Label, Track

TRACKS = (
    Track("reserve", Label("Reserve", "储备")),
    Track("issuance", Label("Application and issuance", "申报与发行")),
    Track("budget", Label("Budget", "预算")),
    Track("disbursement", Label("Disbursement and use", "拨付使用")),
    Track("operation", Label("Construction and operation", "建设运营")),
    Track("repayment", Label("Repayment", "还本付息")),
    Track("supervision", Label("Performance and supervision", "绩效与监督")),
)
