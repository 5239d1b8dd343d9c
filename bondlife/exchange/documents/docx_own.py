"""The docx template a form has by itself: what an officer downloads, edits and sends back."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bondlife.exchange.documents.drawing import bands, groups_of
from bondlife.exchange.documents.paper import (
    Chart,
    Column,
    Facts,
    Form,
    Photos,
    Prose,
    Section,
    Signatures,
    Table,
    columns_of,
)
from bondlife.exchange.documents.said import FIGURES

SERIF, SANS = "宋体", "黑体"
_ROOM = {False: 110.0, True: 180.0}
"""Signs that a line of a table holds, upright and on its side."""
_LEAST = {**dict.fromkeys(FIGURES, 17), "date": 15}
"""Signs that a column must hold so that what stands in it does not break."""


@lru_cache(maxsize=64)
def own_template(form: Form) -> bytes:
    """Return the form as a docx with its fields in place."""
    document = Document()
    _page(document, form)
    _styles(document)
    heading = document.add_paragraph("{{ paper.title }}", style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _small(document.add_paragraph("{{ paper.line }}"))
    for section in form.sections:
        _section(document, form, section)
    document.add_paragraph("{%p for note in paper.notes %}")
    _small(document.add_paragraph("注 {{ loop.index }}：{{ note }}"))
    document.add_paragraph("{%p endfor %}")
    _footer(document)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any, form: Form) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    if form.is_wide:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)


def _styles(document: Any) -> None:
    for name, face, size in (("Normal", SERIF, 10.5), ("Title", SANS, 18), ("Heading 1", SANS, 12)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), False
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), face)
    borders = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        document.styles["Title"].element.pPr.remove(borders)


def _section(document: Any, form: Form, section: Section) -> None:
    if section.title:
        document.add_paragraph(section.title, style="Heading 1")
    if isinstance(section, Facts):
        _facts(document, section)
    elif isinstance(section, Prose):
        for text in (f"{{%p for text in {section.key} %}}", "{{ text }}", "{%p endfor %}"):
            paragraph = document.add_paragraph(text)
            paragraph.paragraph_format.first_line_indent = Pt(21)
    elif isinstance(section, Chart):
        document.add_paragraph(f"{{{{ charts.{section.key} }}}}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif isinstance(section, Photos):
        for text in (
            f"{{%p for photo in {section.key} %}}",
            "{{ photo.picture }}",
            "{{ photo.caption }}",
            "{%p endfor %}",
        ):
            document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif isinstance(section, Signatures) and section.is_line:
        each = (
            f"{{% for one in {section.key} %}}{{{{ one.role }}}}：{{{{ one.name }}}}{' ' * 16}{{% endfor %}}"
        )
        document.add_paragraph(each)
    else:
        _table(document, form, section)


def _facts(document: Any, section: Facts) -> None:
    table = document.add_table(rows=0, cols=2 * section.across, style="Table Grid")
    place, cells = section.across, []
    for item in section.items:
        if place >= section.across or item.is_wide:
            cells, place = table.add_row().cells, 0
        _say(cells[2 * place], item.label, SANS)
        own = cells[2 * place + 1]
        if item.is_wide and section.across > 1:
            own = own.merge(cells[-1])
        _say(own, f"{{{{ {section.key}.{item.key} }}}}", SERIF)
        place = section.across if item.is_wide else place + 1
    _widths(document, table, [11, 25] * section.across)


def _table(document: Any, form: Form, section: Section) -> None:
    columns = columns_of(section)
    if isinstance(section, Table) and any(one.kind == "fen" for one in columns):
        unit = document.add_paragraph(f"单位：{form.unit_of(section)}")
        unit.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _small(unit)
    room = _ROOM[form.is_wide]
    for part in bands(columns, [float(min(one.width, 24)) for one in columns], room):
        _part(document, section, tuple(columns[at] for at in part))
    if isinstance(section, Table) and section.empty:
        for text in (f"{{%p if not {section.key} %}}", section.empty, "{%p endif %}"):
            document.add_paragraph(text)


def _part(document: Any, section: Section, columns: tuple[Column, ...]) -> None:
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    _heads(table, columns)
    _say(table.add_row().cells[0], f"{{%tr for row in {section.key} %}}", SERIF)
    for cell, column in zip(table.add_row().cells, columns, strict=True):
        paragraph = _say(cell, f"{{{{ row.{column.key} }}}}", SERIF)
        if column.kind in FIGURES:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _say(table.add_row().cells[0], "{%tr endfor %}", SERIF)
    _widths(
        document,
        table,
        [max(one.width, _LEAST[one.kind]) if one.kind in _LEAST else min(one.width, 30) for one in columns],
    )
    between = document.add_paragraph()
    between.paragraph_format.space_after = between.paragraph_format.line_spacing = Pt(4)


def _widths(document: Any, table: Any, shares: Sequence[float]) -> None:
    """Share the room between the margins among the columns."""
    page = document.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(room * share / sum(shares))
        for cell in column.cells:
            cell.width = column.width


def _heads(table: Any, columns: tuple[Column, ...]) -> None:
    groups = groups_of(columns)
    rows = [table.add_row() for _ in range(2 if any(one["span"] for one in groups) else 1)]
    place = 0
    for one in groups if len(rows) == 2 else ():
        first = rows[0].cells[place]
        if one["span"]:
            _say(first.merge(rows[0].cells[place + one["span"] - 1]), one["label"], SANS, is_head=True)
            for under in range(place, place + one["span"]):
                _say(rows[1].cells[under], columns[under].label, SANS, is_head=True)
        else:
            _say(first.merge(rows[1].cells[place]), one["label"], SANS, is_head=True)
        place += max(one["span"], 1)
    if len(rows) == 1:
        for cell, column in zip(rows[0].cells, columns, strict=True):
            _say(cell, column.label, SANS, is_head=True)
    for row in rows:
        mark = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)


def _say(cell: Any, text: str, face: str, *, is_head: bool = False) -> Any:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.font.name = "Times New Roman"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if is_head:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _small(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.size = Pt(9)


def _footer(document: Any) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("内容摘要 {{ paper.digest }}    第 ").font.size = Pt(7.5)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = paragraph.add_run("1")
    number.font.size = Pt(7.5)
    field.append(number._r)
    paragraph._p.append(field)
    paragraph.add_run(" 页").font.size = Pt(7.5)
