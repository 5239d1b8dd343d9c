"""A table of PPP contracts as the plain data that contracts are brought in by.

One row a contract; heads in Chinese or English, amounts in the unit of the head (元 where none is named).
Heads that are years (2026, 2023-24) make a version of terms with the amounts of those years.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bondlife.errors import Invalid, Problem
from bondlife.exchange.cells import Cell, Sheet, shown
from bondlife.exchange.errors import FileRefused
from bondlife.exchange.plain_data import write_plain
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.units import FEN_PER_UNIT, is_absent, read_amount
from calculators.kernel.money import to_yuan


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


HEADS: Mapping[str, tuple[str, ...]] = {
    "number": ("合同编号", "编号", "contract number", "number"),
    "name": ("合同名称", "项目名称", "contract", "contract name", "name"),
    "regime": ("项目类别", "类别", "regime"),
    "regime_basis": ("类别认定依据", "basis of the regime"),
    "payment_type": ("回报机制", "way of payment"),
    "currency": ("币种", "currency"),
    "sector": ("行业领域", "行业", "sector"),
    "agency": ("实施机构", "implementing agency", "agency"),
    "company": ("项目公司", "project company", "company"),
    "company_credit_code": ("项目公司统一社会信用代码", "credit code of the company"),
    "signed_on": ("签订日期", "signed on"),
    "construction_from": ("建设期起始日", "works begin"),
    "operation_from": ("运营期起始日", "operation begins"),
    "ends_on": ("合作期届满日", "contract ends"),
    "total_investment": ("总投资", "total investment"),
    "capital": ("项目资本金", "资本金", "project capital"),
    "government_capital": ("其中：政府出资", "政府出资", "of which government"),
}
"""Field → heads it is known by, without their unit."""
MONEY = frozenset({"total_investment", "capital", "government_capital"})
WORDS = {
    "存量": "stock",
    "存量项目": "stock",
    "stock": "stock",
    "新机制": "new",
    "新机制项目": "new",
    "new": "new",
    "政府付费": "government_pay",
    "可行性缺口补助": "gap_subsidy",
    "使用者付费": "user_pay",
    "人民币": "CNY",
    "英镑": "GBP",
}
_YEAR = re.compile(r"((?:19|20|21)\d{2})(?:年|-\d{2}|/\d{2})?")
_UNIT = re.compile(r"[（(]\s*([^（）()]*)\s*[)）]\s*$")
_BY_HEAD = {head: field for field, heads in HEADS.items() for head in heads}


def contracts_text(source: Path | bytes) -> str:
    """Return the contracts of a table as the text that the import reads; refuse a file that is no table."""
    try:
        book = read_workbook(source)
    except FileRefused as refusal:
        raise Invalid.because(
            "unreadable_file", "The file cannot be read: %(why)s", "file", why=str(refusal)
        ) from None
    for sheet in book.sheets:
        found = _columns(sheet)
        if found is not None:
            return write_plain({"contracts": _rows(sheet, *found)})
    message = _("No sheet has a line of heads with contract number and contract name.")
    raise Invalid(Problem("no_heads", message, "file"))


def _columns(sheet: Sheet) -> tuple[int, dict[int, tuple[str, str]]] | None:
    """Return the line of heads and column → (field or year, unit)."""
    for number in range(min(len(sheet.rows), 20)):
        columns = {
            place: head for place, cell in enumerate(sheet.rows[number]) if (head := _head(cell)) is not None
        }
        if {"number", "name"} <= {field for field, _unit in columns.values()}:
            return number, columns
    return None


def _head(cell: Cell) -> tuple[str, str] | None:
    text = shown(cell, 80).strip()
    unit = _UNIT.search(text)
    plain = (text[: unit.start()] if unit else text).strip().lower()
    year = _YEAR.fullmatch(plain)
    field = year[1] if year else _BY_HEAD.get(plain)
    return None if field is None else (field, unit[1] if unit and unit[1] in FEN_PER_UNIT else "元")


def _rows(sheet: Sheet, head: int, columns: Mapping[int, tuple[str, str]]) -> list[dict[str, Any]]:
    found = []
    for number in range(head + 1, len(sheet.rows)):
        if all(is_absent(sheet.cell(number, place)) for place in columns):
            continue
        found.append(_contract(sheet, number, columns))
    return found


def _contract(sheet: Sheet, number: int, columns: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    values: dict[str, Any] = {"regime": "stock", "payment_type": "government_pay"}
    amounts: dict[str, int] = {}
    for place, (field, unit) in columns.items():
        cell = sheet.cell(number, place)
        if is_absent(cell):
            continue
        if field.isdigit():
            amounts[field] = _fen(sheet, number, place, unit)
        elif field in MONEY:
            values[field] = f"{to_yuan(_fen(sheet, number, place, unit)):f}"
        else:
            values[field] = _text(cell)
    if amounts:
        values["terms"] = [_terms(amounts)]
    return values


def _fen(sheet: Sheet, number: int, place: int, unit: str) -> int:
    cell = sheet.cell(number, place)
    amount = read_amount(cell, unit)
    if not isinstance(amount, int) or amount < 0:
        message = _("Cell %(cell)s: “%(text)s” is no amount.")
        params = {"cell": sheet.address(number, place), "text": shown(cell)}
        raise Invalid(Problem("bad_amount", message, "file", params))
    return amount


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    text = shown(cell, 300).strip()
    return WORDS.get(text, text)


def _terms(amounts: Mapping[str, int]) -> dict[str, Any]:
    """Return terms with the amounts of each year, paid once a year and not tied to a score yet."""
    plan, first = "付费计划", min(amounts)
    base = {"type": "by_year", "amounts": dict(sorted(amounts.items())), "periods": 1, "evidence": plan}
    component = {"key": "charge", "name": "单一付费", "kind": "availability", "base": base, "clause": plan}
    body = {"period": {"months": 12, "due_days": 30}, "components": [component]}
    return {"template": "by_year", "name": plan, "valid_from": f"{first}-01-01", "body": body}
