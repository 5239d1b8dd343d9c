"""PPP: regimes, admission caps, linkage to performance, what a payment rests on.

Several notices of 2014 to 2020 are said to have been repealed in November 2023 (财金〔2023〕98号); contracts
signed under them still refer to them, so they are kept by contract and cited as such.
"""

from datetime import date

from models.lifecycle import Label
from models.regulation import RuleSeed

_STOCK = "国办函〔2025〕84号"
_NEW = "国办函〔2023〕115号"
_CAPS = "财金〔2022〕119号"
_ESTIMATE = "财金〔2015〕21号"
_LIBRARY = "财办金〔2017〕92号"
_STANDARD = "财金〔2019〕10号"
_PERFORMANCE = "财金〔2020〕13号"
_REPEALED = "Said to be repealed by 财金〔2023〕98号 (text not read); kept where the contract refers to it."
_OWN = "管理建议"

SEEDS = (
    RuleSeed(
        key="ppp.regime",
        label=Label("Stock contract or new mechanism", "存量项目或新机制项目"),
        value=["stock", "new"],
        unit="",
        form="list",
        basis=f"{_STOCK}；{_NEW}",
        status="in_force",
        valid_from=date(2023, 11, 3),
        params={"cut_over": "2023-02"},
        note="The regime is decided before anything else of a contract.",
    ),
    RuleSeed(
        key="ppp.new_mechanism",
        label=Label("What a new-mechanism contract may not hold", "新机制合同不得约定的内容"),
        value=["availability", "minimum_volume", "guaranteed_return", "gap_subsidy"],
        unit="",
        form="list",
        basis=_NEW,
        clause="使用者付费项目，不得以可行性缺口补助、承诺保底收益率、可用性付费等方式使用财政资金弥补",
        status="in_force",
        valid_from=date(2023, 11, 3),
        note="Support of construction and operating subsidies under general rules stay possible.",
    ),
    RuleSeed(
        key="ppp.concession_years",
        label=Label("Longest concession of the new mechanism", "新机制特许经营最长期限"),
        value=40,
        unit="years",
        form="number",
        basis=_NEW,
        valid_from=date(2023, 11, 3),
    ),
    RuleSeed(
        key="ppp.cap_government_pay",
        label=Label("No new government-pay contract above", "不得新签政府付费项目的支出占比"),
        value="0.05",
        unit="ratio",
        form="percent",
        basis=_CAPS,
        status="in_force",
        valid_from=date(2022, 11, 11),
        note="Governs admission; a fee that is due is never stopped by it.",
    ),
    RuleSeed(
        key="ppp.cap_warning",
        label=Label("Risk warning of PPP spending above", "财政承受能力风险提示线"),
        value="0.07",
        unit="ratio",
        form="percent",
        basis=_STANDARD,
        status="unconfirmed",
        valid_from=date(2019, 3, 7),
        note=_REPEALED,
    ),
    RuleSeed(
        key="ppp.cap_admission",
        label=Label("No new PPP contract at all above", "不得新签 PPP 项目的支出占比"),
        value="0.10",
        unit="ratio",
        form="percent",
        basis=_CAPS,
        status="in_force",
        valid_from=date(2022, 11, 11),
        note="Governs admission; a fee that is due is never stopped by it.",
    ),
    RuleSeed(
        key="ppp.expenditure_growth",
        label=Label("Assumed growth of budget expenditure", "一般公共预算支出年增长率假定"),
        value="0",
        unit="ratio",
        form="percent",
        basis=_OWN,
        note="No growth as shipped: inflating the forecast is forbidden (财金〔2022〕119号).",
    ),
    RuleSeed(
        key="ppp.estimate",
        label=Label(
            "Estimate of fiscal affordability, never a price", "财政承受能力测算公式（不作为付费依据）"
        ),
        value=["equity", "subsidy", "risk", "support"],
        unit="",
        form="list",
        basis=_ESTIMATE,
        status="repealed_kept",
        valid_from=date(2015, 4, 7),
        note=_REPEALED,
    ),
    RuleSeed(
        key="ppp.linkage_gate",
        label=Label("Availability payment linked to the score at least", "可用性付费与绩效挂钩比例下限"),
        value="0.30",
        unit="ratio",
        form="percent",
        basis=_LIBRARY,
        status="unconfirmed",
        valid_from=date(2017, 11, 10),
        note="The figure is remembered, the theme was read; " + _REPEALED,
    ),
    RuleSeed(
        key="ppp.full_linkage",
        label=Label("Operating subsidy linked to the score in full", "运营补贴与绩效完全挂钩"),
        value=["2020-03-16"],
        unit="",
        form="list",
        basis=_PERFORMANCE,
        status="repealed_kept",
        valid_from=date(2020, 3, 16),
        note="Asked of contracts signed from that day on; a warning, never a stop. " + _REPEALED,
    ),
    RuleSeed(
        key="ppp.worked_example",
        label=Label(
            "A formula is approved when its worked example comes out", "公式须附算例且算例复算一致方可批准"
        ),
        value=1,
        unit="examples",
        form="number",
        basis=_OWN,
        note="Fewest worked examples of a contract formula.",
    ),
    RuleSeed(
        key="ppp.terms_apart",
        label=Label("Versions of terms follow one another", "付费条款版本首尾相接、不得重叠"),
        value=True,
        unit="",
        form="flag",
        basis=_OWN,
    ),
    RuleSeed(
        key="ppp.contract_papers",
        label=Label("Papers of a PPP contract", "PPP 合同存档文件"),
        value=["ppp_contract_text", "ppp_regime_decision"],
        unit="",
        form="list",
        basis=_OWN,
    ),
    RuleSeed(
        key="ppp.payment_conditions",
        label=Label("What a payment rests on", "付费前提条件"),
        value=["score_approved", "objection_closed", "budget_line"],
        unit="",
        form="list",
        basis=_STOCK,
        note="The steps are those of published contracts; no national day limit was found.",
    ),
    RuleSeed(
        key="ppp.waiver",
        label=Label("A waived deduction is approved and told", "免予扣减须经批准并公开一行"),
        value=["reason", "public_line"],
        unit="",
        form="list",
        basis=_OWN,
    ),
    RuleSeed(
        key="ppp.payment_days",
        label=Label("Days to pay a small firm", "向中小企业付款期限"),
        value=30,
        unit="days",
        form="days",
        basis="保障中小企业款项支付条例",
        params={"longest": 60},
        note="Used where a contract names no days of its own.",
    ),
    RuleSeed(
        key="ppp.arrears",
        label=Label("Arrears have a ledger and a clearing plan", "拖欠账款台账与清欠计划"),
        value=["due", "paid", "overdue", "plan"],
        unit="",
        form="list",
        basis=_STOCK,
    ),
    RuleSeed(
        key="ppp.index_unbroken",
        label=Label("An index that moves a payment has no gap", "调价指数序列不得中断"),
        value=True,
        unit="",
        form="flag",
        basis=_OWN,
        note="A missing month would be made up; a published value stays.",
    ),
    RuleSeed(
        key="ppp.arrears_alert",
        label=Label(
            "Days overdue that call, and that are grave without a plan", "付费逾期预警天数（预警、严重）"
        ),
        value=[1, 30],
        unit="days",
        form="list",
        basis=_OWN,
        note="A fee that is planned and paid as planned stays a warning.",
    ),
    RuleSeed(
        key="ppp.foreign_regimes",
        label=Label("Deduction regimes of other countries are offered", "启用境外扣减规则模板"),
        value=False,
        unit="",
        form="flag",
        basis=_OWN,
        note="UK area weights and points; off until a region switches them on by a version of its own.",
    ),
)
