"""A content as a paper: what pdf, docx and json are drawn from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from bondlife.disclosure.content import typed
from bondlife.disclosure.workbook import label_of
from bondlife.exchange.documents.paper import Column, Facts, Form, Item, Kind, Paper, Signatures, Table
from bondlife.exchange.documents.paper import Section as PaperSection
from models.disclosure_forms.shape import FormColumn, FormSection, FormSpec, rows_of

_KINDS: dict[str, Kind] = {"multiple": "number", "text": "text"}


def paper_of(spec: FormSpec, content: Mapping[str, Any], *, issuer: str = "", number: str = "") -> Paper:
    """Return a content as a paper, sections in the order of the form."""
    parts = list(_parts(spec, content))
    sections = (*(section for section, _ in parts), Signatures("signatures", "签字"))
    form = Form(f"disclosure_{spec.key.lower()}", spec.label.zh, sections, spec.unit, spec.is_landscape)
    signs = [{"role": one.zh, "name": ""} for one in spec.signatures]
    values = {**{section.key: value for section, value in parts}, "signatures": signs}
    told = [f"说明：{content['reason']}"] if content.get("reason") else []
    unseen = any(not one.is_confirmed for section in spec.sections for one in section.columns)
    notes = [*told, *(["标注“表式未核实”的栏次，其官方表式尚未核对。"] if unseen else [])]
    title = f"{spec.label.zh}（{content.get('subject') or content.get('region') or ''}）"
    cut_off = date.fromisoformat(str(content["cut_off"]))
    return Paper(form, values, title, cut_off, number, issuer=issuer, notes=tuple(notes))


def _parts(spec: FormSpec, content: Mapping[str, Any]) -> Iterator[tuple[PaperSection, Any]]:
    for section in spec.sections:
        if section.parent:
            continue
        rows = rows_of(content, section.name)
        yield from _section(section, rows, section.name)
        for number, row in enumerate(rows, 1):
            for inner in spec.children(section.name):
                yield from _section(inner, rows_of(row, inner.name), f"{inner.name}{number}")


def _section(
    section: FormSection, rows: Sequence[Mapping[str, Any]], key: str
) -> Iterator[tuple[PaperSection, Any]]:
    if section.shape != "lines":
        heads = tuple(_column(section, one) for one in section.columns)
        total = "合计" if section.has_total else ""
        yield Table(key, section.label.zh, heads, total), [_cells(section.columns, row) for row in rows]
        return
    for row in rows[:1]:
        for number, group in enumerate(section.groups, 1):
            items = tuple(Item(one.name, label_of(one), _kind(one, row)) for one in group.columns)
            title = group.label.zh if group.label is not None else section.label.zh
            yield Facts(f"{key}_{number}", title, items), _cells(group.columns, row)


def _column(section: FormSection, one: FormColumn) -> Column:
    above = next((group.label for group in section.groups if one in group.columns), None)
    summed = section.has_total and one.kind == "fen"
    kind = _KINDS.get(one.kind, one.kind)
    return Column(one.name, label_of(one), kind, one.width, above.zh if above else "", is_summed=summed)


def _kind(one: FormColumn, row: Mapping[str, Any]) -> Kind:
    """Return the kind of a field; words in a field of figures make it text."""
    value = typed(row.get(one.name), one.kind)
    return "text" if isinstance(value, str) else _KINDS.get(one.kind, one.kind)


def _cells(columns: Sequence[FormColumn], row: Mapping[str, Any]) -> dict[str, Any]:
    return {one.name: typed(row.get(one.name), one.kind) for one in columns}
