"""Docx of a paper: a template filled in a sandbox with autoescape, then cleaned of who made it and when."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Cm
from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bondlife.exchange.documents.charts import chart_svg
from bondlife.exchange.documents.docx_own import own_template
from bondlife.exchange.documents.drawing import NO_DAY
from bondlife.exchange.documents.paper import Chart, Facts, Paper, Photos, Prose, Section
from bondlife.exchange.documents.pdf import as_png
from bondlife.exchange.documents.said import head_lines, plain, said_facts, said_rows

FILTERS = ("default", "upper", "lower")
"""Filters a template may use."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PERSONAL = (
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.CUSTOM_XML,
)
"""Parts that say who wrote a template, where and how long: they are left out."""


def docx_of(paper: Paper, template: bytes | None = None) -> bytes:
    """Return a paper as docx: the same paper and template give the same bytes."""
    document = DocxTemplate(BytesIO(template if template is not None else own_template(paper.form)))
    document.render(context(paper, document), environment(), autoescape=True)
    out = BytesIO()
    _clean(document.docx, paper)
    document.docx.save(out)
    return _repacked(out.getvalue())


def environment() -> ImmutableSandboxedEnvironment:
    """Return the sandbox: no attribute of Python is reached, nothing called, an unknown name is an error."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made


def context(paper: Paper, document: Any) -> dict[str, Any]:
    """Return what a template may name: all text, rows as objects, charts and photos as pictures."""
    lines = head_lines(paper)
    head = {
        "title": plain(paper.heading),
        "number": plain(paper.number),
        "issuer": plain(paper.issuer),
        "unit": paper.form.unit,
        "cut_off": plain(paper.cut_off) if paper.cut_off else "",
        "digest": paper.digest,
        "mark": plain(paper.mark),
        "line": "    ".join(f"{label}：{plain(text)}" for label, text in lines),
        "notes": [plain(one) for one in (*paper.notes, paper.form.note) if one],
    }
    charts = {one.key: _chart(paper, one, document) for one in paper.form.sections if isinstance(one, Chart)}
    found: dict[str, Any] = {"paper": SimpleNamespace(**head), "charts": SimpleNamespace(**charts)}
    for section in paper.form.sections:
        if not isinstance(section, Chart):
            found[section.key] = _value(paper, section, document)
    return found


def _value(paper: Paper, section: Section, document: Any) -> Any:
    if isinstance(section, Facts):
        texts = said_facts(section.items, paper.values.get(section.key) or {}, paper.form.unit_of(section))
        return SimpleNamespace(**texts)
    if isinstance(section, Prose):
        return [plain(text) for text in paper.values.get(section.key) or ()]
    if isinstance(section, Photos):
        return [_photo(one, document) for one in paper.rows(section.key)]
    return [_row(one) for one in said_rows(paper, section)]


def _row(texts: Mapping[str, str]) -> SimpleNamespace:
    return SimpleNamespace(**{name: text for name, text in texts.items() if name != "_mark"})


def _photo(one: Mapping[str, Any], document: Any) -> SimpleNamespace:
    picture = InlineImage(document, BytesIO(one["data"]), width=Cm(12))
    return SimpleNamespace(picture=picture, caption=plain(one["caption"]))


def _chart(paper: Paper, chart: Chart, document: Any) -> Any:
    svg = chart_svg(paper, chart)
    return InlineImage(document, BytesIO(as_png(svg)), width=Cm(16)) if svg else ""


def _clean(document: Any, paper: Paper) -> None:
    day = paper.cut_off or NO_DAY
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    own = document.core_properties
    for name in (
        "author",
        "last_modified_by",
        "comments",
        "keywords",
        "subject",
        "category",
        "content_status",
    ):
        setattr(own, name, "")
    own.title, own.identifier, own.version, own.language = paper.heading[:255], "", "", "zh-CN"
    own.created = own.modified = own.last_printed = moment
    own.revision = 1
    package = document.part.package
    for holder in (package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype in _PERSONAL:
                del holder.rels[key]


def _repacked(data: bytes) -> bytes:
    """Return the same parts in the same order, without the moment they were written."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as made, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for entry in made.infolist():
            info = ZipInfo(entry.filename, _EARLIEST)
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            packed.writestr(info, made.read(entry.filename))
    return out.getvalue()
