"""Layouts of the duration-period tables, as data: a new edition of a form is a new entry here.

“其中：债券资金安排” stands twice; each belongs to the column of investment left of it.
"""

from dataclasses import dataclass
from typing import Literal

ColumnKind = Literal["text", "amount", "rate", "tenor", "date"]


@dataclass(frozen=True, slots=True)
class DurationColumn:
    """One column: its field, the headings it goes by, how it is read, whether blanks carry it on."""

    name: str
    headings: tuple[str, ...]
    kind: ColumnKind = "text"
    is_required: bool = False
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class DurationLayout:
    """One edition of a form: since which year it is used, its columns, what tells it from the others."""

    key: str
    label: str
    label_zh: str
    basis: str
    since: int
    columns: tuple[DurationColumn, ...]


def _bond(*more: DurationColumn) -> tuple[DurationColumn, ...]:
    return (
        DurationColumn("bond_name", ("债券名称", "债券全称"), is_required=True, is_carried=True),
        *more,
        DurationColumn("tenor", ("债券期限", "发行期限"), "tenor", is_carried=True),
        DurationColumn("coupon", ("债券利率", "利率"), "rate", is_carried=True),
    )


_PART = ("其中债券资金安排", "其中:债券资金安排", "其中：债券资金安排", "债券资金安排")
_INVESTMENT = (
    DurationColumn(
        "investment", ("债券项目总投资", "项目总投资", "项目全周期总投资"), "amount", is_required=True
    ),
    DurationColumn("investment_bonds", _PART, "amount"),
    DurationColumn(
        "realised", ("债券项目已实现投资", "已实现投资", "项目已实现投资"), "amount", is_required=True
    ),
    DurationColumn("realised_bonds", _PART, "amount"),
)

_NATIONAL = (
    DurationColumn("bond_code", ("债券编码", "债券代码"), is_carried=True),
    DurationColumn("bond_type", ("债券类型",), is_carried=True),
    DurationColumn("issue_date", ("发行时间", "债券发行时间"), "date", is_carried=True),
    DurationColumn("bond_used", ("债券规模",), "amount", is_required=True),
)

LAYOUTS = (
    DurationLayout(
        "zhejiang_special",
        "Zhejiang: special bonds and their projects",
        "浙江省政府新增专项债券存续期对应项目情况表",
        "浙江省存续期信息公开表式（2024年公开的2023年末情况）",
        2021,
        (
            *_bond(DurationColumn("short_name", ("债券简称",), is_required=True, is_carried=True)),
            DurationColumn("project_name", ("项目名称",), is_required=True),
            DurationColumn("bond_used", ("本期债券使用额度",), "amount", is_required=True),
            *_INVESTMENT,
            DurationColumn("income_total", ("已实现收益",), "amount"),
            DurationColumn("income_year", ("其中当年收益", "其中:当年收益", "其中：当年收益"), "amount"),
            DurationColumn(
                "expected_income",
                ("预期收益", "预期收益起至全周期结束", "项目预期收益"),
                "amount",
                is_required=True,
            ),
            DurationColumn("evaluation", ("当年发行债券绩效评价结果", "绩效评价结果")),
            DurationColumn("note", ("其他需公开事项", "备注")),
        ),
    ),
    DurationLayout(
        "national_special",
        "National: new special bonds (form 209)",
        "新增地方政府专项债券情况表",
        "地方政府债务信息公开办法（财预〔2018〕209号）",
        2019,
        (
            *_bond(*_NATIONAL),
            DurationColumn("project_name", ("项目名称", "债券项目名称")),
            *_INVESTMENT,
            DurationColumn("income_total", ("已取得项目收益", "项目已取得收益"), "amount", is_required=True),
            DurationColumn("note", ("备注",)),
        ),
    ),
    DurationLayout(
        "national_general",
        "National: new general bonds (form 209)",
        "新增地方政府一般债券情况表",
        "地方政府债务信息公开办法（财预〔2018〕209号）",
        2019,
        (
            *_bond(*_NATIONAL),
            DurationColumn("project_name", ("项目名称", "备注")),
            *_INVESTMENT,
        ),
    ),
)
"""From the most particular to the most general; the first whose required columns all stand is taken."""
