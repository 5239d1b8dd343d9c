"""Templates from outside: what is taken is filled, what is not is refused with its place."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from bondlife.errors import Invalid
from bondlife.exchange.documents import render
from bondlife.exchange.documents.docx_fields import known_fields
from bondlife.exchange.documents.paper import KEY, RESERVED, Chart, Facts, Form, Table, columns_of
from bondlife.exchange.documents.render import check_template, template_of
from bondlife.exchange.papers import forms
from tests.exchange.documents.papers import FORM, paper

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def own() -> bytes:
    return template_of(FORM)


def with_lines(own: bytes, *lines: str, cell: str = "") -> bytes:
    """Return a template with lines more, or a cell of its second table changed."""
    document = Document(BytesIO(own))
    for text in lines:
        document.add_paragraph(text)
    if cell:
        document.tables[1].rows[2].cells[0].paragraphs[0].add_run(cell)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(own: bytes, change: Change) -> bytes:
    """Return a template whose parts were changed by hand."""
    with ZipFile(BytesIO(own)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    change(parts)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def refused(form: Form, data: bytes) -> tuple[str, str]:
    with pytest.raises(Invalid) as refusal:
        check_template(form, data)
    problem = refusal.value.problems[0]
    assert problem.field == "file"
    return problem.code, problem.put(problem.message, chinese=True)


def test_an_officers_words_are_filled(own: bytes) -> None:
    edited = with_lines(
        own,
        "请贵局于{{ head.on }}前支付{{ head.payable }}元（{{ head.number|default('无') }}）。",
        "{%p if months %}",
        "{%p for row in months %}",
        "{{ loop.index }}. {{ row.month }}：{{ row.net }}",
        "{%p endfor %}",
        "{%p endif %}",
    )
    check_template(FORM, edited)
    told = [one.text for one in Document(BytesIO(render(paper(), "docx", edited))).paragraphs]
    assert "请贵局于2036年3月31日前支付94,999,999.99元（OH-2031-07）。" in told
    assert "6. 2036-06：59.925936" in told


@pytest.mark.parametrize(
    ("lines", "code", "told"),
    [
        (["{{ head.projct }}"], "unknown_field", "head.projct"),
        (["{{ nothing }}"], "unknown_field", "nothing"),
        (["{{ steps }}"], "unknown_field", "steps"),
        (["{{ head }}"], "unknown_field", "head"),
        (["{{ ''.__class__.__mro__ }}"], "unknown_field", "__mro__"),
        (["{{ head.project.__class__ }}"], "unknown_field", "__class__"),
        (["{{ lipsum() }}"], "forbidden", "“(”"),
        (["{{ 9**9**9 }}"], "forbidden", "**"),
        (["{{ head.project|attr('x') }}"], "forbidden", "|attr"),
        (["{{ head['project'] }}"], "forbidden", "["),
        (["{{r head.project }}"], "forbidden", "{{r"),
        (["{% include 'x' %}"], "forbidden", "include"),
        (["{% import 'os' as os %}"], "forbidden", "import"),
        (["{% set a = 1 %}"], "forbidden", "set"),
        (["{% macro x() %}{% endmacro %}"], "forbidden", "macro"),
        (["{% for x in range(99999999) %}{% endfor %}"], "unknown_field", "Call"),
        (["{%p for a in steps %}"] * 4 + ["{%p endfor %}"] * 4, "forbidden", "for for for for"),
        (["{{ head.project( }}"], "template_syntax", "head.project("),
        (["{% for x in steps %}"], "template_syntax", "endfor"),
        (["{{ head.project"], "template_syntax", "head.project"),
    ],
)
def test_what_a_template_may_not_say(own: bytes, lines: list[str], code: str, told: str) -> None:
    found, sentence = refused(FORM, with_lines(own, *lines))
    assert found == code
    assert told in sentence


def test_the_place_is_told_down_to_the_row_of_a_table(own: bytes) -> None:
    assert "第2个表第3行" in refused(FORM, with_lines(own, cell="{{ row.linee }}"))[1]
    assert "段（{{ head.projct }}）" in refused(FORM, with_lines(own, "{{ head.projct }}"))[1]


def test_every_fault_is_told_at_once(own: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        check_template(FORM, with_lines(own, "{{ head.a }} {{ head.b }}", "{{ lipsum() }}"))
    assert [one.code for one in refusal.value.problems] == ["unknown_field", "unknown_field", "forbidden"]


def _macro(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"x"


def _comments(parts: dict[str, bytes]) -> None:
    parts["word/comments.xml"] = b"<x/>"


def _embedded(parts: dict[str, bytes]) -> None:
    parts["word/embeddings/oleObject1.bin"] = b"x"


def _outside(parts: dict[str, bytes]) -> None:
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>'
    )
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", relation)


def _tracked(parts: dict[str, bytes]) -> None:
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(
        b"<w:sectPr", b'<w:p><w:ins w:id="1" w:author="A"/></w:p><w:sectPr', 1
    )


def _fetching(parts: dict[str, bytes]) -> None:
    field = b'<w:p><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r></w:p><w:sectPr'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", field, 1)


def _entities(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["word/document.xml"]


def _bomb(parts: dict[str, bytes]) -> None:
    parts["word/media/a.bin"] = b"\0" * (60 << 20)


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (_macro, "foreign_content", "宏"),
        (_comments, "foreign_content", "批注"),
        (_embedded, "foreign_content", "嵌入的文件"),
        (_outside, "foreign_content", "外部地址"),
        (_tracked, "foreign_content", "修订痕迹"),
        (_fetching, "foreign_content", "会取外部内容的域"),
        (_entities, "entities", "entities"),
        (_bomb, "too_big_inside", "larger"),
    ],
)
def test_what_a_template_may_not_hold(own: bytes, change: Change, code: str, told: str) -> None:
    found, sentence = refused(FORM, repacked(own, change))
    assert (found, told in sentence) == (code, True), sentence


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", b"\0" * (6 << 20)])
def test_what_is_no_template_is_refused(data: bytes) -> None:
    assert refused(FORM, data)[0] in {"damaged", "too_large", "not_docx"}


def test_who_wrote_a_template_is_not_in_what_it_fills(own: bytes) -> None:
    document = Document(BytesIO(own))
    document.core_properties.author = document.core_properties.last_modified_by = "李四身份证"
    document.core_properties.comments = "李四身份证"
    out = BytesIO()
    document.save(out)
    filled = render(paper(), "docx", out.getvalue())
    with ZipFile(BytesIO(filled)) as container:
        assert not any("李四".encode() in container.read(name) for name in container.namelist())


@pytest.mark.parametrize("key", forms())
def test_every_form_is_sound_and_its_own_template_passes(key: str) -> None:
    form = forms()[key]
    keys = [one.key for one in form.sections]
    assert len(keys) == len(set(keys))
    assert all(KEY.match(one) and one not in RESERVED for one in keys)
    tables = {one.key: one for one in form.sections if isinstance(one, Table)}
    for section in form.sections:
        fields = section.items if isinstance(section, Facts) else columns_of(section)
        names = [one.key for one in fields]
        assert len(names) == len(set(names))
        assert all(KEY.match(one) for one in names)
        if isinstance(section, Chart):
            held = {one.key for one in tables[section.table].columns}
            assert {section.category, *section.series} <= held
    assert known_fields(form).blocks["paper"]
    check_template(form, template_of(form))
