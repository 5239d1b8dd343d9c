"""Statements of a bank or the treasury: one line a row, with what came in and went out, as xlsx or csv.

The account stands in a column or above the headings (账号：3305…); money comes in two columns, or in one
with its sign.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bondlife.exchange.cells import Sheet, Workbook, shown
from bondlife.exchange.draft import Draft
from bondlife.exchange.fields import read_date, read_optional
from bondlife.exchange.headers import (
    Columns,
    Field,
    find_columns,
    no_heading,
    repeated_headings,
    unit_conflicts,
)
from bondlife.exchange.issues import Finding, cell_finding, finding, unreadable
from bondlife.exchange.sheet_notes import sheet_findings, visible_sheets
from bondlife.exchange.units import Unreadable, is_absent, read_amount

FIELDS = (
    Field(
        "on",
        ("交易日期", "记账日期", "入账日期", "支付日期", "日期", "date", "booking_date"),
        is_required=True,
    ),
    Field(
        "money_in",
        ("收入金额", "贷方发生额", "贷方金额", "收入", "存入", "credit", "money_in"),
        is_amount=True,
    ),
    Field(
        "money_out",
        ("支出金额", "借方发生额", "借方金额", "支出", "支取", "debit", "money_out"),
        is_amount=True,
    ),
    Field("amount", ("发生额", "交易金额", "金额", "amount"), is_amount=True),
    Field("balance", ("账户余额", "余额", "balance"), is_amount=True),
    Field("counterparty", ("对方户名", "对方名称", "收款人", "对方单位", "counterparty", "payee")),
    Field("voucher", ("凭证号", "凭证号码", "支付凭证号", "支付令号", "voucher")),
    Field("summary", ("摘要", "用途", "附言", "summary", "purpose")),
    Field("account", ("账号", "账户", "本方账号", "账户号", "account")),
)
"""Headings a statement goes by; the first is used when the mapping says nothing else."""

_ACCOUNT = re.compile(
    r"(?:账\s*号|账\s*户|卡\s*号|account)\s*[:：]?\s*([0-9A-Za-z][0-9A-Za-z -]{5,40})", re.IGNORECASE
)
_TOTALS = ("合计", "小计", "总计", "承前页", "过次页", "期初余额", "期末余额", "total")
_TEXTS = {"counterparty": 200, "voucher": 60, "summary": 300}


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line, in fen, what came in above zero; ``key`` makes it the same line in another file."""

    row: int
    file: str
    account: str
    on: date
    amount: int
    balance: int | None
    counterparty: str
    voucher: str
    summary: str
    key: str


def read_statement(
    book: Workbook, *, unit: str = "元", mapping: Mapping[str, str] | None = None
) -> Draft[StatementRow]:
    """Return the lines of every sheet that has the headings of a statement."""
    findings = sheet_findings(book)
    rows: list[StatementRow] = []
    headings: Mapping[str, str] = {}
    count = 0
    sheets = visible_sheets(book)
    for sheet in sheets:
        columns = find_columns(sheet, FIELDS, mapping)
        if columns is None or not {"money_in", "money_out", "amount"} & columns.places.keys():
            continue
        headings = headings or columns.headings
        findings = even_rows(findings, sheet, columns.heading_row)
        found, trouble, read = _sheet(sheet, columns, unit, book.sha256)
        rows += found
        findings += trouble
        count += read
    if not headings:
        findings += [no_heading(sheet, FIELDS) for sheet in sheets[:1]]
    elif not count:
        findings.append(finding("error", "no_rows", sheet=sheets[0].name))
    totals = {
        "money_in": sum(row.amount for row in rows if row.amount > 0),
        "money_out": -sum(row.amount for row in rows if row.amount < 0),
    }
    summary = {"accounts": len({row.account for row in rows})}
    keyed = tuple(_keyed(rows))
    return Draft(
        "statement",
        unit,
        book.sha256,
        book.file_type,
        keyed,
        tuple(findings),
        totals,
        headings,
        summary,
        count,
    )


