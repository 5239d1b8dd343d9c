"""Files of a paper: the same bytes each time, nothing of who made them, and the same figures in each."""

import json
import re
import subprocess
import zipfile
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from docx import Document

from bondlife.errors import Invalid
from bondlife.exchange.documents import pdf, render
from bondlife.exchange.documents.child import answered
from bondlife.exchange.documents.paper import Chart, Paper
from bondlife.exchange.documents.render import Format
from bondlife.exchange.sandbox import read_workbook
from tests.exchange.documents.papers import paper, values

HOSTILE = '=1+1 <b>&amp; #let x = 1 {{ 7*7 }} $x$ "引号" \\u0041'


@pytest.fixture(scope="module")
def files() -> dict[Format, bytes]:
    """Return the paper in every form."""
    kinds: tuple[Format, ...] = ("pdf", "docx", "xlsx", "json")
    return {kind: render(paper(), kind) for kind in kinds}


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "json"])
def test_the_same_paper_gives_the_same_bytes(files: dict[Format, bytes], kind: Format) -> None:
    render(paper(words=["另一份"]), kind)  # what was drawn before leaves no trace
    assert render(paper(), kind) == files[kind]


def test_a_pdf_is_for_the_archive_and_its_text_can_be_read(files: dict[Format, bytes]) -> None:
    read = pypdf.PdfReader(BytesIO(files["pdf"]))
    text = "".join(page.extract_text() for page in read.pages)
    for words in ("政府付费通知单", "瓯海区污水处理厂二期", "95,000,000.00", "94,999,999.99", "进水口"):
        assert words in text.replace("\n", ""), words
    assert b"<pdfaid:part>2</pdfaid:part>" in files["pdf"]
    assert read.metadata is not None
    assert read.metadata.get("/Author") is None
    fonts = {str(font["/BaseFont"]) for page in read.pages for font in fonts_of(page)}
    assert {name.partition("+")[2].split("-")[0] for name in fonts} == {"NotoSansSC", "NotoSerifSC"}


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_markup_in_a_value_is_text(files: dict[Format, bytes]) -> None:
    hostile = paper(head=values()["head"] | {"project": HOSTILE})
    told = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(render(hostile, "pdf"))).pages)
    assert "#let x = 1 {{ 7*7 }}" in told.replace("\n", "")
    document = Document(BytesIO(render(hostile, "docx")))
    assert HOSTILE in [cell.text for row in document.tables[0].rows for cell in row.cells]
    sheet = openpyxl.load_workbook(BytesIO(render(hostile, "xlsx"))).worksheets[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == HOSTILE)
    assert cell.data_type == "s"


def test_a_sign_without_a_glyph_is_refused_by_its_name() -> None:
    rare = paper(words=["姓名：𠮷\U000f0000"])
    with pytest.raises(Invalid) as refusal:
        render(rare, "pdf")
    problem = refusal.value.problems[0]
    assert problem.code == "no_glyph"
    assert "𠮷" in problem.text()


def without_charts(whole: Paper) -> Paper:
    """Return a paper of text and tables alone: charts are drawn by an engine that only the child loads."""
    kept = tuple(one for one in whole.form.sections if not isinstance(one, Chart))
    return replace(whole, form=replace(whole.form, sections=kept))


def test_an_absent_font_is_an_error_and_no_row_of_boxes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "sans_path", lambda: tmp_path / "NotoSansSC-Regular.otf")
    for kept in (pdf._fonts, pdf._compiler):
        kept.cache_clear()
    with pytest.raises(Invalid) as refusal:
        pdf.pdf_of(without_charts(paper()))
    assert [(one.code, one.params) for one in refusal.value.problems] == [
        ("font_absent", {"name": "NotoSansSC-Regular.otf"})
    ]
    (tmp_path / "NotoSansSC-Regular.otf").write_bytes(b"no font")  # there, but nothing that draws
    with pytest.raises(Invalid) as refusal:
        pdf.pdf_of(without_charts(paper()))
    assert refusal.value.problems[0].code in ("no_glyph", "not_drawn")
    for kept in (pdf._fonts, pdf._compiler):
        kept.cache_clear()


def test_ticks_and_boxes_have_glyphs() -> None:
    assert render(paper(words=["☑新建 ☐改建 ①②③ ‰ ㎡ → ≤"]), "pdf").startswith(b"%PDF")


