"""Read a file about one fund: yaml, or a workbook with one sheet a section; the answer is plain data.

The sheets of a workbook are those of ``SECTIONS``. The sheet 基金 has names on the left and values on the
right; the others have their heads in the first row. Amounts stand in yuan, or in the unit their head names,
as in 金额（万元）. Nothing is guessed: an unknown sheet or head is refused with its place.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bondlife.errors import Invalid
from bondlife.exchange.cells import Sheet
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.headers import heading_unit
from bondlife.exchange.plain_data import PlainDataError, read_plain
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.units import Unreadable, read_amount
from models.fund_labels import FEE_KINDS
from models.fund_money import FUND_ENTRIES

SECTIONS = {
    "基金": "fund",
    "合伙人": "partners",
    "条款": "terms",
    "出资": "calls",
    "费用": "fees",
    "投资": "holdings",
    "估值": "valuations",
    "退出": "exits",
    "分配": "distributions",
    "目标": "goals",
    "年度计划": "contributions",
    "账户": "accounts",
    "余额": "balances",
}
"""Name of a sheet → section of the data."""

HEADS = {
    "地区": "region",
    "编码": "code",
    "名称": "name",
    "基金名称": "name",
    "类型": "fund_type",
    "政策目标": "purpose",
    "目标规模": "target_size",
    "管理人": "manager",
    "托管人": "custodian",
    "备案编号": "filing_number",
    "开始年度": "start_year",
    "方案确认日期": "plan_confirmed_on",
    "设立日期": "registered_on",
    "投资期届满日": "investment_ends_on",
    "存续期届满日": "term_ends_on",
    "状态": "state",
    "合伙人": "name",
    "层级": "tier",
    "出资政府": "government",
    "认缴": "committed",
    "认缴日期": "committed_on",
    "文号": "document_number",
    "生效日期": "valid_from",
    "分配方式": "waterfall",
    "门槛收益率": "hurdle_percent",
    "单复利": "compounding",
    "追补比例": "catch_up_percent",
    "业绩报酬比例": "carry_percent",
    "管理费率": "management_fee_percent",
    "计费基数": "fee_base",
    "通知日期": "called_on",
    "应缴日期": "due_on",
    "到账日期": "paid_on",
    "金额": "amount",
    "其中费用": "for_fees",
    "用途": "purpose",
    "日期": "on",
    "说明": "note",
    "企业": "name",
    "形式": "instrument",
    "方向": "direction",
    "所在地": "place_code",
    "成本": "cost",
    "投资日期": "invested_on",
    "子基金实缴": "whole_paid_in",
    "序号": "holding",
    "价值": "value",
    "方法": "method",
    "来源": "source",
    "方式": "method",
    "转出成本": "cost_out",
    "回款": "proceeds",
    "定价依据": "price_basis",
    "业绩报酬": "to_manager",
    "资金来源": "origin",
    "目标": "name",
    "口径": "measure",
    "目标值": "target",
    "合伙人序号": "partner",
    "年度": "year",
    "依据": "basis",
    "科目": "entry",
    "费用类别": "category",
}
"""Head of a column → field of the data; a head may also be the field's own name."""

AMOUNTS = frozenset(
    {
        *("target_size", "committed", "amount", "for_fees", "cost", "whole_paid_in", "value", "cost_out"),
        *("proceeds", "to_manager"),
    }
)
"""Fields that hold money."""

WORDS = {
    "产业": "industry",
    "产业投资类": "industry",
    "创业": "venture",
    "创业投资类": "venture",
    "母基金": "parent",
    "中央财政": "central",
    "省级财政": "province",
    "市级财政": "city",
    "县级财政": "county",
    "区级财政": "county",
    "国有资本": "state_capital",
    "社会资本": "social",
    "管理人": "manager",
    "整体基金": "european",
    "逐项目": "deal_by_deal",
    "总回报": "total_return",
    "单利": "simple",
    "复利": "compound",
    "认缴": "committed",
    "实缴": "paid_in",
    "在投": "invested",
    "直投": "equity",
    "子基金": "sub_fund",
    "其他": "other",
    "股权转让": "transfer",
    "上市减持": "listing",
    "回购": "buy_back",
    "清算": "liquidation",
    "持有收益": "income",
    "筹备": "draft",
    "已设立": "set_up",
    "投资期": "investing",
    "退出期": "exiting",
    "资金放大倍数": "leverage",
    "返投倍数": "reinvestment",
    "投向符合比例": "direction",
    "实缴率": "paid_in",
    "人工填报": "entered",
    **{entry.label.zh: entry.key for entry in FUND_ENTRIES},
    "费用": "fee",
    **{label.zh: key for key, label in FEE_KINDS.items()},
    "回款": "proceeds",
}
"""What people write in a list of choices → its key."""