def _sheet(
    sheet: Sheet, columns: Columns, unit: str, digest: str
) -> tuple[list[StatementRow], list[Finding], int]:
    findings = repeated_headings(sheet, columns) + unit_conflicts(sheet, columns, unit)
    above = _account_above(sheet, columns.heading_row)
    rows: list[StatementRow] = []
    count = 0
    for index in range(columns.heading_row + 1, len(sheet.rows)):
        if is_left_out(sheet.rows[index]):
            continue
        count += 1
        values, trouble = _row(sheet, index, columns, unit)
        values.setdefault("account", above)
        if not trouble and not values["account"]:
            at = (index, columns.places["on"])
            trouble.append(cell_finding("error", "no_account_number", sheet, at, "account"))
        findings += trouble
        if not trouble:
            rows.append(StatementRow(sheet.row_number(index), digest, **values, key=""))
    return rows, findings, count


def _row(sheet: Sheet, index: int, columns: Columns, unit: str) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {"balance": None, **dict.fromkeys(_TEXTS, "")}
    amounts: dict[str, int] = {}
    trouble: list[Finding] = []
    for name, place in columns.places.items():
        cell = sheet.cell(index, place)
        if name == "on":
            value: Any = read_date(cell)
        elif name in ("money_in", "money_out", "amount", "balance"):
            value = read_amount(cell, unit)
        else:
            value = read_optional(cell, _TEXTS.get(name, 60))
        if isinstance(value, Unreadable):
            trouble.append(unreadable(sheet, (index, place), name, value))
        elif name in ("money_in", "money_out", "amount"):
            amounts[name] = value or 0
        elif name == "account":
            values[name] = plain_account(str(value))
        else:
            values[name] = value
    if values.get("on") is None and not trouble:
        trouble.append(cell_finding("error", "missing", sheet, (index, columns.places["on"]), "on"))
    values["amount"] = amounts.get("money_in", 0) - amounts.get("money_out", 0) or amounts.get("amount", 0)
    if not values["amount"] and not trouble:
        name = next(one for one in ("money_in", "money_out", "amount") if one in columns.places)
        trouble.append(cell_finding("error", "no_amount", sheet, (index, columns.places[name]), name))
    if not values.get("account"):
        values.pop("account", None)
    return values, trouble


def plain_account(text: str) -> str:
    """Return an account number without the spaces and strokes it is printed with.

    >>> plain_account(" 3305 0166-2000 ")
    '330501662000'
    """
    return re.sub(r"[\s\-]", "", text)


def _account_above(sheet: Sheet, heading_row: int) -> str:
    """Return the account number printed above the headings, in one cell or beside its label."""
    for row in sheet.rows[:heading_row]:
        text = " ".join(shown(cell) for cell in row if not is_absent(cell))
        found = _ACCOUNT.search(text)
        if found:
            return plain_account(found[1].split("  ")[0])
    return ""


def _keyed(rows: Sequence[StatementRow]) -> list[StatementRow]:
    """Give every line its key; lines alike in all they print are told apart by their order."""
    seen: Counter[tuple[Any, ...]] = Counter()
    found = []
    for row in rows:
        told = (row.account, row.on, row.amount, row.balance, row.counterparty, row.voucher, row.summary)
        seen[told] += 1
        text = "\x1f".join(str(part) for part in (*told, seen[told]))
        found.append(replace(row, key=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()))
    return found


def even_rows(findings: Sequence[Finding], sheet: Sheet, heading_row: int) -> list[Finding]:
    """Leave out rows called uneven that are as long as the headings: banks print lines of their own above."""
    uneven = {one.row: one.params.get("length") for one in findings if one.code == "uneven_row"}
    heading = sheet.row_number(heading_row)
    length = uneven.get(heading)
    return [
        one
        for one in findings
        if one.code != "uneven_row"
        or one.sheet != sheet.name
        or (one.row > heading and one.params.get("length") != length)
    ]


def is_left_out(row: Sequence[Any]) -> bool:
    """Leave out blank rows and the bank's own sums."""
    texts = [str(cell).strip() for cell in row if str(cell).strip()]
    return not texts or any(text.lower().startswith(_TOTALS) for text in texts[:2])