def test_nobody_is_named_in_an_office_file(files: dict[Format, bytes]) -> None:
    for kind in ("docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(files[kind])) as container:
            core = container.read("docProps/core.xml").decode()
            assert re.search(r"<dc:creator>[^<]|lastModifiedBy>[^<]", core) is None
            assert "2036-03-31T00:00:00Z" in core
            assert all(entry.date_time[0] == 1980 for entry in container.infolist())
            assert not any("customXml" in name or "thumbnail" in name for name in container.namelist())


def test_json_holds_the_content_that_is_digested(files: dict[Format, bytes]) -> None:
    told = json.loads(files["json"])
    assert told["values"]["head"]["payable"] == 94_999_999_99
    assert told["unit"] == "fen"


class Sheet:
    """Works formulas out with binary numbers, as a spreadsheet program does."""

    def __init__(self, data: bytes) -> None:
        self.formulas = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
        self.saved = openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets[0]
        self.count = 0

    def value(self, name: str) -> float:
        text = self.formulas[name].value
        if isinstance(text, str) and text.startswith("="):
            return self.work_out(text[1:])
        return float(text or 0)

    def work_out(self, text: str) -> float:
        text = re.sub(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", self.ranged, text)
        text = re.sub(r"(?<![A-Z\"])([A-Z]{1,2}\d+)", r'V("\1")', text)
        return float(eval(text, {"__builtins__": {}}, {"V": self.value, "SUM": total, "ROUND": rounded}))

    @staticmethod
    def ranged(read: re.Match[str]) -> str:
        assert read[1] == read[3]
        return ",".join(f"{read[1]}{row}" for row in range(int(read[2]), int(read[4]) + 1))

    def stale(self) -> list[tuple[str, float, Any]]:
        found = []
        for row in self.formulas.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    self.count += 1
                    saved = self.saved[cell.coordinate].value
                    if self.value(cell.coordinate) != saved:
                        found.append((cell.coordinate, self.value(cell.coordinate), saved))
        return found


def total(*numbers: float) -> float:
    return sum(numbers)


def rounded(number: float, places: int) -> float:
    """Round as spreadsheets do: the shortest decimal of the binary number, half away from zero."""
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def test_formulas_recompute_to_the_same_fen(files: dict[Format, bytes]) -> None:
    sheet = Sheet(files["xlsx"])
    assert sheet.stale() == []
    assert sheet.count >= 1 + 2 + 6 + 3
    own = read_workbook(files["xlsx"]).sheets[0]
    assert own.formula_count == sheet.count
    assert [mark for mark in own.marks.values() if mark.code.startswith("formula")] == []


def test_what_is_stated_stays_where_a_formula_says_otherwise() -> None:
    head = values()["head"] | {"payable": 1}
    sheet = openpyxl.load_workbook(BytesIO(render(paper(head=head), "xlsx"))).worksheets[0]
    told = [cell.value for row in sheet.iter_rows() for cell in row]
    assert 0.01 in told
    assert not any(str(one).startswith("=ROUND(B6-") for one in told)


def test_a_sheet_is_laid_out_to_be_printed(files: dict[Format, bytes]) -> None:
    sheet = openpyxl.load_workbook(BytesIO(files["xlsx"])).worksheets[0]
    assert sheet.print_area
    merged = {sheet.cell(one.min_row, one.min_col).value for one in sheet.merged_cells.ranges}
    assert {"政府付费通知单", "付费", "单位：万元"} <= merged


def test_pictures_of_docx_are_those_of_the_paper(files: dict[Format, bytes]) -> None:
    with zipfile.ZipFile(BytesIO(files["docx"])) as container:
        pictures = [name for name in container.namelist() if name.startswith("word/media/")]
    assert len(pictures) == 3  # a fall, a trend, a photo


def test_a_fault_of_the_house_is_told_without_its_details() -> None:
    import pickle

    refusal = pickle.loads(answered(pickle.dumps(("render", None, "pdf", None))))
    assert refusal.problems[0].code == "not_drawn"


@pytest.mark.poppler
def test_pages_of_the_pdf_are_drawn(files: dict[Format, bytes], tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(files["pdf"])
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "paper.pdf", "page"], cwd=tmp_path, check=True)
    pages = sorted(tmp_path.glob("page-*.pgm"))
    assert len(pages) == len(pypdf.PdfReader(BytesIO(files["pdf"])).pages)
    for page in pages:
        dark = sum(one < 128 for one in page.read_bytes()[20:])
        assert dark > 200, page.name
    fonts = subprocess.run(
        ["pdffonts", "paper.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    rows = fonts.stdout.splitlines()[2:]
    assert rows
    assert all(" yes yes yes " in row for row in rows), fonts.stdout


@pytest.mark.poppler
def test_a_digest_in_a_table_breaks_within_its_column_and_is_copied_whole(tmp_path: Path) -> None:
    digest = "sha512:" + "4aa864e1c8153085" * 8
    rows = [{**one, "line": digest} for one in values()["steps"][:1]]
    plain = without_charts(paper(steps=rows))
    (tmp_path / "paper.pdf").write_bytes(render(plain, "pdf"))
    told = subprocess.run(
        ["pdftotext", "-bbox", "paper.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    words = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">([^<]*)<', told)
    right = max(float(place) for place, text in words if text in ("100,000,000.00", "系数", "金额"))
    parts = [(float(place), text) for place, text in words if len(text) > 3 and text in digest]
    assert digest in "".join(text for _, text in parts)
    assert all(place < right for place, _ in parts)
