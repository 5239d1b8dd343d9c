"""What is written as xlsx: real numbers, text that cannot act as a formula, the same bytes for the
same rows.
"""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from bondlife.exchange.error_rows import error_rows
from bondlife.exchange.issue_list import read_issue_list
from bondlife.exchange.messages import FINDINGS
from bondlife.exchange.messages_zh import CHINESE
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.xlsx_out import Column, safe_text, sheet_name, table_bytes
from tests.exchange.hostile import HOSTILE_TEXTS, bond_row, csv_file, workbook

COLUMNS = (
    Column("名称"),
    Column("金额", "fen"),
    Column("利率", "percent"),
    Column("日期", "date"),
    Column("只数", "count"),
    Column("是否", "flag"),
)


def cells_of(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows()]


def test_numbers_are_numbers_and_the_heading_says_the_unit() -> None:
    row = ("示例", -304_000_000_001, Decimal("0.0236"), date(2024, 2, 29), 7, True)
    cells = cells_of(table_bytes(COLUMNS, [row], unit="万元"))
    assert [cell.value for cell in cells[0]] == ["名称", "金额（万元）", "利率", "日期", "只数", "是否"]
    values = [cell.value for cell in cells[1]]
    assert values[0] == "示例"
    assert values[1] == -304000.000001
    assert values[2] == 0.0236
    assert values[3].date() == date(2024, 2, 29)
    assert values[4:] == [7, "是"]
    assert cells[1][1].data_type == "n"


def test_a_number_beyond_a_double_is_written_as_exact_text() -> None:
    cells = cells_of(table_bytes([Column("金额", "fen")], [[9_007_199_254_740_993_123]], unit="元"))
    assert cells[1][0].value == "90071992547409931.23"


def test_empty_and_none_leave_cells_empty() -> None:
    cells = cells_of(
        table_bytes(COLUMNS, [(None, None, None, None, None, None), ("", 0, Decimal(0), None, 0, False)])
    )
    assert [cell.value for cell in cells[1]] == [None] * 6
    assert [cell.value for cell in cells[2]] == [None, 0, 0, None, 0, "否"]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_text_never_becomes_a_formula_or_a_link(text: str) -> None:
    data = table_bytes([Column(text), Column("x")], [[text, "y"]], title=text)
    cell = cells_of(data)[1][0]
    assert cell.data_type in ("s", "inlineStr", "n")
    assert cell.value == (safe_text(text).strip("\x00") or None)
    with zipfile.ZipFile(BytesIO(data)) as container:
        sheet = container.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = [("示例", 1, Decimal("0.02"), date(2024, 1, 1), 1, True)]
    assert table_bytes(COLUMNS, rows) == table_bytes(COLUMNS, rows)


def test_sheet_names_are_always_allowed() -> None:
    for title in ("a/b:c*[d]?", "x" * 99, "", "''", "历史\0"):
        name = sheet_name(title)
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\\0'")


def test_error_rows_come_back_with_the_finding_beside_them() -> None:
    rows = [bond_row(1), bond_row(2, tenor_years=6, size_yi=-1), bond_row(3, name="=HYPERLINK(1)债券")]
    book = read_workbook(csv_file(rows))
    draft = read_issue_list(book)
    back = openpyxl.load_workbook(BytesIO(error_rows(book, draft.findings)))
    cells = [[str(cell.value) for cell in row] for row in back.worksheets[0].iter_rows()]
    assert cells[0][:3] == ["行", "A", "B"]
    assert [row[0] for row in cells[1:]] == ["3", "4"]
    assert cells[1][6] == "6"
    assert set(cells[1][8].split("\n")) == {"E3", "F3"}
    assert "没有这种期限的债券。" in cells[1][9]
    assert cells[2][2] == "=HYPERLINK(1)债券"
    assert all(cell.data_type != "f" for row in back.worksheets[0].iter_rows() for cell in row)
    assert back.worksheets[0].cell(2, 7).fill.start_color.rgb == "FFF8D7DA"


def test_error_rows_tell_what_concerns_the_whole_file() -> None:
    book = read_workbook(b"a,b\n1,2\n")
    back = openpyxl.load_workbook(BytesIO(error_rows(book, read_issue_list(book).findings, language="en")))
    assert back.worksheets[0].cell(2, 2).value == "No row of headings was recognised."
    assert error_rows(book, ())


def test_error_rows_of_a_workbook_keep_the_sheet_name() -> None:
    book = read_workbook(workbook([bond_row(1, coupon_pct=99)]))
    back = openpyxl.load_workbook(BytesIO(error_rows(book, read_issue_list(book).findings)))
    assert back.sheetnames == ["附表"]


def test_every_sentence_has_its_chinese_with_the_same_figures() -> None:
    import re

    for texts in FINDINGS.values():
        for text in texts:
            assert text in CHINESE, text
    for english, chinese in CHINESE.items():
        assert set(re.findall(r"\{\w+\}", chinese)) <= set(re.findall(r"\{\w+\}", english)), english
        assert re.search(r"[\u4e00-\u9fff]", chinese) or chinese.strip("{}").isidentifier(), chinese


def test_every_refusal_in_the_code_has_its_chinese() -> None:
    import ast
    from pathlib import Path

    folder = Path(__file__).resolve().parents[2] / "bondlife/exchange"
    said = [
        node.args[1].value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "FileRefused" and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    ]  # fmt: skip
    assert len(said) > 20
    assert [text for text in said if text not in CHINESE] == []
