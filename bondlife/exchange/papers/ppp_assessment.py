"""按效付费考核报告: work, scores, payment, problems; annexes with standard, photos and tests."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bondlife.exchange.documents.paper import (
    Column,
    Facts,
    Form,
    Item,
    Paper,
    Photos,
    Prose,
    Signatures,
    Table,
    in_currency,
)
from bondlife.exchange.papers.contract_month import UNAVAILABLE
from bondlife.exchange.papers.payment_advice import MONEY, PICTURE, WAY, compared, way
from bondlife.queries.ppp_reports import ContractReport
from bondlife.queries.ppp_statement import ScoreBlock, ScoreItem

FORM = Form(
    "ppp_assessment",
    "按效付费考核报告",
    (
        Facts(
            "about",
            "一、项目概况",
            (
                Item("contract", "项目合同", is_wide=True),
                Item("number", "合同编号"),
                Item("period", "考核周期"),
                Item("agency", "实施机构"),
                Item("company", "项目公司"),
                Item("operation_from", "运营开始", "date"),
                Item("ends_on", "合同到期", "date"),
            ),
        ),
        Prose("work", "二、考核工作"),
        Table(
            "scores",
            "三、考核得分",
            (
                Column("cycle", "考核周期", width=14),
                Column("raw", "得分合计", width=12),
                Column("maximum", "适用满分", width=12),
                Column("score", "折算得分", width=12),
                Column("coefficient", "付费系数", width=14),
                Column("approved_on", "核准日期", width=14),
            ),
            empty="本期付费不依据考核得分。",
        ),
        Table(WAY.key, "四、付费计算", WAY.columns, empty="本期尚无付费计算。"),
        PICTURE,
        Prose("result", ""),
        Table(
            "lost",
            "五、主要问题：扣分事项",
            (
                Column("name", "指标", width=28),
                Column("points", "分值", width=10),
                Column("score", "得分", width=10),
                Column("reason", "扣分原因", "long", width=40),
            ),
            empty="没有扣分事项。",
        ),
        Table(
            "problems",
            "六、整改要求",
            (
                Column("what", "问题", "long", width=36),
                Column("demand", "要求", "long", width=36),
                Column("due_on", "期限", "date", width=12),
                Column("state", "状态", width=10),
            ),
            empty="没有整改要求。",
        ),
        Signatures("signed", is_line=True),
        Table(
            "standard",
            "附件一 考核标准与评分表",
            (
                Column("cycle", "周期", width=12),
                Column("first", "一级指标", width=12),
                Column("name", "指标", width=34),
                Column("points", "分值", width=8),
                Column("score", "得分", width=10),
                Column("reason", "说明", "long", width=30),
            ),
            empty="没有评分表。",
        ),
        Photos("photos", "附件二 现场照片"),
        Table(
            "tests",
            "附件三 检测与计量",
            (
                Column("name", "指标", width=20),
                Column("unit", "单位", width=10),
                Column("count", "次数", "count"),
                Column("least", "最小", "number"),
                Column("average", "平均", "number"),
                Column("most", "最大", "number"),
                Column("evidence", "依据", "long", width=26),
            ),
            empty="本期没有检测与计量数据。",
        ),
    ),
)


def paper(view: ContractReport, photo: Callable[[str], bytes]) -> Paper:
    """Return the assessment of a contract as a paper; ``photo`` gives the bytes of a digest."""
    stated = view.statement
    blocks = stated.scores if stated else ()
    names = ("contract", "number", "period", "agency", "company", "operation_from", "ends_on")
    values = {
        "about": {name: getattr(view, name) for name in names},
        "work": _work(view, len(blocks)),
        "scores": [_block(one) for one in blocks],
        "way": way(stated.rows) if stated else [],
        "result": [compared(stated)] if stated else [],
        "lost": [_item(item) for one in blocks for item in one.items if _is_lost(item)],
        "problems": [_problem(one) for one in view.problems],
        "signed": [{"role": "考核组"}, {"role": "实施机构"}, {"role": "财政部门"}],
        "standard": [
            {"cycle": one.cycle, "first": item.first} | _item(item) for one in blocks for item in one.items
        ],
        "photos": [{"caption": one.caption, "data": photo(one.digest)} for one in view.photos],
        "tests": [_test(one) for one in view.tests],
    }
    title = f"{view.contract} {view.period} 按效付费考核报告"
    form = in_currency(FORM, MONEY[view.currency])
    return Paper(form, values, title, view.last_day, view.number, "", view.agency)


def _work(view: ContractReport, cycles: int) -> list[str]:
    away = sum(one.type == UNAVAILABLE for one in view.events)
    days = f"{view.first_day:%Y-%m-%d}至{view.last_day:%Y-%m-%d}"
    told = f"考核期为{days}，依据合同约定的考核标准评分{cycles}次。"
    events = f"考核期内登记服务事件{len(view.events)}起，其中不可用{away}起；检测与计量{len(view.tests)}项。"
    return [told, events, f"随附现场照片{len(view.photos)}张。"]


def _block(one: ScoreBlock) -> dict[str, Any]:
    names = ("cycle", "raw", "maximum", "score", "coefficient", "approved_on")
    return {name: getattr(one, name) for name in names}


def _item(one: ScoreItem) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("name", "points", "score", "reason")}


def _is_lost(one: ScoreItem) -> bool:
    return one.applies and _number(one.score) < _number(one.points)


def _number(text: str) -> Decimal:
    """Return points as a number; words (not scored yet) count as nothing lost."""
    plain = text.replace(".", "", 1)
    return Decimal(text) if plain.isdigit() and plain.isascii() else Decimal("Infinity")


def _problem(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("what", "demand", "due_on", "state")}


def _test(one: Any) -> dict[str, Any]:
    names = ("name", "unit", "count", "least", "average", "most", "evidence")
    return {name: getattr(one, name) for name in names}
