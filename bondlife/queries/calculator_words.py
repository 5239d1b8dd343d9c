"""What areas of calculators and columns of their result tables are called, and in which unit they are."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from models.lifecycle import Label

AREAS = {
    "bonds": Label("Bonds", "债券"),
    "coverage": Label("Coverage and balance", "收支平衡与覆盖倍数"),
    "funds": Label("Government funds", "政府投资基金"),
    "portfolio": Label("Portfolio", "组合计算"),
    "ppp": Label("PPP", "PPP"),
    "risk": Label("Debt risk", "债务风险"),
    "scoring": Label("Performance scoring", "绩效评分"),
}
PLAIN = frozenset(
    {
        *("number", "year", "year_number", "days", "days_elapsed", "days_left", "from_days", "to_days"),
        *("month", "sign_changes", "above", "count", "first_negative_year", "part", "rank"),
    }
)
"""Whole numbers in result tables that are no money; all others are fen."""
CALENDAR = frozenset({"year", "first_negative_year"})

_COLUMNS = {
    "number": "期次", "nominal_date": "名义付息日", "payment_date": "实际付款日", "is_provisional": "暂定",
    "opening": "期初余额", "interest": "利息", "principal": "本金", "closing": "期末余额", "year": "年度",
    "income": "收入", "funding": "融资", "construction": "建设支出", "operating": "运营支出",
    "surplus": "当年结余", "cash_balance": "累计结余", "name": "名称", "label": "项目",
    "relation": "关系", "left": "左侧", "right": "右侧", "difference": "差额", "holds": "成立",
    "factor": "因素", "step": "变动", "net_revenue": "净收益", "bond_debt_service": "债券本息",
    "all_debt_service": "全部债务本息", "bond_multiple": "债券覆盖倍数", "all_multiple": "全部债务覆盖倍数",
    "first_negative_year": "首个缺口年度", "at_lowest_step": "最低变动时", "at_highest_step": "最高变动时",
    "swing": "摆幅", "call": "缴款", "fee": "费用", "result": "损益", "distribution": "分配", "gain": "收益",
    "paid_in": "实缴", "distributed": "已分配", "capital": "本金返还", "preferred": "门槛收益",
    "catch_up": "追补", "catch_up_to_manager": "追补归管理人", "split": "超额分配",
    "split_to_manager": "超额归管理人", "to_investors": "归出资人", "to_manager": "归管理人",
    "manager_share_of_gain": "管理人占收益比例", "day": "日期", "cash": "现金",
    "capital_outstanding": "未返还本金", "preferred_outstanding": "未付门槛收益",
    "days_elapsed": "已过天数", "days_left": "剩余天数", "sign_changes": "变号次数", "rate": "比率",
    "is_ambiguous": "多解", "nav_before": "计提前净值", "carry": "业绩报酬", "nav_after": "计提后净值",
    "year_number": "年序", "operation": "运营", "user_payment": "使用者付费", "gap": "缺口",
    "subsidy": "补助",
    "payment": "付款", "spending": "支出责任", "expenditure": "一般公共预算支出", "headroom": "余量",
    "share": "份额", "points": "分数", "above": "起点", "kind": "类别", "formula": "公式",
    "in_numbers": "代入数", "clause": "条款", "exact": "精确值", "fen": "金额", "unused": "闲置",
    "days": "天数", "idle_cost": "闲置成本", "from_days": "自（天）", "to_days": "至（天）", "month": "月份",
    "year_to_date": "累计", "amount": "金额", "requested": "申请", "cut": "核减", "approved": "核定",
    "count": "个数", "executed": "执行数", "budget": "预算数", "execution_rate": "执行率",
    "execution_score": "执行得分", "is_over_budget": "超预算", "score": "得分", "weight": "权重",
    "warning_on": "预警日", "limit_on": "期限日", "state": "状态", "grade": "等级", "lowest": "下限",
    "key": "代号", "numerator": "分子", "denominator": "分母", "text": "说明", "start": "起始日",
    "highest": "上限", "ratio": "占比", "admits_government_pay": "可用政府付费", "is_warned": "预警",
    "admits_any": "可入库", "expression": "算式", "value": "值", "unit": "单位", "is_negative": "为负",
    "is_capped": "已封顶", "percentage": "占比（%）", "mean": "平均分", "rank": "名次", "passed": "及格",
    "allocated": "分配额", "part": "序号",
}  # fmt: skip


def column_label(name: str) -> Label:
    """Return what a column of a result table is called; one that speaks a language is called as the quantity.

    >>> column_label("payment_date").en, column_label("payment_date").zh
    ('Payment date', '实际付款日')
    """
    plain = name.removesuffix("_zh")
    english = plain.replace("_", " ").capitalize()
    return Label(english, _COLUMNS.get(plain, english))


def column_unit(name: str, value: Any) -> str:
    """Return the unit of a column by its name and a value of it.

    >>> column_unit("interest", 885), column_unit("year", 2026)
    ('fen', 'years')
    """
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        return ("years" if name in CALENDAR else "count") if name in PLAIN else "fen"
    if isinstance(value, date):
        return "date"
    if isinstance(value, Decimal | Fraction):
        return "multiple" if "multiple" in name else "ratio"
    return "text"