CHOICES = frozenset(
    {
        *("fund_type", "tier", "waterfall", "compounding", "fee_base", "instrument", "method", "state"),
        *("measure", "entry", "category"),
    }
)
"""Fields that hold one of a list."""

PAIRS = ("fund",)
"""Sections whose sheet has names on the left and values on the right."""


def read_fund_file(body: bytes, name: str) -> dict[str, Any]:
    """Return the data of a file; what cannot be read is refused with its place."""
    if name.lower().endswith((".xlsx", ".xls")):
        return _workbook(body)
    if name.lower().endswith((".yaml", ".yml", ".json")):
        return _plain(body)
    raise Invalid.because("file_kind", "Choose a yaml file or a workbook (xlsx).", "file")


def _plain(body: bytes) -> dict[str, Any]:
    try:
        data = read_plain(body.decode("utf-8-sig"))
    except (PlainDataError, UnicodeDecodeError) as error:
        line = error.line if isinstance(error, PlainDataError) else 1
        raise Invalid.because(
            "not_plain", "Line %(line)d cannot be read as plain data.", "file", line=line
        ) from None
    if not isinstance(data, dict):
        raise Invalid.because("not_plain", "Line %(line)d cannot be read as plain data.", "file", line=1)
    return data


def _workbook(body: bytes) -> dict[str, Any]:
    try:
        book = read_workbook(body)
    except FileRefused as refusal:
        raise Invalid.because(
            "file_refused", "The file cannot be read: %(why)s", "file", why=f"{refusal}"
        ) from None
    data: dict[str, Any] = {}
    for sheet in book.sheets:
        section = SECTIONS.get(sheet.name.strip(), sheet.name.strip())
        if section not in SECTIONS.values():
            raise Invalid.because(
                "unknown_sheet", "The sheet “%(name)s” is none of a fund's.", "file", name=sheet.name[:40]
            )
        data[section] = _pairs(sheet) if section in PAIRS else _rows(sheet)
    return data


def _pairs(sheet: Sheet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in range(len(sheet.rows)):
        head = str(sheet.cell(row, 0) or "").strip()
        if head:
            field, unit = _field(sheet, row, 0)
            value = _value(sheet, row, 1, field, unit)
            if value is not None:
                found[field] = value
    return found


def _rows(sheet: Sheet) -> list[dict[str, Any]]:
    fields = [
        (column, *_field(sheet, 0, column))
        for column in range(len(sheet.rows[0]) if sheet.rows else 0)
        if str(sheet.cell(0, column) or "").strip()
    ]
    found = []
    for row in range(1, len(sheet.rows)):
        cells = {field: _value(sheet, row, column, field, unit) for column, field, unit in fields}
        kept = {field: value for field, value in cells.items() if value is not None}
        if kept:
            found.append(kept)
    return found


def _field(sheet: Sheet, row: int, column: int) -> tuple[str, str]:
    head = str(sheet.cell(row, column)).strip()
    unit = heading_unit(head) or "元"
    name = head.split("（")[0].split("(")[0].strip()
    field = HEADS.get(name, name if name in HEADS.values() else "")
    if not field:
        raise Invalid.because(
            "unknown_head",
            "%(place)s: there is no column “%(name)s”.",
            "file",
            place=f"{sheet.name}!{sheet.address(row, column)}",
            name=name[:40],
        )
    return field, unit


def _value(sheet: Sheet, row: int, column: int, field: str, unit: str) -> Any:
    cell = sheet.cell(row, column)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if field in AMOUNTS:
        amount = read_amount(cell, unit)
        if isinstance(amount, Unreadable) or amount is None:
            raise Invalid.because(
                "not_amount",
                "%(place)s: “%(text)s” is not an amount.",
                "file",
                place=f"{sheet.name}!{sheet.address(row, column)}",
                text=str(cell)[:40],
            )
        return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _text(cell)
    return WORDS.get(text, text) if field in CHOICES else text


def _text(cell: Any) -> str:
    if isinstance(cell, float | Decimal) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()


def place_of(field: str) -> str:
    """Return a place in the data as people find it: section and row, counted from 1.

    >>> place_of("calls.2.amount"), place_of("fund.code")
    ('出资 第 3 行 amount', '基金 code')
    """
    names = {key: name for name, key in SECTIONS.items()}
    parts = field.split(".")
    told = [names.get(parts[0], parts[0])]
    for part in parts[1:]:
        told.append(f"第 {int(part) + 1} 行" if part.isdigit() else part)
    return " ".join(told)
