"""Papers of funds: notices of calls and distributions, the yearly report; fields as investors ask for them.

The fields follow what industry templates for limited partners ask (capital account, fees gross to net,
performance); the forms are the house's own and claim to be no such template.
"""

from bondlife.exchange.documents.paper import Column, Facts, Form, Item, Prose, Signatures, Table

_PARTNER = Column("partner", "合伙人", width=28)


def _fen(key: str, label: str, *, group: str = "") -> Column:
    return Column(key, label, "fen", 16, group, is_summed=True)


CALL = Form(
    "fund_call_notice",
    "出资缴款通知书",
    (
        Facts(
            "call",
            "一、本次出资",
            (
                Item("fund", "基金名称", is_wide=True),
                Item("manager", "管理人"),
                Item("custodian", "托管人"),
                Item("number", "出资次数", "count"),
                Item("type", "类别"),
                Item("called_on", "通知日期", "date"),
                Item("due_on", "缴款截止日", "date"),
                Item("amount", "本次出资总额", "fen"),
                Item("for_investment", "其中：用于投资", "fen"),
                Item("for_fees", "其中：用于费用", "fen"),
                Item("account", "托管账户"),
                Item("purpose", "资金用途", "long", is_wide=True),
            ),
        ),
        Table(
            "lines",
            "二、各合伙人应缴金额",
            (
                _PARTNER,
                _fen("committed", "认缴"),
                _fen("before", "此前已通知"),
                _fen("amount", "本次应缴"),
                _fen("left", "本次后未缴余额"),
                _fen("paid", "已到账"),
            ),
            "合计",
        ),
        Prose("terms", "三、说明"),
        Signatures("signatures", "", is_line=True),
    ),
    "元",
)

DISTRIBUTION = Form(
    "fund_distribution_notice",
    "收益分配通知书",
    (
        Facts(
            "distribution",
            "一、本次分配",
            (
                Item("fund", "基金名称", is_wide=True),
                Item("manager", "管理人"),
                Item("number", "分配次数", "count"),
                Item("on", "分配日期", "date"),
                Item("amount", "分配总额", "fen"),
                Item("to_investors", "归出资人", "fen"),
                Item("to_manager", "业绩报酬", "fen"),
                Item("conceded", "政府让利", "fen"),
                Item("method", "分配方式"),
                Item("origin", "资金来源", "long", is_wide=True),
            ),
        ),
        Table(
            "tiers", "二、分配层级", (Column("tier", "层级", width=28), Column("amount", "金额", "fen", 18))
        ),
        Table(
            "lines",
            "三、各合伙人分配金额",
            (
                _PARTNER,
                _fen("capital", "返还本金"),
                _fen("gain", "收益"),
                _fen("carry", "业绩报酬"),
                _fen("concession", "让利"),
                _fen("amount", "分配合计"),
            ),
            "合计",
        ),
        Table(
            "since",
            "四、分配后累计",
            (
                _PARTNER,
                _fen("paid_in", "累计实缴"),
                _fen("distributed", "累计分配"),
                _fen("account", "资本账户余额"),
            ),
            "合计",
        ),
        Signatures("signatures", "", is_line=True),
    ),
    "元",
)

REPORT = Form(
    "fund_yearly_report",
    "政府投资基金年度报告",
    (
        Facts(
            "fund",
            "一、基金概况",
            (
                Item("name", "基金名称", is_wide=True),
                Item("fund_type", "类型"),
                Item("state", "阶段"),
                Item("manager", "管理人"),
                Item("custodian", "托管人"),
                Item("filing_number", "备案编号"),
                Item("registered_on", "设立日期", "date"),
                Item("term_ends_on", "存续期届满日", "date"),
                Item("target_size", "目标规模", "fen"),
                Item("committed", "认缴总额", "fen"),
                Item("paid_in", "实缴总额", "fen"),
            ),
        ),
        Table(
            "accounts",
            "二、资本账户（本年）",
            (
                _PARTNER,
                _fen("opening", "年初余额"),
                _fen("call", "实缴"),
                _fen("fee", "费用"),
                _fen("result", "损益"),
                _fen("carry", "业绩报酬及让利"),
                _fen("distribution", "分配"),
                _fen("clawback", "回拨"),
                Column(
                    "closing",
                    "年末余额",
                    "fen",
                    16,
                    formula="opening + call - fee + result + carry - distribution + clawback",
                    is_summed=True,
                ),
            ),
            "合计",
        ),
        Facts(
            "fees",
            "三、管理费（由约定到实付）",
            (
                Item("base", "计费基数名称"),
                Item("base_amount", "年末计费基数", "fen"),
                Item("rate", "管理费率", "percent"),
                Item("gross", "按约定应计", "fen"),
                Item("share", "绩效评价核定比例", "percent"),
                Item("net", "核定后应付", "fen"),
                Item("waived", "管理人减免", "fen"),
                Item("offset", "以被投企业所得抵扣", "fen"),
                Item("due", "应付净额", "fen", formula="net - waived - offset"),
                Item("paid", "本年实付管理费", "fen"),
                Item("back", "本年返还", "fen"),
                Item("open", "未付", "fen", formula="due - paid + back"),
            ),
        ),
        Table(
            "costs",
            "四、费用明细",
            (
                Column("cost", "费用类别", width=28),
                _fen("year", "本年"),
                _fen("so_far", "累计"),
            ),
            "合计",
        ),
        Table(
            "holdings",
            "五、投资项目",
            (
                Column("name", "企业（子基金）", width=30),
                Column("direction", "方向", width=16),
                Column("invested_on", "投资日期", "date", 12),
                _fen("cost", "成本"),
                _fen("proceeds", "累计回款"),
                _fen("value", "年末价值"),
                Column("multiple", "倍数", "multiple", 10),
            ),
            "合计",
        ),
        Table(
            "performance",
            "六、业绩",
            (
                Column("whose", "主体", width=28),
                Column("paid_in", "累计实缴", "fen", 16),
                Column("distributed", "累计分配", "fen", 16),
                Column("nav", "净值", "fen", 16),
                Column("dpi", "DPI", "multiple", 10),
                Column("rvpi", "RVPI", "multiple", 10),
                Column("tvpi", "TVPI", "multiple", 10),
                Column("irr", "内部收益率", width=16),
            ),
        ),
        Table(
            "goals",
            "七、政策目标",
            (
                Column("goal", "目标", width=30),
                Column("measure", "口径", width=16),
                Column("target", "目标值", "number", 12),
                Column("actual", "完成值", "number", 12),
            ),
        ),
        Table(
            "triggers",
            "八、退出情形",
            (Column("trigger", "情形", width=44), Column("state", "状态", width=14)),
        ),
        Signatures("signatures", "", is_line=True),
    ),
    "万元",
    is_wide=True,
    note="字段参照有限合伙人报告的通行做法，不是行业协会模板。",
)
FORM = REPORT
"""The form whose template an officer may edit."""
