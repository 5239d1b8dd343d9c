"""Templates from outside: what a docx may hold, checked before it is filled; each refusal names its place."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx.table import Table as WordTable
from docxtpl import DocxTemplate  # type: ignore[import-untyped]
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree  # type: ignore[import-untyped]

from bondlife.errors import Invalid, Problem
from bondlife.exchange.child.zip_guard import guard
from bondlife.exchange.documents.docx import FILTERS, docx_of, environment
from bondlife.exchange.documents.docx_fields import known_fields, sample
from bondlife.exchange.documents.paper import Form
from bondlife.exchange.errors import FileRefused
from models.lifecycle import Label

MOST_BYTES = 5 << 20
BOUNDS = {"entries": 500, "inflated": 40 << 20, "ratio": 150}
MOST_TOLD = 20
MOST_DEPTH = 3
_EXCERPT = 30
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORBIDDEN_PARTS = {
    "vbaproject.bin": "macros",
    "embeddings/": "embedded files",
    "activex/": "controls",
    "comments.xml": "comments",
    "afchunk": "other documents",
}
_FORBIDDEN_MARKS = {
    "ins": "tracked changes",
    "del": "tracked changes",
    "moveFrom": "tracked changes",
    "moveTo": "tracked changes",
    "object": "embedded files",
    "altChunk": "other documents",
    "attachedTemplate": "another template",
    "mailMerge": "a mail merge",
    "control": "controls",
}
_NAMES_ZH = {
    "macros": "宏",
    "embedded files": "嵌入的文件",
    "controls": "控件",
    "comments": "批注",
    "other documents": "其他文档",
    "tracked changes": "修订痕迹",
    "another template": "附加模板",
    "a mail merge": "邮件合并",
    "addresses outside": "外部地址",
    "a field that fetches": "会取外部内容的域",
}
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "TOC", "REF", "PAGEREF", "STYLEREF", "SEQ", "HYPERLINK", "DATE"}
)
_ALLOWED = (
    nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Filter,
    nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Template,
)  # fmt: skip
_SIGNS = {
    "Call": "(",
    "Pow": "**",
    "Assign": "set",
    "AssignBlock": "set",
    "Getitem": "[",
    "FromImport": "import",
}
_TAG = re.compile(r"{[{%].*?[%}]}", re.DOTALL)


def _(message: str) -> str:
    """Mark a message for extraction; it is translated when it is said."""
    return message


def check_template(form: Form, data: bytes) -> None:
    """Refuse a template that is no docx, is too big, holds more than text, or names unknown fields."""
    _check_container(data)
    document = _opened(data)
    places = _places(document.docx)
    found = list(_raw(places))
    found += [one for name, text in _sources(document) for one in _read(form, name, text, places)]
    if found:
        raise Invalid(*found[:MOST_TOLD])
    try:
        docx_of(sample(form), data)
    except Exception as error:
        raise _bad(
            "template_fails", _("The template cannot be filled: %(what)s"), what=str(error)[:200]
        ) from None


def _bad(code: str, message: str, **params: Any) -> Invalid:
    return Invalid.because(code, message, "file", **params)


def _check_container(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise _bad("too_large", "The file is larger than %(limit)d MiB.", limit=MOST_BYTES >> 20)
    try:
        names, _formulas = guard(data, BOUNDS)
    except FileRefused as refusal:
        raise _bad(refusal.code, _("The file is no template: %(what)s"), what=str(refusal)) from None
    if "word/document.xml" not in names:
        raise _bad("not_docx", _("This is no Word document (.docx)."))
    for name in names:
        for part, what in _FORBIDDEN_PARTS.items():
            if part in name.lower():
                raise _holds(what, name)
    with ZipFile(BytesIO(data)) as container:
        for name in names:
            if name.endswith((".xml", ".rels")):
                _check_part(name, container.read(name))


def _check_part(name: str, data: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _bad(
            "damaged", _("The part %(part)s cannot be read: %(what)s"), part=name, what=str(error)
        ) from None
    for one in root.iter():
        if not isinstance(one.tag, str):
            continue
        if name.endswith(".rels"):
            _check_relation(name, one)
        elif one.tag.startswith(_WORD):
            _check_mark(name, one)


def _check_relation(name: str, one: Any) -> None:
    if one.get("TargetMode") == "External" and not str(one.get("Type")).endswith("/hyperlink"):
        raise _holds("addresses outside", name)


def _check_mark(name: str, one: Any) -> None:
    tag = one.tag.removeprefix(_WORD)
    if tag in _FORBIDDEN_MARKS:
        raise _holds(_FORBIDDEN_MARKS[tag], name)
    instruction = one.get(f"{_WORD}instr") if tag == "fldSimple" else one.text if tag == "instrText" else None
    words = (instruction or "").split()
    if words and words[0].isalpha() and words[0].isupper() and words[0] not in _FIELDS:
        raise _holds("a field that fetches", f"{name}: {words[0]}")


def _holds(what: str, where: str) -> Invalid:
    label = Label(what, _NAMES_ZH[what])
    return _bad(
        "foreign_content",
        _("The template holds %(what)s (%(where)s); take them out."),
        what=label,
        where=where,
    )


def _opened(data: bytes) -> Any:
    try:
        document = DocxTemplate(BytesIO(data))
        document.init_docx()
    except Exception as error:
        raise _bad("damaged", _("The file is no template: %(what)s"), what=type(error).__name__) from None
    return document


def _sources(document: Any) -> list[tuple[str, str]]:
    """Return the text with tags of the body, the heads and the feet."""
    found = [("", document.patch_xml(document.get_xml()))]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            found.append((uri.rsplit("/", 1)[-1], document.patch_xml(document.get_part_xml(part))))
    return found


def _raw(places: list[tuple[Label, str]]) -> Iterator[Problem]:
    """Yield tags that would put a value into the file as it is, beside the text: nothing here is markup."""
    for place, text in places:
        for tag in _TAG.findall(text):
            if re.match(r"{{-?r\s", tag):
                message = _("%(place)s: a template may not use “%(what)s”.")
                yield _problem("forbidden", message, place, what="{{r")


def _read(form: Form, name: str, text: str, places: list[tuple[Label, str]]) -> list[Problem]:
    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        text = _("%(place)s: the tags cannot be read: %(what)s")
        return [_problem("template_syntax", text, _suspect(places), what=str(error.message)[:200])]
    return _Walk(form, places, name).problems(tree)


def _problem(code: str, message: str, place: Label, **params: Any) -> Problem:
    return Problem(code, message, "file", {"place": place, **params})


class _Walk:
    """Goes through what a template says and keeps what the form does not have."""

    def __init__(self, form: Form, places: list[tuple[Label, str]], name: str) -> None:
        self.fields = known_fields(form)
        self.places, self.name = places, name
        self.found: list[Problem] = []

    def problems(self, tree: nodes.Template) -> list[Problem]:
        self._node(tree, {}, 0)
        return self.found

    def _node(self, node: nodes.Node, loops: dict[str, frozenset[str] | None], depth: int) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, loops, depth)
        elif isinstance(node, nodes.Getattr):
            self._attribute(node, loops)
        elif isinstance(node, nodes.Name):
            self._whole(node, loops)
        elif isinstance(node, nodes.If):
            self._branch(node, loops, depth)
        elif not isinstance(node, _ALLOWED):
            sign = _SIGNS.get(type(node).__name__, type(node).__name__.lower())
            self._tell("forbidden", _("%(place)s: a template may not use “%(what)s”."), sign, sign)
        elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
            self._tell(
                "forbidden", _("%(place)s: a template may not use “%(what)s”."), f"|{node.name}", node.name
            )
        else:
            for child in node.iter_child_nodes():
                self._node(child, loops, depth)

    def _loop(self, node: nodes.For, loops: dict[str, frozenset[str] | None], depth: int) -> None:
        name = _path(node.iter)
        rows = self.fields.rows.get(name)
        if name not in self.fields.rows or not isinstance(node.target, nodes.Name) or node.recursive:
            self._tell(
                "unknown_field", _("%(place)s: there is nothing to repeat called “%(what)s”."), name, name
            )
            return
        if depth >= MOST_DEPTH:
            self._tell(
                "forbidden", _("%(place)s: a template may not use “%(what)s”."), "for for for for", name
            )
            return
        inner = {**loops, node.target.name: rows, "loop": frozenset({"index", "first", "last", "length"})}
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            self._node(child, inner, depth + 1)

    def _branch(self, node: nodes.If, loops: dict[str, frozenset[str] | None], depth: int) -> None:
        """Read a condition; whether something repeats at all may be asked."""
        tested = node.test.node if isinstance(node.test, nodes.Not) else node.test
        if _path(tested) not in self.fields.rows:
            self._node(node.test, loops, depth)
        for child in (*node.body, *node.elif_, *node.else_):
            self._node(child, loops, depth)

    def _attribute(self, node: nodes.Getattr, loops: dict[str, frozenset[str] | None]) -> None:
        path = _path(node)
        first, _dot, rest = path.partition(".")
        known = loops[first] if first in loops else self.fields.blocks.get(first)
        if known is None or rest not in known:
            self._tell("unknown_field", _("%(place)s: the form has no field “%(what)s”."), path, path)

    def _whole(self, node: nodes.Name, loops: dict[str, frozenset[str] | None]) -> None:
        if node.name in loops and loops[node.name] is None:  # a paragraph is its own text
            return
        self._tell("unknown_field", _("%(place)s: the form has no field “%(what)s”."), node.name, node.name)

    def _tell(self, code: str, message: str, what: str, sought: str) -> None:
        place = _place_of(self.places, sought) or Label(self.name or "the text", self.name or "正文")
        self.found.append(_problem(code, message, place, what=what[:80]))


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return type(node).__name__


def _places(document: Any) -> list[tuple[Label, str]]:
    """Return the paragraphs and rows that hold tags, in words, with their text."""
    found: list[tuple[Label, str]] = []
    paragraph = table = 0
    for block in document.iter_inner_content():
        if isinstance(block, WordTable):
            table += 1
            for number, row in enumerate(block.rows, 1):
                text = " ".join(cell.text for cell in row.cells)
                found.append((Label(f"table {table}, row {number}", f"第{table}个表第{number}行"), text))
        else:
            paragraph += 1
            start = block.text.strip()[:_EXCERPT]
            en, zh = f"paragraph {paragraph} ({start})", f"第{paragraph}段（{start}）"
            found.append((Label(en, zh), block.text))
    for section in document.sections:
        for en, zh, part in (
            ("head of the page", "页眉", section.header),
            ("foot of the page", "页脚", section.footer),
        ):
            found.append((Label(en, zh), " ".join(one.text for one in part.paragraphs)))
    return [(label, text) for label, text in found if "{{" in text or "{%" in text]


def _place_of(places: list[tuple[Label, str]], sought: str) -> Label | None:
    if not sought:
        return None
    word = re.compile(
        rf"(?<![\w.]){re.escape(sought)}(?![\w.])" if sought[0].isalnum() else re.escape(sought)
    )
    for label, text in places:
        if any(word.search(tag) for tag in _TAG.findall(text)):
            return label
    return None


def _suspect(places: list[tuple[Label, str]]) -> Label:
    """Return the first place with a tag that cannot be read by itself."""
    for label, text in places:
        for tag in _TAG.findall(text):
            if tag.startswith("{{") and not _is_readable(re.sub(r"^{{(?:r|p|tr|tc) ", "{{ ", tag)):
                return label
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            return label
    return Label("the text", "正文")


def _is_readable(tag: str) -> bool:
    try:
        environment().parse(tag)
    except TemplateSyntaxError:
        return False
    return True
