"""The yearly report to the congress on performance: what was evaluated, the results, what followed."""

from bondlife.exchange.documents.paper import Column, Facts, Form, Item, Prose, Signatures, Table


def _fen(key: str, label: str, *, is_summed: bool = True) -> Column:
    return Column(key, label, "fen", 16, is_summed=is_summed)


FORM = Form(
    "performance_year",
    "预算绩效管理工作情况报告",
    (
        Prose("told", "一、总体情况"),
        Facts(
            "summary",
            "二、主要数据",
            (
                Item("goals", "设定绩效目标项目", "count"),
                Item("goal_amount", "绩效目标管理资金", "fen"),
                Item("ex_ante", "事前绩效评估项目", "count"),
                Item("monitored", "绩效监控报告", "count"),
                Item("red", "其中：红灯", "count"),
                Item("yellow", "其中：黄灯", "count"),
                Item("self_count", "单位自评项目", "count"),
                Item("self_departments", "自评涉及部门", "count"),
                Item("self_amount", "自评涉及预算金额", "fen"),
                Item("recheck_count", "抽查复核项目", "count"),
                Item("department_count", "部门评价", "count"),
                Item("key_count", "财政重点评价", "count"),
                Item("key_mean", "重点评价平均分", "number"),
                Item("cut_projects", "结果应用调整项目", "count"),
                Item("cut_amount", "结果应用核减金额", "fen"),
                Item("orders", "下达整改通知", "count"),
                Item("orders_closed", "已办结", "count"),
                Item("orders_late", "逾期未改", "count"),
                Item("accountable", "问责事项", "count"),
            ),
            3,
        ),
        Table(
            "grades",
            "三、评价等级分布",
            (
                Column("what", "评价类型", width=22),
                Column("grade", "等级", width=10),
                Column("band", "分数段", width=14),
                Column("count", "个数", "count", 10),
                Column("share", "占比", "percent", 12),
            ),
        ),
        Table(
            "evaluations",
            "四、部门评价和财政评价结果",
            (
                Column("name", "评价对象", width=40),
                Column("type", "评价类型", width=16),
                Column("body", "主管部门", width=24),
                Column("score", "得分", "number", 10),
                Column("grade", "等级", width=8),
            ),
        ),
        Table(
            "lists",
            "五、评价结果与预算挂钩",
            (
                Column("name", "清单", width=30),
                Column("year", "预算年度", width=10),
                Column("rule", "适用规则", width=34),
                Column("status", "规则状态", width=14),
                Column("projects", "项目数", "count", 10, is_summed=True),
                _fen("requested", "申请数"),
                _fen("cut", "核减数"),
                Column("state", "状态", width=10),
            ),
            "合计",
        ),
        Table(
            "funds",
            "六、政府投资基金评价结果应用",
            (
                Column("fund", "基金", width=34),
                Column("score", "得分", "number", 10),
                Column("grade", "等级", width=8),
                Column("action", "处理", width=14),
                _fen("contribution", "下年核定出资"),
                _fen("reward", "一次性奖励"),
                Column("state", "状态", width=10),
            ),
            "合计",
        ),
        Table(
            "orders",
            "七、整改落实情况",
            (
                Column("project", "项目", width=30),
                Column("finding", "发现问题", "long", 36),
                Column("ordered_on", "下达", "date", 12),
                Column("due_on", "整改期限", "date", 12),
                Column("answered_on", "反馈", "date", 12),
                Column("closed_on", "办结", "date", 12),
                Column("state", "状态", width=12),
            ),
        ),
        Table(
            "accountability",
            "八、问责情况",
            (
                Column("project", "项目", width=30),
                Column("matter", "事由", width=18),
                Column("answerable", "责任单位（人）", width=22),
                Column("measure", "处理措施", width=18),
                Column("decision", "处理文号", width=20),
                Column("state", "状态", width=12),
            ),
        ),
        Table(
            "appraisals",
            "九、对下级绩效管理工作考核",
            (
                Column("name", "区县（镇街）", width=24),
                Column("score", "得分", "number", 10),
                Column("grade", "等级", width=8),
                Column("state", "状态", width=12),
            ),
        ),
        Table(
            "third",
            "十、第三方机构参与评价",
            (
                Column("name", "任务", width=34),
                Column("agency", "机构", width=30),
                _fen("amount", "委托费用"),
                Column("stars", "星级均值", "number", 10),
                Column("state", "状态", width=12),
            ),
            "合计",
        ),
        Signatures("signatures", "", is_line=True),
    ),
    "万元",
    is_wide=True,
)
