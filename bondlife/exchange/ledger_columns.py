"""The columns of a project ledger, as data: the importer, its template and its notes are all drawn
from here.
"""

from dataclasses import dataclass
from typing import Literal

from bondlife.exchange.bond_types import BOND_TYPES

LedgerKind = Literal["text", "code", "region", "choice", "amount", "month"]

STATES = {
    "储备": "reserve",
    "已申报": "applied",
    "已发行": "issued",
    "建设中": "construction",
    "运营中": "operation",
    "还本付息": "repayment",
    "已结清": "closed",
}
"""Present state as written → code."""

KINDS = {"专项债券项目": "special_bond", "普通预算项目": "ordinary"}
"""Kind of project as written → code."""

SECTORS = {name: name for parent, items in BOND_TYPES.items() for name in (items or (parent,))}
"""Sectors as the tick tree of the disclosure template names them."""


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: name in code, headings, kind, note and example; a choice lists wording → code."""

    name: str
    heading: str
    english: str
    kind: LedgerKind
    note: str
    note_en: str
    example: str
    is_required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[str, ...] = ()
    limit: int = 200


def _choices(table: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(table.items())


COLUMNS = (
    LedgerColumn(
        "code",
        "项目编码",
        "Project code",
        "code",
        "本单位使用的唯一编码，以文本填写",
        "Unique code, as text",
        "NB-2024-0001",
        True,
        synonyms=("项目代码", "编码"),
        limit=40,
    ),
    LedgerColumn(
        "name",
        "项目名称",
        "Project name",
        "text",
        "批复文件上的全称",
        "Full name as approved",
        "示例污水处理厂扩建工程",
        True,
    ),
    LedgerColumn(
        "region_code",
        "行政区划代码",
        "Region code",
        "region",
        "GB/T 2260 六位代码，或九位、十二位",
        "GB/T 2260, 6, 9 or 12 digits",
        "330203",
        True,
        synonyms=("区划代码", "区划编码"),
    ),
    LedgerColumn(
        "project_unit",
        "项目单位",
        "Project unit",
        "text",
        "法人单位全称",
        "Legal person",
        "示例区排水有限公司",
        True,
        synonyms=("项目主体", "实施单位"),
    ),
    LedgerColumn(
        "department",
        "主管部门",
        "Competent department",
        "text",
        "部门全称",
        "Full name",
        "示例区住房和城乡建设局",
        True,
    ),
    LedgerColumn(
        "sector",
        "项目领域",
        "Sector",
        "choice",
        "从下拉清单选择",
        "Choose from the list",
        "城镇污水垃圾处理",
        True,
        _choices(SECTORS),
        ("领域", "项目类型"),
    ),
    LedgerColumn(
        "kind",
        "项目性质",
        "Kind",
        "choice",
        "从下拉清单选择",
        "Choose from the list",
        "专项债券项目",
        True,
        _choices(KINDS),
    ),
    LedgerColumn(
        "budget_platform_code",
        "预算管理一体化项目代码",
        "Budget platform code",
        "code",
        "没有则空",
        "Empty if none",
        "",
        synonyms=("一体化项目代码",),
        limit=60,
    ),
    LedgerColumn(
        "debt_system_code",
        "债务系统编码",
        "Debt system code",
        "code",
        "没有则空",
        "Empty if none",
        "",
        limit=60,
    ),
    LedgerColumn(
        "reform_code",
        "发改赋码",
        "Development and reform code",
        "code",
        "没有则空",
        "Empty if none",
        "",
        limit=60,
        synonyms=("发改代码",),
    ),
    LedgerColumn(
        "total_investment",
        "总投资",
        "Total investment",
        "amount",
        "按声明的单位",
        "In the declared unit",
        "24500.00",
        True,
        synonyms=("项目总投资",),
    ),
    LedgerColumn(
        "capital",
        "不含专项债的资本金",
        "Capital without special bonds",
        "amount",
        "按声明的单位",
        "In the declared unit",
        "17500.00",
        synonyms=("资本金", "项目资本金"),
    ),
    LedgerColumn(
        "special_bond",
        "专项债券融资",
        "Special-bond finance",
        "amount",
        "按声明的单位",
        "In the declared unit",
        "6000.00",
        synonyms=("申请专项债总额", "专项债券"),
    ),
    LedgerColumn(
        "as_capital",
        "专项债作资本金",
        "Special bonds used as capital",
        "amount",
        "不大于专项债券融资",
        "At most the special bonds",
        "0.00",
        synonyms=("用作资本金",),
    ),
    LedgerColumn(
        "other_debt",
        "其他债务融资",
        "Other debt finance",
        "amount",
        "没有则填“/”",
        "/ if none",
        "1000.00",
    ),
    LedgerColumn(
        "construction_start",
        "建设期开始",
        "Construction start",
        "month",
        "年月，如 2024-09",
        "Month such as 2024-09",
        "2022-09",
        True,
        synonyms=("开工时间",),
    ),
    LedgerColumn(
        "construction_end",
        "建设期结束",
        "Construction end",
        "month",
        "年月",
        "Month",
        "2024-12",
        True,
        synonyms=("竣工时间",),
    ),
    LedgerColumn(
        "operation_end",
        "运营期结束",
        "Operation end",
        "month",
        "年月",
        "Month",
        "2039-06",
        synonyms=("运营期止",),
    ),
    LedgerColumn(
        "approval",
        "立项批复文号",
        "Approval number",
        "text",
        "没有则空",
        "Empty if none",
        "甬发改审批〔2022〕1号",
    ),
    LedgerColumn(
        "land_permit", "用地批准文号", "Land permit number", "text", "没有则空", "Empty if none", ""
    ),
    LedgerColumn(
        "planning_permit", "规划许可证号", "Planning permit number", "text", "没有则空", "Empty if none", ""
    ),
    LedgerColumn(
        "environment_permit",
        "环评批复文号",
        "Environmental approval",
        "text",
        "没有则空",
        "Empty if none",
        "",
    ),
    LedgerColumn(
        "construction_permit",
        "施工许可证号",
        "Construction permit number",
        "text",
        "没有则空",
        "Empty if none",
        "",
    ),
    LedgerColumn(
        "state",
        "当前状态",
        "Present state",
        "choice",
        "从下拉清单选择；不是“储备”时须填接入理由和签署人",
        "Choose from the list; later states need a reason and a signer",
        "储备",
        True,
        _choices(STATES),
        ("项目状态",),
    ),
    LedgerColumn(
        "reason",
        "接入理由",
        "Reason for take-on",
        "text",
        "以后续状态接入时必填",
        "Needed for later states",
        "",
        limit=1000,
    ),
    LedgerColumn(
        "signer", "签署人", "Signed by", "text", "以后续状态接入时必填", "Needed for later states", ""
    ),
    LedgerColumn(
        "source", "资料来源", "Source", "text", "文件名称和地址", "Document and address", "", limit=500
    ),
)
"""The ledger, in the order of its template."""
