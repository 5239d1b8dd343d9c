"""A content as a file in the layout of its form: read back it gives the same project; numbers are numbers."""

from datetime import date
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from bondlife.db import Database
from bondlife.disclosure.workbook import UNCONFIRMED, workbook
from bondlife.exchange.documents import render
from bondlife.exchange.documents.render import Format
from bondlife.exchange.importers import read_draft
from bondlife.exchange.papers.official import paper_of
from bondlife.security.actor import SYSTEM
from bondlife.services.imports import confirm, preview
from models.base import columns
from models.disclosure_forms import forms
from models.registry import Bond
from tests.disclosure.test_builders import NINGBO, built
from tests.lifecycle.story import YI, Story


def test_the_form_of_a_bond_is_read_back_as_the_same_project(db: Database, tmp_path: Path) -> None:
    path = Path(str(files("bondlife.demo") / "data" / NINGBO))
    confirm(db, SYSTEM, preview(db, "disclosure", path), NINGBO)
    bond = Story(db, tmp_path).one(Bond, columns(Bond).name.like("2021年宁波%"))
    content = built(db, "F1", bond_id=bond.id, region_id=bond.region_id, cut_off=date(2021, 9, 15))
    made = workbook(forms()["F1"], content)
    assert made == workbook(forms()["F1"], content)
    first, back = (read_draft("disclosure", source)[1] for source in (path, made))
    assert not back.errors
    was, now = first.rows[0], back.rows[0]
    kept = (
        *("name", "types", "planned_face", "major_project_face", "tenor_years", "tender_date", "rating"),
        *("repayment_form", "project_count", "total_investment", "own_funds", "special_bond_finance"),
        *("other_finance", "special_plan", "other_plan", "revenue"),
    )
    assert [getattr(now, name) for name in kept] == [getattr(was, name) for name in kept]
    assert [(one.name, one.share) for one in now.projects] == [
        (content["projects"][0]["project_name"], 30_4000 * 10**6)
    ]


def test_a_table_has_merged_heads_unit_signatures_and_real_numbers() -> None:
    row: dict[str, Any] = {one.name: None for one in forms()["F4"].section("rows").columns}
    row |= {
        "bond_name": "=1+1",
        "bond_used": YI + 1,
        "coupon_rate": "0.0236",
        "note": "无",
        "investment": "未定",
    }
    content = {"form": "F4", "cut_off": "2036-12-31", "subject": "示例", "rows": [row], "reason": "补充"}
    sheet = load_workbook(BytesIO(workbook(forms()["F4"], content))).worksheets[0]
    cells = {str(cell.value): cell for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert cells["1.0000000001"].data_type == cells["0.0236"].data_type == "n"
    assert cells["=1+1"].data_type == "s"
    assert "未定" in cells
    assert "单位：亿元" in cells
    assert any(text.startswith("经办人：") for text in cells)
    assert {"A3:I3", "J3:M3", "N3:P3", "A1:R1"} <= {str(one) for one in sheet.merged_cells.ranges}
    assert sheet.print_area
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$3:$4"


def test_lines_nobody_has_seen_are_labelled() -> None:
    row = {"name": "债", **{one.name: None for one in forms()["F1"].section("rows").columns[1:]}}
    content = {"form": "F1", "cut_off": "2036-12-31", "rows": [{**row, "yearly": [], "revenue_years": []}]}
    sheet = load_workbook(BytesIO(workbook(forms()["F1"], content))).worksheets[0]
    told = [str(cell.value) for cell in sheet["A"] if cell.value]
    assert f"项目总收益/项目总投资{UNCONFIRMED}" in told
    assert "债券名称" in told
    paper = paper_of(forms()["F1"], content)
    assert any("未核实" in note for note in paper.notes)
    assert paper.rows("signatures")[0] == {"role": "经办人", "name": ""}


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_words_in_a_summed_column_are_printed_and_add_nothing(kind: Format) -> None:
    """The table of general bonds has dashes beside its lines; its totals are those of its figures."""
    rows = [
        {"bond": "一般债券(三期)", "came": 10**10, "function": "205教育支出", "spent": 13 * 10**8},
        {"bond": "—", "came": "—", "function": "214交通运输支出", "spent": 80 * 10**8},
    ]
    content = {"form": "F3U", "cut_off": "2036-12-31", "region": "瓯海区", "subject": "瓯海区", "rows": rows}
    body = render(paper_of(forms()["F3U"], content, issuer="瓯海区"), kind)
    text = {
        "pdf": lambda: "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages),
        "docx": lambda: "|".join(
            cell.text for row in Document(BytesIO(body)).tables[0].rows for cell in row.cells
        ),
        "xlsx": lambda: "|".join(
            str(cell.value) for row in load_workbook(BytesIO(body)).worksheets[0].iter_rows() for cell in row
        ),
    }[kind]()
    text = "".join(text.split())
    assert "—" in text
    assert "214交通运输支出" in text
    if kind != "xlsx":  # there the total is a live formula
        assert "0.93" in text
