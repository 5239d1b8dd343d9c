"""Exports of the budget platform by layout: heads, units, fixed values, what is odd cell by cell."""

from datetime import date
from pathlib import Path

import pytest

from bondlife.exchange.cells import Workbook
from bondlife.exchange.layout_rows import fields_of, read_layout
from bondlife.exchange.platform import FIELDS, RECEIPT, read_receipt, reader
from bondlife.exchange.sandbox import read_workbook
from models.layouts import ITEMS, shipped_layouts

LINE = "PZ-1,瓯财预〔2036〕1号,P-1,2290402,2036-04-20,{amount},示例公司"
HEADS = "支付凭证号,指标文号,项目代码,支出功能分类科目,支付日期,支付金额（元）,收款人"


def book(*lines: str) -> Workbook:
    """Return a csv file as it is read."""
    return read_workbook("\n".join(lines).encode())


def codes(kind: str, *lines: str, unit: str = "元") -> list[str]:
    """Return the codes of the errors of a file."""
    return [one.code for one in reader(kind)(book(*lines), unit=unit).errors]


def test_a_payment_is_read_with_its_number_day_and_fen() -> None:
    draft = reader("platform-payment")(book(HEADS, LINE.format(amount="3000000.10")))
    (row,) = draft.rows
    assert (row.kind, row.number, row.project_code, row.payee) == ("payment", "PZ-1", "P-1", "示例公司")
    assert (row.on, row.amount) == (date(2036, 4, 20), 300_000_010)
    assert row.values["paid_on"] == "2036-04-20"
    assert draft.totals == {"amount": 300_000_010}


def test_the_same_row_has_the_same_key_in_another_file_and_columns_may_move() -> None:
    first = reader("platform-payment")(book(HEADS, LINE.format(amount="1.00"))).rows[0]
    heads = HEADS.split(",")
    cells = LINE.format(amount="1.00").split(",")
    moved = reader("platform-payment")(book(",".join(reversed(heads)), ",".join(reversed(cells)))).rows[0]
    other = reader("platform-payment")(book(HEADS, LINE.format(amount="2.00"))).rows[0]
    assert first.key == moved.key
    assert first.key != other.key


@pytest.mark.parametrize(
    ("amount", "code"),
    [("", "missing"), ("0", "no_amount"), ("一百", "not_an_amount"), ("1.005", "third_decimal")],
)
def test_what_is_odd_in_a_cell_is_an_error_with_its_place(amount: str, code: str) -> None:
    draft = reader("platform-payment")(book(HEADS, LINE.format(amount=amount)))
    (error,) = draft.errors
    assert (error.code, error.row) == (code, 2)


def test_a_row_that_stands_twice_and_another_unit_are_errors() -> None:
    line = LINE.format(amount="5.00")
    assert codes("platform-payment", HEADS, line, line) == ["row_twice"]
    assert codes("platform-payment", HEADS, line, unit="万元") == ["unit_conflict"]


def test_sums_of_the_platform_are_left_out() -> None:
    lines = (HEADS, LINE.format(amount="5.00"), "合计,,,,,5.00,")
    assert len(reader("platform-payment")(book(*lines)).rows) == 1


@pytest.mark.parametrize(
    ("text", "basis"), [("年初预算", "opening"), ("预算调整方案", "adjustment"), ("其他", "")]
)
def test_the_basis_of_an_allotment_is_read_or_refused(text: str, basis: str) -> None:
    heads = "指标文号,项目代码,预算年度,支出功能分类科目,预算安排方式,下达日期,指标金额"
    draft = reader("platform-allotment")(book(heads, f"1号,P-1,2036,2290402,{text},2036-03-25,8"))
    assert [row.values["budget_basis"] for row in draft.rows] == ([basis] if basis else [])
    assert [one.code for one in draft.errors] == ([] if basis else ["bad_choice"])


def test_a_layout_may_say_a_value_that_the_file_does_not_print() -> None:
    heads = "文号,代码,年,科目,下达,金额"
    mapping = {
        "allotment": "文号",
        "project_code": "代码",
        "year": "年",
        "account": "科目",
        "issued_on": "下达",
        "amount": "金额",
        "budget_basis": "=预算调整",
    }
    fields = FIELDS["platform-allotment"]
    found = read_layout(book(heads, "1号,P-1,2036,2290402,2036-03-25,8"), fields, "万元", mapping)
    assert [row.values["budget_basis"] for row in found.rows] == ["adjustment"]
    assert found.rows[0].values["amount"] == 8_000_000


def test_a_receipt_names_lines_and_reasons() -> None:
    draft = read_receipt(book("报送行号,退回原因", "330304-1,编码有误", "330304-2,重复"))
    assert [(row.line_code, row.reject_reason) for row in draft.rows] == [
        ("330304-1", "编码有误"),
        ("330304-2", "重复"),
    ]
    assert [one.code for one in read_receipt(book("报送行号,退回原因", "330304-1,")).errors] == ["missing"]


def test_every_shipped_layout_names_known_items_once_and_says_it_is_an_example() -> None:
    for layout in shipped_layouts():
        items = [one.item for one in layout.columns]
        assert set(items) <= set(ITEMS)
        assert len(set(items)) == len(items)
        assert len({one.heading for one in layout.columns}) == len(items)


def test_fields_follow_the_layout() -> None:
    for layout in shipped_layouts():
        fields = fields_of(layout)
        assert [one.is_required for one in fields] == [one.required for one in layout.columns]
    assert set(FIELDS) == {"platform-allotment", "platform-plan", "platform-payment", RECEIPT}


def test_a_file_of_another_kind_says_which_heads_are_missing(tmp_path: Path) -> None:
    assert codes("platform-payment", "名称,金额", "甲,1") == ["no_heading"]
