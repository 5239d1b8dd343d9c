"""Sheets as they come out of xlsx, csv and saved pages: types, addresses, encodings, merged cells,
formulas.
"""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from bondlife.exchange.cells import Mark, column_letters, shown
from bondlife.exchange.fields import read_date
from bondlife.exchange.sandbox import read_workbook
from bondlife.exchange.units import read_amount
from tests.exchange import hostile
from tests.exchange.forms import html

ROWS = [["名称", "金额"], ["示例、债券", "30.4"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_csv_in_its_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS)
    book = read_workbook(text.encode(encoding))
    assert book.file_type == "csv"
    assert book.encoding == encoding
    assert [list(row) for row in book.sheets[0].rows] == ROWS


def test_a_delimiter_inside_quotation_marks_belongs_to_the_text() -> None:
    book = read_workbook('name,size\n"湖北省(武汉市,宜昌市)债券",1\n'.encode())
    assert book.sheets[0].rows[1] == ("湖北省(武汉市,宜昌市)债券", "1")


def test_uneven_rows_are_marked() -> None:
    sheet = read_workbook(b"a,b,c\n1,2\n1,2,3,4\n\n1,2,3\n").sheets[0]
    assert sheet.marks == {(1, 0): Mark("uneven_row", "2"), (2, 0): Mark("uneven_row", "4")}


def test_xlsx_keeps_types_and_addresses() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_string(4, 2, "007")
        sheet.write_number(4, 3, 401.1464)
        sheet.write_datetime(4, 4, date(2024, 2, 29), day)
        sheet.write_boolean(4, 5, True)
    sheet = read_workbook(out.getvalue()).sheets[0]
    assert sheet.rows[0] == ("007", 401.1464, date(2024, 2, 29), True)
    assert sheet.address(0, 2) == "E5"
    assert sheet.row_number(0) == 5
    assert sheet.cell(9, 9) == ""


def test_dates_of_both_systems_are_the_same_day() -> None:
    for uses_1904 in (False, True):
        out = BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": uses_1904}) as book:
            sheet = book.add_worksheet()
            sheet.write_datetime(0, 0, date(2024, 2, 29), book.add_format({"num_format": "yyyy-mm-dd"}))
            sheet.write_number(0, 1, 45351 - (1462 if uses_1904 else 0))
        read = read_workbook(out.getvalue()).sheets[0]
        assert read.uses_1904 is uses_1904
        assert read.rows[0][0] == date(2024, 2, 29)
        assert read_date(read.rows[0][1], uses_1904=read.uses_1904) == date(2024, 2, 29)


def test_formulas_are_counted_and_stale_ones_marked() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("A & B")
        sheet.write_column(0, 0, [1, 2, 3.5])
        sheet.write_formula(3, 0, "=SUM(A1:A3)", None, 6.5)
        sheet.write_formula(4, 0, "=SUM(A1:A3)", None, 100)
        sheet.write_formula(5, 0, "=A1-A2+A3", None, 2.5)
        sheet.write_formula(6, 0, "=A1+A2", None, 4)
        sheet.write_formula(7, 0, "=AVERAGE(A1:A3)", None, 9)
        sheet.write_formula(8, 0, "=A1*2", None, "")
    sheet = read_workbook(out.getvalue()).sheets[0]
    assert sheet.formula_count == 6
    assert sheet.marks[(4, 0)] == Mark("formula_stale", "100", "6.5")
    assert sheet.marks[(6, 0)] == Mark("formula_stale", "4", "3")
    assert {at for at, mark in sheet.marks.items() if mark.code == "formula_without_value"} == {(8, 0)}


def test_hidden_sheets_say_so() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("shown").write(0, 0, "x")
        hidden = book.add_worksheet("hidden")
        hidden.write(0, 0, "y")
        hidden.hide()
    assert [sheet.is_hidden for sheet in read_workbook(out.getvalue()).sheets] == [False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gb2312"])
def test_a_saved_page_in_its_encoding(encoding: str) -> None:
    book = read_workbook(html([("债券名称", "示例债券"), ("甲", "乙")], encoding=encoding))
    assert book.file_type == "html"
    assert book.sheets[0].rows == [("信息披露",)]
    assert book.sheets[1].rows == [("债券名称", "示例债券"), ("甲", "乙")]


def test_merged_cells_of_a_page_fill_their_places() -> None:
    page = (
        "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d<br>e</td></tr>"
        "<tr><td>f</td><td>&#xD800;<script>x</script></td><td>1&nbsp;2</td></tr></table>"
    )
    rows = read_workbook(f"<html><body>{page}</body></html>".encode()).sheets[1].rows
    assert rows[:2] == [("a", "b", "b"), ("a", "c", "d e")]
    assert rows[2][2] == "1 2"
    assert "\ud800" not in str(rows[2][1])
    assert "x" not in str(rows[2][1])


def test_the_digest_is_of_the_bytes() -> None:
    import hashlib

    data = hostile.csv_file([hostile.bond_row()])
    book = read_workbook(data)
    assert book.sha256 == hashlib.sha256(data).hexdigest()
    assert book.size == len(data)


def test_shown_cuts_and_hides_control_signs() -> None:
    assert shown("a\0b\u202ec") == "a\ufffdb\ufffdc"
    assert shown(30.0) == "30"
    assert shown("x" * 99) == "x" * 60 + "…"
    assert column_letters(16_383) == "XFD"


def test_a_binary_tail_is_read_as_the_number_the_sheet_shows() -> None:
    book = read_workbook(hostile.with_sheet('<row r="1"><c r="A1"><v>401.14639999999997</v></c></row>'))
    assert book.sheets[0].rows[0] == (401.14639999999997,)
    assert read_amount(book.sheets[0].rows[0][0], "亿元") == 4_011_464_000_000
