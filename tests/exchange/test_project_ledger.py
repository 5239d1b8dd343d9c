"""The project ledger and its template: what is read, what is refused by cell, and that both fit together."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from bondlife.exchange.draft import Draft
from bondlife.exchange.ledger_columns import COLUMNS
from bondlife.exchange.ledger_template import project_ledger_template
from bondlife.exchange.project_ledger import LedgerRow, read_project_ledger
from bondlife.exchange.sandbox import read_workbook

GOOD: dict[str, Any] = {
    "code": "NB-2024-0001",
    "name": "示例污水处理厂扩建工程",
    "region_code": "330203",
    "project_unit": "示例排水有限公司",
    "department": "示例住房和城乡建设局",
    "sector": "城镇污水垃圾处理",
    "kind": "专项债券项目",
    "total_investment": 24500.0,
    "capital": 17500.0,
    "special_bond": 6000.0,
    "as_capital": 0.0,
    "other_debt": 1000.0,
    "construction_start": "2022-09",
    "construction_end": "2024-12",
    "operation_end": "2039-06",
    "state": "储备",
}


def filled(*rows: dict[str, Any]) -> bytes:
    """Fill in the template as an officer would, with another program than the one that made it."""
    book = openpyxl.load_workbook(BytesIO(project_ledger_template()))
    sheet = book["项目台账"]
    for index, row in enumerate(rows, 4):
        for column, each in enumerate(COLUMNS, 1):
            if each.name in row:
                sheet.cell(index, column).value = row[each.name]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(*rows: dict[str, Any], **options: Any) -> Draft[LedgerRow]:
    return read_project_ledger(read_workbook(filled(*rows)), **options)


def test_a_filled_template_is_read() -> None:
    draft = read(GOOD, {**GOOD, "code": "NB-2", "other_debt": "/", "total_investment": "2.35亿元"})
    assert draft.findings == ()
    first, second = draft.rows
    assert (first.total_investment, first.other_debt, first.row) == (24_500_000_000, 1_000_000_000, 4)
    assert (second.total_investment, second.other_debt) == (23_500_000_000, None)
    assert (first.kind, first.state, first.sector) == ("special_bond", "reserve", "城镇污水垃圾处理")
    assert (first.construction_start, first.operation_end) == ((2022, 9), (2039, 6))
    assert draft.totals_by_unit()["total_investment"]["万元"] == "48000"


def test_the_blank_template_has_no_rows_and_its_example_is_left_out() -> None:
    draft = read()
    assert [each.code for each in draft.findings] == ["no_rows"]


def test_the_template_has_drop_downs_notes_and_a_protected_head() -> None:
    book = openpyxl.load_workbook(BytesIO(project_ledger_template(unit="亿元")))
    sheet = book["项目台账"]
    assert sheet.protection.sheet
    assert sheet.cell(1, 1).protection.locked
    assert not sheet.cell(4, 1).protection.locked or not sheet.column_dimensions["A"].protection.locked
    assert sheet.freeze_panes == "C4"
    assert len(sheet.data_validations.dataValidation) == 3
    assert book["选项"].sheet_state == "hidden"
    assert all(sheet.cell(1, column).comment for column in range(1, len(COLUMNS) + 1))
    assert "总投资(亿元)" in str(sheet.cell(1, 11).value)
    assert not any(str(cell.value).startswith("=") for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"code": ""}, "missing", "code"),
        ({"code": "a b"}, "bad_code", "code"),
        ({"name": None}, "missing", "name"),
        ({"name": "x" * 201}, "too_long", "name"),
        ({"region_code": "33020"}, "bad_code", "region_code"),
        ({"region_code": "３３０２０３"}, "bad_code", "region_code"),
        ({"sector": "其它"}, "bad_choice", "sector"),
        ({"kind": "x"}, "bad_choice", "kind"),
        ({"total_investment": "暂无"}, "missing", "total_investment"),
        ({"total_investment": 1.0000001}, "third_decimal", "total_investment"),
        ({"total_investment": "-1"}, "negative", "total_investment"),
        ({"capital": "NaN"}, "not_an_amount", "capital"),
        ({"construction_start": "2024-13"}, "not_a_month", "construction_start"),
        ({"construction_end": "2021-01"}, "periods_reversed", "construction_end"),
        ({"operation_end": "2023"}, "periods_reversed", "operation_end"),
        ({"state": "建设中"}, "state_needs_reason", "state"),
        ({"state": "结束"}, "bad_choice", "state"),
    ],
)
def test_refuses_by_cell(change: dict[str, Any], code: str, field: str) -> None:
    errors = read({**GOOD, **change}).errors
    assert [(each.code, each.field, each.row) for each in errors] == [(code, field, 4)]
    assert errors[0].column


def test_a_running_project_is_taken_on_with_a_signed_reason() -> None:
    draft = read({**GOOD, "state": "运营中", "reason": "以前在原系统办理", "signer": "示例"})
    assert draft.exit_code == 0
    assert (draft.rows[0].state, draft.rows[0].signer) == ("operation", "示例")


def test_identities_are_warnings() -> None:
    draft = read({**GOOD, "total_investment": 24600.0, "as_capital": 6001.0})
    assert [(each.code, each.printed, each.computed) for each in draft.warnings] == [
        ("funding_identity", "24600", "24500"),
        ("capital_part_above_batch", "6001", "6000"),
    ]


def test_a_code_twice_and_a_doubtful_unit() -> None:
    draft = read(GOOD, GOOD)
    assert [(each.code, each.cell) for each in draft.errors] == [("duplicate_code", "A5")]
    county = {**GOOD, "total_investment": 40_000_000.0, "capital": 39_993_000.0}
    assert "unit_doubt" in {each.code for each in read(county).warnings}
    assert {each.code for each in read(GOOD, unit="亿元").errors} == {"unit_conflict"}


def test_english_headings_and_a_mapping() -> None:
    names = [name for name in GOOD if name != "code"]
    text = ",".join(["Ref", *names]) + "\n" + ",".join(str(GOOD[name]) for name in ["code", *names])
    book = read_workbook(text.encode())
    assert read_project_ledger(book).errors[0].code == "no_heading"
    assert read_project_ledger(book, mapping={"code": "Ref"}).rows[0].code == "NB-2024-0001"
